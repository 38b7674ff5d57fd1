package org.responsestck.conformance.check;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.responsestck.conformance.evidence.Evidence;
import org.responsestck.conformance.evidence.ExchangeView;
import org.responsestck.conformance.evidence.Why;

/**
 * What a requirement asks of the answer to a request that is wrong on purpose.
 *
 * @param judging the requirement
 * @param right the statuses that hold
 * @param tolerated statuses with a variant of their own
 * @param accepted the variant of a 2xx
 * @param resetIsBroken whether a broken connection is a breach
 * @param may501 whether a 501 leaves the question open
 */
record RefusalRule(
        Judging judging,
        Set<Integer> right,
        Map<Integer, String> tolerated,
        String accepted,
        boolean resetIsBroken,
        boolean may501) {
    static RefusalRule of(String requirement, Set<Integer> right) {
        return new RefusalRule(new Judging(requirement), right, Map.of(), "accepted", false, false);
    }

    /** The rule for a request that breaks the request schema. A 400 in place of the documents' status is a variant. */
    static RefusalRule invalid(Evidence evidence, String requirement) {
        return of(requirement, evidence.header().dialect().invalidRequest()).tolerating(400, "bad-request");
    }

    RefusalRule tolerating(int status, String variant) {
        Map<Integer, String> more = new LinkedHashMap<>(tolerated);
        more.put(status, variant);
        return new RefusalRule(judging, right, more, accepted, resetIsBroken, may501);
    }

    /** A 2xx counts as this variant. */
    RefusalRule accepted(String variant) {
        return new RefusalRule(judging, right, tolerated, variant, resetIsBroken, may501);
    }

    /** A broken connection counts as the variant {@code connection-reset}. */
    RefusalRule resetIsBroken(boolean yes) {
        return new RefusalRule(judging, right, tolerated, accepted, yes, may501);
    }

    RefusalRule may501(boolean yes) {
        return new RefusalRule(judging, right, tolerated, accepted, resetIsBroken, yes);
    }

    Observation judge(ExchangeView view) {
        return switch (AnswerKind.of(view)) {
            case SUCCESS, CUT -> judging.broken(view, accepted, expected(), Judging.said(view));
            case REFUSED -> refused(view);
            case SERVER_ERROR -> judging.broken(view, "server-error", expected(), Judging.said(view));
            case NOT_IMPLEMENTED ->
                may501
                        ? judging.unanswered(view)
                        : judging.broken(view, "server-error", expected(), Judging.said(view));
            case RESET ->
                resetIsBroken
                        ? judging.broken(view, "connection-reset", expected(), Judging.said(view))
                        : judging.unanswered(view);
            default -> judging.unanswered(view);
        };
    }

    private Observation refused(ExchangeView view) {
        if (right.contains(view.status())) {
            return judging.held(view);
        }
        String variant = tolerated.getOrDefault(view.status(), "other-4xx");
        return judging.broken(view, variant, expected(), Judging.said(view));
    }

    private String expected() {
        return new TreeSet<>(right).stream().map(String::valueOf).collect(Collectors.joining(" or ", "status ", ""));
    }

    /** Where no create at all was served, another 4xx is more likely about the key or the configuration. */
    static Observation soften(Evidence evidence, Observation seen) {
        return seen instanceof Observation.Broken broken
                        && broken.variant().equals("other-4xx")
                        && !AcceptanceRule.served(evidence)
                ? new Observation.Unclear(
                        broken.requirement(),
                        Why.VALUE_MISSING,
                        "no create at all was served; " + broken.actual(),
                        false,
                        broken.where())
                : seen;
    }
}
