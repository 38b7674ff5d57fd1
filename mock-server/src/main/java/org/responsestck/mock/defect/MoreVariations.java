package org.responsestck.mock.defect;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.responsestck.mock.Ask;
import org.responsestck.mock.Refusal;
import org.responsestck.mock.Seams;
import org.responsestck.mock.conversation.Ids;

/** Legal differences in how JSON is written, what is optional, and how a refusal looks. */
final class MoreVariations {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Set<String> NULL_WHEN_UNSET = Set.of("previous_response_id", "max_tool_calls");

    private MoreVariations() {}

    static List<Twist> all() {
        return Stream.of(writing(), members(), refusals()).flatMap(List::stream).toList();
    }

    private static List<Twist> writing() {
        return List.of(
                Twist.variation("keys-reversed", "members stand in the opposite order", text(json -> {
                    try {
                        return reversed(JSON.readTree(json)).toString();
                    } catch (JsonProcessingException e) {
                        return json;
                    }
                })),
                Twist.variation(
                        "json-escaped",
                        "letters beyond ASCII and slashes are escaped",
                        text(json -> json.replace("/", "\\/")
                                .chars()
                                .mapToObj(c -> c < 128 ? Character.toString(c) : String.format("\\u%04x", c))
                                .collect(Collectors.joining()))),
                Twist.variation(
                        "numbers-in-other-forms",
                        "1.0 is written as 1, and 0.2 with an exponent",
                        text(json -> json.replaceAll("\"(temperature|top_p)\":1\\.0\\b", "\"$1\":1")
                                .replaceAll("\"(temperature|top_p)\":0\\.([1-9])(?=[,}])", "\"$1\":$2.0E-1"))),
                Twist.variation(
                        "ids-that-a-path-encodes",
                        "ids have blanks, signs and letters that a path holds only percent-encoded",
                        seams -> seams.with((Ids) kind -> seams.ids().next(kind) + " +#%?é")),
                Twist.variation(
                        "whole-numbers-with-a-fraction",
                        "counts, indexes and times are written as 15.0",
                        text(json -> json.replaceAll(
                                "(\"(?:\\w+_tokens|\\w+_index|sequence_number|created_at)\":\\d+|\"loc\":\\[(?:\"[^\"]*\",)*\\d+)(?=[,}\\]])",
                                "$1.0"))),
                Twist.variation("ids-in-other-letters", "ids have capitals, dashes and padding", seams -> {
                    Ids plain = seams.ids();
                    return seams.with((Ids) kind -> {
                        String id = plain.next(kind);
                        return kind == Ids.Kind.RESPONSE
                                ? kind.prefix() + "Ab-"
                                        + id.substring(kind.prefix().length()) + "_Z9="
                                : id;
                    });
                }));
    }

    /** Changes each JSON text: bodies, and the data of events. */
    private static UnaryOperator<Seams> text(UnaryOperator<String> edit) {
        Pattern data = Pattern.compile("(?m)^data: (\\{.*)$");
        return seams -> Edits.streams(r -> Edits.frames(
                        r,
                        f -> data.matcher(f)
                                .replaceAll(m ->
                                        java.util.regex.Matcher.quoteReplacement("data: " + edit.apply(m.group(1))))))
                .apply(Edits.bodies(r -> Edits.body(r, edit.apply(r.text()))).apply(seams));
    }

    private static JsonNode reversed(JsonNode node) {
        if (node.isObject()) {
            List<Map.Entry<String, JsonNode>> members = new ArrayList<>(node.properties());
            ObjectNode other = JsonNodeFactory.instance.objectNode();
            for (int i = members.size() - 1; i >= 0; i--) {
                other.set(members.get(i).getKey(), reversed(members.get(i).getValue()));
            }
            return other;
        }
        if (node.isArray()) {
            ArrayNode other = JsonNodeFactory.instance.arrayNode();
            node.forEach(element -> other.add(reversed(element)));
            return other;
        }
        return node;
    }

