package org.responsestck.conformance.selftest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.responsestck.conformance.wire.Chunk;
import org.responsestck.conformance.wire.SseEvent;
import org.responsestck.conformance.wire.SseReader;
import org.responsestck.conformance.wire.SseTranscript;
import org.responsestck.conformance.wire.StrictJson;

/** The events of a stream as JSON, to be changed and written again; with event fields where the stream has any. */
final class MutationTranscript {
    private final List<ObjectNode> events;
    private final boolean named;
    private final boolean done;

    private MutationTranscript(List<ObjectNode> events, boolean named, boolean done) {
        this.events = events;
        this.named = named;
        this.done = done;
    }

    /** Leaves out what is no JSON object. */
    static MutationTranscript read(String body) {
        SseTranscript sse = SseReader.read(List.of(new Chunk(0, body.getBytes(StandardCharsets.UTF_8))));
        List<SseEvent> all = new ArrayList<>(sse.events());
        if (sse.unterminated() != null) {
            all.add(sse.unterminated());
        }
        List<ObjectNode> events = new ArrayList<>();
        boolean named = false;
        boolean done = false;
        for (SseEvent event : all) {
            named |= event.event() != null;
            done |= event.data().strip().equals("[DONE]");
            if (StrictJson.read(event.data()).value() instanceof ObjectNode object) {
                events.add(object);
            }
        }
        return new MutationTranscript(events, named, done);
    }

    MutationTranscript copy() {
        return new MutationTranscript(
                new ArrayList<>(events.stream().map(ObjectNode::deepCopy).toList()), named, done);
    }

    List<ObjectNode> events() {
        return events;
    }

    ObjectNode event(int number) {
        return events.get(number);
    }

    String type(int number) {
        return event(number).path("type").asText("");
    }

    /** The response of the last event that ends a stream; a missing node when there is none. */
    JsonNode terminal() {
        JsonNode found = MissingNode.getInstance();
        for (ObjectNode event : events) {
            if (List.of("response.completed", "response.incomplete", "response.failed")
                    .contains(event.path("type").asText(""))) {
                found = event.path("response");
            }
        }
        return found;
    }

    /** Numbers the events anew where they are numbered, so that a change of their order or number shows in nothing else. */
    MutationTranscript renumbered() {
        int number = -1;
        for (ObjectNode event : events) {
            if (event.path("sequence_number").isNumber()) {
                number = number < 0 ? first() : number + 1;
                event.put("sequence_number", number);
            }
        }
        return this;
    }

    private int first() {
        return events.stream()
                .map(e -> e.path("sequence_number"))
                .filter(JsonNode::isNumber)
                .mapToInt(JsonNode::intValue)
                .min()
                .orElse(0);
    }

    String body() {
        StringBuilder all = new StringBuilder();
        for (ObjectNode event : events) {
            if (named && event.path("type").isTextual()) {
                all.append("event: ").append(event.path("type").textValue()).append('\n');
            }
            all.append("data: ").append(event).append("\n\n");
        }
        return all.append(done ? "data: [DONE]\n\n" : "").toString();
    }

    // ---------------------------------------------------------------- members by pointer

    /** A pointer to every member and every array element of an event, from the outside in. */
    List<String> pointers(int number) {
        List<String> pointers = new ArrayList<>();
        collect(event(number), "", pointers);
        return pointers;
    }

    private static void collect(JsonNode node, String pointer, List<String> pointers) {
        if (node.isObject()) {
            for (var member : node.properties()) {
                String here = pointer + "/" + member.getKey().replace("~", "~0").replace("/", "~1");
                pointers.add(here);
                collect(member.getValue(), here, pointers);
            }
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                pointers.add(pointer + "/" + i);
                collect(node.get(i), pointer + "/" + i, pointers);
            }
        }
    }

    JsonNode at(int number, String pointer) {
        return event(number).at(pointer);
    }

    JsonNode parent(int number, String pointer) {
        return event(number).at(pointer.substring(0, pointer.lastIndexOf('/')));
    }

    static String name(String pointer) {
        return pointer.substring(pointer.lastIndexOf('/') + 1)
                .replace("~1", "/")
                .replace("~0", "~");
    }

    void remove(int number, String pointer) {
        if (parent(number, pointer) instanceof ArrayNode array) {
            array.remove(Integer.parseInt(name(pointer)));
        } else {
            ((ObjectNode) parent(number, pointer)).remove(name(pointer));
        }
    }

    void rename(int number, String pointer, String other) {
        ObjectNode parent = (ObjectNode) parent(number, pointer);
        parent.set(other, parent.remove(name(pointer)));
    }

    void set(int number, String pointer, @Nullable JsonNode value) {
        if (parent(number, pointer) instanceof ArrayNode array) {
            array.set(Integer.parseInt(name(pointer)), value);
        } else {
            ((ObjectNode) parent(number, pointer)).set(name(pointer), value);
        }
    }
}
