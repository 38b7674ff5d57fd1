package org.responsestck.conformance.scenario;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.responsestck.conformance.scenario.PlayedRun.Canned;
import org.responsestck.conformance.wire.Call;

/** A small server that does what the fireworks documents say; a token is a word. */
public final class LawfulServer implements Function<Call, Canned> {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final List<String> SHOWN = List.of(
            "temperature",
            "top_p",
            "max_output_tokens",
            "parallel_tool_calls",
            "truncation",
            "metadata",
            "instructions",
            "tools",
            "tool_choice",
            "max_tool_calls",
            "user");
    private static final Pattern ORDER = Pattern.compile(
            "(?:nothing else: |with the word |My name is |codeword is )(\\p{L}+)", Pattern.UNICODE_CHARACTER_CLASS);

    private final Map<String, String> stored = new HashMap<>();
    private Predicate<String> deaf = text -> false;
    private int made;

    /** Makes the server forget every text that matches before it answers. */
    public LawfulServer deafTo(Predicate<String> text) {
        deaf = text;
        return this;
    }

    @Override
    public Canned apply(Call call) {
        if (call.method().equals("GET")) {
            String body = stored.get(call.path());
            return body == null ? Canned.json(404, "{'detail':'Response not found'}") : Canned.json(200, body);
        }
        String type = call.headers().getOrDefault("Content-Type", "application/json");
        JsonNode body;
        try {
            body = JSON.readTree(String.valueOf(call.body()));
        } catch (JsonProcessingException e) {
            return invalid("body");
        }
        if (!type.startsWith("application/json") || !body.isObject()) {
            return invalid("body");
        }
        String wrong = wrong(body);
        if (!wrong.isEmpty()) {
            return invalid(wrong);
        }
        if (body.path("model").asText().contains("no-such")) {
            return Canned.json(404, "{'error':{'message':'Model not found','type':'not_found','code':404}}");
        }
        if (body.path("previous_response_id").isTextual()) {
            return Canned.json(404, "{'detail':'Previous response not found'}");
        }
        return answer(body);
    }

    private static Canned invalid(String member) {
        return Canned.json(
                422, "{'detail':[{'loc':['body','" + member + "'],'msg':'not valid','type':'value_error'}]}");
    }

    private static String wrong(JsonNode body) {
        Map<String, Boolean> rules = new java.util.LinkedHashMap<>();
        rules.put("model", body.path("model").isTextual());
        JsonNode input = body.path("input");
        rules.put(
                "input",
                input.isTextual()
                        || (input.isArray()
                                && !input.isEmpty()
                                && input.valueStream().allMatch(LawfulServer::item)));
        rules.put(
                "temperature",
                optional(body, "temperature", v -> v.isNumber() && v.asDouble() >= 0 && v.asDouble() <= 2));
        rules.put("top_p", optional(body, "top_p", v -> v.isNumber() && v.asDouble() >= 0 && v.asDouble() <= 1));
        rules.put("stream", optional(body, "stream", JsonNode::isBoolean));
        rules.put("store", optional(body, "store", JsonNode::isBoolean));
        rules.put("tools", optional(body, "tools", JsonNode::isArray));
        rules.put("max_output_tokens", optional(body, "max_output_tokens", v -> v.isInt() && v.asInt() >= 1));
        rules.put("max_tool_calls", optional(body, "max_tool_calls", v -> v.isInt() && v.asInt() >= 1));
        rules.put("metadata", optional(body, "metadata", v -> v.isObject() && v.size() <= 16));
        rules.put(
                "truncation",
                optional(body, "truncation", v -> Set.of("auto", "disabled").contains(v.asText())));
        rules.put("previous_response_id", optional(body, "previous_response_id", JsonNode::isTextual));
        return rules.entrySet().stream()
                .filter(r -> !r.getValue())
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse("");
    }

    private static boolean optional(JsonNode body, String member, Predicate<JsonNode> rule) {
        return !body.hasNonNull(member) || rule.test(body.get(member));
    }

