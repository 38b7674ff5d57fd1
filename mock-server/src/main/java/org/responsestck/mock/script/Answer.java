package org.responsestck.mock.script;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.responsestck.mock.conversation.Outcome;
import org.responsestck.mock.conversation.Usage;
import org.responsestck.mock.fault.FaultRule;
import org.responsestck.mock.responder.Draft;
import org.responsestck.mock.transport.Pace;

/**
 * What a step answers, before its templates are filled.
 *
 * @param says what the response says and does, in order
 * @param pace how fast it leaves, or null
 * @param outcome how the response ends
 * @param usage token counts to report, or null to count
 * @param fault what goes wrong, and how often; or null
 * @param failure an HTTP error instead of an answer, or null
 */
record Answer(
        List<Say> says,
        @Nullable Pace pace,
        Outcome outcome,
        @Nullable Usage usage,
        @Nullable FaultRule fault,
        Draft.@Nullable Failure failure) {
    Answer {
        says = List.copyOf(says);
        boolean silent = says.isEmpty() && failure == null && outcome.status().equals("completed");
        if (silent && (fault == null || fault.limited() || !fault.fault().instead())) {
            throw new IllegalArgumentException(
                    "an answer says something: add a text, refusal, message, function_call, server_call, status or error");
        }
        if (failure != null && !(says.isEmpty() && outcome.status().equals("completed") && usage == null)) {
            throw new IllegalArgumentException("an error is an answer of its own: nothing else is said with it");
        }
    }

    /**
     * One part.
     *
     * @param part with templates in its texts
     * @param arguments of a function call, if they were given as a tree; or null
     */
    record Say(Draft.Part part, @Nullable JsonNode arguments) {}

    /** Names of the functions that are called, in order. */
    List<String> calls() {
        return says.stream()
                .map(Say::part)
                .filter(Draft.FunctionCall.class::isInstance)
                .map(p -> ((Draft.FunctionCall) p).name())
                .toList();
    }

    boolean callsServer() {
        return says.stream().anyMatch(s -> s.part() instanceof Draft.ServerCall);
    }

    Draft fill(Template template) {
        List<Draft.Part> parts = says.stream().map(s -> fill(s, template)).toList();
        Draft.Failure filled = failure == null
                ? null
                : new Draft.Failure(failure.status(), template.fill(failure.message()), failure.retryAfter());
        return new Draft(parts, pace, outcome, usage, null, filled, null, Draft.Origin.NONE);
    }

    private static Draft.Part fill(Say say, Template template) {
        if (say.part() instanceof Draft.FunctionCall call) {
            return new Draft.FunctionCall(
                    call.name(),
                    say.arguments() == null
                            ? template.fill(call.arguments())
                            : template.fill(say.arguments()).toString());
        }
        if (say.part() instanceof Draft.ServerCall call) {
            return new Draft.ServerCall(
                    call.name(), (ObjectNode) template.fill(call.arguments()), template.fill(call.output()));
        }
        return spoken(say.part(), template);
    }

    private static Draft.Part spoken(Draft.Part part, Template template) {
        if (part instanceof Draft.Text text) {
            return new Draft.Text(
                    template.fill(text.text()), text.thought() == null ? null : template.fill(text.thought()));
        }
        if (part instanceof Draft.Refused refused) {
            return new Draft.Refused(template.fill(refused.text()));
        }
        if (part instanceof Draft.Message message) {
            return new Draft.Message(
                    message.parts().stream().map(p -> spoken(p, template)).toList());
        }
        throw new IllegalArgumentException("nothing is said by " + part);
    }
}
