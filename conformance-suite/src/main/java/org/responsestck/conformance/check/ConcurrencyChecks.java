package org.responsestck.conformance.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.responsestck.conformance.dialect.Trait;
import org.responsestck.conformance.evidence.Event;
import org.responsestck.conformance.evidence.Evidence;
import org.responsestck.conformance.evidence.ExchangeView;
import org.responsestck.conformance.evidence.ResponseObject;
import org.responsestck.conformance.evidence.Take;
import org.responsestck.conformance.evidence.Why;

/** Requests at the same time. What two streams must keep apart is in {@link ParallelStreams}. */
final class ConcurrencyChecks {
    static final String STREAMS = "parallel-streams";
    private static final String BURSTS = "parallel";

    private ConcurrencyChecks() {}

    static List<Check> checks() {
        return List.of(
                new Check(
                        "parallel-answers-do-not-mix",
                        Set.of("HTTP-CONC-001"),
                        Set.of(BURSTS, STREAMS),
                        ConcurrencyChecks::apart),
                new Check(
                        "parallel-responses-are-all-stored",
                        Set.of("STORE-013"),
                        Set.of(BURSTS),
                        ConcurrencyChecks::stored),
                new Check(
                        "parallel-streams-do-not-mix",
                        Set.of("STREAM-PARALLEL-001"),
                        // The stream that runs on its own shows what is due to the company.
                        Set.of(STREAMS, "stream"),
                        ParallelStreams::judge));
    }

    /** The answers of each burst, in order; several tries of one request count once. */
    static List<List<ExchangeView>> bursts(Take take) {
        return IntStream.iterate(1, i -> !take.together("round-" + i).isEmpty(), i -> i + 1)
                .mapToObj(i -> take.together("round-" + i))
                .toList();
    }

    private static Stream<Observation> apart(Evidence evidence) {
        List<Observation> found = new ArrayList<>();
        evidence.takes(BURSTS).forEach(take -> {
            List<ExchangeView> all = bursts(take).stream()
                    .flatMap(List::stream)
                    .filter(ExchangeView::ok)
                    .toList();
            if (bursts(take).stream()
                    .allMatch(b -> b.stream().filter(ExchangeView::ok).count() < 2)) {
                found.add(Facts.unclear("HTTP-CONC-001", few(bursts(take)), "fewer than two requests were answered"));
                return;
            }
            ids(evidence, all, found);
            all.forEach(x -> own(evidence, take, x, found));
        });
        evidence.takes(STREAMS).forEach(take -> {
            List<ExchangeView> streams =
                    take.together("stream").stream().filter(ExchangeView::ok).toList();
            if (streams.size() > 1) {
                ids(evidence, streams, found);
                streams.forEach(x -> found.add(ParallelStreams.oneId(evidence, new About("HTTP-CONC-001", x))));
            }
        });
        return found.stream();
    }

    private static Why few(List<List<ExchangeView>> bursts) {
        boolean quota = bursts.stream().flatMap(List::stream).anyMatch(x -> x.status() == 429);
        return quota ? Why.BUDGET : Why.WIRE;
    }

    private static void ids(Evidence evidence, List<ExchangeView> answers, List<Observation> found) {
        Map<String, ExchangeView> responses = new HashMap<>();
        Map<String, ExchangeView> items = new HashMap<>();
        for (ExchangeView x : answers) {
            About about = new About("HTTP-CONC-001", x);
            String id = Facts.made(evidence, x).map(ResponseObject::id).orElse("");
            ExchangeView earlier = id.isEmpty() ? null : responses.putIfAbsent(id, x);
            if (earlier != null) {
                found.add(about.broken(
                        "", about.where().at("/id"), "an id of its own", id + ", as in exchange " + earlier.id()));
            }
            for (JsonNode item : Said.response(x).path("output")) {
                ExchangeView other = item.path("id").isTextual()
                        ? items.putIfAbsent(item.path("id").textValue(), x)
                        : null;
                if (other != null && other != x) {
                    found.add(about.broken(
                            "same-item-id",
                            "item ids of its own",
                            item.path("id").textValue()));
                }
            }
        }
    }

    /** Tag, words and tokens of one answer. */
    private static void own(Evidence evidence, Take take, ExchangeView x, List<Observation> found) {
        About about = new About("HTTP-CONC-001", x);
        int before = found.size();
        foreignTag(about).ifPresent(found::add);
        String sent = x.request().path("input").asText();
        for (String word : words(take)) {
            if (!Said.holds(sent, word) && Said.shows(x, word)) {
                String variant = Isolation.memory(evidence) ? "memory-declared" : "foreign-word";
                found.add(about.broken(variant, "no word of another request", word));
            }
        }
        drift(take, about).ifPresent(found::add);
        if (found.size() == before) {
            found.add(about.held());
        }
    }

