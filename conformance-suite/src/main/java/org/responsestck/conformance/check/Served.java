package org.responsestck.conformance.check;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.responsestck.conformance.evidence.Evidence;
import org.responsestck.conformance.evidence.ExchangeView;
import org.responsestck.conformance.evidence.Why;
import org.responsestck.conformance.wire.Who;

/**
 * One cause, one finding: where no well-formed create of the run is served, a refused create says nothing about what it asked for;
 * and where the plain create ends in a 5xx, neither does a 5xx.
 */
final class Served {
    /** Rows that speak of just that, or of how a refusal looks whatever its reason. */
    private static final Set<String> TO_BLAME = Set.of(
            "HTTP-PATH-001",
            "HTTP-JSON-001",
            "HTTP-JSON-002",
            "AUTH-001",
            "AUTH-007",
            "INPUT-STR-001",
            "RESP-JSON-001",
            "ERR-SHAPE-001",
            "ERR-SHAPE-002",
            "ERR-STATUS-003",
            "ERR-200-001",
            "SDK-004");

    private Served() {}

    /** The same check, silent about what the failure of every create explains. */
    static Check only(Check check) {
        return TO_BLAME.containsAll(check.proves())
                ? check
                : new Check(
                        check.name(),
                        check.proves(),
                        check.scenarios(),
                        e -> check.judge().apply(e).map(o -> explained(e, o)));
    }

    private static Observation explained(Evidence evidence, Observation seen) {
        if (!(seen instanceof Observation.Broken broken) || TO_BLAME.contains(broken.requirement())) {
            return seen;
        }
        return evidence.exchanges().stream()
                .filter(x -> x.id() == broken.where().exchange())
                .findFirst()
                .filter(x -> x.isCreate() && x.who() == Who.KEY)
                .flatMap(x -> reason(evidence, x))
                .<Observation>map(reason -> new Observation.Unclear(
                        broken.requirement(),
                        Why.VALUE_MISSING,
                        reason + "; " + broken.actual(),
                        false,
                        broken.where()))
                .orElse(seen);
    }

    private static Optional<String> reason(Evidence evidence, ExchangeView view) {
        return switch (AnswerKind.of(view)) {
            case REFUSED ->
                AcceptanceRule.served(evidence) ? Optional.empty() : Optional.of("no create at all was served");
            case SERVER_ERROR ->
                crashes(evidence) && view.request().path("input").isTextual()
                        ? Optional.of("the plain create ends in a 5xx too")
                        : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static boolean crashes(Evidence evidence) {
        List<ExchangeView> plain = evidence.at("basic", "create");
        return !plain.isEmpty() && plain.stream().allMatch(x -> AnswerKind.of(x) == AnswerKind.SERVER_ERROR);
    }
}
