package org.responsestck.conformance.check.grammar;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.responsestck.conformance.check.grammar.EventType.Role;
import org.responsestck.conformance.dialect.EventFamily;

/** The event types of the documents: word, role, members (i item_id, o output_index, c content_index), family. */
final class Vocabulary {
    private static final String TABLE = """
            error ERROR - COMMON
            response.created CREATED - COMMON
            response.queued QUEUED - COMMON
            response.in_progress IN_PROGRESS - COMMON
            response.completed COMPLETED - COMMON
            response.incomplete INCOMPLETE - COMMON
            response.failed FAILED - COMMON
            response.output_item.added ITEM_ADDED o COMMON
            response.output_item.done ITEM_DONE o COMMON
            response.content_part.added PART_ADDED ioc COMMON
            response.content_part.done PART_DONE ioc COMMON
            response.output_text.delta TEXT_DELTA ioc COMMON
            response.output_text.done TEXT_DONE ioc COMMON
            response.output_text.annotation.added ANNOTATION ioc COMMON
            response.refusal.delta REFUSAL_DELTA ioc COMMON
            response.refusal.done REFUSAL_DONE ioc COMMON
            response.function_call_arguments.delta ARGS_DELTA io COMMON
            response.function_call_arguments.done ARGS_DONE io COMMON
            response.custom_tool_call_input.delta PHASE io PLATFORM
            response.custom_tool_call_input.done PHASE io PLATFORM
            response.reasoning.delta REASON_DELTA ioc SHORT_REASONING
            response.reasoning.done REASON_DONE ioc SHORT_REASONING
            response.reasoning_text.delta REASON_DELTA ioc PLATFORM
            response.reasoning_text.done REASON_DONE ioc PLATFORM
            response.reasoning_summary_part.added SUMMARY_ADDED io COMMON
            response.reasoning_summary_text.delta SUMMARY_DELTA io COMMON
            response.reasoning_summary_text.done SUMMARY_DONE io COMMON
            response.reasoning_summary_part.done SUMMARY_CLOSED io COMMON
            response.mcp_call.arguments.delta MCP_ARGS_DELTA io DOTTED_MCP
            response.mcp_call.arguments.done MCP_ARGS_DONE io DOTTED_MCP
            response.mcp_call_arguments.delta MCP_ARGS_DELTA io PLATFORM
            response.mcp_call_arguments.done MCP_ARGS_DONE io PLATFORM
            response.mcp_call.in_progress MCP_PHASE io PLATFORM
            response.mcp_call.completed MCP_PHASE io PLATFORM
            response.mcp_call.failed MCP_PHASE io PLATFORM
            response.mcp_list_tools.in_progress MCP_PHASE io PLATFORM
            response.mcp_list_tools.completed MCP_PHASE io PLATFORM
            response.mcp_list_tools.failed MCP_PHASE io PLATFORM
            response.file_search_call.in_progress PHASE io PLATFORM
            response.file_search_call.searching PHASE io PLATFORM
            response.file_search_call.completed PHASE io PLATFORM
            response.web_search_call.in_progress PHASE io PLATFORM
            response.web_search_call.searching PHASE io PLATFORM
            response.web_search_call.completed PHASE io PLATFORM
            response.code_interpreter_call.in_progress PHASE io PLATFORM
            response.code_interpreter_call.interpreting PHASE io PLATFORM
            response.code_interpreter_call.completed PHASE io PLATFORM
            response.code_interpreter_call_code.delta PHASE io PLATFORM
            response.code_interpreter_call_code.done PHASE io PLATFORM
            response.image_generation_call.in_progress PHASE io PLATFORM
            response.image_generation_call.generating PHASE io PLATFORM
            response.image_generation_call.partial_image PHASE io PLATFORM
            response.image_generation_call.completed PHASE io PLATFORM
            response.shell_call_command.added PHASE o PLATFORM
            response.shell_call_command.delta PHASE o PLATFORM
            response.shell_call_command.done PHASE o PLATFORM
            response.shell_call_output_content.delta PHASE io PLATFORM
            response.shell_call_output_content.done PHASE io PLATFORM
            response.audio.delta OTHER - PLATFORM
            response.audio.done OTHER - PLATFORM
            response.audio.transcript.delta OTHER - PLATFORM
            response.audio.transcript.done OTHER - PLATFORM
            """;

    private Vocabulary() {}

    /** The types of some families by word. */
    static Map<String, EventType> of(Set<EventFamily> families) {
        Map<String, EventType> types = new LinkedHashMap<>();
        for (String line : TABLE.lines().toList()) {
            String[] cells = line.split(" ");
            if (families.contains(EventFamily.valueOf(cells[3]))) {
                types.put(
                        cells[0],
                        new EventType(
                                cells[0],
                                Role.valueOf(cells[1]),
                                cells[2].indexOf('i') >= 0,
                                cells[2].indexOf('o') >= 0,
                                cells[2].indexOf('c') >= 0));
            }
        }
        return types;
    }
}
