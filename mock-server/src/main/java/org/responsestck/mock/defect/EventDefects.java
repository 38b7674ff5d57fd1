package org.responsestck.mock.defect;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.responsestck.mock.Document.View;
import org.responsestck.mock.Events;
import org.responsestck.mock.transport.StreamEvent;

/** Faults in the order and content of stream events. */
final class EventDefects {
    private static final String DELTA = "response.output_text.delta";

    private EventDefects() {}

    static List<Twist> all() {
        List<Twist> all = new ArrayList<>(order());
        all.addAll(lifecycle());
        all.addAll(content());
        return all;
    }

    private static List<Twist> order() {
        return List.of(
                Twist.defect(
                        "terminal-missing",
                        "a stream ends without a terminal event",
                        Set.of("STREAM-ORDER-004"),
                        Edits.without(e -> e.type().equals("response.completed")
                                || e.type().equals("response.incomplete"))),
                Twist.defect(
                        "failure-not-told",
                        "a stream that fails ends without a word",
                        Set.of("STREAM-ERR-001"),
                        Edits.without(e ->
                                e.type().equals("response.failed") || e.type().equals("error"))),
                Twist.defect(
                        "failed-response-without-error",
                        "a failed response does not say why",
                        Set.of(),
                        Set.of("ERR-FAILED-001"),
                        Edits.document(Edits.FINISHED, (turn, response) -> {
                            if (response.path("status").asText().equals("failed")) {
                                response.putNull("error");
                            }
                        })),
                Twist.defect(
                        "failed-stream-stored-as-completed",
                        "a response whose stream failed is completed when it is read again",
                        Set.of(),
                        Set.of("STREAM-ERR-005"),
                        Edits.document(Set.of(View.GET), (turn, response) -> {
                            if (response.path("status").asText().equals("failed")) {
                                response.put("status", "completed").putNull("error");
                            }
                        })),
                Twist.defect(
                        "terminal-twice",
                        "the terminal event comes twice",
                        Set.of("STREAM-ORDER-004"),
                        Edits.events(all -> {
                            List<StreamEvent> more = new ArrayList<>(all);
                            StreamEvent last = all.get(all.size() - 1);
                            more.add(last.with(last.data().deepCopy()));
                            return Edits.renumbered(more);
                        })),
                Twist.defect(
                        "created-missing",
                        "a stream begins without response.created",
                        Set.of("STREAM-ORDER-001", "STREAM-ORDER-002"),
                        Edits.without(e -> e.type().equals("response.created"))),
                Twist.defect(
                        "item-added-missing",
                        "items are never opened",
                        Set.of("STREAM-ITEM-001"),
                        Edits.without(e -> e.type().equals("response.output_item.added"))),
                Twist.defect(
                        "item-done-missing",
                        "items are never closed",
                        Set.of("STREAM-ITEM-004"),
                        Edits.without(e -> e.type().equals("response.output_item.done"))),
                Twist.defect(
                        "part-added-missing",
                        "content parts are never opened",
                        Set.of("STREAM-PART-001"),
                        Edits.without(e -> e.type().equals("response.content_part.added"))),
                Twist.defect(
                        "text-done-missing",
                        "there is no output_text.done",
                        Set.of("STREAM-PART-004"),
                        Edits.without(e -> e.type().equals("response.output_text.done"))),
                Twist.defect(
                        "deltas-missing",
                        "text comes in the done event only",
                        Set.of("STREAM-PART-008"),
                        Edits.without(e -> e.type().equals(DELTA))),
                Twist.defect(
                        "part-done-after-item",
                        "content_part.done comes after output_item.done",
                        Set.of("STREAM-PART-004"),
                        Edits.events(all -> {
                            List<StreamEvent> swapped = new ArrayList<>(all);
                            for (int i = 0; i + 1 < swapped.size(); i++) {
                                if (swapped.get(i).type().equals("response.content_part.done")
                                        && swapped.get(i + 1).type().equals("response.output_item.done")) {
                                    Collections.swap(swapped, i, i + 1);
                                    i++;
                                }
                            }
                            return Edits.renumbered(swapped);
                        })));
    }

