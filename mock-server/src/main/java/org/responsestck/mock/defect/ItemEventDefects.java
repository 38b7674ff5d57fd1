package org.responsestck.mock.defect;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.responsestck.mock.Seams;
import org.responsestck.mock.transport.StreamEvent;

/** Faults in the events of items and their parts: opened, named, filled, closed. */
final class ItemEventDefects {
    private static final String ADDED = "response.output_item.added";
    private static final String DONE = "response.output_item.done";
    private static final String PART_ADDED = "response.content_part.added";
    private static final String PART_DONE = "response.content_part.done";
    private static final String DELTA = "response.output_text.delta";
    private static final String TEXT_DONE = "response.output_text.done";
    private static final String ARGUMENTS_DONE = "response.function_call_arguments.done";

    private ItemEventDefects() {}

    static List<Twist> all() {
        List<Twist> all = new ArrayList<>(naming());
        all.addAll(opening());
        all.addAll(closing());
        all.addAll(parts());
        all.addAll(texts());
        return all;
    }

    private static List<Twist> naming() {
        return List.of(
                Twist.defect(
                        "output-index-absent",
                        "deltas have no output_index",
                        Set.of("STREAM-ITEM-003"),
                        Edits.eachEvent(DELTA, e -> e.remove("output_index"))),
                Twist.defect(
                        "output-index-null",
                        "output_index is null in text events",
                        Set.of("STREAM-ITEM-003"),
                        Edits.eachEvent(TEXT_DONE, e -> e.putNull("output_index"))),
                Twist.defect(
                        "output-index-absent-in-items",
                        "items are opened without an output_index",
                        Set.of("STREAM-ITEM-003"),
                        Edits.eachEvent(ADDED, e -> e.remove("output_index"))),
                Twist.defect(
                        "indexes-absent",
                        "no event has an output_index or a content_index",
                        Set.of("STREAM-ITEM-003"),
                        Edits.eachEvent("*", e -> e.remove(List.of("output_index", "content_index")))),
                Twist.defect(
                        "parallel-arguments-merged",
                        "the argument events of parallel calls all go to the first of them",
                        Set.of("STREAM-ITEM-005"),
                        Set.of("TOOLS-FN-018"),
                        Edits.events(all -> {
                            ObjectNode first = null;
                            for (StreamEvent event : all) {
                                if (event.type().startsWith("response.function_call_arguments")) {
                                    first = first == null ? event.data() : first;
                                    event.data().set("item_id", first.path("item_id"));
                                    event.data().set("output_index", first.path("output_index"));
                                }
                            }
                            return all;
                        })),
                Twist.defect(
                        "item-id-absent",
                        "deltas have no item_id",
                        Set.of("STREAM-ITEM-003"),
                        Edits.eachEvent(DELTA, e -> e.remove("item_id"))),
                Twist.defect(
                        "content-index-absent",
                        "deltas have no content_index",
                        Set.of("STREAM-ITEM-003"),
                        Edits.eachEvent(DELTA, e -> e.remove("content_index"))),
                Twist.defect(
                        "item-id-of-upstream",
                        "deltas name the id of another protocol",
                        Set.of("STREAM-ITEM-003"),
                        Edits.eachEvent(DELTA, e -> e.put("item_id", "chatcmpl-7f3a"))),
                Twist.defect(
                        "argument-deltas-of-first-call",
                        "the argument deltas of all calls name the first of them",
                        Set.of("STREAM-ITEM-003"),
                        Edits.events(all -> {
                            String first = "";
                            for (StreamEvent event : all) {
                                if (event.type().startsWith("response.function_call_arguments")) {
                                    first = first.isEmpty()
                                            ? event.data().path("item_id").asText()
                                            : first;
                                    event.data().put("item_id", first);
                                }
                            }
                            return all;
                        })),
                Twist.defect(
                        "output-index-from-1",
                        "output_index begins at 1",
                        Set.of("STREAM-ITEM-002"),
                        Edits.eachEvent("*", e -> {
                            if (e.has("output_index")) {
                                e.put("output_index", e.path("output_index").asInt() + 1);
                            }
                        })),
                Twist.defect(
                        "output-index-gap",
                        "output_index skips every second number",
                        Set.of("STREAM-ITEM-002"),
                        Edits.eachEvent("*", e -> {
                            if (e.has("output_index")) {
                                e.put("output_index", e.path("output_index").asInt() * 2);
                            }
                        })),
                Twist.defect(
                        "item-new-call-id",
                        "a call has another call_id when it is closed",
                        Set.of("STREAM-ITEM-007"),
                        done("call_id", e -> e.put("call_id", e.path("call_id").asText() + "x"))),
                Twist.defect(
                        "item-name-lost",
                        "a call has no name when it is closed",
                        Set.of("STREAM-ITEM-007"),
                        done("call_id", e -> e.put("name", ""))),
                Twist.defect(
                        "item-role-changes",
                        "a message has another role when it is closed",
                        Set.of("STREAM-ITEM-007"),
                        done("role", e -> e.put("role", "model"))));
    }

