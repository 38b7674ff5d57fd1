package org.responsestck.conformance.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.responsestck.conformance.check.ToolSamples.CALL;
import static org.responsestck.conformance.check.ToolSamples.incomplete;
import static org.responsestck.conformance.check.ToolSamples.message;
import static org.responsestck.conformance.check.ToolSamples.post;
import static org.responsestck.conformance.check.ToolSamples.response;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.responsestck.conformance.evidence.Recorded;

class ReasoningOrderChecksTest {
    private static final String THOUGHT = "{'type':'reasoning','id':'rs_1','summary':[]}";
    private static final String SAID = message("3");
    private static final String USER = "{'role':'user','content':[{'type':'input_text','text':'x'}]}";

    private static Recorded reason(int status, String body) {
        return Recorded.profile("fireworks").json("reason", 1, "create", post("'input':'x'"), status, body);
    }

    private static List<String> order(String... output) {
        return Heard.by(ReasoningOrderChecks.checks(), "reasoning-precedes-the-answer", reason(200, response(output)));
    }

    @Test
    void reasoningComesBeforeWhatItLedTo() {
        assertThat(order(THOUGHT, SAID)).containsExactly("held");
        assertThat(order(USER, THOUGHT, CALL)).containsExactly("held");
        assertThat(order(THOUGHT, CALL, THOUGHT, SAID)).containsExactly("held");
        assertThat(order(SAID, THOUGHT, CALL)).as("a word before it").containsExactly("held");
        assertThat(order(SAID, THOUGHT)).containsExactly("broken:");
        assertThat(order(CALL, THOUGHT)).containsExactly("broken:");
        assertThat(order(SAID, CALL, THOUGHT, THOUGHT)).containsExactly("broken:");
    }

    @Test
    void thoughtsInTheTextCountWhereTheyBegin() {
        assertThat(order(message("<think>hm</think>3"))).containsExactly("held");
    }

    @Test
    void whatACapCutIsNotJudged() {
        assertThat(Heard.by(
                        ReasoningOrderChecks.checks(),
                        "reasoning-precedes-the-answer",
                        reason(200, incomplete(SAID, THOUGHT))))
                .containsExactly("absent");
    }

    @Test
    void aModelThatShowsNoneIsNotBlamed() {
        assertThat(order(SAID)).containsExactly("absent");
        assertThat(Heard.by(ReasoningOrderChecks.checks(), "reasoning-precedes-the-answer", reason(400, "{}")))
                .containsExactly("absent");
        assertThat(Heard.by(
                        ReasoningOrderChecks.checks(),
                        "reasoning-precedes-the-answer",
                        reason(200, response(SAID)).capability("reasoning", true)))
                .containsExactly("unclear:MODEL");
        assertThat(Heard.by(ReasoningOrderChecks.checks(), "reasoning-precedes-the-answer", reason(500, "{}")))
                .containsExactly("unclear:WIRE");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'reasoning':null | held",
                "'reasoning':{'effort':'low'} | held",
                "'reasoning':{} | held",
                "'x':1 | held",
                "'reasoning':'low' | broken:",
                "'reasoning':[] | broken:",
                "'reasoning':true | broken:"
            })
    void theMemberIsNullOrAnObject(String member, String word) {
        String body = response(SAID).replaceFirst("\\}$", "," + member + "}");
        assertThat(Heard.by(ReasoningOrderChecks.checks(), "the-member-reasoning-is-an-object", reason(200, body)))
                .containsExactly(word);
    }
}
