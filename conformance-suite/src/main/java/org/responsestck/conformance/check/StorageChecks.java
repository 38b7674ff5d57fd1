package org.responsestck.conformance.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.responsestck.conformance.dialect.Trait;
import org.responsestck.conformance.evidence.Evidence;
import org.responsestck.conformance.evidence.ExchangeView;
import org.responsestck.conformance.evidence.ResponseObject;
import org.responsestck.conformance.evidence.Take;
import org.responsestck.conformance.evidence.Why;

/** Responses that are stored. Those that are not are in {@link UnstoredChecks}. */
final class StorageChecks {
    private static final String NO_GET = "no GET of this run was answered: GET-001";

    private StorageChecks() {}

    static List<Check> checks() {
        List<Check> all = new ArrayList<>(List.of(
                new Check("store-tells-what-was-done", Set.of("RESP-STORE-001"), Set.of(), StorageChecks::echoed),
                new Check(
                        "responses-are-stored-by-default",
                        Set.of("STORE-001"),
                        Set.of("basic", "chain"),
                        StorageChecks::byDefault),
                new Check("store-true-stores", Set.of("STORE-002"), Set.of("delete"), StorageChecks::explicitly),
                new Check(
                        "a-continuation-that-is-not-stored-leaves-its-parent",
                        Set.of("STORE-009"),
                        Set.of("chain"),
                        StorageChecks::unstoredContinuation)));
        all.addAll(UnstoredChecks.checks());
        return List.copyOf(all);
    }

    private static Stream<Observation> echoed(Evidence evidence) {
        return evidence.responses().stream()
                .filter(r -> r.kind() == ResponseObject.Kind.ANSWER || r.kind() == ResponseObject.Kind.TERMINAL)
                .flatMap(r -> echo(evidence, r).stream());
    }

    private static Optional<Observation> echo(Evidence evidence, ResponseObject r) {
        JsonNode asked = r.from().request().path("store");
        if (!Compare.absent(asked) && !asked.isBoolean()) {
            return Optional.empty();
        }
        JsonNode shown = r.node().path("store");
        About about = new About("RESP-STORE-001", r.from());
        Where where = about.where().at(r.pointer() + "/store").event(r.event(), r.offset());
        boolean stateless = evidence.header().lacks("storage");
        boolean free = !stateless
                && asked.asBoolean(true)
                && !evidence.header().dialect().is(Trait.STORED_BY_DEFAULT);
        boolean wanted = !stateless && asked.asBoolean(true);
        String expected = free ? "a boolean" : String.valueOf(wanted);
        if (shown.isMissingNode()) {
            return Optional.of(about.broken("absent", where, expected, "absent"));
        }
        if (!shown.isBoolean()) {
            return Optional.of(about.broken(shown.isNull() ? "null" : "wrong-type", where, expected, shown.toString()));
        }
        return Optional.of(
                free || shown.booleanValue() == wanted
                        ? new Observation.Held(about.requirement(), where)
                        : about.broken("wrong-value", where, expected, shown.toString()));
    }

    private static Stream<Observation> byDefault(Evidence evidence) {
        List<Observation> found = new ArrayList<>();
        for (Take take : evidence.takes("basic")) {
            take.at("create")
                    .filter(ExchangeView::ok)
                    .flatMap(c -> take.at("get"))
                    .map(x -> read(evidence, x))
                    .ifPresent(found::add);
        }
        Facts.first(evidence, "chain")
                .filter(t -> t.at("turn-1").filter(ExchangeView::ok).isPresent())
                .flatMap(t -> t.at("turn-2"))
                .map(StorageChecks::continued)
                .ifPresent(found::add);
        return found.stream();
    }