    private static List<Twist> lifecycle() {
        return List.of(
                Twist.defect(
                        "created-twice",
                        "response.created comes twice",
                        Set.of("STREAM-ORDER-002"),
                        Edits.events(all -> inserted(all, 1, all.get(0).data().deepCopy()))),
                Twist.defect(
                        "created-second",
                        "response.in_progress comes before response.created",
                        Set.of("STREAM-ORDER-001"),
                        Edits.events(all -> {
                            List<StreamEvent> swapped = new ArrayList<>(all);
                            Collections.swap(swapped, 0, 1);
                            return Edits.renumbered(swapped);
                        })),
                Twist.defect(
                        "terminal-only",
                        "a stream has its terminal event only",
                        Set.of("STREAM-ORDER-001", "STREAM-ORDER-002"),
                        Edits.events(all -> Edits.renumbered(List.of(all.get(all.size() - 1))))),
                Twist.defect(
                        "in-progress-missing",
                        "there is no response.in_progress",
                        Set.of(),
                        Set.of("STREAM-ORDER-003"),
                        Edits.without(e -> e.type().equals("response.in_progress"))),
                Twist.defect(
                        "in-progress-twice",
                        "response.in_progress comes twice",
                        Set.of(),
                        Set.of("STREAM-ORDER-003"),
                        Edits.events(all -> inserted(all, 2, all.get(1).data().deepCopy()))),
                Twist.defect(
                        "in-progress-late",
                        "response.in_progress comes after an item was opened",
                        Set.of(),
                        Set.of("STREAM-ORDER-003"),
                        Edits.events(all -> {
                            List<StreamEvent> swapped = new ArrayList<>(all);
                            Collections.swap(swapped, 1, 2);
                            return Edits.renumbered(swapped);
                        })),
                Twist.defect(
                        "terminal-before-last-item",
                        "the last item is closed after the terminal event",
                        Set.of("STREAM-ORDER-004"),
                        Edits.events(all -> {
                            List<StreamEvent> swapped = new ArrayList<>(all);
                            Collections.swap(swapped, all.size() - 1, all.size() - 2);
                            return Edits.renumbered(swapped);
                        })),
                Twist.defect(
                        "completed-after-incomplete",
                        "a stream that was cut ends with response.incomplete and response.completed",
                        Set.of("STREAM-ORDER-004"),
                        Edits.events(all -> {
                            StreamEvent last = all.get(all.size() - 1);
                            if (!last.type().equals("response.incomplete")) {
                                return all;
                            }
                            ObjectNode data = last.data().deepCopy();
                            return inserted(all, all.size(), data.put("type", "response.completed"));
                        })),
                Twist.defect(
                        "error-instead-of-terminal",
                        "every stream ends with an error event and no terminal event",
                        Set.of(),
                        Set.of("STREAM-ORDER-004"),
                        Edits.events(all -> {
                            List<StreamEvent> shorter = new ArrayList<>(all.subList(0, all.size() - 1));
                            ObjectNode data = all.get(0).data().objectNode();
                            data.put("type", "error")
                                    .put("code", "server_error")
                                    .put("message", "upstream failed");
                            shorter.add(new StreamEvent(data, false));
                            return Edits.renumbered(shorter);
                        })),
                Twist.defect(
                        "stream-stops-for-reasoning",
                        "a stream with reasoning.effort breaks off after response.created",
                        Set.of("STREAM-PARITY-001"),
                        seams -> {
                            Events plain = seams.events();
                            return seams.with((Events) (turn, document) -> {
                                List<StreamEvent> all = plain.of(turn, document);
                                return turn.request().body().has("reasoning") ? all.subList(0, 1) : all;
                            });
                        }),
                Twist.defect(
                        "delta-name-of-realtime",
                        "text deltas have the name of another protocol",
                        Set.of("STREAM-PART-008"),
                        Set.of("STREAM-ORDER-009"),
                        Edits.eachEvent(DELTA, e -> e.put("type", "response.text.delta"))),
                Twist.defect(
                        "vendor-event-first",
                        "a stream begins with an event that no document names",
                        Set.of(),
                        Set.of("STREAM-ORDER-001", "STREAM-ORDER-009"),
                        Edits.events(all -> inserted(
                                all, 0, all.get(0).data().objectNode().put("type", "response.queue_position")))),
                Twist.defect(
                        "sequence-absent-in-snapshots",
                        "response.created and response.completed have no sequence_number",
                        Set.of("STREAM-SEQ-001"),
                        Edits.eachEvent("*", e -> {
                            if (e.has("response")) {
                                e.remove("sequence_number");
                            }
                        })),
                Twist.defect(
                        "sequence-zero-at-done",
                        "the events that close something have the sequence_number 0",
                        Set.of("STREAM-SEQ-002"),
                        Edits.eachEvent("*", e -> {
                            if (e.path("type").asText().endsWith(".done")) {
                                e.put("sequence_number", 0);
                            }
                        })),
                Twist.defect(
                        "snapshots-not-nested",
                        "response events have the members of the response at their top",
                        Set.of("STREAM-ORDER-001", "STREAM-ORDER-005"),
                        Edits.eachEvent("*", e -> {
                            if (e.remove("response") instanceof ObjectNode response) {
                                e.setAll(response);
                            }
                        })),
                Twist.defect(
                        "sequence-text",
                        "sequence_number is a string",
                        Set.of("STREAM-SEQ-001"),
                        Edits.eachEvent(
                                "*",
                                e -> e.put(
                                        "sequence_number",
                                        e.path("sequence_number").asText()))),
                Twist.defect(
                        "sequence-per-item",
                        "sequence_number begins anew with every item",
                        Set.of("STREAM-SEQ-002"),
                        Edits.events(all -> {
                            int number = 0;
                            for (StreamEvent event : all) {
                                number = event.type().equals("response.output_item.added") ? 0 : number;
                                event.data().put("sequence_number", number++);
                            }
                            return all;
                        })),
                Twist.defect(
                        "sequence-from-1",
                        "sequence_number begins at 1",
                        Set.of(),
                        Set.of("STREAM-SEQ-003"),
                        Edits.eachEvent(
                                "*",
                                e -> e.put(
                                        "sequence_number",
                                        e.path("sequence_number").asInt() + 1))),
                Twist.defect(
                        "sequence-gaps",
                        "sequence_number counts events that were filtered out",
                        Set.of(),
                        Set.of("STREAM-SEQ-003"),
                        Edits.eachEvent(
                                "*",
                                e -> e.put(
                                        "sequence_number",
                                        e.path("sequence_number").asInt() * 3))));
    }

