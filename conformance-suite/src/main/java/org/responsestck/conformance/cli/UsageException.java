package org.responsestck.conformance.cli;

import org.jspecify.annotations.Nullable;

/** The user asked for something that cannot be done; the message is one line that says what to do. Exit code 2. */
final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UsageException(@Nullable String message) {
        super(String.valueOf(message), null, false, false);
    }
}
