package org.responsestck.conformance.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.responsestck.conformance.check.grammar.StreamAnalysis;
import org.responsestck.conformance.check.grammar.StreamAnalysis.Terminal;
import org.responsestck.conformance.evidence.Evidence;
import org.responsestck.conformance.evidence.ExchangeView;
import org.responsestck.conformance.evidence.Why;
import org.responsestck.conformance.wire.End;

/** How streams are delivered: media type, Accept, timing, the number of pieces. */
final class StreamChecksDelivery {
    private static final String MEDIA_TYPE = "STREAM-FRAME-001";
    private static final String ENDS = "STREAM-FRAME-008";
    private static final String INCREMENTAL = "STREAM-FRAME-009";
    private static final String ACCEPT = "STREAM-FRAME-013";
    private static final String SEVERAL = "STREAM-PART-009";

    private static final long MILLI = 1_000_000;
    private static final long END_BOUND = 5_000 * MILLI;
    private static final long SHORTEST = 300 * MILLI;
    private static final long BURST = 50 * MILLI;
    private static final double LATE = 0.8;
    private static final int LONG_TOKENS = 60;
    /** Text of this many characters surely has more than 60 tokens in a language of letters, whatever the usage says. */
    private static final int LONG_CHARACTERS = 200;

    private StreamChecksDelivery() {}

    static List<Check> checks() {
        return List.of(
                new Check("stream-media-type", Set.of(MEDIA_TYPE), Set.of(), StreamChecksDelivery::mediaType),
                new Check("stream-body-ends", Set.of(ENDS), Set.of(), StreamChecksDelivery::ends),
                new Check(
                        "stream-incremental-delivery",
                        Set.of(INCREMENTAL),
                        Set.of("stream"),
                        StreamChecksDelivery::incremental),
                new Check("stream-accept-header", Set.of(ACCEPT), Set.of("stream"), StreamChecksDelivery::accept),
                new Check("stream-several-deltas", Set.of(SEVERAL), Set.of(), StreamChecksDelivery::several));
    }

    // ---------------------------------------------------------------- media type

    private static Stream<Observation> mediaType(Evidence evidence) {
        List<Observation> all = new ArrayList<>();
        for (ExchangeView view : evidence.exchanges()) {
            // A request that accepts something else only is the matter of STREAM-FRAME-013.
            if (view.isCreate() && view.askedForStream() && acceptsStream(view)) {
                if (view.ok()) {
                    all.add(answered(view));
                } else if (view.at().scenario().equals("stream")
                        && !view.at().step().startsWith("accept")) {
                    all.add(unanswered(view));
                }
            }
        }
        return all.stream();
    }

    private static boolean acceptsStream(ExchangeView view) {
        for (Map.Entry<String, String> header : view.call().headers().entrySet()) {
            if (header.getKey().equalsIgnoreCase("accept")) {
                String value = header.getValue().toLowerCase(Locale.ROOT);
                return value.contains("text/event-stream") || value.contains("*/*") || value.contains("text/*");
            }
        }
        return true;
    }

    private static Observation answered(ExchangeView view) {
        Where where = Where.exchange(view.id());
        if (!view.isStream()) {
            String type = view.header("content-type").orElse("no Content-Type");
            return new Observation.Broken(
                    MEDIA_TYPE, "", where, "200, text/event-stream", view.status() + ", " + cut(type));
        }
        if (view.status() != 200) {
            return new Observation.Broken(MEDIA_TYPE, "other-status", where, "status 200", "status " + view.status());
        }
        return new Observation.Held(MEDIA_TYPE, where);
    }

    private static Observation unanswered(ExchangeView view) {
        Where where = Where.exchange(view.id());
        int status = view.status();
        if (status == 401 || status == 403) {
            return new Observation.Unclear(MEDIA_TYPE, Why.OPTION_MISSING, "status " + status, false, where);
        }
        if (status >= 400 && status < 500 && status != 429 && status != 408) {
            return new Observation.Broken(MEDIA_TYPE, "refused", where, "200, text/event-stream", "status " + status);
        }
        Why why = status == 429 ? Why.BUDGET : status == 0 ? Why.UNREACHABLE : Why.WIRE;
        return new Observation.Unclear(MEDIA_TYPE, why, status == 0 ? "no answer" : "status " + status, true, where);
    }

    // ---------------------------------------------------------------- end of the body

    private static Stream<Observation> ends(Evidence evidence) {
        long bound = (long) (END_BOUND * evidence.header().patience());
        List<Observation> all = new ArrayList<>();
        for (StreamAnalysis analysis : StreamChecks.analyses(evidence)) {
            Terminal terminal = analysis.terminal().orElse(null);
            ExchangeView view = analysis.view();
            if (terminal == null || (view.end() != End.COMPLETE && view.end() != End.TIMEOUT)) {
                continue;
            }
            long from = Math.max(terminal.nanos(), lastArrival(view));
            long spent = view.exchange().durationNanos() - from;
            Where where = Where.exchange(view.id()).event(terminal.event(), -1);
            if (spent > bound) {
                all.add(new Observation.Broken(
                        ENDS,
                        "",
                        where,
                        "the body ends within " + bound / MILLI + " ms after " + terminal.type(),
                        view.end() == End.TIMEOUT
                                ? "still open after " + spent / MILLI + " ms"
                                : spent / MILLI + " ms"));
            } else if (view.end() == End.COMPLETE) {
                all.add(new Observation.Held(ENDS, where));
            } else {
                all.add(new Observation.Unclear(
                        ENDS, Why.BUDGET, "given up " + spent / MILLI + " ms after the terminal event", false, where));
            }
        }
        return all.stream();
    }

