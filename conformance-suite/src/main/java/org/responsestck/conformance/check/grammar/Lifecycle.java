package org.responsestck.conformance.check.grammar;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.responsestck.conformance.check.grammar.EventType.Role;
import org.responsestck.conformance.evidence.ExchangeView.StreamEvent;

/** The machine of the response: created, in progress, terminal event, and what may stand around them. */
final class Lifecycle {
    private static final Set<String> ENDED = Set.of("completed", "incomplete", "failed", "cancelled");
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
    private @Nullable Snapshot terminal;
    private @Nullable EventType firstCore;
    private Spot firstCoreAt = Spot.STREAM;
    private Spot firstForeign = Spot.STREAM;
    private String firstForeignType = "";
    private int created;
    private int running;
    private Spot firstItemEvent = Spot.STREAM;
    private Spot error = Spot.STREAM;
    private Spot done = Spot.STREAM;
    private Spot last = Spot.STREAM;
    private boolean onlyErrors = true;

    Lifecycle(Rules rules, Findings findings, JsonNode request) {
        this.rules = rules;
        this.findings = findings;
        this.request = request;
    }

    /** The end marker. */
    void done(StreamEvent event) {
        Spot spot = Spot.of(event);
        findings.judged(Invariant.F5);
        if (done.there()) {
            findings.broken(Invariant.F5, "twice", "", spot, "", "[DONE] at most once", "[DONE] again");
        }
        done = spot;
        last = spot;
    }

    /** An event that no document of the profile names, or that has no type at all. */
    void foreign(StreamEvent event, String type) {
        Spot spot = Spot.of(event);
        String name = type.isEmpty() ? "an event without type" : type;
        if (terminal != null || done.there()) {
            String expected = "nothing after " + (terminal != null ? terminal.type.type() : "[DONE]");
            findings.broken(Invariant.F5, "foreign", "vendor", spot, "", expected, name);
            if (terminal != null) {
                findings.broken(Invariant.F6, "foreign", "vendor", spot, "", expected, name);
            }
        } else if (firstCore == null && !firstForeign.there() && !type.isEmpty()) {
            firstForeign = spot;
            firstForeignType = name;
        }
        last = spot;
    }

    /** An event of the vocabulary. */
    void known(StreamEvent event, EventType type) {
        Spot spot = Spot.of(event);
        last = spot;
        if (firstCore == null) {
            firstCore = type;
            firstCoreAt = spot;
        }
        onlyErrors &= type.role() == Role.ERROR || type.role() == Role.FAILED;
        if (terminal != null) {
            afterTheEnd(type, spot);
            return;
        }
        if (done.there()) {
            findings.broken(Invariant.F5, "not last", "", done, "", "[DONE] last", type.type() + " follows");
        }
        switch (type.role()) {
            case CREATED -> created(event, type, spot);
            case QUEUED -> keep(event, type, spot);
            case IN_PROGRESS -> running(event, type, spot);
            case COMPLETED, INCOMPLETE, FAILED -> terminal(event, type, spot);
            case ERROR -> error(event, spot);
            default -> {
                if (type.item()) {
                    itemEvent(spot);
                }
            }
        }
    }

    private void itemEvent(Spot spot) {
        // An item event in front of response.created is out of place for another reason.
        boolean early =
                created == 0 && java.util.Objects.requireNonNull(firstCore).item();
        if (!early && !firstItemEvent.there()) {
            firstItemEvent = spot;
        }
    }

    private void afterTheEnd(EventType type, Spot spot) {
        String expected = "nothing after "
                + java.util.Objects.requireNonNull(terminal).type.type();
        findings.broken(
                Invariant.F6,
                type.terminal() ? "terminal" : "core",
                "",
                spot,
                "",
                type.terminal() ? "one terminal event" : expected,
                type.type());
        if (rules.requirement(Invariant.F5).filter("STREAM-FRAME-006"::equals).isPresent()) {
            findings.broken(Invariant.F5, "core", "", spot, "", expected + " but [DONE]", type.type());
        }
    }

