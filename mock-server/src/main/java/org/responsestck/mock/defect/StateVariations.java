package org.responsestck.mock.defect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.responsestck.mock.Admission.Page;
import org.responsestck.mock.Document;
import org.responsestck.mock.Document.View;
import org.responsestck.mock.Events;
import org.responsestck.mock.Seams;
import org.responsestck.mock.conversation.Turn;
import org.responsestck.mock.responder.Draft;
import org.responsestck.mock.tool.Tools;
import org.responsestck.mock.transport.StreamEvent;

/** Legal differences in streams of several items, in lists, and in what is stored. */
final class StateVariations {
    private static final String DELTA = "response.output_text.delta";

    private static final String SECOND = "_2";

    private StateVariations() {}

    static List<Twist> all() {
        List<Twist> all = new ArrayList<>(streams());
        all.addAll(lists());
        return all;
    }

    private static List<Twist> streams() {
        return List.of(
                Twist.variation(
                        "parallel-calls-interleaved",
                        "the events of parallel calls stand between each other",
                        Edits.events(StateVariations::interleaved)),
                Twist.variation(
                        "messages-interleaved",
                        "long texts come in two messages, whose events stand between each other",
                        seams -> Edits.events(StateVariations::interleaved)
                                .apply(telling(seams, StateVariations::inTwo))),
                Twist.variation(
                        "arguments-null-for-none",
                        "a call of a server tool without arguments shows null for them",
                        Edits.itemsEverywhere("mcp_call", item -> {
                            if (item.path("mcp") instanceof ObjectNode mcp
                                    && mcp.path("arguments").isEmpty()) {
                                mcp.putNull("arguments");
                            }
                        })),
                Twist.variation(
                        "tool-results-without-type",
                        "the result of a server-executed tool has no type",
                        Edits.itemsEverywhere("tool_output", item -> item.remove("type"))),
                Twist.variation(
                        "failed-streams-not-kept",
                        "a response that failed while it was streamed cannot be read back",
                        Stores.store(plain -> new Stores.Delegating(plain) {
                            @Override
                            public void put(String tenant, Turn turn) {
                                if (!turn.outcome().status().equals("failed")) {
                                    super.put(tenant, turn);
                                }
                            }
                        })),
                Twist.variation(
                        "arguments-at-once",
                        "arguments of calls come in the done event only",
                        Edits.without(e -> e.type().equals("response.function_call_arguments.delta"))),
                Twist.variation(
                        "text-before-call",
                        "a message stands before the calls of a response",
                        StateVariations::textBeforeCall),
                Twist.variation(
                        "two-text-parts", "long texts come in two parts of one message", StateVariations::twoParts),
                Twist.variation("empty-deltas", "every text ends with an empty delta", Edits.events(all -> {
                    List<StreamEvent> more = new ArrayList<>();
                    for (StreamEvent event : all) {
                        StreamEvent last = more.isEmpty() ? event : more.get(more.size() - 1);
                        if (last.type().equals(DELTA) && !event.type().equals(DELTA)) {
                            more.add(last.with(last.data().deepCopy().put("delta", "")));
                        }
                        more.add(event);
                    }
                    return Edits.renumbered(more);
                })),
                Twist.variation(
                        "sse-ids-and-retry",
                        "events have ids, and the stream says when to come back",
                        Edits.streams(r -> Edits.frames(r, f -> "id: 7\nretry: 3000\n" + f))),
                Twist.variation(
                        "calls-without-status",
                        "calls have no status",
                        Edits.itemsEverywhere("function_call", item -> item.remove("status"))));
    }

    private static List<Twist> lists() {
        return List.of(
                Twist.variation(
                        "list-without-ends",
                        "lists have no first_id and no last_id",
                        Edits.lists(list -> list.remove(List.of("first_id", "last_id")))),
                Twist.variation(
                        "one-entry-a-page",
                        "lists have one entry on each page, whatever the limit",
                        AdmissionDefects.paging(asked -> new Page(1, asked.after(), asked.before()))),
                Twist.variation(
                        "list-with-others",
                        "lists also hold what others of the account made long ago",
                        Stores.withOthers(30)),
                Twist.variation(
                        "list-lags",
                        "a response is in the list a second after it was made",
                        Stores.store(plain -> new Stores.Late(plain, t -> 1_000, true))),
                Twist.variation(
                        "member-order",
                        "the members of responses stand in another order on retrieval",
                        Edits.document(Set.of(View.GET), (t, r) -> {
                            List<Map.Entry<String, JsonNode>> members = new ArrayList<>(r.properties());
                            r.removeAll();
                            Collections.reverse(members);
                            members.forEach(m -> r.set(m.getKey(), m.getValue()));
                        })),
                Twist.variation(
                        "delete-tells-more",
                        "the answer to DELETE has OpenAI's members beside the message",
                        Edits.deletions(r -> Edits.body(
                                r,
                                "{\"object\":\"response.deleted\",\"deleted\":true,"
                                        + r.text().substring(1)))));
    }