    static Optional<Observation> foreignTag(About about) {
        String sent = about.at().request().path("metadata").path("tag").asText();
        JsonNode shown = Said.response(about.at()).path("metadata").path("tag");
        return Compare.absent(shown) || shown.asText().equals(sent)
                ? Optional.empty()
                : Optional.of(about.broken("foreign-tag", about.where().at("/metadata/tag"), sent, shown.asText()));
    }

    private static List<String> words(Take take) {
        return take.events().stream()
                .filter(e -> e instanceof Event.Drawn d && d.name().startsWith("word-"))
                .map(e -> ((Event.Drawn) e).value())
                .toList();
    }

    /** Equal requests cost the same, alone or in a burst. */
    private static Optional<Observation> drift(Take take, About about) {
        Optional<ExchangeView> alone = take.at("alone").filter(ExchangeView::ok);
        if (alone.isEmpty()
                || !alone.get()
                        .request()
                        .path("input")
                        .equals(about.at().request().path("input"))) {
            return Optional.empty();
        }
        OptionalLong before = Isolation.inputTokens(alone.get());
        OptionalLong now = Isolation.inputTokens(about.at());
        boolean apart = before.isPresent()
                && now.isPresent()
                && Math.abs(before.getAsLong() - now.getAsLong()) > Isolation.SLACK;
        return apart
                ? Optional.of(about.broken(
                        "token-drift",
                        before.getAsLong() + " input tokens, as for the same request alone",
                        String.valueOf(now.getAsLong())))
                : Optional.empty();
    }

    private static Stream<Observation> stored(Evidence evidence) {
        return evidence.takes(BURSTS).stream().flatMap(take -> {
            Map<String, ExchangeView> made = new HashMap<>();
            bursts(take).stream()
                    .flatMap(List::stream)
                    .filter(ExchangeView::ok)
                    .forEach(x -> Facts.made(evidence, x).ifPresent(r -> made.put(r.id(), x)));
            List<ExchangeView> reads = take.together("get");
            List<ExchangeView> continued = take.together("continue");
            List<ExchangeView> answers = continued.isEmpty() ? reads : continued;
            if (answers.size() < 2) {
                return Stream.of(Facts.unclear(
                        "STORE-013", few(bursts(take)), "fewer than two responses of a burst could be looked for"));
            }
            return continued.isEmpty()
                    ? reads.stream().flatMap(x -> read(evidence, made, new About("STORE-013", x)))
                    : continued(evidence, continued);
        });
    }

    private static Stream<Observation> read(Evidence evidence, Map<String, ExchangeView> made, About about) {
        Optional<Observation> trouble = about.trouble();
        if (trouble.isPresent()) {
            return trouble.stream();
        }
        ExchangeView x = about.at();
        if (!x.ok()) {
            return Stream.of(
                    x.status() == 404 || about.fiveHundred()
                            ? about.status(about.fiveHundred() ? "server-error" : "", "200")
                            : about.other("200"));
        }
        ExchangeView create = made.get(x.idInPath());
        if (create == null) {
            return Stream.empty();
        }
        String sent = create.request().path("metadata").path("tag").asText();
        JsonNode body = x.json().value();
        JsonNode tag = body.path("metadata").path("tag");
        if (!Compare.absent(tag) && !tag.asText().equals(sent)) {
            return Stream.of(about.broken("foreign-tag", about.where().at("/metadata/tag"), sent, tag.asText()));
        }
        // Settings and drifting times are the matter of RESP-REPR-001.
        Set<String> judged = Set.of("/id", "/output");
        List<Readings.Difference> found =
                Readings.createAndGet(
                                Said.response(create),
                                body,
                                evidence.header().dialect().is(Trait.ECHOES_INPUT))
                        .stream()
                        .filter(d -> judged.contains(d.pointer()))
                        .toList();
        return found.isEmpty() ? Stream.of(about.held()) : found.stream().map(d -> Unchanged.difference(about, d, ""));
    }

    private static Stream<Observation> continued(Evidence evidence, List<ExchangeView> answers) {
        boolean none = answers.stream().noneMatch(ExchangeView::ok);
        return answers.stream().map(x -> {
            About about = new About("STORE-013", x);
            return about.trouble().orElseGet(() -> {
                if (x.ok()) {
                    return about.held();
                }
                if (none && (about.clientError() || x.status() == 501)) {
                    return evidence.header().dialect().is(Trait.RETRIEVAL)
                            ? about.unclear(Why.VALUE_MISSING, "nothing could be read or continued: GET-001, CHAIN-001")
                            : about.absent("status " + x.status() + " to every continuation");
                }
                return about.status(about.fiveHundred() ? "server-error" : "", "200 to a continuation");
            });
        });
    }
}
