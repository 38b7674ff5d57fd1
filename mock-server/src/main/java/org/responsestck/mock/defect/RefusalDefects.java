package org.responsestck.mock.defect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.responsestck.mock.Admission;
import org.responsestck.mock.Ask;
import org.responsestck.mock.Refusal;
import org.responsestck.mock.Seams;

/** Faults in what is checked: illegal requests that are served, crash, or are refused in the wrong way. */
final class RefusalDefects {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Set<String> NO_500 = Set.of("ERR-STATUS-001");

    private RefusalDefects() {}

    static List<Twist> all() {
        return Stream.of(bodies(), input(), parameters(), tools(), forms(), reads())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Twist> bodies() {
        return List.of(
                Twist.defect(
                        "not-json-served",
                        "a body that is not JSON is taken for the prompt",
                        Set.of("HTTP-REQCT-002"),
                        AdmissionDefects.create((ask, plain) -> {
                            if (ask.body().length == 0 || !Gates.body(ask).isMissingNode()) {
                                return plain.create(ask);
                            }
                            ObjectNode body = JSON.objectNode().put("model", "default");
                            body.put("input", new String(ask.body(), StandardCharsets.UTF_8));
                            return plain.create(with(ask, body));
                        })),
                Twist.defect(
                        "not-json-forbidden",
                        "a body that is not JSON is 403, as a firewall does",
                        Set.of(),
                        Set.of("HTTP-REQCT-002"),
                        Gates.refusing(JsonNode::isMissingNode, 403, "Forbidden")),
                Twist.defect(
                        "array-served",
                        "an array of creates is served as its first",
                        Set.of("HTTP-REQCT-003"),
                        Gates.reading(b -> b.path(0).isObject() ? b.path(0) : b)),
                Twist.defect(
                        "array-crashes",
                        "a body that is an array gives a 500",
                        Set.of("HTTP-REQCT-003", "ERR-STATUS-001"),
                        Gates.crashing(JsonNode::isArray)),
                Twist.defect(
                        "scalar-crashes",
                        "a body that is a string or a number gives a 500",
                        Set.of("HTTP-REQCT-003", "ERR-STATUS-001"),
                        Gates.crashing(b -> b.isTextual() || b.isNumber())),
                Twist.defect(
                        "empty-body-crashes",
                        "an empty body gives a 500",
                        Set.of("HTTP-REQCT-003", "ERR-STATUS-001"),
                        AdmissionDefects.create((ask, plain) -> {
                            if (ask.body().length == 0) {
                                throw new Refusal(500, "Internal Server Error");
                            }
                            return plain.create(ask);
                        })),
                Twist.defect(
                        "null-body-served",
                        "a body that is null is served with defaults",
                        Set.of(),
                        Set.of("HTTP-REQCT-003"),
                        Gates.reading(b -> b.isNull()
                                ? JSON.objectNode().put("model", "default").put("input", "Hello")
                                : b)));
    }

    private static Ask with(Ask ask, JsonNode body) {
        return new Ask(
                ask.method(),
                ask.path(),
                ask.query(),
                ask.headers(),
                body.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static List<Twist> input() {
        return List.of(
                crashing(
                        "missing-input",
                        "a create without input",
                        "INPUT-MISSING-001",
                        b -> object(b, "model") && !b.has("input")),
                Twist.defect(
                        "missing-input-400",
                        "a create without input is 400 instead of 422",
                        Set.of(),
                        Set.of("INPUT-MISSING-001"),
                        Gates.refusing(b -> object(b, "model") && !b.has("input"), 400, "input is required")),
                crashing(
                        "missing-model",
                        "a create without model",
                        "INPUT-MISSING-002",
                        b -> object(b, "input") && !b.has("model")),
                Twist.defect(
                        "missing-model-served",
                        "a create without model is answered by some model",
                        Set.of("INPUT-MISSING-002"),
                        AdmissionDefects.edit(b -> {
                            if (!b.has("model")) {
                                b.put("model", "default");
                            }
                        })),
                Twist.defect(
                        "missing-model-400",
                        "a create without model is 400 instead of 422",
                        Set.of(),
                        Set.of("INPUT-MISSING-002"),
                        Gates.refusing(b -> object(b, "input") && !b.has("model"), 400, "model is required")),
                crashing(
                        "input-of-wrong-type",
                        "input that is a number",
                        "INPUT-TYPE-001",
                        b -> b.path("input").isNumber()),
                Twist.defect(
                        "input-object-served",
                        "input that is an object is turned into text",
                        Set.of("INPUT-TYPE-001"),
                        AdmissionDefects.edit(b -> {
                            if (b.path("input").isObject()) {
                                b.put("input", b.path("input").toString());
                            }
                        })),
                Twist.defect(
                        "malformed-items-ignored",
                        "items that break the item schema are left out",
                        Set.of("INPUT-ITEMSHAPE-001"),
                        items(i -> i.isObject() && i.path("content").isTextual() ? i : null)),
                Twist.defect(
                        "strings-are-items",
                        "a string among the items is taken for a message",
                        Set.of("INPUT-ITEMSHAPE-001"),
                        items(i -> i.isTextual() ? user(i.asText()) : i)),
                Twist.defect(
                        "unknown-items-ignored",
                        "items of an unknown type are left out",
                        Set.of(),
                        Set.of("INPUT-ITEMSHAPE-001"),
                        items(i -> i.path("type").asText().equals("suite_unknown") ? null : i)),
                Twist.defect(
                        "content-optional",
                        "a message without content is an empty message",
                        Set.of(),
                        Set.of("INPUT-ITEMSHAPE-001"),
                        items(i -> i.path("type").asText().equals("message") && !i.has("content")
                                ? ((ObjectNode) i).put("content", "")
                                : i)),
                crashing(
                        "unknown-item-type",
                        "an item of an unknown type",
                        "INPUT-ITEMSHAPE-001",
                        b -> b.path("input").path(0).path("type").asText().equals("suite_unknown")),
                crashing(
                        "output-missing",
                        "a function_call_output without output",
                        "INPUT-ITEMSHAPE-001",
                        b -> b.path("input").path(0).path("type").asText().equals("function_call_output")
                                && !b.path("input").path(0).has("output")));
    }

    private static boolean object(JsonNode body, String with) {
        return body.isObject() && body.has(with);
    }

    private static ObjectNode user(String text) {
        return JSON.objectNode().put("type", "message").put("role", "user").put("content", text);
    }

    /** Changes each item of array input; null leaves it out. Where none is left, an empty message stands in. */
    private static UnaryOperator<Seams> items(UnaryOperator<JsonNode> edit) {
        return AdmissionDefects.edit(body -> {
            if (body.path("input") instanceof ArrayNode input) {
                List<JsonNode> kept = new ArrayList<>();
                for (JsonNode item : input) {
                    JsonNode other = edit.apply(item);
                    if (other != null) {
                        kept.add(other);
                    }
                }
                input.removeAll().addAll(kept);
                if (kept.isEmpty()) {
                    input.add(user(""));
                }
            }
        });
    }

    private static List<Twist> parameters() {
        return List.of(
                crashing(
                        "temperature-range",
                        "a temperature out of range",
                        "PARAM-RANGE-001",
                        b -> outside(b, "temperature", 2)),
                Twist.defect(
                        "temperature-negative-served",
                        "a temperature below 0 is taken as 0",
                        Set.of("PARAM-RANGE-001"),
                        AdmissionDefects.edit(b -> {
                            if (b.path("temperature").isNumber()
                                    && b.path("temperature").asDouble() < 0) {
                                b.put("temperature", 0);
                            }
                        })),
                crashing("top-p-range", "a top_p out of range", "PARAM-RANGE-002", b -> outside(b, "top_p", 1)),
                Twist.defect(
                        "top-p-clamped",
                        "a top_p out of range is clamped silently",
                        Set.of("PARAM-RANGE-002"),
                        AdmissionDefects.without("top_p", b -> outside(b, "top_p", 1))),
                crashing(
                        "temperature-text",
                        "a temperature that is a text",
                        "PARAM-RANGE-004",
                        b -> b.path("temperature").isTextual()),
                crashing(
                        "tools-object",
                        "an object instead of an array of tools",
                        "PARAM-RANGE-004",
                        b -> b.path("tools").isObject()),
                Twist.defect(
                        "objects-as-booleans",
                        "objects and arrays are taken for true",
                        Set.of("PARAM-RANGE-004"),
                        AdmissionDefects.edit(b -> {
                            for (String member : List.of("stream", "store")) {
                                if (b.path(member).isContainerNode()) {
                                    b.put(member, true);
                                }
                            }
                        })),
                Twist.defect(
                        "texts-as-numbers",
                        "numbers that are texts are ignored when they cannot be read",
                        Set.of("PARAM-RANGE-004"),
                        AdmissionDefects.edit(b -> {
                            for (String member : List.of("temperature", "max_output_tokens")) {
                                if (b.path(member).isTextual()) {
                                    b.remove(member);
                                }
                            }
                        })),
                Twist.defect(
                        "lax-types",
                        "texts that can be read as booleans or numbers are",
                        Set.of(),
                        Set.of("PARAM-RANGE-004"),
                        AdmissionDefects.edit(b -> {
                            if (b.path("store").isTextual()) {
                                b.put("store", !b.path("store").asText().equals("no"));
                            }
                            if (b.path("temperature").asText().equals("0.5")) {
                                b.put("temperature", 0.5);
                            }
                        })),
                Twist.defect(
                        "metadata-unlimited",
                        "metadata may have any number of pairs",
                        Set.of(),
                        Set.of("PARAM-META-001"),
                        AdmissionDefects.without(
                                "metadata", b -> b.path("metadata").size() > 16)),
                crashing(
                        "metadata-limit",
                        "metadata with too many pairs",
                        "PARAM-META-001",
                        b -> b.path("metadata").size() > 16),
                Twist.defect(
                        "unknown-model-served",
                        "an unknown model name is answered by some model",
                        Set.of(),
                        Set.of("PARAM-MODEL-001"),
                        AdmissionDefects.edit(b -> {
                            if (b.path("model").asText().contains("no-such-model")) {
                                b.put("model", "default");
                            }
                        })),
                crashing(
                        "unknown-model",
                        "an unknown model name",
                        "PARAM-MODEL-001",
                        b -> b.path("model").asText().contains("no-such-model")),
                Twist.defect(
                        "cap-zero-unlimited",
                        "max_output_tokens 0 or below means no limit",
                        Set.of("LIMIT-TOKENS-003"),
                        AdmissionDefects.without(
                                "max_output_tokens",
                                b -> b.path("max_output_tokens").asInt(1) <= 0)),
                Twist.defect(
                        "cap-below-16-refused",
                        "max_output_tokens below 16 is refused",
                        Set.of("LIMIT-TOKENS-003"),
                        Gates.refusing(b -> b.path("max_output_tokens").asInt(16) < 16, 400, "must be at least 16")),
                crashing(
                        "cap-negative",
                        "a negative max_output_tokens",
                        "LIMIT-TOKENS-003",
                        b -> b.path("max_output_tokens").asInt(1) < 0),
                crashing(
                        "max-tool-calls-zero",
                        "max_tool_calls 0",
                        "LIMIT-TOOLCALLS-003",
                        b -> b.path("max_tool_calls").asInt(1) == 0),
                Twist.defect(
                        "max-tool-calls-zero-400",
                        "max_tool_calls below 1 is 400 instead of 422",
                        Set.of(),
                        Set.of("LIMIT-TOOLCALLS-003"),
                        Gates.refusing(b -> b.path("max_tool_calls").asInt(1) < 1, 400, "must be at least 1")));
    }

    private static boolean outside(JsonNode body, String member, double high) {
        JsonNode value = body.path(member);
        return value.isNumber() && (value.asDouble() < 0 || value.asDouble() > high);
    }

    private static List<Twist> tools() {
        return List.of(
                crashing(
                        "nested-tool",
                        "a function tool in the form of Chat Completions",
                        "TOOLS-FN-026",
                        b -> b.path("tools").path(0).has("function")),
                Twist.defect(
                        "tool-url-unchecked",
                        "the URL of a server tool is not checked",
                        Set.of(),
                        Set.of("TOOLS-MCP-021"),
                        AdmissionDefects.without("tools", RefusalDefects::oddUrl)),
                Twist.defect(
                        "tool-url-crashes",
                        "a server tool with an odd URL, or with none, gives a 500",
                        Set.of("TOOLS-MCP-021"),
                        Gates.crashing(RefusalDefects::oddUrl)));
    }

    private static boolean oddUrl(JsonNode body) {
        for (JsonNode tool : body.path("tools")) {
            if (Set.of("mcp", "sse").contains(tool.path("type").asText())
                    && !tool.path("server_url").asText("").startsWith("http")) {
                return true;
            }
        }
        return false;
    }

    private static List<Twist> forms() {
        return List.of(
                Twist.defect(
                        "violations-without-place",
                        "422 says what is wrong, but not where",
                        Set.of(),
                        Set.of("ERR-422-001"),
                        Gates.refusals(r -> r.status() == 422 ? new Refusal(422, String.valueOf(r.getMessage())) : r)),
                Twist.defect(
                        "violations-as-400",
                        "schema violations are 400",
                        Set.of(),
                        Set.of("ERR-422-001", "INPUT-MISSING-001", "INPUT-MISSING-002", "LIMIT-TOOLCALLS-003"),
                        Gates.refusals(r -> r.status() == 422 ? new Refusal(400, String.valueOf(r.getMessage())) : r)),
                Twist.defect(
                        "unknown-previous-400",
                        "an unknown previous_response_id is 400 instead of 404",
                        Set.of(),
                        Set.of("CHAIN-008"),
                        Edits.bodies(r -> r.text().contains("Previous response not found") ? r.withStatus(400) : r)));
    }

    private static List<Twist> reads() {
        return List.of(
                Twist.defect(
                        "malformed-id-crashes",
                        "GET of an id that is not in the usual form gives a 500",
                        Set.of("GET-003", "ERR-STATUS-001"),
                        Gates.before(ask -> {
                            if (ask.method().equals("GET")
                                    && ask.path().length() > 11
                                    && !ask.path().matches("/responses/resp_[0-9a-f]{32}")) {
                                throw new Refusal(500, "ValueError: badly formed hexadecimal UUID string");
                            }
                        })),
                Twist.defect(
                        "malformed-id-200",
                        "GET of an id that is not in the usual form answers 200 with a message",
                        Set.of("GET-003", "ERR-200-001"),
                        Gates.before(ask -> {
                            if (ask.method().equals("GET") && ask.path().length() > 200) {
                                throw new Refusal(200, "not a response id");
                            }
                        })),
                Twist.defect(
                        "list-limit-text-served",
                        "a limit that is no number is ignored",
                        Set.of("LIST-006"),
                        page((ask, plain) ->
                                ask.query().getOrDefault("limit", "0").matches("-?[0-9]+")
                                        ? plain.page(ask)
                                        : new Admission.Page(20, "", ""))));
    }

    private interface Paging {
        Admission.Page page(Ask ask, Admission plain) throws Refusal;
    }

    private static UnaryOperator<Seams> page(Paging paging) {
        return seams -> seams.with(new AdmissionDefects.Delegating(seams.admission()) {
            @Override
            public Page page(Ask ask) throws Refusal {
                return paging.page(ask, seams.admission());
            }
        });
    }

    /** A defect of the kind that is met most: something is not refused but gives a 500. */
    private static Twist crashing(String what, String sentence, String row, Predicate<JsonNode> when) {
        Set<String> rows = new LinkedHashSet<>(NO_500);
        rows.add(row);
        return Twist.defect(what + "-crashes", sentence + " gives a 500", rows, Gates.crashing(when));
    }
}
