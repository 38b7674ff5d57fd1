package org.responsestck.conformance.evidence;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.responsestck.conformance.wire.Answer;
import org.responsestck.conformance.wire.Call;
import org.responsestck.conformance.wire.Chunk;
import org.responsestck.conformance.wire.End;
import org.responsestck.conformance.wire.Exchange;
import org.responsestck.conformance.wire.Recorder;
import org.responsestck.conformance.wire.Who;

/**
 * What others recorded, as exchanges: an HTTP Archive (HAR 1.2), a stream as {@code curl -N} saves it, a file with the JSON of one event
 * on each line, or one response object. What such a recording does not hold, it does not prove: arrival times, mostly, and of a bare
 * stream the request.
 *
 * @param url base URL of the target; empty where the recording has none
 * @param model model of the first request or response that names one; may be empty
 * @param events the exchanges, in the order of the recording
 */
public record ForeignRecording(String url, String model, List<Event> events) {
    /** Scenario name of exchanges that no scenario made. */
    public static final String SCENARIO = "recorded";

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String PATH = "/responses";
    /** Headers of a body that an archive shows unpacked and whole. */
    private static final Set<String> PACKING = Set.of("content-encoding", "transfer-encoding", "content-length");

    public ForeignRecording {
        events = List.copyOf(events);
    }

