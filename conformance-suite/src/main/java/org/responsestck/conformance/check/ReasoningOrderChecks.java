package org.responsestck.conformance.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.responsestck.conformance.check.Observation.Absent;
import org.responsestck.conformance.check.Observation.Broken;
import org.responsestck.conformance.check.Observation.Held;
import org.responsestck.conformance.evidence.Evidence;
import org.responsestck.conformance.evidence.ExchangeView;
import org.responsestck.conformance.evidence.ResponseObject;
import org.responsestck.conformance.evidence.Why;

/** Where reasoning stands: before what it led to, and in an object where the response has a member for it. */
final class ReasoningOrderChecks {
    private static final String ORDER = "REASON-003";
    private static final String MEMBER = "REASON-011";

    private ReasoningOrderChecks() {}

    static List<Check> checks() {
        return List.of(
                new Check(
                        "reasoning-precedes-the-answer", Set.of(ORDER), Set.of("reason"), ReasoningOrderChecks::order),
                new Check(
                        "the-member-reasoning-is-an-object",
                        Set.of(MEMBER),
                        Set.of("reason"),
                        ReasoningOrderChecks::members));
    }

    private static Stream<Observation> order(Evidence evidence) {
        List<Observation> seen = evidence.responses().stream()
                .filter(r -> r.kind() == ResponseObject.Kind.ANSWER || r.kind() == ResponseObject.Kind.TERMINAL)
                .filter(r -> r.status().equals("completed"))
                .flatMap(r -> order(r).stream())
                .toList();
        return seen.isEmpty()
                ? evidence.at("reason", "create").stream().map(view -> none(evidence, view))
                : seen.stream();
    }

    /** Thoughts may stand between items; wrong is only one that comes when everything has been said. */
    private static Optional<Observation> order(ResponseObject response) {
        JsonNode output = response.node().path("output");
        List<Integer> thoughts = new ArrayList<>();
        List<Integer> said = new ArrayList<>();
        for (int i = 0; i < output.size(); i++) {
            JsonNode item = output.path(i);
            if (Calls.text(item.path("type")).equals("reasoning")) {
                thoughts.add(i);
            } else if (ToolAnswers.isAnswer(item) || Calls.isAnyCall(item)) {
                said.add(i);
            }
        }
        if (said.isEmpty()) {
            return Optional.empty();
        }
        if (thoughts.isEmpty()) {
            // The same in the form of the recordings.
            boolean aloud = ToolAnswers.text(response.node()).stripLeading().startsWith("<think>");
            return aloud
                    ? Optional.of(new Held(ORDER, ToolAnswers.where(response, "/output/" + said.get(0))))
                    : Optional.empty();
        }
        Where where = ToolAnswers.where(response, "/output/" + thoughts.get(0));
        return Optional.of(
                thoughts.get(0) < said.get(said.size() - 1)
                        ? new Held(ORDER, where)
                        : new Broken(
                                ORDER,
                                "",
                                where,
                                "reasoning before the message or call it led to",
                                "reasoning after all of them"));
    }

    private static Observation none(Evidence evidence, ExchangeView view) {
        AnswerKind kind = AnswerKind.of(view);
        if (kind != AnswerKind.SUCCESS && kind != AnswerKind.REFUSED) {
            return new Judging(ORDER).unanswered(view);
        }
        String detail = kind == AnswerKind.REFUSED ? Judging.said(view) + " to reasoning" : "no reasoning is shown";
        return evidence.header().declares("reasoning")
                ? new Judging(ORDER).unclear(view, Why.MODEL, detail)
                : new Absent(ORDER, detail, Where.exchange(view.id()));
    }

    private static Stream<Observation> members(Evidence evidence) {
        return evidence.responses().stream().map(response -> {
            JsonNode reasoning = response.node().path("reasoning");
            Where where = ToolAnswers.where(response, "/reasoning");
            return Items.nothing(reasoning) || reasoning.isObject()
                    ? new Held(MEMBER, where)
                    : new Broken(MEMBER, "", where, "null or an object", ToolAnswers.shorten(reasoning.toString()));
        });
    }
}
