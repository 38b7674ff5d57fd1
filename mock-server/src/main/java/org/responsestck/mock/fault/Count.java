package org.responsestck.mock.fault;

import java.util.Optional;
import java.util.SplittableRandom;

/** How often a rule has been asked and has hit. Thread-safe. */
public final class Count {
    private final FaultRule rule;
    private final SplittableRandom random;
    private long asked;
    private int hits;

    public Count(FaultRule rule) {
        this.rule = rule;
        this.random = new SplittableRandom(rule.seed());
    }

    /** Counts one request, and gives the fault if it is hit. */
    public synchronized Optional<Fault> next() {
        long number = ++asked - rule.skip();
        boolean due = number > 0 && number % rule.every() == 0 && (rule.times() == 0 || hits < rule.times());
        // Drawn only when due: equal seeds hit the same ones of those that could be hit.
        if (!due || (rule.probability() < 1 && random.nextDouble() >= rule.probability())) {
            return Optional.empty();
        }
        hits++;
        return Optional.of(rule.fault());
    }

    public FaultRule rule() {
        return rule;
    }

    /** How many requests have been hit. */
    public synchronized int hits() {
        return hits;
    }
}
