package org.responsestck.conformance.check;

import java.util.Set;
import org.responsestck.conformance.evidence.Evidence;

/** The answer to a continuation of something that is not there. */
final class Refusal {
    private Refusal() {}

    /** Held for a status of the documents; another 4xx, a success and a server error are variants of their own. */
    static Observation of(Evidence evidence, About about) {
        Set<Integer> right = evidence.header().dialect().unknownPrevious();
        String expected = right.stream()
                .sorted()
                .map(String::valueOf)
                .reduce((a, b) -> a + " or " + b)
                .get();
        return about.trouble().orElseGet(() -> {
            if (right.contains(about.at().status())) {
                return about.held();
            }
            if (about.clientError()) {
                return about.status("other-4xx", expected);
            }
            if (about.at().ok()) {
                return about.status("accepted", expected);
            }
            return about.fiveHundred() ? about.status("server-error", expected) : about.other(expected);
        });
    }

    /** The answer to GET of something that is not there. */
    static Observation gone(About about, String accepted) {
        return about.trouble().orElseGet(() -> {
            if (about.at().status() == 404) {
                return about.held();
            }
            if (about.clientError()) {
                return about.status("other-4xx", "404");
            }
            if (about.at().ok()) {
                return about.status(accepted, "404");
            }
            return about.fiveHundred() ? about.status("server-error", "404") : about.other("404");
        });
    }
}
