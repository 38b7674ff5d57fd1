package org.responsestck.conformance.evidence;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.responsestck.conformance.wire.Exchange;

/** One line of the record. {@code nanos} counts from the start of the run. */
public sealed interface Event {
    Place at();

    long nanos();

    /** A request and its answer. */
    record Exchanged(Place at, long nanos, Exchange exchange) implements Event {}

    /** A word that the run chose: a codeword, or an id one scenario leaves for another. */
    record Drawn(Place at, long nanos, String name, String value) implements Event {}

    /** A pause. {@code met} tells whether what was waited for had come; true for a plain pause. */
    record Waited(Place at, long nanos, long spentMillis, long boundMillis, boolean met) implements Event {}

    /** A scenario went no further. */
    record Stopped(Place at, long nanos, Why why, String detail) implements Event {}

    /**
     * A request that reached the run's own tool server.
     *
     * @param at the step that was under way, empty between two
     * @param exchange the exchange that was under way when it arrived, 0 for none
     * @param server name of the tool server within its take
     * @param method method of the protocol: {@code initialize}, {@code tools/list}, {@code tools/call} …; {@code GET} and the like for
     *     a request without a message
     * @param tool name of the called tool, else empty
     * @param arguments JSON text of the call's arguments, else empty
     * @param headers of the request, names in lower case; credentials that the run did not plant are hidden
     * @param outcome what it was answered with: {@code result}, {@code tool-error}, {@code error}, {@code none}
     */
    record Witnessed(
            Place at,
            long nanos,
            int exchange,
            String server,
            String method,
            String tool,
            String arguments,
            Map<String, String> headers,
            String outcome)
            implements Event {
        public Witnessed {
            headers = Collections.unmodifiableMap(new TreeMap<>(headers));
        }

        public boolean isCall() {
            return method.equals("tools/call");
        }
    }
}
