package org.responsestck.mock.conversation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A create request that passed validation.
 *
 * @param body the request as sent; not to be changed
 * @param model name asked for
 * @param input the new items, messages in their full form (type, role, content as parts)
 * @param previousResponseId the response to continue, or null
 * @param instructions system instructions of this request, or null
 * @param store whether to remember the response
 * @param stream whether to answer with events
 * @param tools tools in the form sent
 * @param toolChoice what was sent, or {@code "auto"}
 * @param parallelToolCalls whether several calls may be made
 * @param maxToolCalls most calls, or null
 * @param maxOutputTokens most tokens of output, or null
 */
public record CreateRequest(
        ObjectNode body,
        String model,
        List<JsonNode> input,
        @Nullable String previousResponseId,
        @Nullable String instructions,
        boolean store,
        boolean stream,
        List<JsonNode> tools,
        JsonNode toolChoice,
        boolean parallelToolCalls,
        @Nullable Integer maxToolCalls,
        @Nullable Integer maxOutputTokens) {
    public CreateRequest {
        Objects.requireNonNull(body, "body is null");
        input = List.copyOf(input);
        tools = List.copyOf(tools);
    }
}
