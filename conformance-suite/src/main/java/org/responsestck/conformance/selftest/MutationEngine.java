package org.responsestck.conformance.selftest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes mutants of a good stream: events dropped, doubled, swapped, retyped, renumbered; members nulled, renamed, removed, changed;
 * deltas cut short. The same stream and seed give the same mutants. After a change of the order of events their numbers are made to
 * fit again, so that nobody notices by counting.
 */
public final class MutationEngine {
    private static final List<String> TYPES = List.of(
            "response.created",
            "response.in_progress",
            "response.output_item.added",
            "response.output_item.done",
            "response.content_part.added",
            "response.content_part.done",
            "response.output_text.delta",
            "response.output_text.done",
            "response.refusal.delta",
            "response.function_call_arguments.delta",
            "response.function_call_arguments.done",
            "response.completed",
            "response.incomplete",
            "response.failed",
            "acme.unknown");

    private final MutationTranscript good;
    private final Random random;
    private final Map<String, Mutation> mutants = new LinkedHashMap<>();

    private MutationEngine(String body, long seed) {
        this.good = MutationTranscript.read(body);
        this.random = new Random(seed);
    }

    /** All mutants of a stream, each once; a mutant that equals the original is left out. */
    public static List<Mutation> mutants(String body, long seed) {
        return new MutationEngine(body, seed).run();
    }

    private List<Mutation> run() {
        int size = good.events().size();
        for (int i = 0; i < size; i++) {
            structure(i, size);
            numbers(i);
            List<String> pointers = new ArrayList<>();
            collect(good.event(i), "", pointers);
            for (String pointer : pointers) {
                members(i, pointer);
            }
        }
        mutants.remove(good.copy().body());
        return List.copyOf(mutants.values());
    }

    private void structure(int i, int size) {
        put("drop", i, "", "left out", t -> t.events().remove(i), true);
        put(
                "duplicate",
                i,
                "",
                "sent twice",
                t -> t.events().add(i + 1, t.event(i).deepCopy()),
                true);
        if (i + 1 < size) {
            put(
                    "swap",
                    i,
                    "",
                    "behind " + type(i + 1),
                    t -> t.events().add(i, t.events().remove(i + 1)),
                    true);
        }
        for (int n = 0; n < 3; n++) {
            String other = TYPES.get(random.nextInt(TYPES.size()));
            put("retype", i, "/type", other, t -> t.event(i).put("type", other), false);
        }
    }

    private void numbers(int i) {
        int other = random.nextInt(good.events().size() + 5);
        put("renumber", i, "/sequence_number", "" + other, t -> t.event(i).put("sequence_number", other), false);
    }

    private void members(int i, String pointer) {
        JsonNode value = good.event(i).at(pointer);
        String name = pointer.substring(pointer.lastIndexOf('/') + 1);
        if (parent(good, i, pointer) instanceof ArrayNode) {
            put("shorten", i, pointer, "element removed", t -> remove(t, i, pointer), false);
        } else {
            put("null", i, pointer, "null", t -> set(t, i, pointer, null), false);
            put("remove", i, pointer, "removed", t -> remove(t, i, pointer), false);
            put("rename", i, pointer, "renamed", t -> rename(t, i, pointer, name + "_x"), false);
        }
        if (value.isTextual()) {
            String text = value.textValue();
            put("change", i, pointer, "another text", t -> set(t, i, pointer, text + "~"), false);
            if (name.equals("delta") && text.length() > 1) {
                put(
                        "truncate",
                        i,
                        pointer,
                        "cut",
                        t -> set(t, i, pointer, text.substring(0, text.length() - 1)),
                        false);
            }
        } else if (value.isNumber()) {
            int more = 1 + random.nextInt(9);
            put("change", i, pointer, "+" + more, t -> set(t, i, pointer, value.longValue() + more), false);
        } else if (value.isBoolean()) {
            put("change", i, pointer, "the opposite", t -> set(t, i, pointer, !value.booleanValue()), false);
        }
    }

    private void put(
            String operator,
            int i,
            String pointer,
            String detail,
            Consumer<MutationTranscript> change,
            boolean renumber) {
        MutationTranscript copy = good.copy();
        change.accept(copy);
        String body = (renumber ? copy.renumbered() : copy).body();
        mutants.putIfAbsent(body, new Mutation(operator, i, type(i), pointer, detail, body));
    }

    private String type(int i) {
        return good.event(i).path("type").asText("");
    }

    /** Every member and every array element below a node. */
    private static void collect(JsonNode node, String pointer, List<String> pointers) {
        if (node.isObject()) {
            for (var member : node.properties()) {
                String here = pointer + "/" + member.getKey();
                pointers.add(here);
                collect(member.getValue(), here, pointers);
            }
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                pointers.add(pointer + "/" + i);
                collect(node.get(i), pointer + "/" + i, pointers);
            }
        }
    }

    private static JsonNode parent(MutationTranscript t, int i, String pointer) {
        return t.event(i).at(pointer.substring(0, pointer.lastIndexOf('/')));
    }

    private static void remove(MutationTranscript t, int i, String pointer) {
        String name = pointer.substring(pointer.lastIndexOf('/') + 1);
        JsonNode parent = parent(t, i, pointer);
        if (parent instanceof ArrayNode array) {
            array.remove(Integer.parseInt(name));
        } else {
            ((ObjectNode) parent).remove(name);
        }
    }

    private static void rename(MutationTranscript t, int i, String pointer, String other) {
        ObjectNode parent = (ObjectNode) parent(t, i, pointer);
        parent.set(other, parent.remove(pointer.substring(pointer.lastIndexOf('/') + 1)));
    }

    private static void set(MutationTranscript t, int i, String pointer, @Nullable Object value) {
        String name = pointer.substring(pointer.lastIndexOf('/') + 1);
        JsonNode parent = parent(t, i, pointer);
        if (parent instanceof ArrayNode array) {
            array.remove(Integer.parseInt(name));
            array.insertPOJO(Integer.parseInt(name), value);
        } else {
            ((ObjectNode) parent).putPOJO(name, value);
        }
    }
}
