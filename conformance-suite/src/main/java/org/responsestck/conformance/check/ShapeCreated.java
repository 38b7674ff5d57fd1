package org.responsestck.conformance.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.responsestck.conformance.evidence.Evidence;
import org.responsestck.conformance.evidence.ExchangeView;
import org.responsestck.conformance.evidence.ResponseObject;
import org.responsestck.conformance.evidence.ResponseObject.Kind;

/** The time at which a response was created. */
final class ShapeCreated {
    /** Clocks may differ by this much, in seconds. */
    private static final long SLACK = 600;

    private static final long DAY = 86_400;

    private ShapeCreated() {}

    static List<Check> checks() {
        return List.of(
                Shapes.passive("created-at-is-the-time-of-the-request", "RESP-CREATED-001", ShapeCreated::plausible),
                Shapes.passive("created-at-stays-the-same", "RESP-CREATED-002", ShapeCreated::constant));
    }

    private static Stream<Observation> plausible(Evidence evidence) {
        return evidence.responses().stream()
                .filter(r -> r.kind() == Kind.ANSWER
                        || (r.kind() == Kind.TERMINAL && r.from().isCreate()))
                .map(ShapeCreated::plausible);
    }

    private static Observation plausible(ResponseObject response) {
        JsonNode value = response.node().path("created_at");
        OptionalLong seconds = Numbers.integer(value);
        if (seconds.isEmpty() || seconds.getAsLong() <= 0) {
            return broken(response, "", "a positive integer", Shown.of(value));
        }
        if (seconds.getAsLong() > 1e11) {
            return broken(response, "", "seconds", Shown.of(value) + ", as if milliseconds");
        }
        Span span = Span.of(response.from());
        long off = span.distance(seconds.getAsLong());
        if (off <= SLACK) {
            return Shapes.held("RESP-CREATED-001", response);
        }
        return broken(
                response,
                off > DAY ? "" : "clock",
                "between " + span.from() + " and " + span.to(),
                Shown.of(value) + ", " + off + " s off");
    }

    private static Observation broken(ResponseObject response, String variant, String expected, String actual) {
        return Shapes.broken("RESP-CREATED-001", variant, response, "/created_at", expected, actual);
    }

    /**
     * The time of an exchange by the server's clock as far as its Date header tells, else by ours; seconds since 1970.
     *
     * <p>The header is set somewhere between the request and the end of the answer, so the span reaches the length of the exchange
     * to both sides of it.
     */
    private record Span(long from, long to) {
        static Span of(ExchangeView view) {
            long length = view.exchange().durationNanos() / 1_000_000_000 + 1;
            OptionalLong date = date(view);
            if (date.isPresent()) {
                return new Span(date.getAsLong() - length, date.getAsLong() + length);
            }
            long sent = view.exchange().sentAtMillis() / 1000;
            if (sent == 0) {
                // A recording of others need not tell when it was made.
                return new Span(0, Long.MAX_VALUE);
            }
            return new Span(sent, sent + length);
        }

        long distance(long seconds) {
            return Math.max(0, Math.max(from - seconds, seconds - to));
        }

        private static OptionalLong date(ExchangeView view) {
            try {
                return view.header("date").stream()
                        .mapToLong(d -> ZonedDateTime.parse(d, DateTimeFormatter.RFC_1123_DATE_TIME)
                                .toEpochSecond())
                        .findFirst();
            } catch (DateTimeException e) {
                return OptionalLong.empty();
            }
        }
    }

    private static Stream<Observation> constant(Evidence evidence) {
        Origins origins = Origins.of(evidence);
        Map<Object, List<ResponseObject>> lives = new LinkedHashMap<>();
        for (ResponseObject response : evidence.responses()) {
            boolean counted = response.kind() != Kind.LISTED
                    && Numbers.integer(response.node().path("created_at")).isPresent();
            if (counted && !response.id().isEmpty()) {
                // An id that two creates gave away names no single response.
                Object life = origins.unambiguous(response.id())
                        ? response.id()
                        : List.of(response.id(), response.from().id());
                lives.computeIfAbsent(life, k -> new ArrayList<>()).add(response);
            }
        }
        return lives.values().stream().filter(l -> l.size() > 1).flatMap(ShapeCreated::constant);
    }

    private static Stream<Observation> constant(List<ResponseObject> life) {
        JsonNode first = life.get(0).node().path("created_at");
        List<Observation> changes = life.stream()
                .skip(1)
                .filter(r -> !Objects.equals(
                        Numbers.integer(first), Numbers.integer(r.node().path("created_at"))))
                .map(r -> Shapes.broken(
                        "RESP-CREATED-002",
                        "",
                        r,
                        "/created_at",
                        Shown.of(first),
                        Shown.of(r.node().path("created_at"))))
                .toList();
        return changes.isEmpty() ? Stream.of(Shapes.held("RESP-CREATED-002", life.get(0))) : changes.stream();
    }
}