    /** Adds all items before the first of them is filled, where all are calls, or all messages. */
    private static List<StreamEvent> interleaved(List<StreamEvent> all) {
        Predicate<StreamEvent> added = e -> e.type().equals("response.output_item.added");
        List<StreamEvent> opened = all.stream().filter(added).toList();
        long kinds = opened.stream()
                .map(e -> e.data().path("item").path("type").asText())
                .distinct()
                .count();
        if (opened.size() < 2
                || kinds > 1
                || opened.get(0).data().path("item").path("type").asText().equals("mcp_call")) {
            return all;
        }
        List<StreamEvent> mixed = new ArrayList<>(all.subList(0, 2));
        mixed.addAll(opened);
        List<List<StreamEvent>> rest = new ArrayList<>();
        for (int i = 0; i < opened.size(); i++) {
            int index = i;
            rest.add(all.stream()
                    .filter(e -> e.data().has("output_index")
                            && e.data().path("output_index").asInt() == index)
                    .filter(added.negate())
                    .toList());
        }
        int longest = rest.stream().mapToInt(List::size).max().orElse(0);
        for (int i = 0; i < longest; i++) {
            for (List<StreamEvent> events : rest) {
                if (i < events.size()) {
                    mixed.add(events.get(i));
                }
            }
        }
        mixed.add(all.get(all.size() - 1));
        return Edits.renumbered(mixed);
    }

    private static Seams textBeforeCall(Seams seams) {
        Tools plain = seams.tools();
        return seams.with((Tools) (prompt, draft) -> {
            Draft fitted = plain.fit(prompt, draft);
            if (fitted.parts().stream().noneMatch(Draft.FunctionCall.class::isInstance)) {
                return fitted;
            }
            List<Draft.Part> parts = new ArrayList<>(fitted.parts());
            parts.add(0, new Draft.Text("Let me look that up."));
            return fitted.with(parts);
        });
    }

    /** Response objects and events tell of the same two parts. */
    static Seams twoParts(Seams seams) {
        return telling(seams, StateVariations::divided);
    }

    /** Response objects and events tell of another turn, both of the same. */
    private static Seams telling(Seams seams, UnaryOperator<Turn> edit) {
        Document document = seams.document();
        Events events = seams.events();
        return seams.with((Document) (turn, view) -> document.render(edit.apply(turn), view))
                .with((Events) (turn, shown) -> events.of(edit.apply(turn), shown));
    }

    private static Turn inTwo(Turn turn) {
        List<ObjectNode> output = new ArrayList<>();
        for (ObjectNode item : turn.output()) {
            String text = item.path("content").path(0).path("text").asText();
            output.add(item.deepCopy());
            // A document may be written of a turn that was divided for its events.
            boolean whole = !item.path("id").asText().endsWith(SECOND);
            if (whole && item.path("content").size() == 1 && text.length() > 40) {
                ObjectNode second = item.deepCopy().put("id", item.path("id").asText() + SECOND);
                part(output.get(output.size() - 1)).put("text", text.substring(0, 20));
                part(second).put("text", text.substring(20));
                output.add(second);
            }
        }
        return StoreDefects.with(turn, output, turn.usage());
    }

    private static ObjectNode part(ObjectNode message) {
        return (ObjectNode) message.path("content").get(0);
    }

    private static Turn divided(Turn turn) {
        List<ObjectNode> output =
                turn.output().stream().map(ObjectNode::deepCopy).toList();
        for (ObjectNode item : output) {
            String text = item.path("content").path(0).path("text").asText();
            if (item.path("content").size() == 1 && text.length() > 40) {
                ArrayNode content = (ArrayNode) item.path("content");
                ObjectNode second = content.get(0).deepCopy();
                ((ObjectNode) content.get(0)).put("text", text.substring(0, 20));
                content.add(second.put("text", text.substring(20)));
            }
        }
        return StoreDefects.with(turn, output, turn.usage());
    }
}
