package org.responsestck.conformance.evidence;

import java.util.List;
import java.util.Optional;

/**
 * A record read back.
 *
 * @param header its first line
 * @param events in the order in which they were written
 * @param note what a reader should be told, for example that the last line was cut off; empty when all is well
 */
public record Recording(Header header, List<Event> events, Optional<String> note) {
    public Recording {
        events = List.copyOf(events);
    }

    /** What checks look at. */
    public Evidence evidence() {
        return new Evidence(header, events, x -> new ExchangeView(x.at(), x.exchange()));
    }
}
