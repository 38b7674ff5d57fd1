package org.responsestck.conformance.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.responsestck.conformance.check.ToolSamples.CALL;
import static org.responsestck.conformance.check.ToolSamples.TEXT;
import static org.responsestck.conformance.check.ToolSamples.both;
import static org.responsestck.conformance.check.ToolSamples.call;
import static org.responsestck.conformance.check.ToolSamples.event;
import static org.responsestck.conformance.check.ToolSamples.response;
import static org.responsestck.conformance.check.ToolSamples.streamed;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.responsestck.conformance.evidence.Recorded;

class CallHabitChecksTest {
    private static List<String> stream(String between, String output) {
        String body = event("{'type':'response.output_item.added','output_index':0,'item':{'type':'function_call',"
                        + "'id':'fc_c1','call_id':'c1','name':'get_weather','arguments':''}}")
                + between
                + event("{'type':'response.completed','response':" + response(output) + "}");
        return Heard.by(
                CallHabitChecks.checks(),
                "arguments-come-in-deltas",
                Recorded.profile("fireworks").stream("function-call", 1, "stream", streamed(), body));
    }

    private static String delta(String members) {
        return event("{'type':'response.function_call_arguments.delta'," + members + ",'delta':'{'}");
    }

    @Test
    void argumentsComeInPieces() {
        assertThat(stream(delta("'item_id':'fc_c1','output_index':0"), CALL)).containsExactly("held");
        assertThat(stream(delta("'output_index':0"), CALL)).containsExactly("held");
        assertThat(stream("", CALL)).containsExactly("broken:");
        assertThat(stream(delta("'item_id':'fc_other','output_index':1"), CALL)).containsExactly("broken:");
    }

    @Test
    void anIdThatChangesAtTheEndIsAnotherRowsBusiness() {
        String renamed = CALL.replace("fc_c1", "fc_9");
        assertThat(stream(delta("'item_id':'fc_c1','output_index':0"), renamed)).containsExactly("held");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "{ }"})
    void aCallWithoutArgumentsNeedsNoPieces(String arguments) {
        assertThat(stream("", call("c1", "get_weather", arguments))).containsExactly("unclear:MODEL");
    }

    private static List<String> several(String... bodies) {
        Recorded run = Recorded.profile("fireworks");
        String[] steps = {"allowed", "stream"};
        for (int i = 0; i < bodies.length; i++) {
            run.json("function-parallel", 1, steps[i], both(""), bodies[i].isEmpty() ? 400 : 200, bodies[i]);
        }
        return Heard.by(CallHabitChecks.checks(), "several-calls-can-come-at-once", run);
    }

    @Test
    void severalCallsCanCome() {
        String two = response(CALL, call("c2", "get_time", "{}"));
        assertThat(several(two)).containsExactly("held");
        assertThat(several(response(CALL), two)).containsExactly("held");
        assertThat(several(response(CALL), response(CALL))).containsExactly("broken:one-call", "broken:one-call");
        assertThat(several(response(TEXT), response(CALL))).containsExactly("broken:one-call");
        assertThat(several(response(TEXT))).containsExactly("unclear:MODEL");
        assertThat(several("")).containsExactly("unclear:UNSUPPORTED");
    }
}
