package org.responsestck.conformance.check;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.responsestck.conformance.evidence.Evidence;
import org.responsestck.conformance.evidence.ExchangeView;
import org.responsestck.conformance.evidence.ResponseObject;
import org.responsestck.conformance.evidence.Take;
import org.responsestck.conformance.evidence.Why;

/** Two streams at once: nothing of the one may be in the other. */
final class ParallelStreams {
    private static final String ID = "STREAM-PARALLEL-001";

    private static final Set<String> ENDS =
            Set.of("response.completed", "response.incomplete", "response.failed", "error");

    private ParallelStreams() {}

    static Stream<Observation> judge(Evidence evidence) {
        return evidence.takes(ConcurrencyChecks.STREAMS).stream().flatMap(take -> {
            List<ExchangeView> all = take.together("stream");
            if (all.stream().filter(ExchangeView::ok).count() < 2) {
                boolean quota = all.stream().anyMatch(x -> x.status() == 429);
                return Stream.of(
                        Facts.unclear(ID, quota ? Why.BUDGET : Why.WIRE, "fewer than two streams were answered"));
            }
            return all.stream().filter(ExchangeView::ok).map(x -> judge(evidence, take, new About(ID, x)));
        });
    }

    private static Observation judge(Evidence evidence, Take take, About about) {
        if (!about.at().isStream()) {
            return about.unclear(Why.WIRE, "answered without a stream: STREAM-FRAME-001");
        }
        return about.trouble()
                .or(() -> crossed(evidence, about, a -> mixedIds(evidence, a)))
                .or(() -> foreignWord(take, about))
                .or(() -> crossed(evidence, about, ParallelStreams::foreignItem))
                .or(() -> crossed(evidence, about, ParallelStreams::foreignText))
                .or(() -> endless(evidence, about))
                .or(() -> counter(evidence, about))
                .orElseGet(about::held);
    }

    /** What a stream on its own does too is no cross-talk: it is the matter of the row whose rule it breaks. */
    private static Optional<Observation> crossed(
            Evidence evidence, About about, Function<About, Optional<Observation>> rule) {
        return rule.apply(about)
                .map(found -> alone(evidence)
                                .anyMatch(x -> rule.apply(new About(ID, x)).isPresent())
                        ? about.unclear(Why.WIRE, "streams on their own break the same rule")
                        : found);
    }

    /** The streams during which no other was under way: only there is a breach no cross-talk for certain. */
    private static Stream<ExchangeView> alone(Evidence evidence) {
        return evidence
                .derive(
                        "streams-alone",
                        e -> e.streams().stream()
                                .filter(x -> e.streams().stream().noneMatch(y -> x != y && overlap(x, y)))
                                .toList())
                .stream();
    }

    private static boolean overlap(ExchangeView one, ExchangeView two) {
        return one.exchange().sentAtMillis() <= Facts.endMillis(two)
                && two.exchange().sentAtMillis() <= Facts.endMillis(one);
    }

    private static Optional<Observation> mixedIds(Evidence evidence, About about) {
        return Optional.of(oneId(evidence, about)).filter(Observation.Broken.class::isInstance);
    }

    /** Whether every snapshot of a stream has the same response id. */
    static Observation oneId(Evidence evidence, About about) {
        Set<String> ids = new LinkedHashSet<>();
        Facts.in(evidence, about.at()).stream()
                .map(ResponseObject::id)
                .filter(id -> !id.isEmpty())
                .forEach(ids::add);
        return ids.size() <= 1 ? about.held() : about.broken("", "one response id in a stream", ids.toString());
    }

    private static Optional<Observation> foreignWord(Take take, About about) {
        String sent = about.at().request().path("input").asText();
        String deltas = String.join(
                "\n", joined(about.at(), "response.output_text.delta", "delta").values());
        for (String name : List.of("left", "right")) {
            String word = take.drawn(name).orElse("");
            if (!Said.holds(sent, word) && (Said.holds(deltas, word) || Said.shows(about.at(), word))) {
                return Optional.of(about.broken("", "no word of the other stream", word));
            }
        }
        return Optional.empty();
    }

    /** An event that speaks of an item which only the other stream has announced. */
    private static Optional<Observation> foreignItem(About about) {
        Set<String> announced = new HashSet<>();
        about.at().events().stream()
                .filter(e -> e.type().equals("response.output_item.added"))
                .forEach(e -> announced.add(e.data().path("item").path("id").asText("")));
        return about.at().events().stream()
                .filter(e -> e.type().startsWith("response.output_text."))
                .filter(e -> e.data().path("item_id").isTextual() && !announced.isEmpty())
                .filter(e -> !announced.contains(e.data().path("item_id").textValue()))
                .findFirst()
                .filter(e -> announced.stream().noneMatch(String::isEmpty))
                .map(e -> about.broken(
                        "foreign-item",
                        about.where().event(e.sse().number(), e.sse().offset()).at("/item_id"),
                        "an item of this stream: " + announced,
                        e.data().path("item_id").asText()));
    }

    /** What came in pieces is what came as a whole, part by part: the parts of one stream may take turns. */
    private static Optional<Observation> foreignText(About about) {
        Map<String, String> pieces = joined(about.at(), "response.output_text.delta", "delta");
        return joined(about.at(), "response.output_text.done", "text").entrySet().stream()
                .filter(whole -> !whole.getValue().equals(pieces.getOrDefault(whole.getKey(), "")))
                .findFirst()
                .map(whole -> about.broken(
                        "foreign-text",
                        "the text of the deltas: " + pieces.getOrDefault(whole.getKey(), ""),
                        whole.getValue()));
    }

    /** The texts that the events of a type carry, joined for each part of each item. */
    private static Map<String, String> joined(ExchangeView x, String type, String member) {
        Map<String, String> texts = new LinkedHashMap<>();
        x.events().stream()
                .filter(e -> e.type().equals(type))
                .forEach(e -> texts.merge(
                        e.data().path("item_id").asText() + "/" + e.data().path("output_index") + "/"
                                + e.data().path("content_index"),
                        e.data().path(member).asText(),
                        String::concat));
        return texts;
    }

    /** A stream without its end is cross-talk only where streams on their own have one. */
    private static Optional<Observation> endless(Evidence evidence, About about) {
        boolean others = evidence.streams().stream()
                .filter(x -> x.ok() && !x.at().scenario().equals(ConcurrencyChecks.STREAMS))
                .anyMatch(ParallelStreams::ends);
        return ends(about.at()) || !others
                ? Optional.empty()
                : Optional.of(about.broken("no-end", "a terminal event, as streams on their own have one", "none"));
    }

    private static boolean ends(ExchangeView x) {
        return x.events().stream().map(ExchangeView.StreamEvent::type).anyMatch(ENDS::contains);
    }

    /** A gap in the numbers is cross-talk only where a stream on its own has none. */
    private static Optional<Observation> counter(Evidence evidence, About about) {
        if (!gap(about.at()) || alone(evidence).anyMatch(ParallelStreams::gap)) {
            return Optional.empty();
        }
        boolean others = alone(evidence).findAny().isPresent();
        return Optional.of(about.broken(others ? "shared-counter" : "gap", "sequence numbers without gap", "a gap"));
    }

    private static boolean gap(ExchangeView x) {
        long expected = -1;
        for (ExchangeView.StreamEvent event : x.events()) {
            OptionalLong number = Numbers.integer(event.data().path("sequence_number"));
            if (number.isPresent()) {
                if (expected >= 0 && number.getAsLong() != expected) {
                    return true;
                }
                expected = number.getAsLong() + 1;
            }
        }
        return false;
    }
}
