package org.responsestck.conformance.check.grammar;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.responsestck.conformance.evidence.ExchangeView.StreamEvent;

/** Reasoning text and its summary: pieces that add up, and the life of a summary part. */
final class Reasoning {
    /** A text that comes in deltas. */
    private static final class Run {
        final StringBuilder deltas = new StringBuilder();
        int count;

        @Nullable
        String done;

        Spot doneAt = Spot.STREAM;
        boolean added;
        boolean closed;
    }

    private final Rules rules;
    private final Findings findings;
    private final Map<Integer, TreeMap<Long, Run>> texts = new HashMap<>();
    private final Map<Integer, TreeMap<Long, Run>> summaries = new HashMap<>();

    Reasoning(Rules rules, Findings findings) {
        this.rules = rules;
        this.findings = findings;
    }

    void accept(StreamEvent event, EventType type, ItemState item) {
        Spot spot = Spot.of(event);
        switch (type.role()) {
            case REASON_DELTA, REASON_DONE -> {
                findings.judged(Invariant.T3);
                take(run(texts, item, event.data().path("content_index")), event, type, spot);
            }
            case SUMMARY_ADDED -> {
                Run run = run(summaries, item, event.data().path("summary_index"));
                lifecycle(!run.added && run.count == 0 && run.done == null, item, spot, type);
                run.added = true;
            }
            case SUMMARY_DELTA, SUMMARY_DONE -> {
                Run run = run(summaries, item, event.data().path("summary_index"));
                lifecycle(run.added && !run.closed && run.done == null, item, spot, type);
                take(run, event, type, spot);
            }
            case SUMMARY_CLOSED -> {
                Run run = run(summaries, item, event.data().path("summary_index"));
                lifecycle(run.added && run.done != null && !run.closed, item, spot, type);
                run.closed = true;
            }
            default -> {
                // Phases of hosted tools have no text.
            }
        }
    }

    private void lifecycle(boolean right, ItemState item, Spot spot, EventType type) {
        findings.judged(Invariant.T2);
        if (!right) {
            findings.broken(
                    Invariant.T2,
                    "order " + item.number,
                    "",
                    spot,
                    "/type",
                    "summary part added, filled, done",
                    type.type());
        }
    }

    private static Run run(Map<Integer, TreeMap<Long, Run>> runs, ItemState item, JsonNode index) {
        Long at = Json.integer(index);
        return runs.computeIfAbsent(item.number, k -> new TreeMap<>())
                .computeIfAbsent(at == null ? 0 : at, k -> new Run());
    }

    private static void take(Run run, StreamEvent event, EventType type, Spot spot) {
        if (type.word().equals("delta")) {
            run.deltas.append(event.data().path("delta").asText(""));
            run.count++;
        } else {
            run.done = event.data().path("text").asText("");
            run.doneAt = spot;
        }
    }

    void finish(ItemState item) {
        compare(item, texts.get(item.number), item.doneItem.path("content"), "/item/content/");
        TreeMap<Long, Run> summary = summaries.get(item.number);
        compare(item, summary, item.doneItem.path("summary"), "/item/summary/");
        if (summary != null && summary.lastKey() != summary.size() - 1) {
            findings.broken(
                    Invariant.T2,
                    "gap " + item.number,
                    "",
                    item.done,
                    "",
                    "summary_index 0 to " + (summary.size() - 1),
                    Findings.brief(summary.keySet()));
        }
    }

    private void compare(ItemState item, @Nullable TreeMap<Long, Run> runs, JsonNode shown, String pointer) {
        if (runs == null) {
            return;
        }
        runs.forEach((index, run) -> {
            if (run.done == null) {
                return;
            }
            findings.judged(Invariant.T1);
            if (run.count > 0 && !run.done.contentEquals(run.deltas)) {
                report(item, index, run.doneAt, "/text", run.deltas.toString(), run.done);
                return;
            }
            JsonNode part = shown.path(index.intValue());
            String text = Json.text(part, "text");
            if (text != null && !text.equals(run.done)) {
                report(item, index, item.done, pointer + index + "/text", run.done, text);
            }
        });
    }

    private void report(ItemState item, long index, Spot spot, String pointer, String expected, String actual) {
        String[] both = Json.excerpts(expected, actual);
        findings.broken(Invariant.T1, item.number + "/" + index, "", spot, pointer, both[0], both[1]);
    }
}
