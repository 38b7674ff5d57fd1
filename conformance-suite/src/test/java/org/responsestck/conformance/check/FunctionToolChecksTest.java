package org.responsestck.conformance.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.responsestck.conformance.check.ToolSamples.CALL;
import static org.responsestck.conformance.check.ToolSamples.TEXT;
import static org.responsestck.conformance.check.ToolSamples.both;
import static org.responsestck.conformance.check.ToolSamples.call;
import static org.responsestck.conformance.check.ToolSamples.forced;
import static org.responsestck.conformance.check.ToolSamples.incomplete;
import static org.responsestck.conformance.check.ToolSamples.message;
import static org.responsestck.conformance.check.ToolSamples.nested;
import static org.responsestck.conformance.check.ToolSamples.response;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.responsestck.conformance.evidence.Recorded;
import org.responsestck.conformance.wire.End;
import org.responsestck.conformance.wire.Who;

class FunctionToolChecksTest {
    private static Recorded run() {
        return Recorded.profile("fireworks");
    }

    private static List<String> said(String name, Recorded evidence) {
        return Heard.by(FunctionToolChecks.checks(), name, evidence);
    }

    @ParameterizedTest
    @CsvSource({
        "200, held",
        "400, broken:refused",
        "422, broken:refused",
        "500, broken:server-error",
        "429, unclear:BUDGET:again"
    })
    void aFunctionToolIsAccepted(int status, String word) {
        assertThat(said(
                        "function-tool-is-accepted",
                        run().json("function-offer", 1, "auto", forced(), status, response(CALL))))
                .containsExactly(word);
    }

    @Test
    void aCutIsNoRefusal() {
        Recorded cut =
                run().exchange("function-offer", 1, "auto", Who.KEY, forced(), 200, "application/json", "{", End.CUT);
        assertThat(said("function-tool-is-accepted", cut)).containsExactly("unclear:WIRE:again");
    }

    private static List<String> returned(int status, String... bodies) {
        Recorded run = run();
        for (int i = 0; i < bodies.length; i++) {
            run.json("function-call", i + 1, "forced", forced(), status, bodies[i]);
        }
        return said("call-ends-the-response", run);
    }

    @Test
    void aCallEndsTheResponse() {
        assertThat(returned(200, response(CALL))).containsExactly("held");
        assertThat(returned(200, response(TEXT, nested("{'name':'get_weather','arguments':'{}'}"))))
                .containsExactly("held");
        assertThat(returned(200, response("{'role':'user','content':[]}", CALL)))
                .containsExactly("held");
    }

    @Test
    void aCallThatLeavesTheResponseOpenIsABreach() {
        assertThat(returned(200, response("requires_action", new String[] {CALL})))
                .containsExactly("broken:wrong-status");
        assertThat(returned(200, response("in_progress", new String[] {}))).containsExactly("broken:wrong-status");
        assertThat(returned(200, response("odd", new String[] {CALL}))).containsExactly("broken:other-outcome");
    }

    @Test
    void aResultThatTheServerMadeUpIsABreach() {
        assertThat(returned(200, response(CALL, "{'type':'function_call_output','call_id':'c1','output':'17'}", TEXT)))
                .containsExactly("broken:made-up-result");
        assertThat(returned(200, response(CALL, "{'type':'tool_output','tool_call_id':'fc_c1','output':'17'}")))
                .containsExactly("broken:made-up-result");
        assertThat(returned(200, response(CALL, "{'type':'tool_output','tool_call_id':'other','output':'17'}")))
                .as("the result of another, server-executed tool")
                .containsExactly("held");
    }

    @Test
    void aCallWrittenIntoTheTextTwiceIsABreach() {
        String text = response(message("<tool_call> get_weather </tool_call>"));
        assertThat(returned(200, text)).containsExactly("unclear:MODEL:again");
        assertThat(returned(200, text, text)).containsExactly("broken:call-in-text");
        assertThat(returned(200, text, response(CALL))).containsExactly("held");
    }

    @Test
    void noCallIsUnclearAndTriedAgain() {
        assertThat(returned(200, response(TEXT))).containsExactly("unclear:MODEL:again");
        assertThat(returned(200, response(TEXT), response(TEXT), response(TEXT)))
                .containsExactly("unclear:MODEL");
        assertThat(returned(200, incomplete(CALL))).containsExactly("unclear:MODEL:again");
        assertThat(returned(503, "{}")).containsExactly("unclear:WIRE:again");
    }

    @Test
    void whereRequiredIsRefusedTheFreeChoiceIsJudged() {
        Recorded run = run().json("function-call", 1, "forced", forced(), 400, "{}")
                .json("function-call", 1, "auto", forced(), 200, response(CALL));
        assertThat(said("call-ends-the-response", run)).containsExactly("held");
        Recorded none = run().json("function-call", 1, "forced", forced(), 400, "{}")
                .json("function-call", 1, "auto", forced(), 200, response(TEXT));
        assertThat(said("call-ends-the-response", none)).containsExactly("unclear:MODEL:again");
    }

    private static Recorded nulls(int plain, int strictNull, int descriptionNull, int strictFalse, String words) {
        return run().json("function-offer", 1, "auto", forced(), plain, "{}")
                .json("function-nulls", 1, "strict-null", forced(), strictNull, words)
                .json("function-nulls", 1, "description-null", forced(), descriptionNull, words)
                .json("function-nulls", 1, "strict-false", forced(), strictFalse, words);
    }

    @Test
    void nullMembersAreAccepted() {
        String name = "null-members-of-a-function-tool-are-accepted";
        assertThat(said(name, nulls(200, 200, 200, 200, "{}"))).containsExactly("held", "held", "held");
        assertThat(said(name, nulls(200, 400, 422, 500, "{}")))
                .containsExactly("broken:strict-null", "broken:refused", "broken:server-error");
        assertThat(said(name, nulls(200, 400, 200, 200, "{'error':'schema needs additionalProperties'}")))
                .containsExactly("broken:strict-by-default", "held", "held");
        assertThat(said(name, nulls(400, 400, 400, 400, "{}")))
                .containsExactly("unclear:UNSUPPORTED", "unclear:UNSUPPORTED", "unclear:UNSUPPORTED");
    }

    private static Recorded parallel(String step, int status, String body) {
        return run().json("function-parallel", 1, "allowed", both(""), 200, response(CALL))
                .json("function-parallel", 1, step, both(""), status, body);
    }

    @ParameterizedTest
    @CsvSource({"one-call-without-parallel-calls, forbidden", "max-tool-calls-limits-function-calls, limited"})
    void atMostOneCallComes(String name, String step) {
        String time = call("c2", "get_time", "{}");
        assertThat(said(name, parallel(step, 200, response(CALL)))).containsExactly("held");
        assertThat(said(name, parallel(step, 200, incomplete(CALL)))).containsExactly("held");
        assertThat(said(name, parallel(step, 200, response(CALL, time)))).containsExactly("broken:");
        assertThat(said(name, parallel(step, 200, response(TEXT)))).containsExactly("unclear:MODEL:again");
        assertThat(said(name, parallel(step, 500, "{}"))).containsExactly("unclear:WIRE:again");
        assertThat(said(name, parallel(step, 400, "{}")))
                .containsExactly(step.equals("limited") ? "broken:other-outcome" : "unclear:UNSUPPORTED");
    }
}
