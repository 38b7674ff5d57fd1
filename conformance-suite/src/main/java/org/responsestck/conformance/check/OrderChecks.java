package org.responsestck.conformance.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.responsestck.conformance.evidence.Evidence;
import org.responsestck.conformance.evidence.ExchangeView;
import org.responsestck.conformance.evidence.Take;
import org.responsestck.conformance.evidence.Why;

/** Orders that the model should obey, wherever they stand, and words that it should read in their order. */
final class OrderChecks {
    private static final int TAKES = 3;
    private static final Judging PARTS = new Judging("INPUT-ITEMS-007");

    private OrderChecks() {}

    static List<Check> checks() {
        return List.of(
                recall("a-system-message-steers", "INPUT-ITEMS-006", "roles", "system", "nonce"),
                recall("new-instructions-replace-old-ones", "INSTR-005", "chain-instructions", "turn-2", "second"),
                new Check(
                        "parts-are-read-in-their-order",
                        Set.of(PARTS.requirement()),
                        Set.of("parts-order"),
                        OrderChecks::parts));
    }

    private static Check recall(String name, String requirement, String scenario, String step, String word) {
        WordRecall recall = new WordRecall(new Judging(requirement), scenario, step, word, "control", TAKES);
        return new Check(
                name,
                Set.of(requirement),
                Set.of(scenario),
                e -> recall.judge(e).or(() -> unanswered(e, requirement, scenario, step)).stream());
    }

    private static Optional<Observation> unanswered(
            Evidence evidence, String requirement, String scenario, String step) {
        return evidence.at(scenario, step).stream().findFirst().map(new Judging(requirement)::unanswered);
    }

    /** How an answer has the two words. */
    private enum Found {
        BOTH,
        INVERTED,
        ONE,
        NONE
    }

    private static Stream<Observation> parts(Evidence evidence) {
        List<Found> wrong = new ArrayList<>();
        ExchangeView last = null;
        List<Take> takes = evidence.takes("parts-order");
        for (Take take : takes) {
            Optional<ExchangeView> answer = take.at("create");
            if (answer.filter(v -> AnswerKind.of(v) == AnswerKind.SUCCESS).isEmpty()) {
                return answer.map(PARTS::unanswered).stream();
            }
            last = answer.get();
            Found found = found(take, last);
            if (found == Found.BOTH) {
                return Stream.of(PARTS.held(last));
            }
            wrong.add(found);
        }
        if (last == null) {
            return Stream.empty();
        }
        if (takes.size() < TAKES) {
            return Stream.of(PARTS.tryAgain(last, Why.MODEL, "the answer does not have both words in their order"));
        }
        List<Boolean> controls = takes.stream()
                .flatMap(take -> take.together("control").stream()
                        .map(view -> !Said.repeats(view) && found(take, view) == Found.BOTH))
                .toList();
        boolean able = controls.size() >= TAKES && !controls.contains(false);
        return Stream.of(
                wrong.contains(Found.NONE) || !able
                        ? PARTS.unclear(last, Why.MODEL, "the model does not repeat words of one part either")
                        : PARTS.broken(
                                last,
                                "",
                                "both words in the order of the parts",
                                "the answer: " + Recall.answer(last)));
    }

    private static Found found(Take take, ExchangeView view) {
        String first = take.drawn("first").orElse("");
        String second = take.drawn("second").orElse("");
        String said = Said.plain(String.join(" ", Said.answers(view)));
        int one = said.indexOf(Said.plain(first));
        int two = said.lastIndexOf(Said.plain(second));
        if (one >= 0 && two >= 0) {
            return one < two ? Found.BOTH : Found.INVERTED;
        }
        return one >= 0 || two >= 0 ? Found.ONE : Found.NONE;
    }
}
