package org.responsestck.mock.responder;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Decides which tools of servers to call, and says what they returned. It plans the whole turn from the user's last message and takes from
 * the plan what the turn has called already, so that round after round it does what is left.
 */
final class ServerToolUse {
    private static final Pattern IN_ORDER = Pattern.compile(
            "(?is)\\b(one after (the )?(other|another)|one by one|sequentially|in sequence|in turn|step by step)\\b");
    private static final Pattern PAST = Pattern.compile(
            "(?i)\\b(did|returned|earlier|before|previous(?:ly)?|last time|again|already|gave|said|was|were)\\b");
    private static final Pattern RESULT = Pattern.compile("(?i)\\b(tools?|returned|return|results?|outputs?)\\b");
    private static final Pattern FORBIDDEN =
            Pattern.compile("(?i)\\b(do not|don't|don’t|never|without)\\s+(call|calling|use|using)\\b");
    private static final Pattern TIMES =
            Pattern.compile("(?i)^[^.;!?]{0,40}?\\b(\\w+)\\s+times\\b|^[^.;!?]{0,20}?\\b(once|twice|thrice)\\b");
    private static final List<String> NUMBERS =
            List.of("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten");
    private static final Pattern REPOSITORY = Pattern.compile("\\b[\\w.-]+/[\\w.-]*\\w");
    private static final Set<String> COMMON = Set.of(
            "this", "that", "with", "from", "tool", "call", "returns", "return", "given", "your", "about", "what",
            "have", "will", "some", "which", "when", "into", "them", "then", "than", "name", "list", "text", "word",
            "single", "user", "value");
    private static final int MOST_TIMES = 50;
    private static final int ENOUGH = 2;

    private final Prompt prompt;
    private final String ask;
    private final int asked;

    ServerToolUse(Prompt prompt) {
        this.prompt = prompt;
        this.ask = Words.lastOfUser(prompt.items());
        int last = -1;
        for (int i = 0; i < prompt.items().size(); i++) {
            if (prompt.items().get(i).path("role").asText().equals("user")) {
                last = i;
            }
        }
        this.asked = last;
    }

    /** The calls to make now, or the wish to see the tools; empty for none. */
    List<Draft.Part> calls() {
        String choice = prompt.toolChoice().isTextual() ? prompt.toolChoice().asText() : "named";
        boolean function = choice.equals("named")
                && prompt.tools().stream()
                        .anyMatch(t -> t.path("type").asText().equals("function") && name(t).equals(chosen()));
        if (choice.equals("none") || function) {
            return List.of();
        }
        if (prompt.tools().stream().anyMatch(ServerToolUse::unseen)) {
            return List.of(new Draft.ToolsWanted());
        }
        List<JsonNode> listed = prompt.tools().stream()
                .filter(t -> t.path("type").asText().equals(Draft.ToolCall.TYPE))
                .filter(t -> !choice.equals("named") || isChosen(t))
                .toList();
        boolean demanded = choice.equals("required") || choice.equals("named");
        List<JsonNode> plan = listed.isEmpty() ? List.of() : plan(listed, demanded);
        List<String> made = made(asked + 1);
        List<Draft.Part> calls = new ArrayList<>();
        for (JsonNode tool : plan) {
            if (!made.remove(name(tool))) {
                calls.add(call(tool));
            }
        }
        boolean single = !prompt.parallelToolCalls() || IN_ORDER.matcher(ask).find();
        return single ? calls.subList(0, Math.min(1, calls.size())) : calls;
    }

    private static boolean unseen(JsonNode tool) {
        String type = tool.path("type").asText();
        return type.equals("mcp") || type.equals("sse");
    }

    private static String name(JsonNode tool) {
        return tool.path("name").asText();
    }

    private String chosen() {
        return prompt.toolChoice()
                .path("name")
                .asText(prompt.toolChoice().path("function").path("name").asText(""));
    }

    private boolean isChosen(JsonNode tool) {
        String label = prompt.toolChoice().path("server_label").asText("");
        return (label.isEmpty() || label.equals(tool.path("server_label").asText()))
                && (chosen().isEmpty() || chosen().equals(name(tool)));
    }

    /** What the last message of the user asks for, as often as it does. */
    private List<JsonNode> plan(List<JsonNode> listed, boolean demanded) {
        List<JsonNode> named = listed.stream()
                .filter(t -> mention(t) >= 0)
                .sorted(Comparator.comparingInt(this::mention))
                .toList();
        if (FORBIDDEN.matcher(ask).find() && !demanded) {
            return List.of();
        }
        if (!named.isEmpty()) {
            List<JsonNode> plan = new ArrayList<>();
            named.forEach(tool -> plan.addAll(java.util.Collections.nCopies(times(tool), tool)));
            return plan;
        }
        JsonNode best =
                listed.stream().max(Comparator.comparingInt(this::score)).orElse(listed.get(0));
        if (demanded) {
            return List.of(score(best) > 0 ? best : listed.get(0));
        }
        boolean known = PAST.matcher(ask).find()
                && !made(0).isEmpty()
                && made(asked + 1).isEmpty();
        return score(best) < ENOUGH || known || Orders.isOrder(ask) ? List.of() : List.of(best);
    }

