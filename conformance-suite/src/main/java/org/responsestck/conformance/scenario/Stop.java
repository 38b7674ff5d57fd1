package org.responsestck.conformance.scenario;

import org.responsestck.conformance.evidence.Why;

/** Ends a take. The reason is in the record before this is thrown, or is recorded by the runner from here. */
public final class Stop extends Exception {
    private static final long serialVersionUID = 1L;

    private final Why why;

    public Stop(Why why, String detail) {
        super(detail, null, false, false);
        this.why = why;
    }

    public Why why() {
        return why;
    }
}
