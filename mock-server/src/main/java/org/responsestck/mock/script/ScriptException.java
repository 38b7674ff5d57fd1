package org.responsestck.mock.script;

/** A script that cannot be used; the message names file, line and column and says what to write instead. */
public final class ScriptException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    ScriptException(String message) {
        super(message);
    }
}
