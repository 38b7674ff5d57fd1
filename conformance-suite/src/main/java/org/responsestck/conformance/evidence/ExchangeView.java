package org.responsestck.conformance.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.responsestck.conformance.wire.Answer;
import org.responsestck.conformance.wire.Call;
import org.responsestck.conformance.wire.Chunk;
import org.responsestck.conformance.wire.End;
import org.responsestck.conformance.wire.Exchange;
import org.responsestck.conformance.wire.SseEvent;
import org.responsestck.conformance.wire.SseReader;
import org.responsestck.conformance.wire.SseTranscript;
import org.responsestck.conformance.wire.StrictJson;
import org.responsestck.conformance.wire.Who;

/** An exchange with everything that can be read out of it; each reading is made once. Thread-safe. */
public final class ExchangeView {
    private final Place at;
    private final Exchange exchange;
    private StrictJson.@Nullable Reading json;
    private @Nullable JsonNode request;
    private @Nullable SseTranscript sse;
    private @Nullable List<StreamEvent> events;

    /**
     * One dispatched event with its data read as JSON.
     *
     * @param sse the event as dispatched
     * @param json the reading of its data; for {@code [DONE]} a missing node without a problem
     */
    public record StreamEvent(SseEvent sse, StrictJson.Reading json) {
        /** Whether the data is the literal end marker. */
        public boolean done() {
            return sse.data().strip().equals("[DONE]");
        }

        /** The member {@code type} when it is a string, else the empty string. */
        public String type() {
            return json.value().path("type").isTextual()
                    ? json.value().path("type").textValue()
                    : "";
        }

        public JsonNode data() {
            return json.value();
        }
    }

    public ExchangeView(Place at, Exchange exchange) {
        this.at = at;
        this.exchange = exchange;
    }

    public Place at() {
        return at;
    }

    public Exchange exchange() {
        return exchange;
    }

    public int id() {
        return exchange.id();
    }

    public Call call() {
        return exchange.call();
    }

    public Who who() {
        return exchange.who();
    }

    public End end() {
        return exchange.end();
    }

    /** HTTP status; 0 when there was no answer. */
    public int status() {
        Answer answer = exchange.answer();
        return answer == null ? 0 : answer.status();
    }

    /** Whether the status is 2xx. */
    public boolean ok() {
        return status() >= 200 && status() < 300;
    }

    /** First value of a header of the answer. */
    public Optional<String> header(String name) {
        Answer answer = exchange.answer();
        if (answer == null) {
            return Optional.empty();
        }
        List<String> values = answer.headers().getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
        return values.stream().findFirst();
    }

    /** Media type of the answer in lower case without parameters; empty when there is none. */
    public String mediaType() {
        String value = header("content-type").orElse("");
        int semicolon = value.indexOf(';');
        return (semicolon < 0 ? value : value.substring(0, semicolon)).strip().toLowerCase(Locale.ROOT);
    }

    /** Whether the answer says that it is an event stream. */
    public boolean isStream() {
        return mediaType().equals("text/event-stream");
    }

    /** Whether the request asked for a stream. */
    public boolean askedForStream() {
        return request().path("stream").asBoolean(false);
    }

    /** Path of the request without query. */
    public String path() {
        String path = call().path();
        int query = path.indexOf('?');
        return query < 0 ? path : path.substring(0, query);
    }

    public boolean isCreate() {
        return call().method().equals("POST") && path().equals("/responses");
    }

    public boolean isList() {
        return call().method().equals("GET") && path().equals("/responses");
    }

    /** Whether this is GET of one response: {@code /responses/{id}} with no further segment. */
    public boolean isRetrieve() {
        return call().method().equals("GET") && oneId();
    }

    public boolean isDelete() {
        return call().method().equals("DELETE") && oneId();
    }

    /** The id in the path of GET or DELETE of one response, decoded. */
    public String idInPath() {
        String segment = path().substring("/responses/".length());
        try {
            return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return segment;
        }
    }

    private boolean oneId() {
        return path().startsWith("/responses/")
                && path().length() > "/responses/".length()
                && path().indexOf('/', "/responses/".length()) < 0;
    }

    /** The body of the request read as JSON; a missing node when it is none. */
    public synchronized JsonNode request() {
        if (request == null) {
            String text = call().body();
            request = text == null
                    ? MissingNode.getInstance()
                    : StrictJson.read(text).value();
        }
        return request;
    }

    /** All bytes of the body. Not to be changed. */
    public byte[] body() {
        Answer answer = exchange.answer();
        List<Chunk> chunks = answer == null ? List.of() : answer.chunks();
        if (chunks.size() == 1) {
            return chunks.get(0).bytes();
        }
        // Not kept: the chunks are, and a large body twice is too much.
        ByteBuffer all = ByteBuffer.allocate(
                chunks.stream().mapToInt(c -> c.bytes().length).sum());
        chunks.forEach(c -> all.put(c.bytes()));
        return all.array();
    }

    /** The body as text, malformed bytes replaced. */
    public String text() {
        return new String(body(), StandardCharsets.UTF_8);
    }

    /** Whether the bytes of the whole body are UTF-8. */
    public boolean isUtf8() {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body()));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    /** The whole body read as one JSON value. */
    public synchronized StrictJson.Reading json() {
        if (json == null) {
            json = StrictJson.read(text());
        }
        return json;
    }

    /** The body read as an event stream, whatever its media type says. */
    public synchronized SseTranscript sse() {
        if (sse == null) {
            Answer answer = exchange.answer();
            sse = SseReader.read(answer == null ? List.of() : answer.chunks());
        }
        return sse;
    }

    /** The events of the stream with their data read as JSON. */
    public synchronized List<StreamEvent> events() {
        if (events == null) {
            events = sse().events().stream().map(ExchangeView::event).toList();
        }
        return events;
    }

    private static StreamEvent event(SseEvent sse) {
        return sse.data().strip().equals("[DONE]")
                ? new StreamEvent(sse, new StrictJson.Reading(MissingNode.getInstance(), null))
                : new StreamEvent(sse, StrictJson.read(sse.data()));
    }

    @Override
    public String toString() {
        return "exchange " + id() + " at " + at + ": " + call().method() + " " + call().path() + " → " + status() + " "
                + end();
    }
}
