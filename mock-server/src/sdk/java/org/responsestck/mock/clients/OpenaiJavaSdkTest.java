package org.responsestck.mock.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.errors.NotFoundException;
import com.openai.errors.OpenAIInvalidDataException;
import com.openai.errors.PermissionDeniedException;
import com.openai.errors.UnauthorizedException;
import com.openai.errors.UnprocessableEntityException;
import com.openai.helpers.ResponseAccumulator;
import com.openai.models.responses.EasyInputMessage;
import com.openai.models.responses.FunctionTool;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseDeleteParams;
import com.openai.models.responses.ResponseFunctionToolCall;
import com.openai.models.responses.ResponseInputItem;
import com.openai.models.responses.ResponseOutputItem;
import com.openai.models.responses.ResponseOutputText;
import com.openai.models.responses.ResponseStreamEvent;
import com.openai.models.responses.ToolChoiceOptions;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.responsestck.mock.MockOptions;
import org.responsestck.mock.MockServer;

/** OpenAI's Java SDK does each of the guide's examples, and its own strict validation accepts what it gets. */
class OpenaiJavaSdkTest {
    private static final String MODEL = "accounts/fireworks/models/qwen3-235b-a22b";
    private static final JsonValue GITMCP =
            JsonValue.from(List.of(Map.of("type", "sse", "server_url", "https://gitmcp.io/docs")));
    private static final JsonValue DEEPWIKI =
            JsonValue.from(List.of(Map.of("type", "mcp", "server_url", "https://mcp.deepwiki.com/mcp")));
    private static final FunctionTool WEATHER = FunctionTool.builder()
            .name("get_weather")
            .description("Get the current weather for a location")
            .strict(false)
            .parameters(JsonValue.from(Map.of(
                            "type",
                            "object",
                            "properties",
                            Map.of(
                                    "location",
                                    Map.of("type", "string", "description", "The city and state, e.g. San Francisco, CA")),
                            "required",
                            List.of("location")))
                    .convert(FunctionTool.Parameters.class))
            .build();

    /** The type of a structured answer, in the form the SDK derives a schema from. */
    static final class Person {
        public String name = "";
        public int age;
    }

    private @Nullable MockServer mock;

    @AfterEach
    void stop() {
        if (mock != null) {
            mock.close();
        }
    }

    private OpenAIClient client(MockOptions options) {
        MockServer started = MockServer.start(options);
        mock = started;
        return client(started.baseUrl(), started.key());
    }

    private static OpenAIClient client(String url, String key) {
        return OpenAIOkHttpClient.builder()
                .baseUrl(url)
                .apiKey(key)
                .maxRetries(0)
                .build();
    }

    private static ResponseCreateParams.Builder ask(String input) {
        return ResponseCreateParams.builder().model(MODEL).input(input);
    }

    /** What the guide prints: the text of the last item. */
    private static String said(Response response) {
        List<ResponseOutputItem> output = response.output();
        String text = output.get(output.size() - 1)
                .asMessage()
                .content()
                .get(0)
                .asOutputText()
                .text();
        return text.substring(text.lastIndexOf("</think>") + 1);
    }

    private static ResponseFunctionToolCall call(Response response) {
        return response.output().stream()
                .flatMap(item -> item.functionCall().stream())
                .findFirst()
                .orElseThrow(() -> new AssertionError("no call in " + response.output()));
    }

