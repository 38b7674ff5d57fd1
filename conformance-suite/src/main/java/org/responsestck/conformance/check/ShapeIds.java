package org.responsestck.conformance.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.responsestck.conformance.check.Observation.Held;
import org.responsestck.conformance.check.Observation.Unclear;
import org.responsestck.conformance.evidence.Evidence;
import org.responsestck.conformance.evidence.ExchangeView;
import org.responsestck.conformance.evidence.ResponseObject;
import org.responsestck.conformance.evidence.Take;
import org.responsestck.conformance.evidence.Why;

/** The id of a response: there, one for its whole life, and not used twice. */
final class ShapeIds {
    private static final Pattern CUSTOMARY = Pattern.compile("resp_[A-Za-z0-9_=-]+");

    private ShapeIds() {}

    static List<Check> checks() {
        return List.of(
                Shapes.passive("id-is-one-for-the-life-of-the-response", "RESP-ID-001", ShapeIds::stable),
                Shapes.passive("id-begins-with-resp", "RESP-ID-002", ShapeIds::prefix),
                Shapes.passive("id-is-not-an-item-id", "RESP-ID-004", ShapeIds::notOfAnItem),
                Shapes.played(
                        "equal-requests-make-different-responses",
                        "HTTP-IDEMP-001",
                        Set.of("basic"),
                        ShapeIds::distinct));
    }

    private static Stream<Observation> stable(Evidence evidence) {
        Origins origins = Origins.of(evidence);
        Map<ExchangeView, String> first = new HashMap<>();
        List<Observation> observations = new ArrayList<>();
        for (ResponseObject response : evidence.responses()) {
            if (response.kind() == ResponseObject.Kind.RETRIEVED
                    && !origins.knows(response.from().idInPath())) {
                // An answer to an id that nobody gave out is the matter of GET-002.
                continue;
            }
            JsonNode id = response.node().path("id");
            if (Items.nothing(id)) {
                if (!origins.unstored(response)) {
                    observations.add(Shapes.broken("RESP-ID-001", "", response, "/id", "a string", Shown.of(id)));
                }
                continue;
            }
            if (response.id().isEmpty()) {
                observations.add(Shapes.broken("RESP-ID-001", "", response, "/id", "a non-empty string", Shown.of(id)));
                continue;
            }
            String expected = response.kind() == ResponseObject.Kind.RETRIEVED
                    ? response.from().idInPath()
                    : response.streamed() ? first.computeIfAbsent(response.from(), k -> response.id()) : response.id();
            observations.add(
                    response.id().equals(expected)
                            ? Shapes.held("RESP-ID-001", response)
                            : Shapes.broken("RESP-ID-001", "", response, "/id", expected, response.id()));
        }
        return observations.stream();
    }

    private static Stream<Observation> prefix(Evidence evidence) {
        Set<String> seen = new HashSet<>();
        return Shapes.finished(evidence)
                .map(Shapes.Judged::response)
                .filter(r -> !r.id().isEmpty() && seen.add(r.id()))
                .map(r -> CUSTOMARY.matcher(r.id()).matches()
                        ? Shapes.held("RESP-ID-002", r)
                        : Shapes.broken("RESP-ID-002", "", r, "/id", "resp_ and letters or digits", r.id()));
    }

    private static Stream<Observation> notOfAnItem(Evidence evidence) {
        return Shapes.finished(evidence)
                .map(Shapes.Judged::response)
                .filter(r -> !r.id().isEmpty())
                .map(r -> {
                    List<JsonNode> items = Items.output(r.node());
                    for (int i = 0; i < items.size(); i++) {
                        if (items.get(i).path("id").asText().equals(r.id())) {
                            return Shapes.broken(
                                    "RESP-ID-004", "", r, "/output/" + i + "/id", "an id of its own", r.id());
                        }
                    }
                    return Shapes.held("RESP-ID-004", r);
                });
    }

    private static Stream<Observation> distinct(Evidence evidence) {
        Map<String, ExchangeView> seen = new HashMap<>();
        List<Observation> observations = new ArrayList<>();
        for (Take take : evidence.takes("basic")) {
            List<ExchangeView> creates = Stream.of("create", "again")
                    .flatMap(step -> take.at(step).stream())
                    .toList();
            int before = seen.size();
            for (ExchangeView view : creates) {
                JsonNode id = view.json().value().path("id");
                if (!view.ok()) {
                    observations.add(Shapes.unanswered("HTTP-IDEMP-001", view));
                } else if (!Items.nothing(id)) {
                    ExchangeView earlier = seen.putIfAbsent(id.asText(), view);
                    if (earlier != null) {
                        observations.add(new Observation.Broken(
                                "HTTP-IDEMP-001",
                                "",
                                Where.exchange(view.id()).at("/id"),
                                "another id than that of exchange " + earlier.id(),
                                Shown.of(id)));
                    }
                }
            }
            boolean answered = creates.size() == 2 && creates.stream().allMatch(ExchangeView::ok);
            if (answered && seen.size() == before + 2) {
                observations.add(
                        new Held("HTTP-IDEMP-001", Where.exchange(creates.get(1).id())));
            } else if (answered && observations.isEmpty()) {
                observations.add(new Unclear(
                        "HTTP-IDEMP-001",
                        Why.VALUE_MISSING,
                        "an answer without id",
                        false,
                        Where.exchange(creates.get(1).id())));
            }
        }
        return observations.stream();
    }
}
