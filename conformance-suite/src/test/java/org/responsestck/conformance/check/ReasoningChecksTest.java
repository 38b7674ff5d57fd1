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

class ReasoningChecksTest {
    @ParameterizedTest
    @CsvSource({
        "200, held",
        "400, held",
        "422, held",
        "500, broken:server-error",
        "501, broken:server-error",
        "302, unclear:WIRE",
        "429, unclear:BUDGET:again",
        "0, unclear:WIRE:again"
    })
    void effortIsTakenOrRefused(int status, String word) {
        Recorded run = Recorded.profile("fireworks").json("reason", 1, "create", post("'input':'x'"), status, "{}");
        assertThat(Heard.by(ReasoningChecks.checks(), "reasoning-effort-never-breaks-the-server", run))
                .containsExactly(word);
    }

    private static List<String> tags(String body) {
        Recorded run = Recorded.profile("fireworks").json("basic", 1, "create", post("'input':'x'"), 200, body);
        return Heard.by(ReasoningChecks.checks(), "think-text-is-closed-before-the-answer", run);
    }

    @ParameterizedTest
    @CsvSource({
        "pong, held",
        "<think>hm</think>pong, held",
        "'<think>\\n\\n</think>\\n\\npong', held",
        "<think>hm, broken:unclosed",
        "hm</think>pong, broken:closed-without-open",
        "<think>a</think>b</think>c, broken:closed-more-than-once",
        "<think>a</think><think>b</think>c, broken:closed-more-than-once",
        "</think>a<think>, broken:closed-without-open",
        "pong; <think> is a tag, held",
        "<think>hm</think>, broken:empty-answer"
    })
    void thinkTextIsClosedBeforeTheAnswer(String text, String word) {
        assertThat(tags(response(message(text)))).containsExactly(word);
    }

    @Test
    void beforeACallThereNeedBeNoAnswer() {
        assertThat(tags(response(message("<think>hm</think>"), CALL))).containsExactly("held");
    }

    @Test
    void aTextThatALimitCutOffIsNotJudged() {
        assertThat(tags(incomplete(message("<think>hm")))).isEmpty();
    }

    @Test
    void whatTheUserWroteIsNotJudged() {
        assertThat(tags(response("{'role':'user','content':[{'type':'input_text','text':'<think>'}]}")))
                .isEmpty();
    }
}
