package org.responsestck.conformance.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.responsestck.conformance.check.ToolTurn.Reported;
import org.responsestck.conformance.evidence.Event.Witnessed;
import org.responsestck.conformance.evidence.Evidence;
import org.responsestck.conformance.evidence.ExchangeView;
import org.responsestck.conformance.evidence.Why;
import org.responsestck.conformance.wire.End;

/** What becomes of a turn whose tool server fails, is limited, or stands beside other tools. */
final class ToolServerOutcomes {
    private static final String LIMIT = "tool-server-limit";
    private static final int MOST = 2;
    private static final long LONGEST_SECONDS = 60;

    private ToolServerOutcomes() {}

    static List<Check> checks() {
        return List.of(
                new Check(
                        "a-tool-server-that-is-not-there-ends-in-an-error",
                        Set.of("TOOLS-MCP-009"),
                        // The other one shows whether the target contacts tool servers at all.
                        Set.of("tool-server-down", "tool-server"),
                        e -> ToolTurn.settled(ToolTurn.at(e, "tool-server-down", "call"), t -> down(e, t))),
                new Check(
                        "a-failing-tool-is-shown",
                        Set.of("TOOLS-MCP-010"),
                        Set.of("tool-server-error"),
                        e -> ToolTurn.settled(
                                ToolTurn.at(e, "tool-server-error", "call"), ToolServerOutcomes::failing)),
                new Check(
                        "only-allowed-tools-are-called",
                        Set.of("TOOLS-MCP-011"),
                        Set.of("tool-server-extras"),
                        e -> ToolTurn.settled(extras(e, "allowed"), ToolServerOutcomes::allowed)),
                new Check(
                        "headers-reach-the-tool-server-alone",
                        Set.of("TOOLS-MCP-015"),
                        Set.of("tool-server-extras"),
                        e -> ToolTurn.settled(extras(e, "headers"), t -> headers(e, t))),
                new Check(
                        "functions-and-server-tools-mix",
                        Set.of("TOOLS-MCP-016"),
                        Set.of("tool-server-mixed"),
                        e -> ToolTurn.settled(ToolTurn.at(e, "tool-server-mixed", "call"), ToolServerOutcomes::mixed)),
                new Check(
                        "a-python-tool-is-no-crash",
                        Set.of("TOOLS-MCP-022"),
                        Set.of("python-tool"),
                        e -> e.at("python-tool", "create").stream().map(ToolServerOutcomes::python)),
                new Check(
                        "max-tool-calls-bounds-calls",
                        Set.of("LIMIT-TOOLCALLS-001"),
                        Set.of(LIMIT),
                        e -> ToolTurn.settled(ToolTurn.at(e, LIMIT, "limited"), t -> bounded(e, t))),
                new Check(
                        "a-turn-at-its-limit-ends",
                        Set.of("LIMIT-TOOLCALLS-002"),
                        Set.of(LIMIT),
                        e -> ToolTurn.settled(ToolTurn.at(e, LIMIT, "limited"), t -> ended(e, t))),
                new Check(
                        "max-tool-calls-needs-no-tools",
                        Set.of("LIMIT-TOOLCALLS-004"),
                        Set.of("tool-limit-alone"),
                        e -> e.at("tool-limit-alone", "create").stream()
                                .map(v ->
                                        AcceptanceRule.of("LIMIT-TOOLCALLS-004").judge(e, v))));
    }

    private static Observation down(Evidence evidence, ToolTurn turn) {
        String id = "TOOLS-MCP-009";
        ExchangeView view = turn.view();
        double bound = LONGEST_SECONDS * evidence.header().patience();
        if (view.end() == End.TIMEOUT || view.exchange().durationNanos() / 1e9 > bound) {
            return turn.broken(id, "hang", "an error within 60 seconds", "none");
        }
        Optional<Observation> blocked = ToolAnswers.blocked(id, view);
        if (blocked.isPresent()) {
            return blocked.get();
        }
        if (!view.ok()) {
            return view.json().value().isObject()
                    ? turn.held(id)
                    : turn.broken(id, "no-json", "an error as JSON", Judging.said(view) + ", " + view.mediaType());
        }
        boolean shown = !turn.completed() || turn.reported().stream().anyMatch(Reported::failed) || listed(turn);
        if (!shown && !ToolServerChecks.reached(evidence)) {
            return new Observation.Absent(id, "no tool server was ever contacted", turn.where());
        }
        return shown
                ? turn.held(id)
                : turn.broken(
                        id,
                        "silent",
                        "an error, or an item that failed",
                        "completed, and nothing in the response tells that the tool server failed");
    }

