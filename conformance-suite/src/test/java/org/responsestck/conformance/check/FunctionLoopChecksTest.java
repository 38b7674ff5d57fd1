package org.responsestck.conformance.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.responsestck.conformance.check.ToolSamples.CALL;
import static org.responsestck.conformance.check.ToolSamples.TEXT;
import static org.responsestck.conformance.check.ToolSamples.forced;
import static org.responsestck.conformance.check.ToolSamples.incomplete;
import static org.responsestck.conformance.check.ToolSamples.message;
import static org.responsestck.conformance.check.ToolSamples.post;
import static org.responsestck.conformance.check.ToolSamples.response;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.responsestck.conformance.evidence.Recorded;
import org.responsestck.conformance.evidence.Why;
import org.responsestck.conformance.wire.Call;

class FunctionLoopChecksTest {
    private static final Call TURN = post("'previous_response_id':'resp_1','input':[]");
    private static final String WORD = message("It is the Quebrax-Tilo station.");

    private static List<String> loop(Recorded run) {
        return Heard.by(FunctionLoopChecks.checks(), "function-output-continues-a-stored-call", run);
    }

    private static List<String> replay(Recorded run) {
        return Heard.by(FunctionLoopChecks.checks(), "function-output-is-used-without-memory", run);
    }

    private static Recorded turn(Recorded run, int take, int status, String body) {
        return run.json("function-loop", take, "forced", forced(), 200, response(CALL))
                .drawn("function-loop", take, "station", "quebraxtilo")
                .json("function-loop", take, "continue", TURN, status, body);
    }

    private static Recorded run() {
        return Recorded.profile("fireworks");
    }

    private static Recorded control(Recorded run, String scenario, String step, int take, int number, boolean right) {
        return run.drawn(scenario, take, step + "-" + number, "murmelwort")
                .json(
                        scenario,
                        take,
                        step + "/" + number,
                        TURN,
                        200,
                        response(message(right ? "Murmelwort" : "no idea")));
    }

    @Test
    void theResultOfAFunctionIsUsed() {
        assertThat(loop(turn(run(), 1, 200, response(WORD)))).containsExactly("held");
        assertThat(loop(turn(run(), 1, 200, response("{'role':'user','content':[]}", CALL, WORD))))
                .as("with the history in output")
                .containsExactly("held");
        assertThat(loop(turn(run(), 1, 200, response(message("<think>quebraxtilo</think>I see")))))
                .containsExactly("held");
    }

    @Test
    void theResultItselfInTheOutputIsNoAnswer() {
        String echo = "{'type':'function_call_output','call_id':'c1','output':'quebraxtilo'}";
        String user = "{'type':'message','role':'user','content':[{'type':'input_text','text':'quebraxtilo'}]}";
        assertThat(loop(turn(run(), 1, 200, response(user, echo, TEXT)))).containsExactly("unclear:MODEL:again");
    }

    @Test
    void aRefusedContinuationIsABreach() {
        assertThat(loop(turn(run(), 1, 400, "{}"))).containsExactly("broken:refused");
        assertThat(loop(turn(run(), 1, 404, "{}"))).containsExactly("broken:refused");
        assertThat(loop(turn(run(), 1, 501, "{}"))).containsExactly("broken:refused");
        assertThat(loop(turn(run(), 1, 500, "{}"))).containsExactly("broken:server-error");
        assertThat(loop(turn(run(), 1, 429, "{}"))).containsExactly("unclear:BUDGET:again");
    }

    @Test
    void aCallWithoutCallIdCannotBeAnswered() {
        Recorded run = run().json("function-loop", 1, "forced", forced(), 200, response(CALL.replace("'c1'", "null")))
                .json("function-loop", 1, "continue", TURN, 400, "{}");
        assertThat(loop(run)).containsExactly("unclear:VALUE_MISSING");
    }

    @Test
    void aCallThatIsAnsweredByItsIdCountsWhenTheResultIsUsed() {
        Recorded run = run().json("function-loop", 1, "forced", forced(), 200, response(CALL.replace("'c1'", "null")))
                .drawn("function-loop", 1, "station", "quebraxtilo")
                .json("function-loop", 1, "continue", TURN, 200, response(WORD));
        assertThat(loop(run)).containsExactly("held");
    }

    @Test
    void anEchoPassesNoControl() {
        Call asked = post("'input':[{'role':'user','content':'station is murmelwort'},"
                + "{'role':'user','content':'Name the station murmelwort.'}]");
        Recorded run = run();
        for (int take = 1; take <= 3; take++) {
            turn(run, take, 200, response(TEXT));
            for (int number = 1; number < take; number++) {
                run.drawn("function-loop", take, "control-" + number, "murmelwort")
                        .json(
                                "function-loop",
                                take,
                                "control/" + number,
                                asked,
                                200,
                                response(message("Name the station murmelwort.")));
            }
        }
        assertThat(loop(run)).containsExactly("unclear:MODEL");
    }

