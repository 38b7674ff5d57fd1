package org.responsestck.conformance.requirement;

/** What a breach means in one profile. */
public enum Severity {
    /** The verdict stays PASS; the finding is noted. */
    INFO,
    WARN,
    FAIL
}
