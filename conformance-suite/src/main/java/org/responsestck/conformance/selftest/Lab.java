package org.responsestck.conformance.selftest;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.responsestck.conformance.Suite;
import org.responsestck.conformance.check.Checks;
import org.responsestck.conformance.requirement.Catalogue;
import org.responsestck.conformance.run.Plan;
import org.responsestck.conformance.run.RunListener;
import org.responsestck.conformance.run.Selection;
import org.responsestck.conformance.scenario.Scenarios;
import org.responsestck.conformance.target.EmbeddedMock;
import org.responsestck.conformance.target.Target;

/** Runs the suite against the embedded mock, made wrong or odd in named ways. */
final class Lab {
    private final String profile;
    private final int concurrency;
    private final List<String> smoke;

    Lab(String profile, int concurrency) {
        this.profile = profile;
        this.concurrency = concurrency;
        this.smoke = Plan.make(
                        Catalogue.load(),
                        Checks.all(),
                        Scenarios.all(),
                        profile,
                        new Selection(Selection.ALL.levels(), List.of(), List.of(), true),
                        Set.of(),
                        Map.of())
                .requirementIds();
    }

    /** Ids of the requirements that the scenarios of a smoke run can show. */
    List<String> smoke() {
        return smoke;
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
                    () -> target.recorder(1),
                    selection,
                    concurrency,
                    2000,
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
