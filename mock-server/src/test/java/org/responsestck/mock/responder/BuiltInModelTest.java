package org.responsestck.mock.responder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.responsestck.mock.responder.Items.json;
import static org.responsestck.mock.responder.Items.message;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BuiltInModelTest {
    private static final String WEATHER =
            "{'type':'function','name':'get_weather','parameters':{'type':'object','properties':{'location':{'type':'string'}},'required':['location']}}";
    private static final String TIME =
            "{'type':'function','name':'get_time','parameters':{'type':'object','properties':{}}}";

    private final BuiltInModel model = new BuiltInModel();

    private Draft ask(
            @Nullable String instructions, String choice, boolean parallel, List<JsonNode> tools, JsonNode... items) {
        return model.respond(new Prompt(
                "m",
                instructions,
                List.of(items),
                tools,
                choice.startsWith("{") ? json(choice) : TextNode.valueOf(choice),
                parallel,
                null,
                null,
                JsonNodeFactory.instance.objectNode(),
                1,
                1));
    }

    private String says(JsonNode... items) {
        return ((Draft.Text) ask(null, "auto", true, List.of(), items).parts().get(0)).text();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Remember the codeword zupiro. Reply OK.|What is the codeword? Reply with it only.|zupiro",
                "My name is Ada7x.|What is my name? Reply with the name only.|Ada7x",
                "The project is called Zorvan.|What is the project called? Reply with the name only.|Zorvan",
                "The value is kelom. Reply OK.|What is the latest value? Reply with it only.|kelom",
                "Our launch password is: mirtal9.|Tell me the password.|mirtal9",
                "The codeword is bodoka.|Which codeword?|bodoka",
                "Trunk word gavora. Reply OK.|List every special word you were told.|gavora"
            })
    void whatWasSaidIsRecalled(String said, String asked, String answer) {
        assertThat(says(message("user", said), message("assistant", "OK"), message("user", asked)))
                .contains(answer);
        assertThat(says(message("user", said + " " + asked))).contains(answer);
        assertThat(says(message("user", asked))).doesNotContain(answer);
    }

    @Test
    void theLatestValueWins() {
        assertThat(says(
                        message("user", "The value is one1. Reply OK."),
                        message("user", "The value is now two2. Reply OK."),
                        message("user", "What is the latest value? Reply with it only.")))
                .isEqualTo("two2");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Reply with the single word pong.|pong",
                "Reply pong.|pong",
                "Repeat exactly this word and nothing else: vakuro|vakuro",
                "Repeat: 漢字 é 😀 vakuro|漢字 é 😀 vakuro",
                "Say hello.|Hello!",
                "What is 2+2?|2 + 2 equals 4.",
                "What is the capital of France?|The capital of France is Paris.",
                "Count from 1 to 5, separated by commas.|1, 2, 3, 4, 5"
            })
    void ordersAreObeyedToTheLetter(String ask, String answer) {
        assertThat(says(message("user", ask))).isEqualTo(answer);
    }

    @Test
    void instructionsShapeTheAnswerOnlyWhileTheyStand() {
        Draft.Text with = (Draft.Text)
                ask("Begin every answer with the word zork.", "auto", true, List.of(), message("user", "Say hello."))
                        .parts()
                        .get(0);
        assertThat(with.text()).startsWith("zork");
        assertThat(says(message("system", "Begin every answer with the word zork."), message("user", "Say hello.")))
                .startsWith("zork");
        assertThat(says(message("user", "Say hello."))).doesNotContain("zork");
        Draft.Text latent = (Draft.Text) ask(
                        "Whenever the user writes the word STATUS, answer only glim.",
                        "auto",
                        true,
                        List.of(),
                        message("user", "STATUS"))
                .parts()
                .get(0);
        assertThat(latent.text()).isEqualTo("glim");
        assertThat(says(message("user", "STATUS"))).doesNotContain("glim");
    }

    @Test
    void aNumberOfItsOwnIsRepeated() {
        String number = says(message("user", "Invent a random six digit number and reply with it only."));
        assertThat(number).matches("\\d{6}");
        assertThat(says(
                        message("user", "Invent a number."),
                        message("assistant", number),
                        message("user", "Repeat your number.")))
                .isEqualTo(number);
    }

    @Test
    void longAnswersAreLong() {
        assertThat(says(message("user", "Write a 500 word essay about rivers.")).split("\\s+").length)
                .isBetween(400, 700);
        assertThat(says(message("user", "Write ten numbered sentences about rivers.")))
                .contains("1. ")
                .contains("10. ")
                .contains("rivers");
        assertThat(says(message("user", "Give me five facts about rivers.")))
                .contains("5. ")
                .doesNotContain("6. ");
    }

    @Test
    void toolsAreCalledWhenTheyFit() {
        List<JsonNode> tools = List.of(json(WEATHER), json(TIME));
        JsonNode weather = message("user", "What is the weather like in San Francisco?");
        assertThat(ask(null, "auto", true, tools, weather).parts())
                .containsExactly(new Draft.FunctionCall("get_weather", "{\"location\":\"San Francisco\"}"));
        assertThat(ask(null, "none", true, tools, weather).parts()).hasOnlyElementsOfType(Draft.Text.class);
        assertThat(ask(null, "{'type':'function','name':'get_time'}", true, tools, weather)
                        .parts())
                .containsExactly(new Draft.FunctionCall("get_time", "{}"));
        assertThat(ask(null, "auto", true, tools, message("user", "Reply with the single word pong."))
                        .parts())
                .containsExactly(new Draft.Text("pong"));
        JsonNode both = message("user", "Give me weather AND local time of Paris; use both tools at once.");
        assertThat(ask(null, "required", true, tools, both).parts()).hasSize(2);
        assertThat(ask(null, "required", false, tools, both).parts()).hasSize(1);
        JsonNode twice = message("user", "Call get_weather twice in this turn: once for Paris and once for Tokyo.");
        assertThat(ask(null, "required", true, List.of(json(WEATHER)), twice).parts())
                .containsExactly(
                        new Draft.FunctionCall("get_weather", "{\"location\":\"Paris\"}"),
                        new Draft.FunctionCall("get_weather", "{\"location\":\"Tokyo\"}"));
    }

    @Test
    void resultsOfToolsAreUsedAndTheCallIsNotRepeated() {
        JsonNode[] items = {
            message("user", "What is the weather like in San Francisco?"),
            json("{'type':'function_call','call_id':'c','name':'get_weather','arguments':'{}'}"),
            JsonNodeFactory.instance
                    .objectNode()
                    .put("type", "function_call_output")
                    .put("call_id", "c")
                    .put("output", "{\"temperature_c\":17,\"station\":\"morula\"}"),
            message("user", "Name the station.")
        };
        assertThat(((Draft.Text) ask(null, "auto", true, List.of(json(WEATHER)), items)
                                .parts()
                                .get(0))
                        .text())
                .contains("morula");
    }

    @Test
    void argumentsFitTheirSchema() {
        Random random = new Random(7);
        for (int i = 0; i < 300; i++) {
            JsonNode schema = schema(random, 0);
            fits(schema, new SchemaValues("Weather in Paris, count 3").make(schema));
        }
    }

    private static void fits(JsonNode schema, JsonNode value) {
        assertThat(JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                        .getSchema(schema)
                        .validate(value))
                .as(schema + " → " + value)
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'string','pattern':'^[0-9]{5}$'}",
                "{'type':'string','pattern':'^(\\\\+1)?[2-9]\\\\d{2}-\\\\d{4}$'}",
                "{'type':'string','pattern':'[A-Z]{2,4}','maxLength':4}",
                "{'type':'string','pattern':'^[a-z]+$','minLength':3}",
                "{'type':'string','pattern':'^x*y+$'}",
                "{'type':'array','items':{'type':'string'},'minItems':4,'uniqueItems':true}",
                "{'type':'array','items':{'type':'integer','minimum':1,'maximum':9},'minItems':9,'uniqueItems':true}",
                "{'type':'array','items':{'enum':['a','b','c']},'minItems':3,'uniqueItems':true}",
                "{'type':'array','prefixItems':[{'type':'number'},{'type':'string'}],'items':false,'minItems':2}",
                "{'type':'array','items':{'type':['integer','string']},'contains':{'type':'string'},'minContains':2}",
                "{'type':'object','properties':{'a':{'type':'string'},'b':{'type':'integer'}},'required':['a'],'minProperties':2}"
            })
    void rareWordsOfSchemasAreObeyed(String text) {
        JsonNode schema = json(text);
        fits(schema, new SchemaValues("Tell me of the river and of 90210").make(schema));
    }

    @Test
    void aWordThatMatchesAPatternIsTaken() {
        JsonNode zip = json("{'type':'string','pattern':'^[0-9]{5}$'}");
        assertThat(new SchemaValues("Ship it to 90210, please").make(zip).asText())
                .isEqualTo("90210");
    }

    /** Whatever a client sends, it is answered: the pattern is then not obeyed. */
    @ParameterizedTest
    @ValueSource(
            strings = {"(", "(((a{99}){99}){99}){99}", "(((((((((a*)*)*)*)*)*)*)*)*)*b", "(?=x)y", "[", "a{99999999}"})
    void aPatternThatCannotBeTurnedRoundCostsNothing(String pattern) {
        JsonNode schema = json("{'type':'string'}");
        ((com.fasterxml.jackson.databind.node.ObjectNode) schema).put("pattern", pattern);
        assertThat(new SchemaValues("Hello").make(schema).isTextual()).isTrue();
    }

    private static JsonNode schema(Random random, int depth) {
        var schema = JsonNodeFactory.instance.objectNode();
        switch (random.nextInt(depth > 2 ? 5 : 7)) {
            case 0 -> schema.put("type", "string").put("minLength", random.nextInt(20));
            case 1 -> schema.put("type", "integer").put("minimum", random.nextInt(100) - 50);
            case 2 -> schema.put("type", "number").put("maximum", random.nextInt(100) - 50);
            case 3 -> schema.put("type", "boolean");
            case 4 -> schema.putArray("enum").add("red").add("green");
            case 5 ->
                schema.put("type", "array").put("minItems", random.nextInt(3)).set("items", schema(random, depth + 1));
            default -> {
                schema.put("type", "object");
                var properties = schema.putObject("properties");
                var required = schema.putArray("required");
                for (int i = 0; i < random.nextInt(4); i++) {
                    properties.set("m" + i, schema(random, depth + 1));
                    required.add("m" + i);
                }
            }
        }
        return schema;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "{", "}{", "????", "the is is is", "Repeat:", "Count from 9 to 1", "\u0000", "𝄞𝄞𝄞"})
    void oddInputIsAnswered(String odd) {
        assertThat(says(message("user", odd))).isNotNull();
        List<JsonNode> items = new ArrayList<>(
                List.of(json("{}"), json("null"), json("{'type':5,'content':7}"), message("user", odd)));
        assertThat(ask(null, "auto", true, List.of(json("{}"), json(WEATHER)), items.toArray(JsonNode[]::new))
                        .parts())
                .isNotEmpty();
    }

    @Test
    void hugeInputTakesLinearTime() {
        String huge = "the word is a b c d e f g. ".repeat(40_000);
        assertThat(says(message("user", huge + "Reply pong."))).isEqualTo("pong");
    }
}
