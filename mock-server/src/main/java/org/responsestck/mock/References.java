package org.responsestck.mock;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.responsestck.mock.conversation.CreateRequest;
import org.responsestck.mock.conversation.ResponseStore;
import org.responsestck.mock.conversation.Turn;

/** Puts stored items in the place of references to them, as agent frameworks send them instead of an answer they were given. */
final class References {
    private References() {}

    /** @throws Refusal 404 if an item is not stored, or no longer */
    static CreateRequest resolve(ResponseStore store, String tenant, CreateRequest request) throws Refusal {
        if (request.input().stream().noneMatch(References::isReference)) {
            return request;
        }
        Map<String, JsonNode> items = new HashMap<>();
        for (Turn turn : store.list(tenant)) {
            turn.request().input().forEach(item -> items.putIfAbsent(id(item), item));
            turn.output().forEach(item -> items.putIfAbsent(id(item), item));
        }
        for (JsonNode item : request.input()) {
            if (isReference(item) && !items.containsKey(id(item))) {
                throw new Refusal(404, "Item not found: " + id(item));
            }
        }
        List<JsonNode> input = request.input().stream()
                .map(item -> isReference(item) ? items.getOrDefault(id(item), item) : item)
                .toList();
        return request.withInput(input);
    }

    private static boolean isReference(JsonNode item) {
        return item.path("type").asText().equals("item_reference");
    }

    private static String id(JsonNode item) {
        return item.path("id").asText();
    }
}
