package org.responsestck.conformance.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.responsestck.conformance.evidence.Evidence;
import org.responsestck.conformance.evidence.ExchangeView;
import org.responsestck.conformance.evidence.ResponseObject;
import org.responsestck.conformance.evidence.Why;

/** An answer that was asked for by a schema is a document of that schema, and nothing around it. */
final class StructuredChecks {
    private static final String CLOSE = "</think>";
    private static final String ASKED = "a JSON object with name, a string, and age, an integer, and nothing else";

    private StructuredChecks() {}

    static List<Check> checks() {
        return List.of(
                new Check(
                        "a-schema-is-honoured-or-refused",
                        Set.of("STRUCT-002"),
                        Set.of("structured"),
                        e -> judge(e, "STRUCT-002", "structured", true, "create")),
                new Check(
                        "a-schema-holds-with-reasoning",
                        Set.of("STRUCT-007"),
                        Set.of("structured-reasoning"),
                        e -> judge(e, "STRUCT-007", "structured-reasoning", false, "create", "stream")));
    }

    private static Stream<Observation> judge(
            Evidence evidence, String requirement, String scenario, boolean mayRefuse, String... steps) {
        Judging judging = new Judging(requirement);
        return Stream.of(steps)
                .flatMap(step -> evidence.at(scenario, step).stream())
                .map(view -> switch (AnswerKind.of(view)) {
                    case SUCCESS -> answered(evidence, judging, view);
                    case REFUSED -> mayRefuse ? judging.held(view) : refused(evidence, judging, view);
                    default -> judging.unanswered(view);
                });
    }

    /** Not offered is no breach, also of a target that says it has structured output, for it may have it without reasoning. */
    private static Observation refused(Evidence evidence, Judging judging, ExchangeView view) {
        return evidence.header().declares("structured-output")
                ? judging.unanswered(view)
                : new Observation.Absent(judging.requirement(), Judging.said(view), Where.exchange(view.id()));
    }

    private static Observation answered(Evidence evidence, Judging judging, ExchangeView view) {
        Optional<ResponseObject> response = ToolAnswers.response(evidence, view);
        if (response.isEmpty()) {
            return judging.unclear(view, Why.WIRE, "no finished response in the answer");
        }
        JsonNode node = response.get().node();
        if (!ToolAnswers.status(node).equals("completed")) {
            return judging.unclear(view, Why.MODEL, "the response has status " + ToolAnswers.status(node));
        }
        int last = lastMessage(node);
        if (last < 0) {
            return judging.unclear(view, Why.MODEL, "the response has no message");
        }
        JsonNode message = node.path("output").path(last);
        if (message.path("content").valueStream().anyMatch(p -> p.hasNonNull("refusal"))) {
            return judging.unclear(view, Why.MODEL, "the model refuses to answer");
        }
        String text = ToolAnswers.messageText(message);
        Where where = Judging.in(response.get(), "/output/" + last);
        return isPerson(ToolAnswers.parse(TextNode.valueOf(withoutThought(text).strip())))
                ? judging.held(where)
                : judging.broken(where, "", ASKED, text);
    }

    private static int lastMessage(JsonNode response) {
        JsonNode output = response.path("output");
        int last = output.size() - 1;
        while (last >= 0 && !ToolAnswers.isAnswer(output.path(last))) {
            last--;
        }
        return last;
    }

    /** What follows one thought at the beginning. */
    private static String withoutThought(String text) {
        String stripped = text.strip();
        int close = stripped.indexOf(CLOSE);
        return stripped.startsWith("<think>") && close > 0 ? stripped.substring(close + CLOSE.length()) : text;
    }

    /** What the schema of the scenarios takes. */
    private static boolean isPerson(JsonNode value) {
        return value.isObject()
                && value.size() == 2
                && value.path("name").isTextual()
                && Numbers.integer(value.path("age")).isPresent();
    }
}
