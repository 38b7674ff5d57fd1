package org.responsestck.conformance.selftest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Changes of members: nulled, removed, renamed, of another type or value, emptied, changed here but not there. */
final class MutationMembers {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final List<String> STATUSES =
            List.of("in_progress", "completed", "incomplete", "failed", "queued", "cancelled", "done");

    private final MutationTranscript good;
    private final Random random;
    private final MutationEngine.OfMembers to;

    private MutationMembers(MutationTranscript good, Random random, MutationEngine.OfMembers to) {
        this.good = good;
        this.random = random;
        this.to = to;
    }

    static void all(MutationTranscript good, Random random, MutationEngine.OfMembers to) {
        MutationMembers members = new MutationMembers(good, random, to);
        for (int i = 0; i < good.events().size(); i++) {
            for (String pointer : good.pointers(i)) {
                members.presence(i, pointer);
                members.value(i, pointer);
            }
        }
    }

    private void presence(int i, String pointer) {
        if (good.parent(i, pointer) instanceof ArrayNode) {
            to.put("shorten", i, pointer, "element removed", t -> t.remove(i, pointer));
            to.put(
                    "repeat-element",
                    i,
                    pointer,
                    "element twice",
                    t -> ((ArrayNode) t.parent(i, pointer)).add(t.at(i, pointer).deepCopy()));
        } else {
            to.put("remove", i, pointer, "removed", t -> t.remove(i, pointer));
            to.put("rename", i, pointer, "renamed", t -> t.rename(i, pointer, MutationTranscript.name(pointer) + "_x"));
        }
        if (!good.at(i, pointer).isNull()) {
            to.put("null", i, pointer, "null", t -> t.set(i, pointer, NullNode.getInstance()));
        }
    }

    private void value(int i, String pointer) {
        JsonNode value = good.at(i, pointer);
        put("retype-member", i, pointer, "of another type", otherType(value));
        if (value.isTextual()) {
            text(i, pointer, value.textValue());
        } else if (value.isNumber()) {
            put("change", i, pointer, "more", NODES.numberNode(value.longValue() + 1 + random.nextInt(9)));
            put("negative", i, pointer, "below zero", NODES.numberNode(-1 - value.longValue()));
            put("fraction", i, pointer, "not whole", NODES.numberNode(value.doubleValue() + 0.5));
            diverge(i, pointer, NODES.numberNode(value.longValue() + 1));
            index(i, pointer);
        } else if (value.isBoolean()) {
            put("change", i, pointer, "the opposite", NODES.booleanNode(!value.booleanValue()));
        } else if (value.isContainerNode() && !value.isEmpty()) {
            put("empty", i, pointer, "nothing in it", value.isArray() ? NODES.arrayNode() : NODES.objectNode());
        }
    }

    private void text(int i, String pointer, String text) {
        String name = MutationTranscript.name(pointer);
        put("change", i, pointer, "another text", NODES.textNode(text + "~"));
        if (!text.isEmpty()) {
            put("empty", i, pointer, "empty", NODES.textNode(""));
            diverge(i, pointer, NODES.textNode(text + "~"));
        }
        if (name.equals("delta") && text.length() > 1) {
            put("truncate", i, pointer, "cut", NODES.textNode(text.substring(0, text.length() - 1)));
        }
        if (name.equals("status")) {
            List<String> others = STATUSES.stream().filter(s -> !s.equals(text)).toList();
            put("status", i, pointer, "", NODES.textNode(others.get(random.nextInt(others.size()))));
        }
        if (Set.of("id", "item_id", "call_id").contains(name)) {
            List<String> others = values(name).stream()
                    .filter(v -> v.isTextual() && !v.textValue().equals(text))
                    .map(JsonNode::textValue)
                    .distinct()
                    .toList();
            if (!others.isEmpty()) {
                put("other-id", i, pointer, "of another", NODES.textNode(others.get(random.nextInt(others.size()))));
            }
        }
    }

    /** The index of another item or part. */
    private void index(int i, String pointer) {
        if (MutationTranscript.name(pointer).endsWith("_index")) {
            values(MutationTranscript.name(pointer)).stream()
                    .filter(v -> v.isNumber() && !v.equals(good.at(i, pointer)))
                    .findFirst()
                    .ifPresent(v -> put("other-index", i, pointer, "of another", v));
        }
    }

    /** Changed from here on, and as it was before: the value stays consistent in some places only. */
    private void diverge(int i, String pointer, JsonNode other) {
        JsonNode value = good.at(i, pointer);
        String name = MutationTranscript.name(pointer);
        boolean before = false;
        boolean after = false;
        for (int n = 0; n < good.events().size(); n++) {
            boolean there = !places(good, n, name, value).isEmpty();
            before |= there && n < i;
            after |= there && n > i;
        }
        if (before && after && !name.equals("sequence_number")) {
            to.put("diverge", i, pointer, "from here on", t -> {
                for (int n = i; n < t.events().size(); n++) {
                    for (String place : places(t, n, name, value)) {
                        t.set(n, place, other);
                    }
                }
            });
        }
    }

    private static List<String> places(MutationTranscript t, int n, String name, JsonNode value) {
        return t.pointers(n).stream()
                .filter(p -> p.endsWith("/" + name) && t.at(n, p).equals(value))
                .toList();
    }

    private List<JsonNode> values(String name) {
        List<JsonNode> values = new ArrayList<>();
        good.events().forEach(e -> values.addAll(e.findValues(name)));
        return values;
    }

    private void put(String operator, int i, String pointer, String detail, JsonNode value) {
        to.put(
                operator,
                i,
                pointer,
                detail.isEmpty() ? value.asText() : detail,
                t -> t.set(i, pointer, value.deepCopy()));
    }

    private static JsonNode otherType(JsonNode value) {
        if (value.isTextual()) {
            return NODES.numberNode(7);
        }
        if (value.isNumber()) {
            return NODES.textNode(value.asText());
        }
        if (value.isArray()) {
            ObjectNode object = NODES.objectNode();
            return object.set("0", NODES.textNode("x"));
        }
        return value.isObject() ? NODES.arrayNode().add(value) : NODES.textNode("x");
    }
}
