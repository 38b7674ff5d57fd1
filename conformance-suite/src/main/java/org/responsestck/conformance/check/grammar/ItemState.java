package org.responsestck.conformance.check.grammar;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What is known of one output item. */
final class ItemState {
    /** Position in the order of opening. */
    final int number;
    /** Opened by another event than added; the cause was reported. */
    boolean ghost;

    @Nullable
    String id;
    /** output_index, or -1 when none was given. */
    long index = -1;

    String type = "";
    Spot added = Spot.STREAM;
    JsonNode addedItem = MissingNode.getInstance();
    Spot done = Spot.STREAM;
    JsonNode doneItem = MissingNode.getInstance();
    final TreeMap<Long, PartState> parts = new TreeMap<>();
    long nextPart;

    final StringBuilder arguments = new StringBuilder();
    int argumentDeltas;
    JsonNode argumentsDone = MissingNode.getInstance();
    Spot argumentsDoneAt = Spot.STREAM;
    JsonNode mcpDelta = MissingNode.getInstance();

    /** Members whose change at done was reported; later comparisons leave them out. */
    final Set<String> reported = new HashSet<>();
    /** A breach in the chain of texts was reported. */
    boolean contentReported;

    ItemState(int number) {
        this.number = number;
    }

    boolean isDone() {
        return done.there();
    }

    boolean message() {
        return type.equals("message");
    }

    boolean call() {
        return ItemForm.isCall(type);
    }

    boolean mcpCall() {
        return type.equals("mcp_call");
    }

    /** All that was streamed, parts in order, joined without a separator. */
    String streamedText() {
        StringBuilder all = new StringBuilder();
        parts.values().forEach(p -> all.append(p.deltas));
        return all.toString();
    }

    int deltaCount() {
        return parts.values().stream().mapToInt(p -> p.deltaCount).sum();
    }

    /** How a report names the item. */
    String name() {
        String what = type.isEmpty() ? "item" : type;
        return index >= 0 ? what + " at output_index " + index : what + " " + (id == null ? "without id" : id);
    }
}
