package org.responsestck.mock;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The guide's examples, one after the other, get a sensible answer. */
class GuideTest {
    private static final String MODEL = "'model':'accounts/fireworks/models/qwen3-235b-a22b'";
    private static final String GITMCP = "'tools':[{'type':'sse','server_url':'https://gitmcp.io/docs'}]";
    private static final String DEEPWIKI = "'tools':[{'type':'mcp','server_url':'https://mcp.deepwiki.com/mcp'}]";

    private static MockServer mock;
    private static Browser browser;

    @BeforeAll
    static void start() {
        mock = MockServer.start(MockOptions.defaults());
        browser = Browser.of(mock);
    }

    @AfterAll
    static void stop() {
        mock.close();
    }

    private static String lastText(JsonNode response) {
        JsonNode output = response.path("output");
        return output.path(output.size() - 1)
                .path("content")
                .path(0)
                .path("text")
                .asText();
    }

    private static JsonNode create(String members) {
        Browser.Got got = browser.create("{" + MODEL + "," + members + "}");
        assertThat(got.status()).as(got.text()).isEqualTo(200);
        assertThat(got.json().path("status").asText()).isEqualTo("completed");
        return got.json();
    }

    @Test
    void aResponseWithAnSseToolEndsWithText() {
        JsonNode response = create("'input':'What is reward-kit and what are its 2 main features?'," + GITMCP);
        assertThat(lastText(response)).isNotBlank();
        assertThat(response.path("tools").path(0).path("server_url").asText()).isEqualTo("https://gitmcp.io/docs");
    }

    @Test
    void aFunctionToolIsCalledWithItsArguments() {
        JsonNode call = create(
                        "'input':'What is the weather like in San Francisco?','tool_choice':'auto','tools':[{'type':'function',"
                                + "'name':'get_weather','description':'Get the current weather for a location','parameters':{'type':'object',"
                                + "'properties':{'location':{'type':'string','description':'The city and state'}},'required':['location']}}]")
                .path("output")
                .path(0);
        assertThat(call.path("function").path("name").asText()).isEqualTo("get_weather");
        assertThat(call.path("function").path("arguments").asText()).contains("San Francisco");
    }

    @Test
    void aConversationGoesOn() {
        JsonNode first = create("'input':'What are the key features of reward-kit?'," + GITMCP);
        JsonNode second = create("'input':'How do I install it?','previous_response_id':'"
                + first.path("id").asText() + "'," + GITMCP);
        assertThat(lastText(second)).isNotBlank();
        assertThat(second.path("previous_response_id")).isEqualTo(first.path("id"));
    }

    @Test
    void aStreamWithAnMcpToolIsCompleted() {
        Browser.Got got = browser.create("{" + MODEL
                + ",'input':'give me 5 interesting facts on modelcontextprotocol/python-sdk -- keep it short!','stream':true,"
                + DEEPWIKI + "}");
        assertThat(got.status()).isEqualTo(200);
        assertThat(got.type()).startsWith("text/event-stream");
        assertThat(got.text()).contains("event: response.output_text.delta", "event: response.completed");
    }

    @Test
    void anUnstoredResponseIsNotContinued() {
        JsonNode first = create("'input':'give me 5 interesting facts','store':false," + DEEPWIKI);
        Browser.Got second = browser.create(
                "{" + MODEL + ",'input':'Explain the second fact in more detail.','previous_response_id':'"
                        + first.path("id").asText() + "'}");
        assertThat(second.status()).isEqualTo(404);
    }

    @Test
    void aStoredResponseIsDeletedForItsAccount() {
        JsonNode first = create("'input':'What is the capital of France?','store':true");
        assertThat(lastText(first)).contains("Paris");
        String id = first.path("id").asText();
        assertThat(browser.with("x-fireworks-account-id", mock.accountId())
                        .delete(id)
                        .status())
                .isEqualTo(200);
        assertThat(browser.get("/responses/" + id).status()).isEqualTo(404);
    }
}
