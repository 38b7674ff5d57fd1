package org.responsestck.conformance.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.responsestck.conformance.check.ToolSamples.TEXT;
import static org.responsestck.conformance.check.ToolSamples.event;
import static org.responsestck.conformance.check.ToolSamples.post;
import static org.responsestck.conformance.check.ToolSamples.response;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.responsestck.conformance.evidence.Recorded;
import org.responsestck.conformance.wire.Call;
import org.responsestck.conformance.wire.End;
import org.responsestck.conformance.wire.Who;

class HangUpChecksTest {
    private static final String BEGUN =
            event("{'type':'response.created','response':" + response("in_progress", new String[] {}) + "}");
    private static final String OVER = BEGUN + event("{'type':'response.completed','response':" + response(TEXT) + "}");

    private static Recorded stream(String body, End end) {
        return Recorded.profile("fireworks")
                .exchange(
                        "hang-up",
                        1,
                        "stream",
                        Who.KEY,
                        post("'input':'x','stream':true"),
                        200,
                        "text/event-stream",
                        body,
                        end);
    }

    private static Recorded next(int status) {
        return stream(BEGUN, End.CLOSED_BY_US)
                .json("hang-up", 1, "next", post("'input':'x'"), status, status == 200 ? response(TEXT) : "{}");
    }

    private static Recorded read(int status, String state, boolean met) {
        return next(200)
                .json(
                        "hang-up",
                        1,
                        "get",
                        Call.get("/responses/resp_1"),
                        status,
                        status == 200 ? response(state, new String[] {}) : "{}")
                .waited("hang-up", 1, "get", met);
    }

    private static List<String> said(Recorded run) {
        return Heard.by(HangUpChecks.checks(), "a-client-may-hang-up", run);
    }

    @ParameterizedTest
    @CsvSource({
        "200, held",
        "500, broken:server-error",
        "501, broken:server-error",
        "503, unclear:BUDGET",
        "400, unclear:UNSUPPORTED",
        "0, unclear:WIRE"
    })
    void theNextRequestWorks(int status, String word) {
        assertThat(said(next(status))).containsExactly(word);
    }

    @ParameterizedTest
    @CsvSource({"completed", "incomplete", "failed", "cancelled"})
    void theRecordHasEnded(String state) {
        assertThat(said(read(200, state, true))).containsExactly("held", "held");
    }

    @Test
    void aRecordThatNeverEndsIsABreach() {
        assertThat(said(read(200, "in_progress", false))).containsExactly("held", "broken:never-ends");
        assertThat(said(read(200, "queued", false))).containsExactly("held", "broken:never-ends");
        assertThat(said(read(200, "in_progress", true)))
                .as("the bound was not reached")
                .containsExactly("held", "unclear:BUDGET");
    }

    @Test
    void aRecordThatIsGoneIsRight() {
        assertThat(said(read(404, "", true))).containsExactly("held", "held");
    }

    @Test
    void whereNothingCanBeReadOnlyTheNextRequestCounts() {
        assertThat(said(read(405, "", true))).containsExactly("held");
        assertThat(said(read(500, "", true))).containsExactly("held");
        Recorded reads = read(500, "", true).json("get", 1, "get", Call.get("/responses/resp_2"), 200, response(TEXT));
        assertThat(said(reads)).containsExactly("held", "broken:server-error");
    }

    @Test
    void aStreamThatWasOverBeforeWeCouldGoSaysNothing() {
        assertThat(said(stream(OVER, End.COMPLETE))).containsExactly("unclear:WIRE");
        assertThat(said(stream(OVER, End.CLOSED_BY_US))).containsExactly("unclear:WIRE");
        assertThat(said(stream(BEGUN, End.CUT))).containsExactly("unclear:WIRE");
    }
}
