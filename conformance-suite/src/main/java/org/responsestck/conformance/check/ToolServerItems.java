package org.responsestck.conformance.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.responsestck.conformance.check.ToolTurn.Reported;
import org.responsestck.conformance.evidence.Event.Witnessed;
import org.responsestck.conformance.evidence.Evidence;
import org.responsestck.conformance.evidence.ExchangeView;
import org.responsestck.conformance.evidence.Why;

/** How calls that the target made stand in its output, next to the calls that the tool server got. */
final class ToolServerItems {
    private static final String STREAMED = "TOOLS-MCP-018";

    /** The tools of the scenarios that are read here. */
    private static final List<String> SERVED = List.of("get_secret", "get_other", "mark");

    private ToolServerItems() {}

    static List<Check> checks() {
        return List.of(
                check("a-call-of-a-server-tool-is-shown", "TOOLS-MCP-005", ToolServerItems::shown),
                check("a-result-of-a-server-tool-is-shown", "TOOLS-MCP-006", ToolServerItems::results),
                check("each-reported-call-was-made-once", "TOOLS-MCP-020", ToolServerItems::counted),
                check("the-reported-call-is-the-one-made", "TOOLS-MCP-024", ToolServerItems::same),
                check("output-is-in-the-order-of-events", "RESP-OUTPUT-004", ToolServerItems::ordered),
                new Check(
                        "a-call-of-a-server-tool-is-streamed",
                        Set.of(STREAMED),
                        Set.of("tool-server"),
                        ToolServerItems::streamed));
    }

    private static Check check(String name, String id, Function<ToolTurn, Observation> judge) {
        Set<String> scenarios = Set.of("tool-server", "tool-server-arguments", "tool-server-parallel");
        return new Check(
                name,
                Set.of(id),
                scenarios,
                evidence -> ToolTurn.settled(
                        turns(evidence),
                        turn -> turn.open(id)
                                .orElseGet(() -> turn.calls().isEmpty()
                                                && turn.reported().isEmpty()
                                        ? turn.notCalled(id)
                                        : judge.apply(turn))));
    }

    /** First turns of a conversation: what a later one repeats of earlier output is another matter. */
    private static List<ToolTurn> turns(Evidence evidence) {
        return Stream.of(
                        ToolTurn.at(evidence, "tool-server", "call"),
                        streams(evidence),
                        ToolTurn.at(evidence, "tool-server-arguments", "sse"),
                        ToolTurn.at(evidence, "tool-server-arguments", "mcp"),
                        ToolTurn.at(evidence, "tool-server-parallel", "call"))
                .flatMap(List::stream)
                .filter(turn -> !ToolAnswers.is4xx(turn.view()))
                .toList();
    }

    private static List<ToolTurn> streams(Evidence evidence) {
        List<ToolTurn> all = new ArrayList<>(ToolTurn.at(evidence, "tool-server", "labelled-stream"));
        all.addAll(ToolTurn.at(evidence, "tool-server", "stream"));
        return all;
    }

    private static Set<String> tools(ToolTurn turn) {
        Set<String> names = new LinkedHashSet<>();
        turn.calls().forEach(call -> names.add(call.tool()));
        return names;
    }

    private static Observation shown(ToolTurn turn) {
        String id = "TOOLS-MCP-005";
        for (String tool : tools(turn)) {
            if (turn.reported().stream().noneMatch(r -> r.names(tool))) {
                return turn.broken(
                        id, "missing", "an item mcp_call that names " + tool, names(turn) + ", though it was called");
            }
        }
        for (Reported call : turn.reported()) {
            if (Calls.text(call.item().path("id")).isEmpty()) {
                return turn.broken(id, "no-id", "an id", "the item " + call.position() + " has none");
            }
            if (!Calls.text(call.item().path("type")).equals("mcp_call")) {
                return turn.broken(
                        id,
                        "wrong-type",
                        "type mcp_call",
                        call.item().path("type").toString());
            }
        }
        // An item without a call is the matter of TOOLS-MCP-020.
        return turn.calls().isEmpty() ? turn.notCalled(id) : turn.held(id);
    }

    private static String names(ToolTurn turn) {
        return "calls shown: " + turn.reported().stream().map(Reported::name).toList();
    }

    private static Observation results(ToolTurn turn) {
        String id = "TOOLS-MCP-006";
        for (int i = 0; i < turn.output().size(); i++) {
            JsonNode item = turn.output().get(i);
            int position = i;
            if (Calls.isToolOutput(item)) {
                String refers = Calls.text(item.path("tool_call_id"));
                if (turn.reported().stream().noneMatch(r -> r.position() < position && r.is(refers))) {
                    return turn.broken(
                            id, "orphan", "the id of a call before it", "tool_call_id " + item.path("tool_call_id"));
                }
                if (!item.path("output").isTextual()) {
                    return turn.broken(id, "no-text", "output as a string", Calls.kind(item.path("output")));
                }
            }
        }
        for (Reported call : turn.reported()) {
            if (!call.failed() && output(turn, call).isEmpty()) {
                return turn.broken(id, "missing", "the result of each call", "none for " + call.name());
            }
        }
        return turn.reported().isEmpty()
                ? turn.unclear(id, Why.VALUE_MISSING, "no call item: TOOLS-MCP-005")
                : turn.held(id);
    }

