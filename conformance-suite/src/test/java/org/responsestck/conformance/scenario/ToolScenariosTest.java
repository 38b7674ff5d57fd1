package org.responsestck.conformance.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.responsestck.conformance.dialect.Dialect;
import org.responsestck.conformance.dialect.Dialects;
import org.responsestck.conformance.evidence.Recorded;
import org.responsestck.conformance.wire.Call;
import org.responsestck.conformance.wire.Who;

class ToolScenariosTest {
    private static final String CALLED = "{'id':'resp_1','status':'completed','output':[{'role':'user'},"
            + "{'type':'function_call','id':'fc','call_id':'c1','name':'get_weather','arguments':'{}'},"
            + "{'type':'tool_call','id':'tc','function':{'name':'get_time','arguments':'{}'}}]}";
    private static final String TEXT = "{'id':'resp_2','output':[{'type':'message','role':'assistant'}]}";

    /** Answers by a function of step and request; keeps what was sent. */
    private static final class Script implements Talk {
        private final String profile;
        private final int take;
        private final BiFunction<String, JsonNode, Map.Entry<Integer, String>> answers;
        private final Map<String, Call> sent = new LinkedHashMap<>();

        Script(String profile, int take, BiFunction<String, JsonNode, Map.Entry<Integer, String>> answers) {
            this.profile = profile;
            this.take = take;
            this.answers = answers;
        }

        JsonNode body(String step) {
            return Recorded.json(sent.get(step).body());
        }

        @Override
        public Reply send(String step, Who who, Call call) {
            sent.put(step, call);
            var answer =
                    answers.apply(step, call.body() == null ? MissingNode.getInstance() : Recorded.json(call.body()));
            JsonNode document = Recorded.json(answer.getValue());
            return new Reply() {
                @Override
                public int status() {
                    return answer.getKey();
                }

                @Override
                public Optional<JsonNode> node(String pointer) {
                    return Optional.of(document.at(pointer)).filter(n -> !n.isMissingNode() && !n.isNull());
                }

                @Override
                public long count(String eventType) {
                    return 0;
                }
            };
        }

        @Override
        public Reply stream(String step, Call call, Predicate<Peek> enough) {
            return send(step, Who.KEY, call);
        }

        @Override
        public List<Reply> together(String step, List<Call> calls) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Reply poll(String step, Call call, Predicate<Peek> enough, Duration bound) {
            return send(step, Who.KEY, call);
        }

        @Override
        public void pause(String step, Duration time) {}

        @Override
        public String draw(String name) {
            return "word" + name.replace("-", "");
        }

        @Override
        public void leave(String name, String value) {}

        @Override
        public Optional<String> left(String name) {
            return Optional.empty();
        }

        @Override
        public int take() {
            return take;
        }

        @Override
        public ObjectNode create() {
            return ((ObjectNode) Recorded.json("{}")).put("model", "m");
        }

        @Override
        public Optional<String> option(Needs.Option option) {
            return Optional.empty();
        }

        @Override
        public Dialect dialect() {
            return Dialects.of(profile);
        }
    }

    private static Script play(
            String id, String profile, int take, BiFunction<String, JsonNode, Map.Entry<Integer, String>> answers)
            throws Stop {
        Scenario scenario = Stream.of(
                        FunctionToolScenarios.scenarios(),
                        ToolChoiceScenarios.scenarios(),
                        ToolRefusalScenarios.scenarios(),
                        AnswerFormScenarios.scenarios(),
                        HangUpScenarios.scenarios())
                .flatMap(List::stream)
                .filter(s -> s.id().equals(id))
                .findFirst()
                .orElseThrow();
        Script script = new Script(profile, take, answers);
        scenario.play(script);
        return script;
    }

    private static Map.Entry<Integer, String> answer(String step, JsonNode request) {
        return Map.entry(200, request.path("tool_choice").asText("").equals("required") ? CALLED : TEXT);
    }

    @Test
    void aGoodTargetIsAskedAsLittleAsPossible() throws Stop {
        assertThat(play("function-call", "fireworks", 1, ToolScenariosTest::answer)
                        .sent
                        .keySet())
                .containsExactly("forced", "get", "stream", "replay");
        assertThat(play("function-offer", "fireworks", 1, ToolScenariosTest::answer)
                        .sent
                        .keySet())
                .containsExactly("auto", "unneeded", "default", "none");
        assertThat(play("function-loop", "fireworks", 1, ToolScenariosTest::answer)
                        .sent
                        .keySet())
                .containsExactly("forced", "continue", "later", "unanswered");
        assertThat(play("function-nulls", "fireworks", 1, ToolScenariosTest::answer)
                        .sent
                        .keySet())
                .containsExactly("all");
        assertThat(play("function-parallel", "fireworks", 1, ToolScenariosTest::answer)
                        .sent
                        .keySet())
                .containsExactly("allowed", "stream", "forbidden", "limited");
        assertThat(play("reason", "fireworks", 1, ToolScenariosTest::answer)
                        .sent
                        .keySet())
                .containsExactly("create");
        assertThat(play("tool-url", "fireworks", 1, ToolScenariosTest::answer)
                        .sent
                        .keySet())
                .containsExactly("mcpurl/0", "mcpurl/1");
    }

