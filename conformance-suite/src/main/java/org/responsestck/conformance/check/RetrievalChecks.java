package org.responsestck.conformance.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.responsestck.conformance.dialect.Trait;
import org.responsestck.conformance.evidence.Evidence;
import org.responsestck.conformance.evidence.ExchangeView;
import org.responsestck.conformance.evidence.ResponseObject;
import org.responsestck.conformance.evidence.Why;

/** Stored responses that are read. */
final class RetrievalChecks {
    private static final String NO_GET = "no GET of this run was answered: GET-001";

    private RetrievalChecks() {}

    static List<Check> checks() {
        return List.of(
                new Check("an-id-can-be-used-in-a-path", Set.of("RESP-ID-003"), Set.of("chain"), RetrievalChecks::path),
                new Check(
                        "get-shows-what-create-answered",
                        Set.of("RESP-REPR-001"),
                        Set.of(),
                        RetrievalChecks::sameAsCreate),
                new Check("a-response-can-be-read", Set.of("GET-001"), Set.of("basic"), RetrievalChecks::read),
                new Check("reading-is-stable", Set.of("GET-004"), Set.of("basic"), RetrievalChecks::stable),
                new Check("get-shows-what-was-streamed", Set.of("GET-005"), Set.of(), RetrievalChecks::sameAsStream));
    }

    private static Stream<Observation> path(Evidence evidence) {
        return Facts.first(evidence, "chain").flatMap(t -> t.at("get-turn-1-before")).stream()
                .map(x -> {
                    About about = new About("RESP-ID-003", x);
                    return about.trouble().orElseGet(() -> encoded(evidence, about));
                });
    }

    private static Observation encoded(Evidence evidence, About about) {
        if (about.at().ok()) {
            return about.held();
        }
        if (evidence.at("chain", "get-turn-1-raw").stream().anyMatch(ExchangeView::ok)) {
            return about.broken("", "200", "status " + about.at().status() + ", but 200 for the id as it is");
        }
        return about.unclear(Why.VALUE_MISSING, "GET answered " + about.at().status() + ": GET-001");
    }

    private static Stream<Observation> read(Evidence evidence) {
        return evidence.takes("basic").stream()
                .filter(t -> t.at("create").filter(ExchangeView::ok).isPresent())
                .flatMap(t -> t.at("get").stream())
                .map(x -> {
                    About about = new About("GET-001", x);
                    return about.trouble().orElseGet(() -> read(about));
                });
    }

    private static Observation read(About about) {
        ExchangeView x = about.at();
        if (x.status() == 404 || x.status() == 405 || x.status() == 501) {
            return about.status("", "200");
        }
        if (about.fiveHundred()) {
            return about.serverError();
        }
        if (x.status() != 200) {
            return about.other("200");
        }
        JsonNode body = x.json().value();
        if (!body.isObject()
                || !body.path("id").isTextual()
                || !body.path("output").isArray()) {
            return about.broken("wrong-type", "a response object", About.cut(x.text()));
        }
        return about.held();
    }

    private static Stream<Observation> stable(Evidence evidence) {
        return evidence.takes("basic").stream()
                .filter(t -> t.at("get").isPresent() && t.at("get-again").isPresent())
                .flatMap(t -> Unchanged.of(evidence, "GET-004", t, "get", "get-again").stream());
    }

    private static Stream<Observation> sameAsCreate(Evidence evidence) {
        return compare(evidence, "RESP-REPR-001", ResponseObject.Kind.ANSWER);
    }

    private static Stream<Observation> sameAsStream(Evidence evidence) {
        return compare(evidence, "GET-005", ResponseObject.Kind.TERMINAL);
    }

    /** Each stored response against the first GET that was sent for it before it was deleted. */
    private static Stream<Observation> compare(Evidence evidence, String requirement, ResponseObject.Kind kind) {
        Map<String, ExchangeView> reads = firstReads(evidence);
        return Facts.own(evidence).entrySet().stream()
                .filter(e -> reads.containsKey(e.getKey()))
                .flatMap(e -> Facts.made(evidence, e.getValue())
                        .filter(r -> r.kind() == kind)
                        .map(r -> compare(
                                evidence, new About(requirement, Objects.requireNonNull(reads.get(e.getKey()))), r))
                        .orElseGet(Stream::empty));
    }

    /** The first GET of each id, when no DELETE was sent before. */
    private static Map<String, ExchangeView> firstReads(Evidence evidence) {
        return evidence.derive("first-reads", e -> {
            Map<String, ExchangeView> first = new LinkedHashMap<>();
            for (ExchangeView x : e.exchanges()) {
                if (x.isRetrieve() || x.isDelete()) {
                    first.putIfAbsent(x.idInPath(), x);
                }
            }
            first.values().removeIf(x -> x.isDelete() || !x.call().path().equals(x.path()));
            return first;
        });
    }

    private static Stream<Observation> compare(Evidence evidence, About about, ResponseObject created) {
        Optional<Observation> trouble = about.trouble();
        if (trouble.isPresent()) {
            return trouble.stream();
        }
        if (!about.at().ok()) {
            return Stream.of(notRead(evidence, about, created));
        }
        List<Readings.Difference> found = Readings.createAndGet(
                created.node(),
                about.at().json().value(),
                evidence.header().dialect().is(Trait.ECHOES_INPUT));
        return found.isEmpty() ? Stream.of(about.held()) : found.stream().map(d -> Unchanged.difference(about, d, ""));
    }

    /** A streamed response that cannot be read is a breach of its own; that nothing can be read is not. */
    private static Observation notRead(Evidence evidence, About about, ResponseObject created) {
        if (!Facts.of(evidence).retrieves()) {
            return about.unclear(Why.VALUE_MISSING, NO_GET);
        }
        if (created.status().equals("failed") && about.clientError()) {
            // STREAM-ERR-005: what failed need not be kept.
            return about.held();
        }
        boolean missing = about.requirement().equals("GET-005") && about.at().status() == 404;
        return missing
                ? about.status("not-retrievable", "200")
                : about.unclear(Why.VALUE_MISSING, "GET answered " + about.at().status());
    }
}
