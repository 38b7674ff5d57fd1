package org.responsestck.conformance.scenario;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.responsestck.conformance.dialect.Trait;
import org.responsestck.conformance.scenario.Needs.Model;
import org.responsestck.conformance.wire.Call;

/** A client that goes away in the middle of a stream; played last, for what it may break is needed no more. */
final class HangUpScenarios {
    private static final String DELTA = "response.output_text.delta";
    private static final List<String> RUNNING = List.of("in_progress", "queued");

    private HangUpScenarios() {}

    static List<Scenario> scenarios() {
        return List.of(Scenario.of(
                "hang-up",
                "Hangs up after the second delta of a long answer, asks something else, and reads the response until it has ended.",
                Needs.of(Model.STRUCTURE).capability("streaming").playedLast(),
                HangUpScenarios::play));
    }

    private static void play(Talk talk) throws Stop {
        Reply begun = talk.stream(
                "stream",
                Bodies.create(talk.create("Write ten numbered sentences about rivers.")
                        .put("stream", true)),
                seen -> seen.count(DELTA) >= 2);
        if (!begun.ok()) {
            return;
        }
        talk.send("next", Bodies.create(talk.create(Bodies.PONG)));
        Optional<String> id = begun.text("/id");
        if (id.isPresent() && talk.dialect().is(Trait.RETRIEVAL)) {
            talk.poll(
                    "get",
                    Call.getResponse(id.get()),
                    seen -> !RUNNING.contains(seen.text("/status").orElse("")),
                    Duration.ofSeconds(60));
        }
    }
}
