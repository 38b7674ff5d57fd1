package org.responsestck.conformance.check.grammar;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.responsestck.conformance.dialect.Trait;

/** Output items in one form, whatever spelling a profile allows. */
final class ItemForm {
    private static final List<String> PLAIN =
            List.of("id", "type", "role", "status", "call_id", "name", "tool_call_id", "output", "mcp");

    private ItemForm() {}

    static boolean isCall(String type) {
        return type.equals("function_call") || type.equals("tool_call");
    }

    /** The type; an item without one that has a role is a message where the profile allows it; else an empty text. */
    static String type(JsonNode item, Rules rules) {
        String type = Json.text(item, "type");
        if (type != null) {
            return type;
        }
        return rules.is(Trait.OLD_ITEM_FORMS) && item.path("role").isTextual() ? "message" : "";
    }

    /** Whether this is a message of the user or the system, echoed. */
    static boolean isInput(JsonNode item) {
        String role = Json.text(item, "role");
        return role != null && !role.equals("assistant");
    }

    /** A member of a call, of the item itself or of its function member. */
    static JsonNode member(JsonNode item, String name) {
        JsonNode own = item.path(name);
        return Json.nothing(own) && (name.equals("name") || name.equals("arguments"))
                ? item.path("function").path(name)
                : own;
    }

    /** The texts of the parts of a message joined without a separator. */
    static String text(JsonNode item) {
        StringBuilder all = new StringBuilder();
        for (JsonNode part : item.path("content")) {
            all.append(part.path("text").asText("")).append(part.path("refusal").asText(""));
        }
        return all.toString();
    }

    /** One difference between two items. */
    record Difference(String pointer, String expected, String actual, boolean text) {}

    /**
     * The first difference in the comparison form, or null.
     *
     * @param skip members to leave out
     */
    static @Nullable Difference differ(JsonNode expected, JsonNode actual, Rules rules, Set<String> skip) {
        Map<String, JsonNode> left = members(expected, rules);
        Map<String, JsonNode> right = members(actual, rules);
        boolean call = isCall(type(expected, rules));
        for (Map.Entry<String, JsonNode> member : left.entrySet()) {
            String name = member.getKey();
            JsonNode a = member.getValue();
            JsonNode b = right.getOrDefault(name, MissingNode.getInstance());
            boolean optional = name.equals("status")
                    && rules.is(Trait.BARE_CALLS)
                    && !type(expected, rules).equals("message")
                    && (Json.nothing(a) || Json.nothing(b));
            if (!skip.contains(name) && !optional && !Json.same(a, b)) {
                return new Difference("/" + name, Json.show(a), Json.show(b), false);
            }
        }
        if (call
                && !skip.contains("arguments")
                && !Json.sameArguments(member(expected, "arguments"), member(actual, "arguments"))) {
            return new Difference(
                    "/arguments",
                    Json.show(member(expected, "arguments")),
                    Json.show(member(actual, "arguments")),
                    false);
        }
        return skip.contains("content") ? null : content(expected.path("content"), actual.path("content"));
    }

    private static Map<String, JsonNode> members(JsonNode item, Rules rules) {
        Map<String, JsonNode> map = new LinkedHashMap<>();
        for (String name : PLAIN) {
            map.put(name, member(item, name));
        }
        map.put("type", TextNode.valueOf(type(item, rules)));
        return map;
    }

    private static @Nullable Difference content(JsonNode expected, JsonNode actual) {
        if (Json.nothing(expected) && Json.nothing(actual)) {
            return null;
        }
        if (!expected.isArray() || !actual.isArray()) {
            return Json.same(expected, actual)
                    ? null
                    : new Difference("/content", Json.show(expected), Json.show(actual), false);
        }
        if (expected.size() != actual.size()) {
            return new Difference("/content", expected.size() + " parts", actual.size() + " parts", false);
        }
        for (int i = 0; i < expected.size(); i++) {
            Difference found = part(expected.path(i), actual.path(i), "/content/" + i);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    /** The first difference of two parts in type, text, refusal, or annotations where both show them. */
    static @Nullable Difference part(JsonNode expected, JsonNode actual, String pointer) {
        for (String name : List.of("type", "text", "refusal")) {
            JsonNode a = expected.path(name);
            JsonNode b = actual.path(name);
            String left = a.asText("");
            String right = b.asText("");
            if (!left.equals(right)) {
                String[] both = Json.excerpts(left, right);
                return new Difference(pointer + "/" + name, both[0], both[1], !name.equals("type"));
            }
        }
        JsonNode a = expected.path("annotations");
        JsonNode b = actual.path("annotations");
        if (!Json.nothing(a) && !Json.nothing(b) && !Json.same(a, b)) {
            return new Difference(pointer + "/annotations", Json.show(a), Json.show(b), false);
        }
        return null;
    }
}
