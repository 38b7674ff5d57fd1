package org.responsestck.mock.fault;

/** A fault that nobody can understand, or that has no place in the answer it is meant for; the message says what to write instead. */
public final class FaultException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    FaultException(String message) {
        super(message);
    }
}
