package org.responsestck.mock;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.responsestck.mock.junit.ResponsesMock;

@ResponsesMock(retention = "PT1H")
class AdminTest {
    private final MockServer mock;
    private final Browser browser;
    private int status;

    AdminTest(MockServer mock) {
        this.mock = mock;
        this.browser = Browser.of(mock);
    }

    private JsonNode ask(String method, String path, String body, String... headers) throws IOException {
        RawClient.Heard heard = raw(method, path, body, "127.0.0.1", headers);
        status = Integer.parseInt(heard.head().substring(9, 12));
        return new ObjectMapper().readTree(heard.body());
    }

    private RawClient.Heard raw(String method, String path, String body, String host, String... headers)
            throws IOException {
        return new RawClient(mock).host(host).send(method, "/__responses" + path, body, headers);
    }

    @Test
    void scriptsAreAddedListedAndRemoved() throws IOException {
        JsonNode added = ask("POST", "/scripts", "- {name: greets, match: {last: Hello}, answer: [{text: Hi.}]}");
        assertThat(added.path("scripts").path(0).path("name").asText()).isEqualTo("greets");
        assertThat(added.path("unplayed")).hasSize(1);
        assertThat(browser.create("{'model':'m','input':'Hello'}").text()).contains("Hi.");
        assertThat(ask("GET", "/scripts", "").path("unplayed")).isEmpty();
        assertThat(ask("POST", "/scripts", "- {name: x, anwser: []}")
                        .path("error")
                        .asText())
                .contains("request:1:");
        assertThat(status).isEqualTo(400);
        ask("DELETE", "/scripts/nobody", "");
        assertThat(status).isEqualTo(404);
        assertThat(ask("DELETE", "/scripts/greets", "").path("scripts")).isEmpty();
        ask("POST", "/scripts", "- {name: greets, answer: [{text: Hi.}]}");
        assertThat(ask("DELETE", "/scripts", "").path("scripts")).isEmpty();
    }

    @Test
    void responsesAreListedAndForgotten() throws IOException {
        String one =
                browser.create("{'model':'m','input':'a'}").json().path("id").asText();
        String two =
                browser.create("{'model':'m','input':'b'}").json().path("id").asText();
        JsonNode list = ask("GET", "/responses", "").path("responses");
        assertThat(list.findValuesAsText("id")).containsExactlyInAnyOrder(one, two);
        assertThat(list.path(0).path("account").asText()).isEqualTo(mock.accountId());
        assertThat(ask("DELETE", "/responses/" + one, "").path("responses")).hasSize(1);
        assertThat(browser.get("/responses/" + one).status()).isEqualTo(404);
        assertThat(ask("DELETE", "/responses", "").path("responses")).isEmpty();
        assertThat(browser.get("/responses/" + two).status()).isEqualTo(404);
    }

    @Test
    void theClockIsSetAndResponsesExpire() throws IOException {
        ask("PUT", "/clock", "{'now':'2031-01-01T00:00:00Z'}");
        Browser.Got got = browser.create("{'model':'m','input':'a'}");
        String id = got.json().path("id").asText();
        assertThat(got.json().path("created_at").asLong()).isEqualTo(1_924_992_000L);
        ask("PUT", "/clock", "{'advance':3599}");
        assertThat(browser.get("/responses/" + id).status()).isEqualTo(200);
        JsonNode told = ask("PUT", "/clock", "{'advance':'PT1S'}");
        assertThat(told.path("now").asText()).isEqualTo("2031-01-01T01:00:00Z");
        assertThat(told.path("standing").asBoolean()).isTrue();
        for (Browser.Got gone : List.of(
                browser.get("/responses/" + id),
                browser.delete(id),
                browser.create("{'model':'m','input':'x','previous_response_id':'" + id + "'}"))) {
            assertThat(gone.status()).isEqualTo(404);
        }
        assertThat(browser.get("/responses").json().path("data")).isEmpty();
        assertThat(ask("DELETE", "/clock", "").path("standing").asBoolean()).isFalse();
        ask("PUT", "/clock", "{'advance':'-PT1S'}");
        assertThat(status).isEqualTo(400);
        ask("PUT", "/clock", "{'now':'tomorrow'}");
        assertThat(status).isEqualTo(400);
        ask("PUT", "/clock", "{'now':'2031-01-01T00:00:00Z','advance':1}");
        assertThat(status).isEqualTo(400);
        ask("GET", "/journal?limit=-1", "");
        assertThat(status).isEqualTo(400);
    }