    private static List<Twist> opening() {
        return List.of(
                Twist.defect(
                        "item-added-late",
                        "an item is opened after its first delta",
                        Set.of("STREAM-ITEM-001"),
                        Edits.events(all -> behind(all, is(ADDED), is(DELTA)))),
                Twist.defect(
                        "call-added-missing",
                        "function calls are never opened",
                        Set.of("STREAM-ITEM-001"),
                        Edits.without(e -> e.type().equals(ADDED) && item(e).has("call_id"))),
                Twist.defect(
                        "call-added-completed",
                        "a function call is completed when it is opened",
                        Set.of("STREAM-ITEM-006"),
                        added("call_id", item -> item.put("status", "completed"))),
                Twist.defect(
                        "item-status-absent",
                        "a message has no status when it is opened",
                        Set.of("STREAM-ITEM-006"),
                        added("role", item -> item.remove("status"))),
                Twist.defect(
                        "item-done-in-progress",
                        "a message is in_progress when it is closed",
                        Set.of("STREAM-ITEM-006"),
                        done("role", item -> item.put("status", "in_progress"))),
                Twist.defect(
                        "item-added-content-null",
                        "a message is opened with content null",
                        Set.of("STREAM-ITEM-008"),
                        added("role", item -> item.putNull("content"))),
                Twist.defect(
                        "item-added-filled",
                        "a message is opened with a part in it",
                        Set.of("STREAM-ITEM-008"),
                        added(
                                "role",
                                item -> item.putArray("content")
                                        .addObject()
                                        .put("type", "output_text")
                                        .put("text", "")
                                        .putArray("annotations"))),
                Twist.defect(
                        "item-added-without-role",
                        "a message is opened without its role",
                        Set.of("STREAM-ITEM-008"),
                        added("role", item -> item.remove("role"))),
                Twist.defect(
                        "item-added-null",
                        "items are opened with item null",
                        Set.of(),
                        Set.of("STREAM-ITEM-010"),
                        Edits.eachEvent(ADDED, e -> e.putNull("item"))),
                Twist.defect(
                        "item-done-null",
                        "items are closed with item null",
                        Set.of(),
                        Set.of("STREAM-ITEM-010"),
                        Edits.eachEvent(DONE, e -> e.putNull("item"))));
    }

    private static List<Twist> closing() {
        return List.of(
                Twist.defect(
                        "item-done-twice",
                        "items are closed twice",
                        Set.of("STREAM-ITEM-004"),
                        Edits.events(all -> twice(all, is(DONE)))),
                Twist.defect(
                        "call-done-missing",
                        "function calls are never closed",
                        Set.of("STREAM-ITEM-004"),
                        Edits.without(e -> e.type().equals(DONE) && item(e).has("call_id"))),
                Twist.defect(
                        "first-item-done-missing",
                        "of several items only the last is closed",
                        Set.of("STREAM-ITEM-004"),
                        Edits.events(all -> {
                            long items = all.stream().filter(is(ADDED)).count();
                            return Edits.renumbered(all.stream()
                                    .filter(is(DONE).and(e -> e.data()
                                                            .path("output_index")
                                                            .asLong()
                                                    < items - 1)
                                            .negate())
                                    .toList());
                        })),
                Twist.defect(
                        "delta-after-item-done",
                        "the last delta comes after its item was closed",
                        Set.of("STREAM-ITEM-005"),
                        Edits.events(all -> behind(all, lastOf(all, is(DELTA)), is(DONE)))),
                Twist.defect(
                        "arguments-done-after-item",
                        "function_call_arguments.done comes after its item was closed",
                        Set.of("STREAM-ITEM-005"),
                        Edits.events(all -> behind(all, is(ARGUMENTS_DONE), is(DONE)))));
    }

