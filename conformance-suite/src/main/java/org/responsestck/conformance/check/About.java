package org.responsestck.conformance.check;

import java.util.Locale;
import java.util.Optional;
import org.responsestck.conformance.evidence.Evidence;
import org.responsestck.conformance.evidence.ExchangeView;
import org.responsestck.conformance.evidence.Why;
import org.responsestck.conformance.wire.Call;
import org.responsestck.conformance.wire.End;

/** Observations of one requirement at one exchange. */
record About(String requirement, ExchangeView at) {
    /** Why nothing can be said where every try was answered with 429. */
    static final String OVER_QUOTA = "status 429, whenever it was asked: over the quota of the target";

    private static final int LONGEST = 200;

    Where where() {
        return Where.exchange(at.id());
    }

    Observation held() {
        return new Observation.Held(requirement, where());
    }

    Observation held(String pointer) {
        return new Observation.Held(requirement, where().at(pointer));
    }

    Observation broken(String variant, String expected, String actual) {
        return broken(variant, where(), expected, actual);
    }

    Observation broken(String variant, Where where, String expected, String actual) {
        return new Observation.Broken(requirement, variant, where, cut(expected), cut(actual));
    }

    Observation unclear(Why why, String detail) {
        return new Observation.Unclear(requirement, why, cut(detail), false, where());
    }

    Observation absent(String detail) {
        return new Observation.Absent(requirement, detail, where());
    }

    /** The status as a finding. */
    Observation status(String variant, String expected) {
        return broken(variant, expected, "status " + at.status());
    }

    /** An outcome that the requirement neither asks for nor forbids. */
    Observation other(String expected) {
        return status("other-outcome", expected);
    }

    /** A 5xx in place of a success: whether that may be is the matter of other requirements. */
    Observation serverError() {
        return unclear(Why.WIRE, "status " + at.status());
    }

    /** What keeps any requirement from being judged here: no answer, half an answer, or no quota. */
    Optional<Observation> trouble() {
        if (at.end() == End.REFUSED) {
            return Optional.of(unclear(Why.UNREACHABLE, "no connection"));
        }
        if (at.status() == 429) {
            return Optional.of(unclear(Why.BUDGET, OVER_QUOTA));
        }
        if (at.status() / 100 == 3) {
            return Optional.of(unclear(Why.WIRE, Judging.said(at)));
        }
        if (at.status() == 0 || (at.end() != End.COMPLETE && at.end() != End.CLOSED_BY_US)) {
            return Optional.of(unclear(Why.WIRE, "the exchange ended as " + at.end()));
        }
        return Optional.empty();
    }

    /** A delete sent without an account that is refused because of the account: nothing is known about deleting. */
    Optional<Observation> accountMissing(Evidence evidence) {
        boolean refused = at.status() >= 400 && at.status() < 500;
        if (refused
                && !hasAccount(evidence, at.call())
                && at.text().toLowerCase(Locale.ROOT).contains("account")) {
            return Optional.of(unclear(
                    Why.OPTION_MISSING, "status " + at.status() + " names the account: configure an account id"));
        }
        return Optional.empty();
    }

    static boolean hasAccount(Evidence evidence, Call call) {
        Optional<String> header = evidence.header().dialect().accountHeader();
        return header.isPresent() && call.headers().keySet().stream().anyMatch(header.get()::equalsIgnoreCase);
    }

    boolean clientError() {
        return at.status() >= 400 && at.status() < 500;
    }

    boolean fiveHundred() {
        return at.status() >= 500;
    }

    static String cut(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 1) + "…";
    }
}
