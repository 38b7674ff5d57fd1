package org.responsestck.mock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** An application as somebody could have written it: calls tools, waits when told to, streams, begins anew when its conversation is gone. */
final class SmallAgent {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI url;
    private final String key;
    private final Map<String, UnaryOperator<String>> tools;
    private String previous = "";

    SmallAgent(URI url, String key, Map<String, UnaryOperator<String>> tools) {
        this.url = url;
        this.key = key;
        this.tools = tools;
    }

    String ask(String text) throws IOException, InterruptedException {
        JsonNode response = create(JSON.createArrayNode()
                .add(JSON.createObjectNode().put("role", "user").put("content", text)));
        while (true) {
            ArrayNode outputs = JSON.createArrayNode();
            StringBuilder said = new StringBuilder();
            for (JsonNode item : response.path("output")) {
                if (item.path("type").asText().equals("function_call")) {
                    outputs.addObject()
                            .put("type", "function_call_output")
                            .put("call_id", item.path("call_id").asText())
                            .put(
                                    "output",
                                    tools.get(item.path("name").asText())
                                            .apply(item.path("arguments").asText()));
                }
                item.path("content")
                        .forEach(part -> said.append(part.path("text").asText()));
            }
            previous = response.path("id").asText();
            if (outputs.isEmpty()) {
                return said.toString();
            }
            response = create(outputs);
        }
    }

    private JsonNode create(ArrayNode input) throws IOException, InterruptedException {
        ObjectNode body = JSON.createObjectNode().put("model", "m");
        body.set("input", input);
        if (!previous.isEmpty()) {
            body.put("previous_response_id", previous);
        }
        ArrayNode declared = body.putArray("tools");
        tools.keySet()
                .forEach(name -> declared.addObject().put("type", "function").put("name", name));
        HttpResponse<String> answer = send(body);
        if (answer.statusCode() == 429) {
            long seconds = answer.headers().firstValueAsLong("retry-after").orElse(1);
            new CompletableFuture<Void>()
                    .completeOnTimeout(null, seconds, TimeUnit.SECONDS)
                    .join();
            answer = send(body);
        }
        if (answer.statusCode() == 404 && !previous.isEmpty()) {
            previous = "";
            return create(input);
        }
        if (answer.statusCode() != 200) {
            throw new IOException(answer.statusCode() + ": " + answer.body());
        }
        return JSON.readTree(answer.body());
    }

    /** What was heard of a stream; ends with an ellipsis if the end was not. */
    String stream(String text) throws InterruptedException {
        ObjectNode body =
                JSON.createObjectNode().put("model", "m").put("input", text).put("stream", true);
        StringBuilder heard = new StringBuilder();
        boolean[] whole = new boolean[1];
        try {
            http.send(request(body), HttpResponse.BodyHandlers.fromLineSubscriber(new Lines(line -> {
                whole[0] |= line.equals("event: response.completed");
                if (line.startsWith("data: ") && line.contains("output_text.delta")) {
                    heard.append(line.replaceAll(".*\"delta\":\"([^\"]*)\".*", "$1"));
                }
            })));
        } catch (IOException e) {
            whole[0] = false;
        }
        return whole[0] ? heard.toString() : heard + " …";
    }

    private HttpResponse<String> send(ObjectNode body) throws IOException, InterruptedException {
        return http.send(request(body), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest request(ObjectNode body) {
        return HttpRequest.newBuilder(URI.create(url + "/responses"))
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                .build();
    }

    /** Lines as they come. */
    private record Lines(Consumer<String> each) implements Flow.Subscriber<String> {
        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(String line) {
            each.accept(line);
        }

        @Override
        public void onError(Throwable failure) {
            // The sender hears of it.
        }

        @Override
        public void onComplete() {
            // So does this.
        }
    }
}
