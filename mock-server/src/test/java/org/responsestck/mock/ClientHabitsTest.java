package org.responsestck.mock;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What SDKs, agent frameworks and browsers send without being asked for it. */
class ClientHabitsTest {
    private static final String TOOLS =
            "'tools':[{'type':'function','name':'get_weather'},{'type':'function','name':'get_time'}]";

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

    private static JsonNode create(String members) {
        Browser.Got got = browser.create("{'model':'m'," + members + "}");
        assertThat(got.status()).as(got.text()).isEqualTo(200);
        return got.json();
    }

    private static String text(JsonNode response) {
        return response.path("output")
                .path(0)
                .path("content")
                .path(0)
                .path("text")
                .asText();
    }

    private static String named(String id) {
        return "'input':[{'type':'item_reference','id':'" + id + "'},{'role':'user','content':'What is my name?'}]";
    }

    @Test
    void aReferenceStandsForAStoredItem() {
        JsonNode first = create("'input':[{'id':'msg_of_mine','role':'user','content':'My name is Ada7x.'}]");
        assertThat(text(create(named("msg_of_mine")))).isEqualTo("Ada7x");
        String answer = first.path("output").path(0).path("id").asText();
        JsonNode second = create(named(answer));
        assertThat(text(create("'input':'What is my name?','previous_response_id':'"
                        + second.path("id").asText() + "'")))
                .isNotBlank();
    }

    @Test
    void aReferenceToWhatIsNotStoredIsRefused() {
        JsonNode unstored = create("'input':'Say hello.','store':false");
        String gone = create("'input':'Say hello.'").path("id").asText();
        String item = browser.get("/responses/" + gone)
                .json()
                .path("output")
                .path(0)
                .path("id")
                .asText();
        assertThat(browser.with("Authorization", "Bearer " + mock.secondKey())
                        .create("{'model':'m'," + named(item) + "}")
                        .status())
                .isEqualTo(404);
        String later = create(named(item)).path("id").asText();
        assertThat(browser.delete(gone).status()).isEqualTo(200);
        create("'input':'Go on.','previous_response_id':'" + later + "'");
        for (String id : new String[] {
            item, "msg_never", unstored.path("output").path(0).path("id").asText()
        }) {
            Browser.Got got = browser.create("{'model':'m'," + named(id) + "}");
            assertThat(got.status()).as(id).isEqualTo(404);
            assertThat(got.json().path("detail").asText()).contains(id);
        }
        assertThat(browser.create("{'model':'m','input':[{'type':'item_reference'}]}")
                        .status())
                .isEqualTo(422);
    }

