package org.responsestck.conformance.check.grammar;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.responsestck.conformance.check.grammar.EventType.Role;
import org.responsestck.conformance.dialect.Trait;

/** The response objects of a stream: what each must show at its place, and what all must share. */
final class Snapshots {
    /** Only the first few are compared: a stream of snapshots must not be held in memory. */
    private static final int KEPT = 16;

    private static final List<String> ECHO = List.of(
            "instructions",
            "max_output_tokens",
            "metadata",
            "parallel_tool_calls",
            "previous_response_id",
            "store",
            "temperature",
            "tool_choice",
            "tools",
            "top_p",
            "truncation",
            "user");

    /** A response object in the stream. */
    record Snapshot(EventType type, Spot spot, JsonNode node) {}

    private final Rules rules;
    private final Findings findings;
    private final JsonNode request;
    private final List<Snapshot> early = new ArrayList<>();
    private @Nullable Snapshot first;

    Snapshots(Rules rules, Findings findings, JsonNode request) {
        this.rules = rules;
        this.findings = findings;
        this.request = request;
    }

    /** The snapshot of response.created, or null. */
    @Nullable
    Snapshot first() {
        return first;
    }

    /** A snapshot before the end. */
    void keep(EventType type, Spot spot, JsonNode node) {
        Snapshot snapshot = new Snapshot(type, spot, node);
        if (type.role() == Role.CREATED && first == null) {
            first = snapshot;
        }
        if (early.size() < KEPT) {
            early.add(snapshot);
        }
        JsonNode usage = node.path("usage");
        findings.judged(Invariant.R7);
        if (!Json.nothing(usage)) {
            findings.broken(
                    Invariant.R7,
                    "usage",
                    "",
                    spot,
                    "/response/usage",
                    "null or absent before the end",
                    Json.show(usage));
        }
    }

    void details(EventType type, Spot spot, JsonNode node) {
        JsonNode failure = node.path("error");
        JsonNode details = node.path("incomplete_details");
        if (type.role() == Role.COMPLETED) {
            findings.judged(Invariant.R8);
            if (!Json.nothing(failure)) {
                findings.broken(Invariant.R8, "error", "", spot, "/response/error", "null", Json.show(failure));
            }
            if (!Json.nothing(details)) {
                findings.broken(
                        Invariant.R8, "details", "", spot, "/response/incomplete_details", "null", Json.show(details));
            }
        } else if (type.role() == Role.INCOMPLETE) {
            findings.judged(Invariant.R9);
            if (!details.isObject()) {
                findings.broken(
                        Invariant.R9,
                        "details",
                        "",
                        spot,
                        "/response/incomplete_details",
                        "an object",
                        Json.show(details));
            }
        } else {
            findings.judged(Invariant.R9);
            findings.judged(Invariant.X6);
            if (!failure.path("message").isTextual()) {
                findings.broken(
                        Invariant.R9,
                        "error",
                        "",
                        spot,
                        "/response/error",
                        "an object with message",
                        Json.show(failure));
            }
            if (!failure.path("code").isTextual() || !failure.path("message").isTextual()) {
                findings.broken(
                        Invariant.X6,
                        "error",
                        "",
                        spot,
                        "/response/error",
                        "an object with code and message",
                        Json.show(failure));
            }
        }
    }

    /** What all snapshots must share. */
    void compare(Snapshot end) {
        Snapshot start = first;
        if (!end.node.isObject() || start == null || !start.node.isObject()) {
            return;
        }
        findings.judged(Invariant.R6);
        List<Snapshot> later = new ArrayList<>(early);
        later.add(end);
        for (Snapshot snapshot : later) {
            if (snapshot != start && snapshot.node.isObject()) {
                identity(start, snapshot);
            }
        }
        models(later);
        findings.judged(Invariant.R10);
        early.stream().filter(e -> e.node.isObject()).forEach(e -> echo(e, end));
        if (Json.nothing(start.node.path("model")) && !Json.nothing(end.node.path("model"))) {
            findings.broken(
                    Invariant.R10,
                    "model",
                    "",
                    start.spot,
                    "/response/model",
                    Json.show(end.node.path("model")),
                    Json.show(start.node.path("model")));
        }
    }

