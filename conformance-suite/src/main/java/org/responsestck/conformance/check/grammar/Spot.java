package org.responsestck.conformance.check.grammar;

import org.responsestck.conformance.evidence.ExchangeView.StreamEvent;

/** A place in a stream: event number and byte offset, each -1 when it is the stream as a whole. */
record Spot(int event, long offset) {
    static final Spot STREAM = new Spot(-1, -1);

    static Spot of(StreamEvent event) {
        return new Spot(event.sse().number(), event.sse().offset());
    }

    /** Whether something happened there at all. */
    boolean there() {
        return event >= 0;
    }
}
