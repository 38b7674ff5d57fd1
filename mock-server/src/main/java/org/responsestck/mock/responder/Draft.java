package org.responsestck.mock.responder;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.responsestck.mock.transport.Ending;
import org.responsestck.mock.transport.Pace;

/**
 * What a responder or a script answers, before ids, usage and limits.
 *
 * @param parts what the response says and does, in order; not empty unless {@code failure} is set
 * @param pace how fast a stream of it leaves, or null for the server's default
 * @param ending how a stream of it ends
 * @param failure an HTTP error instead of an answer, or null
 */
public record Draft(
        List<Part> parts,
        @Nullable Pace pace,
        Ending ending,
        @Nullable Failure failure) {
    public Draft {
        parts = List.copyOf(parts);
    }

    public static Draft of(Part... parts) {
        return new Draft(List.of(parts), null, Ending.NORMAL, null);
    }

    public static Draft text(String text) {
        return of(new Text(text));
    }

    /** One output item, or a call with its output. */
    public sealed interface Part permits Text, FunctionCall, ServerCall {}

    /** An assistant message with one text part. */
    public record Text(String text) implements Part {}

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
     */
    public record ServerCall(String name, ObjectNode arguments, String output) implements Part {}

    /**
     * An HTTP error.
     *
     * @param retryAfter value of Retry-After in seconds, or null
     */
    public record Failure(
            int status, String message, @Nullable Integer retryAfter) {}
}
