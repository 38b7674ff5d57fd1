package org.responsestck.mock.defect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.responsestck.mock.Document.View;
import org.responsestck.mock.Seams;

/** Faults in the response objects that a stream shows, and in how GET compares with them. */
final class SnapshotDefects {
    private static final Set<View> CREATED = Set.of(View.CREATED);
    private static final Set<View> OPEN = Set.of(View.CREATED, View.RUNNING);
    private static final Set<View> TERMINAL = Set.of(View.TERMINAL);
    private static final Set<View> GET = Set.of(View.GET);

    private SnapshotDefects() {}

    static List<Twist> all() {
        List<Twist> all = new ArrayList<>(opening());
        all.addAll(terminal());
        all.addAll(reading());
        return all;
    }

    private static List<Twist> opening() {
        return List.of(
                Twist.defect(
                        "created-filled",
                        "response.created holds the answer",
                        Set.of("STREAM-ORDER-001"),
                        Edits.document(
                                CREATED,
                                (t, r) -> t.output().forEach(i -> ((ArrayNode) r.path("output")).add(i.deepCopy())))),
                Twist.defect(
                        "created-bare",
                        "response.created has an id and a status only",
                        Set.of(),
                        Set.of("STREAM-SNAP-004", "STREAM-SNAP-005"),
                        Edits.document(CREATED, (t, r) -> r.retain("id", "object", "status", "created_at"))),
                Twist.defect(
                        "created-with-defaults",
                        "response.created shows default settings instead of those sent",
                        Set.of(),
                        Set.of("STREAM-SNAP-004"),
                        Edits.document(OPEN, (t, r) -> {
                            r.put("temperature", 1.0).putObject("metadata");
                            r.putArray("tools");
                        })),
                Twist.defect(
                        "open-usage-zero",
                        "usage is all zero before the end of a stream",
                        Set.of(),
                        Set.of("USAGE-011"),
                        Edits.document(
                                OPEN,
                                (t, r) -> r.putObject("usage")
                                        .put("prompt_tokens", 0)
                                        .put("completion_tokens", 0)
                                        .put("total_tokens", 0))),
                Twist.defect(
                        "created-without-previous-id",
                        "response.created has no previous_response_id",
                        Set.of("STREAM-CHAIN-001", "RESP-PREVID-001"),
                        Edits.document(CREATED, (t, r) -> r.putNull("previous_response_id"))),
                Twist.defect(
                        "terminal-without-previous-id",
                        "the terminal event has no previous_response_id",
                        Set.of("STREAM-CHAIN-001", "RESP-PREVID-001"),
                        Edits.document(TERMINAL, (t, r) -> r.putNull("previous_response_id"))),
                Twist.defect(
                        "previous-id-own",
                        "previous_response_id is the response's own id",
                        Set.of("RESP-PREVID-001", "STREAM-CHAIN-001"),
                        Edits.document(Edits.EVERYWHERE, (t, r) -> r.put("previous_response_id", t.id()))),
                Twist.defect(
                        "running-with-upstream-id",
                        "response.in_progress has the id of another protocol",
                        Set.of("STREAM-ORDER-006"),
                        Edits.document(Set.of(View.RUNNING), (t, r) -> r.put("id", "chatcmpl-7f3a"))));
    }

