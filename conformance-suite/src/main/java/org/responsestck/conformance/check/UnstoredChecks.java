package org.responsestck.conformance.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.responsestck.conformance.dialect.Trait;
import org.responsestck.conformance.evidence.Evidence;
import org.responsestck.conformance.evidence.ExchangeView;
import org.responsestck.conformance.evidence.ResponseObject;
import org.responsestck.conformance.evidence.Take;
import org.responsestck.conformance.evidence.Why;

/** Responses that were made with {@code store: false}. */
final class UnstoredChecks {
    private static final String SCENARIO = "store-false";
    private static final String STREAM = "stream-store-false";
    private static final String NO_GET = "no GET of this run was answered: GET-001";

    private UnstoredChecks() {}

    static List<Check> checks() {
        Set<String> plain = Set.of(SCENARIO);
        return List.of(
                new Check("store-false-is-accepted", Set.of("STORE-003"), plain, UnstoredChecks::accepted),
                new Check(
                        "an-unstored-response-cannot-be-continued",
                        Set.of("STORE-004"),
                        plain,
                        e -> at(e, SCENARIO, "STORE-004", "chain", about -> continued(e, about))),
                new Check(
                        "an-unstored-response-cannot-be-read",
                        Set.of("STORE-005"),
                        plain,
                        e -> at(e, SCENARIO, "STORE-005", "get", about -> read(e, about))),
                new Check("the-id-of-an-unstored-response", Set.of("STORE-006"), Set.of(), UnstoredChecks::id),
                new Check(
                        "an-unstored-response-is-not-listed",
                        Set.of("STORE-007"),
                        Set.of(SCENARIO, "list"),
                        UnstoredChecks::listed),
                new Check(
                        "an-unstored-response-cannot-be-deleted", Set.of("STORE-008"), plain, UnstoredChecks::deleted),
                new Check(
                        "a-streamed-response-may-stay-unstored",
                        Set.of("STREAM-STORE-001"),
                        Set.of(STREAM),
                        UnstoredChecks::streamed));
    }

    private static Stream<Observation> accepted(Evidence evidence) {
        return evidence.at(SCENARIO, "create").stream().map(x -> {
            About about = new About("STORE-003", x);
            return about.trouble().orElseGet(() -> {
                if (about.clientError()) {
                    return about.status("refused", "200");
                }
                if (about.fiveHundred()) {
                    return about.serverError();
                }
                return x.status() == 200 ? storeFalse(about) : about.other("200");
            });
        });
    }

    private static Observation storeFalse(About about) {
        JsonNode shown = Said.response(about.at()).path("store");
        if (shown.isBoolean() && !shown.booleanValue()) {
            return about.held("/store");
        }
        String variant = shown.isMissingNode() ? "absent" : shown.isNull() ? "null" : "wrong-value";
        return about.broken(
                variant, about.where().at("/store"), "false", shown.isMissingNode() ? "absent" : shown.toString());
    }

    /** Judges a step with the id of the response; without id there is nothing that could be used. */
    private static Stream<Observation> at(
            Evidence evidence, String scenario, String requirement, String step, Function<About, Observation> judge) {
        Optional<Take> take = Facts.first(evidence, scenario);
        Optional<ExchangeView> create = take.flatMap(t -> t.at("create"));
        if (create.isEmpty() || !create.get().ok()) {
            return take.stream()
                    .map(t -> Facts.unclear(requirement, Why.VALUE_MISSING, "store=false was not accepted"));
        }
        About about = new About(requirement, create.get());
        if (evidence.header().lacks("storage")
                && take.get().at(step).filter(x -> x.status() == 501).isPresent()) {
            return Stream.of(about.absent("status 501, and declared stateless"));
        }
        if (idOf(evidence, create.get()).isEmpty()) {
            return Stream.of(
                    evidence.header().dialect().is(Trait.NULL_ID_UNSTORED)
                            ? about.held("/id")
                            : about.unclear(Why.VALUE_MISSING, "the response has no id: STORE-006"));
        }
        Optional<ExchangeView> used = take.get().at(step);
        return used.isPresent()
                ? Stream.of(judge.apply(new About(requirement, used.get())))
                : Facts.missing(evidence, requirement, scenario);
    }

    private static String idOf(Evidence evidence, ExchangeView create) {
        return Facts.made(evidence, create).map(ResponseObject::id).orElse("");
    }

    private static Observation continued(Evidence evidence, About about) {
        return Refusal.of(evidence, about);
    }

    private static Observation read(Evidence evidence, About about) {
        return about.trouble().orElseGet(() -> {
            if (!about.at().ok() && !Facts.of(evidence).retrieves()) {
                return about.unclear(Why.VALUE_MISSING, NO_GET);
            }
            return about.fiveHundred() ? about.serverError() : Refusal.gone(about, "accepted");
        });
    }

    private static Stream<Observation> id(Evidence evidence) {
        return evidence.responses().stream()
                .filter(r -> r.kind() == ResponseObject.Kind.ANSWER || r.kind() == ResponseObject.Kind.TERMINAL)
                .filter(r -> Facts.unstored(r.from()))
                .map(r -> id(evidence, r));
    }

