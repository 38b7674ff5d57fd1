package org.responsestck.conformance.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A legal server of the fireworks profile on loopback, written from the documents and not from the mock: the look decides how far its
 * documents are from the mock's, the mind how much its model helps.
 */
final class Stranger implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final StrangerLook look;
    private final StrangerMind mind;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger made = new AtomicInteger();
    private final Map<String, Turn> stored = Collections.synchronizedMap(new LinkedHashMap<>());

    /** Something said: by user, system, assistant or tool. */
    record Line(String role, String text) {}

    /** A call of a function. */
    record Call(String id, String name, String arguments) {}

    /**
     * A response.
     *
     * @param request what asked for it
     * @param heard history and input
     * @param own how many of the last lines of {@code heard} came with the request
     * @param text what was answered; empty where calls were made
     */
    record Turn(
            String id,
            long madeAt,
            JsonNode request,
            List<Line> heard,
            int own,
            String text,
            boolean cut,
            List<Call> calls,
            int tokensIn) {
        boolean isStored() {
            return request.path("store").asBoolean(true);
        }
    }

    private static final class Refused extends Exception {
        private static final long serialVersionUID = 1;
        private final int status;
        private final String member;

        Refused(int status, String member, String message) {
            super(message);
            this.status = status;
            this.member = member;
        }
    }

    Stranger(StrangerLook look, StrangerMind mind) throws IOException {
        this.look = look;
        this.mind = mind;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        server.setExecutor(threads);
        server.createContext("/", this::serve);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void serve(HttpExchange http) throws IOException {
        try (http) {
            try {
                route(http);
            } catch (Refused e) {
                send(http, e.status, look.error(e.status, e.member, e.getMessage()));
            }
        }
    }

    private void route(HttpExchange http) throws IOException, Refused {
        String[] path = http.getRequestURI().getRawPath().split("/", -1);
        boolean one = path.length == 4 && path[2].equals("responses");
        if (path.length == 3
                && path[2].equals("responses")
                && http.getRequestMethod().equals("POST")) {
            create(http);
        } else if (path.length == 3
                && path[2].equals("responses")
                && http.getRequestMethod().equals("GET")) {
            list(http);
        } else if (one) {
            String id = URLDecoder.decode(path[3].replace("+", "%2B"), StandardCharsets.UTF_8);
            boolean delete = http.getRequestMethod().equals("DELETE");
            Turn turn = delete ? stored.remove(id) : stored.get(id);
            if (turn == null) {
                throw new Refused(404, "response_id", "Response not found");
            }
            send(http, 200, delete ? JSON.createObjectNode().put("message", "gone") : look.document(turn, "get"));
        } else {
            throw new Refused(404, "path", "Not Found");
        }
    }

    private void create(HttpExchange http) throws IOException, Refused {
        String type = String.valueOf(http.getRequestHeaders().getFirst("Content-Type"));
        JsonNode body = read(type, http.getRequestBody().readAllBytes());
        Turn turn = turn(body);
        if (turn.isStored()) {
            stored.put(turn.id(), turn);
        }
        if (!body.path("stream").asBoolean(false)) {
            send(http, 200, look.document(turn, "create"));
            return;
        }
        http.getResponseHeaders().set("Content-Type", "text/event-stream; charset=UTF-8");
        http.sendResponseHeaders(200, 0);
        byte[] stream = look.stream(turn).getBytes(StandardCharsets.UTF_8);
        try (OutputStream out = http.getResponseBody()) {
            for (int i = 0; i < stream.length; i += 331) {
                out.write(stream, i, Math.min(331, stream.length - i));
                out.flush();
            }
        }
    }

    private static JsonNode read(String type, byte[] bytes) throws Refused {
        try {
            JsonNode body = JSON.readTree(bytes);
            if (type.startsWith("application/json") && body.isObject()) {
                return body;
            }
        } catch (IOException e) {
            // Refused like a body of another kind.
        }
        throw new Refused(422, "body", "not a JSON object");
    }

    private Turn turn(JsonNode body) throws Refused {
        Optional<String> wrong = StrangerRules.wrong(body);
        if (wrong.isPresent()) {
            throw new Refused(422, wrong.get(), wrong.get() + " is missing or not valid");
        }
        if (body.path("model").asText().contains("no-such")) {
            throw new Refused(404, "model", "model: there is none of this name");
        }
        List<Line> own = StrangerRules.lines(body);
        List<Line> heard = new ArrayList<>();
        if (body.hasNonNull("previous_response_id")) {
            Turn parent = stored.get(body.path("previous_response_id").asText());
            if (parent == null) {
                throw new Refused(404, "previous_response_id", "Previous response not found");
            }
            heard.addAll(parent.heard());
            heard.add(new Line("assistant", parent.text()));
        }
        heard.addAll(own);
        return answered(body, heard, own.size());
    }

    private Turn answered(JsonNode body, List<Line> heard, int own) {
        String last = heard.get(heard.size() - 1).text();
        StringBuilder all = new StringBuilder(body.path("instructions").asText(""));
        heard.forEach(line -> all.append('\n').append(line.text()));
        List<Call> calls = mind.calls() ? StrangerRules.calls(body, last) : List.of();
        String text = calls.isEmpty() ? mind.answer(last, all.toString()) : "";
        int most = body.path("max_output_tokens").asInt(Integer.MAX_VALUE);
        List<String> words = List.of(text.split("(?= )"));
        boolean cut = calls.isEmpty() && words.size() > most;
        int tokens = all.toString().split("\\s+").length + 5 * heard.size();
        return new Turn(
                look.id(made.incrementAndGet()),
                System.currentTimeMillis() / 1000,
                body,
                heard,
                own,
                cut ? String.join("", words.subList(0, most)) : text,
                cut,
                calls,
                tokens);
    }

    private void list(HttpExchange http) throws IOException, Refused {
        String query = String.valueOf(http.getRequestURI().getRawQuery());
        int limit = StrangerRules.limit(query);
        if (limit < 1) {
            throw new Refused(422, "limit", "limit is not valid");
        }
        List<Turn> turns;
        synchronized (stored) {
            turns = new ArrayList<>(stored.values());
        }
        Collections.reverse(turns);
        List<String> ids = turns.stream().map(Turn::id).toList();
        int after = ids.indexOf(StrangerRules.cursor(query, "after"));
        int before = ids.indexOf(StrangerRules.cursor(query, "before"));
        int from = before < 0 ? after + 1 : Math.max(0, before - limit);
        int to = before < 0 ? Math.min(turns.size(), from + limit) : before;
        ObjectNode page = JSON.createObjectNode();
        turns.subList(from, to).forEach(t -> page.withArray("data").add(look.document(t, "list")));
        page.withArray("data");
        send(http, 200, page.put("has_more", before < 0 ? to < turns.size() : from > 0));
    }

    private void send(HttpExchange http, int status, JsonNode body) throws IOException {
        byte[] bytes = look.text(body).getBytes(StandardCharsets.UTF_8);
        http.getResponseHeaders().set("Content-Type", "application/json;charset=UTF-8");
        http.sendResponseHeaders(status, bytes.length);
        http.getResponseBody().write(bytes);
    }
}
