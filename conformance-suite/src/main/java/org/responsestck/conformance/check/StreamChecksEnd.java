package org.responsestck.conformance.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.responsestck.conformance.check.grammar.StreamAnalysis;
import org.responsestck.conformance.evidence.Evidence;
import org.responsestck.conformance.evidence.ExchangeView;
import org.responsestck.conformance.evidence.Why;
import org.responsestck.conformance.wire.End;

/** How streams end: the terminal event, cuts by the network, failures told inside the stream. */
final class StreamChecksEnd {
    private static final String TERMINAL = "STREAM-ORDER-004";
    private static final String FAILURE = "STREAM-ERR-001";
    private static final String PROVOKED = "stream-failure";
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
                new Check("stream-failure-is-told", Set.of(FAILURE), Set.of(PROVOKED), StreamChecksEnd::failures),
                new Check(
                        "a-failed-stream-leaves-no-open-record",
                        Set.of("STREAM-ERR-005"),
                        Set.of(PROVOKED),
                        StreamChecksEnd::record),
                new Check(
                        "a-failed-response-says-why",
                        Set.of("ERR-FAILED-001"),
                        Set.of(PROVOKED),
                        StreamChecksEnd::why));
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

    /** Whether a failure was told; where one was provoked and the stream ends without a word, it was not. */
    private static Stream<Observation> failures(Evidence evidence) {
        return StreamChecks.analyses(evidence).stream().flatMap(a -> failure(a).stream());
    }

    private static Optional<Observation> failure(StreamAnalysis a) {
        Judging judging = new Judging(FAILURE);
        Optional<String> terminal = a.terminal().map(t -> t.type());
        if (a.errorSeen() || terminal.filter("response.failed"::equals).isPresent()) {
            return Optional.of(judging.held(a.view()));
        }
        if (!provoked(a.view())) {
            return Optional.empty();
        }
        return Optional.of(
                terminal.isPresent()
                        ? judging.unclear(
                                a.view(), Why.OPTION_MISSING, "the fault header changed nothing: " + terminal.get())
                        : judging.broken(
                                a.view(),
                                "",
                                "an error event or response.failed",
                                "the stream ends without a word (" + a.view().end() + ")"));
    }

    private static boolean provoked(ExchangeView view) {
        return view.at().scenario().equals(PROVOKED);
    }

    /** The failure itself was seen: without it the record says nothing. */
    private static boolean failed(Evidence evidence) {
        return StreamChecks.analyses(evidence).stream()
                .filter(a -> provoked(a.view()))
                .anyMatch(a -> a.errorSeen()
                        || a.terminal().isEmpty()
                        || a.terminal().get().type().equals("response.failed"));
    }

    private static Stream<Observation> record(Evidence evidence) {
        Judging judging = new Judging("STREAM-ERR-005");
        if (!failed(evidence)) {
            return Stream.empty();
        }
        return evidence.at(PROVOKED, "get").stream().map(view -> switch (AnswerKind.of(view)) {
            case REFUSED -> judging.held(view);
            case SUCCESS -> {
                String status = view.json().value().path("status").asText("");
                yield List.of("failed", "incomplete", "cancelled").contains(status)
                        ? judging.held(view)
                        : judging.broken(view, "", "a terminal status that is no success, or 404", "status " + status);
            }
            default -> judging.unanswered(view);
        });
    }

    private static Stream<Observation> why(Evidence evidence) {
        Judging judging = new Judging("ERR-FAILED-001");
        return evidence.responses().stream()
                .filter(r -> r.status().equals("failed"))
                .map(r -> {
                    JsonNode error = r.node().path("error");
                    boolean says = isText(error.path("code")) && isText(error.path("message"));
                    boolean keeps = !r.id().isEmpty() && isText(r.node().path("model"));
                    return says && keeps
                            ? judging.held(Judging.in(r, "/error"))
                            : judging.broken(
                                    Judging.in(r, "/error"),
                                    "",
                                    "error with code and message, and id and model",
                                    says ? "no id or no model" : String.valueOf(error));
                });
    }

    private static boolean isText(JsonNode node) {
        return node.isTextual() && !node.textValue().isBlank();
    }
}
