package org.responsestck.conformance.wire;

/** Which credential a request carries, by role. The value of a key is never recorded. */
public enum Who {
    /** The key of the target. */
    KEY,
    /** A valid key of another account. */
    SECOND_KEY,
    /** No {@code Authorization} header at all. */
    NO_KEY,
    /** A well-formed key that nobody owns. */
    WRONG_KEY;

    /** What is sent as {@link #WRONG_KEY}: no secret, so that an answer that shows it can be told. */
    public static final String WRONG_KEY_VALUE = "suite-invalid-key";
}
