package org.responsestck.conformance.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.responsestck.mock.Backend;
import org.responsestck.mock.journal.ClientVerdict;
import org.responsestck.mock.journal.Exchange;
import org.responsestck.mock.journal.Journal;
import org.responsestck.mock.transport.Watch;

/** What a mock says of its life when it is stopped. */
final class MockSummary {
    /** Most lines of one list. */
    private static final int MOST_LINES = 20;

    private MockSummary() {}

    static void print(Backend backend, PrintWriter out) {
        Journal journal = backend.journal();
        List<Exchange> all = journal.exchanges();
        out.println();
        if (!journal.on()) {
            out.println("There is no journal to sum up.");
        } else {
            out.println("Asked: " + journal.arrived() + (journal.arrived() == 1 ? " request" : " requests")
                    + (journal.forgotten() > 0 ? "; the oldest " + journal.forgotten() + " are forgotten" : ""));
            asked(all).forEach((what, count) -> out.println("  " + count + " × " + what));
            lines(
                    out,
                    "No script matched:",
                    journal.unmatched().stream()
                            .map(e -> "#" + e.number() + " " + e.facts().miss())
                            .toList());
            verdict(backend.client(), out);
        }
        lines(out, "Never played:", backend.scripts().unplayed());
        out.flush();
    }

    private static Map<String, Integer> asked(List<Exchange> all) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (Exchange exchange : all) {
            String what = exchange.facts().operation().isEmpty()
                    ? exchange.method() + " elsewhere"
                    : exchange.facts().operation();
            String end = exchange.answer().end() == Watch.End.WHOLE ? "" : ", not to the end";
            counts.merge(what + " -> " + exchange.answer().status() + end, 1, Integer::sum);
        }
        return counts;
    }

    private static void verdict(ClientVerdict verdict, PrintWriter out) {
        if (verdict.clean()) {
            out.println("The client did nothing wrong that a server can see.");
        } else {
            lines(
                    out,
                    "The client misbehaved:",
                    verdict.complaints().stream()
                            .map(ClientVerdict.Complaint::toString)
                            .toList());
        }
    }

    private static void lines(PrintWriter out, String title, List<String> lines) {
        if (lines.isEmpty()) {
            return;
        }
        out.println(title);
        lines.stream().limit(MOST_LINES).forEach(line -> out.println("  " + line));
        if (lines.size() > MOST_LINES) {
            out.println("  and " + (lines.size() - MOST_LINES) + " more");
        }
    }
}
