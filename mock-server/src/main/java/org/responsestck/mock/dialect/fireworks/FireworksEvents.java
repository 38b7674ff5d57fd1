package org.responsestck.mock.dialect.fireworks;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.responsestck.mock.Document;
import org.responsestck.mock.Events;
import org.responsestck.mock.conversation.Meter;
import org.responsestck.mock.conversation.Turn;
import org.responsestck.mock.transport.StreamEvent;

/** The events of a stream: every item opened, filled and closed in order, numbered from 0. */
final class FireworksEvents implements Events {
    /** A longer text leaves in this many deltas of several tokens. */
    private static final int MOST_DELTAS = 240;

    private static final JsonStringEncoder QUOTES = JsonStringEncoder.getInstance();

    private static final Meter PIECES = Meter.pieces();

    @Override
    public List<StreamEvent> of(Turn turn, Document document) {
        return new Writer().write(turn, document);
    }

    private static final class Writer {
        private final List<StreamEvent> events = new ArrayList<>();

        List<StreamEvent> write(Turn turn, Document document) {
            snapshot("response.created", document.render(turn, Document.View.CREATED));
            snapshot("response.in_progress", document.render(turn, Document.View.RUNNING));
            for (int index = 0; index < turn.output().size(); index++) {
                item(turn.output().get(index), index);
            }
            if (!turn.status().equals("in_progress")) {
                snapshot("response." + turn.status(), document.render(turn, Document.View.TERMINAL));
            }
            return events;
        }

        private ObjectNode event(String type, boolean delta) {
            ObjectNode data = JsonNodeFactory.instance.objectNode();
            data.put("type", type).put("sequence_number", events.size());
            events.add(new StreamEvent(data, delta));
            return data;
        }

        private void snapshot(String type, ObjectNode response) {
            event(type, false).set("response", response);
        }

        private ObjectNode ofItem(String type, boolean delta, ObjectNode item, int index) {
            ObjectNode data = event(type, delta);
            data.set("item_id", item.path("id"));
            return data.put("output_index", index);
        }

        private void item(ObjectNode item, int index) {
            switch (item.path("type").asText()) {
                case "message" -> message(item, index);
                case "reasoning" -> reasoning(item, index);
                case "function_call" -> functionCall(item, index);
                case "mcp_call" -> serverCall(item, index);
                default -> {
                    opened(item.deepCopy(), index);
                    closed(item, index);
                }
            }
        }

        private void opened(ObjectNode item, int index) {
            event("response.output_item.added", false)
                    .put("output_index", index)
                    .set("item", item);
        }

        private void closed(ObjectNode item, int index) {
            event("response.output_item.done", false).put("output_index", index).set("item", item.deepCopy());
        }

        private void message(ObjectNode item, int index) {
            ObjectNode open = item.deepCopy();
            open.put("status", "in_progress").putArray("content");
            opened(open, index);
            int contentIndex = 0;
            for (JsonNode part : item.path("content")) {
                part(item, index, contentIndex++, (ObjectNode) part);
            }
            closed(item, index);
        }

        private void part(ObjectNode item, int index, int contentIndex, ObjectNode part) {
            boolean refusal = part.has("refusal");
            String member = refusal ? "refusal" : "text";
            String type = refusal ? "response.refusal." : "response.output_text.";
            ObjectNode empty = part.deepCopy().put(member, "");
            ofItem("response.content_part.added", false, item, index)
                    .put("content_index", contentIndex)
                    .set("part", empty);
            String text = part.path(member).asText();
            deltas(type + "delta", item, index, ",\"content_index\":" + contentIndex, text);
            ofItem(type + "done", false, item, index)
                    .put("content_index", contentIndex)
                    .put(member, text);
            ofItem("response.content_part.done", false, item, index)
                    .put("content_index", contentIndex)
                    .set("part", part.deepCopy());
        }

        /** Not documented; named as where they are. */
        private void reasoning(ObjectNode item, int index) {
            ObjectNode open = item.deepCopy();
            open.put("status", "in_progress").putArray("content");
            opened(open, index);
            int contentIndex = 0;
            for (JsonNode part : item.path("content")) {
                String text = part.path("text").asText();
                deltas("response.reasoning_text.delta", item, index, ",\"content_index\":" + contentIndex, text);
                ofItem("response.reasoning_text.done", false, item, index)
                        .put("content_index", contentIndex++)
                        .put("text", text);
            }
            closed(item, index);
        }

        private void functionCall(ObjectNode item, int index) {
            ObjectNode open = item.deepCopy();
            open.put("status", "in_progress").put("arguments", "");
            ((ObjectNode) open.path("function")).put("arguments", "");
            opened(open, index);
            String arguments = item.path("arguments").asText();
            deltas("response.function_call_arguments.delta", item, index, "", arguments);
            ofItem("response.function_call_arguments.done", false, item, index).put("arguments", arguments);
            closed(item, index);
        }

        /** Most events of a stream are these, so they are written at once: a tree is made only for whoever looks into one. */
        private void deltas(String type, ObjectNode item, int index, String between, String text) {
            String head = "{\"type\":\"" + type + "\",\"sequence_number\":";
            String middle = ",\"item_id\":" + (item.has("id") ? item.path("id") : "null") + ",\"output_index\":" + index
                    + between + ",\"delta\":\"";
            for (String piece : pieces(text)) {
                StringBuilder json = new StringBuilder(head.length() + middle.length() + piece.length() + 16);
                json.append(head).append(events.size()).append(middle);
                QUOTES.quoteAsString(piece, json);
                events.add(StreamEvent.written(type, json.append("\"}").toString(), true));
            }
        }

        private static List<String> pieces(String text) {
            List<String> tokens = PIECES.tokens(text);
            int size = 1 + tokens.size() / MOST_DELTAS;
            List<String> pieces = new ArrayList<>();
            for (int i = 0; i < tokens.size(); i += size) {
                pieces.add(String.join("", tokens.subList(i, Math.min(i + size, tokens.size()))));
            }
            return pieces;
        }

        /** As recorded, with the two defects of the recording mended: phases stand before done and name their own item. */
        private void serverCall(ObjectNode item, int index) {
            ObjectNode open = item.deepCopy();
            open.put("status", "in_progress").remove("error");
            ((ObjectNode) open.path("mcp")).putObject("arguments");
            opened(open, index);
            JsonNode arguments = item.path("mcp").path("arguments");
            ofItem("response.mcp_call.arguments.delta", true, item, index).set("delta", arguments.deepCopy());
            ofItem("response.mcp_call.arguments.done", false, item, index).set("arguments", arguments.deepCopy());
            ofItem("response.mcp_call.in_progress", false, item, index);
            if (item.path("status").asText().equals("in_progress")) {
                return;
            }
            ofItem(item.has("error") ? "response.mcp_call.failed" : "response.mcp_call.completed", false, item, index);
            closed(item, index);
        }
    }
}
