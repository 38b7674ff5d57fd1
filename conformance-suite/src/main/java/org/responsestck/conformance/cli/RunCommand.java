package org.responsestck.conformance.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.responsestck.conformance.Suite;
import org.responsestck.conformance.dialect.Dialects;
import org.responsestck.conformance.evidence.EvidenceWriter;
import org.responsestck.conformance.evidence.Header;
import org.responsestck.conformance.junit.ConformanceEngine;
import org.responsestck.conformance.junit.Platform;
import org.responsestck.conformance.run.Budget;
import org.responsestck.conformance.run.KnownFailures;
import org.responsestck.conformance.run.Plan;
import org.responsestck.conformance.target.EmbeddedMock;
import org.responsestck.conformance.target.Target;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tck run}: judges a target, or the embedded mock, and writes the reports. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Runs the suite. Without --url against the embedded mock, profile " + Dialects.DEFAULT + ".")
final class RunCommand implements Callable<Integer> {
    /** The mock is gone after the run, so equal words in every run do no harm and make reports comparable. */
    private static final long EMBEDDED_SEED = 1;

    @Mixin
    private TargetOptions targetOptions = new TargetOptions();

    @Mixin
    private SelectionOptions selectionOptions = new SelectionOptions();

    @Option(
            names = "--concurrency",
            paramLabel = "N",
            description = "Scenarios played side by side (default: 4).",
            defaultValue = "4")
    private int concurrency = 4;

    @Option(
            names = "--patience",
            paramLabel = "F",
            description = "Factor on every bound in seconds (default: 1).",
            defaultValue = "1")
    private double patience = 1;

    @Option(names = "--thorough", description = "Runs races and bursts as often and as large as the catalogue says.")
    private boolean thorough;

    @Option(
            names = "--max-requests",
            paramLabel = "N",
            description = "Most requests of the run, clean-up not counted (default: 1000).",
            defaultValue = "1000")
    private int maxRequests = 1000;

    @Option(
            names = "--max-output-tokens",
            paramLabel = "N",
            description = "Most output tokens of the run, as the target reports them (default: no limit).")
    private long maxOutputTokens = Long.MAX_VALUE;

    @Option(
            names = "--max-time",
            paramLabel = "S",
            description = "Seconds after which nothing more is sent (default: 3600).",
            defaultValue = "3600")
    private double maxTime = 3600;

    @Option(
            names = "--max-inconclusive",
            paramLabel = "PERCENT",
            description = "Share of the applicable MUST rows that may be INCONCLUSIVE (default: 5).",
            defaultValue = "5")
    private double maxInconclusive = 5;

    @Option(
            names = "--wait-for",
            paramLabel = "S",
            description = "Waits up to this many seconds until the target accepts connections.")
    private @Nullable Double waitFor;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Seed of all drawn words (default: random; 1 for the embedded mock).")
    private @Nullable Long seed;

    @Option(
            names = "--expected-failures",
            paramLabel = "FILE",
            description = "Failures that are known: they do not fail the run, one that is gone does (exit 5).")
    private @Nullable Path expectedFailures;

    @Option(names = "--dry-run", description = "Shows the plan and sends nothing.")
    private boolean dryRun;

    @Option(names = "--keep", description = "Leaves stored responses on the target.")
    private boolean keep;

    @Option(names = "--report-dir", paramLabel = "DIR", description = "Where reports go (default: reports/latest).")
    private @Nullable Path reportDir;

    @Option(names = "--quiet", description = "Prints the verdict line only.")
    private boolean quiet;

