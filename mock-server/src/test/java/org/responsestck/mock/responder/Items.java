package org.responsestck.mock.responder;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/** Items of a context, for tests. */
final class Items {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Items() {}

    /** JSON with single quotes for double ones. */
    static JsonNode json(String text) {
        try {
            return JSON.readTree(text.replace('\'', '"'));
        } catch (java.io.IOException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    static JsonNode message(String role, String text) {
        var item = JsonNodeFactory.instance.objectNode().put("type", "message").put("role", role);
        item.putArray("content").addObject().put("type", "input_text").put("text", text);
        return item;
    }
}
