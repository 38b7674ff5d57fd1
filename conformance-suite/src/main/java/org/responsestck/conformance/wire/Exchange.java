package org.responsestck.conformance.wire;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One request and everything that came back.
 *
 * @param id unique within the run and the same in every run of the same plan: it depends on the scenario and the order of its
 *     requests, not on time
 * @param who the credential by role
 * @param call the request
 * @param sentAtMillis wall clock when the request was sent, milliseconds since 1970
 * @param durationNanos from sending to the end of the exchange
 * @param answer what came back, or null when not even a status line did
 * @param end how it ended
 * @param detail the words of the error behind an end that is not COMPLETE, and {@link #KEY_SHOWN} where that is so; or null
 */
public record Exchange(
        int id,
        Who who,
        Call call,
        long sentAtMillis,
        long durationNanos,
        @Nullable Answer answer,
        End end,
        @Nullable String detail) {
    /** Stands in the detail of an exchange whose answer showed a secret of the target, which the record does not. */
    public static final String KEY_SHOWN = "a key of the target stood in the answer";

    public Exchange {
        Objects.requireNonNull(who, "who is null");
        Objects.requireNonNull(call, "call is null");
        Objects.requireNonNull(end, "end is null");
    }
}
