package org.responsestck.mock;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tools of servers are listed and called by the mock itself. */
class ServerToolsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NO_ARGUMENTS = "{'type':'object','properties':{}}";
    private static final String ASK = "'Call the tool get_secret and tell me the word it returns.'";

    private HandMadeToolServer tools;
    private final List<MockServer> mocks = new ArrayList<>();

    @BeforeEach
    void start() throws IOException {
        AtomicInteger number = new AtomicInteger();
        tools = new HandMadeToolServer()
                .tool("get_secret", "Returns the secret word.", NO_ARGUMENTS, a -> "zebra-42")
                .tool("get_other", "Returns another word.", NO_ARGUMENTS, a -> "walnut-7")
                .tool("next_number", "Counts.", NO_ARGUMENTS, a -> String.valueOf(100 + number.incrementAndGet()))
                .tool(
                        "mark",
                        "Marks a token.",
                        "{'type':'object','properties':{'token':{'type':'string'},'count':{'type':'integer'}},'required':['token','count']}",
                        a -> "marked")
                .raw("broken", "Always fails.", NO_ARGUMENTS, a -> HandMadeToolServer.text("the well is dry", true))
                .raw(
                        "refusing",
                        "Answers with an error.",
                        NO_ARGUMENTS,
                        a -> JSON.createObjectNode().put("code", -32000).put("message", "out of order"));
    }

    @AfterEach
    void stop() {
        mocks.forEach(MockServer::close);
        tools.close();
    }

    private Browser mock(String... twists) {
        MockServer mock = MockServer.start(MockOptions.defaults().twists(List.of(twists)));
        mocks.add(mock);
        return Browser.of(mock);
    }

    private String mcp(String more) {
        return "'tools':[{'type':'mcp','server_url':'" + tools.mcp() + "'" + more + "}]";
    }

    private static JsonNode ok(Browser.Got got) {
        assertThat(got.status()).as(got.text()).isEqualTo(200);
        return got.json();
    }

    private JsonNode create(Browser browser, String input, String members) {
        return ok(browser.create("{'model':'m','input':" + input + "," + members + "}"));
    }

    private static List<String> types(JsonNode response) {
        return StreamSupport.stream(response.path("output").spliterator(), false)
                .map(i -> i.path("type").asText())
                .toList();
    }

    private static String lastText(JsonNode response) {
        JsonNode output = response.path("output");
        return output.path(output.size() - 1)
                .path("content")
                .path(0)
                .path("text")
                .asText();
    }

    private static List<JsonNode> events(String stream) {
        return stream.lines()
                .filter(l -> l.startsWith("data: "))
                .map(l -> {
                    try {
                        return JSON.readTree(l.substring(6));
                    } catch (IOException e) {
                        throw new AssertionError(l, e);
                    }
                })
                .toList();
    }

    @Test
    void aToolIsListedCalledAndUsed() {
        JsonNode response = create(mock(), ASK, mcp(""));
        assertThat(types(response)).containsExactly("mcp_call", "tool_output", "message");
        JsonNode call = response.path("output").path(0);
        JsonNode output = response.path("output").path(1);
        assertThat(call.path("mcp").path("name").asText()).isEqualTo("get_secret");
        assertThat(output.path("tool_call_id")).isEqualTo(call.path("id"));
        assertThat(output.path("output").asText()).isEqualTo("zebra-42");
        assertThat(lastText(response)).contains("zebra-42");
        assertThat(tools.called()).containsExactly("get_secret");
        assertThat(tools.requests()).containsSubsequence("initialize", "tools/list", "tools/call");
    }

    @Test
    void theOlderTransportWorks() {
        JsonNode response = create(mock(), ASK, "'tools':[{'type':'sse','server_url':'" + tools.sse() + "'}]");
        assertThat(lastText(response)).contains("zebra-42");
        assertThat(tools.called()).containsExactly("get_secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mcp to sse", "sse to mcp"})
    void theOtherTransportIsTriedWhenTheServerRefusesOne(String way) {
        String type = way.substring(0, 3);
        String url = type.equals("mcp") ? tools.sse() : tools.mcp();
        JsonNode response = create(mock(), ASK, "'tools':[{'type':'" + type + "','server_url':'" + url + "'}]");
        assertThat(lastText(response)).contains("zebra-42");
        assertThat(tools.called()).containsExactly("get_secret");
    }

    @Test
    void argumentsComeFromTheMessageAndTheSchema() {
        JsonNode response = create(mock(), "'Call mark with token qx7-blue and count 5.'", mcp(""));
        JsonNode reported = response.path("output").path(0).path("mcp").path("arguments");
        assertThat(reported.toString()).isEqualTo("{\"token\":\"qx7-blue\",\"count\":5}");
        assertThat(tools.calls()).containsExactly(new HandMadeToolServer.Call("mark", reported));
    }

    @Test
    void twoToolsAreCalledInOneResponse() {
        JsonNode response = create(
                mock(), "'Call get_secret and get_other, both in the same step, and tell me both words.'", mcp(""));
        assertThat(tools.called()).containsExactly("get_secret", "get_other");
        assertThat(lastText(response)).contains("zebra-42", "walnut-7");
    }

    @Test
    void manyCallsFollowOneAnother() {
        String ask = "'Call next_number five times, one after the other, and list the numbers.'";
        JsonNode response = create(mock(), ask, mcp(""));
        assertThat(tools.called()).hasSize(5);
        assertThat(lastText(response)).contains("101, 102, 103, 104, 105");
    }

    @Test
    void theLimitOfCallsEndsTheResponseIncomplete() {
        String ask = "'Call next_number five times, one after the other, and list the numbers.'";
        JsonNode response = create(mock(), ask, "'max_tool_calls':2," + mcp(""));
        assertThat(tools.called()).hasSize(2);
        assertThat(response.path("status").asText()).isEqualTo("incomplete");
        assertThat(response.path("incomplete_details").path("reason").asText()).isEqualTo("max_tool_calls");
        assertThat(types(response)).containsExactly("mcp_call", "tool_output", "mcp_call", "tool_output");
    }

    @Test
    void aLimitThatSufficesIsNoLimit() {
        JsonNode response = create(mock(), ASK, "'max_tool_calls':1," + mcp(""));
        assertThat(response.path("status").asText()).isEqualTo("completed");
        assertThat(lastText(response)).contains("zebra-42");
    }

    @Test
    void aResponseAtItsLimitMayEndInWords() {
        String ask = "'Call next_number five times and list the numbers.'";
        JsonNode response = create(mock("tool-limit-completes"), ask, "'max_tool_calls':2," + mcp(""));
        assertThat(tools.called()).hasSize(2);
        assertThat(response.path("status").asText()).isEqualTo("completed");
        assertThat(lastText(response)).contains("101, 102");
    }

    @ParameterizedTest
    @ValueSource(strings = {"['get_other']", "{'tool_names':['get_other']}"})
    void onlyAllowedToolsAreCalled(String allowed) {
        create(mock(), ASK, "'tool_choice':'required'," + mcp(",'allowed_tools':" + allowed));
        assertThat(tools.called()).containsExactly("get_other");
    }

    @Test
    void headersReachTheServerAndNobodyElse() {
        Browser browser = mock();
        JsonNode response = create(browser, ASK, mcp(",'headers':{'X-Suite':'canary-1'},'authorization':'canary-2'"));
        assertThat(tools.header("X-suite")).containsExactly("canary-1");
        assertThat(tools.header("Authorization")).containsExactly("Bearer canary-2");
        String stored =
                browser.get("/responses/" + response.path("id").asText()).text();
        String list = browser.get("/responses").text();
        assertThat(response + stored + list).doesNotContain("canary");
    }

    @Test
    void aToolChoiceOfNoneDialsNobody() {
        create(mock(), ASK, "'tool_choice':'none'," + mcp(""));
        assertThat(tools.requests()).isEmpty();
    }

    @Test
    void aDemandIsMetOnce() {
        JsonNode response = create(mock(), "'Good morning!'", "'tool_choice':'required'," + mcp(""));
        assertThat(tools.called()).hasSize(1);
        assertThat(types(response)).containsExactly("mcp_call", "tool_output", "message");
    }

    @Test
    void aMessageThatAsksForNothingOfTheKindCallsNothing() {
        JsonNode response = create(mock(), "'Reply with the single word pong.'", mcp(""));
        assertThat(types(response)).containsExactly("message");
        assertThat(tools.requests()).contains("tools/list").doesNotContain("tools/call");
    }

    @Test
    void aFunctionEndsTheTurnAndAToolOfTheServerDoesNot() {
        String function = "{'type':'function','name':'get_weather','parameters':{'type':'object','properties':{}}}";
        JsonNode response = create(
                mock(),
                "'Call get_secret, then call get_weather.'",
                "'tools':[{'type':'mcp','server_url':'" + tools.mcp() + "'}," + function + "]");
        assertThat(types(response)).containsExactly("mcp_call", "tool_output", "function_call");
        assertThat(tools.called()).containsExactly("get_secret");
    }

    @Test
    void alaterTurnAnswersFromTheStoredOutput() {
        Browser browser = mock();
        JsonNode first = create(browser, ASK, mcp(""));
        JsonNode second = create(
                browser,
                "'Which word did the tool return?'",
                "'previous_response_id':'" + first.path("id").asText() + "'," + mcp(""));
        assertThat(lastText(second)).contains("zebra-42");
        assertThat(tools.called()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"broken:the well is dry", "refusing:out of order"})
    void theErrorOfAToolIsShownAndTheResponseEnds(String both) {
        String name = both.split(":")[0];
        String why = both.split(":")[1];
        JsonNode response = create(mock(), "'Call " + name + " and tell me what it says.'", mcp(""));
        assertThat(response.path("status").asText()).isEqualTo("completed");
        assertThat(response.path("output").path(0).path("error").asText()).contains(why);
        assertThat(response.path("output").path(1).path("output").asText()).contains(why);
        assertThat(lastText(response)).contains(why, "failed");
    }

    @Test
    void aServerThatCannotBeReachedIsAFailedDependency() throws IOException {
        int closed;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = socket.getLocalPort();
        }
        String tool = "'tools':[{'type':'mcp','server_url':'http://127.0.0.1:" + closed + "/mcp'}]";
        Browser.Got got = mock().create("{'model':'m','input':" + ASK + "," + tool + "}");
        assertThat(got.status()).isEqualTo(424);
        assertThat(got.json().path("detail").asText()).contains("cannot be reached");
    }

    @Test
    void aServerThatAnswersWithAnErrorFailsTheStream() {
        tools.failing(500);
        Browser browser = mock();
        Browser.Got got = browser.create("{'model':'m','stream':true,'input':" + ASK + "," + mcp("") + "}");
        List<JsonNode> events = events(got.text());
        JsonNode last = events.get(events.size() - 1);
        assertThat(events.stream().map(e -> e.path("type").asText()))
                .containsExactly("response.created", "response.in_progress", "response.failed");
        JsonNode response = last.path("response");
        assertThat(response.path("error").path("message").asText()).contains("Error retrieving tool list");
        JsonNode stored = ok(browser.get("/responses/" + response.path("id").asText()));
        assertThat(stored.path("status").asText()).isEqualTo("failed");
    }

    @Test
    void anAddressOutsideIsNotDialledAndSaysSo() {
        String tool = "'tools':[{'type':'mcp','server_url':'https://tools.example/mcp'}]";
        JsonNode response = create(mock(), "'What is the capital of France?'", tool);
        assertThat(response.path("output").path(0).toString())
                .contains("https://tools.example/mcp", "--allow-tool-hosts tools.example");
        assertThat(lastText(response)).contains("Paris");
    }

    @Test
    void aToolThatAlwaysNeedsApprovalIsNotCalled() {
        JsonNode response = create(mock(), ASK, mcp(",'require_approval':'always'"));
        assertThat(tools.requests()).isEmpty();
        assertThat(response.path("output").path(0).toString()).contains("require approval");
    }

    @Test
    void aStreamTellsTheSameAsTheStoredResponse() {
        Browser browser = mock();
        Browser.Got got = browser.create("{'model':'m','stream':true,'input':" + ASK + "," + mcp("") + "}");
        List<JsonNode> events = events(got.text());
        for (int i = 0; i < events.size(); i++) {
            assertThat(events.get(i).path("sequence_number").asInt()).isEqualTo(i);
        }
        assertThat(events.stream().map(e -> e.path("type").asText()))
                .containsSubsequence(
                        "response.created",
                        "response.in_progress",
                        "response.output_item.added",
                        "response.mcp_call.arguments.delta",
                        "response.mcp_call.arguments.done",
                        "response.mcp_call.in_progress",
                        "response.mcp_call.completed",
                        "response.output_item.done",
                        "response.output_text.delta",
                        "response.completed");
        JsonNode said = events.get(events.size() - 1).path("response");
        JsonNode stored = ok(browser.get("/responses/" + said.path("id").asText()));
        assertThat(stored.path("output")).isEqualTo(said.path("output"));
        assertThat(types(said)).containsExactly("mcp_call", "tool_output", "message");
        assertThat(tools.called()).hasSize(1);
    }

    @Test
    void theStreamIsHeardWhileTheToolStillWorks() throws Exception {
        CountDownLatch heard = new CountDownLatch(1);
        tools.tool("get_slow", "Waits.", NO_ARGUMENTS, a -> {
            try {
                return heard.await(10, TimeUnit.SECONDS) ? "it was heard" : "nobody listened";
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        mock();
        MockServer mock = mocks.get(0);
        String body = "{'model':'m','stream':true,'input':'Call get_slow.'," + mcp("") + "}";
        HttpRequest request = HttpRequest.newBuilder(URI.create(mock.baseUrl() + "/responses"))
                .header("Authorization", "Bearer " + mock.key())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.replace('\'', '"')))
                .build();
        var answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofInputStream());
        StringBuilder all = new StringBuilder();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                all.append(line).append('\n');
                if (line.equals("event: response.mcp_call.in_progress")) {
                    heard.countDown();
                }
            }
        }
        assertThat(all).contains("it was heard").contains("response.completed");
    }
}
