package org.responsestck.report;

/**
 * An exchange as a person reads it.
 *
 * @param id id of the exchange
 * @param place scenario, take and step
 * @param request request line, headers and body
 * @param answer status line, headers and body; a stream as numbered events with offset and arrival
 * @param end how it ended
 */
public record ExchangeText(int id, String place, String request, String answer, String end) {}
