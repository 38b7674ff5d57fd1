package org.responsestck.conformance.witness;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.responsestck.conformance.scenario.ServedTool;
import org.responsestck.conformance.scenario.ToolServer;

/**
 * A server of tools that a target is asked to call, and that tells what it saw. Speaks the Model Context Protocol over streamable HTTP
 * and over the older HTTP with SSE. Written by hand on the JDK's server: it needs nothing on the class path of whoever uses the suite,
 * and shares no code with the client that a target may have.
 */
public final class Witness implements AutoCloseable {
    /** Any free port of this machine alone. */
    public static final String LOOPBACK = "127.0.0.1:0";

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int MOST_BYTES = 1 << 20;
    private static final int MOST_THREADS = 64;

    private final HttpServer server;
    private final ExecutorService threads;
    private final String authority;
    private final Map<String, Door> doors = new ConcurrentHashMap<>();
    private final SecureRandom random = new SecureRandom();

    /**
     * A request that arrived.
     *
     * @param method method of the protocol, or of HTTP where there was no message
     * @param tool name of the called tool, else empty
     * @param arguments JSON text of the call's arguments, else empty
     * @param headers names in lower case
     * @param outcome in a word
     */
    public record Seen(String method, String tool, String arguments, Map<String, String> headers, String outcome) {
        public Seen {
            headers = Map.copyOf(headers);
        }
    }

