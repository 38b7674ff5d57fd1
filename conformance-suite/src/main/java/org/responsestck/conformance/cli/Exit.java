package org.responsestck.conformance.cli;

/** Exit codes of the command line. */
enum Exit {
    CONFORMANT(0),
    NOT_CONFORMANT(1),
    USAGE(2),
    /** The suite could not judge: the target is unreachable, or a check failed. */
    COULD_NOT_JUDGE(3),
    TOO_MUCH_INCONCLUSIVE(4),
    STALE_EXPECTATIONS(5);

    private final int code;

    Exit(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }
}
