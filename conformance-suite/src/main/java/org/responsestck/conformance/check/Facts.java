package org.responsestck.conformance.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.responsestck.conformance.evidence.Event;
import org.responsestck.conformance.evidence.Evidence;
import org.responsestck.conformance.evidence.ExchangeView;
import org.responsestck.conformance.evidence.ResponseObject;
import org.responsestck.conformance.evidence.Take;
import org.responsestck.conformance.evidence.Why;

/**
 * What a run shows about an operation as a whole, so that one that does not work at all is reported once and not by every
 * requirement that needs it.
 *
 * @param retrieves some response was read
 * @param deletes some response was deleted
 * @param lists the list was read
 * @param continues some response was continued
 */
record Facts(boolean retrieves, boolean deletes, boolean lists, boolean continues) {

    static Facts of(Evidence evidence) {
        return evidence.derive(Facts.class, Facts::find);
    }

    private static Facts find(Evidence evidence) {
        return new Facts(
                any(evidence, ExchangeView::isRetrieve),
                any(evidence, ExchangeView::isDelete),
                any(evidence, ExchangeView::isList),
                any(evidence, x -> x.isCreate() && !previous(x).isEmpty()));
    }

    private static boolean any(Evidence evidence, Predicate<ExchangeView> kind) {
        // Not by the clean-up: what it can delete depends on when it comes.
        return evidence.exchanges().stream()
                .anyMatch(x -> x.ok() && kind.test(x) && !x.at().scenario().equals(Evidence.CLEAN_UP));
    }

    /** The previous_response_id that a create sent; empty when it sent none. */
    static String previous(ExchangeView x) {
        JsonNode id = x.request().path("previous_response_id");
        return id.isTextual() ? id.textValue() : "";
    }

    static boolean unstored(ExchangeView x) {
        JsonNode store = x.request().path("store");
        return store.isBoolean() && !store.booleanValue();
    }

    /** The response object that an accepted create gave: the body, or the last one of its stream. */
    static Optional<ResponseObject> made(Evidence evidence, ExchangeView create) {
        return byExchange(evidence).getOrDefault(create.id(), List.of()).stream()
                .filter(r -> r.kind() == ResponseObject.Kind.ANSWER || r.kind() == ResponseObject.Kind.TERMINAL)
                .reduce((a, b) -> b);
    }

    /** Every response object of an exchange. */
    static List<ResponseObject> in(Evidence evidence, ExchangeView x) {
        return byExchange(evidence).getOrDefault(x.id(), List.of());
    }

    private static Map<Integer, List<ResponseObject>> byExchange(Evidence evidence) {
        return evidence.derive("facts-by-exchange", e -> {
            Map<Integer, List<ResponseObject>> map = new LinkedHashMap<>();
            e.responses()
                    .forEach(r -> map.computeIfAbsent(r.from().id(), k -> new ArrayList<>())
                            .add(r));
            return map;
        });
    }

    /** Ids of stored responses that this run made, in the order of the record. */
    static Map<String, ExchangeView> own(Evidence evidence) {
        return evidence.derive("facts-own", e -> {
            Map<String, ExchangeView> map = new LinkedHashMap<>();
            for (ExchangeView x : e.exchanges()) {
                if (x.isCreate() && x.ok() && !unstored(x)) {
                    made(e, x)
                            .map(ResponseObject::id)
                            .filter(id -> !id.isEmpty())
                            .ifPresent(id -> map.put(id, x));
                }
            }
            return map;
        });
    }

    /** Ids of responses whose deletion was asked for before an exchange had ended; what the clean-up deletes later is not among them. */
    static Set<String> deletedBefore(Evidence evidence, ExchangeView moment) {
        Set<String> ids = new HashSet<>();
        evidence.exchanges().stream()
                .filter(x -> x.isDelete() && x.ok() && x.exchange().sentAtMillis() <= endMillis(moment))
                .forEach(x -> ids.add(x.idInPath()));
        return ids;
    }

    /** Milliseconds since 1970 when an exchange had ended. */
    static long endMillis(ExchangeView x) {
        return x.exchange().sentAtMillis() + x.exchange().durationNanos() / 1_000_000;
    }

    /** Why a step that was needed is not there, when the first take of the scenario that has it was stopped. */
    static Stream<Observation> missing(Evidence evidence, String requirement, String scenario) {
        return evidence.takes(scenario).stream()
                .flatMap(t -> t.stopped().stream())
                .map(s -> missing(requirement, s))
                .limit(1);
    }

    private static Observation missing(String requirement, Event.Stopped stopped) {
        return new Observation.Unclear(requirement, stopped.why(), stopped.at() + ": " + stopped.detail(), false, null);
    }

    /** Fewer probes are enough: those that came to nothing for want of quota are left out when others tell. */
    static Stream<Observation> enough(List<Observation> found) {
        List<Observation> told = found.stream()
                .filter(o -> !(o instanceof Observation.Unclear u && u.why() == Why.BUDGET))
                .toList();
        return told.isEmpty() ? found.stream() : told.stream();
    }

    static Observation unclear(String requirement, Why why, String detail) {
        return new Observation.Unclear(requirement, why, detail, false, null);
    }

    /** The first take of a scenario, when it was played. */
    static Optional<Take> first(Evidence evidence, String scenario) {
        return evidence.takes(scenario).stream().findFirst();
    }
}