    @Test
    void theExamplesOfTheGuideRun() {
        OpenAIClient client = client(MockOptions.defaults());
        String repository = "What is reward-kit and what are its 2 main features? Keep it short.";
        Response first = client.responses()
                .create(ask(repository).putAdditionalBodyProperty("tools", GITMCP).build());
        assertThat(said(first)).isNotBlank();
        Response second = client.responses()
                .create(ask("How do I install it?")
                        .previousResponseId(first.id())
                        .putAdditionalBodyProperty("tools", GITMCP)
                        .build());
        assertThat(said(second)).isNotBlank();
        assertThat(second.previousResponseId()).contains(first.id());

        String facts = "give me 5 interesting facts on modelcontextprotocol/python-sdk -- keep it short!";
        try (StreamResponse<ResponseStreamEvent> stream = client.responses()
                .createStreaming(
                        ask(facts).putAdditionalBodyProperty("tools", DEEPWIKI).build())) {
            List<ResponseStreamEvent> events = stream.stream().toList();
            assertThat(events.get(0).isCreated()).isTrue();
            assertThat(events.get(events.size() - 1).isCompleted()).isTrue();
        }
        Response unstored = client.responses()
                .create(ask(facts)
                        .store(false)
                        .putAdditionalBodyProperty("tools", DEEPWIKI)
                        .build());
        assertThatThrownBy(() -> client.responses()
                        .create(ask("Explain the second fact in more detail.")
                                .previousResponseId(unstored.id())
                                .build()))
                .isInstanceOf(NotFoundException.class);

        Response weather = client.responses()
                .create(ask("What is the weather like in San Francisco?")
                        .addTool(WEATHER)
                        .toolChoice(ToolChoiceOptions.AUTO)
                        .build());
        assertThat(call(weather).name()).isEqualTo("get_weather");
        assertThat(call(weather).arguments()).contains("San Francisco");
        assertThat(call(weather)._additionalProperties()).containsKey("function");
    }

    @Test
    void aResponseIsDeletedWithTheHeaderOfTheAccount() {
        OpenAIClient client = client(MockOptions.defaults());
        Response response = client.responses()
                .create(ask("What is the capital of France?").store(true).build());
        assertThat(said(response)).contains("Paris");
        ResponseDeleteParams.Builder delete = ResponseDeleteParams.builder().responseId(response.id());
        assertThatThrownBy(() -> client.responses()
                        .delete(delete.putAdditionalHeader("x-fireworks-account-id", "somebody-else")
                                .build()))
                .isInstanceOf(PermissionDeniedException.class);
        String account = java.util.Objects.requireNonNull(mock).accountId();
        client.responses()
                .delete(delete.replaceAdditionalHeaders("x-fireworks-account-id", account)
                        .build());
        assertThatThrownBy(() -> client.responses().retrieve(response.id())).isInstanceOf(NotFoundException.class);
    }

    @Test
    void refusalsBecomeTheSdksExceptions() {
        OpenAIClient client = client(MockOptions.defaults());
        assertThatThrownBy(() -> client.responses().create(ask("x").temperature(9.0).build()))
                .isInstanceOf(UnprocessableEntityException.class)
                .hasMessageContaining("temperature");
        String url = java.util.Objects.requireNonNull(mock).baseUrl();
        assertThatThrownBy(() -> client(url, "wrong").responses().create(ask("x").build()))
                .isInstanceOf(UnauthorizedException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"the profile's", "and OpenAI's"})
    void everyStepSucceeds(String names) throws IOException {
        boolean both = names.equals("and OpenAI's");
        OpenAIClient client = client(both ? MockOptions.defaults().openaiNames() : MockOptions.defaults());
        Response kept = valid(
                client.responses()
                        .create(ask("What is the capital of France?")
                                .instructions("Be brief.")
                                .build()),
                both);
        Response forgotten = client.responses()
                .create(ask("My name is Ada7x.").store(false).build());
        new Steps()
                .does("create", () -> assertThat(said(kept)).contains("Paris"))
                .does("stream", () -> streams(client, both))
                .does("tools", () -> callsTools(client, both))
                .does("chain", () -> {
                    Response first =
                            client.responses().create(ask("My name is Ada7x.").build());
                    Response second = client.responses()
                            .create(ask("What is my name?")
                                    .previousResponseId(first.id())
                                    .build());
                    assertThat(said(valid(second, both))).contains("Ada7x");
                })
                .does("history", () -> {
                    List<ResponseInputItem> items = List.of(
                            user("My name is Ada7x."),
                            ResponseInputItem.ofResponseOutputMessage(
                                    forgotten.output().get(0).asMessage()),
                            user("What is my name?"));
                    assertThat(said(valid(client.responses().create(items(items)), both)))
                            .contains("Ada7x");
                })
                .does("structured", () -> {
                    Person person = client
                            .responses()
                            .create(ask("Give me a person, Ada, aged 36.")
                                    .text(Person.class)
                                    .build())
                            .output()
                            .get(0)
                            .asMessage()
                            .content()
                            .get(0)
                            .asOutputText();
                    assertThat(person.name).isNotBlank();
                    assertThat(person.age).isPositive();
                })
                .fails("unstored", NotFoundException.class, () -> client.responses()
                        .create(ask("What is my name?")
                                .previousResponseId(forgotten.id())
                                .build()))
                .does(
                        "retrieve",
                        () -> assertThat(said(valid(client.responses().retrieve(kept.id()), both)))
                                .isEqualTo(said(kept)))
                .does("delete", () -> client.responses().delete(kept.id()))
                .fails("gone", NotFoundException.class, () -> client.responses().retrieve(kept.id()))
                .write(OpenAIClient.class, "com.openai:openai-java", names);
    }

