package org.responsestck.mock.dialect.fireworks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.responsestck.mock.Admission;
import org.responsestck.mock.Document;
import org.responsestck.mock.Events;
import org.responsestck.mock.Refusal;
import org.responsestck.mock.conversation.Ids;
import org.responsestck.mock.dialect.Dialect;
import org.responsestck.mock.dialect.Keys;
import org.responsestck.mock.responder.Draft;

/** The fireworks profile. */
public final class FireworksDialect implements Dialect {
    /** Name of the profile. */
    public static final String NAME = "fireworks";

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    @Override
    public String profile() {
        return NAME;
    }

    @Override
    public Admission admission(Keys keys) {
        return new FireworksAdmission(keys);
    }

    @Override
    public Document document() {
        return new FireworksDocument();
    }

    @Override
    public Events events() {
        return new FireworksEvents();
    }

    @Override
    public List<ObjectNode> items(Draft.Part part, Ids ids) {
        if (part instanceof Draft.Text || part instanceof Draft.Refused) {
            return List.of(message(List.of(part), ids));
        }
        if (part instanceof Draft.Thought thought) {
            return List.of(reasoning(thought, ids));
        }
        if (part instanceof Draft.Message message) {
            return List.of(message(message.parts(), ids));
        }
        if (part instanceof Draft.FunctionCall call) {
            return List.of(functionCall(call, ids));
        }
        if (part instanceof Draft.ServerCall call) {
            return serverCall(call, ids);
        }
        throw new IllegalArgumentException("no item for " + part);
    }

    private static ObjectNode reasoning(Draft.Thought thought, Ids ids) {
        ObjectNode item = JSON.objectNode();
        item.put("id", ids.next(Ids.Kind.REASONING)).put("type", "reasoning").putArray("summary");
        item.putArray("content").addObject().put("type", "reasoning_text").put("text", thought.text());
        return item.put("status", "completed");
    }

    private static ObjectNode message(List<Draft.Part> parts, Ids ids) {
        ObjectNode item = JSON.objectNode();
        item.put("id", ids.next(Ids.Kind.MESSAGE)).put("type", "message").put("role", "assistant");
        ArrayNode content = item.putArray("content");
        for (Draft.Part part : parts) {
            if (part instanceof Draft.Refused refused) {
                content.addObject().put("type", "refusal").put("refusal", refused.text());
            } else if (part instanceof Draft.Text text) {
                content.addObject()
                        .put("type", "output_text")
                        .put("text", spoken(text))
                        .putArray("annotations");
            }
        }
        return item.put("status", "completed");
    }

    /** As recorded: thoughts stand in the text. */
    private static String spoken(Draft.Text text) {
        return text.thought() == null ? text.text() : "<think>\n" + text.thought() + "\n</think>\n\n" + text.text();
    }

    private static ObjectNode functionCall(Draft.FunctionCall call, Ids ids) {
        ObjectNode item = JSON.objectNode();
        item.put("id", ids.next(Ids.Kind.FUNCTION_CALL))
                .put("type", "function_call")
                .put("call_id", ids.next(Ids.Kind.CALL))
                .put("name", call.name())
                .put("arguments", call.arguments())
                .put("status", "completed");
        item.putObject("function").put("name", call.name()).put("arguments", call.arguments());
        return item;
    }

    private static List<ObjectNode> serverCall(Draft.ServerCall call, Ids ids) {
        String id = call.id() == null ? ids.next(Ids.Kind.MCP_CALL) : call.id();
        ObjectNode item = JSON.objectNode();
        item.put("id", id).put("type", "mcp_call").put("status", call.failed() ? "failed" : "completed");
        item.putObject("mcp")
                .put("name", call.name())
                .set("arguments", call.arguments().deepCopy());
        if (call.failed()) {
            item.put("error", call.output());
        }
        ObjectNode output = JSON.objectNode();
        output.put("type", "tool_output").put("tool_call_id", id).put("output", call.output());
        return List.of(item, output);
    }

    @Override
    public JsonNode error(Refusal refusal) {
        ObjectNode body = JSON.objectNode();
        if (refusal.problems().isEmpty()) {
            return body.put("detail", refusal.getMessage());
        }
        ArrayNode details = body.putArray("detail");
        for (Refusal.Problem problem : refusal.problems()) {
            ObjectNode entry = details.addObject();
            ArrayNode loc = entry.putArray("loc");
            for (Object step : problem.loc()) {
                if (step instanceof Integer index) {
                    loc.add(index);
                } else {
                    loc.add(step.toString());
                }
            }
            entry.put("msg", problem.message()).put("type", problem.type());
        }
        return body;
    }

    /** Not documented; flat, because SDKs take any event with a member {@code error} for an exception. */
    @Override
    public ObjectNode errorEvent(String code, String message) {
        ObjectNode data =
                JSON.objectNode().put("type", "error").put("code", code).put("message", message);
        data.set("param", JSON.nullNode());
        return data;
    }

    @Override
    public JsonNode list(List<ObjectNode> entries, boolean hasMore) {
        ObjectNode body = JSON.objectNode().put("object", "list");
        body.putArray("data").addAll(entries);
        body.put("has_more", hasMore);
        body.set(
                "first_id", entries.isEmpty() ? JSON.nullNode() : entries.get(0).path("id"));
        body.set(
                "last_id",
                entries.isEmpty()
                        ? JSON.nullNode()
                        : entries.get(entries.size() - 1).path("id"));
        return body;
    }

    @Override
    public JsonNode deleted(String id) {
        return JSON.objectNode().put("message", "Response deleted successfully");
    }

    @Override
    public Refusal noPreviousResponse() {
        return new Refusal(404, "Previous response not found");
    }

    @Override
    public Refusal noResponse(String id) {
        return new Refusal(404, "Response not found");
    }

    static JsonMapper mapper() {
        return JsonMapper.builder()
                .enable(com.fasterxml.jackson.databind.DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();
    }
}
