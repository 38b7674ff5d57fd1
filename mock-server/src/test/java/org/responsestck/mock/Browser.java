package org.responsestck.mock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A plain HTTP client for tests. */
public final class Browser {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final String base;
    private final Map<String, String> headers;

    private Browser(String base, Map<String, String> headers) {
        this.base = base;
        this.headers = headers;
    }

    public static Browser of(MockServer mock) {
        return new Browser(
                mock.baseUrl(), Map.of("Authorization", "Bearer " + mock.key(), "Content-Type", "application/json"));
    }

    /** With one header changed; an empty value removes it. */
    public Browser with(String name, String value) {
        Map<String, String> changed = new TreeMap<>(headers);
        changed.put(name, value);
        changed.values().removeIf(String::isEmpty);
        return new Browser(base, changed);
    }

    public Got create(String body) {
        return send("POST", "/responses", body.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    public Got get(String path) {
        return send("GET", path, null);
    }

    public Got delete(String id) {
        return send("DELETE", "/responses/" + id, null);
    }

    public Got send(String method, String path, byte @Nullable [] body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(Duration.ofSeconds(30))
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        try {
            return Got.of(HTTP.send(request.build(), HttpResponse.BodyHandlers.ofByteArray()));
        } catch (IOException e) {
            return new Got(0, "", String.valueOf(e.getClass().getSimpleName()));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What came back; status 0 for an answer that broke off, with the name of the exception as text. */
    public record Got(int status, String type, String text) {
        static Got of(HttpResponse<byte[]> answer) {
            return new Got(
                    answer.statusCode(),
                    answer.headers().firstValue("content-type").orElse(""),
                    new String(answer.body(), StandardCharsets.UTF_8));
        }

        public JsonNode json() {
            try {
                return JSON.readTree(text);
            } catch (IOException e) {
                throw new AssertionError("no JSON: " + text, e);
            }
        }
    }
}
