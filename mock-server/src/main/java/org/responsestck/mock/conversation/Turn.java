package org.responsestck.mock.conversation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.responsestck.mock.transport.Pace;

/**
 * One finished response, written once. JSON, events and stored object are renderings of it and cannot disagree.
 *
 * @param id id of the response
 * @param request what was asked
 * @param createdAt seconds since 1970
 * @param outcome how it ended
 * @param output the items in their final form
 * @param usage token counts
 * @param pace how fast it leaves, or null for the default
 * @param progress for scripts of several steps, by name: how many of them this conversation has heard
 */
public record Turn(
        String id,
        CreateRequest request,
        long createdAt,
        Outcome outcome,
        List<ObjectNode> output,
        Usage usage,
        @Nullable Pace pace,
        Map<String, Integer> progress) {
    public Turn {
        output = output.stream().map(ObjectNode::deepCopy).toList();
        progress = Map.copyOf(progress);
    }

    /** completed, incomplete or failed. */
    public String status() {
        return outcome.status();
    }

    /** Why it is incomplete, or null. */
    public @Nullable String incompleteReason() {
        return outcome.reason();
    }

    /** The same response, failed when only its first items had been written. */
    public Turn failed(String code, String message, List<ObjectNode> written, Usage spent) {
        return new Turn(id, request, createdAt, Outcome.failed(code, message), written, spent, pace, progress);
    }
}
