package org.responsestck.conformance.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.responsestck.conformance.check.Recall.Try;
import org.responsestck.conformance.evidence.ExchangeView;
import org.responsestck.conformance.evidence.Recorded;
import org.responsestck.conformance.evidence.Why;
import org.responsestck.conformance.wire.Call;

class RecallTest {
    private static final ExchangeView X = Recorded.profile("fireworks")
            .json("s", 1, "create", Call.get("/responses/x"), 200, "{}")
            .evidence()
            .exchanges()
            .get(0);
    private static final Try MISSED = Try.missed(X, "no");
    private static final Try RECALLED = Try.recalled(X);
    private static final Try OPEN = Try.open(X, Why.MODEL, "no text");

    private static Observation judged(List<Try> tries, Boolean... controls) {
        return Recall.judge("CHAIN-002", "the word", tries, new ArrayList<>(List.of(controls)))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void threeMissesAndThreePassedControlsAreABreach() {
        assertThat(judged(List.of(MISSED, MISSED, MISSED), true, true, true)).isInstanceOf(Observation.Broken.class);
    }

    @Test
    void aControlThatFailsOrIsMissingLeavesItOpen() {
        assertThat(judged(List.of(MISSED, MISSED, MISSED), true, false, true)).isInstanceOf(Observation.Unclear.class);
        assertThat(judged(List.of(MISSED, MISSED, MISSED), true, true)).isInstanceOf(Observation.Unclear.class);
    }

    @Test
    void oneRecallIsEnoughAndSilencesTheMisses() {
        assertThat(Recall.judge("CHAIN-002", "the word", List.of(MISSED, RECALLED), List.of(true)))
                .singleElement()
                .isInstanceOf(Observation.Held.class);
    }

    @Test
    void aTakeThatShowsNothingIsNoMiss() {
        assertThat(judged(List.of(MISSED, OPEN, MISSED), true, true, true)).isInstanceOf(Observation.Unclear.class);
    }

    @Test
    void anotherTakeIsAskedForWhenTheModelMissed() {
        assertThat(judged(List.of(MISSED)))
                .isInstanceOfSatisfying(
                        Observation.Unclear.class,
                        u -> assertThat(u.anotherTakeHelps()).isTrue());
    }

    @Test
    void noOtherTakeIsAskedForWhenTheTargetRefused() {
        assertThat(judged(List.of(Try.open(X, Why.VALUE_MISSING, "status 404"))))
                .isInstanceOfSatisfying(
                        Observation.Unclear.class,
                        u -> assertThat(u.anotherTakeHelps()).isFalse());
    }

    @Test
    void nothingIsSaidOfAScenarioThatWasNotPlayed() {
        assertThat(Recall.judge("CHAIN-002", "the word", List.of(), List.of())).isEmpty();
    }
}
