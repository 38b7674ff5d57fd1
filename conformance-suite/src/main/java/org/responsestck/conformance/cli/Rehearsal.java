package org.responsestck.conformance.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.responsestck.conformance.Suite;
import org.responsestck.conformance.evidence.ExchangeView;
import org.responsestck.conformance.run.Plan;
import org.responsestck.conformance.run.RunListener;
import org.responsestck.conformance.target.EmbeddedMock;
import org.responsestck.conformance.target.Target;

/**
 * What a plan costs, found by playing it against the embedded mock: so the numbers are those of the scenarios as they are, and the
 * target is left alone.
 *
 * @param cost by scenario
 */
record Rehearsal(Map<String, Cost> cost) {
    /** Far less than a target over a network may need. */
    private static final double PATIENCE = 0.15;

    /**
     * @param requests that are sent
     * @param answered how many of them a model answers
     */
    record Cost(int requests, int answered) {
        static final Cost NOTHING = new Cost(0, 0);

        Cost plus(Cost other) {
            return new Cost(requests + other.requests, answered + other.answered);
        }
    }

    static Rehearsal of(Suite.Request request, Plan plan) {
        try (EmbeddedMock mock = EmbeddedMock.start(plan.profile(), java.util.List.of())) {
            Target target = mock.target();
            Suite.Request here = new Suite.Request(
                    target.base().toString(),
                    request.profile(),
                    request.revision(),
                    target.model(),
                    request.capabilities(),
                    target.optionValues(),
                    () -> target.recorder(PATIENCE),
                    request.selection(),
                    request.concurrency(),
                    request.thorough(),
                    request.allowance(),
                    request.seed(),
                    PATIENCE,
                    true,
                    request.tool(),
                    request.runId());
            Map<String, Cost> cost = new LinkedHashMap<>();
            Suite.run(here, plan, Suite.header(here, plan), event -> {}, RunListener.NONE)
                    .evidence()
                    .exchanges()
                    .forEach(x -> cost.merge(x.at().scenario(), of(x), Cost::plus));
            return new Rehearsal(cost);
        }
    }

    private static Cost of(ExchangeView view) {
        return new Cost(1, view.isCreate() && view.ok() ? 1 : 0);
    }

    Cost of(String scenario) {
        return cost.getOrDefault(scenario, Cost.NOTHING);
    }

    Cost all() {
        return cost.values().stream().reduce(Cost.NOTHING, Cost::plus);
    }
}
