package org.responsestck.conformance.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.responsestck.conformance.dialect.Dialect;
import org.responsestck.conformance.dialect.Dialects;
import org.responsestck.conformance.evidence.Event;
import org.responsestck.conformance.evidence.Evidence;
import org.responsestck.conformance.evidence.ExchangeView;
import org.responsestck.conformance.evidence.Header;
import org.responsestck.conformance.evidence.Place;
import org.responsestck.conformance.wire.Answer;
import org.responsestck.conformance.wire.Call;
import org.responsestck.conformance.wire.Chunk;
import org.responsestck.conformance.wire.End;
import org.responsestck.conformance.wire.Exchange;
import org.responsestck.conformance.wire.Who;

/** Plays scenarios against a server that is a function, and gives the evidence. */
public final class PlayedRun {
    private final String profile;
    private final Function<Call, Canned> server;
    private final Map<String, UnaryOperator<Canned>> changed = new LinkedHashMap<>();
    private final Map<String, Boolean> capabilities = new LinkedHashMap<>();
    private final List<Event> events = new ArrayList<>();
    private UnaryOperator<Canned> everywhere = UnaryOperator.identity();
    private int tries = 1;
    private int id;

    /** An answer; status 0 is none. */
    public record Canned(int status, Map<String, String> headers, String body, End end) {
        public static Canned json(int status, String body) {
            return new Canned(
                    status, Map.of("content-type", "application/json"), body.replace('\'', '"'), End.COMPLETE);
        }

        public static Canned of(int status, String type, String body) {
            return new Canned(status, type.isEmpty() ? Map.of() : Map.of("content-type", type), body, End.COMPLETE);
        }

        public static Canned none(End end) {
            return new Canned(0, Map.of(), "", end);
        }

        public Canned with(String header, String value) {
            Map<String, String> more = new LinkedHashMap<>(headers);
            more.put(header, value);
            return new Canned(status, more, body, end);
        }

        public Canned body(UnaryOperator<String> change) {
            return new Canned(status, headers, change.apply(body), end);
        }

        public Canned status(int other) {
            return new Canned(other, headers, body, end);
        }
    }

    private PlayedRun(String profile, Function<Call, Canned> server) {
        this.profile = profile;
        this.server = server;
    }

    public static PlayedRun against(String profile, Function<Call, Canned> server) {
        return new PlayedRun(profile, server);
    }

    /** The answer at {@code scenario/step} becomes another. */
    public PlayedRun at(String place, Canned other) {
        return at(place, canned -> other);
    }

    public PlayedRun at(String place, UnaryOperator<Canned> change) {
        changed.put(place, change);
        return this;
    }

    public PlayedRun everywhere(UnaryOperator<Canned> change) {
        everywhere = change;
        return this;
    }

    /** Every 5xx is tried so often at its step. */
    public PlayedRun tries(int number) {
        tries = number;
        return this;
    }

    public PlayedRun declares(String capability) {
        capabilities.put(capability, true);
        return this;
    }

    /** The scenarios of the core that need no option, in the order of their classes. */
    public static List<Scenario> scenarios() {
        return Stream.of(
                        CoreScenarios.scenarios(),
                        ParameterScenarios.scenarios(),
                        LimitScenarios.scenarios(),
                        RefusalScenarios.scenarios())
                .flatMap(List::stream)
                .filter(scenario -> scenario.needs().options().isEmpty())
                .toList();
    }

    /** Whether a check that reads these scenarios can say anything here. */
    public static boolean plays(Set<String> ids) {
        return ids.isEmpty() || scenarios().stream().anyMatch(s -> ids.contains(s.id()));
    }

    /** Plays every scenario of the core, those that ask for takes this often. */
    public PlayedRun play(int takes) {
        return play(takes, scenario -> true);
    }

