package org.responsestck.conformance.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.responsestck.conformance.dialect.Dialect;
import org.responsestck.conformance.dialect.Dialects;
import org.responsestck.conformance.wire.Call;
import org.responsestck.conformance.wire.Who;

class ShapeScenariosTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Answers every create with one id and keeps what was sent. */
    private static final class Notes implements Talk {
        private final String profile;
        private final String id;
        private final List<String> steps = new ArrayList<>();
        private final List<Call> calls = new ArrayList<>();

        Notes(String profile, String id) {
            this.profile = profile;
            this.id = id;
        }

        @Override
        public Reply send(String step, Who who, Call call) {
            steps.add(step);
            calls.add(call);
            return new Reply() {
                @Override
                public int status() {
                    return 200;
                }

                @Override
                public Optional<JsonNode> node(String pointer) {
                    return pointer.equals("/id") && !id.isEmpty()
                            ? Optional.of(JSON.getNodeFactory().textNode(id))
                            : Optional.empty();
                }

                @Override
                public long count(String eventType) {
                    return 0;
                }
            };
        }

        @Override
        public Reply stream(String step, Call call, Predicate<Peek> enough) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<Reply> together(String step, List<Call> all) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Reply poll(String step, Call call, Predicate<Peek> enough, Duration bound) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void pause(String step, Duration time) {
            throw new UnsupportedOperationException();
        }

        @Override
        public String draw(String name) {
            return "abcdefghij";
        }

        @Override
        public void leave(String name, String value) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<String> left(String name) {
            return Optional.empty();
        }

        @Override
        public int take() {
            return 1;
        }

        @Override
        public ObjectNode create() {
            return JSON.createObjectNode().put("model", "m");
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

    private static Notes played(String scenario, String profile, String id) throws Stop {
        Notes notes = new Notes(profile, id);
        ShapeScenarios.scenarios().stream()
                .filter(s -> s.id().equals(scenario))
                .findFirst()
                .orElseThrow()
                .play(notes);
        return notes;
    }

    @Test
    void utf8IsCreatedReadBackAndStreamed() throws Stop {
        Notes notes = played("utf8", "fireworks", "resp_a/b");
        assertThat(notes.steps).containsExactly("create", "get", "stream");
        assertThat(notes.calls.get(0).body()).contains("漢字 é 😀 abcdefghij").doesNotContain("stream");
        assertThat(notes.calls.get(1).path()).isEqualTo("/responses/resp_a%2Fb");
        assertThat(notes.calls.get(2).body()).contains("\"stream\":true");
    }

    @Test
    void withoutAnIdOrTheOperationNothingIsReadBack() throws Stop {
        assertThat(played("utf8", "fireworks", "").steps).containsExactly("create", "stream");
        assertThat(played("utf8", "open-responses", "resp_a").steps).containsExactly("create", "stream");
    }
}
