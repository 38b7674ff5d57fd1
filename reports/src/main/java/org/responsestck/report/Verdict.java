package org.responsestck.report;

/** The verdict on one requirement. The order is that of gravity, except that NOT_APPLICABLE stands outside. */
public enum Verdict {
    PASS,
    WARN,
    INCONCLUSIVE,
    FAIL,
    ERROR,
    NOT_APPLICABLE
}
