package org.responsestck.conformance.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.responsestck.conformance.dialect.Trait;
import org.responsestck.conformance.evidence.Event;
import org.responsestck.conformance.evidence.Evidence;
import org.responsestck.conformance.evidence.ExchangeView;
import org.responsestck.conformance.evidence.ResponseObject;
import org.responsestck.conformance.evidence.Take;
import org.responsestck.conformance.evidence.Why;

/** Continuing by previous_response_id: what the server alone decides. What a model must remember is in {@link RecallChecks}. */
final class ChainChecks {
    private static final Set<String> CHAINS = Set.of(
            "chain", "chain-long", "chain-output", "chain-order", "chain-branch", "chain-system", "stream-chain");
    private static final String REFUSED_ALWAYS = "no response of this run could be continued: CHAIN-001";

    private ChainChecks() {}

    static List<Check> checks() {
        List<Check> all = new ArrayList<>(List.of(
                new Check("previous-response-id-is-echoed", Set.of("RESP-PREVID-001"), Set.of(), ChainChecks::echoed),
                new Check("a-stored-response-can-be-continued", Set.of("CHAIN-001"), CHAINS, ChainChecks::continued),
                new Check("the-parent-is-unchanged", Set.of("CHAIN-007"), Set.of("chain"), ChainChecks::unchanged),
                new Check(
                        "an-unknown-previous-id-is-refused",
                        Set.of("CHAIN-008"),
                        Set.of("chain-unknown"),
                        ChainChecks::unknown),
                new Check(
                        "a-continuation-may-name-another-model",
                        Set.of("CHAIN-016"),
                        Set.of("chain-model"),
                        e -> e.at("chain-model", "turn-2").stream()
                                .map(x -> AcceptanceRule.of("CHAIN-016")
                                        .serverError(null)
                                        .judge(e, x))),
                new Check(
                        "an-unknown-previous-id-is-refused-before-a-stream",
                        Set.of("CHAIN-010"),
                        Set.of(RefusedStreams.SCENARIO),
                        RefusedStreams::unknownPrevious),
                new Check(
                        "a-continuation-needs-no-tools",
                        Set.of("CHAIN-012"),
                        Set.of("chain-race", "chain"),
                        ChainChecks::withoutTools),
                new Check(
                        "a-response-can-be-continued-at-once",
                        Set.of("CHAIN-017"),
                        Set.of("chain-race"),
                        ChainChecks::atOnce),
                new Check(
                        "snapshots-of-a-streamed-continuation-echo-the-previous-id",
                        Set.of("STREAM-CHAIN-001"),
                        Set.of("chain"),
                        ChainChecks::snapshots)));
        all.addAll(RecallChecks.checks());
        all.add(ChainGrowth.check());
        return List.copyOf(all);
    }

    private static Stream<Observation> echoed(Evidence evidence) {
        boolean always = evidence.header().dialect().is(Trait.PREVIOUS_ID_ALWAYS);
        return evidence.responses().stream()
                .filter(r -> r.kind() != ResponseObject.Kind.LISTED)
                .flatMap(r -> request(evidence, r).stream().flatMap(x -> echo(evidence, r, x, always)));
    }

    /** The create that made a response: the exchange it came with or, for a GET, the one that gave its id. */
    private static Optional<ExchangeView> request(Evidence evidence, ResponseObject response) {
        return response.kind() == ResponseObject.Kind.RETRIEVED
                ? Optional.ofNullable(Facts.own(evidence).get(response.id()))
                : Optional.of(response.from());
    }

    private static Stream<Observation> echo(Evidence evidence, ResponseObject r, ExchangeView create, boolean always) {
        JsonNode asked = create.request().path("previous_response_id");
        JsonNode shown = r.node().path("previous_response_id");
        About about = new About("RESP-PREVID-001", r.from());
        Where where = about.where().at(r.pointer() + "/previous_response_id").event(r.event(), r.offset());
        if (Compare.absent(asked)) {
            if (!Compare.absent(shown)) {
                return Stream.of(about.broken("", where, "null on a first turn", shown.toString()));
            }
            return shown.isMissingNode() && always
                    ? Stream.of(about.broken("absent", where, "null on a first turn", "absent"))
                    : Stream.of(new Observation.Held(about.requirement(), where));
        }
        // A server that took an id nobody knows is the matter of CHAIN-008.
        if (!asked.isTextual() || !known(evidence, asked.textValue())) {
            return Stream.empty();
        }
        if (shown.isTextual() && shown.textValue().equals(asked.textValue())) {
            return Stream.of(new Observation.Held(about.requirement(), where));
        }
        String variant = shown.isMissingNode() ? "absent" : shown.isNull() ? "null" : "wrong-value";
        return Stream.of(
                about.broken(variant, where, asked.textValue(), shown.isMissingNode() ? "absent" : shown.toString()));
    }

    private static boolean known(Evidence evidence, String id) {
        ExchangeView made = Facts.own(evidence).get(id);
        return made != null && !Facts.unstored(made);
    }

    private static Stream<Observation> continued(Evidence evidence) {
        return Facts.enough(CHAINS.stream()
                .sorted()
                .flatMap(s -> evidence.takes(s).stream())
                .flatMap(take -> continued(evidence, take))
                .toList());
    }

    private static Stream<Observation> continued(Evidence evidence, Take take) {
        return take.events().stream()
                .filter(e -> e instanceof Event.Exchanged)
                .map(e -> take.at(e.at().step()))
                .flatMap(Optional::stream)
                .distinct()
                .filter(x -> x.isCreate() && Facts.own(evidence).containsKey(Facts.previous(x)))
                .map(x -> continuation(evidence, x));
    }