    @Option(
            names = {"--mock-defect", "--mock-variation", "--mock-quirk"},
            paramLabel = "ID",
            description = "Makes the embedded mock wrong, or odd, in a named way. Repeatable.")
    private List<String> twists = new java.util.ArrayList<>();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        check();
        targetOptions.readFile();
        if (targetOptions.url != null) {
            if (!twists.isEmpty()) {
                throw new UsageException(
                        "--mock-defect, --mock-variation and --mock-quirk change the embedded mock; leave --url out");
            }
            if (targetOptions.profile == null) {
                throw new UsageException(ProfileGuess.advice("run", targetOptions, System.getenv()));
            }
            Target target = targetOptions.target(System.getenv());
            if (waitFor != null) {
                Reach.await(target, waitFor);
            }
            return run(target, seed == null ? new java.util.Random().nextInt(Integer.MAX_VALUE) : seed);
        }
        String profile = targetOptions.profile == null ? Dialects.DEFAULT : targetOptions.profile;
        TargetOptions.mustBeJudged(profile);
        try (EmbeddedMock mock = EmbeddedMock.start(profile, twists)) {
            Map<String, Boolean> declared = targetOptions.capabilities();
            Target target = mock.target().withCapabilities(declared);
            return run(target, seed == null ? EMBEDDED_SEED : seed);
        } catch (IllegalArgumentException e) {
            throw new UsageException(e.getMessage());
        }
    }

    private void check() {
        if (concurrency < 1 || concurrency > 64) {
            throw new UsageException("--concurrency is " + concurrency + ", must be 1 to 64");
        }
        if (!(patience > 0) || patience > 1000) {
            throw new UsageException("--patience is " + patience + ", must be more than 0 and at most 1000");
        }
        if (maxRequests < 1) {
            throw new UsageException("--max-requests is " + maxRequests + ", must be at least 1");
        }
        if (maxOutputTokens < 1) {
            throw new UsageException("--max-output-tokens is " + maxOutputTokens + ", must be at least 1");
        }
        if (!(maxTime > 0) || maxTime > 1e7) {
            throw new UsageException("--max-time is " + maxTime + ", must be more than 0 and at most 10000000 seconds");
        }
        if (!(maxInconclusive >= 0 && maxInconclusive <= 100)) {
            throw new UsageException("--max-inconclusive is " + maxInconclusive + ", must be 0 to 100");
        }
    }

    private int run(Target target, long chosenSeed) throws IOException {
        Suite.Request request = new Suite.Request(
                target.base().toString(),
                target.profile(),
                target.revision(),
                target.model(),
                target.capabilities(),
                target.optionValues(),
                () -> target.recorder(patience),
                selectionOptions.selection(target.profile()),
                concurrency,
                thorough,
                new Budget.Allowance(
                        maxRequests,
                        maxOutputTokens,
                        seconds(maxTime),
                        seconds(Math.max(1, Budget.Allowance.DEFAULT.quiet().toSeconds() * patience))),
                chosenSeed,
                patience,
                keep || targetOptions.url == null,
                "responses-tck " + Tool.version(),
                UUID.randomUUID().toString());
        Plan plan;
        try {
            plan = Suite.plan(request);
        } catch (IllegalArgumentException e) {
            throw new UsageException(e.getMessage());
        }
        PrintWriter out = spec.commandLine().getOut();
        if (dryRun) {
            PlanText.print(plan, target, out);
            PlanText.printWhole(plan, Rehearsal.of(request, plan), out);
            return Exit.CONFORMANT.code();
        }
        if (!quiet) {
            PlanText.print(plan, target, out);
        }
        KnownFailures known = expectedFailures == null ? KnownFailures.NONE : KnownFailuresFile.read(expectedFailures);
        Path dir = ReportFolder.prepare(reportDir);
        Header header = Suite.header(request, plan);
        long start = System.nanoTime();
        Path evidenceFile = dir.resolve(ReportFolder.EVIDENCE);
        ReportWriter reports = new ReportWriter(dir, target.base().toString(), known);
        try (Signals signals = Signals.watch()) {
            Suite.Outcome outcome;
            try (EvidenceWriter evidence = EvidenceWriter.create(evidenceFile, header);
                    Progress progress = Progress.on(quiet ? null : out, signals::stopWith)) {
                ConformanceEngine.Job job =
                        ConformanceEngine.run(request, plan, header, evidence::write, progress, reports::outcome);
                outcome = Platform.run(job, dir, reports::exchangeText);
            }
            long millis = (System.nanoTime() - start) / 1_000_000;
            return reports.finish(
                            outcome,
                            millis,
                            maxInconclusive,
                            quiet,
                            out,
                            spec.commandLine().getErr())
                    .code();
        }
    }

    private static Duration seconds(double seconds) {
        return Duration.ofMillis((long) Math.ceil(seconds * 1000));
    }

    /** Creates the folder of the reports. */
    static final class ReportFolder {
        static final String EVIDENCE = "evidence.jsonl";

        private ReportFolder() {}

        static Path prepare(@Nullable Path wanted) {
            String home = System.getProperty("tck.home");
            Path dir = wanted != null ? wanted : Path.of(home == null ? "." : home, "reports", "latest");
            try {
                Files.createDirectories(dir);
                Path allure = dir.resolve("allure-results");
                if (Files.isDirectory(allure)) {
                    try (var files = Files.list(allure)) {
                        for (Path file : files.toList()) {
                            Files.delete(file);
                        }
                    }
                }
                for (String name : List.of(
                        "results.json",
                        "results.sarif",
                        "index.html",
                        "junit.xml",
                        "summary.md",
                        "badge.svg",
                        EVIDENCE)) {
                    Files.deleteIfExists(dir.resolve(name));
                }
                return dir;
            } catch (IOException e) {
                throw new UsageException("--report-dir: the folder " + dir + " cannot be written: " + e.getMessage());
            }
        }
    }
}
