package org.responsestck.mock.defect;

import java.util.List;
import java.util.Set;
import org.responsestck.mock.transport.Ending;
import org.responsestck.mock.transport.Reply;

/** Faults in status, headers, bytes, pace and end. */
final class WireDefects {
    private WireDefects() {}

    static List<Twist> all() {
        return List.of(
                Twist.defect(
                        "json-as-text",
                        "JSON answers are text/plain",
                        Set.of("HTTP-JSON-001"),
                        Edits.bodies(r -> r.withHeader("Content-Type", "text/plain"))),
                Twist.defect(
                        "created-201",
                        "a create answers 201",
                        Set.of("HTTP-JSON-001"),
                        Edits.bodies(r -> r.status() == 200 && r.text().contains("\"object\":\"response\"")
                                ? r.withStatus(201)
                                : r)),
                Twist.defect(
                        "duplicate-member",
                        "the JSON has a member twice",
                        Set.of("RESP-JSON-001"),
                        Edits.bodies(r -> r.status() == 200 && r.text().startsWith("{\"id\"")
                                ? Edits.body(
                                        r,
                                        "{\"object\":\"response\"," + r.text().substring(1))
                                : r)),
                Twist.defect(
                        "errors-as-200",
                        "errors come with status 200",
                        Set.of("ERR-200-001", "CHAIN-008"),
                        Set.of("SDK-004"),
                        Edits.bodies(r -> r.status() >= 400 ? r.withStatus(200) : r)),
                Twist.defect(
                        "not-found-as-500",
                        "what is not found gives a 500",
                        Set.of("GET-002", "CHAIN-008", "ERR-STATUS-001"),
                        Edits.bodies(r -> r.status() == 404 ? r.withStatus(500) : r)),
                Twist.defect(
                        "error-body-empty",
                        "errors have no body",
                        Set.of("ERR-SHAPE-002"),
                        Set.of("HTTP-JSON-002"),
                        Edits.bodies(r -> r.status() >= 400 ? Edits.body(r, "") : r)),
                Twist.defect(
                        "stream-as-json-lines",
                        "streams are application/x-ndjson",
                        Set.of("STREAM-FRAME-001"),
                        Edits.streams(r -> r.withHeader("Content-Type", "application/x-ndjson"))),
                Twist.defect(
                        "event-line-wrong",
                        "the event line names something else",
                        Set.of("STREAM-FRAME-004"),
                        Edits.streams(r -> Edits.frames(r, f -> f.replaceFirst("event: \\S+", "event: completion")))),
                Twist.defect(
                        "data-not-json",
                        "an event holds two JSON objects",
                        Set.of("STREAM-FRAME-002", "SDK-006"),
                        Edits.streams(r -> Edits.frames(
                                r, f -> f.contains("response.in_progress") ? f.replaceFirst("\n\n$", "{}\n\n") : f))),
                Twist.defect(
                        "last-event-unterminated",
                        "the last event lacks its empty line",
                        Set.of("STREAM-FRAME-010"),
                        Edits.streams(r -> r.with(withoutLastNewline(r.frames())))),
                Twist.defect(
                        "usage-after-terminal",
                        "a usage chunk follows the terminal event",
                        Set.of("STREAM-FRAME-006", "STREAM-ORDER-004"),
                        Edits.streams(
                                r -> Edits.and(
                                        r,
                                        "event: response.in_progress\ndata: {\"type\":\"response.in_progress\",\"sequence_number\":99999,\"response\":{}}\n\n"))),
                Twist.defect(
                        "done-twice",
                        "the end marker comes twice",
                        Set.of("STREAM-FRAME-006"),
                        Edits.streams(r -> Edits.and(Edits.and(r, "data: [DONE]\n\n"), "data: [DONE]\n\n"))),
                Twist.defect(
                        "stream-truncated",
                        "every stream breaks off after ten events",
                        Set.of("STREAM-ORDER-004"),
                        Edits.streams(r -> r.withEnding(new Ending(Ending.Kind.TRUNCATE, 10)))),
                Twist.defect(
                        "stream-latin1",
                        "streams are not UTF-8",
                        Set.of("HTTP-UTF8-001"),
                        Edits.streams(r -> r.with(r.frames().stream()
                                .map(f -> new Reply.Frame(
                                        f.delayMillis(),
                                        new String(f.bytes(), java.nio.charset.StandardCharsets.UTF_8)
                                                .replace('é', '\u00e9')
                                                .getBytes(java.nio.charset.StandardCharsets.ISO_8859_1)))
                                .toList()))));
    }

    private static List<Reply.Frame> withoutLastNewline(List<Reply.Frame> frames) {
        List<Reply.Frame> all = new java.util.ArrayList<>(frames);
        Reply.Frame last = all.remove(all.size() - 1);
        all.add(new Reply.Frame(last.delayMillis(), java.util.Arrays.copyOf(last.bytes(), last.bytes().length - 1)));
        return all;
    }
}
