package org.responsestck.mock.tool;

import com.fasterxml.jackson.databind.JsonNode;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientSseClientTransport;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.client.transport.customizer.McpSyncHttpClientRequestCustomizer;
import io.modelcontextprotocol.json.jackson2.JacksonMcpJsonMapper;
import io.modelcontextprotocol.json.schema.JsonSchemaValidator;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;

/**
 * Dials tool servers as an MCP client: streamable HTTP for {@code mcp}, the older HTTP with SSE for {@code sse}. As the MCP specification
 * advises for older servers, a server that answers the one with an error is tried with the other. Addresses beside this machine are
 * dialled only if they are allowed by name; no redirect is followed and no proxy is used.
 */
public final class McpToolServers implements ToolServers {
    private static final int MOST_BYTES = 4 * 1024 * 1024;
    private static final JacksonMcpJsonMapper JSON = new JacksonMcpJsonMapper(
            com.fasterxml.jackson.databind.json.JsonMapper.builder().build());

    /** Belong to the protocol; a tool's headers do not replace them. */
    private static final Set<String> RESERVED = Set.of(
            "connection",
            "content-length",
            "content-type",
            "accept",
            "expect",
            "host",
            "upgrade",
            "transfer-encoding",
            "mcp-session-id",
            "mcp-protocol-version");

    private final Set<String> hosts;
    private final Patience patience;
    private final Executor closer;

    /**
     * How long a server is waited for.
     *
     * @param connect for a connection
     * @param greeting for the first exchange; half of it for the older transport, whose client does not notice a refusal
     * @param request for each list and call
     */
    public record Patience(Duration connect, Duration greeting, Duration request) {
        /** Together less than a minute, with the fallback. */
        public static final Patience DEFAULT =
                new Patience(Duration.ofSeconds(3), Duration.ofSeconds(8), Duration.ofSeconds(12));
    }

    /**
     * @param hosts hosts beside the loopback ones that may be dialled; {@code *} for all
     * @param closer runs what ends a connection
     */
    public McpToolServers(Set<String> hosts, Patience patience, Executor closer) {
        this.hosts = Set.copyOf(hosts);
        this.patience = patience;
        this.closer = closer;
    }

    @Override
    public ToolServer open(JsonNode tool) throws ToolFailure {
        String url = tool.path("server_url").asText("");
        URI uri;
        try {
            uri = URI.create(url);
        } catch (IllegalArgumentException e) {
            throw ToolFailure.broken("The tools of this server cannot be listed: its server_url is no URL");
        }
        String host = uri.getHost();
        if (host == null || !allowed(host)) {
            throw ToolFailure.refused(
                    "The tools of " + shown(uri) + " were not used: this mock calls tools on this machine only;"
                            + " --allow-tool-hosts " + host + " allows this address.");
        }
        if (tool.path("require_approval").asText("").equals("always")) {
            throw ToolFailure.refused("The tools of " + shown(uri)
                    + " were not used: they require approval, for which this profile has no form.");
        }
        Map<String, String> headers = headers(tool);
        boolean older = tool.path("type").asText().equals("sse");
        try {
            return connect(tool, uri, older, headers);
        } catch (RuntimeException first) {
            // A client of the older transport waits in vain where a server of the newer one refuses it.
            if (refused(first) || !older && late(first)) {
                throw broken(uri, first);
            }
            try {
                return connect(tool, uri, !older, headers);
            } catch (RuntimeException second) {
                throw broken(uri, first);
            }
        }
    }

    private boolean allowed(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        // Names are not looked up: that alone would leave this machine.
        boolean loopback = name.equals("localhost")
                || name.endsWith(".localhost")
                || name.matches("127(\\.\\d{1,3}){3}")
                || name.equals("[::1]");
        return loopback || hosts.contains(name) || hosts.contains("*");
    }

    private ToolServer connect(JsonNode tool, URI uri, boolean older, Map<String, String> headers) {
        McpSyncClient client = McpClient.sync(transport(uri, older, headers))
                .requestTimeout(patience.request())
                .initializationTimeout(older ? patience.greeting().dividedBy(2) : patience.greeting())
                .clientInfo(
                        McpSchema.Implementation.builder("responses-mock", "1").build())
                .jsonSchemaValidator(new Lenient())
                .build();
        try {
            client.initialize();
        } catch (RuntimeException e) {
            close(client);
            throw e;
        }
        return new McpToolServer(tool, shown(uri), client, () -> close(client));
    }