    @Test
    void allowedToolsAreEchoedAndKept() {
        String allowed = "{'type':'allowed_tools','mode':'required','tools':[{'type':'function','name':'get_time'}]}";
        JsonNode response = create("'input':'What is the weather?','tool_choice':" + allowed + "," + TOOLS);
        assertThat(response.path("output")).hasSize(1);
        assertThat(response.path("output").path(0).path("name").asText()).isEqualTo("get_time");
        assertThat(response.path("tool_choice").path("mode").asText()).isEqualTo("required");
        assertThat(response.path("tools")).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'allowed_tools','mode':'auto','tools':[{'type':'function','name':'get_rich'}]}",
                "{'type':'allowed_tools','mode':'auto','tools':[]}",
                "{'type':'allowed_tools','mode':'sometimes','tools':[{'type':'function','name':'get_time'}]}",
                "{'type':'function','name':'get_rich'}",
                "{'type':'wish'}"
            })
    void aChoiceOfToolsThatAreNotThereIsRefused(String choice) {
        Browser.Got got = browser.create("{'model':'m','input':'x','tool_choice':" + choice + "," + TOOLS + "}");
        assertThat(got.status()).as(got.text()).isEqualTo(422);
        assertThat(got.json().path("detail").path(0).path("loc").path(1).asText())
                .isEqualTo("tool_choice");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'input':'Reply pong.','text':{},'reasoning':{},'include':[],'stream_options':null,'parallel_tool_calls':null",
                "'input':'Reply pong.','tools':[{'type':'function','name':'f','strict':null,'parameters':null,'description':null}]",
                "'input':[{'role':'assistant','content':''},{'role':'assistant','content':[],'phase':'commentary'},{'role':'user','content':'Reply pong.'}]",
                "'input':[{'id':'rs_1','type':'reasoning','summary':[],'encrypted_content':null},{'role':'developer','content':'Be brief.'},{'role':'user','content':'Reply pong.'}]",
                "'input':[{'role':'user','content':[{'type':'input_image','image_url':'data:image/png;base64,AA==','detail':'auto'},{'type':'input_file','filename':'a.txt','file_data':'data:text/plain;base64,YQ=='},{'type':'input_text','text':'Reply pong.'}]}]",
                "'input':[{'id':'msg_1','type':'message','role':'assistant','status':'completed','content':[{'type':'output_text','text':'Hi.','annotations':[],'logprobs':[]}]},{'role':'user','content':'Reply pong.'}]",
                "'input':[{'type':'function_call','call_id':'c','name':'f','arguments':'{}'},{'type':'function_call_output','call_id':'c','output':[{'type':'input_text','text':'done'}]},{'role':'user','content':'Reply pong.'}]"
            })
    void formsThatSdksSendAreAccepted(String members) {
        assertThat(text(create(members))).isEqualTo("pong");
    }

    @Test
    void openaisNamesAreAddedOnRequestWithEqualValues() throws IOException {
        try (MockServer both = MockServer.start(MockOptions.defaults().openaiNames())) {
            String body =
                    "{'model':'m','stream':true,'input':'What is the weather?','tool_choice':'required'," + TOOLS + "}";
            JsonNode last = null;
            boolean done = false;
            for (String line : Browser.of(both).create(body).text().split("\n")) {
                if (line.startsWith("data: ")) {
                    last = new ObjectMapper().readTree(line.substring(6));
                    boolean arguments = last.path("type").asText().equals("response.function_call_arguments.done");
                    done |= arguments && last.path("name").asText().equals("get_weather");
                }
            }
            assertThat(done).as("arguments.done names its function").isTrue();
            JsonNode usage =
                    java.util.Objects.requireNonNull(last).path("response").path("usage");
            assertThat(usage.path("input_tokens").asInt())
                    .isPositive()
                    .isEqualTo(usage.path("prompt_tokens").asInt());
            assertThat(usage.path("output_tokens").asInt())
                    .isPositive()
                    .isEqualTo(usage.path("completion_tokens").asInt());
            assertThat(usage.path("input_tokens_details").path("cached_tokens"))
                    .isEqualTo(usage.path("prompt_tokens_details").path("cached_tokens"));
            String id = last.path("response").path("id").asText();
            assertThat(Browser.of(both).get("/responses/" + id).json().path("usage"))
                    .isEqualTo(usage);
        }
        assertThat(create("'input':'x'").path("usage").has("input_tokens")).isFalse();
    }

    @Test
    void aPageInABrowserMayAsk() throws IOException, InterruptedException {
        HttpRequest preflight = HttpRequest.newBuilder(URI.create(mock.baseUrl() + "/responses"))
                .header("Origin", "http://localhost:3000")
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", "authorization,content-type")
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                .build();
        HttpResponse<String> allowed = HttpClient.newHttpClient().send(preflight, HttpResponse.BodyHandlers.ofString());
        assertThat(allowed.statusCode()).isBetween(200, 204);
        assertThat(allowed.headers().firstValue("access-control-allow-origin")).contains("http://localhost:3000");
        assertThat(allowed.headers().firstValue("access-control-allow-headers").orElse(""))
                .contains("authorization");
    }

    /** The JDK's client offers {@code Upgrade: h2c} unless told otherwise. */
    @Test
    void upgradesExpectationsAndCompressedBodiesAreUnderstood() throws IOException, InterruptedException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write("{\"model\":\"m\",\"input\":\"Reply pong.\"}".getBytes(StandardCharsets.UTF_8));
        }
        HttpRequest request = HttpRequest.newBuilder(URI.create(mock.baseUrl() + "/responses"))
                .header("Authorization", "Bearer " + mock.key())
                .header("Content-Type", "application/json")
                .header("Content-Encoding", "gzip")
                .expectContinue(true)
                .POST(HttpRequest.BodyPublishers.ofByteArray(packed.toByteArray()))
                .build();
        HttpResponse<String> answer = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_2)
                .build()
                .send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).contains("pong");
        assertThat(answer.headers().firstValue("x-request-id")).isPresent();
    }
}
