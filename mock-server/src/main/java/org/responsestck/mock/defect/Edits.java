package org.responsestck.mock.defect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.responsestck.mock.Document;
import org.responsestck.mock.Document.View;
import org.responsestck.mock.Events;
import org.responsestck.mock.Seams;
import org.responsestck.mock.conversation.Turn;
import org.responsestck.mock.transport.Ending;
import org.responsestck.mock.transport.Pace;
import org.responsestck.mock.transport.Reply;
import org.responsestck.mock.transport.StreamEvent;
import org.responsestck.mock.transport.Wire;

/** The few ways in which twists change documents, events and bytes. */
final class Edits {
    static final Set<View> FINISHED = Set.of(View.TERMINAL, View.JSON, View.GET, View.LIST);
    static final Set<View> EVERYWHERE = Set.of(View.values());

    private Edits() {}

    /** Changes the response object wherever it stands in one of the views. */
    static UnaryOperator<Seams> document(Set<View> views, BiConsumer<Turn, ObjectNode> edit) {
        return seams -> {
            Document plain = seams.document();
            Document edited = (turn, view) -> {
                ObjectNode response = plain.render(turn, view);
                if (views.contains(view)) {
                    edit.accept(turn, response);
                }
                return response;
            };
            return seams.with(edited);
        };
    }

    /** Changes every output item of finished response objects. */
    static UnaryOperator<Seams> items(String type, Consumer<ObjectNode> edit) {
        return items(FINISHED, type, edit);
    }

    /** Changes every output item of the response objects in some of the views. */
    static UnaryOperator<Seams> items(Set<View> views, String type, Consumer<ObjectNode> edit) {
        return document(views, (turn, response) -> {
            for (JsonNode item : response.path("output")) {
                if (item.path("type").asText().equals(type)) {
                    edit.accept((ObjectNode) item);
                }
            }
        });
    }

    /** Changes the list of events. */
    static UnaryOperator<Seams> events(UnaryOperator<List<StreamEvent>> edit) {
        return seams -> {
            Events plain = seams.events();
            Events edited = (turn, document) -> edit.apply(plain.of(turn, document));
            return seams.with(edited);
        };
    }

    /** Changes the data of events of one type; {@code *} for all. */
    static UnaryOperator<Seams> eachEvent(String type, Consumer<ObjectNode> edit) {
        return events(all -> {
            for (StreamEvent event : all) {
                if (type.equals("*") || event.type().equals(type)) {
                    edit.accept(event.data());
                }
            }
            return all;
        });
    }

    /** Leaves events out; the rest is numbered anew, so that nothing else gives them away. */
    static UnaryOperator<Seams> without(Predicate<StreamEvent> which) {
        return events(all -> renumbered(all.stream().filter(which.negate()).toList()));
    }

    static List<StreamEvent> renumbered(List<StreamEvent> events) {
        for (int i = 0; i < events.size(); i++) {
            events.get(i).data().put("sequence_number", i);
        }
        return events;
    }

    /** Changes the reply of streams. */
    static UnaryOperator<Seams> streams(UnaryOperator<Reply> edit) {
        return wire(reply -> reply, edit);
    }

    /** Changes the reply of JSON bodies. */
    static UnaryOperator<Seams> bodies(UnaryOperator<Reply> edit) {
        return wire(edit, reply -> reply);
    }

    private static UnaryOperator<Seams> wire(UnaryOperator<Reply> json, UnaryOperator<Reply> stream) {
        return seams -> {
            Wire plain = seams.wire();
            return seams.with(new Wire() {
                @Override
                public Reply json(int status, JsonNode body, Map<String, String> headers) {
                    return json.apply(plain.json(status, body, headers));
                }

                @Override
                public Reply stream(List<StreamEvent> events, Pace pace, Ending ending) {
                    return stream.apply(plain.stream(events, pace, ending));
                }
            });
        };
    }

    /** Changes JSON bodies before they are written; what stands in no object stays as it is. */
    static UnaryOperator<Seams> json(BiConsumer<Integer, ObjectNode> edit) {
        return seams -> {
            Wire plain = seams.wire();
            return seams.with(new Wire() {
                @Override
                public Reply json(int status, JsonNode body, Map<String, String> headers) {
                    if (body instanceof ObjectNode object) {
                        edit.accept(status, object);
                    }
                    return plain.json(status, body, headers);
                }

                @Override
                public Reply stream(List<StreamEvent> events, Pace pace, Ending ending) {
                    return plain.stream(events, pace, ending);
                }
            });
        };
    }

    /** Changes lists. */
    static UnaryOperator<Seams> lists(Consumer<ObjectNode> edit) {
        return json((status, body) -> {
            if (status == 200 && body.has("data")) {
                edit.accept(body);
            }
        });
    }

    /** Changes the answers to DELETE. */
    static UnaryOperator<Seams> deletions(UnaryOperator<Reply> edit) {
        return bodies(r -> r.status() == 200 && r.text().startsWith("{\"message\"") ? edit.apply(r) : r);
    }

    /** Changes items of one type in finished response objects and in the events that open and close them. */
    static UnaryOperator<Seams> itemsEverywhere(String type, Consumer<ObjectNode> edit) {
        return seams -> eachEvent("*", e -> {
                    if (e.path("item") instanceof ObjectNode item
                            && item.path("type").asText().equals(type)) {
                        edit.accept(item);
                    }
                })
                .apply(items(type, edit).apply(seams));
    }

    /** Changes the text of each frame. */
    static Reply frames(Reply reply, UnaryOperator<String> edit) {
        List<Reply.Frame> frames = new ArrayList<>();
        for (Reply.Frame frame : reply.frames()) {
            String text = edit.apply(new String(frame.bytes(), StandardCharsets.UTF_8));
            frames.add(new Reply.Frame(frame.delayMillis(), text.getBytes(StandardCharsets.UTF_8)));
        }
        return reply.with(frames);
    }

    /** A reply with one more frame at its end. */
    static Reply and(Reply reply, String text) {
        List<Reply.Frame> frames = new ArrayList<>(reply.frames());
        frames.add(new Reply.Frame(0, text.getBytes(StandardCharsets.UTF_8)));
        return reply.with(frames);
    }

    /** A reply whose body is another text. */
    static Reply body(Reply reply, String text) {
        return reply.with(List.of(new Reply.Frame(0, text.getBytes(StandardCharsets.UTF_8))));
    }

    /** A copy of a response object's output without the items of a role. */
    static void removeItems(ObjectNode response, Predicate<JsonNode> which) {
        ArrayNode output = (ArrayNode) response.path("output");
        for (int i = output.size() - 1; i >= 0; i--) {
            if (which.test(output.get(i))) {
                output.remove(i);
            }
        }
    }
}
