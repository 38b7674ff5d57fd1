package org.responsestck.mock.dialect.fireworks;

import static org.responsestck.mock.dialect.fireworks.Problems.absent;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.responsestck.mock.Admission;
import org.responsestck.mock.Ask;
import org.responsestck.mock.Refusal;
import org.responsestck.mock.conversation.CreateRequest;
import org.responsestck.mock.dialect.Keys;
import org.responsestck.mock.responder.Choice;

/** Checks requests as the documents describe them: 422 with the places that are wrong. */
final class FireworksAdmission implements Admission {
    private static final int MOST_METADATA = 16;
    private static final int MOST_ENTRIES = 100;
    private static final int DEFAULT_ENTRIES = 20;
    private static final Set<String> ROLES = Set.of("user", "assistant", "system", "developer");
    private static final Set<String> ITEM_TYPES = Set.of(
            "message",
            "function_call",
            "tool_call",
            "function_call_output",
            "mcp_call",
            "tool_output",
            "reasoning",
            "item_reference");
    private static final Set<String> TOOL_TYPES = Set.of("function", "mcp", "sse", "python", "file_search");
    private static final Set<String> FORMATS = Set.of("text", "json_object", "json_schema");
    private static final Set<String> CHOICES = Set.of("none", "auto", "required");

    private final Keys keys;
    private final JsonMapper mapper = FireworksDialect.mapper();

    FireworksAdmission(Keys keys) {
        this.keys = keys;
    }

    @Override
    public String tenant(Ask ask) throws Refusal {
        String header = ask.header("authorization").orElse("").strip();
        if (!header.toLowerCase(Locale.ROOT).startsWith("bearer ")) {
            throw new Refusal(401, "Missing bearer credential");
        }
        return keys.account(header.substring(7).strip()).orElseThrow(() -> new Refusal(401, "Unknown API key"));
    }

    @Override
    public void account(Ask ask, String tenant) throws Refusal {
        String named = ask.header("x-fireworks-account-id").orElse(tenant);
        if (!named.equals(tenant)) {
            throw new Refusal(403, "The key does not belong to the account named in x-fireworks-account-id");
        }
    }

    @Override
    public Page page(Ask ask) throws Refusal {
        String text = ask.query().get("limit");
        int limit = DEFAULT_ENTRIES;
        if (text != null) {
            try {
                limit = Integer.parseInt(text);
            } catch (NumberFormatException e) {
                throw wrong("must be an integer", "int_parsing", "query", "limit");
            }
            if (limit < 1 || limit > MOST_ENTRIES) {
                throw wrong("must be between 1 and " + MOST_ENTRIES, "out_of_range", "query", "limit");
            }
        }
        return new Page(
                limit, ask.query().getOrDefault("after", ""), ask.query().getOrDefault("before", ""));
    }

    private static Refusal wrong(String message, String type, Object... loc) {
        return new Refusal(422, List.of(new Refusal.Problem(List.of(loc), message, type)));
    }

    @Override
    public CreateRequest create(Ask ask) throws Refusal {
        ObjectNode body = object(ask);
        Problems problems = new Problems();
        if (absent(body.path("model"))) {
            problems.add("is required", "missing", "body", "model");
        } else if (!body.path("model").isTextual()
                || body.path("model").asText().isBlank()) {
            problems.add("must be a non-empty string", "string_type", "body", "model");
        }
        for (String member : List.of("previous_response_id", "instructions", "truncation", "user")) {
            problems.string(body, member);
        }
        for (String member : List.of("store", "stream", "parallel_tool_calls")) {
            problems.bool(body, member);
        }
        for (String member : List.of("metadata", "reasoning", "text")) {
            problems.object(body, member);
        }
        problems.number(body, "temperature", 0, 2);
        problems.number(body, "top_p", 0, 1);
        problems.atLeastOne(body, "max_output_tokens");
        problems.atLeastOne(body, "max_tool_calls");
        if (body.path("metadata").size() > MOST_METADATA) {
            problems.add("must have at most " + MOST_METADATA + " pairs", "too_long", "body", "metadata");
        }
        String truncation = body.path("truncation").asText("disabled");
        if (body.path("truncation").isTextual() && !Set.of("auto", "disabled").contains(truncation)) {
            problems.add("must be auto or disabled", "enum", "body", "truncation");
        }
        format(body.path("text").path("format"), problems);
        tools(body, problems);
        input(body.path("input"), problems);
        problems.throwIfAny();
        if (body.path("model").asText().contains("no-such-model")) {
            throw new Refusal(404, "Model not found: " + body.path("model").asText());
        }
        return request(body);
    }

