package org.responsestck.conformance.check;

/**
 * Where on the wire an observation was made.
 *
 * @param exchange id of the exchange
 * @param event number of the event in its stream, or -1
 * @param pointer JSON pointer within the body or the event's data, or empty
 * @param offset byte offset in the body, or -1
 */
public record Where(int exchange, int event, String pointer, long offset) {
    public static Where exchange(int exchange) {
        return new Where(exchange, -1, "", -1);
    }

    public Where event(int event, long offset) {
        return new Where(exchange, event, pointer, offset);
    }

    public Where at(String pointer) {
        return new Where(exchange, event, pointer, offset);
    }
}
