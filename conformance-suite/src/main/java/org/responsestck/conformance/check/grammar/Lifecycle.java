package org.responsestck.conformance.check.grammar;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.responsestck.conformance.check.grammar.EventType.Role;
import org.responsestck.conformance.check.grammar.Snapshots.Snapshot;
import org.responsestck.conformance.dialect.Trait;
import org.responsestck.conformance.evidence.ExchangeView.StreamEvent;

/** The machine of the response: created, in progress, terminal event, and what may stand around them. */
final class Lifecycle {
    private static final Set<String> ENDED = Set.of("completed", "incomplete", "failed", "cancelled");

    private final Rules rules;
    private final Findings findings;
    private final Snapshots snapshots;

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

    Lifecycle(Rules rules, Findings findings, Snapshots snapshots) {
        this.rules = rules;
        this.findings = findings;
        this.snapshots = snapshots;
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
            String expected =
                    "nothing after " + (terminal != null ? terminal.type().type() : "[DONE]");
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
            case QUEUED -> snapshots.keep(type, spot, event.data().path("response"));
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
        boolean early = created == 0 && Objects.requireNonNull(firstCore).item();
        if (!early && !firstItemEvent.there()) {
            firstItemEvent = spot;
        }
    }

    private void afterTheEnd(EventType type, Spot spot) {
        String expected =
                "nothing after " + Objects.requireNonNull(terminal).type().type();
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
        JsonNode node = event.data().path("response");
        snapshots.keep(type, spot, node);
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
        snapshots.keep(type, spot, node);
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
        snapshots.details(type, spot, node);
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
        boolean own = rules.is(Trait.SLUG_PREFIX) ? nested : flat;
        if (!own) {
            findings.broken(
                    Invariant.X1,
                    "shape",
                    flat || nested ? "other-shape" : "",
                    spot,
                    "",
                    rules.is(Trait.SLUG_PREFIX) ? "error {type, code, message, param}" : "code, message, param",
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
            snapshots.compare(terminal);
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
        EventType begins = Objects.requireNonNull(firstCore);
        findings.judged(Invariant.R1);
        findings.judged(Invariant.R2);
        if (begins.role() != Role.CREATED) {
            findings.broken(Invariant.R1, "first", "", firstCoreAt, "/type", "response.created first", begins.type());
            if (created == 0 && (orderly || terminal != null)) {
                findings.broken(
                        Invariant.R2, "none", "", firstCoreAt, "", "response.created once", "no response.created");
            }
        } else if (firstForeign.there() && !rules.is(Trait.SLUG_PREFIX)) {
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
        boolean failed = terminal != null && terminal.type().role() == Role.FAILED && !firstItemEvent.there();
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
                if (terminal.type().role() != Role.FAILED) {
                    findings.broken(
                            Invariant.X5,
                            "failed",
                            "",
                            error,
                            "",
                            "response.failed after error",
                            terminal.type().type());
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

    @Nullable
    Snapshot terminal() {
        return terminal;
    }

    boolean failed() {
        return terminal != null && terminal.type().role() == Role.FAILED;
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
        return terminal == null ? MissingNode.getInstance() : terminal.node();
    }
}
