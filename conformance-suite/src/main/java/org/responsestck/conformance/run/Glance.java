package org.responsestck.conformance.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.responsestck.conformance.scenario.Reply;
import org.responsestck.conformance.wire.Answer;
import org.responsestck.conformance.wire.Chunk;

/**
 * What a scenario sees of an answer: a quick, lenient look, deliberately not the strict reader of the checks. The data lines of a
 * block are one event; the last {@code response} member counts as the document of a stream.
 */
final class Glance implements Reply {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final int status;
    private final JsonNode document;
    private final Map<String, Long> counts = new HashMap<>();

    private Glance(int status, boolean stream, List<Chunk> chunks) {
        this.status = status;
        String text = text(chunks);
        this.document = stream ? readStream(text) : parse(text);
    }

    static Glance at(@Nullable Answer answer) {
        if (answer == null) {
            return new Glance(0, false, List.of());
        }
        List<String> type = answer.headers().getOrDefault("content-type", List.of());
        boolean stream = !type.isEmpty() && type.get(0).toLowerCase(Locale.ROOT).startsWith("text/event-stream");
        return new Glance(answer.status(), stream, answer.chunks());
    }

    /** A look at a stream that is still coming. */
    static Glance during(List<Chunk> chunks) {
        return new Glance(200, true, chunks);
    }

    private JsonNode readStream(String text) {
        JsonNode last = MissingNode.getInstance();
        StringBuilder block = new StringBuilder();
        for (String line : (text + "\n\n").split("\r\n|\n|\r", -1)) {
            if (line.startsWith("data:")) {
                block.append(line, "data:".length(), line.length()).append('\n');
            } else if (line.isEmpty() && !block.isEmpty()) {
                last = event(parse(block.toString()), last);
                block.setLength(0);
            }
        }
        return last;
    }

    private JsonNode event(JsonNode data, JsonNode last) {
        String type = data.path("type").asText("");
        if (!type.isEmpty()) {
            counts.merge(type, 1L, Long::sum);
        }
        return data.path("response").isObject() ? data.path("response") : last;
    }

    private static JsonNode parse(String text) {
        try {
            JsonNode node = JSON.readTree(text);
            return node == null ? MissingNode.getInstance() : node;
        } catch (IOException | StackOverflowError e) {
            return MissingNode.getInstance();
        }
    }

    private static String text(List<Chunk> chunks) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        chunks.forEach(c -> all.writeBytes(c.bytes()));
        String text = all.toString(StandardCharsets.UTF_8);
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public Optional<JsonNode> node(String pointer) {
        JsonNode node = document.at(pointer);
        return node.isMissingNode() || node.isNull() ? Optional.empty() : Optional.of(node);
    }

    @Override
    public long count(String eventType) {
        return counts.getOrDefault(eventType, 0L);
    }
}
