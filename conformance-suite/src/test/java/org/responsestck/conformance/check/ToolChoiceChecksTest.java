package org.responsestck.conformance.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.responsestck.conformance.check.ToolSamples.CALL;
import static org.responsestck.conformance.check.ToolSamples.TEXT;
import static org.responsestck.conformance.check.ToolSamples.both;
import static org.responsestck.conformance.check.ToolSamples.call;
import static org.responsestck.conformance.check.ToolSamples.event;
import static org.responsestck.conformance.check.ToolSamples.forced;
import static org.responsestck.conformance.check.ToolSamples.incomplete;
import static org.responsestck.conformance.check.ToolSamples.message;
import static org.responsestck.conformance.check.ToolSamples.post;
import static org.responsestck.conformance.check.ToolSamples.response;
import static org.responsestck.conformance.check.ToolSamples.streamed;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.responsestck.conformance.evidence.Recorded;
import org.responsestck.conformance.wire.Call;

class ToolChoiceChecksTest {
    private static final String TIME = call("c1", "get_time", "{}");

    private static Recorded run() {
        return Recorded.profile("fireworks");
    }

    private static List<String> said(String name, Recorded run) {
        return Heard.by(ToolChoiceChecks.checks(), name, run);
    }

    private static List<String> unneeded(int status, String... bodies) {
        Recorded run = run();
        for (int i = 0; i < bodies.length; i++) {
            run.json("function-offer", i + 1, "unneeded", forced(), status, bodies[i]);
        }
        return said("tools-need-not-be-called", run);
    }

    @Test
    void aPromptThatNeedsNoToolIsAnswered() {
        assertThat(unneeded(200, response(TEXT))).containsExactly("held");
        assertThat(unneeded(200, response(CALL))).containsExactly("held");
        assertThat(unneeded(200, response(TEXT.replace("'type':'message',", ""))))
                .containsExactly("held");
        assertThat(unneeded(200, response())).containsExactly("broken:");
        assertThat(unneeded(200, response("{'role':'user','content':[]}"))).containsExactly("broken:");
        assertThat(unneeded(200, response("{'type':'reasoning','id':'rs_1','content':[]}")))
                .as("neither a message nor nothing")
                .containsExactly("broken:other-outcome");
        assertThat(unneeded(200, response(message("")))).containsExactly("unclear:MODEL:again");
        assertThat(unneeded(200, response(message("")), response(message(" ")))).containsExactly("broken:");
        assertThat(unneeded(200, response(message("")), response(TEXT))).containsExactly("held");
        assertThat(unneeded(200, incomplete())).containsExactly("unclear:MODEL:again");
        assertThat(unneeded(200, response("in_progress", new String[] {TEXT}))).containsExactly("broken:other-outcome");
        assertThat(unneeded(500, "{}")).containsExactly("unclear:WIRE:again");
        assertThat(unneeded(400, "{}")).containsExactly("unclear:UNSUPPORTED");
    }

