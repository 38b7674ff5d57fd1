package org.responsestck.mock.responder;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Decides which function tools to call, and with what. */
final class ToolUse {
    private static final Set<String> COMMON = Set.of(
            "get",
            "set",
            "the",
            "and",
            "for",
            "with",
            "current",
            "local",
            "this",
            "that",
            "from",
            "call",
            "tool",
            "function",
            "find",
            "name");

    private final Prompt prompt;
    private final String ask;

    ToolUse(Prompt prompt) {
        this.prompt = prompt;
        this.ask = Words.lastOfUser(prompt.items());
    }

    /** The calls to make; empty for an answer in words. */
    List<Draft.Part> calls() {
        List<JsonNode> functions = prompt.tools().stream()
                .filter(t -> t.path("type").asText().equals("function"))
                .toList();
        String choice = prompt.toolChoice().isTextual() ? prompt.toolChoice().asText() : "named";
        if (functions.isEmpty() || choice.equals("none")) {
            return List.of();
        }
        if (choice.equals("named")) {
            String name = prompt.toolChoice()
                    .path("name")
                    .asText(prompt.toolChoice().path("function").path("name").asText());
            return functions.stream()
                    .filter(f -> name(f).equals(name))
                    .map(f -> call(f, ask))
                    .limit(1)
                    .toList();
        }
        List<JsonNode> fitting = functions.stream().filter(this::fits).toList();
        if (choice.equals("required")) {
            return several(fitting.isEmpty() ? functions.subList(0, 1) : fitting);
        }
        boolean answered = !prompt.items().isEmpty()
                && prompt.items().stream().anyMatch(i -> i.path("type").asText().equals("function_call_output"));
        return answered || Orders.isOrder(ask) ? List.of() : several(fitting);
    }

    private static String name(JsonNode tool) {
        return tool.path("name").asText(tool.path("function").path("name").asText());
    }

    private boolean fits(JsonNode tool) {
        String words = ask.toLowerCase(Locale.ROOT);
        if (words.contains(name(tool).toLowerCase(Locale.ROOT))) {
            return true;
        }
        for (String word : name(tool).toLowerCase(Locale.ROOT).split("[^a-z0-9]+")) {
            if (word.length() > 3 && !COMMON.contains(word) && words.contains(word)) {
                return true;
            }
        }
        return false;
    }

    private List<Draft.Part> several(List<JsonNode> tools) {
        List<Draft.Part> calls = new ArrayList<>();
        for (JsonNode tool : tools) {
            List<String> places = SchemaValues.places(ask);
            boolean many = ask.matches("(?is).*\\b(twice|each|both|two times|several|once for)\\b.*")
                    && places.size() > 1
                    && tools.size() == 1;
            if (many) {
                places.forEach(place -> calls.add(call(tool, "for " + place)));
            } else {
                calls.add(call(tool, ask));
            }
        }
        int most = prompt.parallelToolCalls() ? Integer.MAX_VALUE : 1;
        most = prompt.maxToolCalls() == null ? most : Math.min(most, prompt.maxToolCalls());
        return calls.subList(0, Math.min(most, calls.size()));
    }

    private static Draft.Part call(JsonNode tool, String text) {
        JsonNode schema = tool.has("parameters")
                ? tool.path("parameters")
                : tool.path("function").path("parameters");
        ObjectNode arguments = new SchemaValues(text).arguments(schema);
        return new Draft.FunctionCall(name(tool), arguments.toString());
    }
}
