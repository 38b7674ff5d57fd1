package org.responsestck.conformance.evidence;

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
}
