package org.responsestck.conformance.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.responsestck.conformance.wire.Answer;
import org.responsestck.conformance.wire.Call;
import org.responsestck.conformance.wire.Chunk;
import org.responsestck.conformance.wire.End;
import org.responsestck.conformance.wire.Exchange;
import org.responsestck.conformance.wire.Who;

class HarTest {
    private static JsonNode entry(Exchange... exchanges) throws Exception {
        Header header = new Header(
                Header.FORMAT,
                "run",
                "responsestck 1",
                "",
                "http://h/v1",
                "fireworks",
                "",
                "m",
                Map.of(),
                List.of(),
                List.of(),
                List.of(),
                1,
                1,
                0);
        List<Event> events = IntStream.range(0, exchanges.length)
                .<Event>mapToObj(
                        i -> new Event.Exchanged(new Place("basic", 1, "create"), exchanges.length - i, exchanges[i]))
                .toList();
        return new ObjectMapper()
                .readTree(Har.of(new Recording(header, events, Optional.empty())))
                .path("log")
                .path("entries");
    }

    private static Exchange exchange(int id, Answer answer) {
        return new Exchange(
                id, Who.KEY, Call.get("/responses?limit=2"), 1_750_000_000_000L, 5_000_000, answer, End.COMPLETE, null);
    }

    private static Answer answer(byte[] body) {
        return new Answer(
                200, Map.of("content-type", List.of("application/json")), List.of(new Chunk(2_000_000, body)));
    }

    @Test
    void anExchangeBecomesAnEntry() throws Exception {
        JsonNode entry = entry(exchange(1, answer("{}".getBytes(StandardCharsets.UTF_8))))
                .path(0);
        assertThat(entry.path("request").path("url").asText()).isEqualTo("http://h/v1/responses?limit=2");
        assertThat(entry.path("request")
                        .path("queryString")
                        .path(0)
                        .path("value")
                        .asText())
                .isEqualTo("2");
        assertThat(entry.path("response").path("content").path("text").asText()).isEqualTo("{}");
        assertThat(entry.path("timings").path("wait").asDouble()).isEqualTo(2);
        assertThat(entry.path("startedDateTime").asText()).startsWith("2025-06-15T");
    }

    @Test
    void bytesThatAreNoTextAreBase64AndNoAnswerIsStatusZero() throws Exception {
        JsonNode entries = entry(exchange(1, null), exchange(2, answer(new byte[] {(byte) 0xff})));
        assertThat(entries.path(0)
                        .path("response")
                        .path("content")
                        .path("encoding")
                        .asText())
                .as("in the order of sending")
                .isEqualTo("base64");
        assertThat(entries.path(1).path("response").path("status").asInt(-1)).isZero();
    }
}