    /** Arrival of the end marker when it came, else of the last event. */
    private static long lastArrival(ExchangeView view) {
        List<ExchangeView.StreamEvent> events = view.events();
        for (int i = events.size() - 1; i >= 0 && i >= events.size() - 4; i--) {
            if (events.get(i).done()) {
                return events.get(i).sse().nanos();
            }
        }
        return 0;
    }

    // ---------------------------------------------------------------- timing

    private static Stream<Observation> incremental(Evidence evidence) {
        return best(StreamChecks.analyses(evidence).stream()
                .filter(a -> at(a, "stream", "long"))
                .filter(a -> a.terminal().isPresent())
                .map(StreamChecksDelivery::timing)
                .toList());
    }

    private static boolean at(StreamAnalysis analysis, String scenario, String step) {
        return analysis.view().at().scenario().equals(scenario)
                && analysis.view().at().step().equals(step);
    }

    private static Observation timing(StreamAnalysis analysis) {
        Where where = Where.exchange(analysis.view().id());
        StreamAnalysis.Text text = analysis.text();
        long total = analysis.terminal().orElseThrow().nanos();
        if (text.deltas() == 0) {
            return new Observation.Unclear(INCREMENTAL, Why.MODEL, "no text was streamed", true, where);
        }
        if (total < SHORTEST) {
            return new Observation.Unclear(
                    INCREMENTAL,
                    Why.MODEL,
                    "the whole answer took " + total / MILLI + " ms: too fast to tell",
                    false,
                    where);
        }
        if (text.firstNanos() < total * LATE) {
            return new Observation.Held(INCREMENTAL, where);
        }
        String share = "first text delta after " + text.firstNanos() / MILLI + " ms of " + total / MILLI + " ms";
        if (text.lastNanos() - text.firstNanos() <= BURST) {
            return new Observation.Broken(
                    INCREMENTAL, "", where, "text that arrives while it is written", share + ", all of it at once");
        }
        return new Observation.Unclear(INCREMENTAL, Why.MODEL, share, true, where);
    }

    /** What cannot be told in one take does not matter when another take told. */
    private static Stream<Observation> best(List<Observation> all) {
        boolean told = all.stream().anyMatch(o -> !(o instanceof Observation.Unclear));
        return all.stream().filter(o -> !told || !(o instanceof Observation.Unclear));
    }

    // ---------------------------------------------------------------- number of deltas

    private static Stream<Observation> several(Evidence evidence) {
        List<Observation> all = new ArrayList<>();
        for (StreamAnalysis analysis : StreamChecks.analyses(evidence)) {
            Terminal terminal = analysis.terminal().orElse(null);
            StreamAnalysis.Text text = analysis.text();
            if (terminal == null || terminal.type().equals("response.failed")) {
                continue;
            }
            Where where = Where.exchange(analysis.view().id());
            long tokens = tokens(terminal.response(), text.characters());
            if (text.deltas() >= 2 && tokens >= LONG_TOKENS) {
                all.add(new Observation.Held(SEVERAL, where));
            } else if (text.deltas() == 1 && tokens >= LONG_TOKENS && text.characters() >= LONG_CHARACTERS) {
                all.add(new Observation.Broken(
                        SEVERAL,
                        "",
                        where,
                        "more than one delta",
                        "one delta of " + text.characters() + " characters for " + tokens + " tokens"));
            } else if (at(analysis, "stream", "long")) {
                all.add(new Observation.Unclear(
                        SEVERAL, Why.MODEL, "the answer has only about " + tokens + " tokens", true, where));
            }
        }
        return best(all);
    }

    private static long tokens(JsonNode response, long characters) {
        JsonNode usage = response.path("usage");
        for (String name : List.of("completion_tokens", "output_tokens")) {
            if (usage.path(name).canConvertToLong() && usage.path(name).longValue() > 0) {
                return usage.path(name).longValue();
            }
        }
        return characters / 4;
    }

    // ---------------------------------------------------------------- Accept

    private static Stream<Observation> accept(Evidence evidence) {
        List<Observation> all = new ArrayList<>();
        evidence.at("stream", "accept-json").forEach(view -> all.add(acceptJson(view)));
        evidence.at("stream", "accept-stream").forEach(view -> all.add(acceptStream(view)));
        return all.stream();
    }

    private static Observation acceptJson(ExchangeView view) {
        if (view.ok()) {
            return view.isStream()
                    ? new Observation.Held(ACCEPT, Where.exchange(view.id()))
                    : opposite(view, "text/event-stream, as stream is true");
        }
        return refused(view, "text/event-stream, as stream is true");
    }

    private static Observation acceptStream(ExchangeView view) {
        if (view.ok()) {
            return view.isStream()
                    ? opposite(view, "application/json, as stream is not set")
                    : new Observation.Held(ACCEPT, Where.exchange(view.id()));
        }
        return refused(view, "application/json, as stream is not set");
    }

    private static Observation opposite(ExchangeView view, String expected) {
        return new Observation.Broken(
                ACCEPT,
                "",
                Where.exchange(view.id()),
                expected,
                cut(view.header("content-type").orElse("no Content-Type")));
    }

    private static Observation refused(ExchangeView view, String expected) {
        Where where = Where.exchange(view.id());
        int status = view.status();
        if (status == 429 || status == 0 || status >= 500 || status == 401 || status == 403) {
            Why why = status == 429 ? Why.BUDGET : status == 0 ? Why.UNREACHABLE : Why.WIRE;
            return new Observation.Unclear(ACCEPT, why, status == 0 ? "no answer" : "status " + status, false, where);
        }
        return new Observation.Broken(
                ACCEPT, status == 406 ? "" : "other-outcome", where, expected, "status " + status);
    }

    private static String cut(String text) {
        return text.length() <= 100 ? text : text.substring(0, 100) + "…";
    }
}
