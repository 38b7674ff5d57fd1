package org.responsestck.conformance.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.responsestck.conformance.evidence.Event.Witnessed;
import org.responsestck.conformance.evidence.Evidence;
import org.responsestck.conformance.evidence.ExchangeView;
import org.responsestck.conformance.evidence.Why;

/** Tools that the target calls itself: whether it takes them, calls them, and lets the model see what came back. */
final class ToolServerChecks {
    private static final String MAIN = "tool-server";
    private static final int TAKES = 3;
    private static final int CONTROLS = 3;

    private ToolServerChecks() {}

    static List<Check> checks() {
        List<Check> all = new ArrayList<>(List.of(
                new Check(
                        "an-mcp-tool-is-taken",
                        Set.of("TOOLS-MCP-001"),
                        Set.of(MAIN),
                        e -> taken(e, "TOOLS-MCP-001", ToolTurn.at(e, MAIN, "call"))),
                new Check(
                        "a-label-and-no-approval-are-taken",
                        Set.of("TOOLS-MCP-014"),
                        Set.of(MAIN),
                        e -> taken(e, "TOOLS-MCP-014", ToolTurn.at(e, MAIN, "labelled-stream"))),
                new Check(
                        "an-sse-tool-is-taken",
                        Set.of("TOOLS-MCP-002"),
                        Set.of("tool-server-arguments"),
                        ToolServerChecks::older),
                new Check(
                        "the-server-calls-the-tool",
                        Set.of("TOOLS-MCP-003"),
                        Set.of(MAIN),
                        e -> ToolTurn.settled(ToolTurn.at(e, MAIN, "call"), t -> executed(e, t))),
                new Check(
                        "the-result-reaches-the-model", Set.of("TOOLS-MCP-004"), Set.of(MAIN), ToolServerChecks::used),
                new Check(
                        "a-turn-with-a-tool-server-is-continued",
                        Set.of("TOOLS-MCP-023"),
                        Set.of(MAIN),
                        e -> ToolTurn.settled(ToolTurn.at(e, MAIN, "continue"), ToolServerChecks::continued))));
        all.addAll(ToolServerItems.checks());
        all.addAll(ToolServerOutcomes.checks());
        return all.stream().map(ToolServerChecks::offered).toList();
    }

    /**
     * A target that answers as if there were no tool server, and never contacts one, does not offer such tools, as far as can be seen:
     * that is one fact, and not one for each row.
     */
    private static Check offered(Check check) {
        return new Check(
                check.name(),
                check.proves(),
                check.scenarios(),
                evidence -> check.judge().apply(evidence).map(o -> offered(o, evidence)));
    }

    private static Observation offered(Observation found, Evidence evidence) {
        Where where = found instanceof Observation.Unclear open ? open.where() : null;
        if (where == null) {
            return found;
        }
        return absence(evidence)
                .<Observation>map(why -> new Observation.Absent(found.requirement(), why, where))
                .orElse(found);
    }

    /** Why the target does not offer tool servers, as far as can be seen; empty where it does. */
    private static Optional<String> absence(Evidence evidence) {
        if (taken(evidence)) {
            return reached(evidence)
                    ? Optional.empty()
                    : Optional.of("tool servers are taken and never contacted; if the target cannot reach this"
                            + " machine, give --witness-address");
        }
        List<ToolTurn> forms = forms(evidence).toList();
        boolean refused = forms.stream().allMatch(t -> !t.unreached() && declined(t.view()));
        return refused && !forms.isEmpty()
                ? Optional.of("tool servers are refused in every form: "
                        + Judging.said(forms.get(0).view()))
                : Optional.empty();
    }

    /** Whether any form of a tool server was taken in this run. */
    static boolean taken(Evidence evidence) {
        return forms(evidence).anyMatch(t -> t.view().ok());
    }

    private static Stream<ToolTurn> forms(Evidence evidence) {
        return Stream.of(
                        ToolTurn.at(evidence, MAIN, "call"),
                        ToolTurn.at(evidence, MAIN, "labelled-stream"),
                        ToolTurn.at(evidence, MAIN, "stream"),
                        ToolTurn.at(evidence, "tool-server-arguments", "sse"),
                        ToolTurn.at(evidence, "tool-server-arguments", "mcp"))
                .flatMap(List::stream);
    }

    /** Whether anything ever reached a tool server of this run. */
    static boolean reached(Evidence evidence) {
        return evidence.events().stream().anyMatch(Witnessed.class::isInstance);
    }

    private static boolean declined(ExchangeView view) {
        return ToolAnswers.is4xx(view) || view.status() == 501;
    }

    private static Stream<Observation> taken(Evidence evidence, String id, List<ToolTurn> turns) {
        return ToolTurn.settled(turns, turn -> taken(evidence, id, turn));
    }

