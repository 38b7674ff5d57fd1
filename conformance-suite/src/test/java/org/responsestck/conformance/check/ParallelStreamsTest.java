package org.responsestck.conformance.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.responsestck.conformance.evidence.Recorded;
import org.responsestck.conformance.wire.Call;

class ParallelStreamsTest {
    private static final long LATER = 60_000;

    private final Recorded run = Recorded.profile("fireworks");
    private long now = Samples.SENT_MILLIS;

    private static String events(String id, String delta, String done, int step) {
        return ToolSamples.event("{'type':'response.created','sequence_number':0,'response':{'id':'" + id + "'}}")
                + ToolSamples.event(
                        "{'type':'response.output_text.delta','sequence_number':" + step + ",'delta':'" + delta + "'}")
                + ToolSamples.event("{'type':'response.output_text.done','sequence_number':" + 2 * step + ",'text':'"
                        + done + "'}");
    }

    private void alone(String body) {
        now += LATER;
        run.sentAt(now).stream("stream", 1, "stream-" + now, request("alone"), body);
    }

    private void together(String left, String right) {
        now += LATER;
        run
                .sentAt(now)
                .drawn("parallel-streams", 1, "left", "quebrax")
                .drawn("parallel-streams", 1, "right", "murmelo")
                .stream("parallel-streams", 1, "stream/0", request("say quebrax"), left)
                .stream("parallel-streams", 1, "stream/1", request("say murmelo"), right);
    }

    private static Call request(String text) {
        return ToolSamples.post("'input':'" + text + "','stream':true");
    }

    private List<String> said() {
        return Heard.by(ConcurrencyChecks.checks(), "parallel-streams-do-not-mix", run);
    }

    @Test
    void aTextThatDiffersOnlyBesideAnotherStreamIsCrossTalk() {
        alone(events("resp_1", "one", "one", 1));
        together(events("resp_2", "quebrax", "quebrax?", 1), events("resp_3", "murmelo", "murmelo", 1));
        assertThat(said()).containsExactly("broken:foreign-text", "held");
    }

    @Test
    void itemsOfOneStreamMayTakeTurns() {
        String body = ToolSamples.event("{'type':'response.created','sequence_number':0,'response':{'id':'resp_2'}}")
                + piece(1, "delta", "a", "que")
                + piece(2, "delta", "b", "so ")
                + piece(3, "delta", "a", "brax")
                + piece(4, "delta", "b", "be it")
                + piece(5, "done", "b", "so be it")
                + piece(6, "done", "a", "quebrax");
        alone(events("resp_1", "one", "one", 1));
        together(body, events("resp_3", "murmelo", "murmelo", 1));
        assertThat(said()).containsExactly("held", "held");
        together(body.replace("so be it", "so it is"), events("resp_4", "murmelo", "murmelo", 1));
        assertThat(said()).contains("broken:foreign-text");
    }

    private static String piece(int number, String kind, String item, String text) {
        return ToolSamples.event("{'type':'response.output_text." + kind + "','sequence_number':" + number
                + ",'item_id':'" + item + "','output_index':0,'content_index':0,'"
                + (kind.equals("delta") ? "delta" : "text") + "':'" + text + "'}");
    }

    @Test
    void whatAStreamDoesOnItsOwnIsNotReportedAgain() {
        alone(events("resp_1", "one", "one!", 1));
        together(events("resp_2", "quebrax", "quebrax?", 1), events("resp_3", "murmelo", "murmelo", 1));
        assertThat(said()).containsExactly("unclear:WIRE", "held");
    }

    @Test
    void gapsInEveryStreamAreNoneOfItsBusiness() {
        alone(events("resp_1", "one", "one", 2));
        together(events("resp_2", "quebrax", "quebrax", 2), events("resp_3", "murmelo", "murmelo", 2));
        assertThat(said()).containsExactly("held", "held");
    }

    @Test
    void aStreamBesideAnotherScenariosStreamWasNotAlone() {
        now += LATER;
        run.sentAt(now).stream("a", 1, "s", request("x"), events("resp_1", "one", "one!", 1));
        run.sentAt(now + 1).stream("b", 1, "s", request("x"), events("resp_4", "one", "one!", 1));
        together(events("resp_2", "quebrax", "quebrax?", 1), events("resp_3", "murmelo", "murmelo", 1));
        assertThat(said()).containsExactly("broken:foreign-text", "held");
    }

    @Test
    void aForeignWordNeedsNoComparison() {
        alone(events("resp_1", "one", "one!", 1));
        together(events("resp_2", "murmelo", "murmelo", 1), events("resp_3", "murmelo", "murmelo", 1));
        assertThat(said()).containsExactly("broken:", "held");
    }

    @Test
    void whatIsNoStreamCannotLackItsEnd() {
        alone(events("resp_1", "one", "one", 1)
                + ToolSamples.event("{'type':'response.completed','sequence_number':3,'response':{'id':'resp_1'}}"));
        now += LATER;
        run.sentAt(now)
                .json("parallel-streams", 1, "stream/0", request("say quebrax"), 200, "{\"id\":\"resp_2\"}")
                .json("parallel-streams", 1, "stream/1", request("say murmelo"), 200, "{\"id\":\"resp_3\"}");
        assertThat(said()).containsExactly("unclear:WIRE", "unclear:WIRE");
    }
}
