package org.responsestck.mock.conversation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * A piece of a conversation that a model said without being interrupted.
 *
 * @param from index of its first item
 * @param to index behind its last item
 */
public record Run(int from, int to) {
    /** What a model has said so far, in order. Tells the turns of a client that sends the whole history, too. */
    public static List<Run> of(List<JsonNode> items) {
        List<Run> runs = new ArrayList<>();
        int from = -1;
        for (int i = 0; i < items.size(); i++) {
            boolean said = said(items, i);
            if (said && from < 0) {
                from = i;
            } else if (!said && from >= 0) {
                runs.add(new Run(from, i));
                from = -1;
            }
        }
        if (from >= 0) {
            runs.add(new Run(from, items.size()));
        }
        return runs;
    }

    private static boolean said(List<JsonNode> items, int at) {
        JsonNode item = items.get(at);
        String type = item.path("type").asText("");
        if (item.has("role")) {
            return item.path("role").asText().equals("assistant");
        }
        if (type.equals("tool_output")) {
            // What the server's own tool returned belongs to the server's turn.
            return at > 0 && !items.get(at - 1).path("type").asText().equals("function_call") && said(items, at - 1);
        }
        return !type.endsWith("_output") && !type.equals("item_reference");
    }

    /** Whether the model called a function in it. */
    public boolean calls(List<JsonNode> items) {
        return items.subList(from, to).stream()
                .anyMatch(i -> i.path("type").asText().equals("function_call"));
    }
}
