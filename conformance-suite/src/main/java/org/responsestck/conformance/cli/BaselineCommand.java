package org.responsestck.conformance.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.responsestck.conformance.run.KnownFailures;
import org.responsestck.report.Results;
import org.responsestck.report.Verdict;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tck baseline update}: makes the file of expected failures agree with a run. */
@Command(
        name = "baseline",
        mixinStandardHelpOptions = true,
        description = "Keeps the file of expected failures.",
        subcommands = BaselineCommand.Update.class)
final class BaselineCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to do: update");
    }

    /** Adds what fails, drops what does not fail any more, keeps the words of what stays. */
    @Command(
            name = "update",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            description = "Adds what failed in a run, drops what it shows mended, keeps the rest as it is.")
    static final class Update implements Callable<Integer> {
        @Parameters(index = "0", paramLabel = "FILE", description = "The file of expected failures; made when missing.")
        private Path file;

        @Option(
                names = "--results",
                paramLabel = "RUN",
                required = true,
                description = "A results.json, or the folder that holds it.")
        private Path results;

        @Option(names = "--owner", required = true, description = "Who looks after the new entries.")
        private String owner;

        @Option(names = "--reason", required = true, description = "Why the new entries are known and not mended.")
        private String reason;

        @Option(
                names = "--expires",
                paramLabel = "DAY",
                description = "Last day of the new entries, such as 2027-01-31.")
        private @Nullable LocalDate expires;

        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() throws IOException {
            Results run = SelectionOptions.results(results);
            KnownFailures old = Files.exists(file) ? KnownFailuresFile.read(file) : KnownFailures.NONE;
            List<KnownFailures.Entry> kept = new ArrayList<>();
            for (KnownFailures.Entry entry : old.entries()) {
                if (run.requirements().stream().noneMatch(r -> mended(r, entry))) {
                    kept.add(entry);
                }
            }
            int dropped = old.entries().size() - kept.size();
            int before = kept.size();
            for (Results.Requirement row : run.requirements()) {
                for (String variant : failing(row)) {
                    if (kept.stream().noneMatch(e -> covers(e, row.id(), variant))) {
                        kept.add(new KnownFailures.Entry(row.id(), variant, reason, owner, expires));
                    }
                }
            }
            KnownFailuresFile.write(file, new KnownFailures(kept));
            PrintWriter out = spec.commandLine().getOut();
            out.printf("%s: %d added, %d dropped, %d in all%n", file, kept.size() - before, dropped, kept.size());
            return Exit.CONFORMANT.code();
        }

        /** Whether a run shows that an entry's failure is gone. */
        private static boolean mended(Results.Requirement row, KnownFailures.Entry entry) {
            boolean judged = Set.of(Verdict.PASS, Verdict.WARN, Verdict.FAIL).contains(row.verdict());
            return row.id().equals(entry.requirement())
                    && judged
                    && failing(row).stream().noneMatch(v -> covers(entry, row.id(), v));
        }

        private static boolean covers(KnownFailures.Entry entry, String id, String variant) {
            return entry.requirement().equals(id)
                    && Optional.ofNullable(entry.variant()).map(variant::equals).orElse(true);
        }

        /** The variants that fail in a row. */
        private static Set<String> failing(Results.Requirement row) {
            Set<String> variants = new LinkedHashSet<>();
            row.findings().stream().filter(f -> f.severity().equals("FAIL")).forEach(f -> variants.add(f.variant()));
            return variants;
        }
    }
}
