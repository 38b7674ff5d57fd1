package org.responsestck.conformance.scenario;

import static org.responsestck.conformance.scenario.Turns.create;
import static org.responsestck.conformance.scenario.Turns.first;
import static org.responsestck.conformance.scenario.Turns.id;
import static org.responsestck.conformance.scenario.Turns.next;
import static org.responsestck.conformance.wire.Call.getResponse;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.responsestck.conformance.dialect.Trait;
import org.responsestck.conformance.evidence.Why;
import org.responsestck.conformance.wire.Call;

/** What stays: turns whose parent is gone, orders that are replaced, words in their order, the store at the end of a run. */
final class StandingScenarios {
    /** Name under which the id of the first response of a run is left. */
    static final String FIRST = "first-response";

    private static final String ASK_OR_UNKNOWN = "What is the codeword? If you do not know, reply UNKNOWN.";
    private static final String HELLO = "Say hello.";

    private StandingScenarios() {}

    static List<Scenario> scenarios() {
        return List.of(
                Scenario.of(
                        "delete-parent",
                        "The first turn of a conversation is deleted; what it said is asked for before and after.",
                        Needs.of(Needs.Model.COOPERATION).capability("deletion", "chaining", "storage"),
                        StandingScenarios::parent),
                Scenario.of(
                        "chain-instructions",
                        "A turn with one order in its instructions is continued with another order in its own.",
                        Needs.of(Needs.Model.COOPERATION).takes(3).capability("chaining", "storage"),
                        StandingScenarios::instructions),
                Scenario.of(
                        "parts-order",
                        "A message of two parts with a word each, to be repeated in their order.",
                        Needs.of(Needs.Model.COOPERATION).takes(3),
                        StandingScenarios::partsOrder),
                Scenario.of(
                        "late",
                        "At the end of the run its first response is read, the list, and the list after a response that never was.",
                        Needs.of(Needs.Model.NOTHING).capability("storage").playedLast(),
                        StandingScenarios::late));
    }

    private static void parent(Talk talk) throws Stop {
        String one = id(talk.send("turn-1", create(first(talk, Turns.remember(talk.draw("codeword"))))));
        String two = id(talk.send("turn-2", create(next(talk, one, "Reply OK."))));
        // Before: whether it can be read afterwards is left to the server.
        talk.send("get-before", getResponse(two));
        talk.send("ask-before", create(next(talk, two, ASK_OR_UNKNOWN)));
        if (!talk.send("delete", talk.delete(one)).ok()) {
            throw new Stop(Why.VALUE_MISSING, "nothing was deleted");
        }
        talk.send("get", getResponse(two));
        talk.send("ask", create(next(talk, two, ASK_OR_UNKNOWN)));
    }

    private static void instructions(Talk talk) throws Stop {
        String parent =
                id(talk.send("turn-1", create(first(talk, HELLO).put("instructions", begin(talk.draw("first"))))));
        talk.send("turn-2", create(next(talk, parent, HELLO).put("instructions", begin(talk.draw("second")))));
        for (int i = 1; i < Math.min(talk.take(), 3); i++) {
            // Fresh, so that instructions that are never obeyed are not blamed on the chain.
            ObjectNode fresh = Turns.dialogue(talk, HELLO, talk.draw("first") + " hello.", HELLO);
            talk.send("control/" + i, create(fresh.put("instructions", begin(talk.draw("second")))));
        }
    }

    private static String begin(String word) {
        return "Begin every answer with the word " + word + ".";
    }

    private static void late(Talk talk) throws Stop {
        Optional<String> first = talk.left(FIRST);
        if (first.isPresent() && talk.dialect().is(Trait.RETRIEVAL)) {
            talk.send("get", getResponse(first.get()));
        }
        talk.send("list", Call.get("/responses?limit=100"));
        talk.send("cursor", Call.get("/responses?after=" + Turns.UNKNOWN_ID));
    }

    private static void partsOrder(Talk talk) throws Stop {
        String one = "First word: " + talk.draw("first") + ".";
        String two = "Second word: " + talk.draw("second") + ". Repeat both words in order.";
        ObjectNode message = Bodies.message("user", Bodies.part("input_text", one));
        ((ArrayNode) message.get("content")).add(Bodies.part("input_text", two));
        talk.send("create", Bodies.create(talk.create().set("input", Bodies.array(message))));
        for (int i = 1; i < Math.min(talk.take(), 3); i++) {
            talk.send("control/" + i, Bodies.create(talk.create(one + " " + two)));
        }
    }
}
