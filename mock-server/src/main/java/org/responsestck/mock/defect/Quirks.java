package org.responsestck.mock.defect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import org.responsestck.mock.Document.View;

/** Recorded real behaviour, so that clients can be tested against it. */
final class Quirks {

    private Quirks() {}

    static List<Twist> all() {
        return List.of(
                Twist.quirk(
                        "fw-mcp-stream-2025",
                        "streams with server-executed tools have the shape recorded in June 2025",
                        Set.of("STREAM-ITEM-003", "STREAM-ITEM-004", "STREAM-ITEM-005", "STREAM-SNAP-001"),
                        McpStreamQuirk.apply()),
                Twist.quirk(
                        "tool-results-only-at-the-end",
                        "results of server-executed tools stand in the final output only, as recorded, and keep their output_index",
                        Set.of("STREAM-SNAP-001"),
                        Edits.without(
                                e -> e.data().path("item").path("type").asText().equals("tool_output"))),
                Twist.quirk(
                        "fw-created-at-drift",
                        "created_at is one second later in the terminal event, as recorded in June 2025",
                        Set.of("RESP-CREATED-002", "GET-005"),
                        Edits.document(Set.of(View.TERMINAL), (t, r) -> r.put("created_at", t.createdAt() + 1))),
                Twist.quirk(
                        "fw-2025-members",
                        "max_tool_calls and the details of usage are missing, as recorded in June 2025",
                        Set.of("RESP-SHAPE-001", "RESP-MAXTOOL-001", "USAGE-003"),
                        Edits.document(Edits.EVERYWHERE, (t, r) -> {
                            if (r.path("max_tool_calls").isNull()) {
                                r.remove("max_tool_calls");
                            }
                            if (r.path("usage") instanceof ObjectNode u) {
                                u.remove("prompt_tokens_details");
                            }
                        })),
                Twist.quirk(
                        "seed-tool-call-type",
                        "calls have the form of the guide: type tool_call with function {name, arguments}",
                        Set.of(),
                        seams -> Edits.eachEvent("*", e -> {
                                    if (e.path("item") instanceof ObjectNode item) {
                                        toolCall(item);
                                    }
                                })
                                .apply(Edits.document(Edits.FINISHED, (t, r) -> {
                                            for (JsonNode item : r.path("output")) {
                                                toolCall((ObjectNode) item);
                                            }
                                        })
                                        .apply(seams))),
                Twist.quirk(
                        "history-in-output",
                        "GET shows the user's messages before the answer, as recorded in June 2025",
                        Set.of(),
                        Edits.document(Set.of(View.GET), (t, r) -> {
                            ArrayNode output = (ArrayNode) r.path("output");
                            int at = 0;
                            for (JsonNode input : t.request().input()) {
                                if (input.path("type").asText().equals("message")) {
                                    ObjectNode item = input.deepCopy();
                                    item.put("id", "msg_" + Integer.toHexString(item.hashCode()))
                                            .put("status", "completed");
                                    output.insert(at++, item);
                                }
                            }
                        })),
                Twist.quirk(
                        "id-null-on-unstored",
                        "the id of a response that is not stored is null, as the OpenAPI document says",
                        Set.of(),
                        Edits.document(Edits.EVERYWHERE, (t, r) -> {
                            if (!t.request().store()) {
                                r.putNull("id");
                            }
                        })),
                Twist.quirk(
                        "type-absent-on-messages",
                        "messages have no type, as in the guide's example",
                        Set.of("RESP-MSG-002"),
                        Edits.document(Edits.FINISHED, (t, r) -> {
                            for (JsonNode item : r.path("output")) {
                                if (item.path("type").asText().equals("message")) {
                                    ((ObjectNode) item).remove("type");
                                }
                            }
                        })));
    }

    private static void toolCall(ObjectNode item) {
        if (item.path("type").asText().equals("function_call")) {
            item.put("type", "tool_call").remove(List.of("name", "arguments"));
        }
    }
}
