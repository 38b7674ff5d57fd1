package org.responsestck.mock.transport;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * One event of a stream. It is a tree, or already written: then a tree is made only for whoever looks into it, and from then on the tree counts.
 * Used by one thread at a time.
 */
public final class StreamEvent {
    private static final JsonMapper JSON = new JsonMapper();

    private final String written;
    private final String type;
    private final boolean delta;
    private @Nullable ObjectNode data;

    /**
     * @param data the event as it will be written
     * @param delta whether it is a piece of something longer; a pace puts a pause before it
     */
    public StreamEvent(ObjectNode data, boolean delta) {
        this.data = data;
        this.delta = delta;
        this.written = "";
        this.type = "";
    }

    private StreamEvent(String type, String written, boolean delta) {
        this.type = type;
        this.written = written;
        this.delta = delta;
    }

    /**
     * An event that has been written.
     *
     * @param json a JSON object whose member {@code type} is the type
     */
    public static StreamEvent written(String type, String json, boolean delta) {
        return new StreamEvent(type, json, delta);
    }

    /** The event as a tree, which may be changed. */
    public ObjectNode data() {
        if (data == null) {
            try {
                data = (ObjectNode) JSON.readTree(written);
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("an event was written wrongly: " + written, e);
            }
        }
        return data;
    }

    /** Whether it is a piece of something longer. */
    public boolean delta() {
        return delta;
    }

    public String type() {
        return data == null ? type : data.path("type").asText("");
    }

    /** The event as it goes behind {@code data:}. */
    public String json() {
        return data == null ? written : data.toString();
    }

    /** An event of the same kind with other data. */
    public StreamEvent with(ObjectNode other) {
        return new StreamEvent(other, delta);
    }
}
