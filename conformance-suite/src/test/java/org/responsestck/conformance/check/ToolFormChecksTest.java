package org.responsestck.conformance.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.responsestck.conformance.check.ToolSamples.CALL;
import static org.responsestck.conformance.check.ToolSamples.TEXT;
import static org.responsestck.conformance.check.ToolSamples.call;
import static org.responsestck.conformance.check.ToolSamples.forced;
import static org.responsestck.conformance.check.ToolSamples.incomplete;
import static org.responsestck.conformance.check.ToolSamples.post;
import static org.responsestck.conformance.check.ToolSamples.response;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.responsestck.conformance.evidence.Recorded;
import org.responsestck.conformance.wire.Call;

class ToolFormChecksTest {
    private static final String TOOL =
            "'input':'x','tools':[{'type':'function','function':{'name':'get_weather','parameters':{'type':'object'}}}]";
    private static final Call DEMANDED = post(TOOL + ",'tool_choice':'required'");
    private static final Call FREE = post(TOOL);

    private static Recorded run() {
        return Recorded.profile("fireworks");
    }

    private static List<String> nested(Recorded run) {
        return Heard.by(ToolFormChecks.checks(), "nested-function-tool-is-refused-or-understood", run);
    }

    @ParameterizedTest
    @CsvSource({
        "400, held",
        "422, held",
        "404, broken:other-4xx",
        "500, broken:server-error",
        "501, broken:other-outcome",
        "307, unclear:WIRE",
        "429, unclear:BUDGET:again"
    })
    void theNestedFormIsRefused(int status, String word) {
        assertThat(nested(run().json("tool-form", 1, "nestedtool", DEMANDED, status, "{}")))
                .containsExactly(word);
    }

    @Test
    void theNestedFormIsUnderstood() {
        assertThat(nested(run().json("tool-form", 1, "nestedtool", DEMANDED, 200, response(CALL))))
                .containsExactly("held");
        assertThat(nested(run().json("tool-form", 1, "nestedtool", DEMANDED, 200, response(call("c", "other", "{}")))))
                .containsExactly("unclear:MODEL");
    }

    @Test
    void aToolThatIsSilentlyDroppedIsABreach() {
        Recorded demanded = run().json("function-call", 1, "forced", forced(), 200, response(CALL))
                .json("tool-form", 1, "nestedtool", DEMANDED, 200, response(TEXT));
        assertThat(nested(demanded)).containsExactly("broken:dropped");
        Recorded gone =
                run().json("x", 1, "nestedtool", FREE, 200, response(TEXT).replace("'output'", "'tools':[],'output'"));
        assertThat(nested(gone)).containsExactly("broken:dropped");
        Recorded open = run().json("x", 1, "nestedtool", FREE, 200, response(TEXT));
        assertThat(nested(open)).containsExactly("unclear:MODEL");
        assertThat(nested(open.json("tool-form", 1, "nestedtool", DEMANDED, 200, response(CALL))))
                .as("another request settles it")
                .containsExactly("held");
        assertThat(nested(run().json("x", 1, "nestedtool", DEMANDED, 200, incomplete())))
                .containsExactly("unclear:MODEL");
        assertThat(nested(run().json("function-call", 1, "forced", forced(), 500, "{}")))
                .as("a flat tool")
                .isEmpty();
    }

    private static List<String> address(String tool, int status) {
        return Heard.by(
                ToolFormChecks.checks(),
                "server-tool-needs-an-address",
                run().json("refusals", 1, "mcpurl/0", post("'input':'x','tools':[" + tool + "]"), status, "{}"));
    }

    @ParameterizedTest
    @CsvSource({
        "400, held",
        "422, held",
        "200, broken:accepted",
        "403, broken:other-4xx",
        "500, broken:server-error",
        "501, broken:not-implemented",
        "302, unclear:WIRE",
        "429, unclear:BUDGET:again"
    })
    void aServerToolNeedsAnAddress(int status, String word) {
        assertThat(address("{'type':'mcp'}", status)).containsExactly(word);
        assertThat(address("{'type':'sse','server_url':'file:///etc/hosts'}", status))
                .containsExactly(word);
        assertThat(address("{'type':'mcp','server_url':'HTTPS://a.b'}", status)).isEmpty();
        assertThat(address("{'type':'mcp','connector_id':'c'}", status)).isEmpty();
        assertThat(address("{'type':'function','name':'x'}", status)).isEmpty();
    }
}
