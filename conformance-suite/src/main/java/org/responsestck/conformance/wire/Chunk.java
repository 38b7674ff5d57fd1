package org.responsestck.conformance.wire;

/**
 * Bytes of a body that arrived together.
 *
 * @param nanos arrival, in nanoseconds after the request was sent
 * @param bytes what arrived; not copied, not to be changed
 */
@SuppressWarnings("ArrayRecordComponent")
public record Chunk(long nanos, byte[] bytes) {}
