package org.responsestck.conformance.evidence;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.responsestck.conformance.wire.Answer;
import org.responsestck.conformance.wire.Call;
import org.responsestck.conformance.wire.Chunk;
import org.responsestck.conformance.wire.Exchange;

/** Writes one line of the record. {@link EvidenceReader} is its other half. */
final class EvidenceJson {
    /** Lone surrogates survive only as escapes, and nothing on the way can mistake the encoding. */
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private static final JsonMapper MAPPER = JsonMapper.builder(FACTORY)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private EvidenceJson() {}

    static ObjectReader reader() {
        return MAPPER.reader();
    }

    static byte[] write(Header header) throws IOException {
        byte[] json = MAPPER.writeValueAsBytes(header);
        byte[] line = Arrays.copyOf(json, json.length + 1);
        line[json.length] = '\n';
        return line;
    }

    static byte[] write(Event event) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
        try (JsonGenerator json = FACTORY.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("event", kind(event));
            json.writeStringField("scenario", event.at().scenario());
            json.writeNumberField("take", event.at().take());
            json.writeStringField("step", event.at().step());
            json.writeNumberField("nanos", event.nanos());
            members(json, event);
            json.writeEndObject();
        }
        out.write('\n');
        return out.toByteArray();
    }

    private static String kind(Event event) {
        if (event instanceof Event.Exchanged) {
            return "exchange";
        }
        if (event instanceof Event.Witnessed) {
            return "witnessed";
        }
        return event instanceof Event.Drawn ? "drawn" : event instanceof Event.Waited ? "waited" : "stopped";
    }

    private static void members(JsonGenerator json, Event event) throws IOException {
        if (event instanceof Event.Exchanged exchanged) {
            exchange(json, exchanged.exchange());
        } else if (event instanceof Event.Drawn drawn) {
            json.writeStringField("name", drawn.name());
            json.writeStringField("value", drawn.value());
        } else if (event instanceof Event.Waited waited) {
            json.writeNumberField("spentMillis", waited.spentMillis());
            json.writeNumberField("boundMillis", waited.boundMillis());
            json.writeBooleanField("met", waited.met());
        } else if (event instanceof Event.Stopped stopped) {
            json.writeStringField("why", stopped.why().name());
            json.writeStringField("detail", stopped.detail());
        } else if (event instanceof Event.Witnessed witnessed) {
            witnessed(json, witnessed);
        }
    }

    private static void witnessed(JsonGenerator json, Event.Witnessed seen) throws IOException {
        json.writeNumberField("exchange", seen.exchange());
        json.writeStringField("server", seen.server());
        json.writeStringField("method", seen.method());
        json.writeStringField("tool", seen.tool());
        json.writeStringField("arguments", seen.arguments());
        headers(json, seen.headers());
        json.writeStringField("outcome", seen.outcome());
    }

    private static void headers(JsonGenerator json, Map<String, String> headers) throws IOException {
        json.writeObjectFieldStart("headers");
        for (var header : headers.entrySet()) {
            json.writeStringField(header.getKey(), header.getValue());
        }
        json.writeEndObject();
    }

    private static void exchange(JsonGenerator json, Exchange exchange) throws IOException {
        json.writeNumberField("id", exchange.id());
        json.writeStringField("who", exchange.who().name());
        call(json, exchange.call());
        json.writeNumberField("sentAtMillis", exchange.sentAtMillis());
        json.writeNumberField("durationNanos", exchange.durationNanos());
        json.writeStringField("end", exchange.end().name());
        if (exchange.detail() != null) {
            json.writeStringField("detail", exchange.detail());
        }
        if (exchange.answer() != null) {
            answer(json, exchange.answer());
        }
    }

    private static void call(JsonGenerator json, Call call) throws IOException {
        json.writeObjectFieldStart("call");
        json.writeStringField("method", call.method());
        json.writeStringField("path", call.path());
        headers(json, call.headers());
        if (call.body() != null) {
            json.writeStringField("body", call.body());
        }
        json.writeEndObject();
    }

    private static void answer(JsonGenerator json, Answer answer) throws IOException {
        json.writeObjectFieldStart("answer");
        json.writeNumberField("status", answer.status());
        json.writeObjectFieldStart("headers");
        for (var header : new TreeMap<>(answer.headers()).entrySet()) {
            json.writeArrayFieldStart(header.getKey());
            for (String value : header.getValue()) {
                json.writeString(value);
            }
            json.writeEndArray();
        }
        json.writeEndObject();
        json.writeArrayFieldStart("chunks");
        for (Chunk chunk : answer.chunks()) {
            json.writeStartObject();
            json.writeNumberField("nanos", chunk.nanos());
            String text = text(chunk.bytes());
            if (text != null) {
                json.writeStringField("text", text);
            } else {
                json.writeBinaryField("base64", chunk.bytes());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    /** The bytes as text when they are UTF-8 on their own, else null. */
    private static @Nullable String text(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}
