package org.responsestck.conformance.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.responsestck.conformance.check.Observation.Broken;
import org.responsestck.conformance.evidence.Evidence;
import org.responsestck.conformance.evidence.ResponseObject;

/** The response object itself: its members, their types and values, wherever it stands on the wire. */
final class ShapeChecks {
    private ShapeChecks() {}

    static List<Check> checks() {
        List<Check> checks = new ArrayList<>(List.of(
                Shapes.row("finished-responses-have-all-members", "RESP-SHAPE-001", ResponseObject::finished),
                Shapes.row("members-have-their-types", "RESP-TYPE-001", r -> true),
                Shapes.row("object-is-response", "RESP-OBJECT-001", ResponseObject::finished),
                Shapes.row(
                        "status-is-a-word-of-the-profile",
                        "RESP-STATUS-001",
                        // A snapshot without status is judged with the schema of its event.
                        r -> r.finished() || r.node().has("status")),
                Shapes.row(
                        "incomplete-reason-is-a-word-of-the-profile",
                        "RESP-STATUS-005",
                        r -> r.node().at("/incomplete_details/reason").isTextual()),
                Shapes.passive("model-names-the-requested-model", "RESP-MODEL-001", ShapeChecks::model),
                Shapes.passive("output-text-repeats-the-parts", "RESP-OUTPUTTEXT-001", ShapeChecks::outputText),
                Shapes.passive("list-entries-are-responses", "LIST-002", ShapeChecks::entries)));
        checks.addAll(ShapeIds.checks());
        checks.addAll(ShapeCreated.checks());
        checks.addAll(ShapeStatus.checks());
        checks.addAll(ShapeStreams.checks());
        checks.addAll(ShapeText.checks());
        return List.copyOf(checks);
    }

    private static Stream<Observation> model(Evidence evidence) {
        Origins origins = Origins.of(evidence);
        return Shapes.finished(evidence)
                .filter(j -> namesAModel(origins.request(j.response())))
                .map(judged -> {
                    ResponseObject response = judged.response();
                    var model = response.node().path("model");
                    var asked = origins.request(response).path("model");
                    if (!model.isTextual() || model.textValue().isBlank()) {
                        return Shapes.broken(
                                "RESP-MODEL-001", "", response, "/model", "a non-empty string", Shown.of(model));
                    }
                    return asked.isTextual() && !sameModel(asked.textValue(), model.textValue())
                            ? Shapes.broken(
                                    "RESP-MODEL-001",
                                    "other-name",
                                    response,
                                    "/model",
                                    Shown.of(asked) + " or a more specific name",
                                    Shown.of(model))
                            : Shapes.held("RESP-MODEL-001", response);
                });
    }

    /** A request that names no model, or one that does not exist, is the matter of the rows that want it refused. */
    private static boolean namesAModel(JsonNode request) {
        String model = request.path("model").asText("");
        return !request.isObject() || (!model.isEmpty() && !model.equals(CreateBody.NO_SUCH_MODEL));
    }

    private static boolean sameModel(String asked, String shown) {
        String lastSegment = asked.substring(asked.lastIndexOf('/') + 1);
        return shown.startsWith(asked) || shown.endsWith(lastSegment);
    }

    private static Stream<Observation> outputText(Evidence evidence) {
        return Shapes.finished(evidence).map(judged -> {
            var shown = judged.node().path("output_text");
            String parts = Items.modelText(judged.node());
            // An answer that shows the conversation holds the texts of earlier turns too.
            boolean agrees = Items.nothing(shown) || parts.endsWith(shown.asText());
            return agrees
                    ? Shapes.held("RESP-OUTPUTTEXT-001", judged.response())
                    : Shapes.broken(
                            "RESP-OUTPUTTEXT-001",
                            "",
                            judged.response(),
                            "/output_text",
                            "\"" + Shown.cut(parts) + "\"",
                            Shown.of(shown));
        });
    }

    private static Stream<Observation> entries(Evidence evidence) {
        String profile = evidence.header().profile();
        return Stream.concat(bareIds(evidence), shapes(evidence, profile));
    }

    /** Entries that are nothing but the id of a response of this run. */
    private static Stream<Observation> bareIds(Evidence evidence) {
        Set<String> own = Facts.own(evidence).keySet();
        return evidence.exchanges().stream()
                .filter(x -> x.isList() && x.ok())
                .flatMap(x -> Listing.data(x)
                        .valueStream()
                        .filter(entry -> entry.isTextual() && own.contains(entry.textValue()))
                        .limit(1)
                        .map(entry -> new About("LIST-002", x).broken("", "a response object", entry.toString())));
    }

    private static Stream<Observation> shapes(Evidence evidence, String profile) {
        Set<String> seen = new HashSet<>();
        return Shapes.all(evidence).stream()
                .filter(j -> j.response().kind() == ResponseObject.Kind.LISTED)
                .flatMap(judged -> {
                    List<Observation> broken = judged.findings().stream()
                            .filter(f -> Shapes.fails(profile, f))
                            .filter(f -> seen.add(judged.response().from().id()
                                    + judged.response().pointer()
                                    + f.pointer()))
                            .<Observation>map(f -> new Broken(
                                    "LIST-002",
                                    "",
                                    Shapes.at(judged.response(), f.pointer()),
                                    f.expected(),
                                    f.actual()))
                            .toList();
                    return broken.isEmpty() ? Stream.of(Shapes.held("LIST-002", judged.response())) : broken.stream();
                });
    }
}
