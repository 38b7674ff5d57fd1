package org.responsestck.mock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.responsestck.mock.journal.ClientRule;
import org.responsestck.mock.journal.ClientVerdict;
import org.responsestck.mock.junit.ResponsesMock;
import org.responsestck.mock.script.Scripts;

@ResponsesMock
class ClientVerdictTest {
    private static final String TOOLS = "'tools':[{'type':'function','name':'book'}]";
    private static final String ASK = "{'model':'m','input':'Book it.'," + TOOLS + "}";

    private final MockServer mock;
    private final Browser browser;

    ClientVerdictTest(MockServer mock) {
        this.mock = mock;
        this.browser = Browser.of(mock);
    }

    private List<ClientRule> rules() {
        return mock.client().complaints().stream()
                .map(ClientVerdict.Complaint::rule)
                .toList();
    }

    private void books(String fault) {
        mock.scripts()
                .add(Scripts.script("books")
                        .when(w -> w.lastContains("Book it").tools("book"))
                        .answer(a -> {
                            a.call("book", Map.of());
                            if (!fault.isEmpty()) {
                                a.fault(fault);
                            }
                        })
                        .then(w -> w.toolOutput("book"), a -> a.text("Booked.")));
    }

    private static String call(Browser.Got got) {
        return got.json().path("output").path(0).path("call_id").asText();
    }

    private Browser.Got output(String previous, String call, String output) {
        return browser.create("{'model':'m','previous_response_id':'" + previous
                + "','input':[{'type':'function_call_output','call_id':'" + call + "','output':'" + output + "'}],"
                + TOOLS + "}");
    }

    @Test
    void aClientThatDoesEverythingRightHearsNothing() {
        books("");
        Browser.Got first = browser.create(ASK);
        Browser.Got second = output(first.json().path("id").asText(), call(first), "done");
        assertThat(second.text()).contains("Booked.");
        browser.delete(second.json().path("id").asText());
        browser.get("/responses");
        assertThat(mock.client().complaints()).isEmpty();
        assertThat(mock.client().exchanges()).isEqualTo(4);
        mock.assertClientBehaved();
    }

    @Test
    void aRetryBeforeRetryAfterIsSeen() {
        mock.faults().add("busy", "http; status=429; retry_after=60; times=1");
        assertThat(browser.create(ASK).status()).isEqualTo(429);
        browser.create("{'model':'m','input':'Something else.'}");
        assertThat(rules()).as("another request may come").isEmpty();
        browser.create(ASK);
        assertThat(rules()).containsOnlyOnce(ClientRule.RETRIED_TOO_EARLY);
        assertThatThrownBy(mock::assertClientBehaved)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("#1 was answered 429 with Retry-After 60");
    }

    @Test
    void aRetryAfterRetryAfterIsRight() {
        mock.faults().add("busy", "http; status=503; retry_after=1; times=1");
        Browser.Got refused = browser.create("{'model':'m','input':'Hello.'}");
        assertThat(refused.status()).isEqualTo(503);
        Awaitility.await()
                .pollDelay(Duration.ofMillis(1_020))
                .until(() -> browser.create("{'model':'m','input':'Hello.'}").status() == 200);
        assertThat(rules()).isEmpty();
    }

    @Test
    void deadChainsAreSeenWhereTheClientKnew() {
        String deleted =
                browser.create("{'model':'m','input':'a'}").json().path("id").asText();
        browser.delete(deleted);
        String unstored = browser.create("{'model':'m','input':'b','store':false}")
                .json()
                .path("id")
                .asText();
        for (String id : List.of(deleted, unstored, "resp_nobody")) {
            browser.create("{'model':'m','input':'x','previous_response_id':'" + id + "'}");
        }
        assertThat(mock.client().complaints())
                .extracting(ClientVerdict.Complaint::message)
                .satisfiesExactly(
                        m -> assertThat(m).contains(deleted).contains("was deleted in #2"),
                        m -> assertThat(m).contains(unstored).contains("was not to be stored"),
                        m -> assertThat(m).contains("resp_nobody").contains("was never given"));
    }

    @Test
    void whatExpiredIsNoFaultOfTheClientUntilItWasTold() {
        String id =
                browser.create("{'model':'m','input':'a'}").json().path("id").asText();
        mock.backend().forgetResponses();
        String next = "{'model':'m','input':'x','previous_response_id':'" + id + "'}";
        assertThat(browser.create(next).status()).isEqualTo(404);
        assertThat(rules()).isEmpty();
        browser.create(next);
        assertThat(rules()).containsExactly(ClientRule.DEAD_CHAIN);
    }

