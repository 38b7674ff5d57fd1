package org.responsestck.conformance.witness;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.responsestck.conformance.scenario.ServedTool;

/** The Model Context Protocol as far as a server of tools needs it: one message in, at most one out. Thread-safe. */
final class Protocol {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String NEWEST = "2025-11-25";
    private static final Set<String> VERSIONS = Set.of("2024-11-05", "2025-03-26", "2025-06-18", NEWEST);
    private static final int NO_METHOD = -32601;
    private static final int BAD_PARAMETERS = -32602;
    private static final int INTERNAL = -32603;

    private final Map<String, ServedTool> tools = new java.util.LinkedHashMap<>();
    private final Map<String, AtomicInteger> calls = new ConcurrentHashMap<>();

    /**
     * What a message is answered with.
     *
     * @param message the answer; empty for a notification
     * @param outcome in a word, for the record
     */
    record Answer(Optional<ObjectNode> message, String outcome) {
        static final Answer NONE = new Answer(Optional.empty(), "none");
    }

    Protocol(List<ServedTool> served) {
        served.forEach(tool -> tools.put(tool.name(), tool));
    }

    /** The tool that a message calls, when it calls one that is served. */
    Optional<ServedTool> called(JsonNode message) {
        return message.path("method").asText().equals("tools/call")
                ? Optional.ofNullable(
                        tools.get(message.path("params").path("name").asText()))
                : Optional.empty();
    }

    Answer answer(JsonNode message) {
        if (!message.hasNonNull("id") || !message.hasNonNull("method")) {
            return Answer.NONE;
        }
        ObjectNode answer = JSON.objectNode().put("jsonrpc", "2.0");
        answer.set("id", message.path("id"));
        JsonNode parameters = message.path("params");
        switch (message.path("method").asText()) {
            case "initialize" -> answer.set("result", initialize(parameters));
            case "ping" -> answer.putObject("result");
            case "tools/list" -> answer.putObject("result").set("tools", list());
            case "tools/call" -> {
                return call(parameters, answer);
            }
            default -> error(answer, NO_METHOD, "Method not found");
        }
        return new Answer(Optional.of(answer), answer.has("error") ? "error" : "result");
    }

    private static ObjectNode initialize(JsonNode parameters) {
        String asked = parameters.path("protocolVersion").asText();
        ObjectNode result = JSON.objectNode().put("protocolVersion", VERSIONS.contains(asked) ? asked : NEWEST);
        result.putObject("capabilities").putObject("tools");
        result.putObject("serverInfo").put("name", "responses-tck-witness").put("version", "1");
        return result;
    }

    private ArrayNode list() {
        ArrayNode all = JSON.arrayNode();
        for (ServedTool tool : tools.values()) {
            ObjectNode one = all.addObject().put("name", tool.name()).put("description", tool.description());
            ObjectNode schema = one.putObject("inputSchema").put("type", "object");
            ObjectNode properties = schema.putObject("properties");
            ArrayNode required = schema.putArray("required");
            tool.parameters().forEach((name, type) -> {
                properties.putObject(name).put("type", type);
                required.add(name);
            });
        }
        return all;
    }

    private Answer call(JsonNode parameters, ObjectNode answer) {
        ServedTool tool = tools.get(parameters.path("name").asText());
        if (tool == null) {
            error(answer, BAD_PARAMETERS, "Unknown tool");
            return new Answer(Optional.of(answer), "error");
        }
        int before =
                calls.computeIfAbsent(tool.name(), k -> new AtomicInteger()).getAndIncrement();
        String text = tool.results().get(Math.min(before, tool.results().size() - 1));
        if (tool.manner() == ServedTool.Manner.BREAKS) {
            error(answer, INTERNAL, text);
            return new Answer(Optional.of(answer), "error");
        }
        boolean failed = tool.manner() == ServedTool.Manner.FAILS;
        ObjectNode result = answer.putObject("result");
        result.putArray("content").addObject().put("type", "text").put("text", text);
        result.put("isError", failed);
        return new Answer(Optional.of(answer), failed ? "tool-error" : "result");
    }

    private static void error(ObjectNode answer, int code, String message) {
        answer.putObject("error").put("code", code).put("message", message);
    }
}
