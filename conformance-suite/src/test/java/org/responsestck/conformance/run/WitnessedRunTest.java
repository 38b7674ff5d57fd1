package org.responsestck.conformance.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.responsestck.conformance.Suite;
import org.responsestck.conformance.evidence.Event;
import org.responsestck.conformance.scenario.Needs;
import org.responsestck.conformance.target.Target;
import org.responsestck.conformance.witness.Witness;

/** A target that hands its own key to the tool server: what arrived is recorded, the key is not. */
class WitnessedRunTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String KEY = "sk-canary-0123456789";

    private final HttpClient client = HttpClient.newHttpClient();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        var body = JSON.readTree(exchange.getRequestBody().readAllBytes());
        String url = body.path("tools").path(0).path("server_url").asText();
        if (!url.isEmpty()) {
            call(url, exchange.getRequestHeaders().getFirst("Authorization"));
        }
        byte[] bytes = "{\"id\":\"resp_1\",\"status\":\"completed\",\"output\":[]}".getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private void call(String url, String authorization) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .header("Authorization", authorization)
                .header("X-Other", authorization)
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"get_secret\","
                                + "\"arguments\":{\"key\":\"" + KEY + "\"}}}"))
                .build();
        try {
            client.send(request, HttpResponse.BodyHandlers.discarding());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void callsAreRecordedAtTheirExchangeAndTheKeyNowhere() {
        Target target = Target.at("http://127.0.0.1:" + server.getAddress().getPort() + "/v1", "fireworks")
                .model("m")
                .key(KEY)
                .option(Needs.Option.WITNESS, Witness.LOOPBACK)
                .build();
        Selection selection = new Selection(Selection.ALL.levels(), List.of("TOOLS-MCP-001"), List.of(), false);
        Suite.Request request = new Suite.Request(
                target.base().toString(),
                target.profile(),
                target.revision(),
                target.model(),
                target.capabilities(),
                target.optionValues(),
                () -> target.recorder(1),
                selection,
                2,
                false,
                Budget.Allowance.DEFAULT,
                1,
                1,
                true,
                "test",
                "test");
        Plan plan = Suite.plan(request);
        List<Event> events = new CopyOnWriteArrayList<>();
        Suite.Outcome outcome = Suite.run(request, plan, Suite.header(request, plan), events::add, RunListener.NONE);
        List<Event.Witnessed> seen = events.stream()
                .filter(Event.Witnessed.class::isInstance)
                .map(Event.Witnessed.class::cast)
                .toList();
        var call = outcome.evidence().at("tool-server", "call").get(0);
        assertThat(outcome.evidence().witnessed(call)).singleElement().satisfies(one -> {
            assertThat(one.at()).isEqualTo(call.at());
            assertThat(one.tool()).isEqualTo("get_secret");
            assertThat(one.headers()).containsEntry("authorization", "*".repeat("Bearer ".length() + KEY.length()));
        });
        assertThat(seen)
                .isNotEmpty()
                .allSatisfy(one -> assertThat(one.toString()).doesNotContain("canary"));
    }
}
