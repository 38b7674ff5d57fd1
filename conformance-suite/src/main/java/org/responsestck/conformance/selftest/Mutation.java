package org.responsestck.conformance.selftest;

import java.util.Objects;

/**
 * A stream made wrong in one mechanical way.
 *
 * @param operator name of the way
 * @param event number of the event it was applied to
 * @param type type of that event before
 * @param pointer JSON pointer of the member it was applied to, or empty for the event as a whole
 * @param detail what was done, for a reader
 * @param body the stream
 */
public record Mutation(String operator, int event, String type, String pointer, String detail, String body) {
    public Mutation {
        Objects.requireNonNull(operator, "operator is null");
        Objects.requireNonNull(body, "body is null");
    }

    @Override
    public String toString() {
        return operator + " | " + type + " | " + pointer + " | " + detail;
    }
}