    private void echo(Snapshot early, Snapshot end) {
        for (String name : ECHO) {
            if (!Json.same(early.node.path(name), end.node.path(name))) {
                findings.broken(
                        Invariant.R10,
                        name,
                        "",
                        early.spot,
                        "/response/" + name,
                        Json.show(end.node.path(name)),
                        Json.show(early.node.path(name)));
            }
        }
    }

    private void identity(Snapshot start, Snapshot later) {
        JsonNode a = start.node.path("id");
        JsonNode b = later.node.path("id");
        if (!Json.same(a, b)) {
            findings.broken(
                    Invariant.R6,
                    "id",
                    Json.nothing(a) || Json.nothing(b) ? "other-outcome" : "",
                    later.spot,
                    "/response/id",
                    Json.show(a),
                    Json.show(b));
        }
        JsonNode object = start.node.path("object");
        JsonNode other = later.node.path("object");
        if (!Json.nothing(object) && !Json.nothing(other) && !Json.same(object, other)) {
            findings.broken(
                    Invariant.R6, "object", "", later.spot, "/response/object", Json.show(object), Json.show(other));
        }
    }

    /** Another model name is fine when it is more specific or the same behind its path, and a remark when an alias was resolved. */
    private void models(List<Snapshot> snapshots) {
        String asked = request.path("model").asText("");
        String start = Objects.requireNonNull(first).node.path("model").asText("");
        Set<String> names = new HashSet<>();
        for (Snapshot snapshot : snapshots) {
            String name = snapshot.node.path("model").asText("");
            if (!name.isEmpty()) {
                names.add(name);
            } else if (snapshot.node.path("model").isTextual()) {
                // Absent or null may be filled later; an empty name is another name.
                findings.broken(
                        Invariant.R6, "model", "", snapshot.spot, "/response/model", "a name", Findings.brief(name));
            }
            if (start.isEmpty()
                    || name.isEmpty()
                    || name.startsWith(start)
                    || tail(name).equals(tail(start))) {
                continue;
            }
            boolean alias = start.equals(asked) && names.size() <= 2;
            findings.broken(
                    Invariant.R6,
                    "model",
                    alias ? "alias" : "",
                    snapshot.spot,
                    "/response/model",
                    start,
                    Findings.brief(name));
        }
    }

    private static String tail(String model) {
        return model.substring(model.lastIndexOf('/') + 1);
    }

    /** Output of this turn that the created snapshot already held. {@code streamed} are the ids of the streamed items. */
    void prefilled(Set<String> streamed) {
        Snapshot start = first;
        if (start == null || !start.node.path("output").isArray()) {
            return;
        }
        boolean alone = Json.nothing(request.path("previous_response_id"))
                && Json.nothing(request.path("conversation"))
                && !holdsAnswers(request.path("input"));
        JsonNode output = start.node.path("output");
        for (int i = 0; i < output.size(); i++) {
            JsonNode item = output.path(i);
            boolean input = rules.is(Trait.ECHOES_INPUT) && ItemForm.isInput(item);
            String id = item.path("id").asText("");
            boolean ours = streamed.contains(id) || !rules.is(Trait.ECHOES_INPUT) || (alone && request.isObject());
            if (!input && ours) {
                findings.broken(
                        Invariant.R1,
                        "output",
                        "",
                        start.spot,
                        "/response/output/" + i,
                        "no output of this turn",
                        Json.show(item));
            }
        }
    }

    private static boolean holdsAnswers(JsonNode input) {
        for (JsonNode item : input) {
            if (!ItemForm.isInput(item)) {
                return true;
            }
        }
        return false;
    }
}
