package org.responsestck.mock;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import org.responsestck.mock.conversation.Turn;
import org.responsestck.mock.journal.ClientVerdict;
import org.responsestck.mock.journal.Exchange;
import org.responsestck.mock.journal.Journal;
import org.responsestck.mock.script.Script;
import org.responsestck.mock.transport.Ending;
import org.responsestck.mock.transport.Reply;

/**
 * What a running mock lets itself be told, below {@value #ROOT}. It serves programs on this machine only: no other address, and no page of a
 * browser, which could be anybody's.
 */
final class Admin {
    static final String ROOT = "/__responses";

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final int DEFAULT_ENTRIES = 100;

    static boolean serves(String path) {
        return path.equals(ROOT) || path.startsWith(ROOT + "/");
    }

    /** A request that makes no sense. */
    private static final class Wrong extends Exception {
        private static final long serialVersionUID = 1L;
        private final int status;

        Wrong(int status, String message) {
            super(message, null, false, false);
            this.status = status;
        }
    }

    /** Never throws for anything that can be sent. */
    Reply answer(Ask ask, Backend backend, boolean local) {
        try {
            if (!local || !loopback(ask.header("host").orElse(""))) {
                throw new Wrong(403, "only programs on this machine may ask this");
            }
            if (ask.header("origin").isPresent()) {
                throw new Wrong(403, "pages of a browser may not ask this");
            }
            return json(200, route(ask, backend));
        } catch (Wrong e) {
            return json(e.status, JSON.objectNode().put("error", e.getMessage()));
        } catch (IllegalArgumentException | DateTimeException e) {
            return json(400, JSON.objectNode().put("error", e.getMessage()));
        }
    }

    /** A name that only this machine answers to: another one may have been pointed here. */
    private static boolean loopback(String host) {
        String name = host.replaceFirst(":\\d+$", "").toLowerCase(Locale.ROOT);
        return name.equals("localhost") || name.equals("[::1]") || name.matches("127(\\.\\d{1,3}){3}");
    }

    private static Reply json(int status, JsonNode body) {
        byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
        return new Reply(
                status, Map.of("Content-Type", "application/json"), List.of(new Reply.Frame(0, bytes)), Ending.NORMAL);
    }

    private static JsonNode route(Ask ask, Backend backend) throws Wrong {
        String[] steps = ask.path().substring(ROOT.length()).split("/");
        String what = steps.length > 1 ? steps[1] : "";
        String name = steps.length > 2 ? steps[2] : "";
        if (steps.length > 3) {
            throw new Wrong(404, "there is nothing at " + ask.path());
        }
        return switch (what) {
            case "" -> index(ask, backend);
            case "scripts" -> scripts(ask, backend, name);
            case "responses" -> responses(ask, backend, name);
            case "clock" -> clock(ask, backend);
            case "faults" -> faults(ask, backend, name);
            case "journal" -> journal(ask, backend.journal());
            case "client" -> client(ask, backend);
            case "reset" -> reset(ask, backend);
            default -> throw new Wrong(404, "there is nothing at " + ask.path());
        };
    }

    private static Wrong method(Ask ask) {
        return new Wrong(405, ask.method() + " is not served at " + ask.path());
    }

    private static JsonNode index(Ask ask, Backend backend) throws Wrong {
        if (!ask.method().equals("GET")) {
            throw method(ask);
        }
        ObjectNode index = JSON.objectNode().put("namespace", backend.name());
        ArrayNode paths = index.putArray("paths");
        List.of("scripts", "responses", "clock", "faults", "journal", "client", "reset")
                .forEach(path -> paths.add(ROOT + "/" + path));
        return index;
    }

