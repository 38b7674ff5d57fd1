package org.responsestck.conformance.cli;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.responsestck.conformance.requirement.Catalogue;
import org.responsestck.conformance.requirement.Level;
import org.responsestck.conformance.run.Selection;
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
        return new Selection(levels, include, exclude, smoke);
    }
}
