package org.responsestck.conformance.run;

import java.time.Duration;
import java.util.Objects;
import org.responsestck.conformance.evidence.Why;
import org.responsestck.conformance.scenario.Stop;
import org.responsestck.conformance.wire.Answer;
import org.responsestck.conformance.wire.End;
import org.responsestck.conformance.wire.Exchange;

/**
 * What the run may spend, when it is silent, and when it gives up on a target. Thread-safe.
 *
 * <p>A target that never answered anything is given up after {@value #SILENT_LIMIT} requests that brought nothing, so that a dead or
 * hanging endpoint costs a few time-outs and not one for each request of the plan. One whose answers mostly do not end, or that
 * sends far more than any conversation needs, is asked no more either; what was recorded until then is judged.
 */
public final class Budget {
    private static final int SILENT_LIMIT = 3;
    private static final int ENDLESS_LIMIT = 8;
    private static final long MOST_BYTES = 96L * 1024 * 1024;

    private final Allowance allowance;
    private final long start = System.nanoTime();
    private int sent;
    private int silent;
    private int endless;
    private int inVain;
    private long bytes;
    private long outputTokens;
    private long quietUntil = start;
    private Duration quiet = Duration.ZERO;
    private boolean answered;
    private String stop = "";

    /**
     * What a user lets a run spend. The clean-up is not counted.
     *
     * @param requests most requests
     * @param outputTokens most output tokens, as the target reports them; the answer that goes beyond is the last
     * @param time after this time nothing more is sent; what is under way ends
     * @param quiet longest time, all told, that the run waits because the target asked it to
     */
    public record Allowance(int requests, long outputTokens, Duration time, Duration quiet) {
        public static final Allowance DEFAULT =
                new Allowance(1000, Long.MAX_VALUE, Duration.ofHours(1), Duration.ofMinutes(2));

        public Allowance {
            Objects.requireNonNull(time, "time is null");
            Objects.requireNonNull(quiet, "quiet is null");
            if (requests < 1 || outputTokens < 1 || time.isNegative() || time.isZero() || quiet.isNegative()) {
                throw new IllegalArgumentException("an allowance must be positive: " + requests + " requests, "
                        + outputTokens + " output tokens, " + time + ", " + quiet + " of waiting");
            }
        }
    }

    public Budget(Allowance allowance) {
        this.allowance = allowance;
    }

    /** Waits while the target wants to be left alone, then takes one request out of the allowance. */
    void beforeRequest() throws Stop, InterruptedException {
        long wait;
        while ((wait = takeOrWait()) > 0) {
            Thread.sleep(wait / 1_000_000, (int) (wait % 1_000_000));
        }
    }

    /** @return nanoseconds to wait before asking again; 0 when a request was taken */
    private synchronized long takeOrWait() throws Stop {
        if (!stop.isEmpty()) {
            throw new Stop(Why.BUDGET, stop);
        }
        if (gaveUp()) {
            throw new Stop(Why.UNREACHABLE, "the target answered none of the first " + silent + " requests");
        }
        long now = System.nanoTime();
        if (now - start > allowance.time().toNanos()) {
            throw new Stop(
                    Why.BUDGET,
                    "the run may take no longer than " + allowance.time().toSeconds() + " s (--max-time)");
        }
        if (outputTokens >= allowance.outputTokens()) {
            throw new Stop(
                    Why.BUDGET,
                    "the run may use no more than " + allowance.outputTokens()
                            + " output tokens (--max-output-tokens)");
        }
        if (sent >= allowance.requests()) {
            throw new Stop(
                    Why.BUDGET, "the run may send no more than " + allowance.requests() + " requests (--max-requests)");
        }
        if (quietUntil > now) {
            return quietUntil - now;
        }
        sent++;
        return 0;
    }

    /**
     * The target asks for a pause: nobody sends before it is over. Where it is longer than the run waits in all, the run is over.
     *
     * @param pause counted from now
     */
    synchronized void beQuiet(Duration pause) {
        long now = System.nanoTime();
        long more = now + pause.toNanos() - Math.max(now, quietUntil);
        if (more <= 0) {
            return;
        }
        quiet = quiet.plusNanos(more);
        if (quiet.compareTo(allowance.quiet()) > 0) {
            stop("the target asks for pauses of " + quiet.toSeconds() + " s in all, the run waits no longer than "
                    + allowance.quiet().toSeconds() + " s");
        } else {
            quietUntil = now + pause.toNanos();
        }
    }

    /** @param tokens output tokens that the answer reports */
    synchronized void afterExchange(Exchange exchange, long tokens) {
        Answer answer = exchange.answer();
        outputTokens += Math.max(0, tokens);
        if (answer != null) {
            answered = true;
            bytes += answer.chunks().stream().mapToLong(c -> c.bytes().length).sum();
        } else if (exchange.end() == End.REFUSED || exchange.end() == End.TIMEOUT || exchange.end() == End.CUT) {
            silent++;
        }
        boolean endlessOne = exchange.end() == End.TIMEOUT || exchange.end() == End.LIMIT;
        endless += endlessOne ? 1 : 0;
        inVain = endlessOne || exchange.end() == End.REFUSED ? inVain + 1 : 0;
        if (endless >= ENDLESS_LIMIT && 2 * endless > sent) {
            stop(endless + " of " + sent + " answers did not end");
        } else if (answered && inVain >= ENDLESS_LIMIT) {
            stop("the target has stopped answering: the last " + inVain + " requests got no whole answer");
        } else if (bytes > MOST_BYTES) {
            stop("the target has sent more than " + MOST_BYTES + " bytes");
        }
    }

    /** Whether nothing was ever answered and the run has stopped trying. */
    public synchronized boolean gaveUp() {
        return !answered && silent >= SILENT_LIMIT;
    }

    /** Whether at least one request was answered. */
    public synchronized boolean answered() {
        return answered;
    }

    /** No further request is sent; what is under way ends. The first reason stays. */
    public synchronized void stop(String why) {
        if (stop.isEmpty()) {
            stop = why;
        }
    }
}
