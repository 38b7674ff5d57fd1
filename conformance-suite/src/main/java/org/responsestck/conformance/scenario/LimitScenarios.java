package org.responsestck.conformance.scenario;

import java.util.List;
import java.util.Optional;
import org.responsestck.conformance.scenario.Needs.Model;

/** Limits on what a response may cost. */
final class LimitScenarios {
    /** The smallest cap that every profile takes. */
    private static final int CAP = 16;

    private LimitScenarios() {}

    static List<Scenario> scenarios() {
        return List.of(Scenario.of(
                "max-tokens",
                "A long text under a small cap, plain and streamed; later takes ask for more and add the uncapped control.",
                Needs.of(Model.ENFORCEABLE).takes(3),
                LimitScenarios::maxTokens));
    }

    private static void maxTokens(Talk talk) throws Stop {
        String prompt = prompt(talk.take());
        Reply capped = talk.send("capped", Bodies.create(talk.create(prompt).put("max_output_tokens", CAP)));
        if (talk.take() == 1) {
            Optional<String> id = capped.ok() ? capped.text("/id") : Optional.empty();
            if (id.isPresent() && Bodies.documentsGet(talk.profile())) {
                talk.send("get", Bodies.get(id.get()));
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