    private static Observation read(Evidence evidence, ExchangeView x) {
        About about = new About("STORE-001", x);
        return about.trouble().orElseGet(() -> {
            if (x.ok()) {
                return about.held();
            }
            if (x.status() == 404 && !Facts.of(evidence).retrieves()) {
                return about.unclear(Why.VALUE_MISSING, NO_GET);
            }
            if (x.status() == 404 || x.status() == 501) {
                return about.status("not-retrievable", "200 to GET of a response that is stored by default");
            }
            // Where GET does not exist the continuation alone tells.
            return x.status() == 405
                    ? about.unclear(Why.VALUE_MISSING, "status 405: there is no GET")
                    : about.fiveHundred() ? about.serverError() : about.other("200");
        });
    }

    private static Observation continued(ExchangeView x) {
        About about = new About("STORE-001", x);
        return about.trouble().orElseGet(() -> {
            if (x.ok()) {
                return about.held();
            }
            if (x.status() == 404 || x.status() == 501) {
                return about.status("not-continuable", "200 to a continuation of a response that is stored by default");
            }
            return about.fiveHundred() ? about.serverError() : about.other("200");
        });
    }

    private static Stream<Observation> explicitly(Evidence evidence) {
        return Facts.first(evidence, "delete").stream().flatMap(take -> {
            Optional<ExchangeView> create = take.at("create");
            if (create.isEmpty()) {
                return Facts.missing(evidence, "STORE-002", "delete");
            }
            About about = new About("STORE-002", create.get());
            if (about.trouble().isPresent()) {
                return about.trouble().stream();
            }
            if (!create.get().ok()) {
                return Stream.of(about.clientError() ? about.status("refused", "200") : about.serverError());
            }
            return Stream.concat(
                    Stream.of(storeTrue(about)),
                    evidence.header().dialect().is(Trait.RETRIEVAL)
                            ? take.at("get-before").map(x -> readable(evidence, x)).stream()
                            : Stream.empty());
        });
    }

    private static Observation storeTrue(About about) {
        JsonNode shown = Said.response(about.at()).path("store");
        if (shown.isBoolean() && shown.booleanValue()) {
            return about.held("/store");
        }
        return about.broken(
                shown.isMissingNode() ? "absent" : "wrong-value",
                about.where().at("/store"),
                "true",
                shown.isMissingNode() ? "absent" : shown.toString());
    }

    private static Observation readable(Evidence evidence, ExchangeView x) {
        About about = new About("STORE-002", x);
        return about.trouble().orElseGet(() -> {
            if (x.ok()) {
                return about.held();
            }
            if (!Facts.of(evidence).retrieves()) {
                return about.unclear(Why.VALUE_MISSING, NO_GET);
            }
            return about.clientError() ? about.status("not-retrievable", "200 to GET") : about.serverError();
        });
    }

    private static Stream<Observation> unstoredContinuation(Evidence evidence) {
        Optional<Take> take = Facts.first(evidence, "chain");
        Optional<ExchangeView> child = take.flatMap(t -> t.at("unstored"));
        if (child.isEmpty()) {
            return take.stream()
                    .map(t -> Facts.unclear(
                            "STORE-009", Why.VALUE_MISSING, "the first turn could not be continued: CHAIN-001"));
        }
        About about = new About("STORE-009", child.get());
        if (about.trouble().isPresent()) {
            return about.trouble().stream();
        }
        if (!child.get().ok()) {
            return Stream.of(about.clientError() ? about.status("refused", "200") : about.serverError());
        }
        List<Observation> found = new ArrayList<>();
        found.add(about.held());
        if (evidence.header().dialect().is(Trait.RETRIEVAL)) {
            found.addAll(Unchanged.of(evidence, "STORE-009", take.get(), "get-turn-1-after", "get-turn-1-last"));
        }
        take.get().at("unstored-chain").map(StorageChecks::notContinuable).ifPresent(found::add);
        return found.stream();
    }

    private static Observation notContinuable(ExchangeView x) {
        About about = new About("STORE-009", x);
        return about.trouble()
                .orElseGet(() -> about.clientError()
                        ? about.held()
                        : about.status("continuable", "a refusal: the child was not stored"));
    }
}
