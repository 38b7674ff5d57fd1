package org.responsestck.conformance.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.responsestck.report.Comparison;
import org.responsestck.report.Results;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tck compare}: what changed between two runs, or a matrix of several targets. */
@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        description = {
            "Shows what differs between runs: what changed between two, or a matrix of many targets.",
            "Exit code 1 when a requirement fails in the last run that did not fail in the first."
        })
final class CompareCommand implements Callable<Integer> {
    @Parameters(
            arity = "2..*",
            paramLabel = "RUN",
            description =
                    "results.json files, or the folders that hold them; the first is what the last is held against.")
    private List<Path> files = List.of();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Map<String, Results> runs = new LinkedHashMap<>();
        for (Path given : files) {
            if (runs.put(given.toString(), SelectionOptions.results(given)) != null) {
                throw new UsageException(given + " is there twice");
            }
        }
        Comparison comparison;
        try {
            comparison = new Comparison(runs);
        } catch (IllegalArgumentException e) {
            throw new UsageException(e.getMessage());
        }
        PrintWriter out = spec.commandLine().getOut();
        out.print(comparison.markdown());
        out.flush();
        return comparison.worse() ? Exit.NOT_CONFORMANT.code() : Exit.CONFORMANT.code();
    }
}