    private static JsonNode scripts(Ask ask, Backend backend, String name) throws Wrong {
        switch (ask.method()) {
            case "GET" -> {
                // Listed below.
            }
            case "POST" -> backend.scripts().read("request", text(ask));
            case "DELETE" -> {
                if (name.isEmpty()) {
                    backend.scripts().clear();
                } else if (!backend.scripts().remove(name)) {
                    throw new Wrong(404, "there is no script '" + name + "'");
                }
            }
            default -> throw method(ask);
        }
        ObjectNode body = JSON.objectNode();
        ArrayNode list = body.putArray("scripts");
        for (Script script : backend.scripts().all()) {
            list.addObject().put("name", script.name()).put("origin", script.origin());
        }
        ArrayNode unplayed = body.putArray("unplayed");
        backend.scripts().unplayed().forEach(unplayed::add);
        return body;
    }

    private static JsonNode responses(Ask ask, Backend backend, String id) throws Wrong {
        switch (ask.method()) {
            case "GET" -> {
                // Listed below.
            }
            case "DELETE" -> {
                if (id.isEmpty()) {
                    backend.forgetResponses();
                } else if (backend.store().all().keySet().stream()
                        .noneMatch(tenant -> backend.store().delete(tenant, id))) {
                    throw new Wrong(404, "there is no response " + id);
                }
            }
            default -> throw method(ask);
        }
        ObjectNode body = JSON.objectNode();
        ArrayNode list = body.putArray("responses");
        for (Map.Entry<String, List<Turn>> tenant : backend.store().all().entrySet()) {
            for (Turn turn : tenant.getValue()) {
                list.addObject()
                        .put("account", tenant.getKey())
                        .put("id", turn.id())
                        .put("status", turn.status())
                        .put("created_at", turn.createdAt())
                        .put("previous_response_id", turn.request().previousResponseId());
            }
        }
        return body;
    }

    private static JsonNode clock(Ask ask, Backend backend) throws Wrong {
        MockClock clock = backend.clock();
        switch (ask.method()) {
            case "GET" -> {
                // Told below.
            }
            case "PUT", "POST" -> turn(clock, object(ask));
            case "DELETE" -> clock.reset();
            default -> throw method(ask);
        }
        return JSON.objectNode().put("now", clock.instant().toString()).put("standing", clock.standing());
    }

    private static void turn(MockClock clock, JsonNode order) throws Wrong {
        if (order.size() != 1) {
            throw new Wrong(400, "one of now and advance sets the clock, and nothing else");
        }
        if (order.path("now").isTextual()) {
            clock.set(Instant.parse(order.path("now").asText()));
        } else if (order.path("advance").isTextual()) {
            clock.advance(Duration.parse(order.path("advance").asText()));
        } else if (order.path("advance").isIntegralNumber()) {
            clock.advance(Duration.ofSeconds(order.path("advance").asLong()));
        } else {
            throw new Wrong(
                    400,
                    "write {\"now\": \"2030-01-01T00:00:00Z\"}, {\"advance\": \"PT1H\"} or {\"advance\": seconds}");
        }
    }

    private static JsonNode faults(Ask ask, Backend backend, String name) throws Wrong {
        switch (ask.method()) {
            case "GET" -> {
                // Listed below.
            }
            case "PUT", "POST" -> {
                if (name.isEmpty()) {
                    throw new Wrong(400, "a fault is armed under a name: " + ROOT + "/faults/NAME");
                }
                backend.faults().add(name, text(ask).strip());
            }
            case "DELETE" -> {
                if (name.isEmpty()) {
                    backend.faults().clear();
                } else if (!backend.faults().remove(name)) {
                    throw new Wrong(404, "there is no fault '" + name + "'");
                }
            }
            default -> throw method(ask);
        }
        ObjectNode body = JSON.objectNode();
        ArrayNode list = body.putArray("faults");
        backend.faults()
                .rules()
                .forEach((key, rule) -> list.addObject()
                        .put("name", key)
                        .put("kind", rule.fault().kind().name().toLowerCase(Locale.ROOT))
                        .put("hits", backend.faults().hits(key)));
        return body;
    }

