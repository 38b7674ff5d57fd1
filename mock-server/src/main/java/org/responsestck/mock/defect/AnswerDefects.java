package org.responsestck.mock.defect;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.responsestck.mock.Refusal;
import org.responsestck.mock.Seams;
import org.responsestck.mock.transport.Ending;
import org.responsestck.mock.transport.Reply;

/** Faults in the bytes of JSON answers and of errors. */
final class AnswerDefects {
    /** Marks a refused stream between admission and wire; it never leaves. */
    private static final int REFUSED_STREAM = 599;

    private AnswerDefects() {}

    static List<Twist> all() {
        return Stream.of(bodies(), errors(), streams()).flatMap(List::stream).toList();
    }

    private static List<Twist> bodies() {
        return List.of(
                success(
                        "answer-in-array",
                        "the response object stands in an array",
                        Set.of("HTTP-JSON-001"),
                        b -> "[" + b + "]"),
                success(
                        "answer-with-log-line",
                        "a line of text stands before the JSON",
                        Set.of("HTTP-JSON-001"),
                        b -> "OK\n" + b),
                success(
                        "answer-with-mark",
                        "the JSON begins with a byte order mark",
                        Set.of("HTTP-JSON-001"),
                        b -> "\ufeff" + b),
                success("answer-twice", "the JSON is written twice", Set.of("HTTP-JSON-001"), b -> b + "\n" + b),
                Twist.defect(
                        "answer-no-content",
                        "a create answers 202",
                        Set.of("HTTP-JSON-001"),
                        Edits.bodies(r -> created(r) ? r.withStatus(202) : r)),
                success(
                        "number-not-a-number",
                        "a member is NaN, written bare",
                        Set.of("RESP-JSON-001"),
                        b -> b.replaceFirst("^\\{", "{\"x_logprob\":NaN,")),
                success(
                        "answer-with-comment",
                        "the JSON has a comment",
                        Set.of("RESP-JSON-001"),
                        b -> b.replaceFirst("^\\{", "{/* debug */")),
                Twist.defect(
                        "answer-latin1",
                        "JSON answers are not UTF-8",
                        Set.of("HTTP-UTF8-001"),
                        Edits.bodies(r ->
                                r.with(List.of(new Reply.Frame(0, r.text().getBytes(StandardCharsets.ISO_8859_1)))))),
                success(
                        "surrogates-alone",
                        "letters beyond the first plane lose the second half of their escape",
                        Set.of("HTTP-UTF8-001"),
                        AnswerDefects::halved),
                Twist.defect(
                        "stream-surrogates-alone",
                        "deltas cut letters beyond the first plane in half",
                        Set.of("HTTP-UTF8-001"),
                        Edits.streams(r -> Edits.frames(r, f -> f.contains(".delta\"") ? halved(f) : f))));
    }

    /** A letter of two UTF-16 units without its second, escaped as a careless writer does. */
    private static String halved(String text) {
        return text.codePoints()
                .mapToObj(c ->
                        c > 0xffff ? String.format("\\u%04x", (int) Character.highSurrogate(c)) : Character.toString(c))
                .collect(Collectors.joining());
    }

    private static boolean created(Reply reply) {
        return reply.status() == 200 && reply.text().contains("\"object\":\"response\"");
    }

    private static Twist success(String id, String description, Set<String> fails, UnaryOperator<String> edit) {
        return Twist.defect(
                id, description, fails, Edits.bodies(r -> created(r) ? Edits.body(r, edit.apply(r.text())) : r));
    }

