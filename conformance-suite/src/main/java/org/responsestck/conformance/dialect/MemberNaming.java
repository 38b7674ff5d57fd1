package org.responsestck.conformance.dialect;

/** How the error body of a refused request says which member was wrong. */
public enum MemberNaming {
    /** Somewhere: in a location, a parameter or a sentence. */
    ANYWHERE,
    /** In {@code error.param}. */
    PARAM,
    /** It need not. */
    NOWHERE
}
