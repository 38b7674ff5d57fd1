package org.responsestck.conformance.selftest;

import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * A stream changed in one mechanical way.
 *
 * @param transcript name of the stream before
 * @param operator name of the way
 * @param event number of the event it was applied to
 * @param type type of that event before; empty where the stream as a whole was changed
 * @param pointer JSON pointer of the member it was applied to, or empty for the event as a whole
 * @param detail what was done, for a reader
 * @param body the bytes of the stream, a character for each (ISO 8859-1), since a mutant may be no text
 */
public record Mutation(
        String transcript, String operator, int event, String type, String pointer, String detail, String body) {
    public Mutation {
        Objects.requireNonNull(transcript, "transcript is null");
        Objects.requireNonNull(operator, "operator is null");
        Objects.requireNonNull(body, "body is null");
    }

    byte[] bytes() {
        return body.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** A text as the bytes of its UTF-8, a character for each. */
    static String bytes(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    @Override
    public String toString() {
        return transcript + " | " + operator + " | " + event + " " + type + " | " + pointer + " | " + detail;
    }
}