    /** Where every form is refused the target has no such tools; where only some are, it refuses what the documents show. */
    private static Observation taken(Evidence evidence, String id, ToolTurn turn) {
        Optional<Observation> blocked = ToolAnswers.blocked(id, turn.view());
        if (blocked.isPresent()) {
            return blocked.get();
        }
        if (turn.view().ok()) {
            return turn.held(id);
        }
        if (turn.unreached()) {
            return turn.unclear(
                    id, Why.OPTION_MISSING, "the target could not reach the tool server: give --witness-address");
        }
        boolean absent = declined(turn.view());
        if (absent && !taken(evidence)) {
            return new Observation.Absent(
                    id, Judging.said(turn.view()), Where.exchange(turn.view().id()));
        }
        if (absent && turn.view().request().path("tool_choice").asText().equals("required")) {
            // The tool was taken without that demand; whether a call may be demanded is the matter of other rows.
            return turn.unclear(id, Why.UNSUPPORTED, "tool_choice required is refused: " + Judging.said(turn.view()));
        }
        return turn.broken(
                id,
                ToolAnswers.is5xx(turn.view()) ? "server-error" : "refused",
                "status 200",
                Judging.said(turn.view()));
    }

    private static Stream<Observation> older(Evidence evidence) {
        String id = "TOOLS-MCP-002";
        return ToolTurn.settled(ToolTurn.at(evidence, "tool-server-arguments", "sse"), turn -> {
            Observation taken = taken(evidence, id, turn);
            if (!(taken instanceof Observation.Held) || !turn.seen().isEmpty()) {
                return taken;
            }
            return turn.completed() && reached(evidence)
                    ? turn.broken(
                            id, "not-contacted", "the tool server contacted", "status 200, and nothing reached it")
                    : turn.unclear(id, Why.OPTION_MISSING, "nothing reached the tool server");
        });
    }

    private static Observation executed(Evidence evidence, ToolTurn turn) {
        String id = "TOOLS-MCP-003";
        Optional<Observation> open = turn.open(id);
        if (open.isPresent()) {
            return open.get();
        }
        if (!turn.calls().isEmpty()) {
            return turn.says("secret")
                    ? turn.held(id)
                    : turn.again(id, "the tool was called, and the answer does not use its result: TOOLS-MCP-004");
        }
        if (!reached(evidence)) {
            return turn.unclear(
                    id, Why.OPTION_MISSING, "nothing ever reached the tool server: can the target reach its address?");
        }
        if (turn.seen().isEmpty()) {
            return turn.broken(id, "not-contacted", "tools listed and called", "nothing reached the tool server");
        }
        boolean returned = turn.reported().stream().anyMatch(r -> r.names("get_secret"))
                || Calls.in(turn.node(), "").stream().anyMatch(c -> c.name().endsWith("get_secret"));
        return returned
                ? turn.broken(id, "not-called", "the tool called", "a call item, and no call at the tool server")
                : turn.notCalled(id);
    }

    /** Silence in three takes that called the tool is a breach when the control was right three times out of three. */
    private static Stream<Observation> used(Evidence evidence) {
        String id = "TOOLS-MCP-004";
        List<Observation> all = new ArrayList<>();
        List<ToolTurn> silent = new ArrayList<>();
        for (ToolTurn turn : ToolTurn.at(evidence, MAIN, "call")) {
            boolean called =
                    !turn.calls().isEmpty() || !turn.reported().isEmpty(); // who reports a call claims its result
            Optional<Observation> open = turn.open(id);
            if (open.isPresent()) {
                all.add(open.get());
            } else if (!called) {
                all.add(turn.notCalled(id));
            } else if (turn.says("secret")) {
                all.add(turn.held(id));
            } else {
                silent.add(turn);
                all.add(turn.again(id, "the word of the tool's result is not in the answer"));
            }
        }
        List<ToolTurn> controls = Stream.of("control-1", "control-2")
                .flatMap(step -> ToolTurn.at(evidence, MAIN, step).stream())
                .toList();
        long passed = controls.stream().filter(t -> t.says("secret")).count();
        if (silent.size() >= TAKES && passed >= CONTROLS && passed == controls.size()) {
            all.add(silent.get(silent.size() - 1)
                    .broken(
                            id,
                            "",
                            "the word of the tool's result in the answer",
                            "absent in " + silent.size() + " takes, control right " + passed + " times"));
        }
        return ToolAnswers.settle(all);
    }

    private static Observation continued(ToolTurn turn) {
        String id = "TOOLS-MCP-023";
        Optional<Observation> blocked = ToolAnswers.blocked(id, turn.view());
        if (blocked.isPresent()) {
            return blocked.get();
        }
        if (!turn.view().ok()) {
            return turn.broken(
                    id,
                    ToolAnswers.is5xx(turn.view()) ? "server-error" : "refused",
                    "status 200",
                    Judging.said(turn.view()));
        }
        return turn.says("secret") || !turn.calls().isEmpty()
                ? turn.held(id)
                : turn.again(id, "the word is not recalled, and the tool not called again");
    }
}
