package org.responsestck.conformance.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.responsestck.conformance.wire.Call;

/** Request bodies that several scenarios share. */
final class Bodies {
    static final String PONG = "Reply with the single word pong.";
    /** An id in the usual form that no server ever gave. */
    static final String NO_SUCH_ID = "resp_" + "0".repeat(32);
    /** A model name that no server has. */
    static final String NO_SUCH_MODEL = "suite-no-such-model";

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private Bodies() {}

    static Call create(JsonNode body) {
        return Call.post("/responses", body);
    }

    /** The plain body with one member more. */
    static ObjectNode basicWith(Talk talk, String member, JsonNode value) {
        return talk.create(PONG).set(member, value);
    }

    static ObjectNode message(String role, String text) {
        return JSON.objectNode().put("type", "message").put("role", role).put("content", text);
    }

    static ObjectNode message(String role, ObjectNode part) {
        ObjectNode message = JSON.objectNode().put("type", "message").put("role", role);
        message.set("content", array(part));
        return message;
    }

    static ObjectNode part(String type, String text) {
        return JSON.objectNode().put("type", type).put("text", text);
    }

    static ArrayNode array(JsonNode... elements) {
        return JSON.arrayNode().addAll(List.of(elements));
    }
}
