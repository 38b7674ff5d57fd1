package org.responsestck.conformance.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntToLongFunction;
import org.junit.jupiter.api.Test;
import org.responsestck.conformance.evidence.Event;
import org.responsestck.conformance.evidence.Evidence;
import org.responsestck.conformance.evidence.ExchangeView;
import org.responsestck.conformance.evidence.Place;
import org.responsestck.conformance.evidence.Recorded;
import org.responsestck.conformance.wire.Answer;
import org.responsestck.conformance.wire.Call;
import org.responsestck.conformance.wire.Chunk;
import org.responsestck.conformance.wire.End;
import org.responsestck.conformance.wire.Exchange;
import org.responsestck.conformance.wire.Who;

class StreamChecksDeliveryTest {
    private static final long MILLI = 1_000_000;
    private static final Call STREAMED =
            Call.postText("/responses", "{\"model\":\"m\",\"input\":\"x\",\"stream\":true}", "application/json");
    private static final Call PLAIN =
            Call.postText("/responses", "{\"model\":\"m\",\"input\":\"x\"}", "application/json");
    private static final String TEXT = Transcript.of("good", "text").body();

    private static Check check(String name) {
        return StreamChecks.checks().stream()
                .filter(c -> c.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** The text stream, one chunk an event, each with its arrival in milliseconds. */
    private static List<Observation> timed(String check, IntToLongFunction arrival, long endMillis, End end) {
        List<Chunk> chunks = new ArrayList<>();
        int number = 0;
        for (String block : TEXT.split("(?<=\n\n)")) {
            chunks.add(new Chunk(arrival.applyAsLong(number++) * MILLI, block.getBytes(StandardCharsets.UTF_8)));
        }
        Answer answer = new Answer(200, Map.of("content-type", List.of("text/event-stream")), chunks);
        Exchange exchange = new Exchange(1, Who.KEY, STREAMED, 0, endMillis * MILLI, answer, end, null);
        Event event = new Event.Exchanged(new Place("stream", 1, "long"), 0, exchange);
        Evidence evidence = new Evidence(
                Recorded.profile("fireworks").evidence().header(),
                List.of(event),
                x -> new ExchangeView(x.at(), x.exchange()));
        return check(check).judge().apply(evidence).toList();
    }

    @Test
    void textThatArrivesBitByBitHolds() {
        assertThat(timed("stream-incremental-delivery", n -> n * 50L, 700, End.COMPLETE))
                .singleElement()
                .isInstanceOf(Observation.Held.class);
    }

    @Test
    void allInOneBurstAtTheEndIsBroken() {
        assertThat(timed("stream-incremental-delivery", n -> 800, 6000, End.COMPLETE))
                .singleElement()
                .isInstanceOf(Observation.Broken.class);
    }

    @Test
    void allTextAtOnceAfterAnEarlyFirstEventIsBroken() {
        assertThat(timed("stream-incremental-delivery", n -> n < 3 ? 1 : 800, 801, End.COMPLETE))
                .singleElement()
                .isInstanceOf(Observation.Broken.class);
    }

    @Test
    void textAfterALongThoughtIsUnclear() {
        assertThat(timed("stream-incremental-delivery", n -> n < 5 ? n : 10_000 + n * 50L, 10_700, End.COMPLETE))
                .singleElement()
                .isInstanceOf(Observation.Unclear.class);
    }

    @Test
    void aFastAnswerIsUnclear() {
        assertThat(timed("stream-incremental-delivery", n -> 20, 21, End.COMPLETE))
                .singleElement()
                .isInstanceOfSatisfying(
                        Observation.Unclear.class,
                        u -> assertThat(u.anotherTakeHelps()).isFalse());
    }

    @Test
    void aBodyThatEndsSoonHolds() {
        assertThat(timed("stream-body-ends", n -> n * 10L, 600, End.COMPLETE))
                .singleElement()
                .isInstanceOf(Observation.Held.class);
    }

    @Test
    void aBodyThatStaysOpenIsBroken() {
        assertThat(timed("stream-body-ends", n -> n * 10L, 9_000, End.COMPLETE))
                .singleElement()
                .isInstanceOf(Observation.Broken.class);
        assertThat(timed("stream-body-ends", n -> n * 10L, 30_000, End.TIMEOUT))
                .singleElement()
                .isInstanceOf(Observation.Broken.class);
    }

    @Test
    void aBodyGivenUpTooSoonIsUnclear() {
        assertThat(timed("stream-body-ends", n -> n * 10L, 2_000, End.TIMEOUT))
                .singleElement()
                .isInstanceOf(Observation.Unclear.class);
    }

    // ---------------------------------------------------------------- media type

    private static List<Observation> type(
            String scenario, String step, Call call, int status, String type, String body) {
        return Recorded.profile("fireworks")
                .exchange(scenario, 1, step, Who.KEY, call, status, type, body, End.COMPLETE)
                .judgedBy(check("stream-media-type"));
    }

    @Test
    void anEventStreamHoldsWithParametersToo() {
        assertThat(type("s", "t", STREAMED, 200, "text/event-stream; charset=utf-8", TEXT))
                .singleElement()
                .isInstanceOf(Observation.Held.class);
    }

    @Test
    void anotherMediaTypeIsBroken() {
        for (String other : List.of("application/json", "application/x-ndjson", "text/plain", "")) {
            assertThat(type("s", "t", STREAMED, 200, other, "{}"))
                    .singleElement()
                    .isInstanceOfSatisfying(
                            Observation.Broken.class,
                            b -> assertThat(b.variant()).isEmpty());
        }
    }

    @Test
    void anotherSuccessIsARemark() {
        assertThat(type("s", "t", STREAMED, 201, "text/event-stream", TEXT))
                .singleElement()
                .isInstanceOfSatisfying(
                        Observation.Broken.class, b -> assertThat(b.variant()).isEqualTo("other-status"));
    }

    @Test
    void aPlainStreamThatIsRefusedIsBroken() {
        assertThat(type("stream", "count", STREAMED, 400, "application/json", "{}"))
                .singleElement()
                .isInstanceOfSatisfying(
                        Observation.Broken.class, b -> assertThat(b.variant()).isEqualTo("refused"));
    }

    @Test
    void aPauseAskedForOrAServerErrorLeavesItOpen() {
        for (int status : List.of(429, 500, 401)) {
            assertThat(type("stream", "count", STREAMED, status, "application/json", "{}"))
                    .singleElement()
                    .isInstanceOf(Observation.Unclear.class);
        }
    }

    @Test
    void refusalsElsewhereAndRequestsForJsonAreNotItsBusiness() {
        assertThat(type("refusals", "model", STREAMED, 400, "application/json", "{}"))
                .isEmpty();
        assertThat(type(
                        "stream",
                        "accept-json",
                        STREAMED.with("Accept", "application/json"),
                        200,
                        "application/json",
                        "{}"))
                .isEmpty();
    }

    // ---------------------------------------------------------------- Accept

    private static List<Observation> accept(String step, int status, String type) {
        Call call = step.equals("accept-json")
                ? STREAMED.with("Accept", "application/json")
                : PLAIN.with("Accept", "text/event-stream");
        return Recorded.profile("fireworks")
                .exchange("stream", 1, step, Who.KEY, call, status, type, "{}", End.COMPLETE)
                .judgedBy(check("stream-accept-header"));
    }

    @Test
    void theBodyDecidesNotTheHeader() {
        assertThat(accept("accept-json", 200, "text/event-stream"))
                .singleElement()
                .isInstanceOf(Observation.Held.class);
        assertThat(accept("accept-stream", 200, "application/json"))
                .singleElement()
                .isInstanceOf(Observation.Held.class);
    }

    @Test
    void negotiationByTheHeaderIsBroken() {
        assertThat(accept("accept-json", 200, "application/json"))
                .singleElement()
                .isInstanceOf(Observation.Broken.class);
        assertThat(accept("accept-stream", 200, "text/event-stream"))
                .singleElement()
                .isInstanceOf(Observation.Broken.class);
        assertThat(accept("accept-stream", 406, "application/json"))
                .singleElement()
                .isInstanceOfSatisfying(
                        Observation.Broken.class, b -> assertThat(b.variant()).isEmpty());
        assertThat(accept("accept-json", 400, "application/json"))
                .singleElement()
                .isInstanceOfSatisfying(
                        Observation.Broken.class, b -> assertThat(b.variant()).isEqualTo("other-outcome"));
        assertThat(accept("accept-json", 429, "application/json"))
                .singleElement()
                .isInstanceOf(Observation.Unclear.class);
    }

    // ---------------------------------------------------------------- number of deltas

    private static List<Observation> several(String body) {
        return Recorded.profile("fireworks").stream("stream", 1, "long", STREAMED, body)
                .judgedBy(check("stream-several-deltas"));
    }

    @Test
    void aLongAnswerInSeveralDeltasHolds() {
        assertThat(several(TEXT.replace("\"completion_tokens\":9", "\"completion_tokens\":90")))
                .singleElement()
                .isInstanceOf(Observation.Held.class);
    }

    @Test
    void aShortAnswerIsUnclear() {
        assertThat(several(TEXT)).singleElement().isInstanceOf(Observation.Unclear.class);
    }

    @Test
    void aLongAnswerInOneDeltaIsBroken() {
        String data = "data: {'type':'response.output_text.delta','item_id':'m','output_index':0,'content_index':0,"
                + "'delta':'" + "river ".repeat(60) + "'}\n\n"
                + "data: {'type':'response.completed','response':{'status':'completed','usage':{'completion_tokens':80}}}\n\n";
        assertThat(several(data.replace('\'', '"'))).singleElement().isInstanceOf(Observation.Broken.class);
    }
}
