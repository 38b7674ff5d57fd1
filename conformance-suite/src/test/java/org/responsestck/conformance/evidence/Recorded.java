package org.responsestck.conformance.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.responsestck.conformance.check.Check;
import org.responsestck.conformance.check.Observation;
import org.responsestck.conformance.wire.Answer;
import org.responsestck.conformance.wire.Call;
import org.responsestck.conformance.wire.Chunk;
import org.responsestck.conformance.wire.End;
import org.responsestck.conformance.wire.Exchange;
import org.responsestck.conformance.wire.Who;

/** Evidence made by hand, for tests of checks. */
public final class Recorded {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final String profile;
    private final List<Event> events = new ArrayList<>();
    private final Set<String> scenarios = new LinkedHashSet<>();
    private final Map<String, Boolean> capabilities = new LinkedHashMap<>();
    private int id;
    private long sentAtMillis = 1_750_000_000_000L;

    private Recorded(String profile) {
        this.profile = profile;
    }

    public static Recorded profile(String profile) {
        return new Recorded(profile);
    }

    public static JsonNode json(String text) {
        try {
            return JSON.readTree(text.replace('\'', '"'));
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    public Recorded capability(String name, boolean offered) {
        capabilities.put(name, offered);
        return this;
    }

    public Recorded sentAt(long millis) {
        sentAtMillis = millis;
        return this;
    }

    /** One exchange with a JSON answer; single quotes in the texts stand for double quotes. */
    public Recorded json(String scenario, int take, String step, Call call, int status, String body) {
        return exchange(
                scenario, take, step, Who.KEY, call, status, "application/json", body.replace('\'', '"'), End.COMPLETE);
    }

    /** One exchange with an event stream; the body is taken as it is. */
    public Recorded stream(String scenario, int take, String step, Call call, String body) {
        return exchange(scenario, take, step, Who.KEY, call, 200, "text/event-stream", body, End.COMPLETE);
    }

    public Recorded exchange(
            String scenario, int take, String step, Who who, Call call, int status, String type, String body, End end) {
        Answer answer = status == 0
                ? null
                : new Answer(
                        status,
                        type.isEmpty() ? Map.of() : Map.of("content-type", List.of(type)),
                        body.isEmpty()
                                ? List.of()
                                : List.of(new Chunk(5_000_000, body.getBytes(StandardCharsets.UTF_8))));
        scenarios.add(scenario);
        id++;
        events.add(new Event.Exchanged(
                new Place(scenario, take, step),
                id * 1_000_000L,
                new Exchange(id, who, call, sentAtMillis, 10_000_000, answer, end, null)));
        return this;
    }

    /** What reached the tool server while the exchange before was under way; single quotes stand for double quotes. */
    public Recorded witnessed(String method, String tool, String arguments, Map<String, String> headers) {
        Event.Exchanged last = (Event.Exchanged) events.stream()
                .filter(Event.Exchanged.class::isInstance)
                .reduce((first, second) -> second)
                .orElseThrow();
        events.add(new Event.Witnessed(
                last.at(), last.nanos(), id, "main", method, tool, arguments.replace('\'', '"'), headers, "result"));
        return this;
    }

    /** A call of a tool, after its listing. */
    public Recorded called(String tool, String arguments) {
        return witnessed("tools/list", "", "", Map.of()).witnessed("tools/call", tool, arguments, Map.of());
    }

    public Recorded drawn(String scenario, int take, String name, String value) {
        scenarios.add(scenario);
        events.add(new Event.Drawn(new Place(scenario, take, ""), id * 1_000_000L, name, value));
        return this;
    }

    /** What was waited for at a step had come, or had not when the bound was reached. */
    public Recorded waited(String scenario, int take, String step, boolean met) {
        events.add(new Event.Waited(new Place(scenario, take, step), id * 1_000_000L, 60_000, 60_000, met));
        return this;
    }

    public Recorded stopped(String scenario, int take, String step, Why why, String detail) {
        scenarios.add(scenario);
        events.add(new Event.Stopped(new Place(scenario, take, step), id * 1_000_000L, why, detail));
        return this;
    }

    public Evidence evidence() {
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
                List.copyOf(scenarios),
                List.of(),
                1,
                1.0,
                sentAtMillis);
        return new Evidence(header, events, x -> new ExchangeView(x.at(), x.exchange()));
    }

    /** What a check says about this evidence. */
    public List<Observation> judgedBy(Check check) {
        return check.judge().apply(evidence()).toList();
    }
}
