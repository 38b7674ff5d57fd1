package org.responsestck.mock.conversation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.responsestck.mock.transport.Ending;
import org.responsestck.mock.transport.Pace;

/**
 * One finished response, written once. JSON, events and stored object are renderings of it and cannot disagree.
 *
 * @param id id of the response
 * @param request what was asked
 * @param createdAt seconds since 1970
 * @param status completed, incomplete or failed
 * @param incompleteReason why it is incomplete, or null
 * @param output the items in their final form
 * @param usage token counts
 * @param pace how fast a stream of it leaves, or null for the default
 * @param ending how a stream of it ends
 */
public record Turn(
        String id,
        CreateRequest request,
        long createdAt,
        String status,
        @Nullable String incompleteReason,
        List<ObjectNode> output,
        Usage usage,
        @Nullable Pace pace,
        Ending ending) {
    public Turn {
        output = output.stream().map(ObjectNode::deepCopy).toList();
    }
}
