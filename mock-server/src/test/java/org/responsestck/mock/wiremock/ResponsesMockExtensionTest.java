package org.responsestck.mock.wiremock;

import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.responsestck.mock.MockOptions;
import org.responsestck.mock.script.Scripts;

class ResponsesMockExtensionTest {
    private static final String STREAM = "{'model':'m','input':'Count from 1 to 5.','stream':true}";

    private final ResponsesMockExtension extension = ResponsesMockExtension.with(MockOptions.defaults());
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private WireMockServer server = new WireMockServer(options().dynamicPort());

    private void start(boolean paced) {
        WireMockConfiguration own =
                options().dynamicPort().bindAddress("127.0.0.1").extensions(extension);
        server = new WireMockServer(paced ? own.httpServerFactory(extension.pacing()) : own);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    private HttpResponse<String> send(String method, String path, String body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.baseUrl() + path))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", "Bearer " + extension.backend().key())
                .method(method, HttpRequest.BodyPublishers.ofString(body.replace('\'', '"')));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theApiIsServedBesideTheirStubs(boolean paced) throws Exception {
        start(paced);
        server.stubFor(get("/theirs").willReturn(ok("theirs")));
        server.stubFor(post("/v1/responses")
                .withRequestBody(matchingJsonPath("$.model", equalTo("stubbed")))
                .willReturn(okJson("{\"id\":\"resp_stub\"}")));
        extension
                .backend()
                .scripts()
                .add(Scripts.script("s").when(w -> w.lastEquals("Hi")).answer("Hello."));
        assertThat(send("GET", "/theirs", "").body()).isEqualTo("theirs");
        assertThat(send("POST", "/v1/responses", "{'model':'stubbed'}").body()).contains("resp_stub");
        HttpResponse<String> made = send("POST", "/v1/responses", "{'model':'m','input':'Hi'}");
        assertThat(made.body()).contains("Hello.");
        String id = made.body().replaceAll(".*?\"id\":\"(resp_[^\"]+)\".*", "$1");
        assertThat(send("GET", "/inference/v1/responses/" + id, "").body()).isEqualTo(made.body());
        assertThat(send("GET", "/v1/responses?limit=1", "").body()).contains(id);
        assertThat(send("GET", "/nowhere", "").statusCode()).isEqualTo(404);
        // Their journal and verification.
        server.verify(2, postRequestedFor(urlEqualTo("/v1/responses")));
        assertThat(server.getAllServeEvents()).hasSize(6);
        assertThat(server.getAllServeEvents().stream()
                        .filter(e -> e.getResponse().getBodyAsString().contains("Hello."))
                        .count())
                .isGreaterThanOrEqualTo(2);
        assertThat(server.findAllUnmatchedRequests()).hasSize(1);
        // Both admin APIs.
        assertThat(send("GET", "/__admin/mappings", "").body()).contains("/theirs");
        assertThat(send("GET", "/__responses/journal", "").body()).contains("\"found\":3");
        assertThat(extension.backend().journal().find("create")).hasSize(1);
        assertThat(extension.backend().client().clean()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aStreamIsWholeEitherWay(boolean paced) throws Exception {
        start(paced);
        String body = send("POST", "/v1/responses", STREAM).body();
        assertThat(body).startsWith("event: response.created\n").contains("event: response.completed\n");
        assertThat(extension.backend().journal().exchanges().get(0).answer().events())
                .isEqualTo(body.split("\n\n").length);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void brokenConnectionsAreBroken(boolean paced) {
        start(paced);
        for (String fault : new String[] {"reset", "truncate", "malformed_chunk", "reset; at=start"}) {
            assertThatThrownBy(() -> send("POST", "/v1/responses", STREAM, "X-Mock-Fault", fault))
                    .as(fault)
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void whatNeverEndsEndsOnAStockServer() throws Exception {
        start(false);
        assertThat(send("POST", "/v1/responses", STREAM, "X-Mock-Fault", "endless")
                        .body()
                        .split("\n\n"))
                .hasSizeGreaterThan(1_000);
    }

    @Test
    void aResetToDefaultsKeepsTheApi() throws Exception {
        start(false);
        server.stubFor(get("/theirs").willReturn(ok("theirs")));
        server.resetToDefaultMappings();
        assertThat(send("GET", "/theirs", "").statusCode()).isEqualTo(404);
        assertThat(send("POST", "/v1/responses", "{'model':'m','input':'Hi'}").statusCode())
                .isEqualTo(200);
    }

    @Test
    void aStreamThatWaitsForToolsIsWholeBeforeItIsSent() throws Exception {
        start(false);
        // Nothing listens there: the stream has begun, and ends as failed.
        String body = send(
                        "POST",
                        "/v1/responses",
                        "{'model':'m','input':'Use the tool lookup now.','stream':true,'tools':[{'type':'mcp','server_label':'s','server_url':'http://127.0.0.1:1/mcp'}]}")
                .body();
        assertThat(body).startsWith("event: response.created\n").contains("event: response.failed\n");
    }
}
