package org.responsestck.mock.defect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.responsestck.mock.Document.View;
import org.responsestck.mock.Seams;

/** Faults in the output and its items. */
final class ItemDefects {
    private ItemDefects() {}

    static List<Twist> all() {
        return Stream.of(output(), messages(), parts(), echoes(), ids())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Twist> output() {
        return List.of(
                response("output-text", "output is a string", Set.of("RESP-OUTPUT-001"), r -> r.put("output", "pong")),
                response("output-object", "output is an object", Set.of("RESP-OUTPUT-001"), r -> {
                    JsonNode first = r.path("output").path(0);
                    r.set("output", first.isObject() ? first : r.objectNode());
                }),
                response(
                        "output-of-texts",
                        "the elements of output are strings",
                        Set.of("RESP-OUTPUT-001"),
                        r -> r.putArray("output").add("pong")),
                response(
                        "output-empty",
                        "a completed response has no output",
                        Set.of("RESP-OUTPUT-002", "SDK-003"),
                        r -> r.putArray("output")),
                message("answer-empty", "the text of a completed answer is empty", Set.of("RESP-OUTPUT-002"), m -> {
                    if (m.path("content").path(0) instanceof ObjectNode part) {
                        part.put("text", "");
                    }
                }),
                response(
                        "reasoning-last",
                        "a reasoning item follows the answer",
                        Set.of("RESP-OUTPUT-002", "SDK-003"),
                        r -> ((ArrayNode) r.path("output"))
                                .addObject()
                                .put("id", "rs_" + r.path("id").asText())
                                .put("type", "reasoning")
                                .putArray("summary")),
                Twist.defect(
                        "item-type-invented",
                        "an item of a type that no document names stands before the answer",
                        Set.of(),
                        Set.of("RESP-OUTPUT-003"),
                        Edits.document(
                                Edits.FINISHED,
                                (t, r) -> ((ArrayNode) r.path("output"))
                                        .insertObject(0)
                                        .put("id", "th_" + t.id())
                                        .put("type", "thinking")
                                        .put("status", "completed"))));
    }

    private static List<Twist> messages() {
        return List.of(
                message(
                        "message-without-status",
                        "messages have no status",
                        Set.of("RESP-MSG-001", "RESP-MSG-004"),
                        m -> m.remove("status")),
                message("message-without-role", "messages have no role", Set.of("RESP-MSG-001"), m -> m.remove("role")),
                message(
                        "message-without-content",
                        "messages have no content",
                        Set.of("RESP-MSG-001"),
                        m -> m.remove("content")),
                message(
                        "message-content-null",
                        "the content of a message is null",
                        Set.of("RESP-MSG-001"),
                        m -> m.putNull("content")),
                message(
                        "message-id-number",
                        "the id of a message is a number",
                        Set.of("RESP-MSG-001"),
                        m -> m.put("id", 7)),
                message("message-id-null", "the id of a message is null", Set.of("RESP-MSG-001"), m -> m.putNull("id")),
                message(
                        "message-role-null",
                        "the role of an answer is null",
                        Set.of("RESP-MSG-003"),
                        m -> m.putNull("role")),
                message(
                        "message-role-ai",
                        "the role of an answer is \"ai\"",
                        Set.of("RESP-MSG-003"),
                        m -> m.put("role", "ai")),
                message(
                        "message-status-null",
                        "the status of a message is null",
                        Set.of("RESP-MSG-004"),
                        m -> m.putNull("status")),
                Twist.defect(
                        "message-without-type",
                        "messages have no type",
                        Set.of(),
                        Set.of("RESP-MSG-002"),
                        Edits.items("message", m -> m.remove("type"))),
                Twist.defect(
                        "message-type-null",
                        "the type of a message is null",
                        Set.of(),
                        Set.of("RESP-MSG-002"),
                        Edits.items("message", m -> m.putNull("type"))),
                Twist.defect(
                        "call-incomplete",
                        "function calls of a completed response are incomplete",
                        Set.of(),
                        Set.of("RESP-ITEMSTATUS-003"),
                        Edits.items("function_call", c -> c.put("status", "incomplete"))),
                Twist.defect(
                        "cut-message-in-progress",
                        "the message of an incomplete response is in_progress",
                        Set.of(),
                        Set.of("RESP-ITEMSTATUS-003"),
                        Edits.items("message", m -> {
                            if (m.path("status").asText().equals("incomplete")) {
                                m.put("status", "in_progress");
                            }
                        })),
                Twist.defect(
                        "call-left-in-progress",
                        "function calls of a completed response are in_progress",
                        Set.of(),
                        Set.of("RESP-ITEMSTATUS-003"),
                        Edits.items("function_call", c -> c.put("status", "in_progress"))));
    }

    private static List<Twist> parts() {
        return List.of(
                message(
                        "message-content-empty",
                        "messages have no part",
                        Set.of("RESP-MSG-005"),
                        m -> m.putArray("content")),
                part("part-text-null", "the text of a part is null", p -> p.putNull("text")),
                part("part-text-absent", "parts have no text", p -> p.remove("text")),
                part(
                        "part-text-object",
                        "the text of a part is an object",
                        p -> p.putObject("text").put("value", "pong")),
                part("part-type-absent", "parts have no type", p -> p.remove("type")),
                part(
                        "part-type-input",
                        "parts of the model have the type input_text",
                        p -> p.put("type", "input_text")));
    }

    private static Twist part(String id, String description, Consumer<ObjectNode> edit) {
        return message(id, description, Set.of("RESP-MSG-005"), m -> {
            if (m.path("content").path(0) instanceof ObjectNode part) {
                edit.accept(part);
            }
        });
    }

    /** The user's messages come back, but not as they were. */
    private static List<Twist> echoes() {
        return List.of(
                echo(
                        "user-echo-as-output",
                        "the user's texts come back as output_text",
                        p -> p.put("type", "output_text")),
                echo(
                        "user-echo-in-template",
                        "the user's texts come back wrapped in the chat template",
                        p -> p.put("text", "<|im_start|>user\n" + p.path("text").asText() + "<|im_end|>")),
                Twist.defect(
                        "user-echo-ascii",
                        "letters beyond ASCII are question marks when the user's texts come back",
                        Set.of("RESP-MSG-006", "HTTP-UTF8-001"),
                        echoing(p -> p.put("text", ascii(p)))),
                Twist.defect(
                        "stored-text-ascii",
                        "letters beyond ASCII are question marks on retrieval",
                        Set.of("HTTP-UTF8-001", "RESP-REPR-001"),
                        Edits.document(
                                Set.of(View.GET),
                                (t, r) -> r.path("output")
                                        .forEach(i -> i.path("content")
                                                .forEach(p -> ((ObjectNode) p).put("text", ascii(p)))))),
                echo(
                        "user-echo-lower-case",
                        "the user's texts come back in lower case",
                        p -> p.put("text", p.path("text").asText().toLowerCase(java.util.Locale.ROOT))));
    }

    private static Twist echo(String id, String description, Consumer<ObjectNode> edit) {
        return Twist.defect(id, description, Set.of("RESP-MSG-006"), echoing(edit));
    }

    private static String ascii(JsonNode part) {
        return part.path("text").asText().replaceAll("[^\\x00-\\x7f]", "?");
    }

    private static UnaryOperator<Seams> echoing(Consumer<ObjectNode> edit) {
        return Edits.document(Set.of(View.JSON, View.GET, View.LIST), (t, r) -> {
            int at = 0;
            for (JsonNode input : t.request().input()) {
                if (input.path("role").asText().equals("user")) {
                    ObjectNode item = input.deepCopy();
                    item.put("id", "msg_u" + at + t.id()).put("status", "completed");
                    for (JsonNode part : item.path("content")) {
                        edit.accept((ObjectNode) part);
                    }
                    ((ArrayNode) r.path("output")).insert(at++, item);
                }
            }
        });
    }

    private static List<Twist> ids() {
        return List.of(
                Twist.defect(
                        "item-ids-constant",
                        "every item has the id \"msg_\"",
                        Set.of("RESP-ITEMID-001"),
                        Set.of("RESP-ITEMID-004"),
                        Edits.document(
                                Edits.FINISHED,
                                (t, r) -> r.path("output").forEach(i -> ((ObjectNode) i).put("id", "msg_")))),
                Twist.defect(
                        "item-ids-counted",
                        "item ids are counted from 0 in every response",
                        Set.of(),
                        Set.of("RESP-ITEMID-004"),
                        Edits.document(Edits.FINISHED, (t, r) -> {
                            int at = 0;
                            for (JsonNode item : r.path("output")) {
                                ((ObjectNode) item).put("id", "item_" + at++);
                            }
                        })));
    }

    private static Twist message(String id, String description, Set<String> fails, Consumer<ObjectNode> edit) {
        return Twist.defect(id, description, fails, Edits.items("message", edit));
    }

    private static Twist response(String id, String description, Set<String> fails, Consumer<ObjectNode> edit) {
        return Twist.defect(id, description, fails, Edits.document(Edits.FINISHED, (t, r) -> edit.accept(r)));
    }
}