    private static List<Twist> parts() {
        return List.of(
                Twist.defect(
                        "part-added-late",
                        "a part is opened after its first delta",
                        Set.of("STREAM-PART-001"),
                        Edits.events(all -> behind(all, is(PART_ADDED), is(DELTA)))),
                Twist.defect(
                        "part-added-filled",
                        "a part is opened with its first token, which comes as a delta too",
                        Set.of("STREAM-PART-002"),
                        Edits.eachEvent(PART_ADDED, e -> part(e).put("text", "The"))),
                Twist.defect(
                        "part-added-type-text",
                        "a part is opened with the type of Chat Completions",
                        Set.of("STREAM-PART-002"),
                        Edits.eachEvent(PART_ADDED, e -> part(e).put("type", "text"))),
                Twist.defect(
                        "part-added-text-null",
                        "a part is opened with text null",
                        Set.of(),
                        Set.of("STREAM-PART-002"),
                        Edits.eachEvent(PART_ADDED, e -> part(e).putNull("text"))),
                Twist.defect(
                        "content-index-per-delta",
                        "content_index grows with every delta",
                        Set.of("STREAM-PART-003"),
                        Edits.events(all -> {
                            int index = 0;
                            for (StreamEvent event : all) {
                                if (event.type().equals(DELTA)) {
                                    event.data().put("content_index", index++);
                                }
                            }
                            return all;
                        })),
                Twist.defect(
                        "second-part-numbered-anew",
                        "the parts of a message all have content_index 0",
                        Set.of("STREAM-PART-003"),
                        seams -> Edits.eachEvent("*", e -> {
                                    if (e.has("content_index")) {
                                        e.put("content_index", 0);
                                    }
                                })
                                .apply(StateVariations.twoParts(seams))),
                Twist.defect(
                        "parts-mixed",
                        "a part is opened while the part before it is still being filled",
                        Set.of(),
                        Set.of("STREAM-ITEM-011"),
                        seams -> Edits.events(ItemEventDefects::partsMixed).apply(StateVariations.twoParts(seams))),
                Twist.defect(
                        "part-done-missing",
                        "there is no content_part.done",
                        Set.of("STREAM-PART-004"),
                        Edits.without(is(PART_DONE))),
                Twist.defect(
                        "text-done-twice",
                        "output_text.done comes twice",
                        Set.of("STREAM-PART-004"),
                        Edits.events(all -> twice(all, is(TEXT_DONE)))),
                Twist.defect(
                        "text-done-early",
                        "output_text.done comes before the last delta",
                        Set.of("STREAM-PART-004"),
                        Edits.events(all -> behind(all, lastOf(all, is(DELTA)), is(TEXT_DONE)))),
                Twist.defect(
                        "text-done-after-part",
                        "output_text.done comes after content_part.done",
                        Set.of("STREAM-PART-004"),
                        Edits.events(all -> behind(all, is(TEXT_DONE), is(PART_DONE)))));
    }

    private static List<Twist> texts() {
        return List.of(
                Twist.defect(
                        "text-done-trimmed",
                        "output_text.done leaves out the last character",
                        Set.of("STREAM-PART-005"),
                        Edits.eachEvent(TEXT_DONE, e -> {
                            String text = e.path("text").asText();
                            e.put("text", text.substring(0, Math.max(0, text.length() - 1)));
                        })),
                Twist.defect(
                        "delta-repeated",
                        "the first delta comes twice",
                        Set.of("STREAM-PART-005"),
                        Edits.events(all -> {
                            List<StreamEvent> more = new ArrayList<>(all);
                            for (int i = 0; i < more.size(); i++) {
                                if (more.get(i).type().equals(DELTA)) {
                                    more.add(
                                            i,
                                            more.get(i).with(more.get(i).data().deepCopy()));
                                    break;
                                }
                            }
                            return Edits.renumbered(more);
                        })),
                Twist.defect(
                        "item-done-other-text",
                        "the message that is closed has another text than its part",
                        Set.of("STREAM-PART-007"),
                        done("role", item -> {
                            if (item.path("content").path(0) instanceof ObjectNode part) {
                                part.put("text", part.path("text").asText() + ".");
                            }
                        })),
                Twist.defect(
                        "delta-null",
                        "a part ends with a delta that is null",
                        Set.of("STREAM-PART-008"),
                        Edits.events(all -> {
                            List<StreamEvent> more = new ArrayList<>();
                            StreamEvent last = null;
                            for (StreamEvent event : all) {
                                if (event.type().equals(TEXT_DONE) && last != null) {
                                    ObjectNode data = last.data().deepCopy();
                                    data.putNull("delta");
                                    more.add(last.with(data));
                                }
                                last = event;
                                more.add(event);
                            }
                            return Edits.renumbered(more);
                        })),
                Twist.defect(
                        "delta-object",
                        "deltas are objects",
                        Set.of("STREAM-PART-008"),
                        Edits.eachEvent(DELTA, e -> e.putObject("delta").put("text", "x"))),
                Twist.defect(
                        "one-delta",
                        "a text comes in one delta, however long it is",
                        Set.of(),
                        Set.of("STREAM-PART-009"),
                        Edits.events(ItemEventDefects::joined)));
    }