    private ObjectNode object(Ask ask) throws Refusal {
        JsonNode node;
        try {
            node = mapper.readTree(ask.body());
        } catch (StreamConstraintsException e) {
            throw wrong("the body is nested too deeply, or a value in it is too long", "json_invalid", "body");
        } catch (JsonProcessingException e) {
            throw wrong("the body is not JSON" + place(e.getLocation()), "json_invalid", "body");
        } catch (IOException e) {
            throw wrong("the body cannot be read", "json_invalid", "body");
        }
        if (node == null || !node.isObject()) {
            throw wrong("the body must be a JSON object", "model_attributes_type", "body");
        }
        if (Surrogates.unpairedIn(node)) {
            throw wrong("strings must be Unicode", "string_unicode", "body");
        }
        return (ObjectNode) node;
    }

    private static String place(@Nullable JsonLocation at) {
        return at == null ? "" : ": line " + at.getLineNr() + ", column " + at.getColumnNr();
    }

    private static void format(JsonNode format, Problems problems) {
        String type = format.path("type").asText();
        if (absent(format)) {
            return;
        }
        if (!FORMATS.contains(type)) {
            problems.add("must be text, json_object or json_schema", "enum", "body", "text", "format", "type");
        } else if (type.equals("json_schema") && !format.path("schema").isObject()) {
            problems.add("must be a JSON Schema", "dict_type", "body", "text", "format", "schema");
        }
    }

    private static void tools(ObjectNode body, Problems problems) {
        JsonNode tools = body.path("tools");
        Set<String> names = new HashSet<>();
        if (!absent(tools)) {
            if (!tools.isArray()) {
                problems.add("must be an array", "list_type", "body", "tools");
                return;
            }
            for (int i = 0; i < tools.size(); i++) {
                tool(tools.get(i), i, names, problems);
            }
        }
        JsonNode choice = body.path("tool_choice");
        if (choice.isTextual() && !CHOICES.contains(choice.asText())) {
            problems.add("must be none, auto, required or an object", "enum", "body", "tool_choice");
        } else if (choice.isTextual() && choice.asText().equals("required") && tools.size() == 0) {
            problems.add("required asks for tools", "value_error", "body", "tool_choice");
        } else if (choice.isObject()) {
            choice(choice, names, problems);
        } else if (!absent(choice) && !choice.isTextual()) {
            problems.add("must be a string or an object", "union_type", "body", "tool_choice");
        }
    }

    /** A named function, or a list of allowed ones. Other objects, such as the name of a hosted tool, are left alone. */
    private static void choice(JsonNode sent, Set<String> names, Problems problems) {
        Choice choice = Choice.of(sent);
        String type = sent.path("type").asText("function");
        if (!CHOICES.contains(choice.mode())) {
            problems.add("must be none, auto or required", "enum", "body", "tool_choice", "mode");
        } else if (!type.equals("allowed_tools") && !type.equals("function") && !TOOL_TYPES.contains(type)) {
            problems.add("is no kind of choice", "enum", "body", "tool_choice", "type");
        } else if (type.equals("allowed_tools")
                && choice.functions().orElse(Set.of()).isEmpty()) {
            problems.add("must list tools", "too_short", "body", "tool_choice", "tools");
        }
        choice.functions()
                .filter(allowed -> !names.containsAll(allowed))
                .ifPresent(allowed -> problems.add(
                        "names no function of tools",
                        "value_error",
                        "body",
                        "tool_choice",
                        type.equals("function") ? "name" : "tools"));
    }

    private static void tool(JsonNode tool, int i, Set<String> names, Problems problems) {
        String type = tool.path("type").asText("");
        if (!tool.isObject() || !TOOL_TYPES.contains(type)) {
            problems.add(
                    "must be an object whose type is one of " + new java.util.TreeSet<>(TOOL_TYPES),
                    "enum",
                    "body",
                    "tools",
                    i,
                    "type");
        } else if (type.equals("function")) {
            String name = tool.path("name").asText("");
            if (!tool.path("name").isTextual() || !name.matches("[A-Za-z0-9_-]{1,64}")) {
                problems.add(
                        "must be 1 to 64 letters, digits, _ or -",
                        "string_pattern_mismatch",
                        "body",
                        "tools",
                        i,
                        "name");
            } else if (!names.add(name)) {
                problems.add("two functions are named " + name, "value_error", "body", "tools", i, "name");
            }
            if (!absent(tool.path("parameters")) && !tool.path("parameters").isObject()) {
                problems.add("must be a JSON Schema object", "object_type", "body", "tools", i, "parameters");
            }
        } else if (type.equals("mcp") || type.equals("sse")) {
            String url = tool.path("server_url").asText("");
            if (!url.matches("(?i)https?://[^/\\s]+.*")) {
                problems.add("must be an http or https URL", "url_parsing", "body", "tools", i, "server_url");
            }
        }
    }

