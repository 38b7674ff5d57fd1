package org.responsestck.mock.transport;

/**
 * How fast a streamed answer leaves.
 *
 * @param firstMillis time from accepting the request to the first event, in milliseconds
 * @param gapMillis time between two text or argument deltas, in milliseconds; 0 sends them without a pause
 */
public record Pace(int firstMillis, int gapMillis) {
    /** Everything at once. */
    public static final Pace NONE = new Pace(0, 0);

    public Pace {
        if (firstMillis < 0 || gapMillis < 0) {
            throw new IllegalArgumentException("a pace is not negative: " + firstMillis + " ms, " + gapMillis + " ms");
        }
    }
}
