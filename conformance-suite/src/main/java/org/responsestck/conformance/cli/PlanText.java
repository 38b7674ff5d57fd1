package org.responsestck.conformance.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.responsestck.conformance.run.Plan;
import org.responsestck.conformance.scenario.Scenario;
import org.responsestck.conformance.target.Target;

/** The plan in words, before anything is sent. */
final class PlanText {
    private PlanText() {}

    static void print(Plan plan, Target target, PrintWriter out, boolean whole) {
        long judged = plan.rows().stream().filter(r -> r.leftOut() == null).count();
        out.printf("Target  %s, profile %s, model %s%n", target.base(), plan.profile(), target.model());
        out.printf(
                "Plan    %d of %d requirements, %d checks, %d scenarios%n",
                judged,
                plan.rows().size(),
                plan.checks().size(),
                plan.scenarios().size());
        if (!whole) {
            out.flush();
            return;
        }
        for (Scenario scenario : plan.scenarios()) {
            out.printf("  %-24s %s%n", scenario.id(), scenario.purpose());
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
