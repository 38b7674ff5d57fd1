package org.responsestck.mock.dialect.fireworks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Set;
import org.responsestck.mock.Document;
import org.responsestck.mock.conversation.Turn;
import org.responsestck.mock.conversation.Usage;

/** The response object: what the guide lists, what OpenAPI 0.6.1 adds, and {@code type} and {@code annotations} for SDKs. */
final class FireworksDocument implements Document {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Set<View> UNFINISHED = Set.of(View.CREATED, View.RUNNING);

    @Override
    public ObjectNode render(Turn turn, View view) {
        boolean unfinished = UNFINISHED.contains(view);
        ObjectNode request = turn.request().body();
        ObjectNode response = JSON.objectNode();
        response.put("id", turn.id());
        response.put("object", "response");
        response.put("created_at", turn.createdAt());
        response.put("status", unfinished ? "in_progress" : turn.status());
        response.put("model", turn.request().model());
        ArrayNode output = response.putArray("output");
        if (!unfinished) {
            turn.output().forEach(item -> output.add(item.deepCopy()));
        }
        response.set("usage", unfinished ? JSON.nullNode() : usage(turn.usage()));
        response.put("previous_response_id", turn.request().previousResponseId());
        response.put("store", turn.request().store());
        response.set("max_tool_calls", sent(request, "max_tool_calls", JSON.nullNode()));
        String code = turn.outcome().code();
        if (unfinished || code == null) {
            response.set("error", JSON.nullNode());
        } else {
            response.putObject("error")
                    .put("type", "server_error")
                    .put("code", code)
                    .put("message", turn.outcome().message());
        }
        if (!unfinished && turn.incompleteReason() != null) {
            response.putObject("incomplete_details").put("reason", turn.incompleteReason());
        } else {
            response.set("incomplete_details", JSON.nullNode());
        }
        response.set("instructions", sent(request, "instructions", JSON.nullNode()));
        response.set("max_output_tokens", sent(request, "max_output_tokens", JSON.nullNode()));
        response.set("metadata", sent(request, "metadata", JSON.objectNode()));
        response.set("parallel_tool_calls", sent(request, "parallel_tool_calls", BooleanNode.TRUE));
        response.set("reasoning", sent(request, "reasoning", JSON.nullNode()));
        response.set("temperature", sent(request, "temperature", DoubleNode.valueOf(1.0)));
        response.set("text", sent(request, "text", JSON.nullNode()));
        response.set("tool_choice", sent(request, "tool_choice", TextNode.valueOf("auto")));
        response.set("tools", tools(sent(request, "tools", JSON.arrayNode())));
        response.set("top_p", sent(request, "top_p", DoubleNode.valueOf(1.0)));
        response.set("truncation", sent(request, "truncation", TextNode.valueOf("disabled")));
        response.set("user", sent(request, "user", JSON.nullNode()));
        return response;
    }

    private static JsonNode sent(ObjectNode request, String member, JsonNode otherwise) {
        JsonNode value = request.path(member);
        return value.isMissingNode() || value.isNull() ? otherwise : value.deepCopy();
    }

    /** What a tool sends to its server in secret is not shown. */
    private static JsonNode tools(JsonNode tools) {
        for (JsonNode tool : tools) {
            if (tool instanceof ObjectNode object && object.has("server_url")) {
                object.remove(Set.of("headers", "authorization"));
            }
        }
        return tools;
    }

    private static ObjectNode usage(Usage usage) {
        ObjectNode node = JSON.objectNode();
        node.put("prompt_tokens", usage.input())
                .put("completion_tokens", usage.output())
                .put("total_tokens", usage.total());
        node.putObject("prompt_tokens_details").put("cached_tokens", usage.cached());
        return node;
    }
}
