package org.responsestck.report;

import java.util.List;

/**
 * An exchange as a person reads it.
 *
 * @param id id of the exchange
 * @param place scenario, take and step
 * @param request request line, headers and body
 * @param answer status line, headers and body; a stream as numbered events with offset and arrival
 * @param end how it ended
 * @param timeline the events of a stream as they arrived; empty for any other answer
 */
public record ExchangeText(int id, String place, String request, String answer, String end, List<Tick> timeline) {
    public ExchangeText {
        timeline = List.copyOf(timeline);
    }

    /**
     * One event of a stream.
     *
     * @param event number of the event
     * @param type its type, empty when it has none
     * @param millis arrival after sending, in milliseconds
     */
    public record Tick(int event, String type, double millis) {}
}
