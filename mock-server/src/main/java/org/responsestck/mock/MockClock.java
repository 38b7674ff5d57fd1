package org.responsestck.mock;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The time that a mock believes it is: that of the machine, unless it is told another. Decides {@code created_at} and what has expired, never
 * how fast anything leaves. Thread-safe.
 */
public final class MockClock extends Clock {
    private final InstantSource machine;
    private Duration ahead = Duration.ZERO;
    private @Nullable Instant standing;

    public MockClock() {
        this(Clock.systemUTC());
    }

    MockClock(InstantSource machine) {
        this.machine = machine;
    }

    @Override
    public synchronized Instant instant() {
        return standing == null ? machine.instant().plus(ahead) : standing;
    }

    /** Stops the clock at an instant; from there it moves by {@link #advance} only. */
    public synchronized void set(Instant instant) {
        standing = Objects.requireNonNull(instant, "instant is null");
    }

    /**
     * Moves the clock, standing or not.
     *
     * @throws IllegalArgumentException if the duration is negative: time does not run backwards
     */
    public synchronized void advance(Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException("a clock is not advanced by " + duration + "; set it instead");
        }
        if (standing == null) {
            ahead = ahead.plus(duration);
        } else {
            standing = standing.plus(duration);
        }
    }

    /** Back to the machine's time. */
    public synchronized void reset() {
        standing = null;
        ahead = Duration.ZERO;
    }

    /** Whether it was stopped. */
    public synchronized boolean standing() {
        return standing != null;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    /** @throws UnsupportedOperationException always: a mock speaks of instants only */
    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("the clock of a mock is in UTC");
    }
}