    /** Whether a file looks like the record of a run: {@link EvidenceReader} then reads it, or says what is wrong with it. */
    public static boolean isForeign(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return !new String(in.readNBytes(400), StandardCharsets.UTF_8).contains("\"responses-tck/evidence/");
        }
    }

    /** @throws IOException if the file cannot be read or is none of the four kinds */
    public static ForeignRecording read(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        String text = new String(bytes, StandardCharsets.UTF_8);
        Optional<JsonNode> whole = json(text);
        if (whole.isPresent() && whole.get().path("log").path("entries").isArray()) {
            return archive(file, whole.get());
        }
        if (whole.isPresent() && whole.get().path("object").asText().equals("response")) {
            return single(whole.get().path("model").asText(), false, "application/json", bytes);
        }
        List<JsonNode> lines = events(text);
        if (!lines.isEmpty()) {
            StringBuilder stream = new StringBuilder();
            lines.forEach(line -> stream.append("data: ").append(line).append("\n\n"));
            return stream(stream.toString().getBytes(StandardCharsets.UTF_8));
        }
        if (text.lines().anyMatch(line -> line.startsWith("data:"))) {
            return stream(bytes);
        }
        throw new IOException(
                file + " is no recording that can be read: neither an evidence.jsonl, nor a HAR, nor an event stream as"
                        + " curl -N saves it, nor one event of JSON on each line, nor a response object");
    }

    private static Optional<JsonNode> json(String text) {
        try {
            return Optional.of(JSON.readTree(text)).filter(JsonNode::isObject);
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    /** The events, where each line is one; none where a line is something else. */
    private static List<JsonNode> events(String text) {
        List<JsonNode> events = new ArrayList<>();
        for (String line : text.lines().filter(l -> !l.isBlank()).toList()) {
            Optional<JsonNode> event = json(line).filter(e -> e.path("type").isTextual());
            if (event.isEmpty()) {
                return List.of();
            }
            events.add(event.get());
        }
        return events;
    }

    private static ForeignRecording stream(byte[] body) {
        String model = new String(body, StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.startsWith("data:"))
                .flatMap(line -> json(line.substring(5)).stream())
                .map(event -> event.path("response").path("model").asText())
                .filter(name -> !name.isEmpty())
                .findFirst()
                .orElse("");
        return single(model, true, "text/event-stream", body);
    }

    /** An answer without its request, of which no more is known than that it must have been a create. */
    private static ForeignRecording single(String model, boolean stream, String mediaType, byte[] body) {
        ObjectNode request = JsonNodeFactory.instance.objectNode();
        if (!model.isEmpty()) {
            request.put("model", model);
        }
        if (stream) {
            request.put("stream", true);
        }
        Answer answer = new Answer(200, Map.of("content-type", List.of(mediaType)), List.of(new Chunk(0, body)));
        return new ForeignRecording("", model, List.of(event(1, 0, 0, Call.post(PATH, request), answer)));
    }

    private static Event event(int id, long millis, long nanos, Call call, @Nullable Answer answer) {
        Exchange exchange =
                new Exchange(id, Who.KEY, call, millis, nanos, answer, answer == null ? End.CUT : End.COMPLETE, null);
        return new Event.Exchanged(new Place(SCENARIO, 1, "entry-" + id), nanos, exchange);
    }

    private static ForeignRecording archive(Path file, JsonNode har) throws IOException {
        List<Event> events = new ArrayList<>();
        String url = "";
        String model = "";
        for (JsonNode entry : har.path("log").path("entries")) {
            JsonNode request = entry.path("request");
            String address = request.path("url").asText();
            int at = path(address);
            if (at < 0) {
                continue;
            }
            url = url.isEmpty() ? address.substring(0, at) : url;
            String body = request.path("postData").path("text").asText(null);
            if (model.isEmpty() && body != null) {
                model = json(body).map(b -> b.path("model").asText()).orElse("");
            }
            Call call = new Call(
                    request.path("method").asText("GET"), address.substring(at), body, sent(request.path("headers")));
            long nanos = (long) (entry.path("time").asDouble() * 1e6);
            events.add(event(events.size() + 1, started(entry), nanos, call, answer(file, entry)));
        }
        if (events.isEmpty()) {
            throw new IOException(file + " is an archive without a request to " + PATH);
        }
        return new ForeignRecording(url, model, events);
    }

    /** Where the path below the base URL begins; negative where the address is of something else. */
    private static int path(String address) {
        try {
            String path = URI.create(address).getRawPath();
            int within = path == null ? -1 : (path + "/").indexOf(PATH + "/");
            return within < 0 ? -1 : address.indexOf(path) + within;
        } catch (IllegalArgumentException e) {
            return -1;
        }
    }

    private static long started(JsonNode entry) {
        try {
            return Instant.parse(entry.path("startedDateTime").asText()).toEpochMilli();
        } catch (DateTimeException e) {
            return 0;
        }
    }

    private static Map<String, String> sent(JsonNode headers) {
        Map<String, String> sent = new LinkedHashMap<>();
        headers(headers).forEach(header -> sent.put(header.name(), header.value()));
        return sent;
    }

    private record Header(String name, String value) {}

    /** What an archive shows as headers, without those of HTTP/2 itself and without credentials. */
    private static Stream<Header> headers(JsonNode headers) {
        return headers.valueStream()
                .map(header -> new Header(
                        header.path("name").asText(), header.path("value").asText()))
                .filter(header -> !header.name().startsWith(":") && !Recorder.isCredential(header.name()));
    }

    private static @Nullable Answer answer(Path file, JsonNode entry) throws IOException {
        JsonNode response = entry.path("response");
        if (response.path("status").asInt() < 100) {
            return null;
        }
        Map<String, List<String>> headers = new LinkedHashMap<>();
        headers(response.path("headers")).forEach(header -> {
            String name = header.name().toLowerCase(Locale.ROOT);
            if (!PACKING.contains(name)) {
                headers.computeIfAbsent(name, n -> new ArrayList<>()).add(header.value());
            }
        });
        JsonNode content = response.path("content");
        byte[] body;
        try {
            body = content.path("encoding").asText().equals("base64")
                    ? content.path("text").binaryValue()
                    : content.path("text").asText().getBytes(StandardCharsets.UTF_8);
        } catch (JacksonException e) {
            throw new IOException(file + " has a content that is said to be base64 and is not", e);
        }
        long nanos = (long) (entry.path("timings").path("wait").asDouble() * 1e6);
        return new Answer(
                response.path("status").asInt(),
                headers,
                body == null || body.length == 0 ? List.of() : List.of(new Chunk(nanos, body)));
    }
}
