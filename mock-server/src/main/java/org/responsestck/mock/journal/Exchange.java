package org.responsestck.mock.journal;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.responsestck.mock.transport.Watch;

/**
 * One request and how it was answered.
 *
 * @param number from 1, in the order of arrival
 * @param at when it arrived, by the clock of the mock
 * @param method in upper case
 * @param url path and query as sent, keys in the query blotted out
 * @param headers as sent, keys blotted out
 * @param keyed whether it brought a key
 * @param body the raw bytes, except that keys for tool servers are blotted out; not to be changed. A very long body is cut
 * @param bodyBytes length of the body as sent, in bytes
 * @param fingerprint equal for equal bodies
 * @param answer what came back
 * @param facts what both mean
 */
@SuppressWarnings("ArrayRecordComponent")
public record Exchange(
        long number,
        Instant at,
        String method,
        String url,
        Map<String, String> headers,
        boolean keyed,
        byte[] body,
        int bodyBytes,
        long fingerprint,
        Answer answer,
        Facts facts) {

    /**
     * What came back.
     *
     * @param status HTTP status; 0 if the connection was broken before there was one
     * @param retryAfter Retry-After in seconds, or -1
     * @param events how many events of a stream were handed to the system; 0 for a JSON body
     * @param bytes how many bytes of the body were
     * @param end how it ended
     * @param arrivedNanos when the request arrived; nanoseconds, to be compared with others of the same journal only
     * @param endedNanos when the answer ended, likewise; as long as it runs, the time it was planned
     */
    public record Answer(
            int status, int retryAfter, int events, long bytes, Watch.End end, long arrivedNanos, long endedNanos) {}

    /** The body as text. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** Whether the client has heard the whole answer, as far as this side can tell. */
    public boolean heard() {
        return answer.end() == Watch.End.WHOLE;
    }

    /** On one line. */
    @Override
    public String toString() {
        String events = answer.events() > 0 ? ", " + answer.events() + " events" : "";
        String end = answer.end() == Watch.End.WHOLE
                ? ""
                : ", " + answer.end().name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
        String status = answer.status() == 0 ? "no status" : String.valueOf(answer.status());
        return "#" + number + " " + method + " " + url + " -> " + status + events + end
                + (facts.refused() == null ? "" : ": " + facts.refused());
    }
}