    public PlayedRun play(int takes, Predicate<String> which) {
        for (Scenario scenario : scenarios()) {
            for (int take = 1;
                    which.test(scenario.id())
                            && take <= Math.min(takes, scenario.needs().takes());
                    take++) {
                try {
                    scenario.play(new OneTake(scenario.id(), take));
                } catch (Stop stop) {
                    events.add(new Event.Stopped(
                            new Place(scenario.id(), take, ""), 0, stop.why(), String.valueOf(stop.getMessage())));
                }
            }
        }
        return this;
    }

    /** One more exchange, outside of any scenario of the core. */
    public PlayedRun also(String scenario, String step, Who who, Call call, Canned canned) {
        record(new Place(scenario, 1, step), who, call, canned);
        return this;
    }

    public Evidence evidence() {
        List<String> names =
                events.stream().map(e -> e.at().scenario()).distinct().toList();
        Header header = new Header(
                Header.FORMAT,
                "test",
                "responses-tck test",
                "test",
                "http://localhost/v1",
                profile,
                "",
                "m",
                capabilities,
                List.of(),
                names,
                List.of(),
                1,
                1.0,
                0);
        return new Evidence(header, events, x -> new ExchangeView(x.at(), x.exchange()));
    }

    private void record(Place at, Who who, Call call, Canned canned) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        canned.headers().forEach((k, v) -> headers.put(k, List.of(v)));
        Answer answer = canned.status() == 0
                ? null
                : new Answer(
                        canned.status(),
                        headers,
                        canned.body().isEmpty()
                                ? List.of()
                                : List.of(new Chunk(1, canned.body().getBytes(StandardCharsets.UTF_8))));
        id++;
        events.add(new Event.Exchanged(at, id, new Exchange(id, who, call, 0, 1, answer, canned.end(), null)));
    }

    private final class OneTake implements Talk {
        private final String scenario;
        private final int take;

        OneTake(String scenario, int take) {
            this.scenario = scenario;
            this.take = take;
        }

        @Override
        public Reply send(String step, Who who, Call call) {
            UnaryOperator<Canned> change = changed.getOrDefault(scenario + "/" + step, UnaryOperator.identity());
            Canned canned = change.apply(everywhere.apply(server.apply(call)));
            for (int i = 0; i < (canned.status() >= 500 ? tries : 1); i++) {
                record(new Place(scenario, take, step), who, call, canned);
            }
            return new Read(canned);
        }

        @Override
        public Reply stream(String step, Call call, Predicate<Peek> enough) {
            return send(step, Who.KEY, call);
        }

        @Override
        public List<Reply> together(String step, List<Call> calls) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Reply poll(String step, Call call, Predicate<Peek> enough, Duration bound) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void pause(String step, Duration time) {
            throw new UnsupportedOperationException();
        }

        @Override
        public String draw(String name) {
            StringBuilder word = new StringBuilder();
            int seed = (scenario + "#" + take + "/" + name).hashCode();
            for (int i = 0; i < 10; i++) {
                word.append((char) ('a' + Math.floorMod(seed >> (i * 3), 26)));
            }
            events.add(new Event.Drawn(new Place(scenario, take, ""), 0, name, word.toString()));
            return word.toString();
        }

        @Override
        public void leave(String name, String value) {
            // Nothing that is played here looks for it.
        }

        @Override
        public Optional<String> left(String name) {
            return Optional.empty();
        }

        @Override
        public int take() {
            return take;
        }

        @Override
        public ObjectNode create() {
            return JsonNodeFactory.instance.objectNode().put("model", "m");
        }

        @Override
        public Optional<String> option(Needs.Option option) {
            return Optional.empty();
        }

        @Override
        public Dialect dialect() {
            return Dialects.of(profile);
        }
    }

    private record Read(Canned canned) implements Reply {
        @Override
        public int status() {
            return canned.status();
        }

        @Override
        public Optional<JsonNode> node(String pointer) {
            try {
                JsonNode node = com.fasterxml.jackson.databind.json.JsonMapper.builder()
                        .build()
                        .readTree(canned.body())
                        .at(pointer);
                return node.isMissingNode() || node.isNull() ? Optional.empty() : Optional.of(node);
            } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
                return Optional.empty();
            }
        }

        @Override
        public long count(String eventType) {
            return 0;
        }
    }
}
