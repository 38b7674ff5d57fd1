package org.responsestck.conformance.check;

import java.util.Optional;
import java.util.stream.Stream;
import org.responsestck.conformance.evidence.Evidence;
import org.responsestck.conformance.evidence.ExchangeView;

/** Whether a conversation replayed as input is taken and read, with the assistant's turn as a string and as parts. */
final class History {
    private static final Judging JUDGING = new Judging("INPUT-ITEMS-003");
    private static final String SCENARIO = "history";
    private static final int TAKES = 3;

    private History() {}

    static Stream<Observation> judge(Evidence evidence) {
        boolean strings = evidence.at(SCENARIO, "string").stream().anyMatch(ExchangeView::ok);
        AcceptanceRule rule = AcceptanceRule.of("INPUT-ITEMS-003").serverError(null);
        Stream<Observation> refused = Stream.of("string", "parts", "assistant")
                .flatMap(step -> evidence.at(SCENARIO, step).stream()
                        .map(v -> (step.equals("parts") && strings ? rule.refused("parts-refused") : rule)
                                .judge(evidence, v)))
                .filter(o -> !(o instanceof Observation.Held));
        Stream<Observation> recalled =
                Stream.of("string", "parts").flatMap(step -> recall(step, "name", "control").judge(evidence).stream());
        return Stream.of(refused, recalled, assistant(evidence).stream()).flatMap(s -> s);
    }

    /** The word that only the assistant's turn has: more than the row asks, so that what stays unclear is left out. */
    private static Optional<Observation> assistant(Evidence evidence) {
        return recall("assistant", "word", "assistant-control")
                .judge(evidence)
                .filter(o -> !(o instanceof Observation.Unclear unclear) || unclear.anotherTakeHelps());
    }

    private static WordRecall recall(String step, String word, String control) {
        return new WordRecall(JUDGING, SCENARIO, step, word, control, TAKES);
    }
}
