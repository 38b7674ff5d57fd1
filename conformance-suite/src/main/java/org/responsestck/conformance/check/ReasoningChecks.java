package org.responsestck.conformance.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.responsestck.conformance.check.Observation.Broken;
import org.responsestck.conformance.check.Observation.Held;
import org.responsestck.conformance.evidence.Evidence;
import org.responsestck.conformance.evidence.ExchangeView;
import org.responsestck.conformance.evidence.ResponseObject;

/** Reasoning: the parameter, and thoughts written into the text. */
final class ReasoningChecks {
    private static final String OPEN = "<think>";
    private static final String CLOSE = "</think>";

    private ReasoningChecks() {}

    static List<Check> checks() {
        return List.of(
                new Check(
                        "reasoning-effort-never-breaks-the-server",
                        Set.of("REASON-001"),
                        Set.of("reason"),
                        ReasoningChecks::parameter),
                new Check(
                        "think-text-is-closed-before-the-answer",
                        Set.of("REASON-004"),
                        Set.of(),
                        ReasoningChecks::tags));
    }

    private static Stream<Observation> parameter(Evidence evidence) {
        return evidence.at("reason", "create").stream()
                .map(v -> ToolAnswers.blocked("REASON-001", v).orElseGet(() -> parameter(v)));
    }

    private static Observation parameter(ExchangeView view) {
        if (view.ok() || ToolAnswers.is4xx(view)) {
            return ToolAnswers.held("REASON-001", view);
        }
        String variant = ToolAnswers.is5xx(view) ? "server-error" : "other-outcome";
        return ToolAnswers.broken("REASON-001", variant, view, "status 200 or 4xx", "status " + view.status());
    }

    private static Stream<Observation> tags(Evidence evidence) {
        List<Observation> all = new ArrayList<>();
        for (ResponseObject response : evidence.responses()) {
            boolean made =
                    response.kind() == ResponseObject.Kind.ANSWER || response.kind() == ResponseObject.Kind.TERMINAL;
            if (!made || !response.status().equals("completed")) {
                continue;
            }
            JsonNode output = response.node().path("output");
            for (int i = 0; i < output.size(); i++) {
                if (ToolAnswers.isAnswer(output.path(i))) {
                    all.add(message(response, output.path(i), i, i == output.size() - 1));
                }
            }
        }
        return all.stream();
    }

    private static Observation message(ResponseObject response, JsonNode item, int index, boolean last) {
        Where where = ToolAnswers.where(response, "/output/" + index);
        Optional<String> variant = fault(ToolAnswers.messageText(item), last);
        return variant.<Observation>map(v ->
                        new Broken("REASON-004", v, where, "<think> closed once, then an answer", v.replace('-', ' ')))
                .orElseGet(() -> new Held("REASON-004", where));
    }

    /** The variant in which a text breaks the rule. Only the last item must hold an answer: before a call there may be none. */
    static Optional<String> fault(String text, boolean last) {
        int open = count(text, OPEN);
        int close = count(text, CLOSE);
        if (!text.stripLeading().startsWith(OPEN)) {
            // A thought stands at the beginning; further on the tag may be what the answer is about.
            return close > 0 && (open == 0 || text.indexOf(CLOSE) < text.indexOf(OPEN))
                    ? Optional.of("closed-without-open")
                    : Optional.empty();
        }
        if (close < open) {
            return Optional.of("unclosed");
        }
        if (close > open || open > 1) {
            return Optional.of("closed-more-than-once");
        }
        boolean empty = text.substring(text.lastIndexOf(CLOSE) + CLOSE.length()).isBlank();
        return last && empty ? Optional.of("empty-answer") : Optional.empty();
    }

    private static int count(String text, String tag) {
        int count = 0;
        for (int at = text.indexOf(tag); at >= 0; at = text.indexOf(tag, at + tag.length())) {
            count++;
        }
        return count;
    }
}