    private static List<Twist> members() {
        return List.of(
                Twist.variation(
                        "null-members-absent",
                        "members that are null are left out, where the documents do not ask for them",
                        Edits.document(
                                Edits.EVERYWHERE,
                                (t, r) -> r.properties()
                                        .removeIf(m -> m.getValue().isNull()
                                                && !NULL_WHEN_UNSET.contains(m.getKey())
                                                && !m.getKey().equals("usage")))),
                Twist.variation(
                        "settings-absent",
                        "settings that the guide does not list are left out, but for those whose absence is remarked",
                        Edits.document(
                                Edits.EVERYWHERE,
                                (t, r) -> r.remove(List.of(
                                        "temperature",
                                        "top_p",
                                        "truncation",
                                        "parallel_tool_calls",
                                        "tools",
                                        "max_output_tokens",
                                        "reasoning",
                                        "text")))),
                Twist.variation(
                        "model-with-version",
                        "model is the full name of a version of what was asked for",
                        Edits.document(
                                Edits.EVERYWHERE,
                                (t, r) -> r.put("model", r.path("model").asText() + "-2026-01-15"))),
                Twist.variation(
                        "usage-with-details",
                        "usage tells cached and reasoning tokens",
                        Edits.document(Edits.FINISHED, (t, r) -> {
                            if (r.path("usage") instanceof ObjectNode u) {
                                u.putObject("prompt_tokens_details")
                                        .put(
                                                "cached_tokens",
                                                u.path("prompt_tokens").asInt() / 2)
                                        .put("audio_tokens", 0);
                                u.putObject("completion_tokens_details").put("reasoning_tokens", 0);
                            }
                        })));
    }

    private static String moved(Map<String, String> query) {
        return Stream.concat(query.entrySet().stream(), Map.of("moved", "1").entrySet().stream())
                .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    private static List<Twist> refusals() {
        return List.of(
                Twist.variation(
                        "errors-with-error-text",
                        "error bodies have the form {error: text}",
                        Edits.bodies(r -> r.status() >= 400 && r.status() != 422
                                ? Edits.body(r, "{\"error\":\"not to be had\"}")
                                : r)),
                Twist.variation(
                        "errors-as-problem",
                        "error bodies are application/problem+json and have more members",
                        Edits.bodies(r -> r.status() >= 400
                                ? Edits.body(
                                                r,
                                                r.text()
                                                        .replaceFirst(
                                                                "\\}$",
                                                                ",\"title\":\"Refused\",\"status\":" + r.status()
                                                                        + "}"))
                                        .withHeader("Content-Type", "application/problem+json")
                                : r)),
                Twist.variation(
                        "unknown-members-refused",
                        "a member that no document names is refused by its name",
                        Gates.refusing(b -> b.has("x_suite_unknown"), 422, "x_suite_unknown is not allowed")),
                Twist.lacking(
                        "reasoning-refused",
                        "reasoning is refused, for no model can",
                        Set.of("REASON-003", "STRUCT-007"),
                        Gates.refusing(
                                b -> b.path("reasoning").isObject(), 400, "reasoning is not supported by this model")),
                Twist.variation(
                        "list-limits-clamped",
                        "a limit out of bounds is clamped",
                        seams -> seams.with(new AdmissionDefects.Delegating(seams.admission()) {
                            @Override
                            public Page page(Ask ask) throws Refusal {
                                String limit = ask.query().getOrDefault("limit", "");
                                if (!limit.matches("-?[0-9]{1,9}")) {
                                    return super.page(ask);
                                }
                                int clamped = Math.max(1, Math.min(100, Integer.parseInt(limit)));
                                return new Page(
                                        clamped,
                                        ask.query().getOrDefault("after", ""),
                                        ask.query().getOrDefault("before", ""));
                            }
                        })),
                Twist.variation(
                        "redirected",
                        "every request is sent on with 307, to the same path with one more word in the query",
                        Gates.before(ask -> {
                            if (!ask.query().containsKey("moved")) {
                                throw new Refusal(307, "moved", Map.of("Location", "?" + moved(ask.query())));
                            }
                        })),
                Twist.variation(
                        "malformed-ids-are-400",
                        "an id that is not in the usual form is refused as such",
                        Gates.before(ask -> {
                            if (ask.method().equals("GET")
                                    && ask.path().length() > 11
                                    && !ask.path().matches("/responses/resp_[0-9a-f]{32}")) {
                                throw new Refusal(400, "not a response id");
                            }
                        })),
                Twist.variation(
                        "delete-says-more",
                        "the answer to a delete has more members than the message",
                        Edits.bodies(r -> r.text().startsWith("{\"message\"")
                                ? Edits.body(
                                        r,
                                        r.text()
                                                .replaceFirst(
                                                        "\\}$", ",\"object\":\"response.deleted\",\"deleted\":true}"))
                                : r)));
    }
}
