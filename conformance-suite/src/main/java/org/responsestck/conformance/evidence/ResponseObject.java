package org.responsestck.conformance.evidence;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A response object seen somewhere on the wire.
 *
 * @param from the exchange
 * @param kind in what role it stood there
 * @param event number of the event that held it, or -1
 * @param offset byte offset of that event in the body, or -1
 * @param pointer where it stands in the body or in the event's data: {@code ""}, {@code "/response"} or {@code "/data/3"}
 * @param node the object itself
 */
public record ResponseObject(ExchangeView from, Kind kind, int event, long offset, String pointer, JsonNode node) {
    /** The role of a response object. */
    public enum Kind {
        /** Body of a create that was not streamed. */
        ANSWER,
        /** In {@code response.created}. */
        CREATED,
        /** In {@code response.in_progress} or {@code response.queued}. */
        RUNNING,
        /** In {@code response.completed}, {@code response.incomplete} or {@code response.failed}. */
        TERMINAL,
        /** Body of GET of one response. */
        RETRIEVED,
        /** Entry of a list; only those whose id this run made. */
        LISTED
    }

    /** Whether this is a finished object that a client may rely on: everything but the snapshots before the terminal event. */
    public boolean finished() {
        return kind != Kind.CREATED && kind != Kind.RUNNING;
    }

    /** Whether this stands in an event stream. */
    public boolean streamed() {
        return event >= 0;
    }

    /** The id when it is a non-empty string, else the empty string. */
    public String id() {
        return node.path("id").isTextual() ? node.path("id").textValue() : "";
    }

    /** The status when it is a string, else the empty string. */
    public String status() {
        return node.path("status").isTextual() ? node.path("status").textValue() : "";
    }
}
