package org.responsestck.conformance.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.responsestck.conformance.requirement.Catalogue;
import org.responsestck.conformance.requirement.Level;
import org.responsestck.conformance.requirement.Tier;
import org.responsestck.conformance.target.Probe;
import org.responsestck.conformance.target.Target;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tck probe}: finds out what a target offers and writes a {@code target.yaml}. */
@Command(
        name = "probe",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Finds out what a target offers and writes a target.yaml, the file that 'run --target' reads.")
final class ProbeCommand implements Callable<Integer> {
    @Mixin
    private TargetOptions targetOptions = new TargetOptions();

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "File to write (default: target.yaml).",
            defaultValue = "target.yaml")
    private Path out = Path.of("target.yaml");

    @Option(names = "--force", description = "Writes over a file that is there.")
    private boolean force;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        targetOptions.readFile();
        if (targetOptions.url == null) {
            throw new UsageException("--url is missing: give the base URL of the target");
        }
        if (Files.exists(out) && !force) {
            throw new UsageException(out + " is there already; give another --out, or --force to write over it");
        }
        if (targetOptions.profile == null) {
            throw new UsageException(ProfileGuess.advice("probe", targetOptions, System.getenv()));
        }
        Target target = targetOptions.target(System.getenv());
        List<Probe.Found> found;
        try {
            found = Probe.of(target);
        } catch (IllegalStateException e) {
            spec.commandLine().getErr().println("tck: " + target.base() + " cannot be probed: " + e.getMessage());
            return Exit.COULD_NOT_JUDGE.code();
        }
        Files.writeString(out, text(target, found));
        PrintWriter console = spec.commandLine().getOut();
        for (Probe.Found one : found) {
            console.printf("%-20s %-8s %s%n", one.capability(), word(one.offered()), one.why());
        }
        console.println("Wrote " + out + "; read it, mend it, then: tck run --target " + out);
        console.flush();
        return Exit.CONFORMANT.code();
    }

    private static String word(@Nullable Boolean offered) {
        return offered == null ? "unknown" : offered ? "yes" : "no";
    }

    private String text(Target target, List<Probe.Found> found) {
        StringBuilder text = new StringBuilder();
        text.append(
                "# The target of Responses TCK, for 'tck run --target'. Options on the command line win over this file.\n");
        text.append("url: ").append(quoted(target.base().toString())).append('\n');
        text.append("profile: ").append(target.profile()).append('\n');
        text.append("model: ").append(quoted(target.model())).append('\n');
        text.append("\n# Keys never stand here: name the environment variables that hold them.\n");
        text.append("api_key_env: ")
                .append(targetOptions.keyVariable == null ? "RESPONSES_API_KEY" : targetOptions.keyVariable)
                .append('\n');
        line(
                text,
                "second_api_key_env",
                targetOptions.secondKeyVariable,
                "a key of another account; opens the rows on tenancy");
        line(text, "account_id", targetOptions.accountId, "sent with DELETE");
        line(
                text,
                "witness_address",
                targetOptions.witnessAddress,
                "HOST:PORT at which the target reaches this machine; opens the rows on tool servers");
        text.append(
                "# options: {second-model: NAME, reasoning-model: NAME, context-size: \"8192\"}      # opens more rows: tck run --help\n");
        text.append("# headers: {x-name: value}      # sent with every request\n");
        text.append("# timeout: 60                   # seconds without a byte before an answer is given up\n");
        text.append("\n# true: a requirement that is not met is FAIL even where the profile leaves it optional.\n");
        text.append("# false: not offered, so its requirements are not judged, and the report says so.\n");
        text.append("# left out: tried; what is refused as unknown counts as not offered.\n");
        text.append("capabilities:\n");
        for (Probe.Found one : found) {
            boolean refused = Boolean.FALSE.equals(one.offered());
            // What the profile owes is not waved through by a file that we write.
            boolean owed = refused && owed(target.profile(), one.capability());
            String comment =
                    "# " + one.why().replace('\n', ' ') + (owed ? "; the profile demands it, so it stays judged" : "");
            text.append(
                    one.offered() == null || owed
                            ? String.format("  # %-20s          %s%n", one.capability() + ":", comment)
                            : String.format("  %-20s %-10s %s%n", one.capability() + ":", one.offered(), comment));
        }
        return text.toString();
    }

    /** Whether every target of a profile has a capability. */
    private static boolean owed(String profile, String capability) {
        return Catalogue.load().of(profile).stream()
                .anyMatch(r -> r.capability().equals(capability)
                        && r.level().get(profile) == Level.MUST
                        && (r.tier() == Tier.SEED || r.tier() == Tier.CORE));
    }

    private static void line(StringBuilder text, String key, @Nullable String value, String comment) {
        text.append(value == null ? "# " + key + ": …" : key + ": " + quoted(value))
                .append("      # ")
                .append(comment)
                .append('\n');
    }

    private static String quoted(String value) {
        return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
