package org.responsestck.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Results made by hand. */
final class Samples {
    private Samples() {}

    static Results.Finding finding(String severity, int exchange, String actual) {
        return new Results.Finding(
                "a-check",
                "",
                severity,
                "status 404",
                actual,
                exchange,
                3,
                "/response/id",
                120L,
                2,
                "curl -X POST 'http://h/v1'");
    }

    static Results.Requirement row(
            String id, String capability, Verdict verdict, String reason, Results.Finding... findings) {
        return new Results.Requirement(
                id,
                "A title",
                "A statement about " + id + ".",
                "MUST",
                "FAIL",
                capability,
                "seed",
                List.of("SEED L1"),
                verdict,
                reason,
                3,
                List.of(findings),
                List.of(),
                null);
    }

    static Results results(List<Results.Requirement> rows) {
        boolean good = rows.stream().noneMatch(r -> r.verdict() == Verdict.FAIL || r.verdict() == Verdict.ERROR);
        return new Results(
                Results.FORMAT,
                "run",
                7,
                1.0,
                new Results.Tool("responses-tck", "1", "fireworks@2026-11-24"),
                new Results.Target("http://h/v1", "fireworks", "", "m", Map.of("websocket", false)),
                new Results.Evidence("evidence.jsonl", "responses-tck/evidence/1"),
                "2026-11-24T00:00:00Z",
                1234,
                new Results.Cost(10, 8, 100, 50),
                Results.summarise(good, rows),
                rows);
    }

    static Results everyVerdict() {
        return results(List.of(
                row("A-1", "core", Verdict.PASS, ""),
                row("A-2", "core", Verdict.WARN, "", finding("WARN", 12, "status 410")),
                row("A-3", "core", Verdict.INCONCLUSIVE, "the model did not say"),
                row("B-1", "chaining", Verdict.FAIL, "", finding("FAIL", 12, "status 200")),
                row("B-2", "chaining", Verdict.FAIL, "", finding("FAIL", 9, "status 500")),
                row("B-3", "chaining", Verdict.ERROR, "check x failed"),
                row("B-4", "chaining", Verdict.NOT_APPLICABLE, "needs a second key"),
                row("B-5", "chaining", Verdict.PASS, "", finding("INFO", 9, "noted only"))));
    }

    static Results huge(int rows) {
        List<Results.Requirement> all = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            all.add(row("R-" + i, "c" + i % 20, Verdict.FAIL, "", finding("FAIL", i, "x".repeat(300))));
        }
        return results(all);
    }
}
