package org.responsestck.mock.defect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.responsestck.mock.Seams;
import org.responsestck.mock.responder.Draft;
import org.responsestck.mock.tool.Tools;
import org.responsestck.mock.transport.StreamEvent;

/**
 * The stream of a server-executed tool as it was recorded in June 2025: what the model said before the call is never closed and is missing
 * from the final output, the call changes its id, its phases come after it was closed, and its result is not streamed.
 */
final class McpStreamQuirk {
    private static final String CALL = "mcp_call";

    private McpStreamQuirk() {}

    static UnaryOperator<Seams> apply() {
        return seams -> Edits.events(McpStreamQuirk::recorded)
                .apply(Edits.document(Edits.FINISHED, (turn, response) -> renamed(response))
                        .apply(thinking(seams)));
    }

    /** Lets the model think aloud before it calls. */
    private static Seams thinking(Seams seams) {
        Tools plain = seams.tools();
        return seams.with((Tools) (prompt, draft) -> {
            Draft fitted = plain.fit(prompt, draft);
            if (fitted.parts().isEmpty() || !(fitted.parts().get(0) instanceof Draft.ToolCall call)) {
                return fitted;
            }
            List<Draft.Part> parts = new ArrayList<>(fitted.parts());
            parts.add(0, new Draft.Text("", "The tool " + call.name() + " can tell me that."));
            return fitted.with(parts);
        });
    }

    private static void renamed(ObjectNode response) {
        JsonNode output = response.path("output");
        int lastCall = -1;
        for (int i = 0; i < output.size(); i++) {
            lastCall = output.get(i).path("type").asText().equals(CALL) ? i : lastCall;
        }
        Set<JsonNode> early = new java.util.HashSet<>();
        for (int i = 0; i < output.size(); i++) {
            ObjectNode item = (ObjectNode) output.get(i);
            switch (item.path("type").asText()) {
                case CALL ->
                    item.put("id", recordedId(item.path("id").asText())).remove("status");
                case "tool_output" ->
                    item.put(
                            "tool_call_id", recordedId(item.path("tool_call_id").asText()));
                case "message" -> {
                    if (i < lastCall) {
                        early.add(item);
                    }
                }
                default -> {
                    // Nothing else was recorded.
                }
            }
        }
        Edits.removeItems(response, early::contains);
    }

    private static String recordedId(String id) {
        return id.startsWith("mcp_") ? "call_" + id.substring(4) : id;
    }

    private static List<StreamEvent> recorded(List<StreamEvent> all) {
        TreeMap<Integer, String> types = new TreeMap<>();
        for (StreamEvent event : all) {
            if (event.type().equals("response.output_item.added")) {
                types.put(
                        event.data().path("output_index").asInt(),
                        event.data().path("item").path("type").asText());
            }
        }
        if (!types.containsValue(CALL)) {
            return all;
        }
        List<StreamEvent> out = new ArrayList<>();
        List<StreamEvent> held = new ArrayList<>();
        Map<String, StreamEvent> phases = new LinkedHashMap<>();
        for (StreamEvent event : all) {
            int index = event.data().path("output_index").asInt(-1);
            String of = types.getOrDefault(index, "");
            boolean early = of.equals("message") && types.tailMap(index).containsValue(CALL);
            if (index >= 0) {
                long hidden = types.headMap(index).values().stream()
                        .filter("tool_output"::equals)
                        .count();
                event.data().put("output_index", index - (int) hidden);
            }
            if (of.equals("tool_output") || early && event.type().equals("response.output_item.done")) {
                continue;
            }
            if (early && event.type().endsWith(".done")) {
                held.add(event);
            } else if (of.equals(CALL)) {
                call(event, out, held, phases);
            } else {
                out.add(event);
            }
        }
        return Edits.renumbered(out);
    }

    private static void call(
            StreamEvent event, List<StreamEvent> out, List<StreamEvent> held, Map<String, StreamEvent> phases) {
        switch (event.type()) {
            case "response.mcp_call.in_progress" -> {
                event.data().put("output_index", 0);
                phases.put(event.type(), event);
            }
            case "response.mcp_call.completed", "response.mcp_call.failed" -> {
                event.data().remove(List.of("item_id", "output_index"));
                phases.put(event.type(), event);
            }
            case "response.mcp_call.arguments.delta" -> {
                out.add(event);
                out.addAll(held);
                held.clear();
            }
            case "response.output_item.done" -> {
                out.add(event);
                out.addAll(phases.values());
                phases.clear();
            }
            default -> out.add(event);
        }
    }
}
