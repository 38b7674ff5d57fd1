package org.responsestck.conformance.check;

import org.jspecify.annotations.Nullable;
import org.responsestck.conformance.evidence.Evidence;
import org.responsestck.conformance.evidence.ExchangeView;
import org.responsestck.conformance.evidence.Why;

/**
 * What a requirement asks of the answer to a request that must be served.
 *
 * @param judging the requirement
 * @param refused the variant of a 4xx
 * @param serverError the variant of a 5xx, or null where the requirement does not judge it
 */
record AcceptanceRule(
        Judging judging, String refused, @Nullable String serverError) {
    /** A 4xx is the variant {@code refused}, a 5xx {@code server-error}. */
    static AcceptanceRule of(String requirement) {
        return new AcceptanceRule(new Judging(requirement), "refused", "server-error");
    }

    AcceptanceRule refused(String variant) {
        return new AcceptanceRule(judging, variant, serverError);
    }

    AcceptanceRule serverError(@Nullable String variant) {
        return new AcceptanceRule(judging, refused, variant);
    }

    /** A 4xx says nothing judging this request where no create at all was served: then the configuration is wrong. */
    Observation judge(Evidence evidence, ExchangeView view) {
        return switch (AnswerKind.of(view)) {
            case SUCCESS -> judging.held(view);
            case REFUSED ->
                served(evidence)
                        ? judging.broken(view, refused, "status 200", Judging.said(view))
                        : judging.unclear(
                                view, Why.VALUE_MISSING, "no create at all was served; " + Judging.said(view));
            case SERVER_ERROR ->
                serverError == null
                        ? judging.unanswered(view)
                        : judging.broken(view, serverError, "status 200", Judging.said(view));
            default -> judging.unanswered(view);
        };
    }

    /** Whether any well-formed create of the run was served. */
    static boolean served(Evidence evidence) {
        return evidence.derive(
                "core/served",
                e -> e.exchanges().stream()
                        .anyMatch(x -> x.isCreate()
                                && x.ok()
                                && Probes.of(e).kind(x) == Probes.Kind.VALID
                                && !ErrorBody.isOnlyAnError(x.json().value())));
    }
}
