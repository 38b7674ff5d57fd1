package org.responsestck.conformance.run;

import java.util.concurrent.atomic.AtomicInteger;
import org.responsestck.conformance.evidence.Why;
import org.responsestck.conformance.scenario.Stop;
import org.responsestck.conformance.wire.End;
import org.responsestck.conformance.wire.Exchange;

/**
 * What the run may spend, and when it gives up on a target. Thread-safe.
 *
 * <p>A target that never answered anything is given up after {@value #SILENT_LIMIT} requests that brought nothing, so that a dead or
 * hanging endpoint costs a few time-outs and not one for each request of the plan.
 */
public final class Budget {
    private static final int SILENT_LIMIT = 3;

    private final int maxRequests;
    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicInteger silent = new AtomicInteger();
    private volatile boolean answered;
    private volatile boolean stopped;

    /** @param maxRequests most requests of the run, clean-up not counted */
    public Budget(int maxRequests) {
        this.maxRequests = maxRequests;
    }

    void beforeRequest() throws Stop {
        if (stopped) {
            throw new Stop(Why.BUDGET, "the run was interrupted");
        }
        if (gaveUp()) {
            throw new Stop(Why.UNREACHABLE, "the target answered none of the first " + silent.get() + " requests");
        }
        if (sent.incrementAndGet() > maxRequests) {
            sent.decrementAndGet();
            throw new Stop(Why.BUDGET, "the run may send no more than " + maxRequests + " requests (--max-requests)");
        }
    }

    void afterExchange(Exchange exchange) {
        if (exchange.answer() != null) {
            answered = true;
        } else if (exchange.end() == End.REFUSED || exchange.end() == End.TIMEOUT || exchange.end() == End.CUT) {
            silent.incrementAndGet();
        }
    }

    /** Whether nothing was ever answered and the run has stopped trying. */
    public boolean gaveUp() {
        return !answered && silent.get() >= SILENT_LIMIT;
    }

    /** Whether at least one request was answered. */
    public boolean answered() {
        return answered;
    }

    /** How many requests were sent. */
    public int sent() {
        return sent.get();
    }

    /** No further request is sent; what is under way ends. */
    public void stop() {
        stopped = true;
    }
}
