package org.responsestck.mock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.responsestck.mock.RawClient.Heard;
import org.responsestck.mock.fault.FaultException;
import org.responsestck.mock.fault.FaultRule;
import org.responsestck.mock.fault.Faults;
import org.responsestck.mock.script.Scripts;

/** What a raw client sees of each fault: all that was sent before it, and then exactly it. */
class FaultTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String DELTA = "response.output_text.delta";
    private static final String TEXT = "One two three four five sïx seven eight nine ten.";
    private static final String STREAM = "{'model':'m','input':'go','stream':true}";
    private static final String PLAIN = "{'model':'m','input':'go'}";

    private static MockServer mock;

    @BeforeAll
    static void start() {
        mock = MockServer.start(MockOptions.defaults()
                .scripts(
                        Scripts.script("calls").when(w -> w.tools("f")).answer(a -> a.call("f", Map.of("a", 1))),
                        Scripts.script("talks").when(w -> w.lastEquals("go")).answer(a -> a.text(TEXT)),
                        Scripts.script("retries")
                                .when(w -> w.lastEquals("retry"))
                                .answer(a -> a.text(TEXT).fault("http; status=429; retry_after=1; times=1"))));
    }

    @AfterAll
    static void stop() {
        mock.close();
    }

    private static RawClient raw() {
        return new RawClient(mock);
    }

    private static Heard stream(String fault) throws IOException {
        return raw().create(STREAM, "X-Mock-Fault: " + fault);
    }

    private static Heard plain(String fault) throws IOException {
        return raw().create(PLAIN, "X-Mock-Fault: " + fault);
    }

    private static JsonNode stored(String id) {
        return Browser.of(mock).get("/responses/" + id).json();
    }

    private static String idIn(Heard heard) {
        String text = heard.text();
        int at = text.indexOf("\"id\":\"resp_") + 6;
        return text.substring(at, text.indexOf('"', at));
    }

    @Test
    void withoutAFaultEverythingArrives() throws IOException {
        Heard heard = raw().create(STREAM);
        assertThat(heard.whole()).isTrue();
        assertThat(heard.events(DELTA)).isGreaterThan(5);
        assertThat(heard.events("response.completed")).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"truncate,end", "reset,reset", "malformed_chunk,end", "stall,silence"})
    void afterTheThirdDeltaExactlyThreeHaveArrived(String kind, String end) throws IOException {
        Heard heard = raw().silence(kind.equals("stall") ? 700 : 10_000)
                .create(STREAM, "X-Mock-Fault: " + kind + "; after=3; of=" + DELTA);
        assertThat(heard.events(DELTA)).isEqualTo(3);
        assertThat(heard.text()).endsWith("\n\n");
        assertThat(heard.end()).isEqualTo(end);
        assertThat(heard.whole()).isFalse();
    }

    @Test
    void aMalformedChunkFollowsWhatWasRight() throws IOException {
        assertThat(new String(stream("malformed_chunk").bytes(), java.nio.charset.StandardCharsets.ISO_8859_1))
                .endsWith("\r\nno-chunk-size\r\n");
    }

    @Test
    void aStreamIsCutInsideACharacter() throws IOException {
        byte[] body = stream("truncate; at=character").body();
        assertThat(body[body.length - 1] & 0xFF).isEqualTo(0xC3);
        assertThat(plain("truncate; at=character").body()).endsWith(0xC3);
    }

    @Test
    void aStreamIsCutInsideAnEvent() throws IOException {
        String text = stream("truncate; after=2; of=" + DELTA + "; bytes=30").text();
        assertThat(text.substring(text.lastIndexOf("\n\n") + 2)).isEqualTo("event: response.output_text.de");
    }

    @Test
    void aStreamIsCutBeforeItsTerminalEvent() throws IOException {
        Heard heard = stream("truncate; at=terminal");
        assertThat(heard.events("response.output_item.done")).isEqualTo(1);
        assertThat(heard.text()).doesNotContain("response.completed").endsWith("\n\n");
        assertThat(heard.whole()).isFalse();
        assertThat(stored(idIn(heard)).path("status").asText()).isEqualTo("completed");
    }

    @Test
    void aStreamEndsInOrderWithoutItsTerminalEvent() throws IOException {
        Heard heard = stream("end");
        assertThat(heard.text()).doesNotContain("response.completed").endsWith("\n\n");
        assertThat(heard.whole()).isTrue();
        assertThat(heard.end()).isEqualTo("end");
    }

    @ParameterizedTest
    @CsvSource({"truncate,end", "reset,reset", "stall,silence"})
    void nothingArrivesBeforeTheStatus(String kind, String end) throws IOException {
        for (String body : List.of(STREAM, PLAIN)) {
            Heard heard = raw().silence(kind.equals("stall") ? 500 : 10_000)
                    .create(body, "X-Mock-Fault: " + kind + "; at=start");
            assertThat(heard.bytes()).isEmpty();
            assertThat(heard.end()).isEqualTo(end);
        }
    }

    @Test
    void aLongStreamArrivesWholeBeforeItIsReset() throws IOException {
        try (MockServer own = MockServer.start(MockOptions.defaults()
                .scripts(Scripts.script("long").answer(a -> a.text("many words ".repeat(20_000)))))) {
            Heard heard = new RawClient(own).create(STREAM, "X-Mock-Fault: reset; at=terminal");
            assertThat(heard.end()).isEqualTo("reset");
            assertThat(heard.events("response.output_item.done")).isEqualTo(1);
        }
    }

    @Test
    void aJsonBodyHasAMalformedChunk() throws IOException {
        Heard heard = plain("malformed_chunk; bytes=20");
        assertThat(heard.body()).hasSize(20);
        assertThat(new String(heard.bytes(), java.nio.charset.StandardCharsets.ISO_8859_1))
                .endsWith("\r\nno-chunk-size\r\n");
    }

    @Test
    void readingAResponseAgainCanBreakToo() throws IOException {
        Heard list = raw().send("GET", "/v1/responses", "", "X-Mock-Fault: truncate; bytes=9");
        assertThat(new String(list.body(), java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo("{\"object\"");
        assertThat(list.end()).isEqualTo("end");
    }

    @ParameterizedTest
    @CsvSource({"truncate,end", "reset,reset", "stall,silence"})
    void onlyTheHeadersArrive(String kind, String end) throws IOException {
        for (String body : List.of(STREAM, PLAIN)) {
            Heard heard = raw().silence(kind.equals("stall") ? 700 : 10_000)
                    .create(body, "X-Mock-Fault: " + kind + "; at=headers");
            assertThat(heard.head()).startsWith("HTTP/1.1 200");
            assertThat(heard.body()).isEmpty();
            assertThat(heard.end()).isEqualTo(end);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"start", "headers", "middle", "terminal", "character"})
    void aStallOfSomeTimeGoesOn(String at) throws IOException {
        for (String body : List.of(STREAM, PLAIN)) {
            long before = System.nanoTime();
            Heard heard = raw().create(body, "X-Mock-Fault: stall; ms=300; at=" + at);
            assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(300_000_000L);
            assertThat(heard.whole()).isTrue();
            assertThat(heard.text()).contains("\"completed\"");
        }
    }

    @Test
    void aDripIsSlowAndComplete() throws IOException {
        long before = System.nanoTime();
        Heard heard = plain("drip; size=50; ms=20");
        assertThat(heard.whole()).isTrue();
        assertThat(JSON.readTree(heard.body()).path("status").asText()).isEqualTo("completed");
        int pieces = (heard.body().length + 49) / 50;
        assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(pieces * 20_000_000L - 20_000_000L);
        assertThat(stream("drip; size=400; ms=1").events("response.completed")).isEqualTo(1);
    }

    @Test
    void endlessDeltasNeverEndAndGoOnCounting() throws IOException {
        Heard heard = raw().most(60_000).create(STREAM, "X-Mock-Fault: endless");
        assertThat(heard.end()).isEqualTo("enough");
        assertThat(heard.events(DELTA)).isGreaterThan(100);
        assertThat(heard.text()).doesNotContain("output_text.done");
        List<Integer> numbers = new ArrayList<>();
        java.util.regex.Matcher number =
                java.util.regex.Pattern.compile("\"sequence_number\":(\\d+)").matcher(heard.text());
        while (number.find()) {
            numbers.add(Integer.valueOf(number.group(1)));
        }
        assertThat(numbers).isEqualTo(IntStream.range(0, numbers.size()).boxed().toList());
        assertThat(raw().most(30_000).create(PLAIN, "X-Mock-Fault: endless").end())
                .isEqualTo("enough");
    }

    @Test
    void aContentLengthIsTooLong() throws IOException {
        for (String body : List.of(STREAM, PLAIN)) {
            Heard heard = raw().create(body, "X-Mock-Fault: wrong_length; by=10");
            assertThat(heard.text()).contains("\"completed\"");
            assertThat(heard.head().toLowerCase(java.util.Locale.ROOT))
                    .contains("content-length: " + (heard.raw().length + 10));
            assertThat(heard.end()).isEqualTo("end");
        }
    }

    @Test
    void aContentLengthIsTooShort() throws IOException {
        for (String body : List.of(STREAM, PLAIN)) {
            Heard heard = raw().create(body, "X-Mock-Fault: wrong_length; by=-10");
            assertThat(heard.head().toLowerCase(java.util.Locale.ROOT))
                    .contains("content-length: " + (heard.raw().length - 10));
            assertThat(heard.text()).endsWith(body.equals(PLAIN) ? "}" : "}\n\n");
        }
    }

    @ParameterizedTest
    @CsvSource({"truncate,end", "reset,reset"})
    void aJsonBodyIsCut(String kind, String end) throws IOException {
        Heard half = plain(kind);
        Heard some = plain(kind + "; bytes=40");
        assertThat(some.body()).hasSize(40);
        assertThat(half.body().length).isGreaterThan(40);
        assertThat(half.whole()).isFalse();
        assertThat(half.end()).isEqualTo(end);
        assertThat(some.head()).contains("Content-Length");
    }

    @Test
    void aJsonBodyEndsTooEarlyInOrder() throws IOException {
        Heard heard = plain("end");
        assertThat(heard.end()).isEqualTo("end");
        assertThat(heard.head()).doesNotContain("chunked");
        assertThat(heard.text()).startsWith("{\"id\"").doesNotEndWith("}");
    }

    @Test
    void anHttpErrorComesInTheShapeOfTheProfile() throws IOException {
        Heard slow = stream("http; status=429; retry_after=7; message=slow down");
        assertThat(slow.head()).startsWith("HTTP/1.1 429").contains("Retry-After: 7");
        assertThat(JSON.readTree(slow.body()).path("detail").asText()).isEqualTo("slow down");
        assertThat(plain("http; status=503").head()).startsWith("HTTP/1.1 503");
        assertThat(raw().send("GET", "/v1/responses/x", "", "X-Mock-Fault: http; status=500")
                        .head())
                .startsWith("HTTP/1.1 500");
    }

    @Test
    void aResponseFailsInTheMiddle() throws IOException {
        Heard heard = stream("failed; code=model_error; message=It died.; after=3; of=" + DELTA);
        assertThat(heard.whole()).isTrue();
        assertThat(heard.events(DELTA)).isEqualTo(3);
        String last = heard.text().substring(heard.text().lastIndexOf("data: ") + 6);
        JsonNode event = JSON.readTree(last);
        assertThat(event.path("type").asText()).isEqualTo("response.failed");
        assertThat(event.path("sequence_number").asInt()).isEqualTo(7);
        JsonNode response = event.path("response");
        assertThat(response.path("status").asText()).isEqualTo("failed");
        assertThat(response.path("error").path("code").asText()).isEqualTo("model_error");
        assertThat(response.path("error").path("message").asText()).isEqualTo("It died.");
        assertThat(response.path("usage").path("completion_tokens").asInt()).isZero();
        assertThat(stored(response.path("id").asText())).isEqualTo(response);
        assertThat(heard.text()).doesNotContain("event: error");
    }

    @Test
    void aFailedResponseIsTheSameAsJson() throws IOException {
        Heard heard = plain("failed");
        JsonNode response = JSON.readTree(heard.body());
        assertThat(heard.head()).startsWith("HTTP/1.1 200");
        assertThat(response.path("status").asText()).isEqualTo("failed");
        assertThat(response.path("output")
                        .path(0)
                        .path("content")
                        .path(0)
                        .path("text")
                        .asText())
                .isEqualTo(TEXT);
        assertThat(stored(response.path("id").asText())).isEqualTo(response);
    }

    @Test
    void anErrorEventStandsBeforeOrInsteadOfTheTerminalEvent() throws IOException {
        Heard both = stream("failed; error_event=true; message=It died.");
        assertThat(both.events("error")).isEqualTo(1);
        assertThat(both.events("response.failed")).isEqualTo(1);
        Heard alone = stream("error; message=It died.");
        assertThat(alone.text())
                .contains("\"type\":\"error\",\"code\":\"server_error\",\"message\":\"It died.\",\"param\":null");
        assertThat(alone.text()).doesNotContain("response.failed", "response.completed");
        assertThat(alone.whole()).isTrue();
        assertThat(stored(idIn(alone)).path("status").asText()).isEqualTo("failed");
    }

    @Test
    void aFaultThatHitsOnceLetsTheRetryThrough() throws IOException {
        String once = "http; status=503; times=1; seed=11";
        assertThat(stream(once).head()).startsWith("HTTP/1.1 503");
        assertThat(stream(once).events("response.completed")).isEqualTo(1);
        assertThat(raw().create("{'model':'m','input':'retry'}").head()).startsWith("HTTP/1.1 429");
        assertThat(raw().create("{'model':'m','input':'retry'}").head()).startsWith("HTTP/1.1 200");
    }

    @Test
    void aRuleIsArmedCountedAndDisarmedAtRunTime() {
        try (MockServer own = MockServer.start(MockOptions.defaults())) {
            Browser browser = Browser.of(own);
            own.faults().add("third", "http; status=500; every=3; operation=create");
            assertThat(IntStream.range(0, 7)
                            .map(i -> browser.create(PLAIN).status())
                            .toArray())
                    .containsExactly(200, 200, 500, 200, 200, 500, 200);
            assertThat(browser.get("/responses").status()).isEqualTo(200);
            assertThat(own.faults().hits("third")).isEqualTo(2);
            assertThat(own.faults().remove("third")).isTrue();
            own.faults().add("late", "http; status=502; skip=1; times=1; operation=list");
            assertThat(IntStream.range(0, 3)
                            .map(i -> browser.get("/responses").status())
                            .toArray())
                    .containsExactly(200, 502, 200);
            own.faults().clear();
            assertThat(own.faults().rules()).isEmpty();
        }
    }

    @Test
    void aRuleThatHasNoPlaceInAnAnswerLeavesItAlone() {
        try (MockServer own = MockServer.start(MockOptions.defaults())) {
            own.faults().add("late", "failed; after=1000; operation=create");
            assertThat(Browser.of(own).create(STREAM).text()).contains("response.completed");
        }
    }

    @Test
    void equalSeedsHitTheSameRequests() {
        List<Boolean> one = draws(5);
        assertThat(one).isEqualTo(draws(5)).isNotEqualTo(draws(6));
        assertThat(one.stream().filter(h -> h).count()).isBetween(30L, 70L);
    }

    private static List<Boolean> draws(int seed) {
        Faults faults = new Faults();
        faults.add("some", "reset; probability=0.5; seed=" + seed);
        return IntStream.range(0, 100)
                .mapToObj(i -> faults.next("create", null).isPresent())
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bang | there is no fault 'bang'; kinds are truncate",
                "status=3 | a fault needs a kind",
                "truncate; after=x | after must be a whole number",
                "truncate; of=a | 'after'",
                "truncate; at=moon | there is no place 'moon'",
                "truncate; at=start; after=1 | either 'at' or 'after'",
                "truncate; nonsense | 'nonsense' is not key=value",
                "truncate; ms=3 | unknown key 'ms'",
                "truncate; after=1; after=2 | there twice",
                "failed; at=character | between two events",
                "http; status=200 | from 400 to 599",
                "wrong_length; by=0 | would be right",
                "stall; ms=-1 | ms must be",
                "reset; probability=2 | probability",
                "reset; operation=fly | operation is",
                "malformed_chunk; at=start | no chunks",
                "failed; error_event=maybe | true or false"
            })
    void aBadFaultIsRefused(String fault, String message) throws IOException {
        Heard heard = stream(fault);
        assertThat(heard.head()).startsWith("HTTP/1.1 422");
        assertThat(JSON.readTree(heard.body()).path("detail").asText())
                .startsWith("X-Mock-Fault: ")
                .contains(message);
        assertThatThrownBy(() -> FaultRule.parse(fault)).isInstanceOf(FaultException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "truncate; after=1000; of=response.output_text.delta | only",
                "truncate; bytes=1000000 | the answer ends",
                "failed; after=1; of=response.nothing | of type response.nothing"
            })
    void aFaultThatCannotHappenIsRefused(String fault, String message) throws IOException {
        Heard heard = stream(fault);
        assertThat(heard.head()).startsWith("HTTP/1.1 422");
        assertThat(JSON.readTree(heard.body()).path("detail").asText())
                .startsWith("the fault cannot happen")
                .contains(message);
    }

    @Test
    void aFaultOfResponsesIsForCreates() throws IOException {
        assertThat(raw().send("GET", "/v1/responses", "", "X-Mock-Fault: failed")
                        .head())
                .startsWith("HTTP/1.1 422");
    }
}
