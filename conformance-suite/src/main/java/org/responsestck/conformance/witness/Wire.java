package org.responsestck.conformance.witness;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** An event stream of the older transport, fed by other requests; and the plain answers of both. */
final class Wire {
    /** How often a quiet stream is touched, so that a client that has left is noticed. */
    private static final long TOUCH_SECONDS = 5;

    private static final String END = "";

    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    /** Sends events until it is ended or the client has left. */
    void run(HttpExchange exchange, String endpoint) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        exchange.sendResponseHeaders(200, 0);
        OutputStream out = exchange.getResponseBody();
        write(out, "event: endpoint\ndata: " + endpoint + "\n\n");
        try {
            while (true) {
                String line = lines.poll(TOUCH_SECONDS, TimeUnit.SECONDS);
                if (END.equals(line)) {
                    return;
                }
                write(out, line == null ? ":\n\n" : "event: message\ndata: " + line + "\n\n");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    /** @param json one line */
    void send(String json) {
        lines.add(json);
    }

    void end() {
        lines.add(END);
    }

    static void status(HttpExchange exchange, int status) throws IOException {
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    static void json(HttpExchange exchange, String json) throws IOException {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
