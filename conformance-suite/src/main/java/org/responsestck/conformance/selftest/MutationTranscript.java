package org.responsestck.conformance.selftest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.responsestck.conformance.wire.Chunk;
import org.responsestck.conformance.wire.SseEvent;
import org.responsestck.conformance.wire.SseReader;
import org.responsestck.conformance.wire.StrictJson;

/** The events of a stream as JSON, to be changed and written again. Every event has an event field equal to its type. */
final class MutationTranscript {
    private final List<ObjectNode> events;

    private MutationTranscript(List<ObjectNode> events) {
        this.events = events;
    }

    /** @throws IllegalArgumentException if an event is no JSON object */
    static MutationTranscript read(String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        List<ObjectNode> events = new ArrayList<>();
        for (SseEvent event : SseReader.read(List.of(new Chunk(0, bytes))).events()) {
            StrictJson.Reading reading = StrictJson.read(event.data());
            if (!reading.strictObject()) {
                throw new IllegalArgumentException("event " + event.number() + " is no JSON object");
            }
            events.add((ObjectNode) reading.value());
        }
        return new MutationTranscript(events);
    }

    MutationTranscript copy() {
        return new MutationTranscript(
                new ArrayList<>(events.stream().map(ObjectNode::deepCopy).toList()));
    }

    List<ObjectNode> events() {
        return events;
    }

    ObjectNode event(int number) {
        return events.get(number);
    }

    /** Numbers the events anew, so that a change of their order or number shows in nothing else. */
    MutationTranscript renumbered() {
        for (int i = 0; i < events.size(); i++) {
            events.get(i).put("sequence_number", i);
        }
        return this;
    }

    String body() {
        StringBuilder all = new StringBuilder();
        for (ObjectNode event : events) {
            if (event.path("type").isTextual()) {
                all.append("event: ").append(event.path("type").textValue()).append('\n');
            }
            all.append("data: ").append(event).append("\n\n");
        }
        return all.toString();
    }
}
