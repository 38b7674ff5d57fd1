package org.responsestck.conformance.check.grammar;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import org.jspecify.annotations.Nullable;

/** What is known of one content part. */
final class PartState {
    final long index;
    /** Opened by a delta instead of its own event; the cause was reported. */
    boolean ghost;

    Spot added = Spot.STREAM;
    JsonNode addedPart = MissingNode.getInstance();
    final StringBuilder deltas = new StringBuilder();
    int deltaCount;
    /** A delta that is no string was reported: the sum means nothing. */
    boolean spoiled;

    Spot lastDelta = Spot.STREAM;
    Spot filled = Spot.STREAM;
    int fills;

    @Nullable
    String doneText;

    Spot closed = Spot.STREAM;
    int closes;
    JsonNode closedPart = MissingNode.getInstance();
    /** refusal instead of output_text events. */
    boolean refusal;

    PartState(long index) {
        this.index = index;
    }

    boolean open() {
        return fills == 0 && closes == 0;
    }

    String textMember() {
        return refusal ? "refusal" : "text";
    }

    /** The type of the part as its latest event says, or an empty text. */
    String type() {
        String type = Json.text(closedPart, "type");
        if (type == null) {
            type = Json.text(addedPart, "type");
        }
        return type == null ? "" : type;
    }
}
