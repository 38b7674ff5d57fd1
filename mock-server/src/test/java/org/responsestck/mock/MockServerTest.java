package org.responsestck.mock;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MockServerTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final String WEATHER =
            "[{'type':'function','name':'get_weather','parameters':{'type':'object','properties':{'location':{'type':'string'}},'required':['location']}}]";

    private static MockServer server;

    @BeforeAll
    static void start() {
        server = MockServer.start(MockOptions.defaults());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private record Got(int status, String type, String body) {
        JsonNode json() {
            try {
                return JSON.readTree(body);
            } catch (IOException e) {
                throw new AssertionError(body, e);
            }
        }

        List<JsonNode> events() throws IOException {
            List<JsonNode> events = new ArrayList<>();
            for (String line : body.split("\n")) {
                if (line.startsWith("data: ")) {
                    events.add(JSON.readTree(line.substring(6)));
                }
            }
            return events;
        }
    }

    private static Got send(String method, String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.baseUrl() + path))
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body.replace('\'', '"')));
        boolean keyed = false;
        for (int i = 0; i < headers.length; i += 2) {
            keyed |= headers[i].equals("Authorization");
            if (!headers[i + 1].isEmpty()) {
                request.header(headers[i], headers[i + 1]);
            }
        }
        if (!keyed) {
            request.header("Authorization", "Bearer " + server.key());
        }
        try {
            HttpResponse<String> answer = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Got(
                    answer.statusCode(),
                    answer.headers().firstValue("content-type").orElse(""),
                    answer.body());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static Got create(String body) {
        return send("POST", "/responses", body);
    }

    private static String id(String body) {
        return create(body).json().path("id").asText();
    }

    @Test
    void aCreateIsAnsweredWithTheWholeResponseObject() {
        Got got = create("{'model':'m','input':'Reply with the single word pong.'}");
        assertThat(got.status()).isEqualTo(200);
        assertThat(got.type()).isEqualTo("application/json");
        JsonNode r = got.json();
        assertThat(r.path("id").asText()).matches("resp_[0-9a-f]{32}");
        assertThat(r.path("status").asText()).isEqualTo("completed");
        assertThat(r.path("output").path(0).path("content").path(0).path("text").asText())
                .contains("pong");
        assertThat(r.path("usage").path("total_tokens").asInt())
                .isEqualTo(r.path("usage").path("prompt_tokens").asInt()
                        + r.path("usage").path("completion_tokens").asInt());
        for (String member : List.of("previous_response_id", "max_tool_calls", "error", "incomplete_details")) {
            assertThat(r.has(member)).as(member).isTrue();
            assertThat(r.path(member).isNull()).as(member).isTrue();
        }
        assertThat(r.path("store").asBoolean()).isTrue();
    }

    @Test
    void streamJsonAndGetShowTheSameResponse() throws IOException {
        List<JsonNode> events = create("{'model':'m','input':'Count from 1 to 20, separated by commas.','stream':true}")
                .events();
        JsonNode last = events.get(events.size() - 1);
        assertThat(events.get(0).path("type").asText()).isEqualTo("response.created");
        assertThat(last.path("type").asText()).isEqualTo("response.completed");
        for (int i = 0; i < events.size(); i++) {
            assertThat(events.get(i).path("sequence_number").asInt()).isEqualTo(i);
        }
        JsonNode got = send(
                        "GET", "/responses/" + last.path("response").path("id").asText(), null)
                .json();
        assertThat(got).isEqualTo(last.path("response"));
        String joined = events.stream()
                .filter(e -> e.path("type").asText().equals("response.output_text.delta"))
                .map(e -> e.path("delta").asText())
                .reduce("", String::concat);
        assertThat(joined)
                .isEqualTo(got.path("output")
                        .path(0)
                        .path("content")
                        .path(0)
                        .path("text")
                        .asText());
    }

    @Test
    void aDeletedResponseIsGoneEverywhere() {
        String id = id("{'model':'m','input':'hi'}");
        Got deleted = send("DELETE", "/responses/" + id, null, "x-fireworks-account-id", server.accountId());
        assertThat(deleted.status()).isEqualTo(200);
        assertThat(deleted.json().path("message").asText()).isNotEmpty();
        assertThat(send("GET", "/responses/" + id, null).status()).isEqualTo(404);
        assertThat(send("DELETE", "/responses/" + id, null).status()).isEqualTo(404);
        assertThat(create("{'model':'m','input':'go on','previous_response_id':'" + id + "'}")
                        .status())
                .isEqualTo(404);
        assertThat(send("GET", "/responses?limit=100", null).body()).doesNotContain(id);
    }

    @Test
    void anUnstoredResponseHasAnIdButCannotBeUsed() {
        JsonNode r = create("{'model':'m','input':'hi','store':false}").json();
        assertThat(r.path("store").asBoolean()).isFalse();
        String id = r.path("id").asText();
        assertThat(id).startsWith("resp_");
        assertThat(send("GET", "/responses/" + id, null).status()).isEqualTo(404);
        Got next = create("{'model':'m','input':'go on','previous_response_id':'" + id + "','stream':true}");
        assertThat(next.status()).isEqualTo(404);
        assertThat(next.json().path("detail").asText()).isEqualTo("Previous response not found");
    }

    @Test
    void anAccountSeesNothingOfAnother() {
        String id = id("{'model':'m','input':'hi'}");
        String other = "Bearer " + server.secondKey();
        assertThat(send("GET", "/responses/" + id, null, "Authorization", other).status())
                .isEqualTo(404);
        assertThat(send("DELETE", "/responses/" + id, null, "Authorization", other)
                        .status())
                .isEqualTo(404);
        assertThat(send(
                                "POST",
                                "/responses",
                                "{'model':'m','input':'x','previous_response_id':'" + id + "'}",
                                "Authorization",
                                other)
                        .status())
                .isEqualTo(404);
        assertThat(send("DELETE", "/responses/" + id, null, "x-fireworks-account-id", "nobody")
                        .status())
                .isEqualTo(403);
        assertThat(send("GET", "/responses/" + id, null).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Basic abc", "Bearer nobody", "Bearer "})
    void withoutAKnownKeyNothingIsServed(String authorization) {
        Got got = send("POST", "/responses", "{}", "Authorization", authorization);
        assertThat(got.status()).isEqualTo(401);
        assertThat(got.json().path("detail").asText()).isNotEmpty();
    }

    static Stream<Arguments> wrongBodies() {
        return Stream.of(
                Arguments.of("{'input':'hi'}", "model"),
                Arguments.of("{'model':'m'}", "input"),
                Arguments.of("{'model':'m','input':42}", "input"),
                Arguments.of("{'model':'m','input':[]}", "input"),
                Arguments.of("{'model':'m','input':['hello']}", "input"),
                Arguments.of("{'model':'m','input':[{'type':'message','role':'user'}]}", "content"),
                Arguments.of("{'model':'m','input':[{'type':'message','role':'alien','content':'hi'}]}", "role"),
                Arguments.of("{'model':'m','input':[{'type':'suite_unknown'}]}", "type"),
                Arguments.of("{'model':'m','input':'hi','temperature':2.1}", "temperature"),
                Arguments.of("{'model':'m','input':'hi','temperature':'hot'}", "temperature"),
                Arguments.of("{'model':'m','input':'hi','top_p':-0.1}", "top_p"),
                Arguments.of("{'model':'m','input':'hi','stream':'yes'}", "stream"),
                Arguments.of("{'model':'m','input':'hi','store':[]}", "store"),
                Arguments.of("{'model':'m','input':'hi','tools':{}}", "tools"),
                Arguments.of("{'model':'m','input':'hi','max_output_tokens':0}", "max_output_tokens"),
                Arguments.of("{'model':'m','input':'hi','max_output_tokens':32.5}", "max_output_tokens"),
                Arguments.of("{'model':'m','input':'hi','max_tool_calls':-1}", "max_tool_calls"),
                Arguments.of("{'model':'m','input':'hi','previous_response_id':42}", "previous_response_id"),
                Arguments.of(
                        "{'model':'m','input':'hi','tools':[{'type':'function','function':{'name':'x'}}]}", "name"),
                Arguments.of("{'model':'m','input':'hi','tools':[{'type':'mcp'}]}", "server_url"),
                Arguments.of(
                        "{'model':'m','input':'hi','tools':[{'type':'sse','server_url':'file:///etc/hosts'}]}",
                        "server_url"),
                Arguments.of("{'model':'m','input':'hi','tool_choice':'sometimes'}", "tool_choice"),
                Arguments.of("{'model':'m','input':'hi','tool_choice':'required'}", "tool_choice"),
                Arguments.of("[]", "body"),
                Arguments.of("null", "body"),
                Arguments.of("", "body"),
                Arguments.of("{'model':", "body"),
                Arguments.of("{'model':'m','input':'hi'} more", "body"));
    }

    @ParameterizedTest
    @MethodSource("wrongBodies")
    void aBodyThatBreaksTheSchemaIsRefusedWithThePlace(String body, String place) {
        for (String sent : List.of(body, body.replaceFirst("\\{'", "{'stream':true,'"))) {
            Got got = create(sent);
            assertThat(got.status()).as(sent).isEqualTo(422);
            JsonNode detail = got.json().path("detail").path(0);
            assertThat(detail.path("loc").toString()).contains(place);
            assertThat(detail.path("msg").asText()).isNotEmpty();
            assertThat(detail.path("type").asText()).isNotEmpty();
        }
    }

    @Test
    void nullsCountAsAbsentAndUnknownMembersAreIgnored() {
        Got got = create(
                "{'model':'m','input':'hi','tools':null,'temperature':null,'store':null,'stream':null,'metadata':null,'x_y':1}");
        assertThat(got.status()).isEqualTo(200);
        assertThat(got.json().path("store").asBoolean()).isTrue();
        assertThat(got.json().path("temperature").asDouble()).isEqualTo(1.0);
    }

    @Test
    void settingsAreEchoed() {
        JsonNode r = create("{'model':'m','input':'hi','temperature':0.2,'top_p':0.5,'max_output_tokens':64,"
                        + "'parallel_tool_calls':false,'truncation':'auto','metadata':{'a':'B c'},'instructions':'Be brief.',"
                        + "'tools':" + WEATHER + ",'tool_choice':'none','max_tool_calls':3,'user':'u'}")
                .json();
        assertThat(r.path("temperature").asDouble()).isEqualTo(0.2);
        assertThat(r.path("max_tool_calls").asInt()).isEqualTo(3);
        assertThat(r.path("metadata").path("a").asText()).isEqualTo("B c");
        assertThat(r.path("tools").path(0).path("name").asText()).isEqualTo("get_weather");
        assertThat(r.path("tool_choice").asText()).isEqualTo("none");
        assertThat(r.path("output").toString()).doesNotContain("function_call");
    }

    @Test
    void aForcedCallHasBothForms() {
        JsonNode item = create(
                        "{'model':'m','input':'Weather in Paris?','tools':" + WEATHER + ",'tool_choice':'required'}")
                .json()
                .path("output")
                .path(0);
        assertThat(item.path("type").asText()).isEqualTo("function_call");
        assertThat(item.path("call_id").asText()).matches("call_[A-Za-z0-9]{24}");
        assertThat(item.path("name").asText())
                .isEqualTo(item.path("function").path("name").asText());
        assertThat(item.path("arguments").isTextual()).isTrue();
    }

    @Test
    void aCapCutsTheTextAndSaysSo() {
        JsonNode r = create(
                        "{'model':'m','input':'Write a 500 word essay about rivers. Count.','max_output_tokens':16}")
                .json();
        assertThat(r.path("status").asText()).isEqualTo("incomplete");
        assertThat(r.path("incomplete_details").path("reason").asText()).isEqualTo("max_output_tokens");
        assertThat(r.path("usage").path("completion_tokens").asInt()).isEqualTo(16);
        assertThat(r.path("output").path(0).path("status").asText()).isEqualTo("incomplete");
    }

    @Test
    void listsPageByCursor() {
        List<String> ids =
                Stream.generate(() -> id("{'model':'m','input':'hi'}")).limit(5).toList();
        JsonNode first = send("GET", "/responses?limit=2", null).json();
        assertThat(first.path("data").path(0).path("id").asText()).isEqualTo(ids.get(4));
        assertThat(first.path("has_more").asBoolean()).isTrue();
        String last = first.path("last_id").asText();
        JsonNode second = send("GET", "/responses?limit=2&after=" + last, null).json();
        assertThat(second.path("first_id").asText()).isEqualTo(ids.get(2));
        JsonNode before =
                send("GET", "/responses?limit=2&before=" + ids.get(2), null).json();
        assertThat(before.path("data").path(0).path("id").asText()).isEqualTo(ids.get(4));
        assertThat(send("GET", "/responses?limit=abc", null).status()).isEqualTo(422);
        assertThat(send("GET", "/responses?limit=101", null).status()).isEqualTo(422);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/responses/x", "/responses/a%2Fb", "/responses/%E6%BC%A2", "/responses/x/y/z", "/nothing"})
    void whatIsNotThereIsAJsonError(String path) {
        Got got = send("GET", path, null);
        assertThat(got.status()).isEqualTo(404);
        assertThat(got.type()).startsWith("application/json");
        assertThat(got.json().path("detail").asText()).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({"/v1/responses,200", "/responses,404"})
    void theShortRootIsServedTooAndNoRootIsNot(String path, int status) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .header("Authorization", "Bearer " + server.key())
                .POST(HttpRequest.BodyPublishers.ofString("{\"model\":\"m\",\"input\":\"hi\"}"))
                .build();
        assertThat(CLIENT.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(status);
    }

    @Test
    void aMethodThatIsNotThereIs405() {
        assertThat(send("PUT", "/responses", "{}").status()).isEqualTo(405);
    }

    @Test
    void aMethodThatIsNotThereNamesThoseThatAre() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server.baseUrl() + "/responses"))
                .header("Authorization", "Bearer " + server.key())
                .PUT(HttpRequest.BodyPublishers.ofString("{}"))
                .build();
        assertThat(CLIENT.send(request, HttpResponse.BodyHandlers.ofString())
                        .headers()
                        .firstValue("allow"))
                .contains("GET, POST");
    }

    @Test
    void aModelWhoseNameSaysSoThinksBeforeItSpeaks() throws IOException {
        JsonNode plain = create("{'model':'m-reasoning','input':'Reply with the single word pong.'}")
                .json();
        assertThat(plain.path("output").path(0).path("type").asText()).isEqualTo("reasoning");
        assertThat(plain.path("output").path(0).path("id").asText()).startsWith("rs_");
        assertThat(plain.path("output")
                        .path(1)
                        .path("content")
                        .path(0)
                        .path("text")
                        .asText())
                .contains("pong");
        List<JsonNode> events = create(
                        "{'model':'m-reasoning','input':'Reply with the single word pong.','stream':true}")
                .events();
        String thought = plain.at("/output/0/content/0/text").asText();
        assertThat(events.stream()
                        .filter(e -> e.path("type").asText().equals("response.reasoning_text.delta"))
                        .map(e -> e.path("delta").asText())
                        .reduce("", String::concat))
                .isEqualTo(thought)
                .isNotEmpty();
        assertThat(events.get(events.size() - 1)
                        .at("/response/output/0/content/0/text")
                        .asText())
                .isEqualTo(thought);
    }

    @Test
    void aThoughtIsPartOfAConversationAndNotOfItsMemory() {
        String first = id("{'model':'m-reasoning','input':'Remember the codeword zupiro. Reply OK.'}");
        JsonNode next = create("{'model':'m-reasoning','previous_response_id':'" + first
                        + "','input':'What is the codeword? Reply with it only.'}")
                .json();
        assertThat(next.path("output")
                        .path(1)
                        .path("content")
                        .path(0)
                        .path("text")
                        .asText())
                .isEqualTo("zupiro");
    }

    @Test
    void aCallThatDoesNotFitUnderTheCapIsLeftOut() {
        String body = "{'model':'m','input':'What is the weather like in Paris?','tools':" + WEATHER
                + ",'max_output_tokens':";
        JsonNode cut = create(body + "1}").json();
        assertThat(cut.path("status").asText()).isEqualTo("incomplete");
        assertThat(cut.at("/incomplete_details/reason").asText()).isEqualTo("max_output_tokens");
        assertThat(cut.path("output")).isEmpty();
        assertThat(cut.at("/usage/completion_tokens").asInt()).isLessThanOrEqualTo(1);
        JsonNode whole = create(body + "200}").json();
        assertThat(whole.at("/output/0/type").asText()).isEqualTo("function_call");
    }

    @Test
    void anOutputBelongsToACallByItsCallIdAlone() {
        JsonNode call = create("{'model':'m','input':'What is the weather like in Paris?','tools':" + WEATHER + "}")
                .json();
        String next = "{'model':'m','previous_response_id':'" + call.path("id").asText()
                + "','input':[{'type':'function_call_output','output':'18','call_id':'%s'}]}";
        assertThat(create(next.formatted(call.at("/output/0/id").asText())).status())
                .isEqualTo(400);
        assertThat(create(next.formatted(call.at("/output/0/call_id").asText())).status())
                .isEqualTo(200);
    }

    @Test
    void anEmptyPageLeadsNowhere() {
        String newest = id("{'model':'m','input':'Reply pong.'}");
        JsonNode page = send("GET", "/responses?limit=3&before=" + newest + "&after=" + newest, null)
                .json();
        assertThat(page.path("data")).isEmpty();
        assertThat(page.path("has_more").asBoolean()).isFalse();
    }

    @Test
    void aSchemaInSeveralPartsIsFilledAsAWholeAndFormatsAreKept() throws IOException {
        JsonNode made = JSON.readTree(create(
                        "{'model':'m','input':'Go.','text':{'format':{'type':'json_schema','name':'x','schema':"
                                + "{'allOf':[{'type':'object','properties':{'a':{'type':'string','format':'uuid'}},'required':['a']},"
                                + "{'type':'object','properties':{'b':{'type':'string','format':'ipv4'}},'required':['b']}]}}}}")
                .json()
                .at("/output/0/content/0/text")
                .asText());
        assertThat(made.path("a").asText()).matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
        assertThat(made.path("b").asText()).matches("(\\d{1,3}\\.){3}\\d{1,3}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'zzz'}",
                "{'type':'json_schema','name':'x'}",
                "{'type':'json_schema','schema':'a'}",
                "'json'"
            })
    void aFormatThatIsNoneIsRefused(String format) {
        Got got = create("{'model':'m','input':'Go.','text':{'format':" + format + "}}");
        assertThat(got.status()).isEqualTo(422);
        assertThat(got.json().at("/detail/0/loc/2").asText()).isEqualTo("format");
    }
}
