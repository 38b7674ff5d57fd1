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
import static org.responsestck.conformance.check.ToolSamples.nested;
import static org.responsestck.conformance.check.ToolSamples.post;
import static org.responsestck.conformance.check.ToolSamples.response;
import static org.responsestck.conformance.check.ToolSamples.streamed;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.responsestck.conformance.evidence.Recorded;

class CallItemChecksTest {
    private static final String FORM = "call-item-has-one-complete-form";
    private static final String IDS = "call-ids-are-there-and-differ";
    private static final String ARGUMENTS = "call-arguments-are-a-json-object";
    private static final String REQUIRED = "call-arguments-hold-what-is-required";
    private static final String NAMES = "called-function-is-declared";

    private static Recorded run(String... items) {
        Recorded run = Recorded.profile("fireworks");
        for (int i = 0; i < items.length; i++) {
            run.json("function-call", i + 1, "forced", forced(), 200, response(items[i]));
        }
        return run;
    }

    private static List<String> said(String name, Recorded run) {
        return Heard.by(CallItemChecks.checks(), name, run);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'function_call','name':'f','arguments':'{}'}",
                "{'type':'function_call','name':'f','arguments':'{}','function':null,'mcp':null}",
                "{'type':'function_call','name':'f','arguments':'{}','function':{'name':'f','arguments':'{}'}}",
                "{'type':'function_call','name':'f','arguments':'{ }','function':{'name':'f','arguments':{}}}",
                "{'type':'tool_call','function':{'name':'f','arguments':'{}'}}",
                "{'type':'tool_call','name':null,'function':{'name':'f','arguments':'{}'}}"
            })
    void takesEitherForm(String item) {
        assertThat(said(FORM, run(item))).containsExactly("held");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'function_call','function':{'name':'f','arguments':'{}'}}",
                "{'type':'function_call','name':'','arguments':'{}'}",
                "{'type':'function_call','name':'f','arguments':{'a':1}}",
                "{'type':'function_call','name':'f','arguments':null}",
                "{'type':'function_call','name':'f'}",
                "{'type':'tool_call','name':'f','arguments':'{}'}",
                "{'type':'tool_call','function':{'name':'f','arguments':{}}}",
                "{'type':'function_call','name':'f','arguments':'{}','function':{'name':'g','arguments':'{}'}}",
                "{'type':'function_call','name':'f','arguments':'{}','function':{'name':'f','arguments':'[1]'}}"
            })
    void refusesAFormThatIsNotComplete(String item) {
        assertThat(said(FORM, run(item))).containsExactly("broken:");
    }

    @Test
    void aCallThatTheServerExecutesIsNoFunctionCall() {
        String executed = "{'type':'mcp_call','id':'x','mcp':{'name':'f','arguments':{}}}";
        String other = "{'type':'tool_call','id':'x','mcp':{'name':'f','arguments':{}}}";
        assertThat(said(FORM, run(executed, other))).isEmpty();
    }

    @Test
    void readsCallsInStreamsAndStoredResponsesToo() {
        Recorded run = Recorded.profile("fireworks").stream(
                        "function-call",
                        1,
                        "stream",
                        streamed(),
                        event("{'type':'response.completed','response':" + response("{'type':'function_call'}") + "}"))
                .json(
                        "function-call",
                        1,
                        "get",
                        org.responsestck.conformance.wire.Call.get("/responses/resp_1"),
                        200,
                        response("{'type':'function_call'}"));
        assertThat(said(FORM, run)).containsExactly("broken:", "broken:");
    }

    @Test
    void callIdsAreThereAndDiffer() {
        assertThat(said(IDS, run(CALL))).containsExactly("held");
        assertThat(said(IDS, run(CALL + "," + call("c2", "get_weather", "{}")))).containsExactly("held", "held");
        assertThat(said(IDS, run(CALL + "," + CALL))).containsExactly("held", "broken:duplicate");
        assertThat(said(IDS, run("{'type':'function_call','call_id':null}"))).containsExactly("broken:null");
        assertThat(said(IDS, run("{'type':'function_call','call_id':''}"))).containsExactly("broken:");
        assertThat(said(IDS, run("{'type':'function_call','call_id':7}"))).containsExactly("broken:wrong-type");
        assertThat(said(IDS, run(nested("{}").replace(",'call_id':'c1'", "")))).containsExactly("broken:absent");
    }

    @Test
    void theSameIdInTwoResponsesAndInAHistoryIsNoDuplicate() {
        assertThat(said(IDS, run(CALL, CALL))).containsExactly("held", "held");
        Recorded chained = Recorded.profile("fireworks")
                .json(
                        "x",
                        1,
                        "a",
                        post("'previous_response_id':'r','input':'x','tools':[" + ToolSamples.WEATHER_TOOL + "]"),
                        200,
                        response(CALL, CALL));
        assertThat(said(IDS, chained)).isEmpty();
    }

    @Test
    void argumentsAreAJsonObject() {
        assertThat(said(ARGUMENTS, run(CALL))).containsExactly("held");
        assertThat(said(ARGUMENTS, run(call("c", "get_weather", "{\\'a\\':1,\\'a\\':2}"))))
                .containsExactly("held");
    }

    @Test
    void argumentsThatAreAnotherJsonValueTwiceAreABreach() {
        String twice = call("c", "get_weather", "\\'{}\\'");
        assertThat(said(ARGUMENTS, run(twice))).containsExactly("unclear:MODEL:again");
        assertThat(said(ARGUMENTS, run(twice, twice))).containsExactly("broken:not-an-object");
        String list = call("c", "get_weather", "[1]");
        assertThat(said(ARGUMENTS, run(list, list))).containsExactly("broken:not-an-object");
        assertThat(said(ARGUMENTS, run(list, CALL))).as("a retry is right").containsExactly("held");
    }

    private static Recorded unparsable(boolean able) {
        String python = call("c", "get_weather", "{location: SF}");
        Recorded run = run(python, python, python);
        for (int take = 2; take <= 3; take++) {
            for (int number = 1; number < take; number++) {
                run.json(
                        "function-call",
                        take,
                        "control-json/" + number,
                        post("'input':'x'"),
                        200,
                        response(message(able ? "<think>{</think>```json {\\'location\\':\\'SF\\'} ```" : "sorry")));
            }
        }
        return run;
    }

    @Test
    void argumentsThatDoNotParseAreABreachWhenTheModelCanWriteJson() {
        String python = call("c", "get_weather", "{location: SF}");
        assertThat(said(ARGUMENTS, run(python, python))).containsExactly("unclear:MODEL:again");
        assertThat(said(ARGUMENTS, unparsable(true))).containsExactly("broken:unparsable");
        assertThat(said(ARGUMENTS, unparsable(false))).containsExactly("broken:weak-model");
        assertThat(said(ARGUMENTS, run(python, python, python)))
                .as("no control")
                .containsExactly("unclear:MODEL");
    }

    @Test
    void aStreamIsJudgedForItself() {
        Recorded run = run(CALL, CALL);
        for (int take = 1; take <= 2; take++) {
            run.stream(
                    "function-call",
                    take,
                    "stream",
                    streamed(),
                    event("{'type':'response.completed','response':" + response(call("c", "get_weather", "[]")) + "}"));
        }
        assertThat(said(ARGUMENTS, run)).containsExactly("held", "held", "broken:not-an-object");
    }

    @Test
    void emptyArgumentsOfAFunctionWithoutParametersAreLegal() {
        Recorded run = run(CALL).json("tool-choice", 1, "named", both(""), 200, response(call("c", "get_time", "")));
        assertThat(said(ARGUMENTS, run)).containsExactly("held");
    }

    @Test
    void aCallThatALimitCutOffIsNotJudged() {
        Recorded run = Recorded.profile("fireworks")
                .json("function-call", 1, "forced", forced(), 200, incomplete(call("c", "get_weather", "{\\'loc")));
        assertThat(said(ARGUMENTS, run)).containsExactly("unclear:MODEL:again");
        assertThat(said(ARGUMENTS, run(TEXT))).containsExactly("unclear:MODEL:again");
        assertThat(said(ARGUMENTS, Recorded.profile("fireworks"))).isEmpty();
    }

    @Test
    void argumentsHoldWhatIsRequired() {
        String empty = call("c", "get_weather", "{}");
        String number = call("c", "get_weather", "{\\'location\\':7}");
        assertThat(said(REQUIRED, run(CALL))).containsExactly("held");
        assertThat(said(REQUIRED, run(empty))).containsExactly("unclear:MODEL:again");
        assertThat(said(REQUIRED, run(empty, number, empty))).containsExactly("broken:");
        assertThat(said(REQUIRED, run(empty, CALL))).containsExactly("held");
        assertThat(said(REQUIRED, run(nested("{'name':'get_weather','arguments':'{\\'location\\':\\'x\\'}'}"))))
                .containsExactly("held");
    }

    @Test
    void theCalledFunctionIsDeclared() {
        String prefixed = call("c", "functions.get_weather", "{}");
        assertThat(said(NAMES, run(CALL))).containsExactly("held");
        assertThat(said(NAMES, run(prefixed))).containsExactly("unclear:MODEL:again");
        assertThat(said(NAMES, run(prefixed, CALL))).containsExactly("held", "broken:once");
        assertThat(said(NAMES, run(prefixed, prefixed, prefixed))).containsExactly("broken:");
    }

    @Test
    void onceUndeclaredElsewhereIsWorthAWarning() {
        Recorded run =
                run(CALL).json("function-parallel", 1, "allowed", both(""), 200, response(call("c", "get_rain", "{}")));
        assertThat(said(NAMES, run)).containsExactly("held", "broken:once");
    }
}
