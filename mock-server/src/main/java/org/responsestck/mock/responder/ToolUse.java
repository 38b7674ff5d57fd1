package org.responsestck.mock.responder;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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
            "make",
            "create",
            "data",
            "info",
            "user",
            "location",
            "given",
            "name");
    /** How people ask for what tools are usually named after. */
    private static final Map<String, String> ALSO = Map.of(
            "weather",
            "forecast|outside|temperature|rain|raining|umbrella|sunny|snow|snowing|degrees|how (?:hot|cold|warm)",
            "time",
            "o'clock|what hour|clock",
            "email",
            "e-mail|mail|write to|send",
            "calendar",
            "meeting|appointment|schedule",
            "search",
            "look up|find|look for",
            "add",
            "sum|plus",
            "price",
            "cost|costs|how much",
            "calculate",
            "compute|plus|times|minus|sum|multiply|calculator");

    private static final Pattern NO_TOOLS = Pattern.compile(
            "(?i)\\b(?:do not|don't|without|never|no need to|not)\\s+(?:use|using|call|calling|need)?\\s*(?:any|the|a|your)?\\s*(?:tools?|functions?)\\b");
    private static final Pattern MORE = Pattern.compile("(?i)^\\W*(?:and|what about|how about|now|also|then)\\b");

    private final Prompt prompt;
    private final Choice choice;
    private final List<JsonNode> functions;
    private final String ask;

    ToolUse(Prompt prompt) {
        this.prompt = prompt;
        this.choice = Choice.of(prompt.toolChoice());
        this.functions = prompt.tools().stream()
                .filter(t -> t.path("type").asText().equals("function") && choice.allows(name(t)))
                .toList();
        this.ask = functions.isEmpty() ? "" : Orders.withoutUnknown(Words.shortened(Words.lastOfUser(prompt.items())));
    }

    /** The calls to make; empty for an answer in words. */
    List<Draft.Part> calls() {
        if (functions.isEmpty()) {
            return List.of();
        }
        List<JsonNode> fitting = fitting();
        List<Draft.FunctionCall> made = made();
        List<Draft.FunctionCall> open = planned(fitting).stream()
                .filter(call -> !isMade(call, made, fitting))
                .toList();
        if (choice.demands()) {
            return limited(!open.isEmpty() ? open : planned(fitting.isEmpty() ? functions.subList(0, 1) : fitting));
        }
        return Orders.isOrder(ask) || NO_TOOLS.matcher(ask).find() ? List.of() : limited(open);
    }

    /** A function that was called with other arguments is called again only if the user asked for several calls of it. */
    private boolean isMade(Draft.FunctionCall call, List<Draft.FunctionCall> made, List<JsonNode> fitting) {
        boolean several = planned(fitting).stream()
                        .filter(c -> c.name().equals(call.name()))
                        .count()
                > 1;
        return made.stream().anyMatch(m -> several ? m.equals(call) : m.name().equals(call.name()));
    }

    /** The calls of this loop: those after the last answer in words. */
    private List<Draft.FunctionCall> made() {
        List<Draft.FunctionCall> made = new ArrayList<>();
        List<JsonNode> items = prompt.items();
        for (int i = items.size() - 1; i >= 0; i--) {
            JsonNode item = items.get(i);
            String type = item.path("type").asText();
            if (item.path("role").asText().equals("assistant")
                    && !Words.of(item).isBlank()) {
                break;
            }
            if (type.equals("function_call") || type.equals("tool_call")) {
                made.add(new Draft.FunctionCall(
                        name(item),
                        item.path("arguments")
                                .asText(item.path("function").path("arguments").asText())));
            }
        }
        return made;
    }

    /** The functions that fit what is asked, in the order in which the question comes to them. */
    private List<JsonNode> fitting() {
        List<JsonNode> fitting = new ArrayList<>();
        functions.stream().filter(f -> position(f) >= 0).forEach(fitting::add);
        fitting.sort(java.util.Comparator.comparingInt(this::position));
        if (fitting.isEmpty()
                && MORE.matcher(ask).find()
                && !SchemaValues.places(ask).isEmpty()) {
            String last = lastCalled();
            functions.stream().filter(f -> name(f).equals(last)).forEach(fitting::add);
        }
        return fitting;
    }

    private String lastCalled() {
        String last = "";
        for (JsonNode item : prompt.items()) {
            last = item.path("type").asText().equals("function_call") ? name(item) : last;
        }
        return last;
    }

    private static String name(JsonNode tool) {
        return tool.path("name").asText(tool.path("function").path("name").asText());
    }

    /** Where the question first speaks of what the tool does, or -1. */
    private int position(JsonNode tool) {
        String words = ask.toLowerCase(Locale.ROOT).replace('’', '\'');
        int named = words.indexOf(name(tool).toLowerCase(Locale.ROOT));
        if (named >= 0 && !name(tool).isEmpty()) {
            return named;
        }
        int first = -1;
        for (String word : split(name(tool))) {
            if (word.length() > 2 && !COMMON.contains(word)) {
                first = earliest(first, find(words, Pattern.quote(word)));
            }
            String also = ALSO.get(word);
            if (also != null) {
                first = earliest(first, find(words, also));
            }
        }
        return first >= 0 ? first : described(tool, words);
    }

    private static String[] split(String name) {
        return name.replaceAll("([a-z0-9])([A-Z])", "$1_$2")
                .toLowerCase(Locale.ROOT)
                .split("[^a-z0-9]+");
    }

    /** A description fits if two of its words are asked for. */
    private static int described(JsonNode tool, String words) {
        String description = tool.path("description")
                .asText(tool.path("function").path("description").asText());
        int first = -1;
        int hits = 0;
        for (String word : Words.content(description)) {
            int at = word.length() > 3 && !COMMON.contains(word) ? find(words, Pattern.quote(word)) : -1;
            hits += at >= 0 ? 1 : 0;
            first = earliest(first, at);
        }
        return hits >= 2 ? first : -1;
    }

    private static int earliest(int a, int b) {
        return a < 0 ? b : b < 0 ? a : Math.min(a, b);
    }

    private static int find(String words, String pattern) {
        Matcher matcher = Pattern.compile("\\b(?:" + pattern + ")(?:s|ing)?\\b").matcher(words);
        return matcher.find() ? matcher.start() : -1;
    }

    /** All calls that would answer the question. */
    private List<Draft.FunctionCall> planned(List<JsonNode> tools) {
        List<Draft.FunctionCall> calls = new ArrayList<>();
        for (JsonNode tool : tools) {
            List<String> places = SchemaValues.places(ask);
            boolean many = places.size() > 1
                    && (ask.matches("(?is).*\\b(twice|each|both|two times|several|once for|compare|then)\\b.*")
                            || ask.matches("(?s).*\\p{Lu}\\p{L}+,? and (?:in |for |of )?\\p{Lu}\\p{L}+.*"))
                    && tools.size() == 1;
            if (many) {
                places.forEach(place -> calls.add(call(tool, "for " + place)));
            } else {
                calls.add(call(tool, ask));
            }
        }
        return calls;
    }

    private List<Draft.Part> limited(List<Draft.FunctionCall> calls) {
        int most = prompt.parallelToolCalls() ? Integer.MAX_VALUE : 1;
        most = prompt.maxToolCalls() == null ? most : Math.min(most, prompt.maxToolCalls());
        return List.copyOf(calls.subList(0, Math.min(most, calls.size())));
    }

    private static Draft.FunctionCall call(JsonNode tool, String text) {
        JsonNode schema = tool.has("parameters")
                ? tool.path("parameters")
                : tool.path("function").path("parameters");
        ObjectNode arguments = new SchemaValues(text).arguments(schema);
        return new Draft.FunctionCall(name(tool), arguments.toString());
    }
}
