package org.responsestck.mock;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.responsestck.mock.journal.Exchange;
import org.responsestck.mock.junit.ResponsesMock;
import org.responsestck.mock.script.Scripts;
import org.responsestck.mock.transport.Watch;

@ResponsesMock
class JournalTest {
    private static final String CANARY = "canary-1f9c\\\"2b";

    private final MockServer mock;
    private final Browser browser;

    JournalTest(MockServer mock) {
        this.mock = mock;
        this.browser = Browser.of(mock);
    }

    private Exchange last() {
        List<Exchange> all = mock.journal().exchanges();
        return all.get(all.size() - 1);
    }

    @Test
    void aRequestIsKeptAsItWasSentAndItsAnswerInShort() {
        mock.clock().set(Instant.parse("2031-02-03T04:05:06Z"));
        String sent = "{\"model\" :\"m\",  \"input\":\"hé\"}";
        Browser.Got got = browser.send("POST", "/responses", sent.getBytes(StandardCharsets.UTF_8));
        assertThat(got.json().path("created_at").asLong())
                .isEqualTo(Instant.parse("2031-02-03T04:05:06Z").getEpochSecond());
        Exchange exchange = last();
        assertThat(exchange.text()).isEqualTo(sent);
        assertThat(exchange.at()).isEqualTo("2031-02-03T04:05:06Z");
        assertThat(exchange.method() + " " + exchange.url()).isEqualTo("POST /inference/v1/responses");
        assertThat(exchange.answer().status()).isEqualTo(200);
        assertThat(exchange.answer().bytes()).isEqualTo(got.text().getBytes(StandardCharsets.UTF_8).length);
        assertThat(exchange.heard()).isTrue();
        assertThat(exchange.facts().responseId())
                .isEqualTo(got.json().path("id").asText());
    }

    @Test
    void eventsAreCountedAndTheEndIsTold() throws IOException {
        String stream = "{'model':'m','input':'Count from 1 to 5.','stream':true}";
        int events = browser.create(stream).text().split("\n\n").length;
        assertThat(last().answer().events()).isEqualTo(events);
        assertThat(last().answer().end()).isEqualTo(Watch.End.WHOLE);
        for (String kind : List.of("truncate", "reset", "malformed_chunk")) {
            new RawClient(mock).create(stream, "X-Mock-Fault: " + kind + "; after=3");
            Awaitility.await().until(() -> last().answer().end() == Watch.End.BROKEN);
            assertThat(last().answer().events()).isEqualTo(3);
        }
        new RawClient(mock).create(stream, "X-Mock-Fault: truncate; at=start");
        Awaitility.await().until(() -> last().answer().end() == Watch.End.BROKEN);
        assertThat(last().answer().status()).isZero();
    }

    @Test
    void aClientThatGoesAwayIsSeen() throws IOException {
        new RawClient(mock).most(400).create("{'model':'m','input':'x','stream':true}", "X-Mock-Fault: endless; ms=1");
        Awaitility.await().until(() -> last().answer().end() == Watch.End.CLIENT_GONE);
    }

    @Test
    void noKeyReachesTheJournal() {
        String key = mock.key();
        browser.with("X-Api-Key", key)
                .with("Cookie", "session=" + key)
                .send("GET", "/responses?api_key=" + key + "&limit=3", null);
        String tool = "{\"type\":\"mcp\",\"server_label\":\"s\",\"server_url\":\"http://me:" + CANARY
                + "@127.0.0.1:9/mcp?api_key=" + CANARY + "\",\"authorization\":\"" + CANARY
                + "\",\"headers\":{\"X-Own\":\"" + CANARY + "\",\"n\":{\"deep\":[\"" + CANARY
                + "\"]}}}";
        List<String> bodies = List.of(
                "{\"model\":\"m\",\"input\":\"my key is " + key + "\"}",
                "{\"model\":\"m\",\"input\":\"hi\",\"store\":false,\"tools\":[" + tool + "]}",
                "{\"model\":\"m\",\"input\":\"hi\",\"tools\":[" + tool.substring(0, tool.length() - 3),
                "{\"model\":\"m\",oops,\"tools\":[" + tool + "]}",
                "{\"model\":\"m\",\"tools\":[{\"\\u0061uthorization\":\"" + CANARY + "\"}]}");
        for (String body : bodies) {
            browser.send("POST", "/responses", body.getBytes(StandardCharsets.UTF_8));
        }
        browser.send("POST", "/responses", bodies.get(1).getBytes(StandardCharsets.UTF_16));
        List<Exchange> all = mock.journal().exchanges();
        assertThat(all).hasSize(7);
        for (Exchange exchange : all) {
            assertThat(exchange.body()).hasSize(exchange.bodyBytes());
            String shown = exchange.url() + exchange.headers() + exchange.text() + exchange.facts() + exchange;
            assertThat(shown).doesNotContain(key).doesNotContain("canary");
            assertThat(new String(exchange.body(), StandardCharsets.UTF_16)).doesNotContain("canary");
        }
        assertThat(all.get(0).url()).endsWith("&limit=3");
        assertThat(all.get(0).headers().get("authorization")).isEqualTo("Bearer " + "*".repeat(key.length()));
        assertThat(all.get(2).text()).contains("server_url").contains("\"X-Own\":\"****");
    }

    @Test
    void itIsSearchedFromCode() {
        mock.scripts()
                .add(Scripts.script("only").when(w -> w.lastEquals("Hello.")).answer("Hi."));
        browser.create("{'model':'m','input':'Hello.'}");
        browser.create("{'model':'m','input':'Goodbye.'}");
        browser.get("/responses");
        assertThat(mock.journal().find("create")).hasSize(2);
        assertThat(mock.journal().containing("Goodbye")).hasSize(1);
        assertThat(mock.journal().find("create").get(0).facts().script()).contains("'only'");
        assertThat(mock.journal().unmatched()).hasSize(1);
        assertThat(mock.journal().unmatched().get(0).facts().miss())
                .contains("nearest is 'only'")
                .contains("Goodbye.");
    }

    @Test
    void itIsBoundedByBytes(MockServer any) {
        try (MockServer small =
                        any.namespace("small journal", MockOptions.defaults().journalBytes(40_000));
                MockServer none =
                        any.namespace("no journal", MockOptions.defaults().journalBytes(0))) {
            Browser client = Browser.of(small);
            for (int i = 0; i < 40; i++) {
                client.create("{'model':'m','input':'" + "x".repeat(3_000) + "'}");
            }
            client.create("{'model':'m','input':'" + "y".repeat(100_000) + "'}");
            List<Exchange> kept = small.journal().exchanges();
            assertThat(kept.stream().mapToInt(e -> e.body().length).sum()).isBetween(5_000, 40_000);
            assertThat(small.journal().arrived()).isEqualTo(41);
            assertThat(small.journal().forgotten()).isEqualTo(41 - kept.size());
            assertThat(kept.get(kept.size() - 1).body()).hasSize(5_000);
            assertThat(kept.get(kept.size() - 1).bodyBytes()).isGreaterThan(100_000);
            Browser.of(none).create("{'model':'m','input':'x'}");
            assertThat(none.journal().exchanges()).isEmpty();
        }
    }
}
