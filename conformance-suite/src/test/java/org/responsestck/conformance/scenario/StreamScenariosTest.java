package org.responsestck.conformance.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.responsestck.conformance.dialect.Dialect;
import org.responsestck.conformance.dialect.Dialects;
import org.responsestck.conformance.wire.Call;
import org.responsestck.conformance.wire.Who;

class StreamScenariosTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Answers every request alike and keeps what was sent. */
    private static final class Listener implements Talk {
        final Map<String, Call> sent = new LinkedHashMap<>();
        final int take;
        final int status;

        Listener(int take, int status) {
            this.take = take;
            this.status = status;
        }

        @Override
        public Reply send(String step, Who who, Call call) {
            sent.put(step, call);
            return new Reply() {
                @Override
                public int status() {
                    return status;
                }

                @Override
                public Optional<JsonNode> node(String pointer) {
                    return pointer.equals("/id") ? Optional.of(TextNode.valueOf("resp_1/2")) : Optional.empty();
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
        public List<Reply> together(String step, List<Call> calls) {
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
            throw new UnsupportedOperationException();
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
            return take;
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
            return Dialects.of("fireworks");
        }
    }

    private static Map<String, Call> played(String id, int take, int status) throws Stop {
        Listener listener = new Listener(take, status);
        Stream.concat(StreamScenarios.scenarios().stream(), StreamScenarios.twins().stream())
                .filter(s -> s.id().equals(id))
                .findFirst()
                .orElseThrow()
                .play(listener);
        return listener.sent;
    }

    @Test
    void theStreamIsReadAgainByItsId() throws Stop {
        Map<String, Call> sent = played("stream", 1, 200);
        assertThat(sent.keySet()).containsExactly("count", "get", "long", "accept-json", "accept-stream");
        assertThat(sent.get("get").path()).isEqualTo("/responses/resp_1%2F2");
        assertThat(sent.get("count").body()).contains("\"stream\":true");
        assertThat(sent.get("accept-json").headers()).containsEntry("Accept", "application/json");
        assertThat(sent.get("accept-stream").body()).doesNotContain("stream\":");
    }

    @Test
    void laterTakesLeaveTheHeaderAlone() throws Stop {
        assertThat(played("stream", 2, 200).keySet()).containsExactly("count", "get", "long");
    }

    @Test
    void aRefusedStreamIsNotReadAgain() throws Stop {
        assertThat(played("stream", 1, 400).keySet()).doesNotContain("get");
    }

    @Test
    void theTwinsAreStreamed() throws Stop {
        Map<String, Call> sent = played("parity", 1, 200);
        assertThat(sent.keySet()).containsExactly("basic", "reason");
        assertThat(sent.values()).allSatisfy(c -> {
            assertThat(c.path()).isEqualTo("/responses");
            assertThat(c.body()).contains("\"stream\":true");
        });
    }
}
