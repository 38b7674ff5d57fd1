package org.responsestck.conformance.cli;

/** The user asked for something that cannot be done; the message is one line that says what to do. Exit code 2. */
final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UsageException(String message) {
        super(message, null, false, false);
    }
}
