package org.responsestck.conformance.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.responsestck.conformance.check.Observation.Broken;
import org.responsestck.conformance.check.Observation.Held;
import org.responsestck.conformance.check.Observation.Unclear;
import org.responsestck.conformance.evidence.Evidence;
import org.responsestck.conformance.evidence.ExchangeView;
import org.responsestck.conformance.evidence.ResponseObject;
import org.responsestck.conformance.evidence.Why;
import org.responsestck.conformance.requirement.Catalogue;
import org.responsestck.conformance.requirement.Severity;

/** Every response object of the run with what the schemas find in it, computed once; and the small words of these checks. */
final class Shapes {
    private Shapes() {}

    /** A response object and the violations found in it, pointers counted from the object. */
    record Judged(ResponseObject response, List<SchemasFinding> findings) {
        Stream<SchemasFinding> of(String requirement) {
            return findings.stream().filter(f -> f.requirement().equals(requirement));
        }

        JsonNode node() {
            return response.node();
        }
    }

    static List<Judged> all(Evidence evidence) {
        return evidence.derive("shapes", e -> {
            Schemas schemas = Schemas.of(e.header().profile());
            Origins origins = Origins.of(e);
            List<Judged> judged = new ArrayList<>();
            for (ResponseObject response : e.responses()) {
                String kind = response.finished() ? "response-finished" : "response-snapshot";
                List<SchemasFinding> findings = schemas.validate(kind, response.node());
                judged.add(new Judged(
                        response,
                        inContext(
                                findings, origins.request(response), origins.unstored(response), response.finished())));
            }
            return List.copyOf(judged);
        });
    }

    /** The objects a client may rely on. */
    static Stream<Judged> finished(Evidence evidence) {
        return all(evidence).stream().filter(j -> j.response().finished());
    }

    /**
     * What a schema cannot know: an id may be left out of an unstored response, and a setting that was sent is not null, so that
     * leaving it out is the plain breach. A snapshot may say that it is queued: the stream rows allow it, the status row does not.
     */
    static List<SchemasFinding> inContext(
            List<SchemasFinding> findings, JsonNode request, boolean unstored, boolean finished) {
        return findings.stream()
                .filter(f ->
                        !(unstored && f.pointer().equals("/id") && f.actual().equals("absent")))
                .map(f -> f.requirement().equals("RESP-SHAPE-001")
                                && f.variant().equals("absent")
                                && !Items.nothing(request.path(f.pointer().substring(1)))
                        ? f.variant("")
                        : f)
                .map(f -> f.requirement().equals("RESP-STATUS-001")
                                && !finished
                                && f.actual().equals("\"queued\"")
                        ? f.variant("queued-snapshot")
                        : f)
                .toList();
    }

    /** Whether a violation is a FAIL of its own row, not one that the row merely warns of or tolerates. */
    static boolean fails(String profile, SchemasFinding finding) {
        return Catalogue.load()
                .find(finding.requirement())
                .filter(row -> row.appliesTo(profile))
                .filter(row -> row.severity(profile, finding.variant()) == Severity.FAIL)
                .isPresent();
    }

    /** A check that reads one row out of the findings of every object it is relevant to. */
    static Check row(String name, String requirement, Predicate<ResponseObject> relevant) {
        return passive(
                name,
                requirement,
                e -> all(e).stream()
                        .filter(j -> relevant.test(j.response()))
                        .flatMap(j -> observations(j, requirement)));
    }

    static Check passive(String name, String requirement, Function<Evidence, Stream<Observation>> judge) {
        return new Check(
                name, Set.of(requirement), Set.of(), e -> known(e, requirement) ? judge.apply(e) : Stream.of());
    }

    /** The same for a check that reads certain scenarios. */
    static Check played(
            String name, String requirement, Set<String> scenarios, Function<Evidence, Stream<Observation>> judge) {
        return new Check(
                name, Set.of(requirement), scenarios, e -> known(e, requirement) ? judge.apply(e) : Stream.of());
    }

    /** A profile without schemas, or without the row, has nothing to be judged by. */
    private static boolean known(Evidence evidence, String requirement) {
        String profile = evidence.header().profile();
        return Schemas.of(profile).present()
                && Catalogue.load()
                        .find(requirement)
                        .filter(row -> row.appliesTo(profile))
                        .isPresent();
    }

    static Stream<Observation> observations(Judged judged, String requirement) {
        List<Observation> broken = judged.of(requirement)
                .<Observation>map(f -> new Broken(
                        requirement, f.variant(), at(judged.response(), f.pointer()), f.expected(), f.actual()))
                .toList();
        return broken.isEmpty() ? Stream.of(held(requirement, judged.response())) : broken.stream();
    }

    static Where at(ResponseObject response, String pointer) {
        return Where.exchange(response.from().id())
                .event(response.event(), response.offset())
                .at(response.pointer() + pointer);
    }

    static Where at(ExchangeView view, ExchangeView.StreamEvent event, String pointer) {
        return Where.exchange(view.id())
                .event(event.sse().number(), event.sse().offset())
                .at(pointer);
    }

    static Observation held(String requirement, ResponseObject response) {
        return new Held(requirement, at(response, ""));
    }

    static Observation broken(
            String requirement,
            String variant,
            ResponseObject response,
            String pointer,
            String expected,
            String actual) {
        return new Broken(requirement, variant, at(response, pointer), expected, Shown.cut(actual));
    }

    /** Why an exchange without a success leaves a row open that does not speak about failures. */
    static Observation unanswered(String requirement, ExchangeView view) {
        Where where = Where.exchange(view.id());
        return switch (view.status()) {
            case 0 ->
                switch (view.end()) {
                    case REFUSED -> new Unclear(requirement, Why.UNREACHABLE, "no connection", false, where);
                    default -> new Unclear(requirement, Why.WIRE, "no answer: " + view.end(), true, where);
                };
            case 429 -> new Unclear(requirement, Why.BUDGET, "status 429", false, where);
            default -> new Unclear(requirement, Why.WIRE, "status " + view.status(), view.status() >= 500, where);
        };
    }
}
