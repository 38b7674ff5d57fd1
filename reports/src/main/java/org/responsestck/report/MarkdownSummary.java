package org.responsestck.report;

import java.util.List;
import java.util.Map;

/** {@code summary.md}: for a pull request. */
public final class MarkdownSummary {
    private static final int MOST_FINDINGS = 30;
    private static final int MOST_IDS = 12;

    private MarkdownSummary() {}

    public static String of(Results results) {
        StringBuilder text = new StringBuilder();
        text.append("# ").append(results.outcome().words()).append("\n\n");
        text.append("`")
                .append(results.target().url())
                .append("`, profile ")
                .append(results.target().profile());
        text.append(", requirement set ")
                .append(results.tool().requirementSet())
                .append("\n\n");
        text.append(
                "| capability | pass | warn | inconclusive | fail | error | not judged |\n|---|---|---|---|---|---|---|\n");
        results.summary().capabilities().forEach((capability, counts) -> {
            text.append("| ").append(capability);
            for (Verdict verdict : Verdict.values()) {
                text.append(" | ").append(counts.getOrDefault(verdict, 0));
            }
            text.append(" |\n");
        });
        List<Findings.Entry> entries = Findings.byCause(results).stream()
                .flatMap(c -> c.entries().stream())
                .toList();
        if (!entries.isEmpty()) {
            text.append("\n## Findings\n\n");
            for (Findings.Entry entry : entries.subList(0, Math.min(MOST_FINDINGS, entries.size()))) {
                text.append("* **")
                        .append(entry.finding().severity())
                        .append(" ")
                        .append(entry.requirement().id());
                text.append("** ").append(plain(entry.requirement().statement()));
                text.append(" Expected ").append(code(entry.finding().expected()));
                text.append(", was ").append(code(entry.finding().actual()));
                text.append(" (").append(Findings.where(entry.finding())).append(")\n");
            }
            if (entries.size() > MOST_FINDINGS) {
                text.append("* … and ").append(entries.size() - MOST_FINDINGS).append(" more in index.html\n");
            }
        }
        for (Verdict verdict : List.of(Verdict.INCONCLUSIVE, Verdict.NOT_APPLICABLE)) {
            Map<String, List<Results.Requirement>> reasons = Findings.notJudged(results, verdict);
            if (!reasons.isEmpty()) {
                text.append(verdict == Verdict.INCONCLUSIVE ? "\n## Inconclusive\n\n" : "\n## Not judged\n\n");
                reasons.forEach((reason, rows) -> text.append("* ")
                        .append(rows.size())
                        .append(": ")
                        .append(plain(reason))
                        .append(" (")
                        .append(Findings.ids(rows, MOST_IDS))
                        .append(")\n"));
            }
        }
        return text.toString();
    }

    private static String code(String value) {
        String flat = value.replace('`', '\'').replaceAll("\\s+", " ");
        return "`" + (flat.isEmpty() ? " " : flat) + "`";
    }

    private static String plain(String text) {
        return text.replace("<", "&lt;").replaceAll("\\s+", " ");
    }
}
