package org.responsestck.conformance.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.responsestck.conformance.run.Plan;
import org.responsestck.conformance.scenario.Scenario;
import org.responsestck.conformance.target.Target;

/** The plan in words, before anything is sent to the target. */
final class PlanText {
    private PlanText() {}

    static void print(Plan plan, Target target, PrintWriter out) {
        long judged = plan.rows().stream().filter(r -> r.leftOut() == null).count();
        out.printf("Target  %s, profile %s, model %s%n", target.base(), plan.profile(), target.model());
        out.printf(
                "Plan    %d of %d requirements, %d checks, %d scenarios%n",
                judged,
                plan.rows().size(),
                plan.checks().size(),
                plan.scenarios().size());
        out.flush();
    }

    /** Each scenario with what it costs, and what is not judged. */
    static void printWhole(Plan plan, Rehearsal rehearsal, PrintWriter out) {
        Rehearsal.Cost all = rehearsal.all();
        out.printf(
                "Cost    %d requests, %d of them answered by the model; more where a model needs another try; then the clean-up%n",
                all.requests(), all.answered());
        for (Scenario scenario : plan.scenarios()) {
            Rehearsal.Cost cost = rehearsal.of(scenario.id());
            out.printf("  %-24s %3d %3d  %s%n", scenario.id(), cost.requests(), cost.answered(), scenario.purpose());
        }
        plan.leftOut().forEach((id, why) -> out.printf("  %-24s not played: %s%n", id, why));
        Map<String, Integer> reasons = new LinkedHashMap<>();
        plan.rows().forEach(r -> {
            if (r.leftOut() != null) {
                reasons.merge(r.leftOut(), 1, Integer::sum);
            }
        });
        if (!reasons.isEmpty()) {
            out.println("Not judged:");
            reasons.forEach((why, count) -> out.printf("  %3d  %s%n", count, why));
        }
        out.flush();
    }
}
