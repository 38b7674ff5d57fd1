package org.responsestck.conformance.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.responsestck.conformance.check.ToolSamples.event;
import static org.responsestck.conformance.check.ToolSamples.incomplete;
import static org.responsestck.conformance.check.ToolSamples.message;
import static org.responsestck.conformance.check.ToolSamples.post;
import static org.responsestck.conformance.check.ToolSamples.response;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.responsestck.conformance.evidence.Recorded;
import org.responsestck.conformance.wire.Call;

class PartialTextChecksTest {
    private static final String THOUGHT = "{'type':'reasoning','id':'rs_1','summary':[]}";

    private static Recorded capped(String body) {
        return Recorded.profile("fireworks")
                .json("max-tokens", 1, "capped", post("'input':'x','max_output_tokens':16"), 200, body);
    }

    private static Recorded alsoStreamed(Recorded run, String delta) {
        String body = event("{'type':'response.output_text.delta','delta':'" + delta + "'}")
                + event("{'type':'response.incomplete','response':" + incomplete(message(delta)) + "}");
        return run.stream("max-tokens", 1, "stream", post("'input':'x','max_output_tokens':16,'stream':true"), body);
    }

    private static List<String> said(Recorded run) {
        return Heard.by(PartialTextChecks.checks(), "a-cap-keeps-the-text-so-far", run);
    }

    @Test
    void theTextSoFarIsKept() {
        assertThat(said(capped(incomplete(message("Rivers are"))))).containsExactly("held");
        assertThat(said(capped(incomplete(message("<think>Let me"))))).containsExactly("held");
        assertThat(said(capped(incomplete()))).containsExactly("broken:");
        assertThat(said(capped(incomplete("{'type':'message','role':'user','content':'x'}"))))
                .as("what the client said is no output")
                .containsExactly("broken:");
    }

    @Test
    void aMessageWithoutTextIsABreachWhereTheModelSpeaksUnderTheSameCap() {
        assertThat(said(capped(incomplete(message(""))))).containsExactly("unclear:MODEL");
        assertThat(said(alsoStreamed(capped(incomplete(message(""))), "Rivers")))
                .containsExactly("broken:");
        assertThat(said(alsoStreamed(capped(incomplete()), "Rivers"))).containsExactly("broken:");
    }

    @Test
    void reasoningMayUseUpTheCap() {
        String counted =
                incomplete().replaceFirst("\\}$", ",'usage':{'completion_tokens_details':{'reasoning_tokens':16}}}");
        assertThat(said(capped(counted))).containsExactly("held");
        assertThat(said(capped(incomplete(THOUGHT)))).containsExactly("unclear:MODEL");
        Recorded elsewhere = capped(incomplete())
                .json("reason", 1, "create", post("'input':'x'"), 200, response(THOUGHT, message("3")));
        assertThat(said(elsewhere)).containsExactly("unclear:MODEL");
    }

    @Test
    void thatAnotherModelReasonsIsNoExcuse() {
        Call other = Call.post("/responses", Recorded.json("{'model':'thinker','input':'x'}"));
        Recorded elsewhere =
                capped(incomplete()).json("reason", 1, "create", other, 200, response(THOUGHT, message("3")));
        assertThat(said(elsewhere)).containsExactly("broken:");
    }

    @Test
    void whatNoCapCutSaysNothing() {
        assertThat(said(capped(response(message("Rivers."))))).containsExactly("unclear:MODEL");
        assertThat(said(Recorded.profile("fireworks").json("max-tokens", 1, "capped", post("'input':'x'"), 400, "{}")))
                .containsExactly("unclear:UNSUPPORTED");
    }
}
