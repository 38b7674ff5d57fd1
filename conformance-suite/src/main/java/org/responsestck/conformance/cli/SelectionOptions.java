package org.responsestck.conformance.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.responsestck.conformance.requirement.Catalogue;
import org.responsestck.conformance.requirement.Level;
import org.responsestck.conformance.requirement.Requirement;
import org.responsestck.conformance.run.Selection;
import org.responsestck.report.Results;
import org.responsestck.report.ResultsFile;
import org.responsestck.report.Verdict;
import picocli.CommandLine.Option;

/** The options that choose requirements. */
final class SelectionOptions {
    enum Words {
        must,
        should,
        all
    }

    @Option(
            names = "--level",
            paramLabel = "must|should|all",
            description = "must: only MUST rows; should: MUST and SHOULD (default: all).",
            defaultValue = "all")
    Words level = Words.all;

    @Option(names = "--include", paramLabel = "GLOB", description = "Only these ids or capabilities. Repeatable.")
    List<String> include = new ArrayList<>();

    @Option(names = "--exclude", paramLabel = "GLOB", description = "Not these ids or capabilities. Repeatable.")
    List<String> exclude = new ArrayList<>();

    @Option(
            names = "--failed-from",
            paramLabel = "RUN",
            description = "Only what failed in an earlier run: a results.json, or the folder that holds it.")
    @Nullable
    Path failedFrom;

    @Option(names = "--smoke", description = "Only what a handful of requests can show.")
    boolean smoke;

    Selection selection(String profile) {
        for (String glob : include) {
            if (Catalogue.load().of(profile).stream().noneMatch(r -> Selection.matches(glob, r))) {
                throw new UsageException("--include " + glob + " names no requirement or capability of profile "
                        + profile + "; 'tck list requirements' and 'tck list capabilities' show them");
            }
        }
        Set<Level> levels = switch (level) {
            case must -> EnumSet.of(Level.MUST);
            case should -> EnumSet.of(Level.MUST, Level.SHOULD);
            case all -> EnumSet.allOf(Level.class);
        };
        return new Selection(levels, failedFrom == null ? include : failed(profile), exclude, smoke);
    }

    /** Ids that failed in the earlier run and that {@code --include} lets in. */
    private List<String> failed(String profile) {
        Results run = results(Objects.requireNonNull(failedFrom));
        Selection narrow = new Selection(EnumSet.allOf(Level.class), include, List.of(), false);
        List<String> ids = run.requirements().stream()
                .filter(r -> r.verdict() == Verdict.FAIL || r.verdict() == Verdict.ERROR)
                .flatMap(r -> Catalogue.load().find(r.id()).stream())
                .filter(r -> r.appliesTo(profile) && narrow.selects(r, profile))
                .map(Requirement::id)
                .toList();
        if (ids.isEmpty()) {
            throw new UsageException("--failed-from " + failedFrom + ": nothing failed there that could be run again");
        }
        return ids;
    }

    /** @throws UsageException if there are no results of this version */
    static Results results(Path run) {
        Path file = Files.isDirectory(run) ? run.resolve("results.json") : run;
        try {
            return ResultsFile.read(file);
        } catch (IOException e) {
            throw new UsageException("the results " + file + " cannot be read: " + e.getMessage());
        }
    }
}
