package org.responsestck.conformance.run;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.responsestck.conformance.requirement.Requirement;
import org.responsestck.report.Verdict;

/**
 * The verdict on one requirement.
 *
 * @param requirement the row
 * @param verdict the worst of what was observed
 * @param reason why it is neither PASS nor a finding; empty otherwise
 * @param observations in how many exchanges something was observed, counted once for each check
 * @param findings the breaches, worst first
 * @param blockedBy ids of broken requirements that keep this one open; empty when it is not open, or nobody is known to be to blame
 * @param known why a failure is expected, or null
 */
public record Judgement(
        Requirement requirement,
        Verdict verdict,
        String reason,
        int observations,
        List<Finding> findings,
        List<String> blockedBy,
        @Nullable String known) {
    public Judgement {
        Objects.requireNonNull(reason, "reason is null");
        findings = List.copyOf(findings);
        blockedBy = List.copyOf(blockedBy);
    }

    Judgement(Requirement requirement, Verdict verdict, String reason, int observations, List<Finding> findings) {
        this(requirement, verdict, reason, observations, findings, List.of(), null);
    }

    Judgement blockedBy(List<String> ids) {
        return new Judgement(requirement, verdict, reason, observations, findings, ids, known);
    }

    Judgement known(String why) {
        return new Judgement(requirement, verdict, reason, observations, findings, blockedBy, why);
    }
}
