package org.responsestck.conformance.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;
import org.responsestck.conformance.dialect.Dialect;
import org.responsestck.conformance.dialect.Dialects;
import org.responsestck.conformance.evidence.Event;
import org.responsestck.conformance.evidence.Place;
import org.responsestck.conformance.wire.Answer;
import org.responsestck.conformance.wire.Call;
import org.responsestck.conformance.wire.Chunk;
import org.responsestck.conformance.wire.End;
import org.responsestck.conformance.wire.Exchange;
import org.responsestck.conformance.wire.Who;

/** A talk with a server that is a function, on a clock of its own. Not for use by several threads. */
public final class TinyTalk implements Talk {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Run run;
    private final String scenario;
    private final int take;

    /** A server in memory. */
    public interface Server {
        /** @param parallel number within a burst, or -1 */
        Reaction answer(Call call, long nowMillis, int parallel);
    }

    /** What the server sends back; status 0 for nothing at all. */
    public record Reaction(int status, String type, String body) {}

    /** What all talks of a run share. */
    public static final class Run {
        private final Server server;
        private final String profile;
        private final Map<Needs.Option, String> options;
        private final Map<String, String> left = new java.util.HashMap<>();
        public final List<Event> events = new ArrayList<>();
        private long clock = 1_750_000_000_000L;
        private int ids;
        boolean thorough;

        public Run(Server server, String profile, Map<Needs.Option, String> options) {
            this.server = server;
            this.profile = profile;
            this.options = options;
        }
    }

    public TinyTalk(Run run, String scenario, int take) {
        this.run = run;
        this.scenario = scenario;
        this.take = take;
    }

    /** Plays one take; a stop is recorded. */
    public static void play(Run run, Scenario scenario, int take) {
        TinyTalk talk = new TinyTalk(run, scenario.id(), take);
        try {
            scenario.play(talk);
        } catch (Stop stop) {
            run.events.add(new Event.Stopped(talk.at(""), 0, stop.why(), String.valueOf(stop.getMessage())));
        }
    }

    @Override
    public boolean thorough() {
        return run.thorough;
    }

    private Place at(String step) {
        return new Place(scenario, take, step);
    }

    @Override
    public Reply send(String step, Who who, Call call) {
        return exchange(step, who, call, -1);
    }

    private Reply exchange(String step, Who who, Call call, int parallel) {
        run.clock += 10;
        long sent = run.clock;
        Reaction reaction = run.server.answer(call, sent, parallel);
        run.clock += 10;
        boolean silent = reaction.status() == 0;
        byte[] bytes = reaction.body().getBytes(StandardCharsets.UTF_8);
        Answer answer = silent
                ? null
                : new Answer(
                        reaction.status(),
                        Map.of("content-type", List.of(reaction.type())),
                        bytes.length == 0 ? List.of() : List.of(new Chunk(1_000_000, bytes)));
        run.ids++;
        run.events.add(new Event.Exchanged(
                at(step),
                0,
                new Exchange(run.ids, who, call, sent, 10_000_000, answer, silent ? End.CUT : End.COMPLETE, null)));
        return new Seen(reaction.status(), document(reaction));
    }

    private static JsonNode document(Reaction reaction) {
        JsonNode last = MissingNode.getInstance();
        if (!reaction.type().equals("text/event-stream")) {
            return read(reaction.body());
        }
        for (String line : reaction.body().split("\n")) {
            if (line.startsWith("data: {")) {
                JsonNode response = read(line.substring(6)).path("response");
                last = response.isObject() ? response : last;
            }
        }
        return last;
    }

    private static JsonNode read(String text) {
        try {
            JsonNode node = JSON.readTree(text);
            return node == null ? MissingNode.getInstance() : node;
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    private record Seen(int status, JsonNode document) implements Reply {
        @Override
        public Optional<JsonNode> node(String pointer) {
            JsonNode node = document.at(pointer);
            return node.isMissingNode() || node.isNull() ? Optional.empty() : Optional.of(node);
        }

        @Override
        public long count(String eventType) {
            return 0;
        }
    }

    @Override
    public Reply stream(String step, Call call, Predicate<Peek> enough) {
        return send(step, Who.KEY, call);
    }

    @Override
    public List<Reply> together(String step, List<Call> calls) {
        List<Reply> replies = new ArrayList<>();
        for (int i = 0; i < calls.size(); i++) {
            replies.add(exchange(step + "/" + i, Who.KEY, calls.get(i), i));
            run.clock -= 20;
        }
        run.clock += 20;
        return replies;
    }

    @Override
    public Reply poll(String step, Call call, Predicate<Peek> enough, Duration bound) {
        Reply reply = send(step, Who.KEY, call);
        for (int i = 1; i < 3 && !enough.test(reply); i++) {
            run.clock += bound.toMillis() / 2;
            reply = send(step, Who.KEY, call);
        }
        return reply;
    }

    @Override
    public void pause(String step, Duration time) {
        run.clock += time.toMillis();
    }

    @Override
    public String draw(String name) {
        Random random = new Random((scenario + take + name).hashCode());
        StringBuilder word = new StringBuilder();
        for (int i = 0; i < 10; i++) {
            word.append((char) ('a' + random.nextInt(26)));
        }
        run.events.add(new Event.Drawn(at(""), 0, name, word.toString()));
        return word.toString();
    }

    @Override
    public void leave(String name, String value) {
        run.left.put(name, value);
    }

    @Override
    public Optional<String> left(String name) {
        return Optional.ofNullable(run.left.get(name));
    }

    @Override
    public int take() {
        return take;
    }

    @Override
    public ObjectNode create() {
        return JSON.createObjectNode().put("model", "m");
    }

    @Override
    public Optional<String> option(Needs.Option option) {
        return Optional.ofNullable(run.options.get(option));
    }

    @Override
    public Dialect dialect() {
        return Dialects.of(run.profile);
    }
}
