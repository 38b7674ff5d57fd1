package org.responsestck.conformance.check;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.responsestck.conformance.evidence.Evidence;
import org.responsestck.conformance.evidence.ExchangeView;

/** What holds for the errors of a whole run, whichever request they answer. */
final class ErrorChecks {
    private static final Judging SHAPE = new Judging("ERR-SHAPE-002");
    private static final Judging HIDDEN = new Judging("ERR-200-001");

    private ErrorChecks() {}

    static List<Check> checks() {
        return List.of(
                new Check("error-bodies-are-readable", Set.of("ERR-SHAPE-002"), Set.of(), ErrorChecks::shapes),
                new Check("no-error-hides-in-a-success", Set.of("ERR-200-001"), Set.of(), ErrorChecks::hidden),
                new Check(
                        "malformed-requests-give-no-server-error",
                        Set.of("ERR-STATUS-001"),
                        Set.of(),
                        ServerErrors::malformed),
                new Check(
                        "valid-requests-give-no-lasting-server-error",
                        Set.of("ERR-STATUS-003"),
                        Set.of(),
                        ServerErrors::valid));
    }

    private static Stream<Observation> shapes(Evidence evidence) {
        return ErrorAnswers.of(evidence).map(answer -> {
            ExchangeView view = answer.view();
            if (ErrorBody.readable(view.json().value())) {
                return SHAPE.held(view);
            }
            boolean empty = view.text().isBlank();
            String variant = empty ? "empty-body" : "";
            return SHAPE.broken(
                    view,
                    answer.exempted() ? "exempted" : variant,
                    "detail or error with a text",
                    Judging.said(view) + " with " + (empty ? "an empty body" : view.text()));
        });
    }

    /** An error in an event stream is judged elsewhere. */
    private static Stream<Observation> hidden(Evidence evidence) {
        return evidence.exchanges().stream()
                .filter(x -> AnswerKind.of(x) == AnswerKind.SUCCESS && !x.isStream())
                .filter(x -> x.isCreate() || x.isRetrieve() || x.isDelete() || x.isList())
                .map(x -> ErrorBody.isOnlyAnError(x.json().value())
                        ? HIDDEN.broken(x, "", "an error status", Judging.said(x) + " with " + x.text())
                        : HIDDEN.held(x));
    }
}
