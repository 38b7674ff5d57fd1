package org.responsestck.conformance.scenario;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.responsestck.conformance.dialect.Trait;
import org.responsestck.conformance.scenario.Needs.Model;
import org.responsestck.conformance.wire.Call;

/** Limits on what a response may cost. */
final class LimitScenarios {
    /** The smallest cap that every profile takes. */
    private static final int CAP = 16;

    private LimitScenarios() {}

    static List<Scenario> scenarios() {
        return List.of(
                Scenario.of(
                        "max-tokens",
                        "A long text under a small cap, plain and streamed; later takes ask for more and add the uncapped control.",
                        Needs.of(Model.ENFORCEABLE).takes(3),
                        LimitScenarios::maxTokens),
                Scenario.of(
                        "overflow",
                        "More input than the context holds, at once and by two turns",
                        Needs.of(Model.ENFORCEABLE).option(Needs.Option.CONTEXT_SIZE),
                        LimitScenarios::overflow));
    }

    /** A single letter and its space are one token or more everywhere. */
    private static void overflow(Talk talk) throws Stop {
        int size = Integer.parseInt(talk.option(Needs.Option.CONTEXT_SIZE).orElse("0"));
        String much = letters(size + size / 4 + 64);
        talk.send("disabled", overflowing(talk.create(much), "disabled"));
        talk.send("auto", overflowing(talk.create(much), "auto"));
        String most = letters(size * 3 / 5);
        String parent = Turns.id(talk.send("turn-1", overflowing(Turns.first(talk, most), "disabled")));
        talk.send("turn-2", overflowing(Turns.next(talk, parent, most), "disabled"));
    }

    private static Call overflowing(ObjectNode body, String truncation) {
        return Bodies.create(body.put("truncation", truncation).put("max_output_tokens", CAP));
    }

    private static String letters(int count) {
        return "a b c d e f g h i j ".repeat(count / 10 + 1);
    }

    private static void maxTokens(Talk talk) throws Stop {
        String prompt = prompt(talk.take());
        Reply capped = talk.send("capped", Bodies.create(talk.create(prompt).put("max_output_tokens", CAP)));
        if (talk.take() == 1) {
            Optional<String> id = capped.ok() ? capped.text("/id") : Optional.empty();
            if (id.isPresent() && talk.dialect().is(Trait.RETRIEVAL)) {
                talk.send("get", Call.getResponse(id.get()));
            }
        }
        talk.send(
                "stream",
                Bodies.create(talk.create(prompt).put("max_output_tokens", CAP).put("stream", true)));
        if (talk.take() == 1) {
            String filler = "river ".repeat(200);
            talk.send("longin", Bodies.create(talk.create(filler + prompt).put("max_output_tokens", CAP)));
        } else {
            talk.send("control", Bodies.create(talk.create(prompt)));
        }
    }

    private static String prompt(int take) {
        return switch (take) {
            case 1 -> "Write a 500 word essay about rivers.";
            case 2 -> "Write a 1000 word essay about mountains.";
            default -> "Write a 2000 word essay about the history of ships.";
        };
    }
}
