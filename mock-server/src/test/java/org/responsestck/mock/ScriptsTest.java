package org.responsestck.mock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.responsestck.mock.script.Scripts.script;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.responsestck.mock.script.ScriptBuilder;
import org.responsestck.mock.script.ScriptException;
import org.responsestck.mock.transport.Pace;

/** Scripts as a client meets them. */
class ScriptsTest {
    private static final String TOOLS = "'tools':[{'type':'function','name':'f','parameters':{'type':'object'}},"
            + "{'type':'function','name':'g','parameters':{'type':'object'}}]";

    private static MockServer start(ScriptBuilder... scripts) {
        return MockServer.start(MockOptions.defaults().strict(true).scripts(scripts));
    }

    private static JsonNode ask(MockServer mock, String rest) {
        return Browser.of(mock).create("{'model':'m'," + rest + "}").json();
    }

    private static String text(JsonNode response) {
        return response.path("output")
                .path(0)
                .path("content")
                .path(0)
                .path("text")
                .asText(response.toString());
    }

    private static String call(JsonNode response) {
        return response.path("output").path(0).path("call_id").asText();
    }

    private static ScriptBuilder loop() {
        return script("loop")
                .when(w -> w.lastContains("go").tools("f"))
                .answer(a -> a.call("f", Map.of("step", 1)))
                .then(w -> w.toolOutput("f"), a -> a.call("g", Map.of("step", 2)))
                .then(w -> w.toolOutput("g"), a -> a.text("f gave {{tool_output.f}}, g gave {{tool_output.g}}"));
    }

    @Test
    void aLoopGoesOnByThePreviousResponse() {
        try (MockServer mock = start(loop())) {
            JsonNode one = ask(mock, "'input':'go'," + TOOLS);
            JsonNode two = ask(mock, next(one, "A"));
            JsonNode three = ask(mock, next(two, "B"));
            assertThat(two.path("output").path(0).path("name").asText()).isEqualTo("g");
            assertThat(text(three)).isEqualTo("f gave A, g gave B");
            mock.assertAllStepsConsumed();
        }
    }

    private static String next(JsonNode response, String output) {
        return "'previous_response_id':'" + response.path("id").asText()
                + "','input':[{'type':'function_call_output','call_id':'" + call(response) + "','output':'" + output
                + "'}]," + TOOLS;
    }

    @Test
    void aLoopGoesOnForAClientThatSendsTheWholeHistory() {
        try (MockServer mock = start(loop())) {
            String history = "{'role':'user','content':'go'}";
            JsonNode one = ask(mock, "'store':false,'input':[" + history + "]," + TOOLS);
            history += "," + one.path("output").path(0) + ",{'type':'function_call_output','call_id':'" + call(one)
                    + "','output':'A'}";
            JsonNode two = ask(mock, "'store':false,'input':[" + history + "]," + TOOLS);
            assertThat(two.path("output").path(0).path("name").asText()).isEqualTo("g");
            history += "," + two.path("output").path(0) + ",{'type':'function_call_output','call_id':'" + call(two)
                    + "','output':'B'}";
            assertThat(text(ask(mock, "'store':false,'input':[" + history + "]," + TOOLS)))
                    .isEqualTo("f gave A, g gave B");
        }
    }

    @Test
    void aRetryGetsTheSameStepAgain() {
        try (MockServer mock = start(loop())) {
            JsonNode one = ask(mock, "'input':'go'," + TOOLS);
            for (int i = 0; i < 3; i++) {
                assertThat(ask(mock, next(one, "A"))
                                .path("output")
                                .path(0)
                                .path("name")
                                .asText())
                        .isEqualTo("g");
            }
        }
    }

    @Test
    void manyConversationsDoNotDisturbEachOther() {
        try (MockServer mock = start(loop())) {
            List<CompletableFuture<String>> all = IntStream.range(0, 20)
                    .mapToObj(i -> CompletableFuture.supplyAsync(() -> {
                        JsonNode two = ask(mock, next(ask(mock, "'input':'go " + i + "'," + TOOLS), "A" + i));
                        return text(ask(mock, next(two, "B" + i)));
                    }))
                    .toList();
            for (int i = 0; i < all.size(); i++) {
                assertThat(all.get(i).join()).isEqualTo("f gave A" + i + ", g gave B" + i);
            }
        }
    }

    @Test
    void anotherScriptInBetweenDoesNotLoseThePlace() {
        try (MockServer mock = start(
                script("aside").when(w -> w.lastEquals("wait")).answer("I wait."),
                script("two")
                        .when(w -> w.lastEquals("begin"))
                        .answer("begun")
                        .then(w -> w.lastEquals("end"), a -> a.text("ended")))) {
            JsonNode one = ask(mock, "'input':'begin'");
            JsonNode two = ask(mock, "'previous_response_id':'" + one.path("id").asText() + "','input':'wait'");
            assertThat(text(two)).isEqualTo("I wait.");
            assertThat(text(ask(
                            mock, "'previous_response_id':'" + two.path("id").asText() + "','input':'end'")))
                    .isEqualTo("ended");
        }
    }

