package org.responsestck.conformance.target;

import org.jspecify.annotations.Nullable;

/** A value that must not be seen: it never shows in {@link #toString()}. */
public final class Secret {
    private final String value;

    private Secret(String value) {
        this.value = value;
    }

    /**
     * @throws IllegalArgumentException if the value is empty or cannot stand in a header; the message does not show it
     */
    public static Secret of(String value) {
        String text = value.strip();
        if (text.isEmpty()) {
            throw new IllegalArgumentException("the key is empty: set the variable or the file it is read from");
        }
        if (!text.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new IllegalArgumentException(
                    "the key holds a space, a control character or a letter outside ASCII: check the variable or the file it is read from");
        }
        return new Secret(text);
    }

    /** The value itself, for the wire only. */
    public String reveal() {
        return value;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Secret secret && value.equals(secret.value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return "***";
    }
}