    private static List<Twist> errors() {
        return List.of(
                Twist.defect(
                        "not-found-as-page",
                        "what is not found gives an HTML page",
                        Set.of("ERR-SHAPE-002"),
                        Set.of("HTTP-JSON-002"),
                        Edits.bodies(r -> r.status() == 404
                                ? Edits.body(r, "<html><body><h1>404 Not Found</h1></body></html>")
                                        .withHeader("Content-Type", "text/html")
                                : r)),
                Twist.defect(
                        "errors-as-text",
                        "errors are plain text",
                        Set.of("ERR-SHAPE-002"),
                        Set.of("HTTP-JSON-002"),
                        Edits.bodies(r -> r.status() >= 400
                                ? Edits.body(r, "Bad Request").withHeader("Content-Type", "text/plain")
                                : r)),
                Twist.defect(
                        "errors-as-json-lines",
                        "errors are application/x-ndjson",
                        Set.of(),
                        Set.of("HTTP-JSON-002"),
                        Edits.bodies(
                                r -> r.status() >= 400 ? r.withHeader("Content-Type", "application/x-ndjson") : r)),
                Twist.defect(
                        "forced-choice-refused-empty",
                        "tool_choice required is refused with an empty 400",
                        Set.of(),
                        Set.of("HTTP-JSON-002"),
                        seams -> Edits.bodies(r -> r.text().contains("no forced choice") ? Edits.body(r, "") : r)
                                .apply(Gates.refusing(
                                                b -> b.path("tool_choice")
                                                        .asText()
                                                        .equals("required"),
                                                400,
                                                "no forced choice")
                                        .apply(seams))),
                error("error-unreadable", "errors have a code and no text", "{\"code\":17}"),
                error("error-text-empty", "the text of an error is empty", "{\"detail\":\"\"}"),
                error("error-detail-null", "the detail of an error is null", "{\"detail\":null}"),
                error(
                        "error-without-message",
                        "error objects have no message",
                        "{\"error\":{\"code\":\"bad_request\"}}"),
                error("error-in-array", "errors stand in an array", "[{\"detail\":\"Bad Request\"}]"),
                Twist.defect(
                        "bad-json-resets",
                        "a body that is not JSON resets the connection",
                        Set.of("HTTP-REQCT-002"),
                        Edits.bodies(r -> r.text().contains("json_invalid")
                                ? r.withEnding(new Ending(Ending.Kind.RESET, 0))
                                : r)),
                Twist.defect(
                        "violations-untyped",
                        "a schema violation has no type and its loc is a text",
                        Set.of(),
                        Set.of("ERR-422-001"),
                        Edits.bodies(r -> r.status() == 422
                                ? Edits.body(r, "{\"detail\":[{\"loc\":\"body\",\"msg\":\"is wrong\"}]}")
                                : r)));
    }

    private static Twist error(String id, String description, String body) {
        return Twist.defect(
                id,
                description,
                Set.of("ERR-SHAPE-002"),
                Edits.bodies(r -> r.status() >= 400 ? Edits.body(r, body) : r));
    }

    /** Refused streams that do not say so by their status. */
    private static List<Twist> streams() {
        return List.of(
                refused(
                        "refused-stream-untyped",
                        "a refused stream is data without a type",
                        r -> sse(r, "data: {\"error\":{\"message\":\"no\"}}\n\n")),
                refused(
                        "refused-stream-no-json",
                        "a refused stream is data that is not JSON",
                        r -> sse(r, "data: Internal error: no\n\n")),
                refused("refused-stream-done", "a refused stream is a bare [DONE]", r -> sse(r, "data: [DONE]\n\n")),
                refused("refused-stream-empty", "a refused stream is empty", r -> sse(r, "")),
                refused("refused-stream-crashes", "a refused stream gives a 500", r -> r.withStatus(500)),
                Twist.defect(
                        "refused-stream-typed",
                        "a refused stream is a typed error event",
                        Set.of(),
                        Set.of("ERR-STREAM-001"),
                        refusedStream(
                                r -> sse(
                                        r,
                                        "event: error\ndata: {\"type\":\"error\",\"sequence_number\":0,\"code\":\"invalid_request\",\"message\":\"no\",\"param\":null}\n\n"))));
    }

    private static Reply sse(Reply reply, String text) {
        return Edits.body(reply.withStatus(200).withHeader("Content-Type", "text/event-stream"), text);
    }

    private static Twist refused(String id, String description, Function<Reply, Reply> edit) {
        return Twist.defect(id, description, Set.of("ERR-STREAM-001"), refusedStream(edit));
    }

    private static UnaryOperator<Seams> refusedStream(Function<Reply, Reply> edit) {
        UnaryOperator<Seams> marked = AdmissionDefects.create((ask, plain) -> {
            try {
                return plain.create(ask);
            } catch (Refusal refusal) {
                boolean stream = Gates.body(ask).path("stream").isBoolean()
                        && Gates.body(ask).path("stream").asBoolean();
                throw stream ? new Refusal(REFUSED_STREAM, String.valueOf(refusal.getMessage())) : refusal;
            }
        });
        return seams -> Edits.bodies(r -> r.status() == REFUSED_STREAM ? edit.apply(r) : r)
                .apply(marked.apply(seams));
    }
}
