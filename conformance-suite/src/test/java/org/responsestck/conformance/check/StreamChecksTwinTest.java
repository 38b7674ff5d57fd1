package org.responsestck.conformance.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.responsestck.conformance.evidence.Recorded;
import org.responsestck.conformance.wire.Call;
import org.responsestck.conformance.wire.End;
import org.responsestck.conformance.wire.Who;

class StreamChecksTwinTest {
    private static final String CALL_ITEM =
            "{'type':'function_call','id':'fc_1','call_id':'call_1','name':'f','arguments':'{}','status':'completed'}";
    private static final String TEXT = Transcript.of("good", "text").body();
    private static final String CALLS = Transcript.of("good", "function-calls").body();

    private final Recorded recorded = Recorded.profile("fireworks");
    private int number;

    private static Call call(String body) {
        return Call.postText("/responses", body.replace('\'', '"'), "application/json");
    }

    private void plain(String body, int status, String answer) {
        recorded.json("basic", 1, "plain-" + number++, call(body), status, answer);
    }

    private void streamed(String body, int status, String answer) {
        recorded.exchange(
                "parity",
                1,
                "s-" + number++,
                Who.KEY,
                call(body),
                status,
                status == 200 ? "text/event-stream" : "application/json",
                answer,
                End.COMPLETE);
    }

    private List<Observation> judged(String name) {
        return recorded.judgedBy(StreamChecks.checks().stream()
                .filter(c -> c.name().equals(name))
                .findFirst()
                .orElseThrow());
    }

    private static final String BODY = "{'model':'m','input':'x'}";
    private static final String STREAM = "{'input':'x','model':'m','stream':true}";
    private static final String FORCED = "{'model':'m','input':'x','tool_choice':'required'}";
    private static final String FORCED_STREAM = "{'model':'m','input':'x','tool_choice':'required','stream':true}";
    private static final String NAMED = "{'model':'m','input':'x','tool_choice':{'type':'function','name':'f'}}";
    private static final String NAMED_STREAM =
            "{'model':'m','input':'x','tool_choice':{'type':'function','name':'f'},'stream':true}";
    private static final String ANSWER = "{'id':'r','status':'completed','output':[]}";
    private static final String CALL_ANSWER = "{'id':'r','status':'completed','output':[" + CALL_ITEM + "]}";

    @Test
    void aStreamWithATerminalEventHolds() {
        plain(BODY, 200, ANSWER);
        streamed(STREAM, 200, TEXT);
        assertThat(judged("stream-parity")).singleElement().isInstanceOf(Observation.Held.class);
    }

    @Test
    void aRequestThatIsRefusedInBothFormsIsNotJudged() {
        plain(BODY, 400, "{}");
        streamed(STREAM, 400, "{}");
        assertThat(judged("stream-parity")).isEmpty();
    }

    @Test
    void aStreamWithoutAPlainTwinIsNotJudged() {
        plain("{'model':'m','input':'y'}", 200, ANSWER);
        streamed(STREAM, 500, "");
        assertThat(judged("stream-parity")).isEmpty();
    }

    @Test
    void aRefusedStreamIsARemark() {
        plain(BODY, 200, ANSWER);
        streamed(STREAM, 400, "{}");
        assertThat(judged("stream-parity")).singleElement().satisfies(o -> variant(o, "refused"));
    }

    @Test
    void oneDeadStreamNeedsAnotherTry() {
        plain(BODY, 200, ANSWER);
        streamed(STREAM, 500, "");
        assertThat(judged("stream-parity"))
                .singleElement()
                .isInstanceOfSatisfying(
                        Observation.Unclear.class,
                        u -> assertThat(u.anotherTakeHelps()).isTrue());
    }

    @Test
    void twoDeadStreamsAreABreach() {
        plain(BODY, 200, ANSWER);
        streamed(STREAM, 500, "");
        streamed(STREAM, 200, "");
        assertThat(judged("stream-parity")).singleElement().satisfies(o -> variant(o, ""));
    }

    @Test
    void aSecondTryThatWorksHolds() {
        plain(BODY, 200, ANSWER);
        streamed(STREAM, 500, "");
        streamed(STREAM, 200, TEXT);
        assertThat(judged("stream-parity")).singleElement().isInstanceOf(Observation.Held.class);
    }

    @Test
    void aPauseAskedForIsNoTry() {
        plain(BODY, 200, ANSWER);
        streamed(STREAM, 429, "{}");
        streamed(STREAM, 500, "");
        assertThat(judged("stream-parity")).singleElement().isInstanceOf(Observation.Unclear.class);
    }

    @Test
    void streamsThatFailAreARemark() {
        plain(BODY, 200, ANSWER);
        streamed(STREAM, 200, Transcript.of("good", "failed").body());
        streamed(STREAM, 200, Transcript.of("good", "error-alone").body());
        assertThat(judged("stream-parity")).singleElement().satisfies(o -> variant(o, "failed"));
    }

    @Test
    void anIncompleteStreamIsNotJudged() {
        plain(BODY, 200, ANSWER);
        streamed(STREAM, 200, Transcript.of("good", "incomplete").body());
        assertThat(judged("stream-parity")).isEmpty();
    }

    @Test
    void aForcedCallIsInBothForms() {
        plain(FORCED, 200, CALL_ANSWER);
        streamed(FORCED_STREAM, 200, CALLS);
        assertThat(judged("stream-parity")).singleElement().isInstanceOf(Observation.Held.class);
    }

    @Test
    void aForcedCallThatIsTextInTwoStreamsIsABreach() {
        plain(FORCED, 200, CALL_ANSWER);
        streamed(FORCED_STREAM, 200, TEXT);
        assertThat(judged("stream-parity")).singleElement().isInstanceOf(Observation.Unclear.class);
        streamed(FORCED_STREAM, 200, TEXT);
        assertThat(judged("stream-parity")).singleElement().satisfies(o -> variant(o, ""));
    }

    @Test
    void aNamedCallThatIsTextIsARemark() {
        plain(NAMED, 200, CALL_ANSWER);
        streamed(NAMED_STREAM, 200, TEXT);
        streamed(NAMED_STREAM, 200, TEXT);
        assertThat(judged("stream-parity")).singleElement().satisfies(o -> variant(o, "named"));
    }

    @Test
    void theSameMembersInBothFormsHold() {
        String data = TEXT.substring(TEXT.lastIndexOf("data: ") + 6).strip();
        String response = Recorded.json(data).path("response").toString();
        plain(BODY, 200, response);
        streamed(STREAM, 200, TEXT);
        assertThat(judged("stream-same-shape")).singleElement().isInstanceOf(Observation.Held.class);
    }

    @Test
    void otherMembersAreNamed() {
        plain(BODY, 200, "{'id':'r','status':'completed','output':[],'usage':{},'extra':1}");
        streamed(STREAM, 200, TEXT);
        assertThat(judged("stream-same-shape"))
                .singleElement()
                .isInstanceOfSatisfying(
                        Observation.Broken.class, b -> assertThat(b.actual()).startsWith("missing [extra], more ["));
    }

    private static void variant(Observation observation, String variant) {
        assertThat(observation)
                .isInstanceOfSatisfying(
                        Observation.Broken.class, b -> assertThat(b.variant()).isEqualTo(variant));
    }
}
