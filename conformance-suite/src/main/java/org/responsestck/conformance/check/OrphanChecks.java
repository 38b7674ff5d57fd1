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

/** What becomes of a conversation whose first turn was deleted. */
final class OrphanChecks {
    private static final String SCENARIO = "delete-parent";
    private static final List<String> AFTER = List.of("get", "ask");

    private OrphanChecks() {}

    static List<Check> checks() {
        return List.of(
                new Check(
                        "a-turn-outlives-its-parent-or-goes-with-it",
                        Set.of("DELETE-008"),
                        Set.of(SCENARIO),
                        OrphanChecks::survives),
                new Check(
                        "what-was-deleted-is-not-told-by-later-turns",
                        Set.of("DELETE-013"),
                        Set.of(SCENARIO),
                        OrphanChecks::forgets));
    }

    private static Stream<Observation> survives(Evidence evidence) {
        Optional<Take> take =
                Facts.first(evidence, SCENARIO).filter(t -> t.at("get").isPresent());
        if (take.isEmpty()) {
            return Facts.missing(evidence, "DELETE-008", SCENARIO);
        }
        return AFTER.stream().flatMap(step -> take.get().at(step).stream()).map(view -> {
            Judging judging = new Judging("DELETE-008");
            return switch (AnswerKind.of(view)) {
                case SUCCESS, REFUSED -> judging.held(view);
                case SERVER_ERROR -> judging.broken(view, "", "status 200 or 404", Judging.said(view));
                default -> judging.unanswered(view);
            };
        });
    }

    private static Stream<Observation> forgets(Evidence evidence) {
        Optional<Take> take =
                Facts.first(evidence, SCENARIO).filter(t -> t.at("get").isPresent());
        if (take.isEmpty()) {
            return Facts.missing(evidence, "DELETE-013", SCENARIO);
        }
        String word = take.get().drawn("codeword").orElse("");
        Judging judging = new Judging("DELETE-013");
        ExchangeView before = take.get().at("ask-before").orElseThrow();
        boolean repeated =
                take.get().at("turn-2").filter(x -> Said.shows(x, word)).isPresent();
        if (!before.ok() || !Said.says(before, word) || repeated) {
            String why = repeated
                    ? "the turn that is left repeats the codeword itself"
                    : "the model does not tell the codeword before the delete either";
            return Stream.of(judging.unclear(before, Why.MODEL, why));
        }
        List<Observation> found = new ArrayList<>();
        for (String step : AFTER) {
            take.get().at(step).ifPresent(view -> found.add(forgets(judging, view, word)));
        }
        return found.stream();
    }

    private static Observation forgets(Judging judging, ExchangeView view, String word) {
        return switch (AnswerKind.of(view)) {
            case REFUSED -> judging.held(view);
            case SUCCESS ->
                Said.shows(view, word)
                        ? judging.broken(view, "", "nothing of the deleted turn", "its codeword " + word)
                        : judging.held(view);
            default -> judging.unanswered(view);
        };
    }
}
