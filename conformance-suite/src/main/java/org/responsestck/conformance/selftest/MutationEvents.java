package org.responsestck.conformance.selftest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Random;

/** Changes of whole events: left out, doubled, moved, retyped, numbered otherwise. */
final class MutationEvents {
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

    private MutationEvents() {}

    static void all(MutationTranscript good, Random random, MutationEngine.OfEvents to) {
        int size = good.events().size();
        for (int i = 0; i < size; i++) {
            order(good, i, size, random, to);
            numbers(good, i, size, random, to);
        }
    }

    private static void order(MutationTranscript good, int i, int size, Random random, MutationEngine.OfEvents to) {
        to.put("drop", i, "left out", true, t -> t.events().remove(i));
        to.put("lose", i, "left out with its number", false, t -> t.events().remove(i));
        to.put(
                "duplicate",
                i,
                "sent twice",
                true,
                t -> t.events().add(i + 1, t.event(i).deepCopy()));
        if (i + 1 < size) {
            to.put(
                    "swap",
                    i,
                    "behind " + good.type(i + 1),
                    true,
                    t -> t.events().add(i, t.events().remove(i + 1)));
            to.put(
                    "cut",
                    i,
                    "nothing after it",
                    false,
                    t -> t.events().subList(i + 1, size).clear());
            to.put(
                    "to-the-end",
                    i,
                    "behind the last",
                    true,
                    t -> t.events().add(t.events().remove(i)));
        }
        if (i > 1) {
            int to2 = random.nextInt(i);
            to.put(
                    "earlier",
                    i,
                    "in front of " + good.type(to2),
                    true,
                    t -> t.events().add(to2, t.events().remove(i)));
        }
        for (int n = 0; n < 3; n++) {
            String other = TYPES.get(random.nextInt(TYPES.size()));
            to.put("retype", i, other, false, t -> t.event(i).put("type", other));
        }
        if (good.type(i).endsWith(".delta")) {
            int next = next(good, i);
            if (next > 0) {
                to.put("swap-deltas", i, "with the next of its kind", true, t -> {
                    ObjectNode later = t.event(next);
                    t.events().set(next, t.event(i));
                    t.events().set(i, later);
                });
            }
        }
    }

    private static int next(MutationTranscript good, int i) {
        for (int n = i + 1; n < good.events().size(); n++) {
            if (good.type(n).equals(good.type(i))
                    && good.event(n).path("item_id").equals(good.event(i).path("item_id"))) {
                return n;
            }
        }
        return -1;
    }

    private static void numbers(MutationTranscript good, int i, int size, Random random, MutationEngine.OfEvents to) {
        if (!good.event(i).path("sequence_number").isNumber()) {
            return;
        }
        int other = random.nextInt(size + 5);
        to.put("renumber", i, "" + other, false, t -> t.event(i).put("sequence_number", other));
        to.put("number-gap", i, "one more from here on", false, t -> shift(t, i, 1));
        to.put("number-repeat", i, "one less from here on", false, t -> shift(t, i, -1));
    }

    private static void shift(MutationTranscript t, int from, int by) {
        for (ObjectNode event : t.events().subList(from, t.events().size())) {
            if (event.path("sequence_number").isNumber()) {
                event.put("sequence_number", event.path("sequence_number").intValue() + by);
            }
        }
    }
}
