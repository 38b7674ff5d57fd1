package org.responsestck.mock.transport;

import java.util.List;
import java.util.Optional;

/**
 * How fast an answer leaves.
 *
 * @param firstMillis time to the first text or argument delta, in milliseconds
 * @param gapMicros time between two deltas, in microseconds; 0 sends them without a pause
 * @param jitter how far a gap may differ from its mean, as a part of it: 0 never, 1 between nothing and twice
 * @param seed decides the differences
 */
public record Pace(int firstMillis, int gapMicros, double jitter, long seed) {
    /** Everything at once. */
    public static final Pace NONE = new Pace(0, 0);

    /** Names that {@link #preset} knows. */
    public static final List<String> PRESETS = List.of("instant", "fast", "human", "slow-start");

    private static final int MICROS = 1_000_000;

    public Pace {
        if (firstMillis < 0 || gapMicros < 0) {
            throw new IllegalArgumentException("a pace is not negative: " + firstMillis + " ms, " + gapMicros + " µs");
        }
        if (!(jitter >= 0 && jitter <= 1)) {
            throw new IllegalArgumentException("jitter is " + jitter + ", must be 0 to 1");
        }
    }

    /** Without jitter. */
    public Pace(int firstMillis, int gapMillis) {
        this(firstMillis, Math.multiplyExact(gapMillis, 1_000), 0, 1);
    }

    /** A delta is one token, except in very long texts. */
    public static Pace tokensPerSecond(double tokens) {
        return NONE.withTokensPerSecond(tokens);
    }

    /** A pace by name: {@code instant}, {@code fast}, {@code human}, {@code slow-start}. */
    public static Optional<Pace> preset(String name) {
        return switch (name) {
            case "instant" -> Optional.of(NONE);
            case "fast" -> Optional.of(new Pace(50, MICROS / 200, 0.1, 1));
            case "human" -> Optional.of(new Pace(300, MICROS / 15, 0.5, 1));
            case "slow-start" -> Optional.of(new Pace(3_000, MICROS / 100, 0.1, 1));
            default -> Optional.empty();
        };
    }

    public Pace withFirstMillis(int other) {
        return new Pace(other, gapMicros, jitter, seed);
    }

    public Pace withGapMillis(int other) {
        return new Pace(firstMillis, Math.multiplyExact(other, 1_000), jitter, seed);
    }

    /** @throws IllegalArgumentException if it is not between 0.001 and a million */
    public Pace withTokensPerSecond(double tokens) {
        if (!(tokens >= 0.001 && tokens <= MICROS)) {
            throw new IllegalArgumentException("tokens per second are " + tokens + ", must be 0.001 to " + MICROS);
        }
        return new Pace(firstMillis, (int) (MICROS / tokens), jitter, seed);
    }

    public Pace withJitter(double other, long otherSeed) {
        return new Pace(firstMillis, gapMicros, other, otherSeed);
    }

    /**
     * When deltas are due.
     *
     * @param delta number of the delta, from 0
     * @param beforeMillis when the delta before it was due, in milliseconds since the start; 0 for the first
     * @return milliseconds since the start, not rounded, so that errors do not add up
     */
    public double due(int delta, double beforeMillis) {
        if (delta == 0) {
            return firstMillis;
        }
        double factor = 1 + jitter * (2 * unit(seed, delta) - 1);
        return beforeMillis + gapMicros / 1_000.0 * factor;
    }

    /** How long a whole answer takes, in milliseconds, jitter aside. */
    public int wholeMillis(int tokens) {
        return (int) Math.min(Integer.MAX_VALUE, firstMillis + (long) gapMicros * tokens / 1_000);
    }

    /** A number from 0 to 1 that depends on nothing but its arguments. */
    private static double unit(long seed, long number) {
        long z = seed * 0x9E3779B97F4A7C15L + number * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return ((z ^ (z >>> 31)) >>> 11) * 0x1.0p-53;
    }
}