    @Test
    void everyConditionIsAsked() {
        try (MockServer mock = start(script("all")
                .when(w -> w.model("acc/*")
                        .instructionsContain("brief")
                        .userContains("hello")
                        .item("message", "system", "rules")
                        .header("x-test", "yes")
                        .metadata("team", "a/b")
                        .body("/temperature", 1)
                        .body("/text/format/type", "text")
                        .turn(1)
                        .tools("g"))
                .answer("all fit"))) {
            String right =
                    "{'model':'acc/m','instructions':'be brief','input':[{'role':'system','content':'the rules'},"
                            + "{'role':'user','content':'hello'}],'metadata':{'team':'a/b'},'temperature':1.0,'text':{'format':{'type':'text'}},"
                            + TOOLS + "}";
            Browser browser = Browser.of(mock).with("X-Test", "yes");
            assertThat(text(browser.create(right).json())).isEqualTo("all fit");
            for (String[] change : new String[][] {
                {"acc/m", "zz/m", "the model is 'zz/m', not 'acc/*'"},
                {"be brief", "be long", "the text of the instructions does not contain 'brief' (it is 'be long')"},
                {"hello", "bye", "the last user message does not contain 'hello'"},
                {"the rules", "the law", "no item has type message, role system, text 'rules'"},
                {"a/b", "a/c", "/metadata/team is \"a/c\""},
                {"1.0", "0.5", "/temperature is 0.5"},
                {"'name':'g'", "'name':'h'", "the declared tools are [f, h], not all of [g]"}
            }) {
                Browser.Got got = browser.create(right.replace(change[0], change[1]));
                assertThat(got.status()).as(change[0]).isEqualTo(404);
                assertThat(got.json().path("detail").asText()).contains("the nearest is 'all'", change[2]);
            }
            assertThat(Browser.of(mock).create(right).json().path("detail").asText())
                    .contains("there is no header x-test");
        }
    }

    @Test
    void templatesAreFilledFromTheRequest() {
        try (MockServer mock = start(script("t")
                .when(w -> w.lastMatches("order (\\d+) for (?<who>\\w+)"))
                .answer(a -> a.text(
                                "{{match.1}} {{match.who}} {{model}} {{turn}} {{/metadata/n}} {{metadata.n}} {{header.x-a}}"
                                        + " {{open}}x}} [{{/nothing}}] {{user_text}}")
                        .text("{{id.order}} {{id.order}} {{id.other}}")
                        .call("f", Map.of("n", "{{/metadata/n}}", "text", "n={{/metadata/n}}"))))) {
            JsonNode output = Browser.of(mock)
                    .with("X-A", "h")
                    .create("{'model':'m','input':'order 66 for bob','metadata':{'n':5}," + TOOLS + "}")
                    .json()
                    .path("output");
            assertThat(output.path(0).path("content").path(0).path("text").asText())
                    .isEqualTo("66 bob m 1 5 5 h {{x}} [] order 66 for bob");
            assertThat(output.path(1).path("content").path(0).path("text").asText())
                    .matches("(order_[0-9a-f]{16}) \\1 other_[0-9a-f]{16}");
            assertThat(output.path(2).path("arguments").asText()).contains("\"n\":5", "\"text\":\"n=5\"");
        }
    }

    @Test
    void aCallOfAnUndeclaredToolIsRefused() {
        try (MockServer mock = start(
                script("calls").when(w -> w.lastEquals("a")).answer("x").then(a -> a.call("h", "{}")),
                script("server").when(w -> w.lastEquals("b")).answer(a -> a.serverCall("s", Map.of(), "out")))) {
            JsonNode one = ask(mock, "'input':'a'");
            JsonNode refused =
                    ask(mock, "'previous_response_id':'" + one.path("id").asText() + "','input':'go'," + TOOLS);
            assertThat(refused.path("detail").asText())
                    .isEqualTo(
                            "the script 'calls', step 2, calls the tool 'h', which this request does not declare; declared are [f, g]");
            assertThat(ask(mock, "'input':'b'").path("detail").asText()).contains("'server'", "tool of the server");
        }
    }

    @Test
    void anEndlessLoopOfToolsIsStopped() {
        try (MockServer mock = start(script("again").when(w -> w.tools("f")).answer(a -> a.call("f", "{}")))) {
            mock.scripts().loopLimit(3);
            JsonNode last = ask(mock, "'input':'go'," + TOOLS);
            int rounds = 1;
            while (last.has("id") && rounds < 10) {
                last = ask(mock, next(last, "again"));
                rounds++;
            }
            assertThat(rounds).isEqualTo(4);
            assertThat(last.path("detail").asText()).contains("'again'", "3 rounds", "the loop is stopped");
        }
    }

