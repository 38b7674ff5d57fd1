package org.responsestck.mock.defect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.responsestck.mock.Document.View;

/** Faults in the response object. */
final class DocumentDefects {
    private static final Set<View> GET = Set.of(View.GET);
    private static final Set<View> JSON = Set.of(View.JSON);

    private DocumentDefects() {}

    static List<Twist> all() {
        List<Twist> all = new ArrayList<>(members());
        all.addAll(items());
        all.addAll(views());
        return all;
    }

    private static List<Twist> members() {
        return List.of(
                Twist.defect(
                        "usage-absent",
                        "finished responses have no usage",
                        Set.of("RESP-SHAPE-001", "USAGE-001"),
                        Edits.document(Edits.FINISHED, (t, r) -> r.remove("usage"))),
                Twist.defect(
                        "usage-openai-names",
                        "usage has OpenAI's names only",
                        Set.of("USAGE-002"),
                        Edits.document(Edits.FINISHED, (t, r) -> {
                            JsonNode u = r.path("usage");
                            r.putObject("usage")
                                    .put("input_tokens", u.path("prompt_tokens").asInt())
                                    .put(
                                            "output_tokens",
                                            u.path("completion_tokens").asInt())
                                    .put("total_tokens", u.path("total_tokens").asInt());
                        })),
                Twist.defect(
                        "usage-sum-off",
                        "total_tokens is not the sum",
                        Set.of("USAGE-005"),
                        Edits.document(Edits.FINISHED, (t, r) -> {
                            if (r.path("usage") instanceof ObjectNode u) {
                                u.put("total_tokens", u.path("total_tokens").asInt() + 1);
                            }
                        })),
                Twist.defect(
                        "status-finish-reason",
                        "status is the model's finish reason",
                        Set.of("RESP-STATUS-001"),
                        Edits.document(Edits.FINISHED, (t, r) -> r.put("status", "stop"))),
                Twist.defect(
                        "status-left-in-progress",
                        "the JSON answer says in_progress",
                        Set.of("RESP-STATUS-002"),
                        Edits.document(JSON, (t, r) -> r.put("status", "in_progress"))),
                Twist.defect(
                        "error-object-on-success",
                        "a completed response has an empty error object",
                        Set.of("RESP-STATUS-003", "RESP-STATUS-004"),
                        Edits.document(Edits.FINISHED, (t, r) -> r.putObject("error"))),
                Twist.defect(
                        "model-null",
                        "model is null",
                        Set.of("RESP-MODEL-001"),
                        Edits.document(Edits.FINISHED, (t, r) -> r.putNull("model"))),
                Twist.defect(
                        "output-null",
                        "output is null",
                        Set.of("RESP-OUTPUT-001"),
                        Edits.document(Edits.FINISHED, (t, r) -> r.putNull("output"))),
                Twist.defect(
                        "store-absent",
                        "store is missing",
                        Set.of("RESP-STORE-001", "RESP-SHAPE-001"),
                        Edits.document(Edits.EVERYWHERE, (t, r) -> r.remove("store"))),
                Twist.defect(
                        "store-always-true",
                        "store is true whatever was asked",
                        Set.of("RESP-STORE-001", "STORE-003"),
                        Edits.document(Edits.EVERYWHERE, (t, r) -> r.put("store", true))),
                Twist.defect(
                        "previous-id-lost",
                        "previous_response_id is always null",
                        Set.of("RESP-PREVID-001"),
                        Edits.document(Edits.EVERYWHERE, (t, r) -> r.putNull("previous_response_id"))),
                Twist.defect(
                        "max-tool-calls-dropped",
                        "max_tool_calls is null whatever was sent",
                        Set.of("RESP-MAXTOOL-001"),
                        Edits.document(Edits.EVERYWHERE, (t, r) -> r.putNull("max_tool_calls"))),
                Twist.defect(
                        "temperature-string",
                        "temperature is a string",
                        Set.of("RESP-TYPE-001"),
                        Edits.document(
                                Edits.EVERYWHERE,
                                (t, r) -> r.put(
                                        "temperature", r.path("temperature").asText()))),
                Twist.defect(
                        "truncation-completed",
                        "a response cut by max_output_tokens says completed",
                        Set.of("LIMIT-TOKENS-001"),
                        Edits.document(Set.of(View.JSON, View.GET), (t, r) -> {
                            if (r.path("status").asText().equals("incomplete")) {
                                r.put("status", "completed").putNull("incomplete_details");
                            }
                        })),
                Twist.defect(
                        "reason-length",
                        "the reason of an incomplete response is \"length\"",
                        Set.of("RESP-STATUS-005"),
                        Edits.document(Edits.FINISHED, (t, r) -> {
                            if (r.path("incomplete_details") instanceof ObjectNode details) {
                                details.put("reason", "length");
                            }
                        })));
    }

