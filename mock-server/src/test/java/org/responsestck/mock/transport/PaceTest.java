package org.responsestck.mock.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PaceTest {
    private static List<Integer> delays(Pace pace, int deltas) {
        List<StreamEvent> events = Stream.concat(
                        Stream.of(event("created", false)),
                        IntStream.range(0, deltas).mapToObj(i -> event("delta", true)))
                .toList();
        return Wire.plain().stream(events, pace, Ending.NORMAL).frames().stream()
                .map(Reply.Frame::delayMillis)
                .toList();
    }

    private static StreamEvent event(String type, boolean delta) {
        return new StreamEvent(JsonNodeFactory.instance.objectNode().put("type", type), delta);
    }

    @Test
    void theFirstDeltaWaitsForTheFirstTokenAndTheOthersForTheirGap() {
        assertThat(delays(new Pace(200, 20), 3)).containsExactly(0, 200, 20, 20);
    }

    @Test
    void gapsBelowAMillisecondAddUp() {
        List<Integer> delays = delays(Pace.tokensPerSecond(3_000), 301);
        assertThat(delays).allMatch(d -> d <= 1);
        assertThat(delays.stream().mapToInt(d -> d).sum()).isBetween(99, 101);
    }

    @Test
    void jitterIsSeededAndKeepsTheMean() {
        Pace pace = new Pace(0, 100).withJitter(0.5, 3);
        List<Integer> delays = delays(pace, 1_000);
        assertThat(delays).isEqualTo(delays(pace, 1_000)).isNotEqualTo(delays(pace.withJitter(0.5, 4), 1_000));
        assertThat(delays.subList(2, delays.size())).allMatch(d -> d >= 49 && d <= 151);
        assertThat(delays.stream().mapToInt(d -> d).average().orElseThrow()).isBetween(95.0, 105.0);
    }

    @Test
    void presetsHaveNames() {
        assertThat(Pace.PRESETS).allMatch(name -> Pace.preset(name).isPresent());
        assertThat(Pace.preset("leisurely")).isEmpty();
        assertThatThrownBy(() -> Pace.tokensPerSecond(0)).isInstanceOf(IllegalArgumentException.class);
    }
}
