package org.responsestck.conformance.wire;

import java.time.Duration;
import java.util.Objects;

/**
 * How long and how much a recorder waits for and keeps.
 *
 * @param connect until a connection stands
 * @param idle between two signs of life of the answer, the first counted from sending
 * @param total from sending to the end of the answer
 * @param maxBodyBytes how many bytes of a body are taken; of one that goes on beyond, {@value #SAMPLE} are kept, which is enough to show what
 *     it was
 */
public record Limits(Duration connect, Duration idle, Duration total, long maxBodyBytes) {
    /** Bytes kept of a body that is too large. */
    static final int SAMPLE = 64 * 1024;

    public static final Limits DEFAULT =
            new Limits(Duration.ofSeconds(10), Duration.ofSeconds(60), Duration.ofSeconds(180), 8L * 1024 * 1024);

    public Limits {
        positive(connect, "connect");
        positive(idle, "idle");
        positive(total, "total");
        if (maxBodyBytes < 1 || maxBodyBytes > Integer.MAX_VALUE - 16) {
            throw new IllegalArgumentException("the body limit is " + maxBodyBytes + " bytes, must be 1 to 2147483631");
        }
    }

    private static void positive(Duration limit, String name) {
        Objects.requireNonNull(limit, name + " is null");
        if (limit.isNegative() || limit.isZero()) {
            throw new IllegalArgumentException("the " + name + " limit is " + limit + ", must be more than zero");
        }
        if (limit.compareTo(Duration.ofDays(7)) > 0) {
            throw new IllegalArgumentException("the " + name + " limit is " + limit + ", must be at most seven days");
        }
    }

    /** The same limits with all times multiplied; the size stays. */
    public Limits scaled(double patience) {
        if (!(patience > 0) || Double.isInfinite(patience)) {
            throw new IllegalArgumentException("patience is " + patience + ", must be a positive number");
        }
        return new Limits(times(connect, patience), times(idle, patience), times(total, patience), maxBodyBytes);
    }

    private static Duration times(Duration limit, double factor) {
        return Duration.ofNanos(Math.max(1, Math.round(limit.toNanos() * factor)));
    }
}
