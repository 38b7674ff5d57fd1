package org.responsestck.conformance.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.responsestck.conformance.check.ToolSamples.CALL;
import static org.responsestck.conformance.check.ToolSamples.TEXT;
import static org.responsestck.conformance.check.ToolSamples.call;
import static org.responsestck.conformance.check.ToolSamples.event;
import static org.responsestck.conformance.check.ToolSamples.response;
import static org.responsestck.conformance.check.ToolSamples.streamed;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.responsestck.conformance.evidence.Recorded;
import org.responsestck.conformance.wire.End;
import org.responsestck.conformance.wire.Who;

class CallStreamChecksTest {
    private static final String ADDED =
            added("{'type':'function_call','id':'fc_c1','call_id':'c1','name':'get_weather','arguments':''}");

    private static String added(String item) {
        return event("{'type':'response.output_item.added','output_index':0,'item':" + item + "}");
    }

    private static String done(String item) {
        return event("{'type':'response.output_item.done','output_index':0,'item':" + item + "}");
    }

    private static String delta(String members) {
        return event("{'type':'response.function_call_arguments.delta'," + members + "}");
    }

    private static String end(String... output) {
        return event("{'type':'response.completed','response':" + response(output) + "}");
    }

    private static List<String> said(String... events) {
        return Heard.by(
                CallStreamChecks.checks(),
                "streamed-call-equals-the-final-call",
                Recorded.profile("fireworks").stream(
                        "function-call", 1, "stream", streamed(), String.join("", events)));
    }

    @Test
    void theCallIsSeenInTheEvents() {
        assertThat(said(ADDED, done(CALL), end(CALL))).containsExactly("held");
        assertThat(said(
                        ADDED,
                        delta("'item_id':'fc_c1','output_index':0,'delta':'{\\'location\\':'"),
                        delta("'item_id':'fc_c1','output_index':0,'delta':'\\'SF\\'}'"),
                        event(
                                "{'type':'response.function_call_arguments.done','item_id':'fc_c1','arguments':'{\\'location\\':\\'SF\\'}'}"),
                        done(CALL),
                        end(CALL)))
                .containsExactly("held");
        assertThat(said(
                        ADDED,
                        done(CALL),
                        end(TEXT, CALL.replace("fc_c1", "other").replace("'c1'", "'c9'"))))
                .as("other ids at the end are judged elsewhere")
                .containsExactly("held");
    }

    @Test
    void aCallOnlyInOnePlaceIsABreach() {
        assertThat(said(end(CALL))).containsExactly("broken:absent");
        assertThat(said(ADDED, end(CALL))).containsExactly("broken:absent");
        assertThat(said(done(CALL), end(CALL))).containsExactly("broken:absent");
        assertThat(said(ADDED, done(CALL), end(TEXT))).containsExactly("broken:absent");
    }

    @Test
    void nameAndArgumentsAgree() {
        assertThat(said(ADDED, done(call("c1", "", "{\\'location\\':\\'SF\\'}")), end(CALL)))
                .containsExactly("broken:differs");
        assertThat(said(ADDED, done(call("c1", "get_weather", "")), end(CALL))).containsExactly("broken:differs");
        assertThat(said(ADDED.replace("get_weather", "get_rain"), done(CALL), end(CALL)))
                .containsExactly("broken:differs");
        assertThat(said(ADDED, delta("'item_id':'fc_c1','delta':'{}{}'"), done(CALL), end(CALL)))
                .containsExactly("broken:differs");
        assertThat(said(ADDED, delta("'output_index':0,'delta':'{}'"), done(CALL), end(CALL)))
                .containsExactly("broken:differs");
        assertThat(said(
                        ADDED,
                        event("{'type':'response.function_call_arguments.done','item_id':'fc_c1','arguments':'{}'}"),
                        done(CALL),
                        end(CALL)))
                .containsExactly("broken:differs");
    }

    @Test
    void theFormOfTheGuideIsReadToo() {
        String nested = ToolSamples.nested("{'name':'get_weather','arguments':'{}'}");
        assertThat(said(added(nested.replace("'{}'", "''")), done(nested), end(nested)))
                .containsExactly("held");
    }

    @Test
    void withoutACallNothingIsSaid() {
        assertThat(said(end(TEXT))).containsExactly("unclear:MODEL:again");
        assertThat(said(event("{'type':'response.created'}"))).containsExactly("unclear:MODEL:again");
        Recorded cut = Recorded.profile("fireworks")
                .exchange("function-call", 1, "stream", Who.KEY, streamed(), 200, "text/event-stream", ADDED, End.CUT);
        assertThat(Heard.by(CallStreamChecks.checks(), "streamed-call-equals-the-final-call", cut))
                .containsExactly("unclear:WIRE:again");
    }
}
