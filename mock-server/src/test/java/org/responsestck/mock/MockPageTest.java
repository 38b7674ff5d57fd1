package org.responsestck.mock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.responsestck.mock.script.Scripts;

/** The examples of docs/mock.md do what the page says. */
class MockPageTest {
    private static final Path PAGE = Path.of("../docs/mock.md");
    private static final Path SELF = Path.of("src/test/java/org/responsestck/mock/MockPageTest.java");
    private static final Pattern BLOCK = Pattern.compile("```(yaml|console|java)\n(.*?)```", Pattern.DOTALL);

    private record Block(String kind, String text) {}

    private static List<Block> blocks() throws IOException {
        List<Block> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(Files.readString(PAGE));
        while (matcher.find()) {
            blocks.add(new Block(matcher.group(1), matcher.group(2)));
        }
        return blocks;
    }

    static Stream<Arguments> examples() throws IOException {
        List<Block> blocks = blocks();
        List<Arguments> examples = new ArrayList<>();
        for (int i = 0; i < blocks.size(); i++) {
            if (blocks.get(i).kind().equals("yaml")) {
                assertThat(blocks.get(i + 1).kind())
                        .as("every script on the page is played")
                        .isEqualTo("console");
                examples.add(
                        Arguments.of(blocks.get(i).text(), blocks.get(i + 1).text()));
            }
        }
        return examples.stream();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void anExampleIsPlayedAsShown(String scripts, String conversation) throws IOException {
        try (MockServer mock = MockServer.start(MockOptions.defaults())) {
            mock.scripts().read("page", scripts);
            Player player = new Player(mock);
            List<String> lines = conversation.lines().toList();
            assertThat(lines).isNotEmpty().allMatch(l -> l.startsWith("> ") || l.startsWith("< "));
            for (String line : lines) {
                if (line.startsWith("> ")) {
                    player.says(line.substring(2));
                } else {
                    player.hears(line.substring(2));
                }
            }
        }
    }

    private static final class Player {
        private final MockServer mock;
        private final List<String> ids = new ArrayList<>();
        private String call = "";
        private String fault = "";
        private RawClient.Heard heard = new RawClient.Heard(new byte[0], "");

        Player(MockServer mock) {
            this.mock = mock;
        }

        void says(String line) throws IOException {
            if (line.startsWith("X-Mock-Fault: ")) {
                fault = line;
                return;
            }
            String[] headers = fault.isEmpty() ? new String[0] : new String[] {fault};
            fault = "";
            String text = line.replace("$call", call);
            for (int i = 0; i < ids.size(); i++) {
                text = text.replace("$" + (i + 1), ids.get(i));
            }
            RawClient raw = new RawClient(mock);
            if (text.startsWith("DELETE ")) {
                heard = raw.send("DELETE", "/v1/responses/" + text.substring(7), "", headers);
                return;
            }
            ObjectNode body = (ObjectNode) new ObjectMapper().readTree(text);
            heard = raw.create(body.put("model", "m").toString(), headers);
            if (heard.text().startsWith("{\"id\"") && heard.text().endsWith("}")) {
                JsonNode response = new ObjectMapper().readTree(heard.body());
                ids.add(response.path("id").asText());
                response.path("output").forEach(i -> call = i.path("call_id").asText(call));
            }
        }

        /** A status or "cut", and a text that the answer holds, or the words of one. */
        void hears(String line) {
            String what = line.split(" ", 2)[0];
            String text = heard.text();
            if (what.equals("cut")) {
                assertThat(heard.bytes().length == 0 || !heard.whole()).as(text).isTrue();
            } else {
                assertThat(heard.head()).startsWith("HTTP/1.1 " + what);
            }
            String rest = line.substring(what.length()).strip();
            assertThat(rest.isEmpty()
                            || text.contains(rest)
                            || Stream.of(rest.split(" ")).allMatch(text::contains))
                    .as("%s holds %s", text, rest)
                    .isTrue();
        }
    }

    @Test
    void theExampleInCodeIsPlayed() throws IOException {
        // begin
        MockOptions options = MockOptions.defaults()
                .strict(true)
                .scripts(
                        Scripts.script("the weather")
                                .when(w -> w.lastContains("umbrella").tools("get_weather"))
                                .answer(a -> a.call("get_weather", Map.of("location", "San Francisco, CA")))
                                .then(w -> w.toolOutput("get_weather"), a -> a.text("It is {{tool_output}}.")),
                        Scripts.script("breaks off")
                                .when(w -> w.lastEquals("Go on."))
                                .answer(a -> a.text("Nobody hears the end.")
                                        .fault("truncate; after=1; of=response.output_text.delta")));
        try (MockServer mock = MockServer.start(options)) {
            String url = mock.baseUrl(); // and mock.key(), mock.secondKey(), mock.accountId()
            mock.scripts()
                    .add(Scripts.script("later").when(w -> w.lastEquals("Hi")).answer("Hello."));
            mock.faults().add("flaky", "http; status=503; every=3; operation=create");
            // end
            assertThat(url).isNotEmpty();
            Browser browser = Browser.of(mock);
            String tools = "'tools':[{'type':'function','name':'get_weather'}]";
            JsonNode call = browser.create("{'model':'m','input':'Do I need an umbrella?'," + tools + "}")
                    .json();
            String output = "{'model':'m','previous_response_id':'"
                    + call.path("id").asText()
                    + "','input':[{'type':'function_call_output','call_id':'"
                    + call.path("output").path(0).path("call_id").asText() + "','output':'dry'}]," + tools + "}";
            assertThat(browser.create(output).text()).contains("It is dry.");
            assertThat(browser.create("{'model':'m','input':'Hi'}").status()).isEqualTo(503);
            assertThat(browser.create("{'model':'m','input':'Hi'}").text()).contains("Hello.");
            assertThatThrownBy(mock::assertAllStepsConsumed).hasMessageContaining("'breaks off'");
        }
        String own = Files.readString(SELF);
        String example = blocks().stream()
                .filter(b -> b.kind().equals("java"))
                .findFirst()
                .orElseThrow()
                .text();
        String played = own.substring(own.indexOf("// begin\n") + 9, own.indexOf("// end\n"));
        assertThat(squeezed(example)).startsWith(squeezed(played));
    }

    private static String squeezed(String code) {
        return code.replaceAll("\\s+", "");
    }
}
