package org.responsestck.mock.defect;

import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.responsestck.mock.Ask;
import org.responsestck.mock.Refusal;
import org.responsestck.mock.Seams;
import org.responsestck.mock.conversation.CreateRequest;
import org.responsestck.mock.transport.Ending;
import org.responsestck.mock.transport.Reply;

/** Faults in the frames of a stream: lines, pace, end, and when there is a stream at all. */
final class FrameDefects {
    private static final byte[] BOM = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private FrameDefects() {}

    static List<Twist> all() {
        List<Twist> all = new ArrayList<>(lines());
        all.addAll(delivery());
        return all;
    }

    private static List<Twist> lines() {
        return List.of(
                Twist.defect(
                        "data-with-raw-newlines",
                        "events are indented JSON in one data field with raw line ends",
                        Set.of("STREAM-FRAME-010"),
                        Edits.streams(r -> Edits.frames(r, f -> f.replaceFirst("data: \\{", "data: {\n")))),
                Twist.defect(
                        "events-run-together",
                        "there is no empty line between events",
                        Set.of("STREAM-FRAME-010"),
                        Edits.streams(r -> Edits.frames(r, f -> f.replaceFirst("\n\n$", "\n")))),
                Twist.defect(
                        "data-as-chat-chunks",
                        "text deltas are chunks of Chat Completions",
                        Set.of("STREAM-FRAME-002"),
                        Edits.streams(r -> Edits.frames(
                                r,
                                f -> f.contains("output_text.delta")
                                        ? "data: {\"object\":\"chat.completion.chunk\",\"choices\":[{\"delta\":{\"content\":\"x\"}}]}\n\n"
                                        : f))),
                Twist.defect(
                        "data-as-array",
                        "text deltas are arrays",
                        Set.of("STREAM-FRAME-002"),
                        Edits.streams(r -> Edits.frames(
                                r,
                                f -> f.contains("output_text.delta")
                                        ? f.replaceFirst("data: (.*)", "data: [$1]")
                                        : f))),
                Twist.defect(
                        "envelope-without-type",
                        "a stream holds an error envelope without a type",
                        Set.of("STREAM-FRAME-002"),
                        Edits.streams(r -> {
                            List<Reply.Frame> frames = new ArrayList<>(r.frames());
                            byte[] envelope =
                                    "data: {\"is_error\":false,\"status\":200}\n\n".getBytes(StandardCharsets.UTF_8);
                            frames.add(Math.min(3, frames.size()), new Reply.Frame(0, envelope));
                            return r.with(frames);
                        })),
                Twist.defect(
                        "stream-begins-with-bom",
                        "a stream begins with a byte order mark",
                        Set.of(),
                        Set.of("STREAM-FRAME-010"),
                        Edits.streams(r -> {
                            List<Reply.Frame> frames = new ArrayList<>(r.frames());
                            frames.add(0, new Reply.Frame(0, BOM));
                            return r.with(frames);
                        })),
                Twist.defect(
                        "lines-end-with-cr",
                        "lines of a stream end with CR alone",
                        Set.of(),
                        Set.of("STREAM-FRAME-010"),
                        Edits.streams(r -> Edits.frames(r, f -> f.replace('\n', '\r')))),
                Twist.defect(
                        "vendor-event-last",
                        "an event that no document names follows the terminal event",
                        Set.of(),
                        Set.of("STREAM-FRAME-006"),
                        Edits.streams(r ->
                                Edits.and(r, "event: x_limits\ndata: {\"type\":\"x_limits\",\"remaining\":7}\n\n"))),
                Twist.defect(
                        "done-instead-of-terminal",
                        "a stream ends with [DONE] and no terminal event",
                        Set.of("STREAM-ORDER-004"),
                        Edits.streams(r -> {
                            List<Reply.Frame> frames = new ArrayList<>(
                                    r.frames().subList(0, r.frames().size() - 1));
                            return Edits.and(r.with(frames), "data: [DONE]\n\n");
                        })));
    }

