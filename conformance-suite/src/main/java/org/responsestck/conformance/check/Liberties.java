package org.responsestck.conformance.check;

import java.util.List;
import org.responsestck.conformance.evidence.Evidence;
import org.responsestck.conformance.evidence.ExchangeView;

/** The answers to one of the liberties of the scenario of that name: to the request with this one alone, else to the one with all. */
final class Liberties {
    static final String SCENARIO = "liberties";

    private Liberties() {}

    static List<ExchangeView> of(Evidence evidence, String liberty) {
        List<ExchangeView> alone = evidence.at(SCENARIO, liberty);
        return alone.isEmpty() ? evidence.at(SCENARIO, "all") : alone;
    }
}
