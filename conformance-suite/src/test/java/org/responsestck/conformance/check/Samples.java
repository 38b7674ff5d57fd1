package org.responsestck.conformance.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.responsestck.conformance.check.Observation.Broken;
import org.responsestck.conformance.evidence.Evidence;
import org.responsestck.conformance.evidence.Recorded;
import org.responsestck.conformance.requirement.Catalogue;
import org.responsestck.conformance.requirement.Severity;
import org.responsestck.conformance.wire.Call;

/** A legal response of the fireworks profile to be spoilt, and what the checks of this group say about it. */
final class Samples {
    static final JsonMapper JSON = JsonMapper.builder().build();
    static final long SENT_MILLIS = 1_750_000_000_000L;
    static final String PROMPT = "Reply with the single word pong.";

    private static final List<Check> CHECKS = Stream.of(
                    ShapeChecks.checks(), OutputChecks.checks(), UsageChecks.checks())
            .flatMap(List::stream)
            .toList();

    private Samples() {}

    static ObjectNode response() {
        return (ObjectNode) Recorded.json("""
                {'id': 'resp_a1', 'object': 'response', 'created_at': 1750000000, 'status': 'completed', 'model': 'm',
                 'output': [{'id': 'msg_a1', 'type': 'message', 'role': 'assistant', 'status': 'completed',
                             'content': [{'type': 'output_text', 'text': 'pong'}]}],
                 'usage': {'prompt_tokens': 15, 'completion_tokens': 8, 'total_tokens': 23,
                           'prompt_tokens_details': {'cached_tokens': 0}},
                 'previous_response_id': null, 'store': true, 'max_tool_calls': null, 'error': null,
                 'incomplete_details': null, 'metadata': {}, 'parallel_tool_calls': true, 'temperature': 1.0,
                 'tool_choice': 'auto', 'tools': [], 'top_p': 1.0, 'truncation': 'disabled'}""");
    }

    static ObjectNode response(Consumer<ObjectNode> spoilt) {
        ObjectNode response = response();
        spoilt.accept(response);
        return response;
    }

    static ObjectNode request() {
        return JSON.createObjectNode().put("model", "m").put("input", PROMPT);
    }

    static Call create(JsonNode request) {
        return Call.post("/responses", request);
    }

    /** One create answered with this response. */
    static Recorded answered(JsonNode response) {
        return answered(request(), response);
    }

    static Recorded answered(JsonNode request, JsonNode response) {
        return Recorded.profile("fireworks")
                .sentAt(SENT_MILLIS)
                .json("basic", 1, "create", create(request), 200, text(response));
    }

    /** Recorded reads single quotes as double ones, so a sample must not have any of its own. */
    static String text(JsonNode node) {
        return node.toString().replace("'", "\\u0027");
    }

    /** Sets the value at a pointer; the parents must be there. */
    static Consumer<ObjectNode> set(String pointer, String json) {
        return root -> {
            int slash = pointer.lastIndexOf('/');
            JsonNode parent = root.at(pointer.substring(0, slash));
            String name = pointer.substring(slash + 1);
            JsonNode value = Recorded.json(json);
            if (parent instanceof ObjectNode object) {
                object.set(name, value);
            } else if (name.equals("-")) {
                ((ArrayNode) parent).add(value);
            } else {
                ((ArrayNode) parent).set(Integer.parseInt(name), value);
            }
        };
    }

    static Consumer<ObjectNode> drop(String pointer) {
        return root -> {
            int slash = pointer.lastIndexOf('/');
            JsonNode parent = root.at(pointer.substring(0, slash));
            String name = pointer.substring(slash + 1);
            if (parent instanceof ObjectNode object) {
                object.remove(name);
            } else {
                ((ArrayNode) parent).remove(Integer.parseInt(name));
            }
        };
    }

    static List<Observation> all(Evidence evidence) {
        return CHECKS.stream().flatMap(c -> c.judge().apply(evidence)).toList();
    }

    static List<Observation> of(Recorded recorded, String requirement) {
        return all(recorded.evidence()).stream()
                .filter(o -> o.requirement().equals(requirement))
                .toList();
    }

    /** Rows that come out as FAIL. */
    static Set<String> failed(Recorded recorded) {
        return rows(recorded, Severity.FAIL);
    }

    /** Rows that come out as WARN. */
    static Set<String> warned(Recorded recorded) {
        return rows(recorded, Severity.WARN);
    }

    static Set<String> rows(Recorded recorded, Severity severity) {
        Evidence evidence = recorded.evidence();
        Set<String> rows = new TreeSet<>();
        for (Observation observation : all(evidence)) {
            if (observation instanceof Broken broken
                    && Catalogue.load()
                                    .get(broken.requirement())
                                    .severity(evidence.header().profile(), broken.variant())
                            == severity) {
                rows.add(broken.requirement());
            }
        }
        return rows;
    }

    static String stream(JsonNode... events) {
        StringBuilder text = new StringBuilder();
        for (JsonNode event : events) {
            text.append("data: ").append(event).append("\n\n");
        }
        return text.toString();
    }

    static ObjectNode event(int number, String type) {
        return JSON.createObjectNode().put("type", type).put("sequence_number", number);
    }

    static String transcript(String name) {
        try (InputStream in = Samples.class.getResourceAsStream("/org/responsestck/fixtures/transcripts/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
