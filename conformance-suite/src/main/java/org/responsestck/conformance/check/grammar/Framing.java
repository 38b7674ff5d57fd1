package org.responsestck.conformance.check.grammar;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.responsestck.conformance.dialect.Trait;
import org.responsestck.conformance.evidence.ExchangeView.StreamEvent;
import org.responsestck.conformance.wire.SseTranscript;
import org.responsestck.conformance.wire.SseTranscript.Fault;
import org.responsestck.conformance.wire.SseTranscript.Kind;

/** Bytes, lines and the outer form of each event. */
final class Framing {
    private static final ObjectReader VALUES = JsonMapper.builder().build().readerFor(JsonNode.class);

    private final Rules rules;
    private final Findings findings;
    private final Map<Integer, Fault> strayByEvent = new HashMap<>();

    Framing(Rules rules, Findings findings) {
        this.rules = rules;
        this.findings = findings;
    }

    /** The faults of the lines. */
    void lines(SseTranscript sse, int lastEvent) {
        for (Fault fault : sse.faults()) {
            Spot spot = new Spot(fault.event() <= lastEvent ? fault.event() : -1, fault.offset());
            switch (fault.kind()) {
                case BOM -> findings.broken(Invariant.F0, "bom", "bom", spot, "", "no byte order mark", fault.detail());
                case LONE_CR ->
                    findings.broken(
                            Invariant.F0, "cr", "cr", spot, "", "lines that end with LF or CR LF", fault.detail());
                case INVALID_UTF8 ->
                    findings.broken(Invariant.F10, "bytes", "", spot, "", "bytes that are UTF-8", fault.detail());
                default -> {
                    strayByEvent.putIfAbsent(fault.event(), fault);
                    if (fault.event() > lastEvent && looksLikeJson(fault)) {
                        stray(fault);
                    }
                }
            }
        }
    }

    /** A piece of JSON outside of any data field: a raw line break within data, or JSON without the field name. */
    private static boolean looksLikeJson(Fault fault) {
        String line = fault.detail().strip();
        return fault.kind() != Kind.BAD_VALUE && !line.isEmpty() && "{}[]\"".indexOf(line.charAt(0)) >= 0;
    }

    private void stray(Fault fault) {
        findings.broken(
                Invariant.F0,
                "stray",
                "",
                new Spot(fault.event(), fault.offset()),
                "",
                "every line of JSON behind a data field",
                "a line that begins " + Findings.brief(fault.detail()));
    }

    /** One event's data. Answers whether it can be read as an object. */
    boolean data(StreamEvent event) {
        findings.judged(Invariant.F0);
        findings.judged(Invariant.F2);
        Fault stray = strayByEvent.get(event.sse().number());
        String problem = event.json().problem();
        Spot spot = Spot.of(event);
        if (problem != null && problem.startsWith("lone surrogate")) {
            findings.broken(Invariant.F10, "surrogate", "", spot, "", "text that is Unicode in each event", problem);
        } else if (problem != null && problem.startsWith("Duplicate")) {
            findings.broken(Invariant.F2, "twice", "duplicate-member", spot, "", "each member once", problem);
        } else if (problem != null || !event.data().isObject()) {
            if (stray != null && looksLikeJson(stray)) {
                stray(stray);
            } else {
                findings.broken(
                        Invariant.F2, "object", "", spot, "", "one JSON object or [DONE]", words(event, problem));
            }
        }
        if (event.sse().data().chars().anyMatch(c -> c > 127)) {
            findings.judged(Invariant.F10);
        }
        return event.data().isObject();
    }

    private static String words(StreamEvent event, @Nullable String problem) {
        if (problem == null) {
            return Findings.brief(event.sse().data());
        }
        return problem.startsWith("Trailing token") ? "more than one JSON value" : Findings.brief(problem);
    }

    /** The objects in data that holds several instead of one, in a row or in an array; empty when it does not. */
    static List<JsonNode> several(StreamEvent event) {
        String problem = event.json().problem();
        JsonNode data = event.data();
        if (data.isArray()) {
            List<JsonNode> all = new ArrayList<>();
            data.forEach(all::add);
            return all.stream().allMatch(JsonNode::isObject) ? all : List.of();
        }
        if (problem == null || !problem.startsWith("Trailing token")) {
            return List.of();
        }
        try (MappingIterator<JsonNode> values = VALUES.readValues(event.sse().data())) {
            return values.readAll();
        } catch (IOException e) {
            return List.of(); // what follows the first value is no JSON
        }
    }

    /** The type of an object, and the event field beside it. */
    void type(StreamEvent event) {
        Spot spot = Spot.of(event);
        String type = event.type();
        if (type.isEmpty()) {
            findings.broken(
                    Invariant.F3,
                    "type",
                    "",
                    spot,
                    "/type",
                    "a string",
                    Json.show(event.data().path("type")));
            return;
        }
        String name = event.sse().event();
        findings.judged(Invariant.F4);
        if (name == null || name.isEmpty()) {
            if (!rules.is(Trait.NO_EVENT_FIELD)) {
                findings.broken(Invariant.F4, "absent", "absent", spot, "", "event: " + type, "no event field");
            }
        } else if (!name.equals(type)) {
            findings.broken(Invariant.F4, "differs", "", spot, "", "event: " + type, "event: " + Findings.brief(name));
        }
        findings.judged(Invariant.F8);
        boolean none = event.data().path("error").isNull();
        // An event of an unknown type may be somebody's error event.
        if (event.data().has("error") && !type.equals("error") && (none || rules.type(type) != null)) {
            findings.broken(
                    Invariant.F8,
                    "member",
                    none ? "null" : "non-null",
                    spot,
                    "/error",
                    "absent",
                    Json.show(event.data().path("error")) + " in " + type);
        }
    }
}
