package org.responsestck.conformance.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.responsestck.conformance.dialect.Dialects;
import org.responsestck.conformance.selftest.KillMatrix;
import org.responsestck.conformance.selftest.MutationReport;
import org.responsestck.conformance.selftest.SelfTest;
import org.responsestck.mock.defect.Twist;
import org.responsestck.mock.defect.Twists;
import org.responsestck.report.Verdict;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tck selftest}: the kill matrix. */
@Command(
        name = "selftest",
        mixinStandardHelpOptions = true,
        description = "Plays defects, variations and quirks of the mock against the suite, and mutants of transcripts.")
final class SelftestCommand implements Callable<Integer> {
    private static final String PROFILE = Dialects.DEFAULT;

    @Option(
            names = "--full",
            description = "Plays every defect against everything, not only the requirements it names and a smoke run.")
    private boolean full;

    @Option(names = "--only", paramLabel = "ID", description = "Only these twists, and no transcripts. Repeatable.")
    private List<String> only = new ArrayList<>();

    @Option(
            names = "--mutants",
            paramLabel = "N",
            defaultValue = "150",
            description = "Most mutants of each transcript; 0 for none (default: 150).")
    private int mutants = 150;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "20261124", description = "Seed of the mutants.")
    private long seed = 20261124;

    @Option(names = "--json", paramLabel = "FILE", description = "Writes the matrix there too.")
    private @Nullable Path json;

    @Option(names = "--html", paramLabel = "FILE", description = "Writes the matrix there as a page.")
    private @Nullable Path html;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        List<Twist> twists = twists();
        PrintWriter out = spec.commandLine().getOut();
        SelfTest selfTest = new SelfTest(PROFILE, full ? SelfTest.Breadth.FULL : SelfTest.Breadth.SMOKE);
        long passing = count(selfTest, Verdict.PASS);
        long failing = count(selfTest, Verdict.FAIL) + count(selfTest, Verdict.ERROR);
        out.printf("plain mock: %d requirements PASS, %d FAIL or ERROR%n%n", passing, failing);
        List<SelfTest.Result> results = selfTest.run(twists, result -> twist(out, result));
        MutationReport report = only.isEmpty() && mutants > 0 ? MutationReport.make(seed, mutants) : null;
        KillMatrix matrix = new KillMatrix(PROFILE, results, report);
        if (report != null) {
            transcripts(out, report);
        }
        if (only.isEmpty()) {
            requirements(out, matrix);
        }
        List<String> wrong = matrix.wrong();
        if (!wrong.isEmpty()) {
            out.println();
        }
        wrong.forEach(w -> out.println("BAD  " + w));
        out.printf(
                "%n%d twists as expected, %d not%n",
                results.stream().filter(SelfTest.Result::asExpected).count(),
                results.stream().filter(r -> !r.asExpected()).count());
        if (json != null) {
            matrix.write(json);
        }
        if (html != null) {
            matrix.writePage(html);
        }
        return wrong.isEmpty() && failing == 0 ? Exit.CONFORMANT.code() : Exit.NOT_CONFORMANT.code();
    }

    private List<Twist> twists() {
        List<String> known = Twists.all().stream().map(Twist::id).toList();
        for (String id : only) {
            if (!known.contains(id)) {
                throw new UsageException("no defect, variation or quirk " + id);
            }
        }
        return Twists.all().stream()
                .filter(t -> only.isEmpty() || only.contains(t.id()))
                .toList();
    }

    private static long count(SelfTest selfTest, Verdict verdict) {
        return selfTest.plain().values().stream().filter(v -> v == verdict).count();
    }

    private static void twist(PrintWriter out, SelfTest.Result result) {
        out.printf(
                "%-4s %-9s %-36s %s%n",
                result.asExpected() ? "ok" : "BAD",
                result.twist().kind().name().toLowerCase(Locale.ROOT),
                result.twist().id(),
                (result.asExpected() ? "" : String.join("; ", result.wrong()) + " | ") + noticed(result));
        out.flush();
    }

    /** The requirements that a defect names first, then the echoes of others. */
    private static String noticed(SelfTest.Result result) {
        List<String> named = new ArrayList<>();
        List<String> echoes = new ArrayList<>();
        for (Map.Entry<String, Verdict> one : result.noticed().entrySet()) {
            boolean mine = result.twist().earns().contains(one.getKey());
            (mine ? named : echoes).add(one.getKey() + " " + one.getValue());
        }
        if (named.isEmpty() && echoes.isEmpty()) {
            return "silent";
        }
        return String.join(", ", named) + (echoes.isEmpty() ? "" : " (also " + String.join(", ", echoes) + ")");
    }

    private static void transcripts(PrintWriter out, MutationReport report) {
        int all = report.mutants();
        long alive = all - report.noticed();
        out.printf(
                "%nmutants of transcripts: %d, of them %d noticed, %d legal or told from nothing by a written reason, %d open, %d unexplained%n",
                all,
                report.noticed(),
                alive - report.open() - report.unexplained().size(),
                report.open(),
                report.unexplained().size());
        out.printf(
                "legal changes of transcripts: %d, of them %d accused%n",
                report.legal(), report.falseAlarms().size());
        report.byOperator()
                .forEach((operator, counts) ->
                        out.printf("     %-24s %5d of %5d noticed%n", operator, counts[1], counts[0]));
    }

    private static void requirements(PrintWriter out, KillMatrix matrix) {
        out.printf("%nrequirement            level   defects, and mutants of transcripts%n");
        for (KillMatrix.Row row : matrix.rows()) {
            String seen = String.join(", ", row.defects())
                    + (row.mutants().isEmpty() ? "" : " +" + row.mutantCount() + " mutants");
            if (!seen.isEmpty()) {
                out.printf(
                        "%-22s %-7s %s%n",
                        row.requirement().id(), row.requirement().level().get(PROFILE), seen.strip());
            }
        }
        List<String> blind = matrix.blind();
        out.printf(
                "%nMUST rows that no defect and no mutant breaks (%d): %s%n",
                blind.size(), blind.stream().collect(Collectors.joining(", ")));
    }
}