    @Test
    void noneForbidsEveryCallInTheRun() {
        Call none = both(",'tool_choice':'none'");
        assertThat(said("none-forbids-calls", run().json("echo", 1, "echo", none, 200, response(TEXT))))
                .containsExactly("held");
        for (String type : List.of("function_call", "tool_call", "mcp_call")) {
            assertThat(said(
                            "none-forbids-calls",
                            run().json("echo", 1, "echo", none, 200, response(TEXT, "{'type':'" + type + "'}"))))
                    .containsExactly("broken:");
        }
        Recorded streamed = run().stream(
                "echo",
                1,
                "stream",
                both(",'tool_choice':'none','stream':true"),
                event("{'type':'response.completed','response':" + response(CALL) + "}"));
        assertThat(said("none-forbids-calls", streamed)).containsExactly("broken:");
        Call history = both(",'tool_choice':'none','previous_response_id':'r'");
        assertThat(said("none-forbids-calls", run().json("x", 1, "x", history, 200, response(CALL, TEXT))))
                .as("the call of an earlier turn")
                .isEmpty();
        assertThat(said("none-forbids-calls", run().json("x", 1, "x", forced(), 200, response(CALL))))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"200, ''", "400, broken:other-outcome", "500, unclear:WIRE:again", "429, unclear:BUDGET:again"})
    void noneIsAccepted(int status, String word) {
        Recorded run = run().json(
                        "function-offer",
                        1,
                        "none",
                        both(",'tool_choice':'none'"),
                        status,
                        status == 200 ? response(TEXT) : "{}");
        assertThat(said("none-is-accepted", run)).isEqualTo(word.isEmpty() ? List.of() : List.of(word));
    }

    private static Recorded required(Recorded run, int take, String step, int status, String body) {
        if (step.equals("stream") && status == 200) {
            return run.stream(
                    "function-call",
                    take,
                    step,
                    streamed(),
                    event("{'type':'response.completed','response':" + body + "}"));
        }
        return run.json("function-call", take, step, forced(), status, body);
    }

    @Test
    void requiredForcesACall() {
        String name = "required-forces-a-call";
        assertThat(said(name, required(run(), 1, "forced", 200, response(CALL))))
                .containsExactly("held");
        assertThat(said(name, required(run(), 1, "forced", 200, response(TEXT))))
                .containsExactly("unclear:MODEL:again");
        assertThat(said(
                        name,
                        ordered(
                                required(
                                        required(run(), 1, "forced", 200, response(TEXT)),
                                        2,
                                        "forced",
                                        200,
                                        response(TEXT)),
                                "murmelwort")))
                .containsExactly("broken:");
        assertThat(said(
                        name,
                        required(required(run(), 1, "forced", 200, response(TEXT)), 2, "forced", 200, response(CALL))))
                .containsExactly("held");
        assertThat(said(name, required(run(), 1, "forced", 400, "{}"))).containsExactly("unclear:UNSUPPORTED");
        assertThat(said(name, required(run(), 1, "forced", 200, incomplete()))).containsExactly("unclear:WIRE:again");
    }

    /** The order in plain words that is given where no call came, and what the model makes of it. */
    private static Recorded ordered(Recorded run, String answer) {
        return run.drawn("function-call", 2, "order-1", "murmelwort")
                .json(
                        "function-call",
                        2,
                        "order/1",
                        post("'input':'Repeat exactly this word and nothing else: murmelwort'"),
                        200,
                        response(message(answer)));
    }

    @Test
    void aModelThatDoesNothingItIsToldAccusesNobody() {
        for (String answer :
                List.of("I cannot help with that.", "Repeat exactly this word and nothing else: murmelwort", "pong")) {
            Recorded run = run();
            required(run, 1, "forced", 200, response(TEXT));
            required(run, 2, "forced", 200, response(TEXT));
            assertThat(said("required-forces-a-call", ordered(run, answer)))
                    .as(answer)
                    .containsExactly("unclear:MODEL:again");
            Recorded named =
                    named(named(run(), 1, 200, response(TEXT), 200, response(TEXT)), 2, 200, response(TEXT), 0, "");
            assertThat(said("named-function-is-called", ordered(named, answer)))
                    .as(answer)
                    .containsExactly("unclear:MODEL");
        }
    }

    @Test
    void aCallElsewhereShowsThatTheModelCould() {
        Recorded run = run().json("function-offer", 1, "auto", both(""), 200, response(CALL));
        required(run, 1, "forced", 200, response(TEXT));
        required(run, 2, "forced", 200, response(TEXT));
        assertThat(said("required-forces-a-call", run)).containsExactly("broken:");
    }

    @Test
    void aCallThatOnlyTheEventsShowWasMade() {
        String added = event("{'type':'response.output_item.added','output_index':0,'item':" + CALL + "}");
        Recorded run = run().stream(
                "function-call",
                1,
                "stream",
                streamed(),
                added + event("{'type':'response.completed','response':{'id':'r','status':'completed'}}"));
        assertThat(said("required-forces-a-call", run)).containsExactly("held");
    }

    @Test
    void aStreamThatIgnoresRequiredTwiceIsABreachOfItsOwn() {
        Recorded run = run();
        for (int take = 1; take <= 2; take++) {
            required(run, take, "forced", 200, response(CALL));
            required(run, take, "stream", 200, response(TEXT));
        }
        assertThat(said("required-forces-a-call", run)).containsExactly("held", "held", "broken:");
        Recorded once = required(required(run(), 1, "forced", 200, response(CALL)), 1, "stream", 200, response(TEXT));
        assertThat(said("required-forces-a-call", once)).containsExactly("held", "unclear:MODEL:again");
        Recorded refused = required(required(run(), 1, "forced", 200, response(CALL)), 1, "stream", 400, "{}");
        assertThat(said("required-forces-a-call", refused)).containsExactly("held");
    }

    private static Recorded named(Recorded run, int take, int flat, String first, int nested, String second) {
        run.json("tool-choice", take, "named", both(""), flat, first);
        return nested == 0 ? run : run.json("tool-choice", take, "named-nested", both(""), nested, second);
    }

    @Test
    void theNamedFunctionIsCalled() {
        String name = "named-function-is-called";
        assertThat(said(name, named(run(), 1, 200, response(TIME), 0, ""))).containsExactly("held");
        assertThat(said(name, named(run(), 1, 200, response(CALL), 200, response(TIME))))
                .containsExactly("held");
        assertThat(said(name, named(run(), 1, 422, "{}", 200, response(TIME)))).containsExactly("held");
        assertThat(said(name, named(run(), 1, 200, response(CALL), 200, response(TEXT))))
                .containsExactly("unclear:MODEL:again");
        Recorded twice = named(
                named(run(), 1, 200, response(CALL), 200, response(TEXT)), 2, 200, response(CALL), 200, response(CALL));
        assertThat(said(name, twice)).containsExactly("broken:");
        Recorded late = named(named(run(), 1, 200, response(CALL), 200, response(TEXT)), 2, 200, response(TIME), 0, "");
        assertThat(said(name, late)).containsExactly("held");
        assertThat(said(name, named(run(), 1, 200, incomplete(), 200, incomplete())))
                .containsExactly("unclear:WIRE:again");
        assertThat(said(name, named(run(), 1, 200, response(TIME, CALL), 200, response(TIME, CALL))))
                .as("another function besides")
                .containsExactly("unclear:MODEL:again");
    }

    @Test
    void aNamedFunctionMayBeRefusedOnlyWhereRequiredIsToo() {
        String name = "named-function-is-called";
        Recorded works = required(named(run(), 1, 400, "{}", 422, "{}"), 1, "forced", 200, response(CALL));
        assertThat(said(name, works)).containsExactly("broken:refused");
        Recorded refused = required(named(run(), 1, 400, "{}", 422, "{}"), 1, "forced", 400, "{}");
        assertThat(said(name, refused)).containsExactly("unclear:UNSUPPORTED");
        assertThat(said(name, named(run(), 1, 429, "{}", 429, "{}"))).containsExactly("unclear:BUDGET:again");
    }

    private static List<String> auto(String echo) {
        return said(
                "tool-choice-is-auto-by-default",
                run().json(
                                "function-offer",
                                1,
                                "default",
                                both(""),
                                200,
                                "{'id':'r','status':'completed','output':[]" + echo + "}"));
    }

    @Test
    void theChoiceIsAutoByDefault() {
        assertThat(auto(",'tool_choice':'auto'")).containsExactly("held");
        assertThat(auto("")).containsExactly("broken:absent");
        assertThat(auto(",'tool_choice':null")).containsExactly("broken:null");
        assertThat(auto(",'tool_choice':'none'")).containsExactly("broken:wrong-value");
        assertThat(auto(",'tool_choice':{'type':'auto'}")).containsExactly("broken:wrong-value");
        Recorded refused = run().json("function-offer", 1, "default", both(""), 400, "{}");
        assertThat(said("tool-choice-is-auto-by-default", refused)).containsExactly("unclear:UNSUPPORTED");
    }

    @Test
    void noneWithoutToolsIsAWarningOfItsOwn() {
        Recorded run = run().json(
                        "basic", 1, "create", post("'input':'x'"), 200, "{'id':'r','output':[],'tool_choice':'none'}");
        assertThat(said("tool-choice-is-auto-by-default", run)).containsExactly("broken:none-without-tools");
        Recorded absent = run().json("basic", 1, "create", post("'input':'x'"), 200, "{'id':'r','output':[]}");
        assertThat(said("tool-choice-is-auto-by-default", absent)).isEmpty();
    }
}
