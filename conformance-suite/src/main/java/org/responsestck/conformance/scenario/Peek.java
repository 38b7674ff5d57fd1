package org.responsestck.conformance.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * Facts of an answer that a scenario may branch on. Read leniently: this is not the strict reader of the checks. The
 * <em>document</em> is the JSON body or, in an event stream, the {@code response} of the last event that has one.
 */
public interface Peek {
    /** HTTP status; 0 when there was no answer. */
    int status();

    /** The value at a JSON pointer of the document, when there is one that is not null. */
    Optional<JsonNode> node(String pointer);

    /** The text at a JSON pointer of the document, when it is a non-empty string. */
    default Optional<String> text(String pointer) {
        return node(pointer)
                .filter(JsonNode::isTextual)
                .map(JsonNode::textValue)
                .filter(s -> !s.isEmpty());
    }

    /** How many events of this type were seen; 0 for an answer that is no stream. */
    long count(String eventType);

    /** Whether the status is 2xx. */
    default boolean ok() {
        return status() >= 200 && status() < 300;
    }
}
