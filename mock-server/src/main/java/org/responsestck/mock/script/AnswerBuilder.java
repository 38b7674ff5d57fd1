package org.responsestck.mock.script;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.responsestck.mock.conversation.Outcome;
import org.responsestck.mock.conversation.Usage;
import org.responsestck.mock.fault.FaultRule;
import org.responsestck.mock.responder.Draft;
import org.responsestck.mock.transport.Pace;

/** Collects what a step answers. Texts may hold templates; docs/mock.md lists them. */
public final class AnswerBuilder {
    /** Why a response may be incomplete, in the order of the documents. */
    static final List<String> REASONS = List.of("max_output_tokens", "max_tool_calls", "content_filter");

    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<Answer.Say> says = new ArrayList<>();
    private @Nullable String thought;
    private @Nullable Pace pace;
    private Outcome outcome = Outcome.COMPLETED;
    private @Nullable Usage usage;
    private @Nullable FaultRule fault;
    private Draft.@Nullable Failure failure;

    AnswerBuilder() {}

    Answer build() {
        if (thought != null) {
            says.add(new Answer.Say(new Draft.Text("", thought), null));
            thought = null;
        }
        return new Answer(says, pace, outcome, usage, fault, failure);
    }

    /** A message with one text part. */
    public AnswerBuilder text(String text) {
        return say(new Draft.Text(Template.checked(text), takeThought()));
    }

    /** What the model thinks before its next text. */
    public AnswerBuilder think(String text) {
        thought = Template.checked(text);
        return this;
    }

    /** A message that refuses. */
    public AnswerBuilder refusal(String text) {
        return say(new Draft.Refused(Template.checked(text)));
    }

    AnswerBuilder message(List<Draft.Part> parts) {
        return say(new Draft.Message(parts));
    }

    private @Nullable String takeThought() {
        String taken = thought;
        thought = null;
        return taken;
    }

    private AnswerBuilder say(Draft.Part part) {
        says.add(new Answer.Say(part, null));
        return this;
    }

    /** A call of a function; several in one answer are parallel. */
    public AnswerBuilder call(String name, Map<String, ?> arguments) {
        return call(name, JSON.<JsonNode>valueToTree(arguments));
    }

    AnswerBuilder call(String name, JsonNode arguments) {
        says.add(new Answer.Say(new Draft.FunctionCall(name, ""), Template.checked(arguments)));
        return this;
    }

    /** @param arguments sent to the letter, even if they are no JSON */
    public AnswerBuilder call(String name, String arguments) {
        return say(new Draft.FunctionCall(name, Template.checked(arguments)));
    }

    /** A call of a tool that the server executes, with what it returned. */
    public AnswerBuilder serverCall(String name, Map<String, ?> arguments, String output) {
        return serverCall(name, JSON.<ObjectNode>valueToTree(arguments), output);
    }

    AnswerBuilder serverCall(String name, ObjectNode arguments, String output) {
        Template.checked(arguments);
        return say(new Draft.ServerCall(name, arguments, Template.checked(output)));
    }

    /**
     * The response is cut short: status incomplete.
     *
     * @param reason {@code max_output_tokens}, {@code max_tool_calls} or {@code content_filter}
     * @throws IllegalArgumentException if it is none of these: no document has another
     */
    public AnswerBuilder incomplete(String reason) {
        if (!REASONS.contains(reason)) {
            throw new IllegalArgumentException("a response is incomplete for one of " + REASONS + ", not " + reason);
        }
        outcome = Outcome.incomplete(reason);
        return this;
    }

    /** The response fails: status failed, with an error. */
    public AnswerBuilder failed(String code, String message) {
        outcome = Outcome.failed(code, message);
        return this;
    }

    /** An HTTP error instead of a response. */
    public AnswerBuilder error(int status, String message) {
        return error(status, message, null);
    }

    /**
     * @param status 400 to 599
     * @param retryAfter seconds, or null for no such header
     */
    public AnswerBuilder error(int status, String message, @Nullable Integer retryAfter) {
        if (status < 400 || status > 599) {
            throw new IllegalArgumentException("status must be 400 to 599, not " + status);
        }
        failure = new Draft.Failure(status, Template.checked(message), retryAfter);
        return this;
    }

    /** Token counts to report, instead of counting. */
    public AnswerBuilder usage(int input, int cached, int output) {
        if (input < 0 || cached < 0 || cached > input || output < 0) {
            throw new IllegalArgumentException("usage is " + input + ", of these cached " + cached + ", and " + output);
        }
        usage = new Usage(input, cached, output);
        return this;
    }

    public AnswerBuilder pace(Pace other) {
        pace = other;
        return this;
    }

    /** @param name one of {@link Pace#PRESETS} */
    public AnswerBuilder pace(String name) {
        return pace(preset(name));
    }

    static Pace preset(String name) {
        return Pace.preset(name)
                .orElseThrow(() -> new IllegalArgumentException(
                        "there is no pace '" + name + "'; presets are " + String.join(", ", Pace.PRESETS)));
    }

    /** @param rule as {@link FaultRule#parse} reads it */
    public AnswerBuilder fault(String rule) {
        return fault(FaultRule.parse(rule));
    }

    public AnswerBuilder fault(FaultRule rule) {
        if (rule.operation() != null) {
            throw new IllegalArgumentException("a script answers creates only; leave 'operation' away");
        }
        fault = rule;
        return this;
    }
}
