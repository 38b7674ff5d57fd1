package org.responsestck.mock.fault;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.responsestck.mock.transport.Ending;
import org.responsestck.mock.transport.Pace;
import org.responsestck.mock.transport.Reply;
import org.responsestck.mock.transport.StreamEvent;
import org.responsestck.mock.transport.Wire;

/** Whatever is written as a fault is understood or refused, and has its effect or is refused. */
class FaultFuzzTest {
    private static final List<String> KINDS = List.of(
            "truncate",
            "reset",
            "malformed_chunk",
            "malformed-chunk",
            "stall",
            "drip",
            "endless",
            "wrong_length",
            "http",
            "failed",
            "error",
            "end",
            "",
            "nothing");
    private static final List<String> KEYS = List.of(
            "at",
            "after",
            "of",
            "bytes",
            "ms",
            "size",
            "by",
            "status",
            "message",
            "code",
            "retry_after",
            "error_event",
            "skip",
            "every",
            "times",
            "probability",
            "seed",
            "operation",
            "kind",
            "=",
            "");
    private static final List<String> VALUES = List.of(
            "0",
            "1",
            "3",
            "40",
            "400",
            "429",
            "99999999999",
            "-1",
            "-20",
            "-100000",
            "0.5",
            "true",
            "start",
            "headers",
            "middle",
            "terminal",
            "character",
            "response.output_text.delta",
            "create",
            "",
            ";",
            "é");

    private final Random random = new Random(20);

    private static final List<StreamEvent> EVENTS = events();
    private static final Reply STREAM = Wire.plain().stream(EVENTS, Pace.NONE, Ending.NORMAL);
    private static final Reply JSON =
            Wire.plain().json(200, JsonNodeFactory.instance.objectNode().put("text", "sïx"), Map.of());

    private static List<StreamEvent> events() {
        List<StreamEvent> events = new ArrayList<>();
        for (String type : List.of(
                "response.created", "response.output_text.delta", "response.output_text.delta", "response.completed")) {
            events.add(new StreamEvent(
                    JsonNodeFactory.instance
                            .objectNode()
                            .put("type", type)
                            .put("sequence_number", events.size())
                            .put("delta", "sïx"),
                    type.endsWith("delta")));
        }
        return events;
    }

    private String any(List<String> words) {
        return words.get(random.nextInt(words.size()));
    }

    private String spec() {
        StringBuilder text = new StringBuilder(any(KINDS));
        int keys = random.nextInt(4);
        for (int i = 0; i < keys; i++) {
            text.append("; ").append(any(KEYS)).append('=').append(any(VALUES));
        }
        return text.toString();
    }

    private static Optional<FaultRule> parsed(String text) {
        try {
            return Optional.of(FaultRule.parse(text));
        } catch (FaultException e) {
            assertThat(e).hasMessageMatching("(?s).{10,}");
            return Optional.empty();
        }
    }

    @Test
    void aFaultIsUnderstoodOrRefusedAndHasItsEffectOrIsRefused() {
        int understood = 0;
        int applied = 0;
        for (int i = 0; i < 20_000; i++) {
            String text = spec();
            Optional<FaultRule> rule = parsed(text);
            understood += rule.isPresent() ? 1 : 0;
            applied += rule.isPresent() && applied(rule.get().fault(), STREAM, EVENTS, text) ? 1 : 0;
            applied += rule.isPresent() && applied(rule.get().fault(), JSON, List.of(), text) ? 1 : 0;
        }
        assertThat(understood).isGreaterThan(1_000);
        assertThat(applied).isGreaterThan(1_000);
    }

    private static boolean applied(Fault fault, Reply reply, List<StreamEvent> events, String text) {
        try {
            if (fault.between() && !events.isEmpty()) {
                assertThat(fault.after(events)).as(text).isBetween(0, events.size());
                return true;
            }
            Reply broken = fault.on(reply, events);
            assertThat(broken).as(text).isNotEqualTo(reply);
            return true;
        } catch (FaultException e) {
            return false;
        }
    }

    @Test
    void nothingIsLostAroundACut() {
        for (int bytes = 0; bytes < STREAM.length(); bytes++) {
            Reply cut = FaultRule.parse("truncate; bytes=" + bytes).fault().on(STREAM, EVENTS);
            int left = cut.frames().stream()
                    .limit(cut.ending().afterEvents())
                    .mapToInt(f -> f.bytes().length)
                    .sum();
            assertThat(left).isEqualTo(bytes);
            assertThat(cut.body()).isEqualTo(STREAM.body());
        }
    }

    @Test
    void aDripOnlyTakesTime() {
        for (int size = 1; size < 50; size++) {
            Reply drip = FaultRule.parse("drip; after=2; size=" + size).fault().on(STREAM, EVENTS);
            assertThat(drip.body()).isEqualTo(STREAM.body());
            assertThat(drip.frames().size()).isGreaterThan(EVENTS.size());
        }
    }
}
