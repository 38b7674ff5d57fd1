package org.responsestck.conformance.scenario;

import static org.responsestck.conformance.scenario.Turns.ASK;
import static org.responsestck.conformance.scenario.Turns.create;
import static org.responsestck.conformance.scenario.Turns.first;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.responsestck.conformance.dialect.Trait;
import org.responsestck.conformance.wire.Call;

/** Requests at the same time. */
final class ConcurrencyScenarios {
    private static final int ROUNDS = 3;

    private ConcurrencyScenarios() {}

    static List<Scenario> scenarios() {
        return List.of(
                Scenario.of(
                        "parallel",
                        "Bursts of requests, each with words of its own; what the last burst made is read.",
                        Needs.of(Needs.Model.STRUCTURE).playedAlone(),
                        ConcurrencyScenarios::parallel),
                Scenario.of(
                        "parallel-streams",
                        "Two streams at once, each with a word of its own.",
                        Needs.of(Needs.Model.STRUCTURE).capability("streaming").playedAlone(),
                        ConcurrencyScenarios::streams));
    }

    /** Some requests of a burst hold a codeword each, others ask for a codeword they were never told. */
    private static void parallel(Talk talk) throws Stop {
        int told = talk.thorough() ? 4 : 2;
        int untold = talk.thorough() ? 4 : 1;
        talk.send("alone", create(tagged(talk, ASK, talk.draw("tag-alone"))));
        List<Reply> last = List.of();
        for (int round = 1; round <= ROUNDS; round++) {
            List<Call> calls = new ArrayList<>();
            for (int i = 0; i < told; i++) {
                String word = talk.draw("word-" + round + "-" + i);
                calls.add(create(tagged(talk, "Remember the codeword " + word + ". " + ASK, word)));
            }
            for (int i = 0; i < untold; i++) {
                calls.add(create(tagged(talk, ASK, talk.draw("tag-" + round + "-" + i))));
            }
            last = talk.together("round-" + round, calls);
        }
        List<String> ids = new ArrayList<>();
        for (Reply reply : last) {
            if (reply.ok()) {
                reply.text("/id").ifPresent(ids::add);
            }
        }
        if (!ids.isEmpty()) {
            readAll(talk, ids);
        }
    }

    private static ObjectNode tagged(Talk talk, String input, String tag) {
        ObjectNode body = first(talk, input);
        body.putObject("metadata").put("tag", tag);
        return body;
    }

    /** Where responses cannot be read at all, each is continued instead. */
    private static void readAll(Talk talk, List<String> ids) throws Stop {
        if (talk.dialect().is(Trait.RETRIEVAL)) {
            List<Reply> read =
                    talk.together("get", ids.stream().map(Call::getResponse).toList());
            if (read.stream().anyMatch(Peek::ok)) {
                return;
            }
        }
        List<Call> calls = new ArrayList<>();
        for (String id : ids) {
            calls.add(create(Turns.next(talk, id, Turns.PONG)));
        }
        talk.together("continue", calls);
    }

    private static void streams(Talk talk) throws Stop {
        List<Call> calls = new ArrayList<>();
        for (String name : List.of("left", "right")) {
            String input = "Count from 1 to 20, separated by commas, then write this word: " + talk.draw(name);
            calls.add(create(talk.create(input).put("stream", true)));
        }
        talk.together("stream", calls);
    }
}
