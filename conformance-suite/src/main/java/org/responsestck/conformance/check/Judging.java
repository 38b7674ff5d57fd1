package org.responsestck.conformance.check;

import org.responsestck.conformance.evidence.ExchangeView;
import org.responsestck.conformance.evidence.ResponseObject;
import org.responsestck.conformance.evidence.Why;

/** Says what was seen about one requirement. */
record Judging(String requirement) {
    private static final int LONGEST = 200;

    Observation held(ExchangeView view) {
        return new Observation.Held(requirement, Where.exchange(view.id()));
    }

    Observation held(Where where) {
        return new Observation.Held(requirement, where);
    }

    Observation broken(ExchangeView view, String variant, String expected, String actual) {
        return broken(Where.exchange(view.id()), variant, expected, actual);
    }

    Observation broken(Where where, String variant, String expected, String actual) {
        return new Observation.Broken(requirement, variant, where, shorten(expected), shorten(actual));
    }

    Observation unclear(ExchangeView view, Why why, String detail) {
        return new Observation.Unclear(requirement, why, shorten(detail), false, Where.exchange(view.id()));
    }

    /** Unclear, and playing the scenario again could settle it. */
    Observation tryAgain(ExchangeView view, Why why, String detail) {
        return new Observation.Unclear(requirement, why, shorten(detail), true, Where.exchange(view.id()));
    }

    /** Unclear because of what the answer is, whatever was asked. */
    Observation unanswered(ExchangeView view) {
        return unclear(view, AnswerKind.of(view).why(), said(view));
    }

    /** Where a response object stands, down to one of its members. */
    static Where in(ResponseObject response, String pointer) {
        return new Where(response.from().id(), response.event(), response.pointer() + pointer, response.offset());
    }

    /** The answer in a few words: {@code status 404} or how the exchange ended; of a redirect also where it leads. */
    static String said(ExchangeView view) {
        if (view.status() == 0) {
            return "no answer (" + view.end() + ")";
        }
        String where = view.status() / 100 == 3
                ? view.header("location")
                        .map(l -> ", a redirect to " + l + " that was not followed")
                        .orElse("")
                : "";
        return "status " + view.status() + where;
    }

    static String shorten(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 1) + "…";
    }
}
