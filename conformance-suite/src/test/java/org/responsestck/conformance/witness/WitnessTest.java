package org.responsestck.conformance.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientSseClientTransport;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.jackson2.JacksonMcpJsonMapper;
import io.modelcontextprotocol.json.schema.JsonSchemaValidator;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.responsestck.conformance.scenario.ServedTool;

/** The official client of the protocol talks to the witness. */
class WitnessTest {
    private static final McpJsonMapper JSON = new JacksonMcpJsonMapper(new ObjectMapper());
    private static final JsonSchemaValidator ANYTHING =
            (schema, content) -> JsonSchemaValidator.ValidationResponse.asValid("");

    private final Witness witness = Witness.start(Witness.LOOPBACK);
    private final List<Witness.Seen> seen = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        witness.close();
    }

    private Witness.Door open(ServedTool... tools) {
        return witness.open(List.of(tools), seen::add);
    }

    private static McpClientTransport transport(Witness.Door door, boolean older) {
        URI uri = URI.create(older ? door.sseUrl() : door.url());
        String base = uri.getScheme() + "://" + uri.getAuthority();
        return older ? older(base, uri.getPath()) : newer(base, uri.getPath());
    }

    private static McpClientTransport newer(String base, String path) {
        return HttpClientStreamableHttpTransport.builder(base)
                .jsonMapper(JSON)
                .httpRequestCustomizer((r, method, uri, body, context) -> r.header("X-Suite", "word"))
                .endpoint(path)
                .build();
    }

    @SuppressWarnings("deprecation")
    private static McpClientTransport older(String base, String path) {
        return HttpClientSseClientTransport.builder(base)
                .jsonMapper(JSON)
                .httpRequestCustomizer((r, method, uri, body, context) -> r.header("X-Suite", "word"))
                .sseEndpoint(path)
                .build();
    }

    private static McpSyncClient client(McpClientTransport transport) {
        return McpClient.sync(transport)
                .jsonSchemaValidator(ANYTHING)
                .requestTimeout(Duration.ofSeconds(20))
                .build();
    }

    private static McpSchema.CallToolRequest call(String tool, Map<String, Object> arguments) {
        return McpSchema.CallToolRequest.builder(tool).arguments(arguments).build();
    }

    private static String text(McpSchema.CallToolResult result) {
        return result.content().toString();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theOfficialClientListsAndCallsOverBothTransports(boolean older) {
        Witness.Door door = open(
                ServedTool.of("next", "Next.", "first", "second"),
                ServedTool.of("mark", "Mark.", "marked").with("token", "string").with("count", "integer"));
        try (McpSyncClient client = client(transport(door, older))) {
            client.initialize();
            assertThat(client.listTools().tools())
                    .extracting(McpSchema.Tool::name)
                    .containsExactly("next", "mark");
            assertThat(client.listTools().tools().get(1).inputSchema().toString())
                    .contains("token", "count", "integer", "required");
            assertThat(text(client.callTool(call("next", Map.of())))).contains("first");
            assertThat(text(client.callTool(call("next", Map.of())))).contains("second");
            assertThat(text(client.callTool(call("next", Map.of())))).contains("second");
            client.callTool(call("mark", Map.of("token", "abc")));
        }
        assertThat(seen)
                .filteredOn(s -> s.method().equals("tools/call"))
                .hasSize(4)
                .allSatisfy(s -> {
                    assertThat(s.outcome()).isEqualTo("result");
                    assertThat(s.headers()).containsEntry("x-suite", "word");
                });
        assertThat(seen)
                .filteredOn(s -> s.tool().equals("mark"))
                .singleElement()
                .satisfies(s -> assertThat(s.arguments()).isEqualTo("{\"token\":\"abc\"}"));
        assertThat(seen).extracting(Witness.Seen::method).contains("initialize", "notifications/initialized");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void toolsFailInBothWaysOfTheProtocol(boolean older) {
        Witness.Door door = open(
                ServedTool.of("fails", "Fails.", "no luck").manner(ServedTool.Manner.FAILS),
                ServedTool.of("breaks", "Breaks.", "broken").manner(ServedTool.Manner.BREAKS));
        try (McpSyncClient client = client(transport(door, older))) {
            client.initialize();
            McpSchema.CallToolResult result = client.callTool(call("fails", Map.of()));
            assertThat(result.isError()).isTrue();
            assertThat(text(result)).contains("no luck");
            assertThatThrownBy(() -> client.callTool(call("breaks", Map.of())))
                    .isInstanceOf(McpError.class)
                    .hasMessageContaining("broken");
            assertThatThrownBy(() -> client.callTool(call("nobody", Map.of()))).isInstanceOf(McpError.class);
        }
        assertThat(seen)
                .filteredOn(s -> s.method().equals("tools/call"))
                .extracting(Witness.Seen::outcome)
                .containsExactly("tool-error", "error", "error");
    }

    private static final String CALL =
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"slow\"}}";

    private static HttpRequest post(String url, String body) {
        return HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    private static int status(String url, String body) throws Exception {
        return HttpClient.newHttpClient()
                .send(post(url, body), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    @Test
    void aToolTakesTheTimeItIsTold() throws Exception {
        Witness.Door door = open(ServedTool.of("slow", "Slow.", "late").after(Duration.ofMillis(300)));
        long start = System.nanoTime();
        assertThat(status(door.url(), CALL)).isEqualTo(200);
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(300_000_000L);
    }

    @Test
    void aCallThatHangsIsRecordedAndEndsWithTheTake() throws Exception {
        Witness.Door door = open(ServedTool.of("slow", "Slow.", "never").after(Duration.ofDays(1)));
        CompletableFuture<HttpResponse<String>> hanging =
                HttpClient.newHttpClient().sendAsync(post(door.url(), CALL), HttpResponse.BodyHandlers.ofString());
        org.awaitility.Awaitility.await().until(() -> !seen.isEmpty());
        assertThat(hanging).isNotDone();
        door.close();
        assertThatThrownBy(() -> hanging.get(20, TimeUnit.SECONDS)).hasMessageContaining("IOException");
    }

    @Test
    void whatIsNoDoorIsNotFoundAndWhatIsNoMessageIsRefused() throws Exception {
        Witness.Door door = open(ServedTool.of("slow", "Slow.", "x"));
        assertThat(status(door.url().replace("/mcp", "/else"), CALL)).isEqualTo(405);
        assertThat(status(door.url().replaceFirst("/[0-9a-f]+/", "/0/"), CALL)).isEqualTo(404);
        assertThat(status(door.url(), "no json")).isEqualTo(400);
        assertThat(status(door.url(), "[]")).isEqualTo(400);
        assertThat(status(door.url(), "x".repeat((1 << 20) + 1))).isEqualTo(400);
        door.close();
        assertThat(status(door.url(), CALL)).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nonsense", "host:", ":1", "host:70000", "http://host:1", "no.such.host.invalid:1"})
    void anAddressThatIsNoneIsRefused(String address) {
        assertThatThrownBy(() -> Witness.start(address))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("witness");
    }

    @Test
    void anAddressInUseIsRefused() {
        String taken = URI.create(open(ServedTool.of("x", "x", "x")).url()).getAuthority();
        assertThatThrownBy(() -> Witness.start(taken))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(taken);
    }
}