    private static List<StreamEvent> inserted(List<StreamEvent> all, int at, ObjectNode data) {
        List<StreamEvent> more = new ArrayList<>(all);
        more.add(at, new StreamEvent(data, false));
        return Edits.renumbered(more);
    }

    private static List<Twist> content() {
        return List.of(
                Twist.defect(
                        "sequence-absent",
                        "events have no sequence_number",
                        Set.of("STREAM-SEQ-001"),
                        Edits.eachEvent("*", e -> e.remove("sequence_number"))),
                Twist.defect(
                        "sequence-constant",
                        "deltas all have the same sequence_number",
                        Set.of("STREAM-SEQ-002"),
                        Edits.eachEvent(DELTA, e -> e.put("sequence_number", 4))),
                Twist.defect("delta-lost", "a delta gets lost", Set.of("STREAM-PART-005"), Edits.events(all -> {
                    List<StreamEvent> fewer = new ArrayList<>(all);
                    for (int i = 1; i < fewer.size(); i++) {
                        if (fewer.get(i).type().equals(DELTA)
                                && fewer.get(i - 1).type().equals(DELTA)) {
                            fewer.remove(i);
                            break;
                        }
                    }
                    return Edits.renumbered(fewer);
                })),
                Twist.defect(
                        "deltas-cumulative",
                        "each delta repeats the text so far",
                        Set.of("STREAM-PART-005"),
                        Edits.events(all -> {
                            StringBuilder text = new StringBuilder();
                            for (StreamEvent event : all) {
                                if (event.type().equals("response.content_part.added")) {
                                    text.setLength(0);
                                } else if (event.type().equals(DELTA)) {
                                    text.append(event.data().path("delta").asText());
                                    event.data().put("delta", text.toString());
                                }
                            }
                            return all;
                        })),
                Twist.defect(
                        "delta-ids-fresh",
                        "every delta names another item",
                        Set.of("STREAM-ITEM-003"),
                        Edits.eachEvent(
                                DELTA,
                                e -> e.put(
                                        "item_id",
                                        "msg_" + e.path("sequence_number").asInt()))),
                Twist.defect(
                        "content-index-from-1",
                        "content_index starts at 1",
                        Set.of("STREAM-PART-003"),
                        Edits.eachEvent("*", e -> {
                            if (e.has("content_index")) {
                                e.put("content_index", e.path("content_index").asInt() + 1);
                            }
                        })),
                Twist.defect(
                        "item-done-empty",
                        "output_item.done has no content",
                        Set.of("STREAM-PART-007"),
                        Edits.eachEvent("response.output_item.done", e -> {
                            if (e.path("item").path("content").size() > 0) {
                                ((ObjectNode) e.path("item")).putArray("content");
                            }
                        })),
                Twist.defect(
                        "item-done-new-id",
                        "an item has another id when it is closed",
                        Set.of("STREAM-ITEM-007"),
                        Edits.eachEvent(
                                "response.output_item.done",
                                e -> ((ObjectNode) e.path("item"))
                                        .put("id", e.path("item").path("id").asText() + "x"))),
                Twist.defect(
                        "item-added-completed",
                        "a message is completed when it is opened",
                        Set.of("STREAM-ITEM-006"),
                        Edits.eachEvent(
                                "response.output_item.added",
                                e -> ((ObjectNode) e.path("item")).put("status", "completed"))),
                Twist.defect(
                        "output-index-constant",
                        "output_index is always 0",
                        Set.of("STREAM-ITEM-002"),
                        seams -> manyItems(seams)),
                Twist.defect(
                        "part-done-trimmed",
                        "the part of content_part.done is empty",
                        Set.of("STREAM-PART-006"),
                        Edits.eachEvent(
                                "response.content_part.done", e -> ((ObjectNode) e.path("part")).put("text", ""))),
                Twist.defect(
                        "type-missing",
                        "events have no type",
                        Set.of("STREAM-FRAME-002"),
                        Edits.eachEvent(DELTA, e -> e.remove("type"))),
                Twist.defect(
                        "error-member",
                        "every event has a non-null error member",
                        Set.of("STREAM-FRAME-011", "SDK-006"),
                        Edits.eachEvent(DELTA, e -> e.putObject("error").put("message", "none"))));
    }

    private static org.responsestck.mock.Seams manyItems(org.responsestck.mock.Seams seams) {
        return Edits.eachEvent("*", e -> {
                    if (e.has("output_index")) {
                        e.put("output_index", 0);
                    }
                })
                .apply(seams);
    }
}
