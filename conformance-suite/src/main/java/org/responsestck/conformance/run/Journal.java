package org.responsestck.conformance.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.responsestck.conformance.evidence.Event;
import org.responsestck.conformance.evidence.Evidence;
import org.responsestck.conformance.evidence.ExchangeView;
import org.responsestck.conformance.evidence.Header;

/** The record while it grows: every event goes to the sink at once, and can be read back as evidence at any time. Thread-safe. */
final class Journal {
    private final Header header;
    private final Consumer<Event> sink;
    private final List<Event> events = new ArrayList<>();
    private final Map<Event.Exchanged, ExchangeView> views = new ConcurrentHashMap<>();
    private final long start = System.nanoTime();

    Journal(Header header, Consumer<Event> sink) {
        this.header = header;
        this.sink = sink;
    }

    synchronized void append(Event event) {
        events.add(event);
        sink.accept(event);
    }

    long now() {
        return System.nanoTime() - start;
    }

    /** All that has been recorded up to now. Readings of exchanges are shared between calls. */
    Evidence evidence() {
        List<Event> copy;
        synchronized (this) {
            copy = List.copyOf(events);
        }
        return new Evidence(header, copy, x -> views.computeIfAbsent(x, k -> new ExchangeView(k.at(), k.exchange())));
    }

    /** The value a scenario left under a name. */
    synchronized java.util.Optional<String> left(String name) {
        for (int i = events.size() - 1; i >= 0; i--) {
            if (events.get(i) instanceof Event.Drawn d
                    && d.at().step().equals(RecordingTalk.LEFT)
                    && d.name().equals(name)) {
                return java.util.Optional.of(d.value());
            }
        }
        return java.util.Optional.empty();
    }
}
