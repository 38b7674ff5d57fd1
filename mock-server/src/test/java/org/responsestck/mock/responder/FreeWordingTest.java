package org.responsestck.mock.responder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.responsestck.mock.responder.Items.json;
import static org.responsestck.mock.responder.Items.message;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people type, in words that nobody chose for the mock, and what a cooperative model would answer. */
class FreeWordingTest {
    private static final JsonNode WEATHER =
            tool("get_weather", "Get the current weather for a location", "'location':{'type':'string'}");
    private static final JsonNode TIME = tool("get_local_time", "Local time of a city", "'city':{'type':'string'}");
    private static final JsonNode MAIL = tool(
            "sendEmail",
            "Send an e-mail",
            "'to':{'type':'string'},'subject':{'type':'string'},'body':{'type':'string'}");
    private static final JsonNode TIMER =
            tool("start_timer", "Start a countdown", "'minutes':{'type':'integer','minimum':1,'maximum':600}");
    private static final JsonNode ORDER = tool("lookup_order", "Status of an order", "'order_id':{'type':'string'}");

    private final BuiltInModel model = new BuiltInModel();

    private static JsonNode tool(String name, String description, String properties) {
        return json("{'type':'function','name':'" + name + "','description':'" + description
                + "','parameters':{'type':'object','properties':{" + properties + "}}}");
    }

