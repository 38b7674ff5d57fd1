package org.responsestck.conformance.requirement;

/** The word of the documents (RFC 2119). */
public enum Level {
    MUST,
    SHOULD,
    MAY
}
