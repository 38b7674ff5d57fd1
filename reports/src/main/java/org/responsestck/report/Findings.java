package org.responsestck.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Findings in the order in which a reader should see them: the gravest first, what stands on the same exchange together. */
final class Findings {
    private Findings() {}

    /** A requirement that is broken, and where it was first seen. */
    record Entry(Results.Requirement requirement, Results.Finding finding) {}

    /**
     * All entries on one exchange.
     *
     * @param blocks requirements that stay open because of one of the entries
     */
    record Cause(int exchange, List<Entry> entries, List<Results.Requirement> blocks) {
        int weight() {
            return entries.size() + blocks.size();
        }
    }

    /** Only requirements whose verdict shows a breach; findings that are merely noted are left out. */
    static List<Cause> byCause(Results results) {
        Map<Integer, List<Entry>> groups = new LinkedHashMap<>();
        for (Results.Requirement requirement : results.requirements()) {
            for (Results.Finding finding : requirement.findings()) {
                if (!finding.severity().equals("INFO")) {
                    groups.computeIfAbsent(finding.exchange(), e -> new ArrayList<>())
                            .add(new Entry(requirement, finding));
                }
            }
        }
        List<Cause> causes = new ArrayList<>();
        groups.forEach((exchange, entries) -> {
            entries.sort(Comparator.comparingInt(e -> gravity(e.finding())));
            causes.add(new Cause(exchange, List.copyOf(entries), blockedBy(results, entries)));
        });
        causes.sort(
                Comparator.<Cause>comparingInt(c -> gravity(c.entries().get(0).finding()))
                        .thenComparing(c -> -c.weight())
                        .thenComparingInt(Cause::exchange));
        return causes;
    }

    /** Requirements that stay open because of this one. */
    static List<Results.Requirement> blockedBy(Results results, Results.Requirement blocker) {
        return results.requirements().stream()
                .filter(r -> r.blockedBy().contains(blocker.id()))
                .toList();
    }

    private static List<Results.Requirement> blockedBy(Results results, List<Entry> entries) {
        return entries.stream()
                .flatMap(e -> blockedBy(results, e.requirement()).stream())
                .distinct()
                .toList();
    }

    /** Some ids, and how many more there are. */
    static String ids(List<Results.Requirement> rows, int most) {
        return String.join(
                        ", ",
                        rows.subList(0, Math.min(most, rows.size())).stream()
                                .map(Results.Requirement::id)
                                .toList())
                + (rows.size() > most ? ", …" : "");
    }

    private static int gravity(Results.Finding finding) {
        return finding.severity().equals("FAIL") ? 0 : 1;
    }

    /** Where a finding stands, in words. */
    static String where(Results.Finding finding) {
        return "exchange " + finding.exchange()
                + (finding.event() == null ? "" : ", event " + finding.event())
                + (finding.pointer().isEmpty() ? "" : ", " + finding.pointer())
                + (finding.offset() == null ? "" : ", byte " + finding.offset())
                + (finding.times() > 1 ? " (and " + (finding.times() - 1) + " more)" : "");
    }

    /** Reasons of what was not judged, with how many requirements each holds back, most first. */
    static Map<String, List<Results.Requirement>> notJudged(Results results, Verdict verdict) {
        Map<String, List<Results.Requirement>> reasons = new LinkedHashMap<>();
        results.requirements().stream()
                .filter(r -> r.verdict() == verdict)
                .forEach(r -> reasons.computeIfAbsent(r.reason(), k -> new ArrayList<>())
                        .add(r));
        Map<String, List<Results.Requirement>> sorted = new LinkedHashMap<>();
        reasons.entrySet().stream()
                .sorted(Comparator.comparingInt(e -> -e.getValue().size()))
                .forEach(e -> sorted.put(e.getKey(), e.getValue()));
        return sorted;
    }
}
