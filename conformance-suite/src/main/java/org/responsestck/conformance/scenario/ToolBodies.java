package org.responsestck.conformance.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.responsestck.conformance.dialect.Trait;
import org.responsestck.conformance.evidence.Why;

/** Requests that offer function tools, and the way back from a call to its output. */
final class ToolBodies {
    static final String WEATHER = "What is the weather like in San Francisco?";
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private ToolBodies() {}

    /** The function of the guide: one required string. */
    static ObjectNode weather(Talk talk) {
        ObjectNode tool = function(talk, "get_weather", "Get the current weather for a location");
        ObjectNode location = parameters(tool).putObject("location");
        location.put("type", "string").put("description", "The city and state, e.g. San Francisco, CA");
        ((ObjectNode) tool.path("parameters")).putArray("required").add("location");
        return tool;
    }

    /** A function without parameters. */
    static ObjectNode time(Talk talk) {
        ObjectNode tool = function(talk, "get_time", "Get the current local time");
        parameters(tool);
        return tool;
    }

    private static ObjectNode function(Talk talk, String name, String description) {
        ObjectNode tool =
                JSON.objectNode().put("type", "function").put("name", name).put("description", description);
        if (talk.dialect().is(Trait.STRICT_BY_DEFAULT)) {
            tool.put("strict", false);
        }
        return tool;
    }

    private static ObjectNode parameters(ObjectNode tool) {
        return tool.putObject("parameters").put("type", "object").putObject("properties");
    }

    /** A request about the weather that offers {@code get_weather}, without tool_choice. */
    static ObjectNode askWeather(Talk talk) {
        ObjectNode body = talk.create(WEATHER);
        body.putArray("tools").add(weather(talk));
        return body;
    }

    /** The same, with a call demanded. */
    static ObjectNode forced(Talk talk) {
        return Turns.keep(talk, askWeather(talk).put("tool_choice", "required"));
    }

    /** A request that asks for two functions at once. */
    static ObjectNode askBoth(Talk talk) {
        ObjectNode body = talk.create("Give me weather AND local time of Paris; use both tools at once.");
        body.putArray("tools").add(weather(talk)).add(time(talk));
        return body.put("tool_choice", "required");
    }

    /** The call items of a document in either form, in order. */
    static List<JsonNode> calls(Peek reply) {
        List<JsonNode> calls = new ArrayList<>();
        reply.node("/output")
                .ifPresent(output -> output.forEach(item -> {
                    String type = item.path("type").asText("");
                    if (type.equals("function_call")
                            || (type.equals("tool_call") && !item.path("mcp").isObject())) {
                        calls.add(item);
                    }
                }));
        return calls;
    }

    static String name(JsonNode call) {
        String name = call.path("name").asText("");
        return name.isEmpty() ? call.path("function").path("name").asText("") : name;
    }

    /** What a function_call_output must name to answer this call. */
    static String callId(JsonNode call) throws Stop {
        String id = call.path("call_id").asText("");
        if (id.isEmpty() || call.path("call_id").isNull()) {
            id = call.path("id").isTextual() ? call.path("id").asText() : "";
        }
        if (id.isEmpty()) {
            throw new Stop(Why.VALUE_MISSING, "a call item has neither call_id nor id");
        }
        return id;
    }

    /** @param result what the function gives back */
    static ObjectNode output(JsonNode call, String result) throws Stop {
        return JSON.objectNode()
                .put("type", "function_call_output")
                .put("call_id", callId(call))
                .put("output", result);
    }

    static String result(String station) {
        return "{\"temperature_c\":17,\"station\":\"" + station + "\"}";
    }

    /** With a second word, which nobody asks for at once. */
    static String result(String station, String sensor) {
        return "{\"temperature_c\":17,\"station\":\"" + station + "\",\"sensor\":\"" + sensor + "\"}";
    }

    static ObjectNode user(String text) {
        return JSON.objectNode().put("type", "message").put("role", "user").put("content", text);
    }

    /** The call in the form of the documents, without anything a server may have put to it. */
    static ObjectNode bare(JsonNode call) throws Stop {
        JsonNode arguments = call.path("arguments").isTextual()
                ? call.path("arguments")
                : call.path("function").path("arguments");
        return JSON.objectNode()
                .put("type", "function_call")
                .put("call_id", callId(call))
                .put("name", name(call))
                .put("arguments", arguments.isTextual() ? arguments.textValue() : arguments.toString());
    }

    /** Asks for the station with the tool's result told by the user: shows that the model can do it. */
    static ObjectNode stationControl(Talk talk, String station) {
        ObjectNode body = talk.create();
        ArrayNode input = body.putArray("input");
        input.add(user(WEATHER));
        input.add(user("The weather service says: " + result(station)));
        input.add(user("Name the station."));
        return body;
    }
}
