package org.responsestck.mock;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.responsestck.mock.script.Script;

/** For every script in the fixtures: what a client hears as JSON, as a stream, and when it reads the response again. */
class ScriptParityTest {
    private static final Path SCRIPTS = Path.of("../fixtures/scripts");
    private static final Path REQUESTS = Path.of("../fixtures/requests/scripts.yaml");
    private static final Set<String> CUT = Set.of("cut in the middle");
    private static final Pattern ID = Pattern.compile("\\b(resp|msg|fc|call|mcp)_[A-Za-z0-9]+");

    private static Map<String, JsonNode> requests() throws IOException {
        // Anchors are resolved by SnakeYAML before Jackson sees the tree.
        Object plain = new org.yaml.snakeyaml.Yaml().load(java.nio.file.Files.readString(REQUESTS));
        JsonNode tree = new ObjectMapper().valueToTree(plain);
        Map<String, JsonNode> all = new LinkedHashMap<>();
        tree.properties().forEach(e -> all.put(e.getKey(), e.getValue()));
        return all;
    }

    @Test
    void streamJsonAndGetAreTheSameForEveryScript() throws IOException {
        try (MockServer json = MockServer.start(MockOptions.defaults().scripts(SCRIPTS));
                MockServer streamed = MockServer.start(MockOptions.defaults().scripts(SCRIPTS))) {
            Map<String, JsonNode> requests = requests();
            assertThat(requests.keySet())
                    .isEqualTo(new TreeSet<>(
                            json.scripts().all().stream().map(Script::name).toList()));
            for (Map.Entry<String, JsonNode> script : requests.entrySet()) {
                Conversation plain = new Conversation(json, false);
                Conversation events = new Conversation(streamed, true);
                for (JsonNode request : script.getValue()) {
                    String one = plain.say((ObjectNode) request.deepCopy(), CUT.contains(script.getKey()));
                    String other = events.say((ObjectNode) request.deepCopy(), CUT.contains(script.getKey()));
                    assertThat(other).as(script.getKey()).isEqualTo(one);
                }
            }
            // The client that was told to come back does.
            for (MockServer mock : List.of(json, streamed)) {
                assertThat(Browser.of(mock)
                                .create("{'model':'m','input':'Please retry.'}")
                                .status())
                        .isEqualTo(200);
                mock.assertAllStepsConsumed();
            }
        }
    }

    private static final class Conversation {
        private final Browser browser;
        private final boolean stream;
        private JsonNode before = com.fasterxml.jackson.databind.node.MissingNode.getInstance();

        Conversation(MockServer mock, boolean stream) {
            this.browser = Browser.of(mock);
            this.stream = stream;
        }

        /** Sends a request, and gives what was heard without ids and times; equal to what GET gives where there is an id. */
        String say(ObjectNode request, boolean cut) throws IOException {
            String text = request.put("model", "accounts/x/models/m")
                    .put("stream", stream)
                    .toString();
            if (text.contains("$OTHER")) {
                text = text.replace(
                        "$OTHER",
                        browser.create("{'model':'m','input':'Do something bad.'}")
                                .json()
                                .path("id")
                                .asText());
            }
            text = text.replace("$ID", before.path("id").asText());
            int number = 1;
            for (JsonNode item : before.path("output")) {
                if (item.has("call_id")) {
                    text = text.replace(
                            "$CALL_" + number++, item.path("call_id").asText());
                }
            }
            Browser.Got got =
                    browser.send("POST", "/responses", text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
            if (cut) {
                assertThat(got.status()).isZero();
                return bare(
                        browser.get("/responses?limit=1").json().path("data").path(0));
            }
            if (got.status() != 200) {
                return got.status() + " " + got.text();
            }
            before = stream ? last(got.text()) : got.json();
            assertThat(browser.get("/responses/" + before.path("id").asText()).json())
                    .isEqualTo(before);
            return bare(before);
        }

        private static JsonNode last(String stream) throws IOException {
            String data = stream.substring(stream.lastIndexOf("data: ") + 6);
            return new ObjectMapper().readTree(data).path("response");
        }

        /** Ids are replaced by their order. */
        private static String bare(JsonNode response) {
            String text =
                    ((ObjectNode) response.deepCopy()).put("created_at", 0).toString();
            List<String> seen = new ArrayList<>();
            Matcher matcher = ID.matcher(text);
            StringBuilder bare = new StringBuilder();
            while (matcher.find()) {
                if (!seen.contains(matcher.group())) {
                    seen.add(matcher.group());
                }
                matcher.appendReplacement(bare, matcher.group(1) + "#" + seen.indexOf(matcher.group()));
            }
            return matcher.appendTail(bare).toString();
        }
    }
}
