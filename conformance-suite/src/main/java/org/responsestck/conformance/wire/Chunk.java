package org.responsestck.conformance.wire;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Bytes of a body that arrived together.
 *
 * @param nanos arrival, in nanoseconds after the request was sent
 * @param bytes what arrived; not copied, not to be changed
 */
@SuppressWarnings("ArrayRecordComponent")
public record Chunk(long nanos, byte[] bytes) {
    public Chunk {
        Objects.requireNonNull(bytes, "bytes is null");
    }

    /** Compares the bytes themselves. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Chunk chunk && nanos == chunk.nanos && Arrays.equals(bytes, chunk.bytes);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(nanos) * 31 + Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return bytes.length + " bytes at " + nanos + " ns";
    }
}
