package org.responsestck.conformance.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.responsestck.conformance.check.Observation.Broken;
import org.responsestck.conformance.check.Observation.Held;
import org.responsestck.conformance.evidence.Recorded;
import org.responsestck.conformance.wire.Call;
import org.responsestck.conformance.wire.End;
import org.responsestck.conformance.wire.Who;

/** Rows that a context size, a second model or a fault header opens. */
class OptionChecksTest {
    private static Call create(boolean stream) {
        ObjectNode body =
                JsonNodeFactory.instance.objectNode().put("model", "m").put("input", "x");
        return Call.post("/responses", stream ? body.put("stream", true) : body);
    }

    private static String verdict(Recorded recorded, String id) {
        List<Observation> all = Stream.of(LimitChecks.checks(), StreamChecksEnd.checks(), ChainChecks.checks())
                .flatMap(List::stream)
                .filter(c -> c.proves().contains(id))
                .flatMap(c -> c.judge().apply(recorded.evidence()))
                .toList();
        return all.stream()
                .filter(Broken.class::isInstance)
                .map(o -> "broken " + ((Broken) o).variant())
                .findFirst()
                .orElse(all.isEmpty() ? "nothing" : all.stream().allMatch(Held.class::isInstance) ? "held" : "unclear");
    }

    private static String response(String status) {
        return "{'id':'resp_1','model':'m','status':'" + status + "','output':[]}";
    }

    @ParameterizedTest
    @CsvSource({
        "400, completed, held",
        "200, failed, held",
        "200, completed, 'broken '",
        "200, incomplete, 'broken '",
        "500, completed, unclear",
        "200, queued, unclear"
    })
    void moreThanTheContextHoldsIsNotCutSilently(int status, String state, String expected) {
        Recorded recorded = Recorded.profile("fireworks")
                .json("overflow", 1, "disabled", create(false), status, response(state))
                .json("overflow", 1, "turn-2", create(false), status, response(state));
        assertThat(verdict(recorded, "PARAM-TRUNC-001")).isEqualTo(expected);
        assertThat(verdict(recorded, "PARAM-TRUNC-004")).isEqualTo(expected);
    }

    @Test
    void aFirstTurnThatIsRefusedLeavesTheSecondOpen() {
        Recorded recorded = Recorded.profile("fireworks")
                .json("overflow", 1, "turn-1", create(false), 400, "{}")
                .stopped("overflow", 1, "", org.responsestck.conformance.evidence.Why.VALUE_MISSING, "no response");
        assertThat(verdict(recorded, "PARAM-TRUNC-004")).isEqualTo("unclear");
    }

    private static String event(String type, String status, String error) {
        return "event: " + type + "\ndata: "
                + ("{'type':'" + type
                                + "','sequence_number':0,'response':{'id':'resp_1','model':'m','output':[],'status':'"
                                + status + "','error':" + error + "}}")
                        .replace('\'', '"')
                + "\n\n";
    }

    private static Recorded failing(String body, End end) {
        return Recorded.profile("fireworks")
                .exchange("stream-failure", 1, "stream", Who.KEY, create(true), 200, "text/event-stream", body, end);
    }

    private static final String CREATED = event("response.created", "in_progress", "null");
    private static final String ERROR = "{'code':'server_error','message':'It died.'}";

    @Test
    void aFailureIsToldInTheStream() {
        assertThat(verdict(
                        failing(CREATED + event("response.failed", "failed", ERROR), End.COMPLETE), "STREAM-ERR-001"))
                .isEqualTo("held");
        assertThat(verdict(failing(CREATED, End.COMPLETE), "STREAM-ERR-001")).isEqualTo("broken ");
        assertThat(verdict(failing(CREATED, End.CUT), "STREAM-ERR-001")).isEqualTo("broken ");
        assertThat(verdict(
                        failing(CREATED + event("response.completed", "completed", "null"), End.COMPLETE),
                        "STREAM-ERR-001"))
                .isEqualTo("unclear");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'code':'server_error','message':'It died.'} | held",
                "{'type':'x','code':'c','message':'m'} | held",
                "null | 'broken '",
                "'It died.' | 'broken '",
                "{'message':'It died.'} | 'broken '"
            },
            quoteCharacter = '"')
    void aFailedResponseSaysWhy(String error, String expected) {
        Recorded recorded = failing(CREATED + event("response.failed", "failed", error), End.COMPLETE);
        assertThat(verdict(recorded, "ERR-FAILED-001")).isEqualTo(expected.replace("'", ""));
    }

    @ParameterizedTest
    @CsvSource({
        "404, failed, held",
        "200, failed, held",
        "200, incomplete, held",
        "200, in_progress, 'broken '",
        "200, completed, 'broken '",
        "500, failed, unclear"
    })
    void aFailedStreamLeavesNoOpenRecord(int status, String state, String expected) {
        Recorded recorded = failing(CREATED, End.CUT)
                .json("stream-failure", 1, "get", Call.get("/responses/resp_1"), status, response(state));
        assertThat(verdict(recorded, "STREAM-ERR-005")).isEqualTo(expected);
    }

    @Test
    void aHeaderThatMakesNothingFailSaysNothingAboutTheRecord() {
        Recorded recorded = failing(CREATED + event("response.completed", "completed", "null"), End.COMPLETE)
                .json("stream-failure", 1, "get", Call.get("/responses/resp_1"), 200, response("completed"));
        assertThat(verdict(recorded, "STREAM-ERR-005")).isEqualTo("nothing");
    }

    @Test
    void anUnknownPreviousIdIsRefusedBeforeAStream() {
        ObjectNode body =
                JsonNodeFactory.instance.objectNode().put("input", "x").put("stream", true);
        Call call = Call.post("/responses", body.put("previous_response_id", "resp_0"));
        assertThat(verdict(
                        Recorded.profile("fireworks")
                                .json("refusals-stream", 1, "stream/4", call, 404, "{'error':'x'}"),
                        "CHAIN-010"))
                .isEqualTo("held");
        assertThat(verdict(
                        Recorded.profile("fireworks").stream(
                                "refusals-stream", 1, "stream/4", call, event("response.failed", "failed", ERROR)),
                        "CHAIN-010"))
                .isEqualTo("broken stream-error");
        assertThat(verdict(
                        Recorded.profile("fireworks").stream(
                                "refusals-stream",
                                1,
                                "stream/4",
                                call,
                                event("response.completed", "completed", "null")),
                        "CHAIN-010"))
                .isEqualTo("broken accepted");
    }
}
