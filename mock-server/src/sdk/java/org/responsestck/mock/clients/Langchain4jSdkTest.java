package org.responsestck.mock.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiResponsesChatModel;
import dev.langchain4j.model.openai.OpenAiResponsesChatRequestParameters;
import dev.langchain4j.model.openai.OpenAiResponsesStreamingChatModel;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.responsestck.mock.MockOptions;
import org.responsestck.mock.MockServer;

/** langchain4j, whose HTTP client offers {@code Upgrade: h2c} with every request. */
class Langchain4jSdkTest {
    private static final String MODEL = "accounts/fireworks/models/qwen3-235b-a22b";
    private static final ToolSpecification WEATHER = ToolSpecification.builder()
            .name("get_weather")
            .description("Get the current weather for a location")
            .parameters(JsonObjectSchema.builder()
                    .addStringProperty("location", "The city and state")
                    .required("location")
                    .build())
            .build();

    private static final ResponseFormat PERSON = ResponseFormat.builder()
            .type(ResponseFormatType.JSON)
            .jsonSchema(JsonSchema.builder()
                    .name("person")
                    .rootElement(JsonObjectSchema.builder()
                            .addStringProperty("name")
                            .addIntegerProperty("age")
                            .required("name", "age")
                            .build())
                    .build())
            .build();

    @ParameterizedTest
    @ValueSource(strings = {"the profile's", "and OpenAI's"})
    void everyStepSucceeds(String names) throws IOException {
        MockOptions options = MockOptions.defaults();
        try (MockServer mock =
                MockServer.start(names.equals("and OpenAI's") ? options.openaiNames() : options)) {
            OpenAiResponsesChatModel model = OpenAiResponsesChatModel.builder()
                    .baseUrl(mock.baseUrl())
                    .apiKey(mock.key())
                    .modelName(MODEL)
                    .build();
            UserMessage name = UserMessage.from("My name is Ada7x.");
            UserMessage question = UserMessage.from("What is my name?");
            new Steps()
                    .does("create", () -> assertThat(said(model.chat(
                                    SystemMessage.from("Be brief."),
                                    UserMessage.from("What is the capital of France?"))))
                            .contains("Paris"))
                    .does("stream", () -> streams(mock))
                    .does("tools", () -> callsTools(model))
                    .does("chain", () -> {
                        ChatResponse first = model.chat(stored(true, name));
                        assertThat(said(model.chat(after(first, question)))).contains("Ada7x");
                    })
                    .does("history", () -> assertThat(
                                    said(model.chat(name, model.chat(name).aiMessage(), question)))
                            .contains("Ada7x"))
                    .does("structured", () -> {
                        String person = said(model.chat(ChatRequest.builder()
                                .messages(UserMessage.from("Give me a person, Ada, aged 36."))
                                .responseFormat(PERSON)
                                .build()));
                        assertThat(new ObjectMapper().readTree(person).path("age").isInt())
                                .as(person)
                                .isTrue();
                    })
                    .fails("unstored", ModelNotFoundException.class, () -> {
                        ChatResponse first = model.chat(stored(false, name));
                        model.chat(after(first, question));
                    })
                    .lacks("retrieve", "delete", "gone")
                    .write(OpenAiResponsesChatModel.class, "dev.langchain4j:langchain4j-open-ai", names);
        }
    }

    private static String said(ChatResponse response) {
        return response.aiMessage().text();
    }

    private static ChatRequest stored(boolean store, ChatMessage... messages) {
        return ChatRequest.builder()
                .messages(messages)
                .parameters(OpenAiResponsesChatRequestParameters.builder()
                        .store(store)
                        .build())
                .build();
    }

    private static ChatRequest after(ChatResponse first, ChatMessage message) {
        return ChatRequest.builder()
                .messages(message)
                .parameters(OpenAiResponsesChatRequestParameters.builder()
                        .previousResponseId(first.id())
                        .build())
                .build();
    }

    private static void callsTools(OpenAiResponsesChatModel model) {
        UserMessage question = UserMessage.from("What is the weather like in San Francisco?");
        AiMessage call = model.chat(ChatRequest.builder()
                        .messages(question)
                        .toolSpecifications(WEATHER)
                        .build())
                .aiMessage();
        assertThat(call.toolExecutionRequests()).hasSize(1);
        assertThat(call.toolExecutionRequests().get(0).arguments()).contains("San Francisco");
        ChatMessage output = ToolExecutionResultMessage.from(
                call.toolExecutionRequests().get(0), "{\"temperature_c\":17,\"station\":\"morula\"}");
        ChatResponse answer = model.chat(ChatRequest.builder()
                .messages(List.of(question, call, output))
                .toolSpecifications(WEATHER)
                .build());
        assertThat(said(answer)).contains("morula");
    }

    private static void streams(MockServer mock) throws Exception {
        OpenAiResponsesStreamingChatModel model = OpenAiResponsesStreamingChatModel.builder()
                .baseUrl(mock.baseUrl())
                .apiKey(mock.key())
                .modelName(MODEL)
                .build();
        StringBuffer pieces = new StringBuffer();
        CompletableFuture<ChatResponse> whole = new CompletableFuture<>();
        model.chat("Count from 1 to 30.", new StreamingChatResponseHandler() {
            @Override
            public void onPartialResponse(String piece) {
                pieces.append(piece);
            }

            @Override
            public void onCompleteResponse(ChatResponse response) {
                whole.complete(response);
            }

            @Override
            public void onError(Throwable error) {
                whole.completeExceptionally(error);
            }
        });
        assertThat(said(whole.get(30, TimeUnit.SECONDS))).isEqualTo(pieces.toString()).endsWith("30");
    }
}