    @Test
    void theRequestsAreThoseOfTheProbes() throws Stop {
        Script call = play("function-call", "fireworks", 1, ToolScenariosTest::answer);
        JsonNode forced = call.body("forced");
        assertThat(forced.at("/tool_choice").asText()).isEqualTo("required");
        assertThat(forced.at("/tools/0/name").asText()).isEqualTo("get_weather");
        assertThat(forced.at("/tools/0/parameters/required/0").asText()).isEqualTo("location");
        assertThat(forced.at("/tools/0/parameters/properties/location/type").asText())
                .isEqualTo("string");
        assertThat(forced.has("store") || forced.at("/tools/0").has("strict")).isFalse();
        assertThat(call.body("stream").path("stream").asBoolean()).isTrue();
        Script nulls = play("function-nulls", "fireworks", 1, ToolScenariosTest::answer);
        assertThat(nulls.body("all").at("/tools/0/strict").isNull()).isTrue();
        assertThat(nulls.body("all").at("/tools/1/description").isNull()).isTrue();
        assertThat(nulls.body("all").at("/tools/2/strict").isBoolean()).isTrue();
        Script parallel = play("function-parallel", "fireworks", 1, ToolScenariosTest::answer);
        assertThat(parallel.body("forbidden").path("parallel_tool_calls").asBoolean(true))
                .isFalse();
        assertThat(parallel.body("limited").path("max_tool_calls").asInt()).isEqualTo(1);
        Script form = play("tool-form", "fireworks", 1, ToolScenariosTest::answer);
        assertThat(form.body("nestedtool").at("/tools/0/function/name").asText())
                .isEqualTo("get_weather");
        assertThat(form.body("nestedtool").at("/tools/0").has("name")).isFalse();
        Script url = play("tool-url", "fireworks", 1, ToolScenariosTest::answer);
        assertThat(url.body("mcpurl/0").at("/tools/0").has("server_url")).isFalse();
        assertThat(url.body("mcpurl/1").at("/tools/0/server_url").asText()).startsWith("file:");
        assertThat(play("reason", "fireworks", 1, ToolScenariosTest::answer)
                        .body("create")
                        .at("/reasoning/effort")
                        .asText())
                .isEqualTo("low");
    }

    @Test
    void otherProfilesGetWhatTheirDocumentsAskFor() throws Stop {
        assertThat(play("function-call", "openai", 1, ToolScenariosTest::answer)
                        .body("forced")
                        .at("/tools/0/strict")
                        .isBoolean())
                .isTrue();
        assertThat(play("function-loop", "open-responses", 1, ToolScenariosTest::answer)
                        .body("forced")
                        .path("store")
                        .asBoolean())
                .isTrue();
        assertThat(play("function-call", "openai", 1, ToolScenariosTest::answer)
                        .body("replay")
                        .path("input"))
                .as("user, every output item, two results, question")
                .hasSize(1 + 3 + 2 + 1);
    }

    @Test
    void everyCallIsAnswered() throws Stop {
        JsonNode turn =
                play("function-loop", "fireworks", 1, ToolScenariosTest::answer).body("continue");
        assertThat(turn.path("previous_response_id").asText()).isEqualTo("resp_1");
        assertThat(turn.path("input")).hasSize(3);
        assertThat(turn.at("/input/0/call_id").asText()).isEqualTo("c1");
        assertThat(turn.at("/input/1/call_id").asText())
                .as("the id stands in for a missing call_id")
                .isEqualTo("tc");
        assertThat(turn.at("/input/0/output").asText()).contains("wordstation");
        JsonNode replay =
                play("function-call", "fireworks", 1, ToolScenariosTest::answer).body("replay");
        assertThat(replay.path("store").asBoolean(true)).isFalse();
        assertThat(replay.path("input"))
                .as("user, two calls, two results, question")
                .hasSize(6);
        assertThat(replay.at("/input/2/type").asText()).isEqualTo("tool_call");
    }