    private static ResponseInputItem user(String text) {
        return ResponseInputItem.ofEasyInputMessage(EasyInputMessage.builder()
                .role(EasyInputMessage.Role.USER)
                .content(text)
                .build());
    }

    private static ResponseCreateParams items(List<ResponseInputItem> items) {
        return ResponseCreateParams.builder()
                .model(MODEL)
                .inputOfResponse(items)
                .addTool(WEATHER)
                .build();
    }

    /** Passes the SDK's validation exactly if usage has the names it asks for. */
    private static Response valid(Response response, boolean both) {
        if (both) {
            assertThat(response.validate().usage().orElseThrow().inputTokens()).isPositive();
        } else {
            assertThatThrownBy(response::validate)
                    .isInstanceOf(OpenAIInvalidDataException.class)
                    .hasMessageContaining("tokens");
        }
        return response;
    }

    private static void streams(OpenAIClient client, boolean both) {
        ResponseAccumulator accumulator = ResponseAccumulator.create();
        String pieces;
        try (StreamResponse<ResponseStreamEvent> stream =
                client.responses().createStreaming(ask("Count from 1 to 30.").build())) {
            pieces = stream.stream()
                    .peek(event -> {
                        if (both) {
                            event.validate();
                        }
                    })
                    .peek(accumulator::accumulate)
                    .flatMap(event -> event.outputTextDelta().stream())
                    .map(delta -> delta.delta())
                    .collect(Collectors.joining());
        }
        assertThat(pieces).startsWith("1, 2, 3").endsWith("30");
        assertThat(said(valid(accumulator.response(), both))).isEqualTo(pieces);
    }

    private static void callsTools(OpenAIClient client, boolean both) {
        ResponseInputItem question = user("What is the weather like in San Francisco?");
        Response first = valid(client.responses().create(items(List.of(question))), both);
        ResponseInputItem output = ResponseInputItem.ofFunctionCallOutput(ResponseInputItem.FunctionCallOutput.builder()
                .callId(call(first).callId())
                .output("{\"temperature_c\":17,\"station\":\"morula\"}")
                .build());
        Response chained = client.responses()
                .create(items(List.of(output)).toBuilder()
                        .previousResponseId(first.id())
                        .build());
        assertThat(said(valid(chained, both))).contains("morula");
        Response whole = client.responses()
                .create(items(List.of(question, ResponseInputItem.ofFunctionCall(call(first)), output)));
        assertThat(said(valid(whole, both))).contains("morula");
        ResponseAccumulator accumulator = ResponseAccumulator.create();
        String arguments;
        try (StreamResponse<ResponseStreamEvent> stream =
                client.responses().createStreaming(items(List.of(question)))) {
            arguments = stream.stream()
                    .peek(event -> {
                        if (both) {
                            event.validate();
                        }
                    })
                    .peek(accumulator::accumulate)
                    .flatMap(event -> event.functionCallArgumentsDelta().stream())
                    .map(delta -> delta.delta())
                    .collect(Collectors.joining());
        }
        assertThat(arguments)
                .isEqualTo(call(valid(accumulator.response(), both)).arguments())
                .contains("San Francisco");
        assertThat(whole.output().get(0).asMessage().content().get(0).asOutputText())
                .extracting(ResponseOutputText::annotations)
                .isEqualTo(List.of());
    }
}
