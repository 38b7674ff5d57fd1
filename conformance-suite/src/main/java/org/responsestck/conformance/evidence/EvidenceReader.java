package org.responsestck.conformance.evidence;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.responsestck.conformance.wire.Answer;
import org.responsestck.conformance.wire.Call;
import org.responsestck.conformance.wire.Chunk;
import org.responsestck.conformance.wire.End;
import org.responsestck.conformance.wire.Exchange;
import org.responsestck.conformance.wire.Who;

/** Reads the record of a run, exactly as it was written. */
public final class EvidenceReader {
    private EvidenceReader() {}

    /**
     * Reads a file. A last line that was cut off is dropped, and the note says so.
     *
     * @throws IOException if the file cannot be read, is no record of a known format, or is damaged before its last line
     */
    public static Recording read(Path file) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            return read(in, file.toString());
        }
    }

    private static Recording read(InputStream in, String name) throws IOException {
        Line first = line(in);
        if (first == null) {
            throw new IOException(name + " is empty: the run was stopped before it began to write");
        }
        Header header = header(first, name);
        List<Event> events = new ArrayList<>();
        int number = 1;
        for (Line line = line(in); line != null; line = line(in)) {
            number++;
            if (line.bytes().length == 0) {
                continue;
            }
            try {
                events.add(event(EvidenceJson.reader().readTree(line.bytes())));
            } catch (JacksonException | Damaged e) {
                if (line.ended()) {
                    throw new IOException(name + ", line " + number + ": " + words(e), e);
                }
                return new Recording(
                        header,
                        events,
                        Optional.of("line " + number + " was cut off and is left out: the run was stopped"));
            }
        }
        return new Recording(header, events, Optional.empty());
    }

    private static Header header(Line line, String name) throws IOException {
        JsonNode node;
        try {
            node = EvidenceJson.reader().readTree(line.bytes());
        } catch (JacksonException e) {
            throw new IOException(name + " does not begin with the header of a record: is it an evidence.jsonl?", e);
        }
        String format = node.path("format").asText("");
        if (!format.equals(Header.FORMAT)) {
            throw new IOException(
                    format.startsWith("responses-tck/evidence/")
                            ? name + " is of format " + format + ", this version reads " + Header.FORMAT
                                    + ": use the version that wrote it"
                            : name + " does not begin with the header of a record: is it an evidence.jsonl?");
        }
        try {
            return EvidenceJson.reader().forType(Header.class).readValue(node);
        } catch (JacksonException | NullPointerException e) {
            throw new IOException(name + " has a damaged header: " + words(e), e);
        }
    }

    private static String words(Exception e) {
        return e instanceof JacksonException json ? json.getOriginalMessage() : String.valueOf(e.getMessage());
    }

    private static Event event(JsonNode node) throws Damaged {
        Place at = new Place(text(node, "scenario"), number(node, "take"), text(node, "step"));
        long nanos = longNumber(node, "nanos");
        String kind = text(node, "event");
        return switch (kind) {
            case "exchange" -> new Event.Exchanged(at, nanos, exchange(node));
            case "drawn" -> new Event.Drawn(at, nanos, text(node, "name"), text(node, "value"));
            case "waited" ->
                new Event.Waited(
                        at,
                        nanos,
                        longNumber(node, "spentMillis"),
                        longNumber(node, "boundMillis"),
                        member(node, "met").asBoolean());
            case "stopped" -> new Event.Stopped(at, nanos, word(Why.class, node, "why"), text(node, "detail"));
            case "witnessed" ->
                new Event.Witnessed(
                        at,
                        nanos,
                        number(node, "exchange"),
                        text(node, "server"),
                        text(node, "method"),
                        text(node, "tool"),
                        text(node, "arguments"),
                        headers(node),
                        text(node, "outcome"));
            default -> throw new Damaged("an event of the unknown kind " + kind);
        };
    }

    private static Exchange exchange(JsonNode node) throws Damaged {
        JsonNode call = member(node, "call");
        return new Exchange(
                number(node, "id"),
                word(Who.class, node, "who"),
                new Call(
                        text(call, "method"),
                        text(call, "path"),
                        call.has("body") ? text(call, "body") : null,
                        headers(call)),
                longNumber(node, "sentAtMillis"),
                longNumber(node, "durationNanos"),
                node.has("answer") ? answer(node.get("answer")) : null,
                word(End.class, node, "end"),
                node.has("detail") ? text(node, "detail") : null);
    }

    private static Map<String, String> headers(JsonNode node) throws Damaged {
        Map<String, String> headers = new LinkedHashMap<>();
        member(node, "headers")
                .properties()
                .forEach(e -> headers.put(e.getKey(), e.getValue().asText()));
        return headers;
    }

    private static Answer answer(JsonNode node) throws Damaged {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        member(node, "headers").properties().forEach(e -> {
            List<String> values = new ArrayList<>();
            e.getValue().forEach(v -> values.add(v.asText()));
            headers.put(e.getKey(), values);
        });
        List<Chunk> chunks = new ArrayList<>();
        for (JsonNode chunk : member(node, "chunks")) {
            chunks.add(new Chunk(longNumber(chunk, "nanos"), bytes(chunk)));
        }
        return new Answer(number(node, "status"), headers, chunks);
    }

    private static byte[] bytes(JsonNode chunk) throws Damaged {
        if (chunk.has("text")) {
            return text(chunk, "text").getBytes(StandardCharsets.UTF_8);
        }
        try {
            return member(chunk, "base64").binaryValue();
        } catch (IOException e) {
            throw new Damaged("base64 is not Base64");
        }
    }

    private static JsonNode member(JsonNode node, String name) throws Damaged {
        JsonNode value = node.get(name);
        if (value == null) {
            throw new Damaged("the member " + name + " is missing");
        }
        return value;
    }

    private static String text(JsonNode node, String name) throws Damaged {
        JsonNode value = member(node, name);
        if (!value.isTextual()) {
            throw new Damaged("the member " + name + " is no string");
        }
        return value.textValue();
    }

    private static int number(JsonNode node, String name) throws Damaged {
        return Math.toIntExact(longNumber(node, name));
    }

    private static long longNumber(JsonNode node, String name) throws Damaged {
        JsonNode value = member(node, name);
        if (!value.canConvertToLong()) {
            throw new Damaged("the member " + name + " is no number");
        }
        return value.longValue();
    }

    private static <E extends Enum<E>> E word(Class<E> type, JsonNode node, String name) throws Damaged {
        String word = text(node, name);
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equals(word)) {
                return constant;
            }
        }
        throw new Damaged("the unknown word " + word + " at " + name);
    }

    /** One line; {@code ended} is false when the file ends before a line feed. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Line(byte[] bytes, boolean ended) {}

    private static @Nullable Line line(InputStream in) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(4096);
        for (int b = in.read(); b >= 0; b = in.read()) {
            if (b == '\n') {
                return new Line(bytes.toByteArray(), true);
            }
            bytes.write(b);
        }
        return bytes.size() == 0 ? null : new Line(bytes.toByteArray(), false);
    }

    /** A line that is JSON but no event. */
    private static final class Damaged extends Exception {
        private static final long serialVersionUID = 1L;

        Damaged(String message) {
            super(message, null, false, false);
        }
    }
}
