package org.responsestck.conformance.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.responsestck.conformance.check.Check;
import org.responsestck.conformance.check.Checks;
import org.responsestck.conformance.dialect.Dialects;
import org.responsestck.conformance.requirement.Requirement;
import org.responsestck.conformance.requirement.Tier;
import org.responsestck.mock.defect.Twist;
import org.responsestck.mock.defect.Twists;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tck coverage}: requirement → check → scenario → defect, and what is missing. */
@Command(
        name = "coverage",
        mixinStandardHelpOptions = true,
        description = "Shows what judges each requirement, and what is not judged.")
final class CoverageCommand implements Callable<Integer> {
    @Option(names = "--profile", defaultValue = Dialects.DEFAULT, description = "Profile (default: ${DEFAULT-VALUE}).")
    private String profile;

    @Option(
            names = "--missing",
            description = "Only requirements without a check, or without a defect that shows it failing.")
    private boolean missing;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        List<Requirement> rows = ListCommand.Known.profile(profile);
        for (Requirement row : rows) {
            List<Check> checks = Checks.all().stream()
                    .filter(c -> c.proves().contains(row.id()))
                    .toList();
            List<String> defects = Twists.all().stream()
                    .filter(t -> t.kind() == Twist.Kind.DEFECT && t.earns().contains(row.id()))
                    .map(Twist::id)
                    .toList();
            if (missing && !checks.isEmpty() && !defects.isEmpty()) {
                continue;
            }
            out.printf(
                    "%-22s %-6s %-9s checks: %s | scenarios: %s | defects: %s%n",
                    row.id(),
                    row.level().get(profile),
                    row.tier().name().toLowerCase(java.util.Locale.ROOT),
                    list(checks.stream().map(Check::name).toList()),
                    list(checks.stream()
                            .flatMap(c -> c.scenarios().stream())
                            .distinct()
                            .sorted()
                            .toList()),
                    list(defects));
        }
        out.println();
        for (Tier tier : Tier.values()) {
            List<Requirement> ofTier =
                    rows.stream().filter(r -> r.tier() == tier).toList();
            long judged = ofTier.stream()
                    .filter(r -> Checks.all().stream().anyMatch(c -> c.proves().contains(r.id())))
                    .count();
            out.printf(
                    "%-9s %d of %d requirements have a check%n",
                    tier.name().toLowerCase(java.util.Locale.ROOT), judged, ofTier.size());
        }
        return Exit.CONFORMANT.code();
    }

    private static String list(List<String> names) {
        return names.isEmpty() ? "none" : String.join(", ", names);
    }
}