    /** The text of the result of a call, in an item of its own or within the call. */
    static Optional<String> output(ToolTurn turn, Reported call) {
        for (int i = call.position(); i < turn.output().size(); i++) {
            JsonNode item = turn.output().get(i);
            if (Calls.isToolOutput(item) && call.is(Calls.text(item.path("tool_call_id")))) {
                return Optional.of(item.path("output").asText(""));
            }
        }
        JsonNode within = call.item().path("output");
        return Items.nothing(within)
                ? Optional.empty()
                : Optional.of(within.isTextual() ? within.asText() : within.toString());
    }

    /** A call that failed may not have reached the tool server; every other one reached it once. */
    private static Observation counted(ToolTurn turn) {
        String id = "TOOLS-MCP-020";
        Set<String> names = new LinkedHashSet<>(tools(turn));
        names.addAll(SERVED);
        for (String tool : names) {
            List<Reported> items =
                    turn.reported().stream().filter(r -> r.names(tool)).toList();
            long made = turn.calls().stream().filter(c -> c.tool().equals(tool)).count();
            long sure = items.stream().filter(r -> !r.failed()).count();
            if (made < sure || made > items.size()) {
                return turn.broken(
                        id,
                        made > items.size() ? "more-made" : "fewer-made",
                        items.size() + " calls of " + tool + ", as reported",
                        made + " at the tool server");
            }
        }
        return turn.held(id);
    }

    private static Observation same(ToolTurn turn) {
        String id = "TOOLS-MCP-024";
        List<Witnessed> made = new ArrayList<>(turn.calls());
        if (made.size() != turn.reported().size()) {
            return turn.again(id, "not as many calls reported as made: TOOLS-MCP-020");
        }
        for (Reported call : turn.reported()) {
            Optional<Witnessed> match = made.stream()
                    .filter(w -> call.names(w.tool()) && alike(call.arguments(), ToolTurn.value(w)))
                    .findFirst();
            if (match.isEmpty()) {
                return turn.broken(
                        id,
                        "",
                        call.name() + " " + call.arguments() + ", as reported",
                        made.stream().map(w -> w.tool() + " " + w.arguments()).toList() + " at the tool server");
            }
            made.remove(match.get());
        }
        return turn.held(id);
    }

    /** Equal as JSON values: 3 and 3.0 are one number. */
    private static boolean alike(JsonNode a, JsonNode b) {
        return a.equals(
                (x, y) -> x.isNumber() && y.isNumber() && x.decimalValue().compareTo(y.decimalValue()) == 0
                        ? 0
                        : x.equals(y) ? 0 : 1,
                b);
    }

    private static Observation ordered(ToolTurn turn) {
        String id = "RESP-OUTPUT-004";
        int message = -1;
        for (int i = 0; i < turn.output().size(); i++) {
            message = ToolAnswers.isAnswer(turn.output().get(i)) ? i : message;
        }
        if (message < 0 || turn.reported().isEmpty()) {
            return turn.again(id, "no message, or no call");
        }
        for (int i = 0; i < turn.output().size(); i++) {
            JsonNode item = turn.output().get(i);
            boolean tool = ToolTurn.isServerCall(item) || Calls.isToolOutput(item);
            if (tool && i > message) {
                return turn.broken(id, "", "the final message last", Calls.text(item.path("type")) + " behind it");
            }
            if (Calls.isToolOutput(item) && before(turn, i)) {
                return turn.broken(id, "", "a call before its result", "the result at " + i + " before its call");
            }
        }
        return turn.held(id);
    }

    private static boolean before(ToolTurn turn, int position) {
        String refers = Calls.text(turn.output().get(position).path("tool_call_id"));
        return turn.reported().stream().anyMatch(r -> r.is(refers) && r.position() > position);
    }

    /** What the grammar says about the streams of this run, and a call that the tool server got and the stream does not show. */
    private static Stream<Observation> streamed(Evidence evidence) {
        List<Observation> all = new ArrayList<>();
        for (ToolTurn turn : streams(evidence)) {
            ExchangeView view = turn.view();
            boolean added = view.events().stream()
                    .anyMatch(e -> e.type().equals("response.output_item.added")
                            && ToolTurn.isServerCall(e.data().path("item")));
            if (view.isStream() && turn.completed() && !turn.calls().isEmpty()) {
                all.add(
                        added
                                ? turn.held(STREAMED)
                                : turn.broken(
                                        STREAMED,
                                        "invisible",
                                        "output_item.added with an mcp_call",
                                        "none, though the tool was called"));
            } else {
                all.add(turn.open(STREAMED).orElseGet(() -> turn.notCalled(STREAMED)));
            }
        }
        return ToolAnswers.settle(all);
    }
}