    private void created(StreamEvent event, EventType type, Spot spot) {
        created++;
        if (created > 1) {
            findings.broken(Invariant.R2, "again", "", spot, "", "response.created once", "response.created again");
            return;
        }
        first = keep(event, type, spot);
        JsonNode node = event.data().path("response");
        if (!node.isObject() && event.data().isMissingNode()) {
            return; // the data could not be read, and that was reported
        }
        if (!node.isObject()) {
            findings.broken(Invariant.R1, "snapshot", "", spot, "/response", "a response object", Json.show(node));
            return;
        }
        JsonNode status = node.path("status");
        String word = status.asText("");
        if (!word.equals("in_progress") && !word.equals("queued")) {
            boolean ended = ENDED.contains(word);
            findings.broken(
                    Invariant.R1,
                    "status",
                    ended ? "" : "other-outcome",
                    spot,
                    "/response/status",
                    "in_progress or queued",
                    Json.show(status));
        }
    }

    private void running(StreamEvent event, EventType type, Spot spot) {
        findings.judged(Invariant.R3);
        running++;
        JsonNode node = event.data().path("response");
        if (running > 1) {
            findings.broken(Invariant.R3, "repeated", "repeated", spot, "", "response.in_progress once", "again");
        } else if (firstItemEvent.there()) {
            findings.broken(
                    Invariant.R3,
                    "late",
                    "",
                    spot,
                    "",
                    "response.in_progress before the first item event",
                    "after event " + firstItemEvent.event());
        }
        if (event.data().isObject() && !node.path("status").asText("").equals("in_progress")) {
            findings.broken(
                    Invariant.R3,
                    "status",
                    "wrong-value",
                    spot,
                    "/response/status",
                    "in_progress",
                    Json.show(node.path("status")));
        }
        keep(event, type, spot);
    }

    private Snapshot keep(StreamEvent event, EventType type, Spot spot) {
        Snapshot snapshot = new Snapshot(type, spot, event.data().path("response"));
        // Only the first few are compared: a stream of snapshots must not be held in memory.
        if (early.size() < 16) {
            early.add(snapshot);
        }
        JsonNode usage = snapshot.node.path("usage");
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
        return snapshot;
    }

    private void terminal(StreamEvent event, EventType type, Spot spot) {
        JsonNode node = event.data().path("response");
        terminal = new Snapshot(type, spot, node);
        if (event.data().isMissingNode()) {
            return; // the data could not be read, and that was reported
        }
        findings.judged(Invariant.R5);
        String status = node.path("status").asText("");
        if (!status.equals(type.word())) {
            findings.broken(
                    Invariant.R5,
                    "status",
                    "",
                    spot,
                    "/response/status",
                    type.word(),
                    node.isObject() ? Json.show(node.path("status")) : "no response object");
        }
        details(type, spot, node);
    }