    private static Observation id(Evidence evidence, ResponseObject r) {
        JsonNode id = r.node().path("id");
        About about = new About("STORE-006", r.from());
        Where where = about.where().at(r.pointer() + "/id").event(r.event(), r.offset());
        boolean free = evidence.header().dialect().is(Trait.NULL_ID_UNSTORED);
        if ((id.isTextual() && !id.textValue().isEmpty()) || (free && id.isNull())) {
            return new Observation.Held(about.requirement(), where);
        }
        String expected = free ? "null or a non-empty string" : "a non-empty string";
        if (id.isMissingNode()) {
            return about.broken("absent", where, expected, "absent");
        }
        String variant = id.isNull() ? "null" : id.isTextual() ? "wrong-value" : "wrong-type";
        return about.broken(variant, where, expected, id.toString());
    }

    private static Stream<Observation> listed(Evidence evidence) {
        List<ExchangeView> lists = evidence.exchanges().stream()
                .filter(x ->
                        x.isList() && x.ok() && x.json().value().path("data").isArray())
                .toList();
        List<Observation> found = new ArrayList<>();
        unstored(evidence)
                .forEach((id, create) -> lists.stream()
                        .filter(list -> list.exchange().sentAtMillis() >= Facts.endMillis(create))
                        .forEach(list ->
                                found.add(Listing.absence("STORE-007", list, id, "an id that was not stored"))));
        if (!found.isEmpty()) {
            return found.stream();
        }
        Optional<ExchangeView> create =
                Facts.first(evidence, SCENARIO).flatMap(t -> t.at("create")).filter(ExchangeView::ok);
        if (create.isEmpty()) {
            return Facts.missing(evidence, "STORE-007", SCENARIO);
        }
        About about = new About("STORE-007", create.get());
        return Stream.of(
                idOf(evidence, create.get()).isEmpty()
                        ? about.held("/id")
                        : about.unclear(Why.VALUE_MISSING, "no list of this run was answered: LIST-001"));
    }

    private static Map<String, ExchangeView> unstored(Evidence evidence) {
        Map<String, ExchangeView> ids = new LinkedHashMap<>();
        evidence.exchanges().stream()
                .filter(x -> x.isCreate() && x.ok() && Facts.unstored(x))
                .forEach(x -> ids.put(idOf(evidence, x), x));
        ids.remove("");
        return ids;
    }

    private static Stream<Observation> deleted(Evidence evidence) {
        Optional<Take> take = Facts.first(evidence, SCENARIO);
        Optional<ExchangeView> delete = take.flatMap(t -> t.at("delete"));
        if (delete.isEmpty()) {
            return take.stream()
                    .map(t -> Facts.unclear("STORE-008", Why.VALUE_MISSING, "there is no id that could be deleted"));
        }
        About about = new About("STORE-008", delete.get());
        Optional<Observation> open = about.trouble().or(() -> about.accountMissing(evidence));
        if (open.isPresent()) {
            return open.stream();
        }
        if (about.clientError() && !Facts.of(evidence).deletes()) {
            return Stream.of(about.unclear(Why.VALUE_MISSING, "no DELETE of this run was answered: DELETE-001"));
        }
        return Stream.of(Refusal.gone(about, "accepted"));
    }

    private static Stream<Observation> streamed(Evidence evidence) {
        String requirement = "STREAM-STORE-001";
        Optional<ExchangeView> create = Facts.first(evidence, STREAM).flatMap(t -> t.at("create"));
        if (create.isEmpty()) {
            return Stream.empty();
        }
        About about = new About(requirement, create.get());
        if (about.trouble().isPresent()) {
            return about.trouble().stream();
        }
        if (!create.get().ok()) {
            return Stream.of(about.clientError() ? about.status("refused", "a stream") : about.serverError());
        }
        Stream<Observation> snapshots = Facts.in(evidence, create.get()).stream()
                .filter(ResponseObject::streamed)
                .flatMap(r -> snapshot(about, r).stream());
        Stream<Observation> reading = evidence.header().dialect().is(Trait.RETRIEVAL)
                ? at(evidence, STREAM, requirement, "get", a -> streamRead(evidence, a))
                : Stream.empty();
        return Stream.of(
                        snapshots,
                        reading,
                        at(evidence, STREAM, requirement, "chain", a -> named(Refusal.of(evidence, a), "continuable")))
                .flatMap(s -> s);
    }

    private static Optional<Observation> snapshot(About about, ResponseObject r) {
        JsonNode shown = r.node().path("store");
        Where where = about.where().at(r.pointer() + "/store").event(r.event(), r.offset());
        if (shown.isBoolean() && !shown.booleanValue()) {
            return Optional.of(new Observation.Held(about.requirement(), where));
        }
        if (Compare.absent(shown)) {
            String variant = r.kind() == ResponseObject.Kind.TERMINAL ? "absent" : "absent-early";
            return Optional.of(about.broken(variant, where, "false", shown.isNull() ? "null" : "absent"));
        }
        return Optional.of(about.broken("wrong-value", where, "false", shown.toString()));
    }

    private static Observation streamRead(Evidence evidence, About about) {
        return about.trouble().orElseGet(() -> {
            if (!about.at().ok() && !Facts.of(evidence).retrieves()) {
                return about.unclear(Why.VALUE_MISSING, NO_GET);
            }
            return about.fiveHundred() ? about.serverError() : Refusal.gone(about, "retrievable");
        });
    }

    private static Observation named(Observation o, String accepted) {
        return o instanceof Observation.Broken b && b.variant().equals("accepted")
                ? new Observation.Broken(b.requirement(), accepted, b.where(), b.expected(), b.actual())
                : o;
    }
}
