package org.responsestck.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What differs between runs: two of one target, or one of each of many targets. */
public final class Comparison {
    private final List<String> names;
    private final List<Results> runs;

    /**
     * @param runs by name, in the order of their columns; at least two
     * @throws IllegalArgumentException if there are fewer, or they are of different profiles
     */
    public Comparison(Map<String, Results> runs) {
        if (runs.size() < 2) {
            throw new IllegalArgumentException("a comparison needs at least two runs");
        }
        this.names = List.copyOf(runs.keySet());
        this.runs = List.copyOf(runs.values());
        List<String> profiles =
                this.runs.stream().map(r -> r.target().profile()).distinct().toList();
        if (profiles.size() > 1) {
            throw new IllegalArgumentException("the runs are of different profiles: " + String.join(", ", profiles));
        }
    }

    /**
     * A requirement and its verdict in each run.
     *
     * @param verdicts in the order of the runs; NOT_APPLICABLE where a run does not have it
     */
    public record Row(String id, String title, List<Verdict> verdicts) {
        public Row {
            verdicts = List.copyOf(verdicts);
        }
    }

    /** Requirements whose verdict is not the same in every run, in catalogue order. */
    public List<Row> differences() {
        Map<String, String> titles = new LinkedHashMap<>();
        List<Map<String, Verdict>> verdicts = new ArrayList<>();
        for (Results run : runs) {
            Map<String, Verdict> of = new TreeMap<>();
            for (Results.Requirement row : run.requirements()) {
                titles.putIfAbsent(row.id(), row.title());
                of.put(row.id(), row.verdict());
            }
            verdicts.add(of);
        }
        List<Row> rows = new ArrayList<>();
        titles.forEach((id, title) -> {
            List<Verdict> all = verdicts.stream()
                    .map(v -> v.getOrDefault(id, Verdict.NOT_APPLICABLE))
                    .toList();
            if (all.stream().distinct().count() > 1) {
                rows.add(new Row(id, title, all));
            }
        });
        return rows;
    }

    /** Whether a requirement fails in the last run that did not fail in the first. */
    public boolean worse() {
        return differences().stream()
                .anyMatch(r -> fails(r.verdicts().get(runs.size() - 1))
                        && !fails(r.verdicts().get(0)));
    }

    private static boolean fails(Verdict verdict) {
        return verdict == Verdict.FAIL || verdict == Verdict.ERROR;
    }

    /** As Markdown, which a terminal shows well enough. */
    public String markdown() {
        StringBuilder text = new StringBuilder();
        line(text, "", names);
        text.append("|---".repeat(names.size() + 1)).append("|\n");
        line(text, "target", runs.stream().map(r -> r.target().url()).toList());
        line(
                text,
                "requirement set",
                runs.stream().map(r -> r.tool().requirementSet()).toList());
        line(
                text,
                "verdict",
                runs.stream()
                        .map(r -> r.outcome().words().toLowerCase(Locale.ROOT))
                        .toList());
        for (Verdict verdict : Verdict.values()) {
            line(
                    text,
                    words(verdict),
                    runs.stream()
                            .map(r -> String.valueOf(r.summary().verdicts().getOrDefault(verdict, 0)))
                            .toList());
        }
        List<Row> rows = differences();
        for (Row row : rows) {
            line(
                    text,
                    row.id() + " " + row.title(),
                    row.verdicts().stream().map(Comparison::words).toList());
        }
        text.append('\n')
                .append(rows.isEmpty() ? "No requirement differs." : rows.size() + " requirements differ.")
                .append('\n');
        return text.toString();
    }

    private static void line(StringBuilder text, String first, List<String> cells) {
        text.append("| ").append(cell(first));
        cells.forEach(c -> text.append(" | ").append(cell(c)));
        text.append(" |\n");
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }

    private static String words(Verdict verdict) {
        return verdict == Verdict.NOT_APPLICABLE ? "not judged" : verdict.name();
    }
}
