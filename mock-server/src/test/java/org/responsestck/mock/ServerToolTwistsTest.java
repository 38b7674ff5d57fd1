package org.responsestck.mock;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each fault of server-executed tools does what it says, as the tool server and the client see it. */
class ServerToolTwistsTest {
    private static final String NO_ARGUMENTS = "{'type':'object','properties':{}}";

    private HandMadeToolServer tools;

    @BeforeEach
    void start() throws IOException {
        tools = new HandMadeToolServer()
                .tool("get_secret", "Returns the secret word.", NO_ARGUMENTS, a -> "zebra-42")
                .tool("get_other", "Returns another word.", NO_ARGUMENTS, a -> "walnut-7")
                .raw("broken", "Always fails.", NO_ARGUMENTS, a -> HandMadeToolServer.text("the well is dry", true));
    }

    @AfterEach
    void stop() {
        tools.close();
    }

    private String ask(String twist, String input, String tool, String members) {
        try (MockServer mock = MockServer.start(MockOptions.defaults().twists(List.of(twist)))) {
            Browser.Got got = Browser.of(mock)
                    .create("{'model':'m','input':'" + input + "','tools':[{'type':'mcp','server_url':'" + tools.mcp()
                            + "'" + tool + "}]" + members + "}");
            assertThat(got.status()).as(got.text()).isEqualTo(200);
            return got.text();
        }
    }

    @Test
    void allowedToolsAreIgnored() {
        ask("allowed-tools-ignored", "Call get_secret.", ",'allowed_tools':['get_other']", "");
        assertThat(tools.called()).containsExactly("get_secret");
    }

    @Test
    void headersAreDropped() {
        ask("tool-headers-dropped", "Call get_secret.", ",'headers':{'X-Suite':'canary'}", "");
        assertThat(tools.header("X-suite")).containsExactly("");
    }

    @Test
    void headersAreEchoed() {
        assertThat(ask("tool-headers-echoed", "Call get_secret.", ",'headers':{'X-Suite':'canary'}", ""))
                .contains("canary");
    }

    @ParameterizedTest
    @ValueSource(strings = {"max-tool-calls-not-enforced", "max-tool-calls-per-round"})
    void theLimitIsPassed(String twist) {
        ask(twist, "Call get_secret five times, one after the other.", "", ",'max_tool_calls':2");
        assertThat(tools.called()).hasSize(5);
    }

    @Test
    void theResultIsInvented() {
        assertThat(ask("tool-result-invented", "Call get_secret.", "", ""))
                .contains("mcp_call")
                .doesNotContain("zebra-42");
        assertThat(tools.called()).isEmpty();
    }

    @Test
    void theToolIsCalledTwice() {
        ask("tool-called-twice", "Call get_secret.", "", "");
        assertThat(tools.called()).hasSize(2);
    }

    @Test
    void theArgumentsAreAltered() {
        assertThat(ask("tool-arguments-altered", "Call get_secret.", "", "")).doesNotContain("surprise");
        assertThat(tools.calls().get(0).arguments().path("extra").asText()).isEqualTo("surprise");
    }

    @Test
    void theErrorIsHidden() {
        assertThat(ask("tool-error-hidden", "Call broken.", "", "")).doesNotContain("the well is dry", "failed");
    }

    @Test
    void theModelDoesNotSeeTheResult() throws IOException {
        JsonNode response = new com.fasterxml.jackson.databind.ObjectMapper()
                .readTree(ask("tool-result-unseen", "Call get_secret.", "", ""));
        assertThat(response.path("output").path(1).toString()).contains("zebra-42");
        assertThat(response.path("output").path(2).toString()).doesNotContain("zebra-42");
    }
}