    @Test
    void faultsAreArmedAndDisarmed() throws IOException {
        JsonNode armed = ask("PUT", "/faults/down", "http; status=503; operation=create");
        assertThat(armed.path("faults").path(0).path("kind").asText()).isEqualTo("http");
        assertThat(browser.create("{'model':'m','input':'a'}").status()).isEqualTo(503);
        assertThat(ask("GET", "/faults", "").path("faults").path(0).path("hits").asInt())
                .isEqualTo(1);
        ask("DELETE", "/faults/down", "");
        assertThat(browser.create("{'model':'m','input':'a'}").status()).isEqualTo(200);
        assertThat(ask("PUT", "/faults/odd", "explode").path("error").asText()).contains("no fault 'explode'");
    }

    @Test
    void theJournalIsReadAndCleared() throws IOException {
        browser.create("{'model':'m','input':'alpha'}");
        browser.create("{'model':'m','input':'beta'}");
        browser.get("/responses/nothing");
        assertThat(ask("GET", "/journal", "").path("exchanges")).hasSize(3);
        assertThat(ask("GET", "/journal?operation=create&contains=beta", "")
                        .path("found")
                        .asInt())
                .isEqualTo(1);
        JsonNode refused =
                ask("GET", "/journal?status=404&limit=1", "").path("exchanges").path(0);
        assertThat(refused.path("refused").asText()).isEqualTo("Response not found");
        assertThat(refused.toString()).doesNotContain(mock.key());
        ask("GET", "/journal?colour=red", "");
        assertThat(status).isEqualTo(400);
        assertThat(ask("DELETE", "/journal", "").path("exchanges")).isEmpty();
    }

    @Test
    void theVerdictIsToldAndAResetForgetsEverything() throws IOException {
        browser.create("{'model':'m','input':'x','previous_response_id':'resp_nothing'}");
        JsonNode verdict = ask("GET", "/client", "");
        assertThat(verdict.path("clean").asBoolean()).isFalse();
        assertThat(verdict.path("complaints").path(0).path("rule").asText()).isEqualTo("dead-chain");
        ask("POST", "/scripts", "- {name: a, answer: [{text: Hi.}]}");
        ask("PUT", "/faults/f", "http; status=500");
        ask("POST", "/reset", "");
        assertThat(ask("GET", "/client", "").path("clean").asBoolean()).isTrue();
        assertThat(ask("GET", "/scripts", "").path("scripts")).isEmpty();
        assertThat(ask("GET", "/faults", "").path("faults")).isEmpty();
    }

    @Test
    void onlyProgramsOfThisMachineAreServed() throws IOException {
        ask("GET", "/journal", "", "Origin: http://example.com");
        assertThat(status).isEqualTo(403);
        assertThat(raw("GET", "/journal", "", "example.com").head()).startsWith("HTTP/1.1 403");
        assertThat(raw("GET", "/journal", "", "localhost:1").head()).startsWith("HTTP/1.1 200");
    }

    @ParameterizedTest
    @CsvSource({
        "PATCH,/scripts,405",
        "GET,/nothing,404",
        "GET,/scripts/a/b,404",
        "GET,/reset,405",
        "PUT,/client,405",
        "GET,'',200"
    })
    void whatIsNotThereIsSaid(String method, String path, int expected) throws IOException {
        ask(method, path, "");
        assertThat(status).isEqualTo(expected);
    }

    @Test
    void aPageMayUseTheApi() throws IOException {
        RawClient raw = new RawClient(mock);
        String head = raw.send(
                        "OPTIONS",
                        "/v1/responses",
                        "",
                        "Origin: http://localhost:3000",
                        "Access-Control-Request-Method: POST",
                        "Access-Control-Request-Headers: authorization,x-stainless-lang")
                .head();
        assertThat(head)
                .startsWith("HTTP/1.1 204")
                .contains("Access-Control-Allow-Origin: http://localhost:3000")
                .contains("Access-Control-Allow-Headers: authorization,x-stainless-lang");
        assertThat(raw.create("{'model':'m','input':'x'}", "Origin: http://localhost:3000")
                        .head())
                .contains("Access-Control-Allow-Origin: http://localhost:3000");
        assertThat(raw.create("{'model':'m','input':'x'}").head()).doesNotContain("Access-Control");
    }
}
