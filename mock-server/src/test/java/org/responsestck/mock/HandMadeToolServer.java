package org.responsestck.mock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** A tool server written by hand after the MCP specification, so that no mistake of an SDK can hide on both sides. */
final class HandMadeToolServer implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A call as it arrived. */
    record Call(String name, JsonNode arguments) {}

    private record Tool(ObjectNode definition, Function<JsonNode, ObjectNode> answer) {}

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, Tool> tools = new LinkedHashMap<>();
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private final List<Map<String, List<String>>> headers = new CopyOnWriteArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final Map<String, OutputStream> sessions = new ConcurrentHashMap<>();
    private volatile int status = 200;

    HandMadeToolServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/mcp", this::streamable);
        server.createContext("/sse", this::older);
        server.createContext("/message", this::message);
        server.start();
    }

    /** A tool whose answer is a text. */
    HandMadeToolServer tool(String name, String description, String schema, Function<JsonNode, String> text) {
        return raw(name, description, schema, arguments -> text(text.apply(arguments), false));
    }

    HandMadeToolServer raw(String name, String description, String schema, Function<JsonNode, ObjectNode> answer) {
        try {
            ObjectNode definition = JSON.createObjectNode().put("name", name).put("description", description);
            definition.set("inputSchema", JSON.readTree(schema.replace('\'', '"')));
            tools.put(name, new Tool(definition, answer));
            return this;
        } catch (IOException e) {
            throw new IllegalArgumentException(e);
        }
    }

    static ObjectNode text(String text, boolean error) {
        ObjectNode result = JSON.createObjectNode().put("isError", error);
        result.putArray("content").addObject().put("type", "text").put("text", text);
        return result;
    }

    /** Answers everything with an HTTP status from now on. */
    HandMadeToolServer failing(int other) {
        status = other;
        return this;
    }

    String mcp() {
        return base() + "/mcp";
    }

    String sse() {
        return base() + "/sse";
    }

    private String base() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    List<Call> calls() {
        return new ArrayList<>(calls);
    }

    List<String> called() {
        return calls.stream().map(Call::name).toList();
    }

    /** JSON-RPC methods in the order they came. */
    List<String> requests() {
        return new ArrayList<>(requests);
    }

    /** Values of a header in all requests. */
    List<String> header(String name) {
        return headers.stream()
                .map(h -> h.getOrDefault(name, List.of("")).get(0))
                .distinct()
                .toList();
    }

    private void streamable(HttpExchange exchange) throws IOException {
        headers.add(Map.copyOf(exchange.getRequestHeaders()));
        byte[] body = exchange.getRequestBody().readAllBytes();
        if (status != 200) {
            send(exchange, status, "");
        } else if (exchange.getRequestMethod().equals("POST")) {
            JsonNode answer = answer(JSON.readTree(body));
            send(exchange, answer == null ? 202 : 200, answer == null ? "" : answer.toString());
        } else {
            send(exchange, exchange.getRequestMethod().equals("DELETE") ? 200 : 405, "");
        }
    }

    private void older(HttpExchange exchange) throws IOException {
        headers.add(Map.copyOf(exchange.getRequestHeaders()));
        if (status != 200 || !exchange.getRequestMethod().equals("GET")) {
            send(exchange, status == 200 ? 405 : status, "");
            return;
        }
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        String query = "session=" + sessions.size();
        sessions.put(query, exchange.getResponseBody());
        event(query, "endpoint", "/message?" + query);
    }

    private void event(String session, String type, String data) throws IOException {
        OutputStream out = sessions.get(session);
        synchronized (out) {
            out.write(("event: " + type + "\ndata: " + data + "\n\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
        }
    }

    private void message(HttpExchange exchange) throws IOException {
        headers.add(Map.copyOf(exchange.getRequestHeaders()));
        JsonNode request = JSON.readTree(exchange.getRequestBody().readAllBytes());
        send(exchange, 202, "");
        JsonNode answer = answer(request);
        if (answer != null) {
            event(exchange.getRequestURI().getQuery(), "message", answer.toString());
        }
    }

    private JsonNode answer(JsonNode request) {
        requests.add(request.path("method").asText());
        if (!request.has("id")) {
            return null;
        }
        ObjectNode answer = JSON.createObjectNode().put("jsonrpc", "2.0");
        answer.set("id", request.path("id"));
        switch (request.path("method").asText()) {
            case "initialize" -> {
                ObjectNode result = answer.putObject("result");
                result.set("protocolVersion", request.path("params").path("protocolVersion"));
                result.putObject("capabilities").putObject("tools");
                result.putObject("serverInfo").put("name", "by hand").put("version", "1");
            }
            case "tools/list" -> {
                var list = answer.putObject("result").putArray("tools");
                tools.values().forEach(tool -> list.add(tool.definition()));
            }
            case "tools/call" -> {
                String name = request.path("params").path("name").asText();
                JsonNode arguments = request.path("params").path("arguments");
                calls.add(new Call(name, arguments));
                ObjectNode result = tools.get(name).answer().apply(arguments);
                answer.set(result.has("code") ? "error" : "result", result);
            }
            default -> answer.putObject("error").put("code", -32601).put("message", "no such method");
        }
        return answer;
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
