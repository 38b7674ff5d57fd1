package org.responsestck.conformance.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.responsestck.conformance.wire.Call;

/** Request bodies that several scenarios share. */
final class Bodies {
    static final String PONG = "Reply with the single word pong.";
    /** An id in the usual form that no server ever gave. */
    static final String NO_SUCH_ID = "resp_" + "0".repeat(32);
    /** A model name that no server has. */
    static final String NO_SUCH_MODEL = "suite-no-such-model";

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Map<String, List<String>> NULLABLE = Map.of(
            "fireworks",
            List.of(
                    "tools",
                    "tool_choice",
                    "metadata",
                    "instructions",
                    "max_output_tokens",
                    "max_tool_calls",
                    "parallel_tool_calls",
                    "previous_response_id",
                    "reasoning",
                    "store",
                    "stream",
                    "temperature",
                    "text",
                    "top_p",
                    "truncation",
                    "user"),
            "open-responses",
            List.of(
                    "tools",
                    "tool_choice",
                    "metadata",
                    "instructions",
                    "max_output_tokens",
                    "max_tool_calls",
                    "parallel_tool_calls",
                    "previous_response_id",
                    "reasoning",
                    "temperature",
                    "text",
                    "top_p",
                    "presence_penalty",
                    "frequency_penalty",
                    "top_logprobs",
                    "stream_options",
                    "safety_identifier",
                    "prompt_cache_key"),
            "openai",
            List.of(
                    "metadata",
                    "instructions",
                    "max_output_tokens",
                    "max_tool_calls",
                    "parallel_tool_calls",
                    "previous_response_id",
                    "reasoning",
                    "store",
                    "stream",
                    "temperature",
                    "top_p",
                    "truncation",
                    "background",
                    "include",
                    "service_tier",
                    "safety_identifier",
                    "prompt_cache_key"));

    private Bodies() {}

    static Call create(JsonNode body) {
        return Call.post("/responses", body);
    }

    /** The request members that the documents of a profile let be null. */
    static List<String> nullable(String profile) {
        return NULLABLE.getOrDefault(profile, List.of());
    }

    /** Whether the documents of a profile have GET of one response. */
    static boolean documentsGet(String profile) {
        return !profile.equals("open-responses");
    }

    /** Whether the documents of a profile let {@code stream} be null. */
    static boolean documentsNullStream(String profile) {
        return nullable(profile).contains("stream");
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

    /** The function tool of the documents' weather example. */
    static ObjectNode weatherTool(String profile) {
        ObjectNode location = JSON.objectNode()
                .put("type", "string")
                .put("description", "The city and state, e.g. San Francisco, CA");
        ObjectNode parameters = JSON.objectNode().put("type", "object");
        parameters.putObject("properties").set("location", location);
        parameters.putArray("required").add("location");
        ObjectNode tool = JSON.objectNode()
                .put("type", "function")
                .put("name", "get_weather")
                .put("description", "Get the current weather for a location");
        tool.set("parameters", parameters);
        return profile.equals("openai") ? tool.put("strict", false) : tool;
    }
}