    @Test
    void anOutputThatNeverComesIsMissed() {
        books("");
        Browser.Got got = browser.create(ASK);
        assertThat(rules()).containsExactly(ClientRule.CALL_UNANSWERED);
        assertThat(mock.client().without(ClientRule.CALL_UNANSWERED).clean()).isTrue();
        output(got.json().path("id").asText(), call(got), "done");
        assertThat(rules()).isEmpty();
    }

    @Test
    void aCallInAnAnswerThatBrokeOffNeedsNoOutput() throws IOException {
        books("truncate; at=terminal");
        new RawClient(mock).create(ASK.replaceFirst("\\{", "{'stream':true,"));
        Awaitility.await().until(() -> !mock.journal().find("create").get(0).heard());
        assertThat(rules()).isEmpty();
    }

    @Test
    void aToolThatRanTwiceIsSeenByItsTwoOutputs() {
        books("");
        Browser.Got got = browser.create(ASK);
        String id = got.json().path("id").asText();
        mock.faults().add("down", "http; status=500; times=1; operation=create");
        output(id, call(got), "ticket 1");
        output(id, call(got), "ticket 1");
        assertThat(rules()).as("the same output again is a plain retry").isEmpty();
        mock.faults().add("down", "truncate; times=1; operation=create");
        output(id, call(got), "ticket 1");
        output(id, call(got), "ticket 2");
        assertThat(rules()).containsExactly(ClientRule.CALL_REPEATED);
    }

    @Test
    void aToolThatRanForTheBrokenAnswerAndForItsRetryIsSeen() throws IOException {
        books("truncate; at=terminal; times=1");
        String stream = ASK.replaceFirst("\\{", "{'stream':true,");
        String heard = new RawClient(mock).create(stream).text();
        String first = heard.replaceAll("(?s).*\"call_id\":\"([^\"]+)\".*", "$1");
        assertThat(new RawClient(mock).create(stream).text()).contains("response.completed");
        String id = mock.journal().find("create").get(1).facts().responseId();
        String call =
                mock.journal().find("create").get(1).facts().calls().get(0).callId();
        browser.create("{'model':'m','previous_response_id':'" + id
                + "','input':[{'type':'function_call_output','call_id':'" + call + "','output':'1'}]," + TOOLS + "}");
        assertThat(rules()).isEmpty();
        browser.create("{'model':'m','input':[{'type':'function_call','call_id':'" + first
                + "','name':'book','arguments':'{}'},{'type':'function_call_output','call_id':'" + first
                + "','output':'2'}]," + TOOLS + "}");
        assertThat(rules()).containsExactly(ClientRule.CALL_REPEATED);
    }

    @Test
    void aKeyThatFollowsARedirectIsSeen() throws IOException, InterruptedException {
        mock.faults().add("moved", "redirect; status=307; times=2");
        for (boolean keyed : new boolean[] {false, true}) {
            Browser.Got moved = browser.create(ASK);
            assertThat(moved.status()).isEqualTo(307);
            HttpRequest.Builder follow = HttpRequest.newBuilder(
                            URI.create(mock.baseUrl().replaceAll("/inference.*", "")
                                    + "/__responses/elsewhere/"
                                    + URLEncoder.encode(mock.backend().name(), StandardCharsets.UTF_8)))
                    .POST(HttpRequest.BodyPublishers.ofString("{}"));
            if (keyed) {
                follow.header("Authorization", "Bearer " + mock.key());
            }
            assertThat(HttpClient.newHttpClient()
                            .send(follow.build(), HttpResponse.BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(404);
            assertThat(rules()).isEqualTo(keyed ? List.of(ClientRule.KEY_REDIRECTED) : List.of());
        }
    }

    @Test
    void aRedirectPointsToAnotherNameOfThisMachine() throws IOException {
        mock.faults().add("moved", "redirect; status=308");
        RawClient.Heard heard = new RawClient(mock).send("POST", "/v1/responses", "{}");
        assertThat(heard.head())
                .startsWith("HTTP/1.1 308")
                .contains("Location: http://127.0.0.1/__responses/elsewhere/");
    }
}
