package org.responsestck.mock.responder;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.responsestck.mock.conversation.Outcome;
import org.responsestck.mock.conversation.Usage;
import org.responsestck.mock.fault.Fault;
import org.responsestck.mock.transport.Pace;

/**
 * What a responder or a script answers, before ids, usage and limits.
 *
 * @param parts what the response says and does, in order; may be empty if there is a failure, or the response does not complete
 * @param pace how fast it leaves, or null for the server's default
 * @param outcome how the response ends
 * @param usage token counts to report, or null to count
 * @param fault what goes wrong while it is sent, or null
 * @param failure an HTTP error instead of an answer, or null
 * @param progress where scripts of several steps now stand, or null for where they stood
 * @param origin which script this is, or why it is none
 */
public record Draft(
        List<Part> parts,
        @Nullable Pace pace,
        Outcome outcome,
        @Nullable Usage usage,
        @Nullable Fault fault,
        @Nullable Failure failure,
        @Nullable Map<String, Integer> progress,
        Origin origin) {
    public Draft {
        parts = List.copyOf(parts);
    }

    public static Draft of(Part... parts) {
        return of(List.of(parts));
    }

    public static Draft of(List<Part> parts) {
        return new Draft(parts, null, Outcome.COMPLETED, null, null, null, null, Origin.NONE);
    }

    public static Draft text(String text) {
        return of(new Text(text));
    }

    /** An HTTP error instead of an answer. */
    public static Draft failing(Failure failure) {
        return new Draft(List.of(), null, Outcome.COMPLETED, null, null, failure, null, Origin.NONE);
    }

    /** The same with other parts. */
    public Draft with(List<Part> other) {
        return new Draft(other, pace, outcome, usage, fault, failure, progress, origin);
    }

    /** The same, with a fault or without one. */
    public Draft with(@Nullable Fault other) {
        return new Draft(parts, pace, outcome, usage, other, failure, progress, origin);
    }

    /** The same with another end. */
    public Draft with(Outcome other) {
        return new Draft(parts, pace, other, usage, fault, failure, progress, origin);
    }

    /** The same in another place of the conversation. */
    public Draft at(Map<String, Integer> other) {
        return new Draft(parts, pace, outcome, usage, fault, failure, other, origin);
    }

    /** The same, as somebody else's. */
    public Draft from(Origin other) {
        return new Draft(parts, pace, outcome, usage, fault, failure, progress, other);
    }

    /**
     * Where a draft comes from.
     *
     * @param script the script and step that was played, or null
     * @param miss if none was: which script was nearest and what differs; null if there is no script at all
     */
    public record Origin(@Nullable String script, @Nullable String miss) {
        public static final Origin NONE = new Origin(null, null);
    }

    /** One output item, or a call with its output. */
    public sealed interface Part
            permits Thought, Text, Refused, Message, FunctionCall, ServerCall, ToolsWanted, ToolCall {}

    /** What a model thinks, as an item of its own. */
    public record Thought(String text) implements Part {}

    /**
     * An assistant message with one text part.
     *
     * @param text what it says
     * @param thought what the model thought before, or null; the dialect decides how that is shown
     */
    public record Text(String text, @Nullable String thought) implements Part {
        public Text(String text) {
            this(text, null);
        }
    }

    /** An assistant message with one refusal part. */
    public record Refused(String text) implements Part {}

    /**
     * An assistant message with several parts.
     *
     * @param parts texts and refusals
     */
    public record Message(List<Part> parts) implements Part {
        public Message {
            parts = List.copyOf(parts);
            if (!parts.stream().allMatch(p -> p instanceof Text || p instanceof Refused)) {
                throw new IllegalArgumentException("a message consists of texts and refusals");
            }
        }
    }

    /**
     * A call of a function tool, returned to the client.
     *
     * @param arguments the arguments as JSON text, kept to the letter
     */
    public record FunctionCall(String name, String arguments) implements Part {}

    /**
     * A call of a server-executed tool together with what the tool returned.
     *
     * @param name tool name
     * @param arguments what it was called with
     * @param output what it returned, as text
     * @param failed whether that is an error
     * @param id id of the call, or null for a new one
     */
    public record ServerCall(
            String name,
            ObjectNode arguments,
            String output,
            boolean failed,
            @Nullable String id) implements Part {
        public ServerCall(String name, ObjectNode arguments, String output) {
            this(name, arguments, output, false, null);
        }

        public ServerCall(String name, ObjectNode arguments, String output, boolean failed) {
            this(name, arguments, output, failed, null);
        }
    }

    /** A model that wants to see the tools of the request's servers before it says anything. It never reaches a client. */
    public record ToolsWanted() implements Part {}

    /**
     * A call that the server is to make. It never reaches a client: a {@link ServerCall} takes its place.
     *
     * @param server number of the server, as the listed tool names it
     */
    public record ToolCall(int server, String name, ObjectNode arguments) implements Part {
        /** The type under which a model sees the listed tools of servers. */
        public static final String TYPE = "server_function";
    }

    /**
     * An HTTP error.
     *
     * @param retryAfter value of Retry-After in seconds, or null
     */
    public record Failure(
            int status, String message, @Nullable Integer retryAfter) {}
}
