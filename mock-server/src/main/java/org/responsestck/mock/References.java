package org.responsestck.mock;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.responsestck.mock.conversation.ResponseStore;

/**
 * Puts stored items in the place of references to them, as agent frameworks send them instead of an answer they were given. What is kept is
 * the reference: when the response is deleted, nothing of it lives on in those that refer to it.
 */
final class References {
    private References() {}

    /**
     * The context with items for references. References of earlier turns to what has been deleted since are left out.
     *
     * @param fresh the input of this request
     * @throws Refusal 404 if it refers to an item that is not stored
     */
    static List<JsonNode> resolve(ResponseStore store, String tenant, List<JsonNode> context, List<JsonNode> fresh)
            throws Refusal {
        if (context.stream().noneMatch(References::isReference)) {
            return context;
        }
        Map<String, JsonNode> items = new HashMap<>();
        store.list(tenant).forEach(turn -> {
            turn.request().input().stream()
                    .filter(item -> !isReference(item))
                    .forEach(item -> items.putIfAbsent(id(item), item));
            turn.output().forEach(item -> items.putIfAbsent(id(item), item));
        });
        for (JsonNode item : fresh) {
            if (isReference(item) && !items.containsKey(id(item))) {
                throw new Refusal(404, "Item not found: " + id(item));
            }
        }
        return context.stream()
                .filter(item -> !isReference(item) || items.containsKey(id(item)))
                .map(item -> isReference(item) ? items.getOrDefault(id(item), item) : item)
                .toList();
    }

    private static boolean isReference(JsonNode item) {
        return item.path("type").asText().equals("item_reference");
    }

    private static String id(JsonNode item) {
        return item.path("id").asText();
    }
}
