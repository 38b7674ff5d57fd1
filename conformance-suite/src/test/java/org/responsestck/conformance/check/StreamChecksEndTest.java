package org.responsestck.conformance.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.responsestck.conformance.evidence.Recorded;
import org.responsestck.conformance.evidence.Why;
import org.responsestck.conformance.wire.Call;
import org.responsestck.conformance.wire.End;
import org.responsestck.conformance.wire.Who;

class StreamChecksEndTest {
    private static final Call CALL =
            Call.postText("/responses", "{\"model\":\"m\",\"input\":\"x\",\"stream\":true}", "application/json");
    private static final String WHOLE = Transcript.of("good", "text").body();

    private final Recorded recorded = Recorded.profile("fireworks");

    /** The first events of a whole stream. */
    private static String part(int events) {
        int at = 0;
        for (int i = 0; i < events; i++) {
            at = WHOLE.indexOf("\n\n", WHOLE.indexOf("data: ", at)) + 2;
        }
        return WHOLE.substring(0, at);
    }

    private void take(int take, String body, End end) {
        recorded.exchange("stream", take, "count", Who.KEY, CALL, 200, "text/event-stream", body, end);
    }

    private List<Observation> judged() {
        return recorded.judgedBy(check("stream-terminal-event"));
    }

    private static Check check(String name) {
        return StreamChecks.checks().stream()
                .filter(c -> c.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aCutIsUnclearAndAnotherTakeHelps() {
        take(1, part(5), End.CUT);
        assertThat(judged()).singleElement().isInstanceOfSatisfying(Observation.Unclear.class, u -> {
            assertThat(u.why()).isEqualTo(Why.WIRE);
            assertThat(u.anotherTakeHelps()).isTrue();
        });
    }

    @Test
    void aCutAtTheSamePointInAllThreeTakesIsABreach() {
        take(1, part(5), End.CUT);
        take(2, part(5), End.TIMEOUT);
        take(3, part(5), End.CUT);
        assertThat(judged())
                .singleElement()
                .isInstanceOfSatisfying(
                        Observation.Broken.class, b -> assertThat(b.variant()).isEqualTo("cut"));
    }

    @Test
    void cutsAtDifferentPointsStayUnclear() {
        take(1, part(5), End.CUT);
        take(2, part(4), End.CUT);
        take(3, part(5), End.CUT);
        assertThat(judged()).singleElement().isInstanceOf(Observation.Unclear.class);
    }

    @Test
    void aRetryThatCompletesHolds() {
        take(1, part(5), End.CUT);
        take(2, WHOLE, End.COMPLETE);
        assertThat(judged()).singleElement().isInstanceOf(Observation.Held.class);
    }

    @Test
    void aCutAfterTheTerminalEventIsNoneOfItsBusiness() {
        take(1, WHOLE, End.CUT);
        assertThat(judged()).singleElement().isInstanceOf(Observation.Held.class);
    }

    @Test
    void aBodyThatEndsInOrderWithoutATerminalEventIsABreachAtOnce() {
        take(1, part(5), End.COMPLETE);
        assertThat(judged()).singleElement().isInstanceOf(Observation.Broken.class);
    }

    @Test
    void anEmptyStreamIsABreach() {
        take(1, "", End.COMPLETE);
        assertThat(judged())
                .singleElement()
                .isInstanceOfSatisfying(
                        Observation.Broken.class, b -> assertThat(b.actual()).isEqualTo("an empty stream"));
    }

    @Test
    void aStreamThatWeClosedIsJudgedOnlyOnWhatWasSeen() {
        take(1, part(6), End.CLOSED_BY_US);
        StreamChecks.checks()
                .forEach(c -> assertThat(recorded.judgedBy(c))
                        .as(c.name())
                        .noneMatch(o -> o instanceof Observation.Broken || o instanceof Observation.Unclear));
        assertThat(judged()).isEmpty();
    }

    @Test
    void aCutStreamBreaksNothingElse() {
        for (int events = 1; events < 12; events++) {
            Recorded one = Recorded.profile("fireworks")
                    .exchange(
                            "stream",
                            1,
                            "count",
                            Who.KEY,
                            CALL,
                            200,
                            "text/event-stream",
                            part(events) + "event: resp",
                            End.CUT);
            StreamChecks.checks()
                    .forEach(c ->
                            assertThat(one.judgedBy(c)).as(c.name()).noneMatch(o -> o instanceof Observation.Broken));
        }
    }

    @Test
    void aMissingTerminalEventGivesOneFindingAndNoEcho() {
        take(1, part(6), End.COMPLETE);
        List<Observation> broken = StreamChecks.checks().stream()
                .flatMap(c -> recorded.judgedBy(c).stream())
                .filter(o -> o instanceof Observation.Broken)
                .toList();
        assertThat(broken).extracting(Observation::requirement).containsExactly("STREAM-ORDER-004");
    }

    @Test
    void aFailureThatIsToldIsSeen() {
        recorded.stream("s", 1, "t", CALL, Transcript.of("good", "failed").body());
        assertThat(recorded.judgedBy(check("stream-failure-is-told")))
                .singleElement()
                .isInstanceOf(Observation.Held.class);
        assertThat(Recorded.profile("fireworks").stream("s", 1, "t", CALL, WHOLE)
                        .judgedBy(check("stream-failure-is-told")))
                .isEmpty();
    }
}