    @Test
    void aRefusedReplayIsTriedInTheBareForm() throws Stop {
        Script script = play(
                "function-call",
                "fireworks",
                1,
                (step, request) -> step.equals("replay") ? Map.entry(422, "{}") : answer(step, request));
        JsonNode bare = script.body("replay-bare");
        assertThat(bare.at("/input/2/type").asText()).isEqualTo("function_call");
        assertThat(bare.at("/input/2/name").asText()).isEqualTo("get_time");
        assertThat(bare.at("/input/1").has("id")).isFalse();
    }

    @Test
    void aRefusedDemandIsTriedWithoutIt() throws Stop {
        Script script = play("function-call", "fireworks", 1, (step, request) -> Map.entry(400, "{}"));
        assertThat(script.sent.keySet()).containsExactly("forced", "auto", "stream");
    }

    @Test
    void furtherTakesAddThreeControlsInAll() throws Stop {
        assertThat(play("function-loop", "fireworks", 2, ToolScenariosTest::answer)
                        .sent
                        .keySet())
                .containsExactly("forced", "continue", "later", "control/1", "later-control/1");
        assertThat(play("function-loop", "fireworks", 3, ToolScenariosTest::answer)
                        .sent
                        .keySet())
                .containsExactly(
                        "forced", "continue", "later", "control/1", "later-control/1", "control/2", "later-control/2");
        assertThat(play("function-call", "fireworks", 2, ToolScenariosTest::answer)
                        .sent
                        .keySet())
                .containsExactly("forced", "get", "stream", "replay", "control-json/1", "replay-control/1");
    }

    @Test
    void anotherCallInsteadOfAnAnswerIsAskedAgainWithoutTools() throws Stop {
        Script script = play(
                "function-loop",
                "fireworks",
                1,
                (step, request) -> Map.entry(200, step.equals("continue-none") ? TEXT : CALLED));
        assertThat(script.sent.keySet()).containsExactly("forced", "continue", "continue-none", "later", "unanswered");
        assertThat(script.body("continue-none").path("tool_choice").asText()).isEqualTo("none");
    }

    @Test
    void aNamedFunctionIsAskedForInTheOtherFormWhereTheDocumentsAreSilent() throws Stop {
        assertThat(play("tool-choice", "fireworks", 1, (step, request) -> Map.entry(200, CALLED))
                        .sent
                        .keySet())
                .containsExactly("named");
        Script again = play("tool-choice", "fireworks", 1, ToolScenariosTest::answer);
        assertThat(again.body("named-nested").at("/tool_choice/function/name").asText())
                .isEqualTo("get_time");
        assertThat(play("tool-choice", "openai", 1, ToolScenariosTest::answer)
                        .sent
                        .keySet())
                .containsExactly("named");
    }

    @Test
    void wrongToolsAndChoicesAreWrongInOneWayEach() throws Stop {
        Script script = play("refusals-tools", "fireworks", 1, (step, request) -> Map.entry(422, "{}"));
        assertThat(script.sent.keySet())
                .containsExactly(
                        "tool/0",
                        "tool/1",
                        "tool/2",
                        "unknown-type",
                        "twins",
                        "choice-unknown",
                        "choice-illegal",
                        "choice-without-tools");
        assertThat(script.body("tool/0").at("/tools/0").has("name")).isFalse();
        assertThat(script.body("tool/1").at("/tools/0/name").asText()).isEqualTo("a b");
        assertThat(script.body("tool/2").at("/tools/0/parameters").isNumber()).isTrue();
        assertThat(script.body("twins").at("/tools/0"))
                .isEqualTo(script.body("twins").at("/tools/1"));
        assertThat(script.body("choice-unknown").at("/tool_choice/name").asText())
                .isEqualTo("nope");
        assertThat(script.body("choice-without-tools").has("tools")).isFalse();
    }

    @Test
    void whoHangsUpAsksAgainAndReadsWhatWasBegun() throws Stop {
        Script script = play("hang-up", "fireworks", 1, (step, request) -> Map.entry(200, TEXT));
        assertThat(script.sent.keySet()).containsExactly("stream", "next", "get");
        assertThat(play("hang-up", "open-responses", 1, (step, request) -> Map.entry(200, TEXT))
                        .sent
                        .keySet())
                .containsExactly("stream", "next");
        assertThat(play("hang-up", "fireworks", 1, (step, request) -> Map.entry(400, "{}"))
                        .sent
                        .keySet())
                .containsExactly("stream");
    }

    @Test
    void theImageIsRed() throws Exception {
        Script script = play("image", "fireworks", 1, (step, request) -> Map.entry(200, TEXT));
        String url = script.body("create").at("/input/0/content/1/image_url").asText();
        byte[] png = Base64.getDecoder().decode(url.substring("data:image/png;base64,".length()));
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
        assertThat(image.getWidth()).isEqualTo(32);
        assertThat(image.getRGB(31, 31)).isEqualTo(0xffff0000);
    }
}
