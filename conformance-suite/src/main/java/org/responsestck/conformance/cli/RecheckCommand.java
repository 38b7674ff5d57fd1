package org.responsestck.conformance.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.responsestck.conformance.Suite;
import org.responsestck.conformance.dialect.Dialects;
import org.responsestck.conformance.evidence.Event;
import org.responsestck.conformance.evidence.EvidenceReader;
import org.responsestck.conformance.evidence.ForeignRecording;
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
    @Parameters(
            index = "0",
            paramLabel = "EVIDENCE",
            description =
                    "An evidence.jsonl, or the folder that holds it. With --profile also what others recorded: a HAR, an event"
                            + " stream as curl -N saves it, one event of JSON on each line, or a response object.")
    private Path evidence;

    @Option(names = "--profile", paramLabel = "NAME", description = "Profile of a recording that others made.")
    private @Nullable String profile;

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
        Suite.Outcome outcome = judged(file);
        List<Event> events = outcome.evidence().events();
        long millis = events.stream().mapToLong(Event::nanos).max().orElse(0) / 1_000_000;
        if (har != null) {
            Files.writeString(har, Har.of(new Recording(outcome.evidence().header(), events, Optional.empty())));
        }
        if (reportDir != null) {
            Files.createDirectories(reportDir);
        }
        KnownFailures known = expectedFailures == null ? KnownFailures.NONE : KnownFailuresFile.read(expectedFailures);
        ReportWriter reports =
                new ReportWriter(reportDir, outcome.evidence().header().url(), known);
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

    private Suite.Outcome judged(Path file) {
        try {
            if (!ForeignRecording.isForeign(file)) {
                Recording read = EvidenceReader.read(file);
                read.note().ifPresent(n -> spec.commandLine().getErr().println("tck: " + n));
                return Suite.recheck(read.header(), read.events());
            }
            ForeignRecording recording = ForeignRecording.read(file);
            if (profile == null || !Dialects.judged().contains(profile)) {
                throw new UsageException(
                        file + " is no record of a run: say with --profile by which documents it is to be judged ("
                                + TargetOptions.judged() + ")");
            }
            return Suite.judge(recording, profile, "responses-tck " + Tool.version());
        } catch (IOException e) {
            throw new UsageException(e.getMessage());
        }
    }
}
