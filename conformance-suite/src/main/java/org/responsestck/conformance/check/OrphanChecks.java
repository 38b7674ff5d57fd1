package org.responsestck.conformance.check;

import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.responsestck.conformance.evidence.Evidence;
import org.responsestck.conformance.evidence.ExchangeView;
import org.responsestck.conformance.evidence.Take;
import org.responsestck.conformance.evidence.Why;

/** What becomes of a conversation whose first turn was deleted. */
final class OrphanChecks {
    private static final String SCENARIO = "delete-parent";

    private OrphanChecks() {}

    static List<Check> checks() {
        return List.of(
                new Check(
                        "a-turn-outlives-its-parent-or-goes-with-it",
                        Set.of("DELETE-008"),
                        Set.of(SCENARIO),
                        e -> deleted(e, "DELETE-008", OrphanChecks::survives)),
                new Check(
                        "what-was-deleted-is-not-told-by-later-turns",
                        Set.of("DELETE-013"),
                        Set.of(SCENARIO),
                        e -> deleted(e, "DELETE-013", OrphanChecks::forgets)));
    }

    /** Judges the take in which the first turn was deleted. */
    private static Stream<Observation> deleted(
            Evidence evidence, String requirement, BiFunction<Judging, Take, Stream<Observation>> judge) {
        return Facts.first(evidence, SCENARIO)
                .filter(take -> take.at("get").isPresent())
                .map(take -> judge.apply(new Judging(requirement), take))
                .orElseGet(() -> Facts.missing(evidence, requirement, SCENARIO));
    }

    private static Stream<ExchangeView> after(Take take) {
        return Stream.of("get", "ask").flatMap(step -> take.at(step).stream());
    }

    private static Stream<Observation> survives(Judging judging, Take take) {
        return after(take).map(view -> switch (AnswerKind.of(view)) {
            case SUCCESS, REFUSED -> judging.held(view);
            case SERVER_ERROR -> judging.broken(view, "", "status 200 or 404", Judging.said(view));
            default -> judging.unanswered(view);
        });
    }

    private static Stream<Observation> forgets(Judging judging, Take take) {
        String word = take.drawn("codeword").orElse("");
        ExchangeView before = take.at("ask-before").orElseThrow();
        boolean repeated = take.at("turn-2").filter(x -> Said.shows(x, word)).isPresent();
        if (!before.ok() || !Said.says(before, word) || repeated) {
            String why = repeated
                    ? "the turn that is left repeats the codeword itself"
                    : "the model does not tell the codeword before the delete either";
            return Stream.of(judging.unclear(before, Why.MODEL, why));
        }
        return after(take).map(view -> forgets(judging, view, word));
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
