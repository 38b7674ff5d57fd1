package org.responsestck.conformance.check;

import java.util.Set;
import java.util.stream.Stream;
import org.responsestck.conformance.evidence.Evidence;
import org.responsestck.conformance.evidence.ExchangeView;
import org.responsestck.conformance.wire.End;

/** The answers whose body should be an error, and which of them may come from something other than the operation asked for. */
final class ErrorAnswers {
    /** Statuses that frameworks, key checks and servers give before an operation is reached. */
    private static final Set<Integer> BEFORE = Set.of(401, 403, 405, 408, 411, 413, 414, 415, 431);

    private ErrorAnswers() {}

    /**
     * @param view an answer of 4xx or 5xx that came whole
     * @param exempted whether a body without the documented form is a warning at most
     */
    record Answer(ExchangeView view, boolean exempted) {}

    /** All but 429 and the 5xx of a gateway. */
    static Stream<Answer> of(Evidence evidence) {
        Probes probes = Probes.of(evidence);
        return evidence.exchanges().stream()
                .filter(x -> x.status() >= 400 && x.status() < 600 && x.status() != 429)
                .filter(x -> x.end() == End.COMPLETE)
                .filter(x -> x.status() < 500 || !AnswerKind.namesGateway(x))
                .map(x -> new Answer(x, exempted(probes, x)));
    }

    private static boolean exempted(Probes probes, ExchangeView view) {
        return switch (probes.kind(view)) {
            case OTHER_KEY, ROUTE, ODD_ID -> true;
            default -> view.status() >= 500 || BEFORE.contains(view.status()) || !probes.exists(view);
        };
    }
}
