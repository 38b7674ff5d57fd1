package org.responsestck.conformance.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.responsestck.conformance.check.Observation.Broken;
import org.responsestck.conformance.check.Observation.Held;
import org.responsestck.conformance.check.Observation.Unclear;
import org.responsestck.conformance.evidence.Evidence;
import org.responsestck.conformance.evidence.ExchangeView;
import org.responsestck.conformance.evidence.ResponseObject;
import org.responsestck.conformance.evidence.Why;

/** The status of a response and the members that explain it. */
final class ShapeStatus {
    private static final String PLAIN = "RESP-STATUS-003";
    private static final String DETAILS = "RESP-STATUS-004";
    private static final Set<String> TERMINAL = Set.of("completed", "incomplete", "failed", "cancelled");
    /** So many failures in a row are the server's, not chance. */
    private static final int TRIES = 3;

    private ShapeStatus() {}

    static List<Check> checks() {
        return List.of(
                Shapes.passive("synchronous-answers-are-terminal", "RESP-STATUS-002", ShapeStatus::terminal),
                Shapes.played("plain-prompts-complete", PLAIN, Set.of("basic"), ShapeStatus::completed),
                Shapes.passive("status-and-details-agree", DETAILS, ShapeStatus::details));
    }

    private static Stream<Observation> terminal(Evidence evidence) {
        return evidence.responses().stream()
                .filter(r -> r.kind() == ResponseObject.Kind.ANSWER)
                .filter(r -> !r.from().request().path("background").asBoolean(false))
                .flatMap(r -> switch (r.status()) {
                    case "queued", "in_progress" ->
                        Stream.of(Shapes.broken(
                                "RESP-STATUS-002",
                                "",
                                r,
                                "/status",
                                "a terminal status",
                                Shown.of(r.node().path("status"))));
                    default ->
                        TERMINAL.contains(r.status()) ? Stream.of(Shapes.held("RESP-STATUS-002", r)) : Stream.of();
                });
    }

    private static Stream<Observation> completed(Evidence evidence) {
        List<Observation> certain = new ArrayList<>();
        List<Observation> open = new ArrayList<>();
        List<Observation> failures = new ArrayList<>();
        for (ExchangeView view : BasicAnswers.creates(evidence)) {
            JsonNode body = view.json().value();
            String status = body.path("status").asText();
            Where where = Where.exchange(view.id());
            if (!view.ok() || !body.isObject()) {
                open.add(Shapes.unanswered(PLAIN, view));
            } else if (status.equals("completed")) {
                String surplus = surplus(body);
                certain.add(
                        surplus == null
                                ? new Held(PLAIN, where)
                                : new Broken(
                                        PLAIN,
                                        "",
                                        where.at("/" + surplus),
                                        "null in a completed response",
                                        Shown.of(body.path(surplus))));
            } else if (status.equals("failed") || status.equals("cancelled")) {
                failures.add(
                        new Broken(PLAIN, "", where.at("/status"), "\"completed\"", Shown.of(body.path("status"))));
            } else if (status.equals("incomplete")) {
                open.add(new Unclear(PLAIN, Why.MODEL, "status incomplete", true, where));
            } else {
                // A word outside the vocabulary is a finished answer that is not completed.
                String variant = status.equals("in_progress") || status.equals("queued") ? "other-outcome" : "";
                certain.add(new Broken(
                        PLAIN, variant, where.at("/status"), "\"completed\"", Shown.of(body.path("status"))));
            }
        }
        if (certain.stream().noneMatch(Held.class::isInstance)) {
            certain.addAll(open);
            if (failures.size() >= TRIES) {
                certain.addAll(failures);
            } else if (!failures.isEmpty()) {
                certain.add(new Unclear(
                        PLAIN,
                        Why.MODEL,
                        "failed in " + failures.size() + " tries",
                        true,
                        ((Broken) failures.get(0)).where()));
            }
        }
        return certain.stream();
    }

    private static @Nullable String surplus(JsonNode body) {
        return Stream.of("error", "incomplete_details")
                .filter(name -> !Items.nothing(body.path(name)))
                .findFirst()
                .orElse(null);
    }

    private static Stream<Observation> details(Evidence evidence) {
        return evidence.responses().stream().flatMap(r -> switch (r.status()) {
            case "completed" -> agree(r, null);
            case "incomplete" -> agree(r, "incomplete_details");
            case "failed" -> agree(r, "error");
            // A running response has neither; the row names only finished ones.
            case "in_progress", "queued" -> agree(r, null);
            default -> Stream.of();
        });
    }

    private static Stream<Observation> agree(ResponseObject response, @Nullable String wanted) {
        List<Observation> observations = new ArrayList<>();
        for (String name : List.of("error", "incomplete_details")) {
            JsonNode value = response.node().path(name);
            if (name.equals(wanted)) {
                explained(response, name, value, observations);
            } else if (!Items.nothing(value)) {
                String variant = response.status().equals("completed") ? "" : "other-outcome";
                observations.add(Shapes.broken(
                        DETAILS,
                        variant,
                        response,
                        "/" + name,
                        "null while status is " + response.status(),
                        Shown.of(value)));
            }
        }
        return observations.isEmpty() ? Stream.of(Shapes.held(DETAILS, response)) : observations.stream();
    }

    private static void explained(
            ResponseObject response, String name, JsonNode value, List<Observation> observations) {
        String member = name.equals("error") ? "message" : "reason";
        JsonNode words = value.path(member);
        if (value.isObject() && words.isTextual() && !words.textValue().isBlank()) {
            return;
        }
        boolean onlyReason = value.isObject() && name.equals("incomplete_details") && Items.nothing(words);
        observations.add(Shapes.broken(
                DETAILS,
                onlyReason ? "reason-absent" : "",
                response,
                "/" + name + (value.isObject() ? "/" + member : ""),
                value.isObject() ? "a text" : "an object with " + member,
                Shown.of(value.isObject() ? words : value)));
    }
}
