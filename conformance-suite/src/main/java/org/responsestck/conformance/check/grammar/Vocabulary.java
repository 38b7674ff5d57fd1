package org.responsestck.conformance.check.grammar;

import java.util.LinkedHashMap;
import java.util.Map;
import org.responsestck.conformance.check.grammar.EventType.Role;

/** The event types of the documents: word, role, members (i item_id, o output_index, c content_index), documents (O, A, F). */
final class Vocabulary {
    private static final String TABLE = """
            error ERROR - OAF
            response.created CREATED - OAF
            response.queued QUEUED - OAF
            response.in_progress IN_PROGRESS - OAF
            response.completed COMPLETED - OAF
            response.incomplete INCOMPLETE - OAF
            response.failed FAILED - OAF
            response.output_item.added ITEM_ADDED o OAF
            response.output_item.done ITEM_DONE o OAF
            response.content_part.added PART_ADDED ioc OAF
            response.content_part.done PART_DONE ioc OAF
            response.output_text.delta TEXT_DELTA ioc OAF
            response.output_text.done TEXT_DONE ioc OAF
            response.output_text.annotation.added ANNOTATION ioc OAF
            response.refusal.delta REFUSAL_DELTA ioc OAF
            response.refusal.done REFUSAL_DONE ioc OAF
            response.function_call_arguments.delta ARGS_DELTA io OAF
            response.function_call_arguments.done ARGS_DONE io OAF
            response.custom_tool_call_input.delta PHASE io AF
            response.custom_tool_call_input.done PHASE io AF
            response.reasoning.delta REASON_DELTA ioc OF
            response.reasoning.done REASON_DONE ioc OF
            response.reasoning_text.delta REASON_DELTA ioc AF
            response.reasoning_text.done REASON_DONE ioc AF
            response.reasoning_summary_part.added SUMMARY_ADDED io OAF
            response.reasoning_summary_text.delta SUMMARY_DELTA io OAF
            response.reasoning_summary_text.done SUMMARY_DONE io OAF
            response.reasoning_summary_part.done SUMMARY_CLOSED io OAF
            response.mcp_call.arguments.delta MCP_ARGS_DELTA io F
            response.mcp_call.arguments.done MCP_ARGS_DONE io F
            response.mcp_call_arguments.delta MCP_ARGS_DELTA io AF
            response.mcp_call_arguments.done MCP_ARGS_DONE io AF
            response.mcp_call.in_progress MCP_PHASE io AF
            response.mcp_call.completed MCP_PHASE io AF
            response.mcp_call.failed MCP_PHASE io AF
            response.mcp_list_tools.in_progress MCP_PHASE io AF
            response.mcp_list_tools.completed MCP_PHASE io AF
            response.mcp_list_tools.failed MCP_PHASE io AF
            response.file_search_call.in_progress PHASE io AF
            response.file_search_call.searching PHASE io AF
            response.file_search_call.completed PHASE io AF
            response.web_search_call.in_progress PHASE io AF
            response.web_search_call.searching PHASE io AF
            response.web_search_call.completed PHASE io AF
            response.code_interpreter_call.in_progress PHASE io AF
            response.code_interpreter_call.interpreting PHASE io AF
            response.code_interpreter_call.completed PHASE io AF
            response.code_interpreter_call_code.delta PHASE io AF
            response.code_interpreter_call_code.done PHASE io AF
            response.image_generation_call.in_progress PHASE io AF
            response.image_generation_call.generating PHASE io AF
            response.image_generation_call.partial_image PHASE io AF
            response.image_generation_call.completed PHASE io AF
            response.shell_call_command.added PHASE o AF
            response.shell_call_command.delta PHASE o AF
            response.shell_call_command.done PHASE o AF
            response.shell_call_output_content.delta PHASE io AF
            response.shell_call_output_content.done PHASE io AF
            response.audio.delta OTHER - AF
            response.audio.done OTHER - AF
            response.audio.transcript.delta OTHER - AF
            response.audio.transcript.done OTHER - AF
            """;

    private Vocabulary() {}

    /** The types of one document by word. {@code letter} is O (Open Responses), A (OpenAI) or F (Fireworks). */
    static Map<String, EventType> of(char letter) {
        Map<String, EventType> types = new LinkedHashMap<>();
        for (String line : TABLE.lines().toList()) {
            String[] cells = line.split(" ");
            if (cells[3].indexOf(letter) >= 0) {
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