    private static List<Twist> terminal() {
        return List.of(
                Twist.defect(
                        "terminal-other-model",
                        "the terminal event names another model",
                        Set.of(),
                        Set.of("STREAM-ORDER-006"),
                        Edits.document(TERMINAL, (t, r) -> r.put("model", "gpt-oss-20b"))),
                Twist.defect(
                        "terminal-other-object",
                        "the terminal event has the object of Chat Completions",
                        Set.of("STREAM-ORDER-006"),
                        Edits.document(TERMINAL, (t, r) -> r.put("object", "chat.completion"))),
                Twist.defect(
                        "terminal-without-output",
                        "the response of the terminal event has no member output",
                        Set.of("STREAM-ORDER-007"),
                        Edits.document(TERMINAL, (t, r) -> r.remove("output"))),
                Twist.defect(
                        "terminal-output-null",
                        "the response of the terminal event has output null",
                        Set.of("STREAM-ORDER-007"),
                        Edits.document(TERMINAL, (t, r) -> r.putNull("output"))),
                Twist.defect(
                        "terminal-without-model",
                        "the response of the terminal event has no model",
                        Set.of("STREAM-ORDER-007"),
                        Edits.document(TERMINAL, (t, r) -> r.remove("model"))),
                Twist.defect(
                        "terminal-without-usage",
                        "the response of the terminal event has no usage",
                        Set.of("USAGE-001"),
                        Set.of("STREAM-SNAP-003"),
                        Edits.document(TERMINAL, (t, r) -> r.putNull("usage"))),
                Twist.defect(
                        "terminal-without-settings",
                        "the response of the terminal event lacks the settings that a plain answer has",
                        Set.of(),
                        Set.of("STREAM-SNAP-003"),
                        Edits.document(TERMINAL, (t, r) -> r.remove(List.of("metadata", "truncation", "top_p")))),
                Twist.defect(
                        "terminal-call-ids-new",
                        "calls have another call_id in the terminal event",
                        Set.of("STREAM-SNAP-001"),
                        Edits.items(
                                TERMINAL,
                                "function_call",
                                i -> i.put("call_id", i.path("call_id").asText() + "x"))),
                Twist.defect(
                        "terminal-item-ids-new",
                        "items have another id in the terminal event",
                        Set.of("STREAM-SNAP-001"),
                        Edits.items(
                                TERMINAL,
                                "message",
                                i -> i.put("id", i.path("id").asText() + "x"))),
                Twist.defect(
                        "terminal-last-item-only",
                        "of several items only the last is in the terminal event",
                        Set.of("STREAM-SNAP-001"),
                        Edits.document(TERMINAL, (t, r) -> {
                            ArrayNode output = (ArrayNode) r.path("output");
                            while (output.size() > 1) {
                                output.remove(0);
                            }
                        })),
                Twist.defect(
                        "terminal-item-unannounced",
                        "the terminal event has a message that was never streamed",
                        Set.of("STREAM-SNAP-001"),
                        Edits.document(TERMINAL, (t, r) -> {
                            ArrayNode output = (ArrayNode) r.path("output");
                            for (JsonNode item : t.output()) {
                                if (item.path("type").asText().equals("message")) {
                                    output.insert(0, ((ObjectNode) item.deepCopy()).put("id", "msg_unannounced"));
                                    return;
                                }
                            }
                        })),
                Twist.defect(
                        "terminal-items-reversed",
                        "the terminal event has the items in another order",
                        Set.of("STREAM-SNAP-001"),
                        Edits.document(TERMINAL, (t, r) -> {
                            List<JsonNode> items = new ArrayList<>();
                            r.path("output").forEach(i -> items.add(0, i));
                            r.putArray("output").addAll((Collection<JsonNode>) items);
                        })),
                Twist.defect(
                        "terminal-text-polished",
                        "the text of the terminal event is not what was streamed",
                        Set.of("STREAM-SNAP-001", "STREAM-SNAP-002"),
                        Edits.items(TERMINAL, "message", i -> {
                            if (i.path("content").path(0) instanceof ObjectNode part) {
                                part.put("text", part.path("text").asText().strip() + "\n");
                            }
                        })),
                Twist.defect(
                        "terminal-completed-although-cut",
                        "a stream that was cut ends with response.completed and the status incomplete",
                        Set.of("STREAM-ORDER-005"),
                        Edits.eachEvent("response.incomplete", e -> e.put("type", "response.completed"))),
                Twist.defect(
                        "cut-stream-says-completed",
                        "a stream that was cut ends as if it was complete",
                        Set.of(),
                        Set.of("STREAM-INC-002"),
                        seams -> Edits.eachEvent("response.incomplete", e -> e.put("type", "response.completed"))
                                .apply(Edits.document(
                                                TERMINAL,
                                                (t, r) -> r.put("status", "completed")
                                                        .putNull("incomplete_details"))
                                        .apply(seams))));
    }

    private static List<Twist> reading() {
        return List.of(
                Twist.defect(
                        "get-ids-regenerated",
                        "items have new ids whenever a response is read",
                        Set.of("GET-004", "RESP-REPR-001"),
                        counting((n, r) -> r.path("output").forEach(i -> ((ObjectNode) i).put("id", "msg_" + n)))),
                Twist.defect(
                        "get-usage-recounted",
                        "usage grows whenever a response is read",
                        Set.of("GET-004", "RESP-REPR-001"),
                        counting((n, r) -> {
                            if (r.path("usage") instanceof ObjectNode u) {
                                u.put("prompt_tokens", u.path("prompt_tokens").asInt() + n)
                                        .put(
                                                "total_tokens",
                                                u.path("total_tokens").asInt() + n);
                            }
                        })),
                Twist.defect(
                        "get-created-at-now",
                        "created_at is the time of reading",
                        Set.of(),
                        Set.of("RESP-CREATED-002"),
                        counting((n, r) ->
                                r.put("created_at", r.path("created_at").asLong() + n))),
                Twist.defect(
                        "get-without-previous-id",
                        "previous_response_id is lost on retrieval",
                        Set.of("RESP-PREVID-001"),
                        Edits.document(GET, (t, r) -> r.putNull("previous_response_id"))),
                Twist.defect(
                        "get-default-settings",
                        "the settings of a response are lost on retrieval",
                        Set.of("RESP-REPR-001"),
                        Edits.document(GET, (t, r) -> {
                            r.put("tool_choice", "auto").putArray("tools");
                            r.put("temperature", 0.7);
                        })),
                Twist.defect(
                        "get-call-lost",
                        "a function call is lost on retrieval",
                        Set.of("RESP-REPR-001"),
                        Edits.document(
                                GET,
                                (t, r) -> Edits.removeItems(
                                        r, i -> i.path("type").asText().equals("function_call")))),
                Twist.defect(
                        "get-text-cut",
                        "texts are cut on retrieval",
                        Set.of("RESP-REPR-001", "GET-005"),
                        Edits.items(GET, "message", i -> {
                            if (i.path("content").path(0) instanceof ObjectNode part) {
                                String text = part.path("text").asText();
                                part.put("text", text.substring(0, Math.min(3, text.length())));
                            }
                        })));
    }

    private interface Reading {
        void read(int number, ObjectNode response);
    }

    /** Every read of a response is different. */
    private static UnaryOperator<Seams> counting(Reading reading) {
        return seams -> {
            AtomicInteger reads = new AtomicInteger();
            return Edits.document(GET, (t, r) -> reading.read(reads.incrementAndGet(), r))
                    .apply(seams);
        };
    }
}
