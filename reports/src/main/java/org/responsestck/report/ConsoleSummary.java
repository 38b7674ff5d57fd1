package org.responsestck.report;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What a terminal shows after a run. No single percentage; what was not judged is named. */
public final class ConsoleSummary {
    private static final int MOST_CAUSES = 12;
    private static final int MOST_ENTRIES = 8;
    private static final int MOST_REASONS = 12;
    private static final int MOST_IDS = 4;

    private ConsoleSummary() {}

    /** The whole summary. */
    public static String of(Results results) {
        List<String> lines = new ArrayList<>();
        capabilities(results, lines);
        findings(results, lines);
        open(results, lines);
        lines.add("");
        lines.add(verdictLine(results));
        return String.join("\n", lines) + "\n";
    }

    /** The last line alone. */
    public static String verdictLine(Results results) {
        Map<Verdict, Integer> v = results.summary().verdicts();
        String counts = v.get(Verdict.PASS) + " PASS, " + v.get(Verdict.WARN) + " WARN, " + v.get(Verdict.INCONCLUSIVE)
                + " INCONCLUSIVE, " + v.get(Verdict.FAIL) + " FAIL, " + v.get(Verdict.ERROR) + " ERROR, "
                + v.get(Verdict.NOT_APPLICABLE) + " not judged";
        long known =
                results.requirements().stream().filter(r -> r.known() != null).count();
        if (known > 0) {
            counts += ", " + known + " of the FAIL known";
        }
        return results.outcome().words().toUpperCase(Locale.ROOT) + "  "
                + results.target().profile() + "  " + counts;
    }

    private static void capabilities(Results results, List<String> lines) {
        lines.add(String.format("%n%-20s %6s %6s %6s %6s %6s %6s", "", "pass", "warn", "open", "fail", "error", "n/a"));
        results.summary().capabilities().forEach((capability, counts) -> {
            StringBuilder line = new StringBuilder(String.format("%-20s", capability));
            for (Verdict verdict : Verdict.values()) {
                int n = counts.getOrDefault(verdict, 0);
                line.append(String.format(" %6s", n == 0 ? "·" : String.valueOf(n)));
            }
            lines.add(line.toString());
        });
    }

    private static void findings(Results results, List<String> lines) {
        List<Findings.Cause> causes = Findings.byCause(results);
        Set<String> told = new HashSet<>();
        for (Findings.Cause cause : causes.subList(0, Math.min(MOST_CAUSES, causes.size()))) {
            lines.add("");
            List<Findings.Entry> entries = cause.entries();
            for (Findings.Entry entry : entries.subList(0, Math.min(MOST_ENTRIES, entries.size()))) {
                finding(entry, told, lines);
            }
            if (entries.size() > MOST_ENTRIES) {
                lines.add("       … and " + (entries.size() - MOST_ENTRIES) + " more findings on this exchange");
            }
            if (!cause.blocks().isEmpty()) {
                lines.add("       blocks    " + cause.blocks().size() + " requirements stay open because of this: "
                        + Findings.ids(cause.blocks(), MOST_IDS));
            }
            if (lines.get(lines.size() - 1).startsWith(" ")) {
                String repeat = entries.get(0).finding().repeat();
                lines.add("       repeat    "
                        + repeat.lines()
                                .map(ConsoleSummary::shorten)
                                .collect(Collectors.joining("\n                 ")));
            }
        }
        if (causes.size() > MOST_CAUSES) {
            lines.add("");
            lines.add("… " + (causes.size() - MOST_CAUSES) + " more exchanges with findings; see index.html");
        }
    }

    /** A requirement that is broken in more than one place is told once and then only named. */
    private static void finding(Findings.Entry entry, Set<String> told, List<String> lines) {
        Results.Finding finding = entry.finding();
        String id = entry.requirement().id();
        if (!told.add(id)) {
            lines.add(String.format("%-4s %-18s again at %s", finding.severity(), id, Findings.where(finding)));
            return;
        }
        lines.add(String.format(
                "%-4s %-18s %s", finding.severity(), id, entry.requirement().statement()));
        if (entry.requirement().known() != null) {
            lines.add("       known     " + entry.requirement().known());
        }
        lines.add("       expected  " + finding.expected());
        lines.add("       actual    " + finding.actual());
        lines.add("       where     " + Findings.where(finding));
    }

    private static String shorten(String command) {
        return command.length() <= 600 ? command : command.substring(0, 600) + "… (whole in index.html)";
    }

    private static void open(Results results, List<String> lines) {
        for (Verdict verdict : List.of(Verdict.ERROR, Verdict.INCONCLUSIVE, Verdict.NOT_APPLICABLE)) {
            Map<String, List<Results.Requirement>> reasons = Findings.notJudged(results, verdict);
            if (reasons.isEmpty()) {
                continue;
            }
            lines.add("");
            lines.add(
                    switch (verdict) {
                        case ERROR -> "Could not be judged:";
                        case INCONCLUSIVE -> "Inconclusive:";
                        default -> "Not judged:";
                    });
            int shown = 0;
            for (Map.Entry<String, List<Results.Requirement>> reason : reasons.entrySet()) {
                if (shown++ == MOST_REASONS) {
                    lines.add("  … and " + (reasons.size() - MOST_REASONS) + " more reasons; see index.html");
                    break;
                }
                List<Results.Requirement> rows = reason.getValue();
                lines.add(String.format("  %3d  %s (%s)", rows.size(), reason.getKey(), Findings.ids(rows, MOST_IDS)));
            }
        }
    }
}