    private void details(EventType type, Spot spot, JsonNode node) {
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

    private void error(StreamEvent event, Spot spot) {
        error = spot;
        JsonNode data = event.data();
        if (!data.isObject()) {
            return;
        }
        findings.judged(Invariant.X1);
        boolean flat = data.path("message").isTextual();
        boolean nested = data.path("error").path("message").isTextual();
        boolean own = rules.is(Rules.Trait.SLUG_PREFIX) ? nested : flat;
        if (!own) {
            findings.broken(
                    Invariant.X1,
                    "shape",
                    flat || nested ? "other-shape" : "",
                    spot,
                    "",
                    rules.is(Rules.Trait.SLUG_PREFIX) ? "error {type, code, message, param}" : "code, message, param",
                    Json.show(data));
        }
    }

    Findings finish(boolean orderly, boolean anything) {
        if (anything && firstCore != null && !refused()) {
            beginning(orderly);
        }
        if (terminal != null) {
            findings.judged(Invariant.F6);
            findings.judged(Invariant.F5);
            if (orderly && !done.there()) {
                missingMarker();
            }
            if (!refused() && running == 0) {
                noProgress();
            }
            compare(terminal);
        } else if (running == 0 && firstItemEvent.there()) {
            noProgress();
        }
        if (orderly) {
            ending();
        }
        return findings;
    }

    private void missingMarker() {
        if (rules.requirement(Invariant.F5).filter("STREAM-FRAME-005"::equals).isPresent()) {
            findings.broken(Invariant.F5, "absent", "absent", last, "", "[DONE] last", "no [DONE]");
        }
    }

    /** Nothing but errors: a request that was refused inside a stream. That is another matter. */
    private boolean refused() {
        return onlyErrors && firstCore != null && created == 0;
    }

    private void beginning(boolean orderly) {
        EventType begins = java.util.Objects.requireNonNull(firstCore);
        findings.judged(Invariant.R1);
        findings.judged(Invariant.R2);
        if (begins.role() != Role.CREATED) {
            findings.broken(Invariant.R1, "first", "", firstCoreAt, "/type", "response.created first", begins.type());
            if (created == 0 && (orderly || terminal != null)) {
                findings.broken(
                        Invariant.R2, "none", "", firstCoreAt, "", "response.created once", "no response.created");
            }
        } else if (firstForeign.there() && !rules.is(Rules.Trait.SLUG_PREFIX)) {
            findings.broken(
                    Invariant.R1,
                    "foreign",
                    "vendor",
                    firstForeign,
                    "/type",
                    "response.created first",
                    firstForeignType);
        }
    }

    private void noProgress() {
        boolean failed = terminal != null && terminal.type.role() == Role.FAILED && !firstItemEvent.there();
        if (!failed) {
            findings.judged(Invariant.R3);
            findings.broken(
                    Invariant.R3,
                    "absent",
                    "absent",
                    firstItemEvent.there() ? firstItemEvent : Spot.STREAM,
                    "",
                    "response.in_progress before the first item event",
                    "no response.in_progress");
        }
    }

    private void ending() {
        findings.judged(Invariant.R4);
        if (terminal != null) {
            if (error.there()) {
                findings.judged(Invariant.X5);
                if (terminal.type.role() != Role.FAILED) {
                    findings.broken(
                            Invariant.X5, "failed", "", error, "", "response.failed after error", terminal.type.type());
                }
            }
            return;
        }
        if (error.there()) {
            findings.broken(
                    Invariant.R4,
                    "error",
                    "error-alone",
                    error,
                    "",
                    "response.failed after error",
                    "the end of the stream");
            findings.broken(Invariant.X5, "end", "", error, "", "response.failed after error", "the end of the stream");
        } else if (firstCore != null || !findings.isBroken(Invariant.F0)) {
            findings.broken(
                    Invariant.R4,
                    "none",
                    "",
                    last,
                    "",
                    "response.completed, response.incomplete or response.failed",
                    last.there() ? "the stream ends after event " + last.event() : "an empty stream");
        }
    }

    /** What all snapshots must share. */
    private void compare(Snapshot end) {
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
        String start =
                java.util.Objects.requireNonNull(first).node.path("model").asText("");
        Set<String> names = new HashSet<>();
        for (Snapshot snapshot : snapshots) {
            String name = snapshot.node.path("model").asText("");
            if (!name.isEmpty()) {
                names.add(name);
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
            boolean input = rules.is(Rules.Trait.ECHOES_INPUT) && ItemForm.isInput(item);
            String id = item.path("id").asText("");
            boolean ours =
                    streamed.contains(id) || !rules.is(Rules.Trait.ECHOES_INPUT) || (alone && request.isObject());
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

    @Nullable
    Snapshot terminal() {
        return terminal;
    }

    @Nullable
    Snapshot first() {
        return first;
    }

    boolean failed() {
        return terminal != null && terminal.type.role() == Role.FAILED;
    }

    boolean sawCreated() {
        return created > 0;
    }

    Spot error() {
        return error;
    }

    Spot last() {
        return last;
    }

    JsonNode terminalNode() {
        return terminal == null ? MissingNode.getInstance() : terminal.node;
    }
}
