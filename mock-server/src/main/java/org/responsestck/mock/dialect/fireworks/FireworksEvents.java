package org.responsestck.mock.dialect.fireworks;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.responsestck.mock.Document;
import org.responsestck.mock.Events;
import org.responsestck.mock.conversation.Meter;
import org.responsestck.mock.conversation.Turn;
import org.responsestck.mock.transport.StreamEvent;

/**
 * The events of a stream: every item opened, filled and closed in order, numbered from 0. They are written at once: a tree is made only for
 * whoever looks into an event.
 */
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
            ObjectNode created = document.render(turn, Document.View.CREATED);
            ObjectNode running = document.render(turn, Document.View.RUNNING);
            String first = created.toString();
            snapshot("response.created", first);
            snapshot("response.in_progress", running.equals(created) ? first : running.toString());
            for (int index = 0; index < turn.output().size(); index++) {
                item(turn.output().get(index), index);
            }
            if (!turn.status().equals("in_progress")) {
                snapshot(
                        "response." + turn.status(),
                        document.render(turn, Document.View.TERMINAL).toString());
            }
            return events;
        }

        /** @param members what stands behind type and number, each member after a comma */
        private void event(String type, boolean delta, String members) {
            String json = "{\"type\":\"" + type + "\",\"sequence_number\":" + events.size() + members + "}";
            events.add(StreamEvent.written(type, json, delta));
        }

        private void snapshot(String type, String response) {
            event(type, false, ",\"response\":" + response);
        }

        /** The members that say which item it is. */
        private static String place(ObjectNode item, int index) {
            return ",\"item_id\":" + json(item.path("id")) + ",\"output_index\":" + index;
        }

        private static String json(JsonNode node) {
            return node.isTextual() ? quoted(node.textValue()) : node.isMissingNode() ? "null" : node.toString();
        }

        private static String quoted(String text) {
            StringBuilder json = new StringBuilder(text.length() + 16).append('"');
            QUOTES.quoteAsString(text, json);
            return json.append('"').toString();
        }

        private void item(ObjectNode item, int index) {
            switch (item.path("type").asText()) {
                case "message" -> message(item, index);
                case "reasoning" -> reasoning(item, index);
                case "function_call" -> functionCall(item, index);
                case "mcp_call" -> serverCall(item, index);
                default -> {
                    opened(item, index);
                    closed(item, index);
                }
            }
        }

        private void opened(ObjectNode item, int index) {
            event("response.output_item.added", false, ",\"output_index\":" + index + ",\"item\":" + item);
        }

        private void closed(ObjectNode item, int index) {
            event("response.output_item.done", false, ",\"output_index\":" + index + ",\"item\":" + item);
        }

        private void message(ObjectNode item, int index) {
            ObjectNode open = item.deepCopy();
            open.put("status", "in_progress").putArray("content");
            opened(open, index);
            int contentIndex = 0;
            for (JsonNode part : item.path("content")) {
                part(place(item, index) + ",\"content_index\":" + contentIndex++, (ObjectNode) part);
            }
            closed(item, index);
        }

        private void part(String place, ObjectNode part) {
            boolean refusal = part.has("refusal");
            String member = refusal ? "refusal" : "text";
            String type = refusal ? "response.refusal." : "response.output_text.";
            ObjectNode empty = part.deepCopy().put(member, "");
            event("response.content_part.added", false, place + ",\"part\":" + empty);
            String text = part.path(member).asText();
            deltas(type + "delta", place, text);
            event(type + "done", false, place + ",\"" + member + "\":" + quoted(text));
            event("response.content_part.done", false, place + ",\"part\":" + part);
        }

        /** Not documented; named as where they are. */
        private void reasoning(ObjectNode item, int index) {
            ObjectNode open = item.deepCopy();
            open.put("status", "in_progress").putArray("content");
            opened(open, index);
            int contentIndex = 0;
            for (JsonNode part : item.path("content")) {
                String place = place(item, index) + ",\"content_index\":" + contentIndex++;
                String text = part.path("text").asText();
                deltas("response.reasoning_text.delta", place, text);
                event("response.reasoning_text.done", false, place + ",\"text\":" + quoted(text));
            }
            closed(item, index);
        }

        private void functionCall(ObjectNode item, int index) {
            ObjectNode open = item.deepCopy();
            open.put("status", "in_progress").put("arguments", "");
            ((ObjectNode) open.path("function")).put("arguments", "");
            opened(open, index);
            String place = place(item, index);
            String arguments = item.path("arguments").asText();
            deltas("response.function_call_arguments.delta", place, arguments);
            event("response.function_call_arguments.done", false, place + ",\"arguments\":" + quoted(arguments));
            closed(item, index);
        }

        private void deltas(String type, String place, String text) {
            String members = place + ",\"delta\":";
            for (String piece : pieces(text)) {
                event(type, true, members + quoted(piece));
            }
        }

        private static List<String> pieces(String text) {
            List<String> tokens = PIECES.tokens(text);
            int size = 1 + tokens.size() / MOST_DELTAS;
            if (size == 1) {
                return tokens;
            }
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
            String place = place(item, index);
            String arguments = json(item.path("mcp").path("arguments"));
            event("response.mcp_call.arguments.delta", true, place + ",\"delta\":" + arguments);
            event("response.mcp_call.arguments.done", false, place + ",\"arguments\":" + arguments);
            event("response.mcp_call.in_progress", false, place);
            if (item.path("status").asText().equals("in_progress")) {
                return;
            }
            event(item.has("error") ? "response.mcp_call.failed" : "response.mcp_call.completed", false, place);
            closed(item, index);
        }
    }
}