    @SuppressWarnings("deprecation")
    private McpClientTransport transport(URI uri, boolean older, Map<String, String> headers) {
        String base = uri.getScheme() + "://" + uri.getRawAuthority();
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        String endpoint = uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
        HttpClient.Builder http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .proxy(HttpClient.Builder.NO_PROXY);
        McpSyncHttpClientRequestCustomizer with =
                (request, method, target, body, context) -> headers.forEach(request::setHeader);
        return older
                ? HttpClientSseClientTransport.builder(base)
                        .clientBuilder(http)
                        .jsonMapper(JSON)
                        .sseEndpoint(endpoint)
                        .connectTimeout(patience.connect())
                        .maxResponseSize(MOST_BYTES)
                        .httpRequestCustomizer(with)
                        .build()
                : HttpClientStreamableHttpTransport.builder(base)
                        .clientBuilder(http)
                        .jsonMapper(JSON)
                        .endpoint(endpoint)
                        .connectTimeout(patience.connect())
                        .maxResponseSize(MOST_BYTES)
                        .openConnectionOnStartup(false)
                        .httpRequestCustomizer(with)
                        .build();
    }

    private void close(McpSyncClient client) {
        try {
            closer.execute(() -> {
                try {
                    client.closeGracefully();
                } catch (RuntimeException e) {
                    client.close();
                }
            });
        } catch (java.util.concurrent.RejectedExecutionException e) {
            client.close();
        }
    }

    private static Map<String, String> headers(JsonNode tool) throws ToolFailure {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        tool.path("headers").properties().forEach(h -> {
            if (!RESERVED.contains(h.getKey().toLowerCase(Locale.ROOT))) {
                headers.put(h.getKey(), h.getValue().asText());
            }
        });
        String authorization = tool.path("authorization").asText("");
        if (!authorization.isEmpty()) {
            headers.put("Authorization", authorization.contains(" ") ? authorization : "Bearer " + authorization);
        }
        HttpRequest.Builder probe = HttpRequest.newBuilder(URI.create("http://localhost/"));
        try {
            headers.forEach(probe::setHeader);
        } catch (IllegalArgumentException e) {
            throw ToolFailure.broken("The tools of this server cannot be listed: a header of the tool cannot be sent");
        }
        return headers;
    }

    /** Nobody is there: the other transport would not help. */
    private static boolean refused(Throwable failure) {
        return has(failure, ConnectException.class) || has(failure, UnresolvedAddressException.class);
    }

    private static boolean late(Throwable failure) {
        return has(failure, TimeoutException.class) || has(failure, HttpTimeoutException.class);
    }

    private static boolean has(Throwable failure, Class<?> kind) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (kind.isInstance(t)) {
                return true;
            }
        }
        return false;
    }

    private static ToolFailure broken(URI uri, Throwable failure) {
        return ToolFailure.broken("Error retrieving tool list from MCP server " + shown(uri) + ": " + reason(failure));
    }

    /** What went wrong, in a few words. */
    static String reason(Throwable failure) {
        if (refused(failure)) {
            return "it cannot be reached";
        }
        if (late(failure)) {
            return "it did not answer in time";
        }
        Throwable root = failure;
        while (root.getCause() != null && !(root instanceof McpError)) {
            root = root.getCause();
        }
        String message = String.valueOf(root.getMessage());
        return message.length() > 300 ? message.substring(0, 300) + "…" : message;
    }

    /** Without user, password and query, which may hold secrets. */
    private static String shown(URI uri) {
        return uri.getScheme() + "://" + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort())
                + (uri.getRawPath() == null ? "" : uri.getRawPath());
    }

    /** A server's own output schema is its business. */
    private static final class Lenient implements JsonSchemaValidator {
        @Override
        public ValidationResponse validate(Map<String, Object> schema, Object content) {
            return ValidationResponse.asValid(String.valueOf(content));
        }
    }
}
