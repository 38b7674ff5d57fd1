package org.responsestck.conformance.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.responsestck.conformance.check.grammar.StreamAnalysis;
import org.responsestck.conformance.evidence.Evidence;
import org.responsestck.conformance.evidence.Why;
import org.responsestck.conformance.wire.End;

/** How streams end: the terminal event, cuts by the network, failures told inside the stream. */
final class StreamChecksEnd {
    private static final String TERMINAL = "STREAM-ORDER-004";
    private static final String FAILURE = "STREAM-ERR-001";
    private static final int TRIES = 3;

    private StreamChecksEnd() {}

    static List<Check> checks() {
        return List.of(
                // Bound to the scenario whose takes tell a cut by chance from one that always comes.
                new Check(
                        "stream-terminal-event",
                        Set.of(TERMINAL),
                        Set.of("stream", "max-tokens"),
                        StreamChecksEnd::terminal),
                new Check("stream-failure-is-told", Set.of(FAILURE), Set.of(), StreamChecksEnd::failures));
    }

    private static Stream<Observation> terminal(Evidence evidence) {
        Map<String, List<StreamAnalysis>> byStep = new LinkedHashMap<>();
        for (StreamAnalysis analysis : StreamChecks.analyses(evidence)) {
            String step =
                    analysis.view().at().scenario() + "/" + analysis.view().at().step();
            byStep.computeIfAbsent(step, k -> new ArrayList<>()).add(analysis);
        }
        return byStep.values().stream().flatMap(StreamChecksEnd::step);
    }

    /** The same request in all its tries and takes. */
    private static Stream<Observation> step(List<StreamAnalysis> tries) {
        List<Observation> all = new ArrayList<>();
        List<StreamAnalysis> cuts = tries.stream().filter(StreamAnalysis::cut).toList();
        tries.stream()
                .filter(a -> !a.cut())
                .forEach(a -> StreamChecks.observe(a, TERMINAL).forEach(all::add));
        boolean whole = tries.stream().anyMatch(a -> a.terminal().isPresent());
        if (!cuts.isEmpty() && !whole) {
            all.add(cut(cuts));
        }
        return all.stream();
    }

    /** Cut by the network: no breach of the server, unless it happens at the same point each time. */
    private static Observation cut(List<StreamAnalysis> cuts) {
        StreamAnalysis last = cuts.get(cuts.size() - 1);
        int events = last.view().events().size();
        boolean same = cuts.stream()
                .allMatch(a -> a.view().events().size() == events && a.view().end() != End.LIMIT);
        Where where = Where.exchange(last.view().id());
        if (cuts.size() >= TRIES && same) {
            return new Observation.Broken(
                    TERMINAL,
                    "cut",
                    where.event(events - 1, -1),
                    "a terminal event",
                    "cut after " + events + " events in " + cuts.size() + " of " + cuts.size() + " tries");
        }
        return new Observation.Unclear(
                TERMINAL,
                last.view().end() == End.LIMIT ? Why.BUDGET : Why.WIRE,
                "the stream was cut after " + events + " events, before its terminal event",
                last.view().end() != End.LIMIT,
                where);
    }

    /** A failure can only be provoked with a hook; where one happened anyway and was told, that much is seen. */
    private static Stream<Observation> failures(Evidence evidence) {
        return StreamChecks.analyses(evidence).stream()
                .filter(a -> a.errorSeen()
                        || a.terminal()
                                .filter(t -> t.type().equals("response.failed"))
                                .isPresent())
                .map(a -> new Observation.Held(FAILURE, Where.exchange(a.view().id())));
    }
}