    @Test
    void whatWasNotPlayedIsListed() {
        try (MockServer mock = start(
                loop(),
                script("other")
                        .when(w -> w.lastEquals("x"))
                        .answer(a -> a.text("y").fault("http; status=429; times=1")))) {
            ask(mock, "'input':'go'," + TOOLS);
            ask(mock, "'input':'x'");
            assertThatThrownBy(mock::assertAllStepsConsumed)
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("script 'loop' (written in code), step 2: never played")
                    .hasMessageContaining("step 3")
                    .hasMessageContaining("script 'other' (written in code), step 1: only its fault was played")
                    .hasMessageNotContaining("step 1: never");
            mock.scripts().remove("loop");
            ask(mock, "'input':'x'");
            assertThatCode(mock::assertAllStepsConsumed).doesNotThrowAnyException();
            mock.scripts().forgetPlays();
            assertThat(mock.scripts().unplayed()).hasSize(1);
        }
    }

    @Test
    void scriptsComeAndGoAtRunTime() {
        try (MockServer mock = start()) {
            assertThat(ask(mock, "'input':'hi'").path("detail").asText()).isEqualTo("no script is loaded");
            mock.scripts().add(script("a").when(w -> w.lastContains("hi")).answer("A"));
            mock.scripts().read("inline", "- {name: b, match: {last: ho}, answer: [{text: B}]}");
            assertThat(text(ask(mock, "'input':'hi'"))).isEqualTo("A");
            assertThat(text(ask(mock, "'input':'ho'"))).isEqualTo("B");
            assertThatThrownBy(() -> mock.scripts().add(script("a").answer("x")))
                    .isInstanceOf(ScriptException.class)
                    .hasMessageContaining("another script 'a'");
            assertThatThrownBy(() -> mock.scripts()
                            .add(script("c")
                                    .when(w -> w.lastContains("hi").turn(3))
                                    .answer("x")))
                    .isInstanceOf(ScriptException.class)
                    .hasMessageContaining("would never be played");
            mock.scripts().clear();
            mock.scripts().strict(false);
            assertThat(text(ask(mock, "'input':'What is the capital of France?'")))
                    .contains("Paris");
        }
    }

    @Test
    void usageThoughtsAndStatusAreAsWritten() {
        try (MockServer mock = start(
                script("u")
                        .when(w -> w.lastEquals("u"))
                        .answer(a -> a.think("hm").text("yes").usage(100, 40, 7)),
                script("i")
                        .when(w -> w.lastEquals("i"))
                        .answer(a -> a.text("so far").incomplete("content_filter")),
                script("f").when(w -> w.lastEquals("f")).answer(a -> a.failed("model_error", "gone")))) {
            JsonNode usage = ask(mock, "'input':'u'");
            assertThat(text(usage)).isEqualTo("<think>\nhm\n</think>\n\nyes");
            assertThat(usage.path("usage").toString())
                    .contains(
                            "\"prompt_tokens\":100",
                            "\"completion_tokens\":7",
                            "\"total_tokens\":107",
                            "\"cached_tokens\":40");
            JsonNode incomplete = ask(mock, "'input':'i'");
            assertThat(incomplete.path("incomplete_details").path("reason").asText())
                    .isEqualTo("content_filter");
            assertThat(incomplete.path("output").path(0).path("status").asText())
                    .isEqualTo("incomplete");
            JsonNode failed = ask(mock, "'input':'f'");
            assertThat(failed.path("status").asText()).isEqualTo("failed");
            assertThat(failed.path("error").path("code").asText()).isEqualTo("model_error");
            assertThat(failed.path("output")).isEmpty();
        }
    }

    @Test
    void aCapCutsAMessageOfSeveralParts() {
        try (MockServer mock = start()) {
            mock.scripts()
                    .read(
                            "inline",
                            "- {name: m, answer: [{message: [{text: one two three}, {refusal: four five six}]}, {text: seven}]}");
            JsonNode cut = ask(mock, "'input':'x','max_output_tokens':4");
            assertThat(cut.path("output")).hasSize(1);
            JsonNode content = cut.path("output").path(0).path("content");
            assertThat(content.path(0).path("text").asText()).isEqualTo("one two three");
            assertThat(content.path(1).path("refusal").asText()).isEqualTo("four");
            assertThat(cut.path("usage").path("completion_tokens").asInt()).isEqualTo(4);
        }
    }

    @Test
    void aPaceIsKeptByStreamAndJson() {
        try (MockServer mock = start(script("slow")
                .answer(a -> a.text("one two three four five six")
                        .pace(Pace.tokensPerSecond(50).withFirstMillis(100))))) {
            for (boolean stream : new boolean[] {true, false}) {
                long before = System.nanoTime();
                assertThat(Browser.of(mock)
                                .create("{'model':'m','input':'x','stream':" + stream + "}")
                                .text())
                        .contains("\"completed\"");
                assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(195_000_000L);
            }
        }
    }
}
