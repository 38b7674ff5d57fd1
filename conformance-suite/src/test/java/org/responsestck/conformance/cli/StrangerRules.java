package org.responsestck.conformance.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a {@link Stranger} makes of a request. */
final class StrangerRules {
    private StrangerRules() {}

    /** The first member that is missing or not as documented. */
    static Optional<String> wrong(JsonNode body) {
        Map<String, Predicate<JsonNode>> rules = new LinkedHashMap<>();
        rules.put("model", JsonNode::isTextual);
        rules.put("input", v -> v.isTextual() || (v.size() > 0 && v.isArray() && all(v, StrangerRules::isItem)));
        rules.put("temperature", v -> v.isNull() || between(v, 2));
        rules.put("top_p", v -> v.isNull() || between(v, 1));
        rules.put("max_output_tokens", v -> v.isNull() || (v.isInt() && v.asInt() >= 1));
        rules.put("max_tool_calls", v -> v.isNull() || (v.isInt() && v.asInt() >= 1));
        rules.put("metadata", v -> v.isNull() || (v.isObject() && v.size() <= 16));
        rules.put("tools", v -> v.isNull() || (v.isArray() && all(v, StrangerRules::isTool)));
        for (String flag : List.of("stream", "store", "parallel_tool_calls")) {
            rules.put(flag, v -> v.isNull() || v.isBoolean());
        }
        rules.put("previous_response_id", v -> v.isNull() || v.isTextual());
        return rules.entrySet().stream()
                .filter(r -> Set.of("model", "input").contains(r.getKey()) || body.has(r.getKey()))
                .filter(r -> !r.getValue().test(body.path(r.getKey())))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private static boolean all(JsonNode array, Predicate<JsonNode> rule) {
        return array.valueStream().allMatch(rule);
    }

    private static boolean between(JsonNode value, int most) {
        return value.isNumber() && value.asDouble() >= 0 && value.asDouble() <= most;
    }

    private static boolean isItem(JsonNode item) {
        String type = item.path("type").asText("message");
        boolean message = Set.of("user", "assistant", "system", "developer")
                        .contains(item.path("role").asText())
                && (item.path("content").isTextual()
                        || (item.path("content").isArray()
                                && all(item.path("content"), p -> p.path("text").isTextual())));
        return switch (type) {
            case "message" -> message;
            case "function_call_output" -> item.path("output").isTextual();
            case "function_call", "tool_call" -> true;
            default -> false;
        };
    }

    private static boolean isTool(JsonNode tool) {
        return tool.path("name").isTextual() || tool.path("server_url").asText().startsWith("http");
    }

    static List<Stranger.Line> lines(JsonNode body) {
        List<Stranger.Line> lines = new ArrayList<>();
        if (body.path("input").isTextual()) {
            lines.add(new Stranger.Line("user", body.path("input").textValue()));
        }
        for (JsonNode item : body.path("input")) {
            StringBuilder text = new StringBuilder(
                    item.path("content").asText(item.path("output").asText("")));
            item.path("content")
                    .forEach(part -> text.append(part.path("text").asText()).append(' '));
            lines.add(new Stranger.Line(
                    item.path("role").asText("tool"), text.toString().strip()));
        }
        return lines;
    }

    /** The calls that an obedient model makes. */
    static List<Stranger.Call> calls(JsonNode body, String last) {
        JsonNode choice = body.path("tool_choice");
        List<Stranger.Call> calls = new ArrayList<>();
        for (JsonNode tool : body.path("tools")) {
            String name = tool.path("name").asText();
            if (name.isEmpty()) {
                continue; // it knows no tools of servers
            }
            boolean named = choice.isObject()
                    && choice.path("name")
                            .asText(choice.at("/function/name").asText())
                            .equals(name);
            boolean wanted = !choice.isObject() && last.contains(name.replace("get_", ""));
            boolean one = body.path("max_tool_calls").asInt() == 1
                    || !body.path("parallel_tool_calls").asBoolean(true);
            if ((named || wanted) && !choice.asText().equals("none") && !(one && calls.size() == 1)) {
                String id = "call_" + Integer.toHexString(System.identityHashCode(body)) + calls.size();
                String arguments =
                        name.endsWith("weather") ? "{\"location\": \"" + StrangerMind.place(last) + "\"}" : "{}";
                calls.add(new Stranger.Call(id, name, arguments));
            }
        }
        return calls;
    }

    /** The limit of a list; 20 by default, 100 at most, 0 for one that is none. */
    static int limit(String query) {
        String text = value(query, "limit", "20");
        return text.matches("\\d{1,6}") ? Math.min(100, Integer.parseInt(text)) : 0;
    }

    static String cursor(String query, String name) {
        return value(query, name, "");
    }

    private static String value(String query, String name, String fallback) {
        Matcher matcher = Pattern.compile("(?:^|&)" + name + "=([^&]*)").matcher(query);
        return matcher.find() ? URLDecoder.decode(matcher.group(1), StandardCharsets.UTF_8) : fallback;
    }
}
