package org.responsestck.mock.wiremock;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.responsestck.mock.MockOptions;
import org.responsestck.mock.MockServer;

/** What somebody tells the WireMock inside the mock's own server counts from the next request on. */
class ShortcutTest {
    private final HttpClient client = HttpClient.newHttpClient();
    private final MockServer mock = MockServer.start(MockOptions.defaults());

    @AfterEach
    void stop() {
        mock.close();
    }

    private HttpResponse<String> send(String method, String path, String body)
            throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + mock.port() + path))
                        .header("Authorization", "Bearer " + mock.key())
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> create() throws IOException, InterruptedException {
        return send("POST", "/v1/responses", "{\"model\":\"m\",\"input\":\"Hi\"}");
    }

    @Test
    void aStubOfSomebodyElseComesFirstAndGoesAgain() throws Exception {
        assertThat(create().statusCode()).isEqualTo(200);
        String stub = send(
                        "POST",
                        "/__admin/mappings",
                        "{\"request\":{\"method\":\"POST\",\"url\":\"/v1/responses\"},\"response\":{\"status\":418}}")
                .body();
        assertThat(create().statusCode()).isEqualTo(418);
        String id = JsonMapper.builder().build().readTree(stub).path("id").asText();
        send("DELETE", "/__admin/mappings/" + id, "");
        assertThat(create().statusCode()).isEqualTo(200);
    }

    @Test
    void aDelayOfAllAnswersIsKept() throws Exception {
        send("POST", "/__admin/settings", "{\"fixedDelay\":300}");
        long begun = System.nanoTime();
        assertThat(create().statusCode()).isEqualTo(200);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThanOrEqualTo(Duration.ofMillis(300));
    }

    @Test
    void whoForgetsAllStubsForgetsTheMock() throws Exception {
        send("DELETE", "/__admin/mappings", "");
        assertThat(create().statusCode()).isEqualTo(404);
    }
}
