package org.responsestck.conformance.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.responsestck.conformance.wire.StrictJson;

/** Two readings of one response, compared member by member. Members that no profile knows are ignored. */
final class Readings {
    private static final List<String> SETTINGS = List.of(
            "temperature",
            "top_p",
            "max_output_tokens",
            "parallel_tool_calls",
            "truncation",
            "tools",
            "tool_choice",
            "instructions",
            "max_tool_calls");
    private static final Set<String> OVER = Set.of("completed", "incomplete", "failed", "cancelled");
    private static final Set<String> INPUT_ROLES = Set.of("user", "system", "developer");
    private static final Set<String> CALLS = Set.of("function_call", "tool_call");

    private final boolean history;
    private final boolean tail;
    private final JsonNode a;
    private final JsonNode b;
    private final List<Difference> found = new ArrayList<>();

    /**
     * @param variant the way the row is broken
     * @param pointer where in the second reading
     */
    record Difference(String variant, String pointer, String expected, String actual) {}

    private Readings(JsonNode a, JsonNode b, boolean history, boolean tail) {
        this.a = a;
        this.b = b;
        this.history = history;
        this.tail = tail;
    }

    /**
     * The answer of a create against a later GET. A setting that GET does not show is a difference of its own kind; one that only
     * GET shows is none.
     *
     * @param history whether either may also hold the earlier conversation
     */
    static List<Difference> createAndGet(JsonNode create, JsonNode get, boolean history) {
        Readings readings = new Readings(create, get, history, history);
        readings.identity();
        readings.settings(true);
        return readings.found;
    }

    /** A GET against a later GET of the same response. */
    static List<Difference> getAndGet(JsonNode before, JsonNode after, boolean history) {
        Readings readings = new Readings(before, after, history, false);
        readings.identity();
        readings.settings(false);
        readings.whole("previous_response_id");
        readings.whole("store");
        readings.appeared("metadata");
        return readings.found;
    }

    /** What was shown as empty has something in it. */
    private void appeared(String name) {
        JsonNode before = a.path(name);
        JsonNode after = b.path(name);
        if (!Compare.absent(before) && Compare.nothing(before) && !Compare.nothing(after)) {
            add("", "/" + name, before, after);
        }
    }

    private void identity() {
        equal("id", true);
        equal("model", false);
        createdAt();
        boolean over = OVER.contains(a.path("status").asText());
        if (over) {
            equal("status", false);
            output();
            whole("usage");
            whole("incomplete_details");
        }
        whole("metadata");
    }

    private void createdAt() {
        JsonNode before = a.path("created_at");
        JsonNode after = b.path("created_at");
        if (!Compare.absent(before) && !Compare.absent(after) && !Compare.same(before, after)) {
            add("created-at", "/created_at", before, after);
        }
    }

    /** Both must show the same; where only one shows it, that counts when it must be there. */
    private void equal(String name, boolean required) {
        JsonNode before = a.path(name);
        JsonNode after = b.path(name);
        if (Compare.absent(before) || (Compare.absent(after) && !required)) {
            return;
        }
        if (!Compare.same(before, after)) {
            add("", "/" + name, before, after);
        }
    }

    /** What the first reading shows the second must show too; nothing and an empty value are the same. */
    private void whole(String name) {
        JsonNode before = a.path(name);
        JsonNode after = b.path(name);
        if (Compare.nothing(before)) {
            return;
        }
        boolean loose = !name.equals("metadata");
        if (Compare.nothing(after) || !(loose ? Compare.shared(before, after) : Compare.same(before, after))) {
            add("", "/" + name, before, after);
        }
    }

    private void settings(boolean lossIsMild) {
        for (String name : SETTINGS) {
            JsonNode before = a.path(name);
            JsonNode after = b.path(name);
            if (Compare.nothing(before)) {
                continue;
            }
            if (Compare.nothing(after)) {
                add(lossIsMild ? "setting-absent" : "", "/" + name, before, after);
            } else if (!Compare.shared(before, after)) {
                add("", "/" + name, before, after);
            }
        }
        if (lossIsMild && !Compare.absent(b.path("previous_response_id"))) {
            equal("previous_response_id", false);
        }
    }

    private void output() {
        List<JsonNode> before = items(a);
        List<JsonNode> after = items(b);
        boolean lost = before.isEmpty() != after.isEmpty();
        if (lost || (!tail && before.size() != after.size())) {
            found.add(new Difference("", "/output", before.size() + " items", after.size() + " items"));
            return;
        }
        int shorter = Math.min(before.size(), after.size());
        for (int i = 1; i <= shorter; i++) {
            item(before.get(before.size() - i), after.get(after.size() - i), i == 1 ? "last item" : i + ". last item");
        }
    }

    private List<JsonNode> items(JsonNode response) {
        List<JsonNode> items = new ArrayList<>();
        for (JsonNode item : response.path("output")) {
            if (!history || !INPUT_ROLES.contains(item.path("role").asText())) {
                items.add(item);
            }
        }
        return items;
    }

    private void item(JsonNode before, JsonNode after, String which) {
        if (!kind(before).equals(kind(after))) {
            differ(which + " of type " + kind(before), kind(after));
            return;
        }
        switch (kind(before)) {
            case "message" -> {
                both(before, after, "id", which);
                both(before, after, "status", which);
                if (!Said.text(before).equals(Said.text(after))) {
                    differ(which + " with text " + Said.text(before), Said.text(after));
                }
            }
            case "call" -> call(before, after, which);
            default -> {
                if (!Compare.shared(unnamed(before), unnamed(after))) {
                    differ(which + " " + before, after.toString());
                }
            }
        }
    }

    /** Tool items of servers that run tools are known to change their ids between stream and store. */
    private static JsonNode unnamed(JsonNode item) {
        return item instanceof ObjectNode object ? object.deepCopy().without(List.of("id", "status")) : item;
    }

    private static String kind(JsonNode item) {
        String type = item.path("type").asText("message");
        return CALLS.contains(type) ? "call" : Said.isMessage(item) ? "message" : type;
    }

    private void call(JsonNode before, JsonNode after, String which) {
        both(before, after, "id", which);
        both(before, after, "status", which);
        both(before, after, "call_id", which);
        for (String name : List.of("name", "arguments")) {
            JsonNode one = member(before, name);
            JsonNode two = member(after, name);
            if (!Compare.same(value(one), value(two))) {
                differ(which + " with " + name + " " + one, two.toString());
            }
        }
    }

    /** In the older form of a call its members stand under {@code function}. */
    private static JsonNode member(JsonNode call, String name) {
        return Compare.absent(call.path(name)) ? call.path("function").path(name) : call.path(name);
    }

    /** Arguments are JSON in a string: how they are written is free. */
    private static JsonNode value(JsonNode node) {
        if (node.isTextual()) {
            JsonNode read = StrictJson.read(node.textValue()).value();
            return read.isContainerNode() ? read : node;
        }
        return node;
    }

    private void both(JsonNode before, JsonNode after, String name, String which) {
        JsonNode one = before.path(name);
        JsonNode two = after.path(name);
        if (!Compare.absent(one) && !Compare.absent(two) && !Compare.same(one, two)) {
            differ(which + " with " + name + " " + one, two.toString());
        }
    }

    private void differ(String expected, String actual) {
        found.add(new Difference("", "/output", expected, actual));
    }

    private void add(String variant, String pointer, JsonNode before, JsonNode after) {
        found.add(new Difference(variant, pointer, text(before), text(after)));
    }

    private static String text(JsonNode node) {
        return Compare.absent(node) ? "absent" : node.toString();
    }
}
