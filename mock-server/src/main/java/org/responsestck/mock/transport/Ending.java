package org.responsestck.mock.transport;

/**
 * How a body ends on the wire.
 *
 * @param kind what happens
 * @param afterEvents how many frames have left before it; with 0 not even the status has; ignored for {@code NORMAL}
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
        /** What is left of the frames is written past the framing of HTTP, then close. */
        SURPLUS,
        /** Nothing more is sent; the connection stays open. */
        STALL
    }
}
