package org.responsestck.conformance.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.responsestck.conformance.evidence.Evidence;
import org.responsestck.conformance.evidence.ExchangeView;
import org.responsestck.conformance.evidence.Why;
import org.responsestck.conformance.wire.End;
import org.responsestck.conformance.wire.SseEvent;

/** What the client libraries of OpenAI make of the answers. */
final class SdkChecks {
    private static final Judging ERRORS = new Judging("SDK-004");
    private static final Judging ITERATION = new Judging("SDK-006");
    /** The 4xx that have an exception class of their own. */
    private static final Set<Integer> MAPPED = Set.of(400, 401, 403, 404, 422, 429);

    private SdkChecks() {}

    static List<Check> checks() {
        return List.of(
                new Check("errors-have-an-exception-class", Set.of("SDK-004"), Set.of(), SdkChecks::errors),
                new Check("a-stream-can-be-iterated", Set.of("SDK-006"), Set.of(), SdkChecks::streams));
    }

    private static Stream<Observation> errors(Evidence evidence) {
        Probes probes = Probes.of(evidence);
        return evidence.exchanges().stream()
                .filter(x -> x.status() != 0)
                // No library asks for what is no operation.
                .filter(x -> probes.kind(x) != Probes.Kind.ROUTE)
                .flatMap(x -> error(x).stream());
    }

    private static Optional<Observation> error(ExchangeView view) {
        int status = view.status();
        String expected = "an error status with an exception class of its own";
        if (status < 100 || status > 599) {
            return Optional.of(ERRORS.broken(view, "", expected, Judging.said(view)));
        }
        return switch (status / 100) {
            case 2 ->
                !view.isStream() && ErrorBody.isOnlyAnError(view.json().value())
                        ? Optional.of(ERRORS.broken(view, "", expected, Judging.said(view) + " with an error"))
                        : Optional.empty();
            // A redirect is no report of an error; without a target it can be nothing else.
            case 3 ->
                view.header("location").isEmpty()
                        ? Optional.of(ERRORS.broken(view, "", expected, Judging.said(view)))
                        : Optional.empty();
            case 4 ->
                Optional.of(
                        MAPPED.contains(status)
                                ? ERRORS.held(view)
                                : ERRORS.broken(view, "other-4xx", expected, Judging.said(view)));
            case 5 -> Optional.of(ERRORS.held(view));
            default -> Optional.empty();
        };
    }

    private static Stream<Observation> streams(Evidence evidence) {
        Probes probes = Probes.of(evidence);
        return evidence.streams().stream()
                .filter(x -> x.isCreate()
                        && x.isStream()
                        && !x.request().path("model").asText("").startsWith("fault/"))
                .filter(x -> probes.kind(x) == Probes.Kind.VALID || probes.kind(x) == Probes.Kind.OUTSIDE)
                .flatMap(x -> iterate(x).stream());
    }

    /** Empty for a stream that reports an error: raising it is what the library should do. */
    private static Optional<Observation> iterate(ExchangeView view) {
        for (ExchangeView.StreamEvent event : view.events()) {
            if (event.done()) {
                return Optional.of(ITERATION.held(view));
            }
            if (event.type().equals("error")) {
                return Optional.empty();
            }
            Optional<String> problem = problem(event.sse());
            if (problem.isPresent()) {
                Where where = Where.exchange(view.id())
                        .event(event.sse().number(), event.sse().offset());
                return Optional.of(
                        ITERATION.broken(where, "", "data that is JSON, without an error member", problem.get()));
            }
        }
        return Optional.of(ended(view));
    }

    private static Observation ended(ExchangeView view) {
        SseEvent rest = view.sse().unterminated();
        if (view.end() == End.COMPLETE && rest != null && problem(rest).isPresent()) {
            return ITERATION.broken(
                    Where.exchange(view.id()).event(rest.number(), rest.offset()),
                    "",
                    "a last event that can be read",
                    problem(rest).get());
        }
        return view.end() == End.COMPLETE || view.end() == End.CLOSED_BY_US
                ? ITERATION.held(view)
                : ITERATION.unclear(view, Why.WIRE, "the stream ended with " + view.end());
    }

    /** What a library stumbles over in the data of an event. Empty data is no event to a browser and passes. */
    private static Optional<String> problem(SseEvent event) {
        String data = event.data().strip();
        if (data.isEmpty() || data.startsWith("[DONE]")) {
            return Optional.empty();
        }
        JsonNode value = JsonText.read(data);
        if (value == null) {
            return Optional.of("data that is no JSON: " + data);
        }
        JsonNode error = value.path("error");
        return error.isMissingNode() || error.isNull()
                ? Optional.empty()
                : Optional.of(
                        "a top-level error member in " + value.path("type").asText("an untyped event"));
    }
}
