package org.responsestck.conformance.selftest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.responsestck.conformance.check.Observation;
import org.responsestck.conformance.check.Transcript;
import org.responsestck.conformance.requirement.Catalogue;
import org.responsestck.conformance.requirement.Severity;
import org.responsestck.mock.MockOptions;
import org.responsestck.mock.MockServer;
import org.responsestck.mock.defect.Twists;

/** Streams in which the mock calls a tool server, plain and as recorded in June 2025, judged by the suite. */
class McpStreamQuirkTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String QUIRK = "fw-mcp-stream-2025";

    private HttpServer tools;

    @BeforeEach
    void start() throws IOException {
        tools = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        tools.createContext("/mcp", McpStreamQuirkTest::answer);
        tools.start();
    }

    @AfterEach
    void stop() {
        tools.stop(0);
    }

    /** A server of one tool, in JSON-RPC by hand. */
    private static void answer(HttpExchange exchange) throws IOException {
        JsonNode request = JSON.readTree(exchange.getRequestBody().readAllBytes());
        if (!request.has("id")) {
            exchange.sendResponseHeaders(exchange.getRequestMethod().equals("GET") ? 405 : 202, -1);
            exchange.close();
            return;
        }
        ObjectNode answer = JSON.createObjectNode().put("jsonrpc", "2.0");
        answer.set("id", request.path("id"));
        ObjectNode result = answer.putObject("result");
        switch (request.path("method").asText()) {
            case "initialize" -> {
                result.set("protocolVersion", request.path("params").path("protocolVersion"));
                result.putObject("capabilities").putObject("tools");
                result.putObject("serverInfo").put("name", "s").put("version", "1");
            }
            case "tools/list" -> {
                ObjectNode tool = result.putArray("tools").addObject();
                tool.put("name", "ask_question").put("description", "Ask any question about a repository");
                ObjectNode schema = tool.putObject("inputSchema").put("type", "object");
                schema.putObject("properties").putObject("repoName").put("type", "string");
                schema.putArray("required").add("repoName");
            }
            default ->
                result.putArray("content").addObject().put("type", "text").put("text", "It is a fine library.");
        }
        byte[] bytes = answer.toString().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private Transcript stream(List<String> twists) throws IOException, InterruptedException {
        ObjectNode request = JSON.createObjectNode().put("model", "m").put("stream", true);
        request.put("input", "Give me 5 interesting facts on modelcontextprotocol/python-sdk.");
        request.putArray("tools")
                .addObject()
                .put("type", "mcp")
                .put("server_url", "http://127.0.0.1:" + tools.getAddress().getPort() + "/mcp");
        try (MockServer mock = MockServer.start(MockOptions.defaults().twists(twists))) {
            HttpResponse<String> answer = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create(mock.baseUrl() + "/responses"))
                                    .header("Authorization", "Bearer " + mock.key())
                                    .header("Content-Type", "application/json")
                                    .POST(HttpRequest.BodyPublishers.ofString(request.toString()))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(answer.body()).contains("It is a fine library.");
            return new Transcript("stream", answer.body(), new TreeSet<>(), request.toString());
        }
    }

    private static Set<String> broken(Transcript transcript, Severity severity) {
        Catalogue catalogue = Catalogue.load();
        return transcript.judged().stream()
                .filter(Observation.Broken.class::isInstance)
                .map(Observation.Broken.class::cast)
                .filter(b -> catalogue.get(b.requirement()).severity("fireworks", b.variant()) == severity)
                .map(Observation.Broken::requirement)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void thePlainStreamBreaksNothing() throws Exception {
        Transcript plain = stream(List.of());
        for (Severity severity : Severity.values()) {
            assertThat(broken(plain, severity)).as(plain.body()).isEmpty();
        }
    }

    @Test
    void theRecordedShapeEarnsExactlyTheWarningsItNames() throws Exception {
        Transcript recorded = stream(List.of(QUIRK));
        assertThat(broken(recorded, Severity.FAIL)).as(recorded.body()).isEmpty();
        assertThat(broken(recorded, Severity.WARN))
                .as(recorded.body())
                .isEqualTo(Twists.find(QUIRK).orElseThrow().warns());
    }

    @Test
    void theRecordedShapeHasTheOrderOfTheRecording() throws Exception {
        List<String> types = stream(List.of(QUIRK))
                .body()
                .lines()
                .filter(l -> l.startsWith("event: "))
                .map(l -> l.substring("event: response.".length()))
                .filter(l -> !l.equals("output_text.delta"))
                .toList();
        assertThat(types)
                .containsExactly(
                        "created",
                        "in_progress",
                        "output_item.added",
                        "content_part.added",
                        "output_item.added",
                        "mcp_call.arguments.delta",
                        "output_text.done",
                        "content_part.done",
                        "mcp_call.arguments.done",
                        "output_item.done",
                        "mcp_call.in_progress",
                        "mcp_call.completed",
                        "output_item.added",
                        "content_part.added",
                        "output_text.done",
                        "content_part.done",
                        "output_item.done",
                        "completed");
    }
}