    /** A listing of tools that failed, as an item of its own. */
    private static boolean listed(ToolTurn turn) {
        for (JsonNode item : turn.output()) {
            if (Calls.text(item.path("type")).startsWith("mcp_") && item.hasNonNull("error")) {
                return true;
            }
        }
        return false;
    }

    private static Observation failing(ToolTurn turn) {
        String id = "TOOLS-MCP-010";
        Optional<Observation> blocked = ToolAnswers.blocked(id, turn.view());
        if (blocked.isPresent() && turn.view().end() != End.TIMEOUT) {
            return blocked.get();
        }
        if (turn.calls().isEmpty()) {
            return turn.view().ok()
                    ? turn.notCalled(id)
                    : turn.unclear(id, Why.VALUE_MISSING, Judging.said(turn.view()) + ": TOOLS-MCP-001");
        }
        String expected = "a response that ends, and shows the error";
        if (blocked.isPresent()) {
            return turn.broken(id, "hang", expected, "no answer");
        }
        String status = ToolAnswers.status(turn.node());
        if (!turn.view().ok() || !List.of("completed", "incomplete", "failed").contains(status)) {
            String said = turn.view().ok() ? "the status " + status : Judging.said(turn.view());
            return turn.broken(id, "not-ended", expected, said);
        }
        String word = turn.take().drawn("failure").orElse("");
        boolean visible = ToolAnswers.says(turn.node().toString(), word)
                || status.equals("failed")
                || turn.reported().stream().anyMatch(Reported::failed);
        if (visible) {
            return turn.held(id);
        }
        return turn.reported().stream()
                        .anyMatch(call -> ToolServerItems.output(turn, call).isPresent())
                ? turn.broken(id, "hidden", expected, "a result without it")
                : turn.again(id, "neither the item nor the answer speaks of the error");
    }

    /** What was sent with both members, else with the one. */
    private static List<ToolTurn> extras(Evidence evidence, String alone) {
        List<ToolTurn> single = ToolTurn.at(evidence, "tool-server-extras", alone);
        return single.isEmpty() ? ToolTurn.at(evidence, "tool-server-extras", "both") : single;
    }

    private static Optional<Observation> refused(String id, ToolTurn turn) {
        return ToolAnswers.is4xx(turn.view()) && turn.view().status() != 429 && !turn.unreached()
                ? Optional.of(new Observation.Absent(
                        id,
                        Judging.said(turn.view()),
                        Where.exchange(turn.view().id())))
                : turn.open(id);
    }

    private static Observation allowed(ToolTurn turn) {
        String id = "TOOLS-MCP-011";
        Optional<Witnessed> other =
                turn.calls().stream().filter(c -> !c.tool().equals("get_other")).findFirst();
        if (other.isPresent()) {
            return turn.broken(
                    id,
                    "not-allowed-called",
                    "only get_other called",
                    other.get().tool() + " called");
        }
        return refused(id, turn).orElseGet(() -> turn.calls().isEmpty() ? turn.notCalled(id) : turn.held(id));
    }

    private static Observation headers(Evidence evidence, ToolTurn turn) {
        String id = "TOOLS-MCP-015";
        String header = turn.take().drawn("header").orElse("");
        String secret = turn.take().drawn("authorization").orElse("");
        for (ExchangeView view : evidence.exchanges()) {
            for (String word : List.of(header, secret)) {
                if (!word.isEmpty() && view.text().contains(word)) {
                    return new About(id, view)
                            .broken("leak", "nothing of what is meant for the tool server", "it stands in the answer");
                }
            }
        }
        Optional<Observation> refused = refused(id, turn);
        if (refused.isPresent()) {
            return refused.get();
        }
        if (turn.seen().isEmpty()) {
            return turn.unclear(id, Why.OPTION_MISSING, "nothing reached the tool server");
        }
        boolean both = turn.seen().stream().anyMatch(s -> has(s, "x-suite", header))
                && turn.seen().stream().anyMatch(s -> has(s, "authorization", secret));
        return both
                ? turn.held(id)
                : turn.broken(
                        id,
                        "absent",
                        "the header X-Suite and the authorization at the tool server",
                        "headers there: " + turn.seen().get(0).headers().keySet());
    }

    private static boolean has(Witnessed seen, String header, String word) {
        return seen.headers().getOrDefault(header, "").contains(word);
    }

