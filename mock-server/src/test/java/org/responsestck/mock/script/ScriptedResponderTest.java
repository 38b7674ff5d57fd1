package org.responsestck.mock.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.responsestck.mock.responder.Draft;
import org.responsestck.mock.responder.Prompt;

class ScriptedResponderTest {
    private static final Path EXAMPLES = Path.of("../fixtures/scripts");

    @TempDir
    private Path dir;

    private static Prompt prompt(String text, int turn, String... tools) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        var message = json.objectNode().put("type", "message").put("role", "user");
        message.putArray("content").addObject().put("type", "input_text").put("text", text);
        List<JsonNode> declared = Stream.of(tools)
                .<JsonNode>map(t -> json.objectNode().put("type", "function").put("name", t))
                .toList();
        return new Prompt(
                "m",
                null,
                List.of(message),
                declared,
                TextNode.valueOf("auto"),
                true,
                null,
                null,
                json.objectNode(),
                turn,
                1);
    }

    private ScriptedResponder load(String yaml, boolean strict) throws IOException {
        Path file = Files.writeString(dir.resolve("s.yaml"), yaml);
        return new ScriptedResponder(new Scripts().strict(strict).load(file), p -> Draft.text("fallback"), 1);
    }

    @Test
    void theExamplesLoadAndAnswer() {
        ScriptedResponder responder =
                new ScriptedResponder(new Scripts().load(EXAMPLES), p -> Draft.text("fallback"), 1);
        assertThat(responder
                        .respond(prompt("Do I need an umbrella?", 1, "get_weather"))
                        .parts())
                .containsExactly(new Draft.FunctionCall("get_weather", "{\"location\":\"San Francisco, CA\"}"));
        assertThat(responder.respond(prompt("Do I need an umbrella?", 1)).parts())
                .containsExactly(new Draft.Text("fallback"));
        assertThat(responder.respond(prompt("Please fail with 429.", 1)).failure())
                .isEqualTo(new Draft.Failure(429, "slow down", 1));
        assertThat(responder.respond(prompt("Please break off.", 1)).fault()).isNotNull();
    }

    @Test
    void theFirstMatchWinsAndTemplatesAreFilled() throws IOException {
        ScriptedResponder responder = load(
                "- match: {last: hi}\n  answer: [{text: 'a {{last_text}} from {{model}}'}]\n- answer: [{text: b}]\n",
                false);
        assertThat(responder.respond(prompt("hi you", 1)).parts()).containsExactly(new Draft.Text("a hi you from m"));
        assertThat(responder.respond(prompt("other", 1)).parts()).containsExactly(new Draft.Text("b"));
    }

    @Test
    void strictModeNamesTheNearestScriptAndTheDifference() throws IOException {
        ScriptedResponder responder = load(
                "- name: far\n  match: {model: x, turn: 9, last: q}\n  answer: [{text: a}]\n- name: near\n  match: {last: hello}\n  answer: [{text: b}]\n",
                true);
        Draft.Failure failure = responder.respond(prompt("good bye", 1)).failure();
        assertThat(failure).isNotNull();
        assertThat(failure.status()).isEqualTo(404);
        assertThat(failure.message()).contains("'near'").contains("good bye");
    }

    static Stream<Arguments> wrong() {
        return Stream.of(
                Arguments.of("", "s.yaml:1:1: the file is empty"),
                Arguments.of("text: a", "s.yaml:1:1: a script file is a list"),
                Arguments.of("- anwser: []", "s.yaml:1:3: unknown key 'anwser'"),
                Arguments.of("- name: x", "s.yaml:1:3: a script needs either an answer"),
                Arguments.of("- answer: []", "s.yaml:1:11: an answer says something"),
                Arguments.of("- answer:\n    - txt: a", "s.yaml:2:7: unknown key 'txt'"),
                Arguments.of("- answer: [{text: [a]}]", "s.yaml:1:19: text must be a text"),
                Arguments.of("- answer: [{text: 'a {{nothing}}'}]", "s.yaml:1:19: nothing can fill {{nothing}}"),
                Arguments.of(
                        "- answer: [{function_call: {name: f, arguments: {a: '{{x}}'}}}]", "nothing can fill {{x}}"),
                Arguments.of("- answer: [{function_call: {arguments: {}}}]", "function_call needs 'name'"),
                Arguments.of("- answer: [{server_call: {name: a}}]", "server_call needs 'output'"),
                Arguments.of("- answer: [{message: []}]", "at least one part"),
                Arguments.of("- answer: [{text: a}, {fault: bang}]", "s.yaml:1:31: there is no fault 'bang'"),
                Arguments.of("- answer: [{text: a}, {fault: {kind: stall, bang: 1}}]", "unknown key 'bang'"),
                Arguments.of(
                        "- answer: [{text: a}, {fault: {kind: truncate, after: x}}]", "after must be a whole number"),
                Arguments.of("- answer: [{text: a}, {pace: {gap_ms: -1}}]", "at least 0"),
                Arguments.of(
                        "- answer: [{text: a}, {pace: leisurely}]", "presets are instant, fast, human, slow-start"),
                Arguments.of("- answer: [{text: a}, {pace: {jitter: 2}}]", "must be 0 to 1"),
                Arguments.of("- answer: [{text: a}, {status: {failed: {code: x}}}]", "failed needs 'message'"),
                Arguments.of("- answer: [{text: a}, {status: {incomplete: banana}}]", "incomplete for one of"),
                Arguments.of("- answer: [{text: a}, {usage: {input: 1}}]", "usage needs 'output'"),
                Arguments.of("- answer: [{error: {status: 200}}]", "at least 400"),
                Arguments.of("- answer: [{error: {status: 600}}]", "400 to 599"),
                Arguments.of("- answer: [{text: a}, {error: {status: 400}}]", "an answer of its own"),
                Arguments.of("- match: {last: {matches: '('}}\n  answer: [{text: a}]", "no regular expression"),
                Arguments.of("- match: {turn: zero}\n  answer: [{text: a}]", "s.yaml:1:17: turn"),
                Arguments.of("- match: {body: {a: 1}}\n  answer: [{text: a}]", "s.yaml:1:21"),
                Arguments.of("- match: {items: [{}]}\n  answer: [{text: a}]", "one of type, role, name, text"),
                Arguments.of("- steps: []", "has no answer"),
                Arguments.of("- answer: [{text: a}]\n- answer: [{text: b}]", "s.yaml:2:3: the script"),
                Arguments.of(
                        "- match: {tools: [a]}\n  answer: [{text: a}]\n- match: {tools: [b, a], turn: 2}\n  answer: [{text: b}]",
                        "would never be played"),
                Arguments.of(
                        "- {name: a, answer: [{text: a}], match: {turn: 1}}\n- {name: a, answer: [{text: b}]}",
                        "another script 'a'"),
                Arguments.of("- answer: [", "s.yaml:1:12: this is no YAML"));
    }

    @Test
    void allThatIsWrongIsSaidAtOnce() {
        assertThatThrownBy(() -> load("- anwser: []\n- answer: []\n", false))
                .hasMessageContaining("s.yaml:1:3")
                .hasMessageContaining("s.yaml:2:11");
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void aWrongScriptIsRefusedWithItsPlace(String yaml, String message) {
        assertThatThrownBy(() -> load(yaml, false))
                .isInstanceOf(ScriptException.class)
                .hasMessageContaining("s.yaml")
                .hasMessageContaining(message);
    }
}