    private static JsonNode call(String id, String name, String arguments) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("type", "function_call")
                .put("call_id", id)
                .put("name", name)
                .put("arguments", arguments);
    }

    private static JsonNode output(String id, String text) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("type", "function_call_output")
                .put("call_id", id)
                .put("output", text);
    }

    private List<Draft.Part> answer(@Nullable String rules, String choice, List<JsonNode> tools, List<JsonNode> items) {
        return model.respond(new Prompt(
                        "m",
                        rules,
                        items,
                        tools,
                        choice.startsWith("{") ? json(choice) : TextNode.valueOf(choice),
                        true,
                        null,
                        null,
                        JsonNodeFactory.instance.objectNode(),
                        1,
                        1))
                .parts();
    }

    private List<Draft.Part> answer(List<JsonNode> tools, JsonNode... items) {
        return answer(null, "auto", tools, List.of(items));
    }

    /** @param turns what the user says, turn by turn, divided by {@code //}; the model's own answers stand between them */
    private String dialogue(@Nullable String rules, String turns) {
        List<JsonNode> items = new ArrayList<>();
        String last = "";
        for (String turn : turns.split("//")) {
            items.add(message("user", turn.strip()));
            last = ((Draft.Text) answer(rules, "auto", List.of(), items).get(0)).text();
            items.add(message("assistant", last));
        }
        return last;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Hi, I'm Zelda. // Do you remember my name? |What is my name?| Zelda",
                "My name is Ada and my dog is called Rexo. // Nice dog, right? |What's my name?| Ada",
                "My dog's name is Rexo. My name is Ada. // Hello! |What is the name of my dog?| Rexo",
                "Please call me Quillon from now on. // Thanks. |What's my name again?| Quillon",
                "I live in Lisbon with two cats. // It is sunny here. |Where do I live?| Lisbon",
                "I live in Lisbon with two cats. // It is sunny here. |How many cats do I have?| two",
                "I was born in 1984. // Long ago. |When was I born?| 1984",
                "I am 34 years old. // Old, I know. |How old am I?| 34",
                "My favourite colour is teal. // Just so you know. |What is my favourite colour?| teal",
                "My favorite city is New York. // Great place. |What's my favorite city?| New York",
                "Our team meets in room Orchid on Tuesday. // OK? |Where does the team meet?| Orchid",
                "The meeting is at 10:30. // Do not be late. |When is the meeting?| 10:30",
                "Bob ate the cake. Carla drank the tea. // Sad. |Who ate the cake?| Bob",
                "Bob ate the cake. Carla drank the tea. // Sad. |Who drank the tea?| Carla",
                "Marta is my sister. // We are close. |Who is my sister?| Marta",
                "The launch password is mirtal9 and the pin is 4417. // Noted? |What are the password and the pin?| mirtal9",
                "The door code: 8842 // Keep it safe. |Tell me the door code.| 8842",
                "Let me give you a secret: the vault is opened by Nimra. // Shh. |Who opened the vault?| Nimra",
                "I work as a carpenter in Porto. // Hard work. |Where do I work?| Porto",
                "I have three children. // They are lovely. |How many children do I have?| three",
                "We drove to Geneva last summer. // It was fun. |Where did we drive to last summer?| Geneva",
                "The server's port is 7781. // Yes. |Which port? What is the server port?| 7781",
                "Remember: my locker number is 318. // Good. |Remind me of my locker number.| 318",
                "The winner was Olga. // Bravo. |And who was the winner?| Olga",
                "Pick the codeword: umbra. // Nice. |Which codeword was picked?| umbra",
                "codeword=delta9 // Got it? |codeword?| delta9",
                "Remember these words: apple, brick, cloud. // Easy. |Which words did I ask you to remember?| brick",
                "Remember the number 4711. // It matters. |What number did I ask you to remember?| 4711",
                "My cat is named Mitzi. // Cute. |What's my cat's name?| Mitzi",
                "Our company was founded in 2009 by Irene Walsh. // Yes. |Who founded our company?| Irene",
                "I'm allergic to peanuts. // Sadly. |What am I allergic to?| peanuts",
                "My name is John Kehl and I live in Bern. // So. |Which city do I live in?| Bern",
                "The passphrase for today is 'green ladder'. // Shh. |Give me today's passphrase.| green ladder",
                "My appointment with Dr. Lang is on Friday. // OK. |When is my appointment?| Friday",
                "Store this value for later: QX-77. // Done? |Return the stored value.| QX-77",
                "You are Captain Vell, a pirate. // Arr. |What is your name?| Vell",
                "My email is jo@example.org // Right. |What email address did I give?| jo@example.org"
            })
    void whatWasToldIsRemembered(String told, String asked, String answer) {
        assertThat(dialogue(null, told + "//" + asked)).contains(answer);
        assertThat(dialogue(null, "Good morning. //" + asked)).doesNotContain(answer);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "What is the codeword? If you do not know, reply UNKNOWN.| UNKNOWN",
                "What is my dog's name? If you don't know, just say NOPE.| NOPE",
                "Tell me the pin, or reply NONE if you were never told.| NONE",
                "Which city do I live in? Reply UNSURE if I have not told you.| UNSURE",
                "What is my name? Otherwise say MISSING.| MISSING",
                "When is the meeting? If nobody has told you, answer with the word VOID.| VOID",
                "What's the passphrase? If it is unknown, answer \"no idea\".| no idea",
                "Who is my sister? If you can’t tell, write UNKNOWN.| UNKNOWN"
            })
    void whatIsNotKnownIsSaidAsOrdered(String ask, String answer) {
        assertThat(dialogue(null, ask)).isEqualTo(answer);
    }

    @Test
    void whatIsKnownIsSaidInsteadOfTheOrderedWord() {
        String ask = "What is the codeword? If you do not know, reply UNKNOWN.";
        assertThat(dialogue(null, "The codeword is zupiro. //" + ask))
                .contains("zupiro")
                .doesNotContain("UNKNOWN");
        String rules = "Answer only from what you were told. If you do not know the answer, say NODATA.";
        assertThat(dialogue(rules, "Where do I live?")).isEqualTo("NODATA");
        assertThat(dialogue(rules, "I live in Oslo. // Where do I live?")).contains("Oslo");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "The price is 10. // Wait: the price is 12. // What is the price?| 12",
                "My name is Ann. // Sorry, my name is Bea. // What is my name?| Bea",
                "The new codeword is a11. // The codeword is now b22. // What is the codeword?| b22",
                "I live in Rome. // I live in Paris now. // Where do I live?| Paris",
                "The host is Kim. // The host has changed to Lou. // Who is the host?| Lou"
            })
    void theNewestWordWins(String turns, String answer) {
        assertThat(dialogue(null, turns)).contains(answer);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Apples are red. // Pears are green. // What was my first message?| Apples are red.",
                "Apples are red. // Pears are green. // What was my previous message?| Pears are green.",
                "Apples are red. // How many messages have I sent so far?| 2"
            })
    void theConversationItselfIsRemembered(String turns, String answer) {
        assertThat(dialogue(null, turns)).contains(answer);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Please answer with exactly: \"blue moon\".| blue moon",
                "Respond with just the word kiwi and nothing else.| kiwi",
                "Say \"ready\" when you are.| ready",
                "Say yes.| yes",
                "Acknowledge by replying OK. Reply OK.| OK",
                "Repeat after me: the owl flies at night| the owl flies at night",
                "Echo: ping-42| ping-42",
                "What is 17 + 25? Reply with only the number.| 42",
                "What's the capital of Japan? One word, nothing else.| Tokyo",
                "How many r are in strawberry? Answer with a number.| 3",
                "What is 100 divided by 4? Just the number, only.| 25",
                "Count down from 5 to 1| 5, 4, 3, 2, 1",
                "Output only the text: all systems go| all systems go",
                "Reply with the text PONG-17 and nothing else.| PONG-17"
            })
    void theWordingIsObeyed(String ask, String answer) {
        assertThat(dialogue(null, ask)).isEqualTo(answer);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Answer briefly: what is 2+2?| 4",
                "Reply in one sentence. What is the capital of Spain?| Madrid",
                "Respond politely. What is 6 * 7?| 42",
                "Say something about rivers in two sentences.| rivers",
                "Answer my question: what is 9 - 4?| 5"
            })
    void theMannerOfAnAnswerIsNotTheAnswer(String ask, String answer) {
        assertThat(dialogue(null, ask)).contains(answer);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Should I take an umbrella in Oslo today?| get_weather| Oslo",
                "How hot is it in Cairo?| get_weather| Cairo",
                "What time is it in Lima?| get_local_time| Lima",
                "Could you check the forecast for Quito please?| get_weather| Quito",
                "Write to ada@example.org about \"the invoice\".| sendEmail| ada@example.org",
                "Set a timer for 25 minutes.| start_timer| 25",
                "Where is my order A-1009?| lookup_order| A-1009",
                "weather in bergen| get_weather| bergen"
            })
    void aToolIsCalledWithWhatWasAsked(String ask, String name, String argument) {
        List<Draft.Part> parts = answer(List.of(WEATHER, TIME, MAIL, TIMER, ORDER), message("user", ask));
        assertThat(parts).hasSize(1);
        Draft.FunctionCall call = (Draft.FunctionCall) parts.get(0);
        assertThat(call.name()).isEqualTo(name);
        assertThat(call.arguments()).contains(argument);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Tell me a story about sometimes weathered rocks.| rocks",
                "Do not call any tool. What is 2+2?| 4",
                "What is the capital of Italy?| Rome",
                "Without using tools: is the weather in Oslo nice?| Oslo"
            })
    void noToolIsCalledForSomethingElse(String ask, String answer) {
        List<Draft.Part> parts = answer(List.of(WEATHER, TIME), message("user", ask));
        assertThat(parts)
                .singleElement()
                .isInstanceOf(Draft.Text.class)
                .extracting(Object::toString)
                .asString()
                .contains(answer);
    }

    @Test
    void allowedToolsAreTheOnlyOnes() {
        List<JsonNode> items = List.of(message("user", "Give me the weather and the local time of Paris."));
        String allowed = "{'type':'allowed_tools','mode':'%s','tools':[{'type':'function','name':'get_local_time'}]}";
        for (String mode : List.of("auto", "required")) {
            assertThat(answer(null, allowed.formatted(mode), List.of(WEATHER, TIME), items))
                    .extracting(Object::toString)
                    .singleElement()
                    .asString()
                    .contains("get_local_time");
        }
        List<JsonNode> weather = List.of(message("user", "What is the weather in Paris?"));
        assertThat(answer(null, allowed.formatted("auto"), List.of(WEATHER, TIME), weather))
                .hasOnlyElementsOfType(Draft.Text.class);
        assertThat(answer(null, allowed.formatted("required"), List.of(WEATHER, TIME), weather))
                .hasOnlyElementsOfType(Draft.FunctionCall.class);
    }

    @Test
    void aSecondToolIsCalledAfterTheFirstHasAnswered() {
        JsonNode ask = message("user", "First get the weather in Rome, then the local time there.");
        JsonNode first = call("a", "get_weather", "{\"location\":\"Rome\"}");
        List<Draft.Part> second = answer(List.of(WEATHER, TIME), ask, first, output("a", "sunny"));
        assertThat(second)
                .extracting(Object::toString)
                .singleElement()
                .asString()
                .contains("get_local_time");
        List<Draft.Part> last = answer(
                List.of(WEATHER, TIME),
                ask,
                first,
                output("a", "sunny"),
                call("b", "get_local_time", "{\"city\":\"Rome\"}"),
                output("b", "It is 14:05."));
        assertThat(last).extracting(Object::toString).singleElement().asString().contains("sunny", "14:05");
    }

    @Test
    void aToolIsCalledForEachPlaceOnce() {
        JsonNode ask = message("user", "Compare the weather in Rome and in Oslo.");
        assertThat(answer(List.of(WEATHER), ask)).hasSize(2);
        assertThat(answer(
                        List.of(WEATHER), ask, call("a", "get_weather", "{\"location\":\"Rome\"}"), output("a", "hot")))
                .extracting(Object::toString)
                .singleElement()
                .asString()
                .contains("Oslo");
    }

    @Test
    void aLaterQuestionCallsTheToolAgain() {
        List<JsonNode> items = new ArrayList<>(List.of(
                message("user", "What is the weather in Rome?"),
                call("a", "get_weather", "{\"location\":\"Rome\"}"),
                output("a", "Cloudy, 11 degrees."),
                message("assistant", "Cloudy, 11 degrees."),
                message("user", "And in Oslo?")));
        assertThat(answer(null, "auto", List.of(WEATHER), items))
                .containsExactly(new Draft.FunctionCall("get_weather", "{\"location\":\"Oslo\"}"));
        items.set(4, message("user", "Thank you!"));
        assertThat(answer(null, "auto", List.of(WEATHER), items)).hasOnlyElementsOfType(Draft.Text.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Light snow, wind from the north.| Light snow",
                "{\"temperature_c\":17,\"wind\":{\"from\":\"north\"}}| north",
                "[{\"text\":\"drizzle\"}]| drizzle",
                "Error: the station is offline| offline"
            })
    void whatAToolReturnedIsInTheAnswer(String returned, String answer) {
        assertThat(answer(
                        List.of(WEATHER),
                        message("user", "What is the weather in Bergen?"),
                        call("a", "get_weather", "{\"location\":\"Bergen\"}"),
                        output("a", returned)))
                .extracting(Object::toString)
                .singleElement()
                .asString()
                .contains(answer);
    }

    @Test
    void theSameContextGetsTheSameAnswerAndOrderMatters() {
        String one = "The code is a1. // The code is b2. // What is the code?";
        String other = "The code is b2. // The code is a1. // What is the code?";
        assertThat(dialogue(null, one)).isEqualTo(dialogue(null, one)).isNotEqualTo(dialogue(null, other));
    }
}
