package org.responsestck.mock.conversation;

import org.jspecify.annotations.Nullable;

/**
 * How a response ended.
 *
 * @param status completed, incomplete or failed; in_progress while it is made
 * @param reason why it is incomplete, or null
 * @param code the error's code if it failed, or null
 * @param message the error's message if it failed, or null
 */
public record Outcome(
        String status,
        @Nullable String reason,
        @Nullable String code,
        @Nullable String message) {
    /** Of a response that is still made. */
    public static final Outcome RUNNING = new Outcome("in_progress", null, null, null);

    public static final Outcome COMPLETED = new Outcome("completed", null, null, null);

    public static Outcome incomplete(String reason) {
        return new Outcome("incomplete", reason, null, null);
    }

    public static Outcome failed(String code, String message) {
        return new Outcome("failed", null, code, message);
    }
}
