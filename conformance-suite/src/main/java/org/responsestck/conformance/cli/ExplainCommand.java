package org.responsestck.conformance.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.responsestck.conformance.check.Check;
import org.responsestck.conformance.check.Checks;
import org.responsestck.conformance.requirement.Catalogue;
import org.responsestck.conformance.requirement.Requirement;
import org.responsestck.mock.defect.Twist;
import org.responsestck.mock.defect.Twists;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tck explain}: all that is known about one requirement. */
@Command(name = "explain", mixinStandardHelpOptions = true, description = "Explains a requirement.")
final class ExplainCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "ID", description = "For example CHAIN-005.")
    private String id;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Requirement row = Catalogue.load().find(id.toUpperCase(Locale.ROOT)).orElseThrow(() -> unknown(id));
        PrintWriter out = spec.commandLine().getOut();
        out.println(row.id() + "  " + row.title());
        out.println();
        out.println("  " + row.statement());
        out.println();
        row.level()
                .forEach((profile, level) -> out.printf(
                        "  %-15s %s, a breach is %s%n",
                        profile, level, row.severity().get(profile)));
        row.variants().forEach((variant, severities) -> out.printf("  %-15s %s%n", variant, severities));
        out.println();
        out.println("  capability    " + row.capability() + ", tier "
                + row.tier().name().toLowerCase(Locale.ROOT));
        out.println("  operation     " + row.operation());
        if (row.option() != null) {
            out.println("  needs         " + row.option());
        }
        row.sources().forEach(s -> out.println("  source        " + s));
        out.println("  observed      " + row.rules().observe());
        out.println("  passes when   " + row.rules().pass());
        out.println("  fails when    " + row.rules().fail());
        out.println("  open when     " + row.rules().inconclusive());
        row.defects().forEach(d -> out.println("  typical       " + d));
        if (row.note() != null) {
            out.println("  note          " + row.note());
        }
        List<Check> checks =
                Checks.all().stream().filter(c -> c.proves().contains(row.id())).toList();
        checks.forEach(c -> out.println("  check         " + c.name()
                + (c.scenarios().isEmpty()
                        ? ", over every exchange"
                        : ", in "
                                + String.join(
                                        ", ", c.scenarios().stream().sorted().toList()))));
        if (checks.isEmpty()) {
            out.println("  check         none yet");
        }
        for (Twist twist : Twists.all()) {
            if (twist.earns().contains(row.id())) {
                out.println("  " + (twist.kind() == Twist.Kind.DEFECT ? "defect        " : "quirk         ")
                        + twist.id() + ": " + twist.description());
            }
        }
        if (!checks.isEmpty()) {
            out.println();
            out.println("  see it:       tck run --include " + row.id());
        }
        return Exit.CONFORMANT.code();
    }

    private static UsageException unknown(String id) {
        String prefix = id.toUpperCase(Locale.ROOT).replaceAll("-?\\d*$", "");
        List<String> near = Catalogue.load().all().stream()
                .map(Requirement::id)
                .filter(other -> other.startsWith(prefix))
                .limit(8)
                .toList();
        return new UsageException("no requirement " + id
                + (near.isEmpty() ? "; 'tck list requirements' shows them" : "; there are " + String.join(", ", near)));
    }
}
