package org.responsestck.mock.journal;

import java.util.Locale;

/** What a client can do wrong that a server can see. */
public enum ClientRule {
    /** A request that was answered 429 or 503 came again before Retry-After had passed. */
    RETRIED_TOO_EARLY,
    /** A response was continued that the client knew to be gone, or that never was. */
    DEAD_CHAIN,
    /** The output of a call was never returned. */
    CALL_UNANSWERED,
    /** A call was carried out again after a retry: it has two different outputs, or its twin from the broken answer was answered too. */
    CALL_REPEATED,
    /** A key was sent where a redirect pointed: to another host. */
    KEY_REDIRECTED;

    /** As it is printed. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
