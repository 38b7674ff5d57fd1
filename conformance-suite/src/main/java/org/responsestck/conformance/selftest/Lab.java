package org.responsestck.conformance.selftest;

import java.util.List;
import org.responsestck.conformance.Suite;
import org.responsestck.conformance.run.Budget;
import org.responsestck.conformance.run.Plan;
import org.responsestck.conformance.run.RunListener;
import org.responsestck.conformance.run.Selection;
import org.responsestck.conformance.target.EmbeddedMock;
import org.responsestck.conformance.target.Target;

/** Runs the suite against the embedded mock, made wrong or odd in named ways. */
final class Lab {
    private final String profile;
    private final int concurrency;

    Lab(String profile, int concurrency) {
        this.profile = profile;
        this.concurrency = concurrency;
    }

    /** @param twists ids of defects, variations and quirks; empty for the plain mock */
    Suite.Outcome play(List<String> twists, Selection selection) {
        try (EmbeddedMock mock = EmbeddedMock.start(profile, twists)) {
            Target target = mock.target();
            Suite.Request request = new Suite.Request(
                    target.base().toString(),
                    target.profile(),
                    target.revision(),
                    target.model(),
                    target.capabilities(),
                    target.optionValues(),
                    // The mock is near: a silence that a far target may need would only cost time, once for each stream
                    // that never ends.
                    () -> target.recorder(0.15),
                    selection,
                    concurrency,
                    false,
                    Budget.Allowance.DEFAULT,
                    1,
                    1,
                    true,
                    "selftest",
                    "selftest");
            Plan plan = Suite.plan(request);
            return Suite.run(request, plan, Suite.header(request, plan), event -> {}, RunListener.NONE);
        }
    }
}
