package org.responsestck.conformance.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import org.responsestck.conformance.evidence.Why;

/** The answer to a step. */
public interface Reply extends Peek {
    /** The text at a JSON pointer of the document; a missing one ends the take with the reason VALUE_MISSING. */
    default String need(String pointer) throws Stop {
        return text(pointer)
                .orElseThrow(() ->
                        new Stop(Why.VALUE_MISSING, "no text at " + pointer + " in an answer of status " + status()));
    }

    /** The value at a JSON pointer of the document; a missing one ends the take with the reason VALUE_MISSING. */
    default JsonNode needNode(String pointer) throws Stop {
        return node(pointer)
                .orElseThrow(() ->
                        new Stop(Why.VALUE_MISSING, "nothing at " + pointer + " in an answer of status " + status()));
    }
}
