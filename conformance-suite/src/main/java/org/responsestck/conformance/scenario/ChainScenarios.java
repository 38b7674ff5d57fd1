package org.responsestck.conformance.scenario;

import static org.responsestck.conformance.scenario.Turns.ASK;
import static org.responsestck.conformance.scenario.Turns.PONG;
import static org.responsestck.conformance.scenario.Turns.create;
import static org.responsestck.conformance.scenario.Turns.first;
import static org.responsestck.conformance.scenario.Turns.id;
import static org.responsestck.conformance.scenario.Turns.next;
import static org.responsestck.conformance.scenario.Turns.remember;
import static org.responsestck.conformance.scenario.Turns.said;
import static org.responsestck.conformance.wire.Call.getResponse;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.responsestck.conformance.wire.Call;

/** Conversations by previous_response_id. What the model must remember is in {@link RecallScenarios}. */
final class ChainScenarios {
    /** Rounds of a race in an ordinary run. */
    static final int RACE_ROUNDS = 3;

    private static final int THOROUGH_ROUNDS = 20;

    /** New conversations after the one that holds a codeword; whatever is shared shows in the first. */
    private static final int FRESH = 1;

    private ChainScenarios() {}

    static List<Scenario> scenarios() {
        List<Scenario> all = new ArrayList<>();
        all.add(Scenario.of(
                "chain",
                "A stored turn is continued, read before and after, continued as a stream and without storing.",
                Needs.of(Needs.Model.COOPERATION).takes(3).capability("chaining", "storage"),
                ChainScenarios::chain));
        all.add(Scenario.of(
                "chain-race",
                "Turns are continued the moment they are answered, the first of them without the tools of its parent.",
                Needs.of(Needs.Model.STRUCTURE).capability("chaining", "storage"),
                ChainScenarios::race));
        all.add(Scenario.of(
                "chain-unknown",
                "A response that never existed is continued.",
                Needs.of(Needs.Model.NOTHING),
                talk -> talk.send("create", create(next(talk, Turns.UNKNOWN_ID, PONG)))));
        all.add(Scenario.of(
                "chain-model",
                "A turn is continued with another model.",
                Needs.of(Needs.Model.STRUCTURE)
                        .capability("chaining", "storage")
                        .option(Needs.Option.SECOND_MODEL),
                ChainScenarios::otherModel));
        all.addAll(RecallScenarios.scenarios());
        return List.copyOf(all);
    }

    private static void otherModel(Talk talk) throws Stop {
        String parent = id(talk.send("turn-1", create(first(talk, PONG))));
        String model = talk.option(Needs.Option.SECOND_MODEL).orElse("");
        talk.send("turn-2", create(next(talk, parent, PONG).put("model", model)));
    }

    private static void chain(Talk talk) throws Stop {
        boolean whole = talk.take() == 1;
        if (whole) {
            talk.send("fresh", create(talk.create(ASK)));
        }
        String word = talk.draw("codeword");
        Reply opening = talk.send("turn-1", create(first(talk, remember(word))));
        String parent = id(opening);
        if (whole) {
            read(talk, parent);
        }
        Reply second = talk.send("turn-2", create(next(talk, parent, ASK)));
        if (!whole) {
            controls(talk, word, opening);
            return;
        }
        if (second.ok()) {
            aftermath(talk, parent, second.text("/id"));
        }
        for (int i = 1; i <= FRESH; i++) {
            talk.send("fresh-" + i, create(talk.create(ASK)));
        }
    }

    /** An id with characters that a path cannot hold plainly is also asked for as it is. */
    private static void read(Talk talk, String id) throws Stop {
        Reply encoded = talk.send("get-turn-1-before", getResponse(id));
        if (Turns.refused(encoded) && !Call.segment(id).equals(id) && id.matches("[!-~&&[^\"<>\\\\^`{|}#?%\\[\\]]]+")) {
            talk.send("get-turn-1-raw", Call.get("/responses/" + id));
        }
    }

    private static void aftermath(Talk talk, String parent, Optional<String> child) throws Stop {
        talk.send("get-turn-1-after", getResponse(parent));
        if (child.isPresent()) {
            talk.send("get-turn-2", getResponse(child.get()));
        }
        talk.send("turn-2-stream", create(next(talk, parent, ASK).put("stream", true)));
        Reply unstored = talk.send("unstored", create(next(talk, parent, PONG).put("store", false)));
        talk.send("get-turn-1-last", getResponse(parent));
        Optional<String> orphan = unstored.ok() ? unstored.text("/id") : Optional.empty();
        if (orphan.isPresent()) {
            talk.send("unstored-chain", create(next(talk, orphan.get(), PONG)));
        }
        if (child.isPresent()) {
            talk.send("delete-turn-2", talk.delete(child.get()));
            talk.send("get-turn-1-after-delete", getResponse(parent));
        }
    }

    private static void controls(Talk talk, String word, Reply opening) throws Stop {
        ObjectNode body = talk.take() == 2
                ? talk.create(remember(word) + " " + ASK)
                : Turns.dialogue(talk, remember(word), said(opening), ASK);
        Turns.control(talk, "control", body);
    }

    private static void race(Talk talk) throws Stop {
        int rounds = talk.thorough() ? THOROUGH_ROUNDS : RACE_ROUNDS;
        ObjectNode tools = first(talk, PONG);
        tools.putArray("tools").add(ToolBodies.weather(talk));
        Reply reply = talk.send("turn-0", create(tools.put("tool_choice", "none")));
        if (Turns.refused(reply)) {
            // Tools are the matter of other rows: the race can be run without.
            reply = talk.send("plain", create(first(talk, PONG)));
        }
        for (int i = 1; i <= rounds; i++) {
            Call call = create(next(talk, id(reply), PONG));
            reply = talk.send("turn-" + i, call);
            if (Turns.refused(reply)) {
                talk.pause("pause-" + i, Duration.ofSeconds(1));
                reply = talk.send("later-" + i, call);
            }
        }
    }
}
