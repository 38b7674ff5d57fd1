package org.responsestck.conformance.wire;

/** How an exchange ended, as seen on the wire. */
public enum End {
    /** The answer ended as HTTP says it should: by length, last chunk, or close where close delimits. */
    COMPLETE,
    /** The scenario had seen enough and hung up. */
    CLOSED_BY_US,
    /** The connection broke, or the framing was malformed, after the request was sent. */
    CUT,
    /** Nothing came for longer than the idle limit, or the whole took longer than the total limit. */
    TIMEOUT,
    /** More bytes came than the recorder keeps. */
    LIMIT,
    /** No connection could be made. */
    REFUSED
}