    @Test
    void silenceIsABreachOnlyAfterThreeTakesWithPassedControls() {
        Recorded run = turn(run(), 1, 200, response(TEXT));
        assertThat(loop(run)).containsExactly("unclear:MODEL:again");
        control(turn(run, 2, 200, response(TEXT)), "function-loop", "control", 2, 1, true);
        assertThat(loop(run)).containsExactly("unclear:MODEL:again");
        turn(run, 3, 200, response(TEXT));
        control(run, "function-loop", "control", 3, 1, true);
        control(run, "function-loop", "control", 3, 2, true);
        assertThat(loop(run)).containsExactly("broken:ignored");
    }

    @Test
    void aModelThatFailsTheControlAccusesNobody() {
        Recorded run = run();
        for (int take = 1; take <= 3; take++) {
            turn(run, take, 200, response(TEXT));
            for (int number = 1; number < take; number++) {
                control(run, "function-loop", "control", take, number, number == 1);
            }
        }
        assertThat(loop(run)).containsExactly("unclear:MODEL");
    }

    @Test
    void oneTakeThatHoldsIsEnough() {
        Recorded run = turn(turn(run(), 1, 200, response(TEXT)), 2, 200, response(WORD));
        assertThat(loop(run)).containsExactly("held");
    }

    @Test
    void anotherCallIsAskedAgainWithoutTools() {
        Recorded run = turn(run(), 1, 200, response(CALL))
                .json("function-loop", 1, "continue-none", TURN, 200, response(WORD));
        assertThat(loop(run)).containsExactly("held");
        Recorded refused =
                turn(run(), 1, 200, response(CALL)).json("function-loop", 1, "continue-none", TURN, 400, "{}");
        assertThat(loop(refused)).containsExactly("unclear:MODEL:again");
        assertThat(loop(turn(run(), 1, 200, response(CALL)))).containsExactly("unclear:MODEL:again");
        assertThat(loop(turn(run(), 1, 200, incomplete(TEXT)))).containsExactly("unclear:MODEL:again");
    }

    @Test
    void withoutACallNothingIsSaid() {
        assertThat(loop(run().json("function-loop", 1, "forced", forced(), 200, response(TEXT))))
                .containsExactly("unclear:MODEL:again");
        assertThat(loop(run().json("function-loop", 1, "forced", forced(), 400, "{}")))
                .containsExactly("unclear:UNSUPPORTED");
        assertThat(loop(run().json("function-loop", 1, "forced", forced(), 200, response(CALL))
                        .stopped("function-loop", 1, "forced", Why.VALUE_MISSING, "no text at /id")))
                .containsExactly("unclear:VALUE_MISSING:again");
        assertThat(loop(run())).isEmpty();
    }

    private static Recorded replayed(Recorded run, int take, int status, String body) {
        return run.json("function-call", take, "forced", forced(), 200, response(CALL))
                .drawn("function-call", take, "replay-station", "quebraxtilo")
                .json("function-call", take, "replay", TURN, status, body);
    }

    @Test
    void aReplayedCallWithItsResultIsUsed() {
        assertThat(replay(replayed(run(), 1, 200, response(WORD)))).containsExactly("held");
        assertThat(replay(replayed(run(), 1, 200, response(TEXT)))).containsExactly("unclear:MODEL:again");
        assertThat(replay(replayed(run(), 1, 400, "{}")
                        .json("function-call", 1, "replay-bare", TURN, 200, response(WORD))))
                .as("refused as received, taken without ids")
                .containsExactly("held");
    }

    @Test
    void aReplayThatIsRefusedInBothFormsIsABreach() {
        assertThat(replay(replayed(run(), 1, 400, "{}").json("function-call", 1, "replay-bare", TURN, 422, "{}")))
                .containsExactly("broken:refused");
        assertThat(replay(replayed(run(), 1, 500, "{}").json("function-call", 1, "replay-bare", TURN, 500, "{}")))
                .containsExactly("broken:server-error");
        Recorded reasoning = run().json(
                        "function-call",
                        1,
                        "forced",
                        forced(),
                        200,
                        response("{'type':'reasoning','summary':[]}", CALL))
                .json("function-call", 1, "replay", TURN, 400, "{}")
                .json("function-call", 1, "replay-bare", TURN, 400, "{}");
        assertThat(replay(reasoning)).containsExactly("unclear:MODEL:again");
    }

    @Test
    void aReplayIgnoredThreeTimesIsABreachWhenTheModelCanDoIt() {
        Recorded run = run();
        for (int take = 1; take <= 3; take++) {
            replayed(run, take, 200, response(TEXT));
            for (int number = 1; number < take; number++) {
                control(run, "function-call", "replay-control", take, number, true);
            }
        }
        assertThat(replay(run)).containsExactly("broken:ignored");
    }
}