    private Witness(HttpServer server, String host) {
        this.server = server;
        this.authority = host + ":" + server.getAddress().getPort();
        this.threads = new ThreadPoolExecutor(0, MOST_THREADS, 5, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
            Thread thread = new Thread(task, "witness");
            thread.setDaemon(true);
            return thread;
        });
        server.setExecutor(threads);
        server.createContext("/", this::serve);
        server.start();
    }

    /**
     * Listens.
     *
     * @param address {@code HOST:PORT} by which the target reaches this machine; port 0 for any free one. Where the host is an address
     *     of this machine it listens there alone, else on all of them
     * @throws IllegalArgumentException if the address is none, or cannot be listened at; the message says which
     */
    public static Witness start(String address) {
        int colon = address.lastIndexOf(':');
        String host = colon < 1 ? "" : address.substring(0, colon);
        String port = address.substring(colon + 1);
        if (host.isEmpty() || !port.matches("\\d{1,5}") || Integer.parseInt(port) > 65535 || host.contains("/")) {
            throw new IllegalArgumentException(
                    "the witness address is '" + address + "': write HOST:PORT as the target can reach it");
        }
        if (System.getProperty("sun.net.httpserver.nodelay") == null) {
            // Read once by the JDK; without it each answer waits 40 ms for an acknowledgement.
            System.setProperty("sun.net.httpserver.nodelay", "true");
        }
        try {
            InetAddress bind = InetAddress.getByName(host.replaceAll("^\\[|\\]$", ""));
            InetSocketAddress at = isOwn(bind)
                    ? new InetSocketAddress(bind, Integer.parseInt(port))
                    : new InetSocketAddress(Integer.parseInt(port));
            return new Witness(HttpServer.create(at, 0), host);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("the witness address " + address + " names an unknown host", e);
        } catch (IOException e) {
            throw new IllegalArgumentException("the witness cannot listen at " + address + ": " + e.getMessage(), e);
        }
    }

    private static boolean isOwn(InetAddress address) throws SocketException {
        return address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null;
    }

    /**
     * Opens a tool server at an address that nobody can guess.
     *
     * @param log is given each request before it is answered, by threads of the witness, maybe several at once
     */
    public Door open(List<ServedTool> tools, Consumer<Seen> log) {
        byte[] token = new byte[9];
        random.nextBytes(token);
        Door door = new Door(HexFormat.of().formatHex(token), tools, log);
        doors.put(door.token, door);
        return door;
    }

    /** A tool server with an address of its own. */
    public final class Door implements ToolServer, AutoCloseable {
        private final String token;
        private final Protocol protocol;
        private final Consumer<Seen> log;
        private final Map<String, Wire> streams = new ConcurrentHashMap<>();
        private final java.util.concurrent.CountDownLatch closed = new java.util.concurrent.CountDownLatch(1);

        private Door(String token, List<ServedTool> tools, Consumer<Seen> log) {
            this.token = token;
            this.protocol = new Protocol(tools);
            this.log = log;
        }

        @Override
        public String url() {
            return "http://" + authority + "/" + token + "/mcp";
        }

        @Override
        public String sseUrl() {
            return "http://" + authority + "/" + token + "/sse";
        }

        /** Ends what hangs, and refuses what still comes. */
        @Override
        public void close() {
            doors.remove(token);
            closed.countDown();
            streams.values().forEach(Wire::end);
        }

        private void serve(HttpExchange exchange, String place) throws IOException {
            String method = exchange.getRequestMethod();
            Map<String, String> headers = headers(exchange);
            if (place.equals("sse") && method.equals("GET")) {
                log.accept(new Seen("GET", "", "", headers, "stream"));
                stream(exchange);
            } else if (method.equals("POST") && (place.equals("mcp") || place.startsWith("message-"))) {
                message(exchange, place, headers);
            } else {
                // A stream that the server begins, and the end of a session, are optional; this server has neither.
                log.accept(new Seen(method, "", "", headers, "none"));
                Wire.status(exchange, 405);
            }
        }

        private void stream(HttpExchange exchange) throws IOException {
            byte[] name = new byte[6];
            random.nextBytes(name);
            String id = HexFormat.of().formatHex(name);
            Wire wire = new Wire();
            streams.put(id, wire);
            try {
                wire.run(exchange, "/" + token + "/message-" + id);
            } finally {
                streams.remove(id);
            }
        }

        private void message(HttpExchange exchange, String place, Map<String, String> headers) throws IOException {
            byte[] body = exchange.getRequestBody().readNBytes(MOST_BYTES + 1);
            JsonNode message;
            try {
                message = JSON.readTree(body.length > MOST_BYTES ? new byte[0] : body);
            } catch (IOException e) {
                message = null;
            }
            Wire stream = place.equals("mcp") ? null : streams.get(place.substring("message-".length()));
            if (message == null || !message.isObject() || (stream == null && !place.equals("mcp"))) {
                log.accept(new Seen("POST", "", "", headers, "none"));
                Wire.status(exchange, message == null || !message.isObject() ? 400 : 404);
                return;
            }
            if (stream != null) {
                Wire.status(exchange, 202);
            }
            Protocol.Answer answer = protocol.answer(message);
            log.accept(seen(message, headers, answer));
            rest(message);
            if (stream != null) {
                answer.message().ifPresent(m -> stream.send(m.toString()));
            } else if (answer.message().isPresent()) {
                Wire.json(exchange, answer.message().get().toString());
            } else {
                Wire.status(exchange, 202);
            }
        }

        private void rest(JsonNode message) throws IOException {
            long millis =
                    protocol.called(message).map(t -> t.delay().toMillis()).orElse(0L);
            try {
                if (millis > 0 && closed.await(millis, TimeUnit.MILLISECONDS)) {
                    throw new IOException("the take is over");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("the witness is closing", e);
            }
        }
    }

    private static Seen seen(JsonNode message, Map<String, String> headers, Protocol.Answer answer) {
        String method = message.path("method").asText("");
        boolean call = method.equals("tools/call");
        JsonNode parameters = message.path("params");
        return new Seen(
                method,
                call ? parameters.path("name").asText("") : "",
                call && parameters.has("arguments")
                        ? parameters.get("arguments").toString()
                        : "",
                headers,
                answer.outcome());
    }

    private static Map<String, String> headers(HttpExchange exchange) {
        Map<String, String> headers = new LinkedHashMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), String.join(", ", values)));
        return headers;
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            String[] parts = exchange.getRequestURI().getPath().split("/", -1);
            Door door = parts.length == 3 ? doors.get(parts[1]) : null;
            if (door == null) {
                Wire.status(exchange, 404);
            } else {
                door.serve(exchange, parts[2]);
            }
        }
    }

    @Override
    public void close() {
        List.copyOf(doors.values()).forEach(Door::close);
        server.stop(0);
        threads.shutdownNow();
    }
}
