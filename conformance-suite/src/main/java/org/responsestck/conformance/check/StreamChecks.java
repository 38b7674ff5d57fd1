package org.responsestck.conformance.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.responsestck.conformance.check.grammar.Rules;
import org.responsestck.conformance.check.grammar.StreamAnalysis;
import org.responsestck.conformance.check.grammar.Violation;
import org.responsestck.conformance.evidence.Evidence;
import org.responsestck.conformance.evidence.ExchangeView;

/** The stream grammar, over every event stream of the run. */
final class StreamChecks {
    private StreamChecks() {}

    static List<Check> checks() {
        List<Check> all = new ArrayList<>(List.of(
                grammar(
                        "stream-framing",
                        "STREAM-FRAME-002",
                        "STREAM-FRAME-003",
                        "STREAM-FRAME-004",
                        "STREAM-FRAME-005",
                        "STREAM-FRAME-006",
                        "STREAM-FRAME-010",
                        "STREAM-FRAME-011"),
                grammar("stream-unicode", "HTTP-UTF8-001"),
                grammar("stream-sequence-numbers", "STREAM-SEQ-001", "STREAM-SEQ-002", "STREAM-SEQ-003"),
                grammar(
                        "stream-order",
                        "STREAM-ORDER-001",
                        "STREAM-ORDER-002",
                        "STREAM-ORDER-003",
                        "STREAM-ORDER-005",
                        "STREAM-ORDER-006",
                        "STREAM-ORDER-009",
                        "USAGE-011"),
                grammar(
                        "stream-items",
                        "STREAM-ITEM-001",
                        "STREAM-ITEM-002",
                        "STREAM-ITEM-003",
                        "STREAM-ITEM-004",
                        "STREAM-ITEM-005",
                        "STREAM-ITEM-006",
                        "STREAM-ITEM-007",
                        "STREAM-ITEM-008",
                        "STREAM-ITEM-010",
                        "STREAM-ITEM-011"),
                grammar(
                        "stream-parts",
                        "STREAM-PART-001",
                        "STREAM-PART-002",
                        "STREAM-PART-003",
                        "STREAM-PART-004",
                        "STREAM-PART-005",
                        "STREAM-PART-006",
                        "STREAM-PART-007",
                        "STREAM-PART-008",
                        "STREAM-PART-011"),
                grammar("stream-final-snapshot", "STREAM-SNAP-001", "STREAM-SNAP-002", "STREAM-SNAP-004"),
                grammar("stream-function-calls", "TOOLS-FN-015", "TOOLS-FN-016", "TOOLS-FN-018"),
                whenPlayed("tool-server", grammar("stream-mcp-calls", "TOOLS-MCP-018")),
                grammar("stream-reasoning", "REASON-006", "REASON-007", "REASON-008"),
                grammar("stream-error-events", "STREAM-ERR-002", "STREAM-ERR-003", "STREAM-ERR-004")));
        all.addAll(StreamChecksEnd.checks());
        all.addAll(StreamChecksDelivery.checks());
        all.addAll(StreamChecksTwin.checks());
        return List.copyOf(all);
    }

    /** Every event stream of the run, analysed once. An answer without any event that does not call itself a stream is none. */
    static List<StreamAnalysis> analyses(Evidence evidence) {
        return evidence.derive("stream-analyses", e -> {
            Rules rules = Rules.of(e.header().profile());
            return e.streams().stream()
                    .filter(StreamChecks::readable)
                    .filter(view -> !refusedWithin(e, view))
                    .map(view -> StreamAnalysis.of(view, rules))
                    .toList();
        });
    }

    /** A wrong request whose answer calls itself a stream and has nothing of one: ERR-STREAM-001 judges that. */
    private static boolean refusedWithin(Evidence evidence, ExchangeView view) {
        return Probes.of(evidence).kind(view) != Probes.Kind.VALID
                && view.at().scenario().equals(RefusedStreams.SCENARIO)
                && view.events().stream().allMatch(event -> event.type().isEmpty());
    }

    private static boolean readable(ExchangeView view) {
        return view.isStream() || !view.sse().events().isEmpty() || view.sse().unterminated() != null;
    }

    private static Check grammar(String name, String... rows) {
        List<String> order = List.of(rows);
        return new Check(
                name,
                Set.of(rows),
                Set.of(),
                evidence ->
                        analyses(evidence).stream().flatMap(a -> order.stream().flatMap(row -> observe(a, row))));
    }

    /** The same check where only one scenario can make the target send what it is about. */
    private static Check whenPlayed(String scenario, Check check) {
        return new Check(check.name(), check.proves(), Set.of(scenario), check.judge());
    }

    /** What a stream says about one requirement: each breach, or that it held, or nothing. */
    static Stream<Observation> observe(StreamAnalysis analysis, String row) {
        List<Violation> broken = analysis.violations().stream()
                .filter(v -> v.requirement().equals(row))
                .toList();
        Where where = Where.exchange(analysis.view().id());
        if (!broken.isEmpty()) {
            return broken.stream()
                    .map(v -> new Observation.Broken(
                            row,
                            v.variant(),
                            where.event(v.event(), v.offset()).at(v.pointer()),
                            v.expected(),
                            v.actual()));
        }
        return analysis.judged().contains(row) ? Stream.of(new Observation.Held(row, where)) : Stream.empty();
    }
}