    private static Observation continuation(Evidence evidence, ExchangeView x) {
        About about = new About("CHAIN-001", x);
        Optional<Observation> trouble = about.trouble();
        if (trouble.isPresent()) {
            return trouble.get();
        }
        if (!evidence.header().dialect().is(Trait.RETRIEVAL) && (about.clientError() || x.status() == 501)) {
            return about.absent("status " + x.status() + " to a continuation");
        }
        if (about.clientError()) {
            return about.status("refused", "200");
        }
        if (about.fiveHundred()) {
            return about.status("server-error", "200");
        }
        if (x.status() != 200) {
            return about.other("200");
        }
        String id = Facts.made(evidence, x).map(ResponseObject::id).orElse("");
        return id.equals(Facts.previous(x))
                ? about.broken("same-id", "an id of its own", "the id of the parent, " + id)
                : about.held();
    }

    private static Stream<Observation> unchanged(Evidence evidence) {
        return Facts.first(evidence, "chain").stream()
                .flatMap(take ->
                        Unchanged.of(evidence, "CHAIN-007", take, "get-turn-1-before", "get-turn-1-after").stream());
    }

    private static Stream<Observation> unknown(Evidence evidence) {
        return evidence.at("chain-unknown", "create").stream().map(x -> {
            About about = new About("CHAIN-008", x);
            boolean stateless =
                    evidence.header().lacks("storage") || evidence.header().lacks("chaining");
            if (stateless && x.status() == 501) {
                return about.absent("status 501, and declared stateless");
            }
            if (x.ok() && about.trouble().isEmpty()) {
                return about.status(stateless ? "accepted-stateless" : "accepted", "a refusal");
            }
            if (x.status() == 501) {
                return about.other("a refusal");
            }
            return Refusal.of(evidence, about);
        });
    }

    private static Stream<Observation> withoutTools(Evidence evidence) {
        return Facts.first(evidence, "chain-race").stream().flatMap(take -> {
            Optional<ExchangeView> parent = take.at("turn-0");
            Optional<ExchangeView> child = take.at("later-1").or(() -> take.at("turn-1"));
            if (parent.isEmpty() || !parent.get().ok() || child.isEmpty()) {
                return Stream.of(Facts.unclear("CHAIN-012", Why.VALUE_MISSING, "the turn with tools was not answered"));
            }
            About about = new About("CHAIN-012", child.get());
            Optional<Observation> trouble = about.trouble();
            if (trouble.isPresent()) {
                return trouble.stream();
            }
            if (!child.get().ok() && !Facts.of(evidence).continues()) {
                return Stream.of(about.unclear(Why.VALUE_MISSING, REFUSED_ALWAYS));
            }
            return Stream.of(
                    child.get().status() == 200
                            ? about.held()
                            : about.clientError()
                                    ? about.status("refused", "200")
                                    : about.fiveHundred() ? about.status("server-error", "200") : about.other("200"));
        });
    }

    private static Stream<Observation> atOnce(Evidence evidence) {
        List<Observation> found = new ArrayList<>();
        for (Take take : evidence.takes("chain-race")) {
            for (int i = 1; take.at("turn-" + i).isPresent(); i++) {
                ExchangeView first = take.at("turn-" + i).get();
                found.add(race(first, take.at("later-" + i)));
            }
        }
        return found.isEmpty() ? Facts.missing(evidence, "CHAIN-017", "chain-race") : Facts.enough(found);
    }

    private static Observation race(ExchangeView first, Optional<ExchangeView> later) {
        About about = new About("CHAIN-017", first);
        if (about.trouble().isPresent()) {
            return about.trouble().get();
        }
        if (first.ok()) {
            return about.held();
        }
        if (about.fiveHundred()) {
            return about.serverError();
        }
        return later.isPresent() && later.get().ok()
                ? about.broken("", "200", "status " + first.status() + ", but 200 a second later")
                : about.unclear(Why.VALUE_MISSING, "status " + first.status() + ", a second later too");
    }

    private static Stream<Observation> snapshots(Evidence evidence) {
        return Facts.first(evidence, "chain").flatMap(t -> t.at("turn-2-stream")).stream()
                .flatMap(x -> {
                    About about = new About("STREAM-CHAIN-001", x);
                    if (about.trouble().isPresent()) {
                        return about.trouble().stream();
                    }
                    if (about.clientError()) {
                        return evidence.header().lacks("streaming")
                                ? Stream.of(about.unclear(Why.UNSUPPORTED, "no streaming"))
                                : Stream.of(about.status("refused", "a stream"));
                    }
                    if (!x.ok()) {
                        return Stream.of(about.serverError());
                    }
                    return Facts.in(evidence, x).stream()
                            .filter(ResponseObject::streamed)
                            .map(r -> snapshot(about, r, Facts.previous(x)));
                });
    }

    private static Observation snapshot(About about, ResponseObject r, String asked) {
        JsonNode shown = r.node().path("previous_response_id");
        Where where = about.where().at(r.pointer() + "/previous_response_id").event(r.event(), r.offset());
        if (shown.isTextual() && shown.textValue().equals(asked)) {
            return new Observation.Held(about.requirement(), where);
        }
        String variant = shown.isMissingNode() ? "absent" : shown.isNull() ? "null" : "wrong-value";
        return about.broken(variant, where, asked, shown.isMissingNode() ? "absent" : shown.toString());
    }
}