    private static void input(JsonNode input, Problems problems) {
        if (absent(input)) {
            problems.add("is required", "missing", "body", "input");
        } else if (input.isArray()) {
            if (input.isEmpty()) {
                problems.add("must not be empty", "too_short", "body", "input");
            }
            for (int i = 0; i < input.size(); i++) {
                item(input.get(i), i, problems);
            }
        } else if (!input.isTextual()) {
            problems.add("must be a string or an array", "union_type", "body", "input");
        }
    }

    private static void item(JsonNode item, int i, Problems problems) {
        if (!item.isObject()) {
            problems.add("must be an object", "object_type", "body", "input", i);
            return;
        }
        String type = item.path("type").asText(item.has("role") ? "message" : "");
        if (!ITEM_TYPES.contains(type)) {
            problems.add("must be one of " + new java.util.TreeSet<>(ITEM_TYPES), "enum", "body", "input", i, "type");
        } else if (type.equals("message")) {
            if (!ROLES.contains(item.path("role").asText(""))) {
                problems.add("must be one of " + new java.util.TreeSet<>(ROLES), "enum", "body", "input", i, "role");
            }
            content(item.path("content"), i, problems);
        } else if (type.equals("item_reference")) {
            if (!item.path("id").isTextual()) {
                problems.add("is required", "missing", "body", "input", i, "id");
            }
        } else if (type.equals("function_call_output")) {
            for (String member : List.of("call_id", "output")) {
                if (absent(item.path(member))) {
                    problems.add("is required", "missing", "body", "input", i, member);
                }
            }
        }
    }

    private static void content(JsonNode content, int i, Problems problems) {
        if (content.isTextual()) {
            return;
        }
        if (!content.isArray()) {
            problems.add("must be a string or an array of parts", "missing", "body", "input", i, "content");
            return;
        }
        for (int k = 0; k < content.size(); k++) {
            String type = content.get(k).path("type").asText("");
            if (!Set.of("input_text", "output_text", "text", "refusal", "input_image", "image", "input_file")
                    .contains(type)) {
                problems.add("is no part type", "enum", "body", "input", i, "content", k, "type");
            } else if (type.endsWith("text") && !content.get(k).path("text").isTextual()) {
                problems.add("is required", "missing", "body", "input", i, "content", k, "text");
            }
        }
    }

    private static CreateRequest request(ObjectNode body) {
        List<JsonNode> tools = new ArrayList<>();
        body.path("tools").forEach(tools::add);
        JsonNode choice = body.path("tool_choice");
        return new CreateRequest(
                body,
                body.path("model").asText(),
                items(body.path("input")),
                text(body, "previous_response_id"),
                text(body, "instructions"),
                body.path("store").asBoolean(true),
                body.path("stream").asBoolean(false),
                tools,
                absent(choice) ? TextNode.valueOf("auto") : choice,
                body.path("parallel_tool_calls").asBoolean(true),
                number(body, "max_tool_calls"),
                number(body, "max_output_tokens"));
    }

    private static @Nullable String text(ObjectNode body, String member) {
        return absent(body.path(member)) ? null : body.path(member).asText();
    }

    private static @Nullable Integer number(ObjectNode body, String member) {
        JsonNode value = body.path(member);
        return absent(value) ? null : (int) Math.min(Integer.MAX_VALUE, value.asLong());
    }

    /** Messages in their full form, so that nothing behind this has to know the short ones. */
    private static List<JsonNode> items(JsonNode input) {
        List<JsonNode> items = new ArrayList<>();
        if (input.isTextual()) {
            items.add(message("user", input));
            return items;
        }
        for (JsonNode item : input) {
            boolean message = item.path("type").asText("message").equals("message");
            if (message && item.path("content").isTextual()) {
                ObjectNode whole = message(item.path("role").asText("user"), item.path("content"));
                if (item.path("id").isTextual()) {
                    whole.set("id", item.path("id"));
                }
                items.add(whole);
            } else if (message) {
                items.add(((ObjectNode) item.deepCopy()).put("type", "message"));
            } else {
                items.add(item.deepCopy());
            }
        }
        return items;
    }

    private static ObjectNode message(String role, JsonNode text) {
        ObjectNode item = com.fasterxml.jackson.databind.node.JsonNodeFactory.instance.objectNode();
        item.put("type", "message").put("role", role);
        item.putArray("content")
                .addObject()
                .put("type", role.equals("assistant") ? "output_text" : "input_text")
                .set("text", text);
        return item;
    }
}
