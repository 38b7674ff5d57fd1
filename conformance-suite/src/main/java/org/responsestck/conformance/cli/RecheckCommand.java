package org.responsestck.conformance.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.responsestck.conformance.Suite;
import org.responsestck.conformance.evidence.EvidenceReader;
import org.responsestck.conformance.evidence.Har;
import org.responsestck.conformance.evidence.Recording;
import org.responsestck.conformance.run.KnownFailures;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tck recheck}: judges recorded evidence again, offline. */
@Command(name = "recheck", mixinStandardHelpOptions = true, description = "Judges recorded evidence again, offline.")
final class RecheckCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "EVIDENCE", description = "An evidence.jsonl, or the folder that holds it.")
    private Path evidence;

    @Option(
            names = "--max-inconclusive",
            paramLabel = "PERCENT",
            description = "Share of the applicable MUST rows that may be INCONCLUSIVE (default: 5).",
            defaultValue = "5")
    private double maxInconclusive = 5;

    @Option(names = "--report-dir", paramLabel = "DIR", description = "Writes reports here too (default: none).")
    private @Nullable Path reportDir;

    @Option(
            names = "--expected-failures",
            paramLabel = "FILE",
            description = "Failures that are known: they do not fail the run, one that is gone does (exit 5).")
    private @Nullable Path expectedFailures;

    @Option(
            names = "--har",
            paramLabel = "FILE",
            description = "Writes the exchanges as an HTTP Archive (HAR 1.2) too.")
    private @Nullable Path har;

    @Option(names = "--quiet", description = "Prints the verdict line only.")
    private boolean quiet;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Path file = Files.isDirectory(evidence) ? evidence.resolve("evidence.jsonl") : evidence;
        if (!Files.isReadable(file)) {
            throw new UsageException("the evidence " + file + " cannot be read");
        }
        Recording read;
        try {
            read = EvidenceReader.read(file);
        } catch (IOException e) {
            throw new UsageException(e.getMessage());
        }
        read.note().ifPresent(n -> spec.commandLine().getErr().println("tck: " + n));
        Suite.Outcome outcome = Suite.recheck(read.header(), read.events());
        long millis = read.events().stream().mapToLong(e -> e.nanos()).max().orElse(0) / 1_000_000;
        if (har != null) {
            Files.writeString(har, Har.of(read));
        }
        if (reportDir != null) {
            Files.createDirectories(reportDir);
        }
        KnownFailures known = expectedFailures == null ? KnownFailures.NONE : KnownFailuresFile.read(expectedFailures);
        ReportWriter reports = new ReportWriter(reportDir, read.header().url(), known);
        outcome = reports.outcome(outcome);
        return reports.finish(
                        outcome,
                        millis,
                        maxInconclusive,
                        quiet,
                        spec.commandLine().getOut(),
                        spec.commandLine().getErr())
                .code();
    }
}
