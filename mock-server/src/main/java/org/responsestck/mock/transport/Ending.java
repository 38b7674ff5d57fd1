package org.responsestck.mock.transport;

/**
 * How a stream ends on the wire.
 *
 * @param kind what happens
 * @param afterEvents how many events have left before it; ignored for {@code NORMAL}
 */
public record Ending(Kind kind, int afterEvents) {
    public static final Ending NORMAL = new Ending(Kind.NORMAL, Integer.MAX_VALUE);

    /** What happens at the end. */
    public enum Kind {
        /** The body ends in order. */
        NORMAL,
        /** The connection is closed without the last chunk. */
        TRUNCATE,
        /** The connection is reset. */
        RESET,
        /** A chunk header that is none, then close. */
        MALFORMED_CHUNK,
        /** Nothing more is sent; the connection stays open. */
        STALL
    }
}