    private int mention(JsonNode tool) {
        Matcher found = Pattern.compile(
                        "(?<![\\w-])" + Pattern.quote(name(tool)) + "(?![\\w-])", Pattern.CASE_INSENSITIVE)
                .matcher(ask);
        return found.find() ? found.start() : -1;
    }

    private int times(JsonNode tool) {
        Matcher times = TIMES.matcher(ask.substring(mention(tool) + name(tool).length()));
        if (!times.find()) {
            return 1;
        }
        if (times.group(2) != null) {
            return List.of("once", "twice", "thrice").indexOf(times.group(2).toLowerCase(Locale.ROOT)) + 1;
        }
        String number = times.group(1).toLowerCase(Locale.ROOT);
        int count = number.matches("\\d{1,3}") ? Integer.parseInt(number) : NUMBERS.indexOf(number);
        return Math.max(1, Math.min(MOST_TIMES, count));
    }

    /** How much of what a tool offers the message speaks of. */
    private int score(JsonNode tool) {
        Set<String> said = words(ask);
        int score = 0;
        for (String word : words(name(tool).replace('_', ' ').replace('-', ' '))) {
            score += said.contains(word) ? 2 : 0;
        }
        for (String word : words(tool.path("description").asText())) {
            score += said.contains(word) ? 1 : 0;
        }
        for (Map.Entry<String, JsonNode> property :
                tool.path("parameters").path("properties").properties()) {
            boolean repository = property.getKey().toLowerCase(Locale.ROOT).contains("repo");
            score += repository && REPOSITORY.matcher(ask).find() ? 2 : 0;
        }
        return score;
    }

    private static Set<String> words(String text) {
        Set<String> words = new TreeSet<>();
        for (String word : text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+")) {
            if (word.length() > 3 && !COMMON.contains(word)) {
                words.add(word.endsWith("s") ? word.substring(0, word.length() - 1) : word);
            }
        }
        return words;
    }

    private Draft.Part call(JsonNode tool) {
        JsonNode schema = tool.path("parameters");
        ObjectNode arguments = new SchemaValues(ask).arguments(schema);
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            fill(arguments, property.getKey(), property.getValue());
        }
        return new Draft.ToolCall(tool.path("server").asInt(), name(tool), arguments);
    }

    /** What the message gives for an argument by name, or by its kind. */
    private void fill(ObjectNode arguments, String name, JsonNode schema) {
        String type = schema.path("type").asText("string");
        Matcher given = Pattern.compile("(?i)\\b" + Pattern.quote(name) + "\\b\\s*(?:is|to|of|as|=|:)?\\s*(\\S+)")
                .matcher(ask);
        String value = given.find() ? Words.bare(given.group(1)) : "";
        if (type.equals("integer") || type.equals("number")) {
            if (value.matches("-?\\d{1,15}")) {
                arguments.put(name, Long.parseLong(value));
            } else if (type.equals("number") && value.matches("-?\\d{1,15}\\.\\d{1,15}")) {
                arguments.put(name, Double.parseDouble(value));
            }
        } else if (type.equals("string") && schema.path("enum").isEmpty()) {
            Matcher repository = REPOSITORY.matcher(ask);
            if (name.toLowerCase(Locale.ROOT).contains("repo") && repository.find()) {
                arguments.put(name, repository.group());
            } else if (arguments.has(name) && name.matches("(?i)question|query|prompt|q")) {
                arguments.put(name, ask);
            } else if (!value.isEmpty() && arguments.has(name)) {
                arguments.put(name, value);
            }
        }
    }

    /** Names of the calls that servers have run since some item. */
    private List<String> made(int from) {
        List<String> names = new ArrayList<>();
        for (JsonNode item : prompt.items().subList(from, prompt.items().size())) {
            if (item.path("type").asText().equals("mcp_call")) {
                names.add(called(item));
            }
        }
        return names;
    }

    private static String called(JsonNode call) {
        return call.path("mcp").path("name").asText(call.path("name").asText("the tool"));
    }

    /** What the tools of this turn returned; or, if the user asks for it, those of an earlier one. */
    Optional<String> results() {
        List<String> now = said(asked + 1);
        if (!now.isEmpty()) {
            return Optional.of(String.join(" ", now));
        }
        List<String> earlier = said(0);
        boolean about = !earlier.isEmpty()
                && PAST.matcher(ask).find()
                && RESULT.matcher(ask).find();
        return about ? Optional.of(earlier.get(earlier.size() - 1)) : Optional.empty();
    }

    private List<String> said(int from) {
        Map<String, String> calls = new LinkedHashMap<>();
        Map<String, List<String>> outputs = new LinkedHashMap<>();
        for (JsonNode item : prompt.items().subList(from, prompt.items().size())) {
            if (item.path("type").asText().equals("mcp_call")) {
                boolean failed = item.path("error").isTextual()
                        || item.path("status").asText().equals("failed");
                calls.put(item.path("id").asText(), "The tool " + called(item) + (failed ? " failed" : " returned"));
            } else if (item.path("type").asText().equals("tool_output")) {
                String opening = calls.getOrDefault(item.path("tool_call_id").asText(), "The tool returned");
                outputs.computeIfAbsent(opening, o -> new ArrayList<>())
                        .add(item.path("output").asText());
            }
        }
        return outputs.entrySet().stream()
                .map(e -> e.getKey() + ": " + String.join(", ", e.getValue()) + ".")
                .toList();
    }
}