    private static boolean item(JsonNode item) {
        return Set.of("user", "assistant", "system", "developer")
                        .contains(item.path("role").asText())
                && (item.path("content").isTextual()
                        || (item.path("content").isArray()
                                && item.path("content")
                                        .valueStream()
                                        .allMatch(p -> p.path("text").isTextual())));
    }

    private Canned answer(JsonNode body) {
        String id = "resp_" + String.format(Locale.ROOT, "%032x", ++made);
        boolean essay = heard(body).contains("essay");
        List<String> words =
                essay ? Arrays.asList("water flows ".repeat(150).strip().split(" ")) : List.of(spoken(body));
        int cap = body.path("max_output_tokens").asInt(Integer.MAX_VALUE);
        boolean cut = words.size() > cap;
        String text = String.join(" ", words.subList(0, Math.min(cap, words.size())));
        ObjectNode response = response(body, id, text, cut);
        stored.put("/responses/" + id, response.toString());
        return body.path("stream").asBoolean(false)
                ? Canned.of(200, "text/event-stream; charset=utf-8", stream(response, text, cut))
                : Canned.of(200, "application/json; charset=utf-8", response.toString());
    }

    private ObjectNode response(JsonNode body, String id, String text, boolean cut) {
        ObjectNode response = JSON.createObjectNode()
                .put("id", id)
                .put("object", "response")
                .put("created_at", 1_750_000_000)
                .put("status", cut ? "incomplete" : "completed")
                .put("model", body.path("model").asText());
        if (cut) {
            response.putObject("incomplete_details").put("reason", "max_output_tokens");
        }
        ObjectNode message = response.putArray("output")
                .addObject()
                .put("id", "msg_" + id)
                .put("type", "message")
                .put("role", "assistant")
                .put("status", cut ? "incomplete" : "completed");
        message.putArray("content").addObject().put("type", "output_text").put("text", text);
        int in = heard(body).split(" ").length;
        int out = text.split(" ").length;
        response.putObject("usage")
                .put("prompt_tokens", in)
                .put("completion_tokens", out)
                .put("total_tokens", in + out);
        response.put("previous_response_id", (String) null)
                .put("store", body.path("store").asBoolean(true));
        response.put("temperature", 1.0).put("top_p", 1.0).put("parallel_tool_calls", true);
        response.put("tool_choice", "auto").put("truncation", "disabled").put("max_tool_calls", (Integer) null);
        response.putArray("tools");
        response.putObject("metadata");
        SHOWN.stream().filter(body::hasNonNull).forEach(m -> response.set(m, body.get(m)));
        return response;
    }

    private static String stream(ObjectNode response, String text, boolean cut) {
        ObjectNode running = response.deepCopy().put("status", "in_progress");
        running.putArray("output");
        running.remove("usage");
        return event("response.created", running)
                + event("response.in_progress", running)
                + "data: "
                + JSON.createObjectNode()
                        .put("type", "response.output_text.delta")
                        .put("delta", text)
                + "\n\n"
                + event(cut ? "response.incomplete" : "response.completed", response)
                + "data: [DONE]\n\n";
    }

    private static String event(String type, ObjectNode response) {
        return "event: " + type + "\ndata: "
                + JSON.createObjectNode().put("type", type).set("response", response) + "\n\n";
    }

    private String heard(JsonNode body) {
        StringBuilder all = new StringBuilder(body.path("instructions").asText("")).append(' ');
        JsonNode input = body.path("input");
        all.append(input.asText(""));
        input.forEach(item -> {
            all.append(' ').append(item.path("content").asText(""));
            item.path("content")
                    .forEach(part -> all.append(' ').append(part.path("text").asText("")));
        });
        return all.toString();
    }

    private String spoken(JsonNode body) {
        Matcher order = ORDER.matcher(heard(body));
        String word = "pong";
        while (order.find()) {
            word = order.group(1);
        }
        return deaf.test(body.toString()) ? "pong" : "**" + word.toUpperCase(Locale.ROOT) + "**";
    }
}
