package org.responsestck.conformance.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
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
        description = "Plays defects, variations and quirks of the mock against the suite.")
final class SelftestCommand implements Callable<Integer> {
    @Option(
            names = "--full",
            description = "Plays every defect against everything, not only the requirements it names.")
    private boolean full;

    @Option(names = "--only", paramLabel = "ID", description = "Only these twists. Repeatable.")
    private List<String> only = new java.util.ArrayList<>();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        SelfTest selfTest = new SelfTest("fireworks", full, 4);
        long passing = selfTest.plain().values().stream()
                .filter(v -> v == Verdict.PASS)
                .count();
        long failing = selfTest.plain().values().stream()
                .filter(v -> v == Verdict.FAIL || v == Verdict.ERROR)
                .count();
        out.printf("plain mock: %d requirements PASS, %d FAIL or ERROR%n", passing, failing);
        int[] counts = new int[2];
        List<Twist> twists = Twists.all().stream()
                .filter(t -> only.isEmpty() || only.contains(t.id()))
                .filter(t -> !Twists.needsToolServer(t))
                .toList();
        List<String> unseen = Twists.all().stream()
                .filter(t -> only.isEmpty() || only.contains(t.id()))
                .filter(Twists::needsToolServer)
                .map(Twist::id)
                .toList();
        if (!unseen.isEmpty()) {
            out.println("not played, for only a tool server of one's own sees them: " + String.join(", ", unseen));
        }
        selfTest.run(twists, result -> {
            counts[result.asExpected() ? 0 : 1]++;
            out.printf(
                    "%-4s %-9s %-32s %s%n",
                    result.asExpected() ? "ok" : "BAD",
                    result.twist().kind().name().toLowerCase(java.util.Locale.ROOT),
                    result.twist().id(),
                    (result.asExpected() ? "" : String.join("; ", result.wrong()) + " | ") + noticed(result.noticed()));
            out.flush();
        });
        out.printf("%d as expected, %d not%n", counts[0], counts[1]);
        return counts[1] == 0 && failing == 0 ? Exit.CONFORMANT.code() : Exit.NOT_CONFORMANT.code();
    }

    private static String noticed(Map<String, Verdict> noticed) {
        return noticed.isEmpty()
                ? "silent"
                : String.join(
                        ", ",
                        noticed.entrySet().stream()
                                .map(e -> e.getKey() + " " + e.getValue())
                                .toList());
    }
}