    private static List<Twist> items() {
        return List.of(
                Twist.defect(
                        "message-without-id",
                        "messages have no id",
                        Set.of("RESP-MSG-001"),
                        Edits.items("message", item -> item.remove("id"))),
                Twist.defect(
                        "message-content-string",
                        "the content of a message is a string",
                        Set.of("RESP-MSG-001"),
                        Edits.items(
                                "message",
                                item -> item.put(
                                        "content",
                                        item.path("content")
                                                .path(0)
                                                .path("text")
                                                .asText()))),
                Twist.defect(
                        "message-role-model",
                        "the role of an answer is \"model\"",
                        Set.of("RESP-MSG-003"),
                        Edits.items("message", item -> item.put("role", "model"))),
                Twist.defect(
                        "message-left-in-progress",
                        "messages of a completed response are in_progress",
                        Set.of("RESP-MSG-004"),
                        Edits.items("message", item -> item.put("status", "in_progress"))),
                Twist.defect(
                        "part-type-text",
                        "text parts have the type of Chat Completions",
                        Set.of("RESP-MSG-005"),
                        Edits.items("message", item -> {
                            if (item.path("content").path(0) instanceof ObjectNode part) {
                                part.put("type", "text");
                            }
                        })),
                Twist.defect(
                        "call-arguments-object",
                        "function arguments are an object",
                        Set.of("TOOLS-FN-004"),
                        Edits.items("function_call", item -> {
                            item.putObject("arguments").put("location", "Paris");
                            item.remove("function");
                        })),
                Twist.defect(
                        "call-without-name",
                        "function_call has its name in the member function only",
                        Set.of("TOOLS-FN-004"),
                        Edits.items("function_call", item -> item.remove(List.of("name", "arguments")))),
                Twist.defect(
                        "function-executed-by-server",
                        "the server makes up the result of a function tool",
                        Set.of("TOOLS-FN-002"),
                        Edits.document(Edits.FINISHED, (t, r) -> {
                            for (JsonNode item : r.path("output").deepCopy()) {
                                if (item.path("type").asText().equals("function_call")) {
                                    ((com.fasterxml.jackson.databind.node.ArrayNode) r.path("output"))
                                            .addObject()
                                            .put("type", "tool_output")
                                            .put(
                                                    "tool_call_id",
                                                    item.path("call_id").asText())
                                            .put("output", "sunny");
                                }
                            }
                        })),
                Twist.defect(
                        "text-outside-output",
                        "the text stands in output_text of the response only",
                        Set.of("RESP-OUTPUT-002", "SDK-003"),
                        Edits.document(JSON, (t, r) -> {
                            String text = r.path("output")
                                    .path(0)
                                    .path("content")
                                    .path(0)
                                    .path("text")
                                    .asText();
                            r.put("output_text", text).putArray("output");
                        })),
                Twist.defect(
                        "user-message-last",
                        "the user's message stands behind the answer",
                        Set.of("RESP-USERMSG-001"),
                        Edits.document(JSON, (t, r) -> {
                            ObjectNode item = t.request()
                                    .input()
                                    .get(t.request().input().size() - 1)
                                    .deepCopy();
                            item.put("id", "msg_user").put("status", "completed");
                            ((com.fasterxml.jackson.databind.node.ArrayNode) r.path("output")).add(item);
                        })));
    }

    private static List<Twist> views() {
        return List.of(
                Twist.defect(
                        "get-other-id",
                        "GET shows another id than the one asked for",
                        Set.of("RESP-ID-001", "RESP-REPR-001"),
                        Edits.document(GET, (t, r) -> r.put("id", "resp_ffffffffffffffffffffffffffffffff"))),
                Twist.defect(
                        "get-usage-null",
                        "usage is lost on retrieval",
                        Set.of("RESP-REPR-001"),
                        Edits.document(GET, (t, r) -> r.putNull("usage"))),
                Twist.defect(
                        "get-in-progress",
                        "a finished response is in_progress for ever on retrieval",
                        Set.of("RESP-REPR-001"),
                        Edits.document(GET, (t, r) -> r.put("status", "in_progress"))),
                Twist.defect(
                        "get-metadata-empty",
                        "metadata is lost on retrieval",
                        Set.of("RESP-REPR-001"),
                        Set.of("PARAM-META-002"),
                        Edits.document(GET, (t, r) -> r.putObject("metadata"))),
                Twist.defect(
                        "terminal-output-empty",
                        "the terminal event has no output",
                        Set.of("STREAM-ORDER-007", "STREAM-SNAP-001"),
                        Edits.document(Set.of(View.TERMINAL), (t, r) -> r.putArray("output"))),
                Twist.defect(
                        "terminal-new-id",
                        "the terminal event has another response id",
                        Set.of("STREAM-ORDER-006", "RESP-ID-001"),
                        Edits.document(Set.of(View.TERMINAL), (t, r) -> r.put("id", t.id() + "0"))),
                Twist.defect(
                        "created-already-completed",
                        "response.created says completed",
                        Set.of("STREAM-ORDER-001"),
                        Edits.document(Set.of(View.CREATED), (t, r) -> r.put("status", "completed"))),
                Twist.defect(
                        "terminal-status-wrong",
                        "response.completed says in_progress",
                        Set.of("STREAM-ORDER-005"),
                        Edits.document(Set.of(View.TERMINAL), (t, r) -> r.put("status", "in_progress"))));
    }
}
