package org.responsestck.mock.transport;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * One event of a stream.
 *
 * @param data the event as it will be written
 * @param delta whether it is a piece of something longer; a pace puts a pause before it
 */
public record StreamEvent(ObjectNode data, boolean delta) {
    public String type() {
        return data.path("type").asText("");
    }

    /** An event of the same kind with other data. */
    public StreamEvent with(ObjectNode other) {
        return new StreamEvent(other, delta);
    }
}