    private static JsonNode journal(Ask ask, Journal journal) throws Wrong {
        switch (ask.method()) {
            case "GET" -> {
                // Listed below.
            }
            case "DELETE" -> journal.clear();
            default -> throw method(ask);
        }
        List<Exchange> found = journal.find(wanted(ask.query()));
        int limit = number(ask.query().getOrDefault("limit", String.valueOf(DEFAULT_ENTRIES)));
        ObjectNode body = JSON.objectNode()
                .put("arrived", journal.arrived())
                .put("forgotten", journal.forgotten())
                .put("found", found.size());
        ArrayNode list = body.putArray("exchanges");
        found.subList(Math.max(0, found.size() - limit), found.size()).forEach(e -> list.add(exchange(e)));
        return body;
    }

    private static int number(String text) throws Wrong {
        if (!text.matches("\\d{1,9}")) {
            throw new Wrong(400, "'" + text + "' is no whole number from 0 on");
        }
        return Integer.parseInt(text);
    }

    private static Predicate<Exchange> wanted(Map<String, String> query) throws Wrong {
        Predicate<Exchange> wanted = exchange -> true;
        for (Map.Entry<String, String> one : query.entrySet()) {
            String value = one.getValue();
            switch (one.getKey()) {
                case "operation" ->
                    wanted = wanted.and(e -> e.facts().operation().equals(value));
                case "status" -> {
                    int status = number(value);
                    wanted = wanted.and(e -> e.answer().status() == status);
                }
                case "contains" -> wanted = wanted.and(e -> e.text().contains(value));
                case "unmatched" -> wanted = wanted.and(e -> e.facts().miss() != null);
                case "limit" -> {
                    // About how many, not which.
                }
                default ->
                    throw new Wrong(400, "the journal is searched by operation, status, contains, unmatched and limit");
            }
        }
        return wanted;
    }

    private static ObjectNode exchange(Exchange exchange) {
        ObjectNode node = JSON.objectNode()
                .put("number", exchange.number())
                .put("at", exchange.at().toString())
                .put("method", exchange.method())
                .put("url", exchange.url());
        ObjectNode headers = node.putObject("headers");
        exchange.headers().forEach(headers::put);
        node.put("body", exchange.text())
                .put("bodyBytes", exchange.bodyBytes())
                .put("status", exchange.answer().status())
                .put("events", exchange.answer().events())
                .put("bytes", exchange.answer().bytes())
                .put("end", exchange.answer().end().name().toLowerCase(Locale.ROOT))
                .put("operation", exchange.facts().operation())
                .put("response", exchange.facts().responseId())
                .put("script", exchange.facts().script())
                .put("nearest", exchange.facts().miss())
                .put("refused", exchange.facts().refused());
        return node;
    }

    private static JsonNode client(Ask ask, Backend backend) throws Wrong {
        if (!ask.method().equals("GET")) {
            throw method(ask);
        }
        ClientVerdict verdict = backend.client();
        ObjectNode body = JSON.objectNode()
                .put("clean", verdict.clean())
                .put("exchanges", verdict.exchanges())
                .put("forgotten", verdict.forgotten());
        ArrayNode list = body.putArray("complaints");
        verdict.complaints()
                .forEach(c -> list.addObject()
                        .put("rule", c.rule().word())
                        .put("exchange", c.exchange())
                        .put("message", c.message()));
        return body;
    }

    private static JsonNode reset(Ask ask, Backend backend) throws Wrong {
        if (!ask.method().equals("POST")) {
            throw method(ask);
        }
        backend.reset();
        return JSON.objectNode().put("namespace", backend.name());
    }

    private static String text(Ask ask) {
        return new String(ask.body(), StandardCharsets.UTF_8);
    }

    private static JsonNode object(Ask ask) throws Wrong {
        try {
            return MAPPER.readTree(text(ask));
        } catch (JsonProcessingException e) {
            throw new Wrong(400, "the body is no JSON: " + e.getOriginalMessage());
        }
    }
}