    private static Observation mixed(ToolTurn turn) {
        String id = "TOOLS-MCP-016";
        Optional<Observation> blocked = ToolAnswers.blocked(id, turn.view());
        if (blocked.isPresent()) {
            return blocked.get();
        }
        if (!turn.view().ok()) {
            return turn.unclear(id, Why.VALUE_MISSING, Judging.said(turn.view()) + ": TOOLS-MCP-001");
        }
        if (turn.calls().stream().anyMatch(c -> c.tool().endsWith("get_weather"))) {
            return turn.broken(id, "executed", "the function left to the client", "called at the tool server");
        }
        List<Calls.Item> functions = Calls.in(turn.node(), "");
        for (Calls.Item call : functions) {
            for (JsonNode item : turn.output()) {
                if (Calls.isToolOutput(item)
                        && call.name().equals("get_weather")
                        && !call.callId().isEmpty()
                        && Calls.text(item.path("tool_call_id")).equals(call.callId())) {
                    return turn.broken(
                            id, "executed", "the function left to the client", "a result of it in the output");
                }
            }
            if (call.name().endsWith("get_secret") && turn.completed()) {
                return turn.broken(id, "returned", "get_secret called by the server", "a function call for the client");
            }
        }
        return functions.stream().anyMatch(c -> c.name().equals("get_weather"))
                ? turn.held(id)
                : turn.again(id, "the model did not call the function");
    }

    private static Observation python(ExchangeView view) {
        Judging judging = new Judging("TOOLS-MCP-022");
        return switch (AnswerKind.of(view)) {
            case SUCCESS, REFUSED -> judging.held(view);
            case SERVER_ERROR -> judging.broken(view, "", "status 200 or a 4xx", Judging.said(view));
            default -> judging.unanswered(view);
        };
    }

    /** That the bound held says something only where the model would have called more often. */
    private static Observation bounded(Evidence evidence, ToolTurn turn) {
        String id = "LIMIT-TOOLCALLS-001";
        if (turn.calls().size() > MOST) {
            return turn.broken(
                    id, "", "at most " + MOST + " calls", turn.calls().size() + " at the tool server");
        }
        Optional<Observation> blocked = ToolAnswers.blocked(id, turn.view());
        if (blocked.isPresent()) {
            return blocked.get();
        }
        return unbounded(evidence, turn).isPresent() && turn.view().ok()
                ? turn.held(id)
                : turn.again(id, "the model does not call more often without a limit, or the request failed");
    }

    /** The turn of the same take in which the model, with nothing to bound it, calls more often. */
    private static Optional<ToolTurn> unbounded(Evidence evidence, ToolTurn turn) {
        return ToolTurn.at(evidence, LIMIT, "unlimited").stream()
                .filter(t -> t.take() == turn.take() && t.calls().size() > MOST)
                .findFirst();
    }

    private static Observation ended(Evidence evidence, ToolTurn turn) {
        String id = "LIMIT-TOOLCALLS-002";
        String expected = "incomplete for max_tool_calls, or completed with a message";
        if (turn.calls().size() < MOST) {
            Optional<Observation> blocked = ToolAnswers.blocked(id, turn.view());
            if (blocked.isPresent()) {
                return blocked.get();
            }
            // It fails on its way to the limit, and not without one.
            boolean only = unbounded(evidence, turn).filter(t -> t.view().ok()).isPresent();
            return turn.view().status() >= 500 && only
                    ? turn.broken(id, "", expected, Judging.said(turn.view()))
                    : turn.again(id, "the limit was not reached");
        }
        if (turn.view().end() == End.TIMEOUT) {
            return turn.broken(id, "hang", expected, "no end");
        }
        Optional<Observation> blocked = ToolAnswers.blocked(id, turn.view());
        if (blocked.isPresent()) {
            return blocked.get();
        }
        if (!turn.view().ok()) {
            return turn.broken(id, "", expected, Judging.said(turn.view()));
        }
        String status = ToolAnswers.status(turn.node());
        String reason = Calls.text(turn.node().path("incomplete_details").path("reason"));
        if (status.equals("incomplete") && reason.equals("max_tool_calls")) {
            return turn.held(id);
        }
        if (status.equals("incomplete") && !reason.isEmpty()) {
            return turn.again(id, "incomplete for " + reason);
        }
        return turn.completed() && !turn.text().isBlank()
                ? turn.held(id)
                : turn.broken(id, "", expected, "status " + status + " " + reason);
    }
}