    private static Predicate<StreamEvent> is(String type) {
        return e -> e.type().equals(type);
    }

    private static Predicate<StreamEvent> lastOf(List<StreamEvent> all, Predicate<StreamEvent> which) {
        StreamEvent last = all.stream().filter(which).reduce((a, b) -> b).orElse(null);
        return e -> e == last;
    }

    private static ObjectNode item(StreamEvent event) {
        return event.data().path("item") instanceof ObjectNode item
                ? item
                : event.data().objectNode();
    }

    private static ObjectNode part(ObjectNode data) {
        return (ObjectNode) data.path("part");
    }

    /** Changes items that have a member when they are opened. */
    private static UnaryOperator<Seams> added(String member, Consumer<ObjectNode> edit) {
        return items(ADDED, member, edit);
    }

    /** Changes items that have a member when they are closed. */
    private static UnaryOperator<Seams> done(String member, Consumer<ObjectNode> edit) {
        return items(DONE, member, edit);
    }

    private static UnaryOperator<Seams> items(String type, String member, Consumer<ObjectNode> edit) {
        return Edits.eachEvent(type, e -> {
            if (e.path("item") instanceof ObjectNode item && item.has(member)) {
                edit.accept(item);
            }
        });
    }

    /** Each event of one kind goes behind the next event of another kind. */
    private static List<StreamEvent> behind(
            List<StreamEvent> all, Predicate<StreamEvent> which, Predicate<StreamEvent> target) {
        List<StreamEvent> moved = new ArrayList<>();
        List<StreamEvent> waiting = new ArrayList<>();
        for (StreamEvent event : all) {
            if (which.test(event)) {
                waiting.add(event);
                continue;
            }
            moved.add(event);
            if (target.test(event)) {
                moved.addAll(waiting);
                waiting.clear();
            }
        }
        // What waits in vain keeps its place before the terminal event.
        moved.addAll(Math.max(0, moved.size() - 1), waiting);
        return Edits.renumbered(moved);
    }

    /** The second part of an item is opened before the first delta of the first. */
    private static List<StreamEvent> partsMixed(List<StreamEvent> all) {
        List<StreamEvent> mixed = new ArrayList<>(all);
        for (StreamEvent event : all) {
            if (event.type().equals(PART_ADDED)
                    && event.data().path("content_index").asInt() > 0) {
                mixed.remove(event);
                for (int i = mixed.size() - 1; i >= 0; i--) {
                    StreamEvent first = mixed.get(i);
                    if (first.type().equals(PART_ADDED)
                            && first.data().path("item_id").equals(event.data().path("item_id"))) {
                        mixed.add(i + 2, event);
                        break;
                    }
                }
            }
        }
        return Edits.renumbered(mixed);
    }

    private static List<StreamEvent> twice(List<StreamEvent> all, Predicate<StreamEvent> which) {
        List<StreamEvent> more = new ArrayList<>();
        for (StreamEvent event : all) {
            more.add(event);
            if (which.test(event)) {
                more.add(event.with(event.data().deepCopy()));
            }
        }
        return Edits.renumbered(more);
    }

    private static List<StreamEvent> joined(List<StreamEvent> all) {
        List<StreamEvent> fewer = new ArrayList<>();
        for (StreamEvent event : all) {
            StreamEvent last = fewer.isEmpty() ? null : fewer.get(fewer.size() - 1);
            if (last != null && event.type().equals(DELTA) && last.type().equals(DELTA)) {
                String text = last.data().path("delta").asText()
                        + event.data().path("delta").asText();
                last.data().set("delta", TextNode.valueOf(text));
            } else {
                fewer.add(event);
            }
        }
        return Edits.renumbered(fewer);
    }
}