    private static List<Twist> delivery() {
        return List.of(
                Twist.defect(
                        "stream-type-json",
                        "streams are application/json",
                        Set.of("STREAM-FRAME-001"),
                        Edits.streams(r -> r.withHeader("Content-Type", "application/json"))),
                Twist.defect(
                        "stream-never-ends",
                        "the connection stays open after the terminal event",
                        Set.of(),
                        Set.of("STREAM-FRAME-008"),
                        Edits.streams(r -> r.withEnding(
                                new Ending(Ending.Kind.STALL, r.frames().size())))),
                Twist.defect(
                        "stream-buffered",
                        "all events arrive together when the answer is complete",
                        Set.of(),
                        Set.of("STREAM-FRAME-009"),
                        Edits.streams(FrameDefects::buffered)),
                Twist.defect(
                        "accept-decides",
                        "the Accept header decides whether there is a stream",
                        Set.of(),
                        Set.of("STREAM-FRAME-013"),
                        streaming((ask, stream) -> switch (ask.header("accept").orElse("")) {
                            case "application/json" -> false;
                            case "text/event-stream" -> true;
                            default -> stream;
                        })),
                Twist.defect(
                        "accept-json-with-stream-406",
                        "stream=true with Accept: application/json is 406",
                        Set.of(),
                        Set.of("STREAM-FRAME-013"),
                        streaming((ask, stream) -> {
                            if (stream && ask.header("accept").orElse("").equals("application/json")) {
                                throw new Refusal(406, "Not Acceptable");
                            }
                            return stream;
                        })),
                Twist.defect(
                        "stream-false-streams",
                        "the word stream in a body is enough for a stream",
                        Set.of("STREAM-FRAME-012"),
                        streaming((ask, stream) ->
                                new String(ask.body(), StandardCharsets.UTF_8).contains("\"stream\""))),
                Twist.defect(
                        "stream-ignored",
                        "stream=true is answered with JSON",
                        Set.of("STREAM-FRAME-001"),
                        streaming((ask, stream) -> false)),
                Twist.defect(
                        "stream-ignored-with-tools",
                        "stream=true is answered with JSON where tools are sent",
                        Set.of("STREAM-FRAME-001"),
                        streaming((ask, stream) ->
                                stream && !new String(ask.body(), StandardCharsets.UTF_8).contains("\"tools\""))),
                Twist.defect(
                        "stream-with-tools-crashes",
                        "a stream with a function tool gives a 500",
                        Set.of("STREAM-PARITY-001"),
                        ToolDefects.refusing(
                                500,
                                b -> b.path("stream").asBoolean()
                                        && b.path("tools").size() > 0)),
                Twist.defect(
                        "stream-unchained",
                        "a streamed continuation forgets what it continues",
                        Set.of("STREAM-CHAIN-001"),
                        AdmissionDefects.edit(b -> {
                            if (b.path("stream").asBoolean()) {
                                b.remove("previous_response_id");
                            }
                        })),
                Twist.defect(
                        "store-true-refused",
                        "store=true is refused",
                        Set.of("STORE-002"),
                        ToolDefects.refusing(422, b -> b.path("store").asBoolean(false))),
                Twist.defect(
                        "store-false-refused",
                        "store=false is refused",
                        Set.of("STORE-003"),
                        ToolDefects.refusing(
                                422,
                                b -> b.path("store").isBoolean()
                                        && !b.path("store").asBoolean())));
    }

    private static Reply buffered(Reply reply) {
        int millis = reply.frames().stream().mapToInt(Reply.Frame::delayMillis).sum();
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(reply.body());
        return reply.with(List.of(new Reply.Frame(millis, all.toByteArray())));
    }

    private interface Streaming {
        boolean decide(Ask ask, boolean stream) throws Refusal;
    }

    /** Whether there is a stream is decided otherwise. */
    private static UnaryOperator<Seams> streaming(Streaming streaming) {
        return AdmissionDefects.create((ask, plain) -> {
            CreateRequest r = plain.create(ask);
            boolean stream = streaming.decide(ask, r.stream());
            ObjectNode body = r.body().deepCopy();
            body.set("stream", BooleanNode.valueOf(stream));
            return new CreateRequest(
                    body,
                    r.model(),
                    r.input(),
                    r.previousResponseId(),
                    r.instructions(),
                    r.store(),
                    stream,
                    r.tools(),
                    r.toolChoice(),
                    r.parallelToolCalls(),
                    r.maxToolCalls(),
                    r.maxOutputTokens());
        });
    }
}
