package org.responsestck.conformance.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.responsestck.conformance.evidence.Evidence;
import org.responsestck.conformance.evidence.ExchangeView;
import org.responsestck.conformance.evidence.Why;
import org.responsestck.conformance.wire.Who;

/** How an invalid request that asks for a stream is answered, next to the same request without a stream. */
final class RefusedStreams {
    private static final Judging JUDGING = new Judging("ERR-STREAM-001");
    static final String SCENARIO = "refusals-stream";
    private static final String EXPECTED = "a 4xx, as without a stream";
    private static final int CASES = 5;

    private RefusedStreams() {}

    static Stream<Observation> judge(Evidence evidence) {
        return IntStream.range(0, CASES)
                .boxed()
                .flatMap(i -> evidence.at(SCENARIO, "stream/" + i).stream())
                .flatMap(view -> judge(evidence, view).stream());
    }

    /** The case of a conversation that never was: an error of HTTP, and no stream. */
    static Stream<Observation> unknownPrevious(Evidence evidence) {
        return IntStream.range(0, CASES)
                .boxed()
                .flatMap(i -> evidence.at(SCENARIO, "stream/" + i).stream())
                .filter(view -> !Facts.previous(view).isEmpty())
                .map(RefusedStreams::unknownPrevious);
    }

    private static Observation unknownPrevious(ExchangeView view) {
        Judging judging = new Judging("CHAIN-010");
        return switch (AnswerKind.of(view)) {
            case REFUSED ->
                view.isStream()
                        ? judging.broken(view, "", "an error as JSON", Judging.said(view) + " and a stream")
                        : judging.held(view);
            case SUCCESS ->
                judging.broken(
                        view,
                        view.text().contains("response.completed") ? "accepted" : "stream-error",
                        "a 4xx before any event",
                        "status 200");
            case SERVER_ERROR -> judging.broken(view, "", "a 4xx", Judging.said(view));
            default -> judging.unanswered(view);
        };
    }

    private static Optional<Observation> judge(Evidence evidence, ExchangeView view) {
        return switch (AnswerKind.of(view)) {
            case REFUSED -> Optional.of(JUDGING.held(view));
            case SERVER_ERROR -> Optional.of(JUDGING.broken(view, "server-error", "a 4xx", Judging.said(view)));
            case SUCCESS -> {
                Optional<ExchangeView> plain = plain(evidence, view);
                // Accepted either way: the row of the parameter judges that.
                yield plain.filter(ExchangeView::ok).isPresent()
                        ? Optional.empty()
                        : Optional.of(stream(view, plain.filter(p -> AnswerKind.of(p) == AnswerKind.REFUSED)));
            }
            default -> Optional.of(JUDGING.unanswered(view));
        };
    }

    /** The answer to the very same body without {@code stream}, whichever scenario sent it. */
    private static Optional<ExchangeView> plain(Evidence evidence, ExchangeView view) {
        JsonNode body = view.request().isObject()
                ? ((ObjectNode) view.request().deepCopy()).without(List.of("stream"))
                : view.request();
        return evidence.exchanges().stream()
                .filter(x -> x.isCreate() && x.who() == Who.KEY && x.request().equals(body))
                .reduce((first, second) -> second);
    }

    private static Observation stream(ExchangeView view, Optional<ExchangeView> plain) {
        if (view.body().length == 0) {
            return JUDGING.broken(view, "empty-body", EXPECTED, "status 200 with an empty body");
        }
        List<ExchangeView.StreamEvent> events =
                view.events().stream().filter(e -> !e.done()).toList();
        for (ExchangeView.StreamEvent event : events) {
            Where where = Where.exchange(view.id())
                    .event(event.sse().number(), event.sse().offset());
            if (JsonText.read(event.sse().data()) == null) {
                return JUDGING.broken(
                        where,
                        "unparsable",
                        EXPECTED,
                        "data that is no JSON: " + event.sse().data());
            }
            if (event.type().isEmpty()) {
                return JUDGING.broken(
                        where,
                        "untyped",
                        EXPECTED,
                        "data without type: " + event.sse().data());
            }
        }
        return ending(view, events.stream().map(ExchangeView.StreamEvent::type).toList(), plain);
    }

    private static Observation ending(ExchangeView view, List<String> types, Optional<ExchangeView> plain) {
        if (types.contains("response.completed") || types.contains("response.incomplete")) {
            return plain.isPresent()
                    ? JUDGING.broken(
                            view,
                            types.contains("response.completed") ? "accepted" : "other-outcome",
                            EXPECTED + ": status " + plain.get().status(),
                            "a stream that is served")
                    : JUDGING.unclear(view, Why.WIRE, "the same request without a stream has no answer to compare");
        }
        if (types.contains("error") || types.contains("response.failed")) {
            return JUDGING.broken(view, "typed-error", EXPECTED, "status 200 and an error event");
        }
        return JUDGING.broken(
                view, "no-ending", EXPECTED, "status 200 and a stream with neither an error nor a terminal event");
    }
}
