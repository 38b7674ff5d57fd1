package org.responsestck.conformance.evidence;

/** Why something could not be seen. */
public enum Why {
    /** The user did not supply what is needed (a key, an account id, a witness address). */
    OPTION_MISSING,
    /** The target says that it does not offer this. */
    UNSUPPORTED,
    /** An answer lacks a value that the next step needs. */
    VALUE_MISSING,
    /** The model did not do what the scenario asks of it. */
    MODEL,
    /** A limit on requests, tokens or time was reached, or the target asked for a pause (429). */
    BUDGET,
    /** The target did not answer. */
    UNREACHABLE,
    /** The exchange ended in a way that leaves the question open. */
    WIRE,
    /** A bug of the suite. */
    OUR_ERROR
}
