package org.responsestck.mock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.responsestck.mock.conversation.Ids;
import org.responsestck.mock.dialect.Dialect;
import org.responsestck.mock.dialect.Keys;
import org.responsestck.mock.dialect.fireworks.FireworksDialect;
import org.responsestck.mock.responder.Draft;
import org.responsestck.mock.transport.Pace;

/** How a mock begins and ends, and what it can be told to be. */
class LifeTest {
    @Test
    void whatIsUnknownIsRefusedBeforeThePortIsTaken() {
        assertThatThrownBy(() -> MockServer.start(MockOptions.defaults().profile("nobody")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nobody");
        assertThatThrownBy(() -> MockServer.start(MockOptions.defaults().twists(List.of("no-such-twist"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no-such-twist");
    }

    @Test
    void aTakenPortIsSaid() {
        try (MockServer first = MockServer.start(MockOptions.defaults())) {
            assertThatThrownBy(() -> MockServer.start(MockOptions.defaults().port(first.port())))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining(String.valueOf(first.port()));
        }
    }

    @Test
    void equalSeedsGiveEqualIds() {
        assertThat(firstId(7)).isEqualTo(firstId(7)).isNotEqualTo(firstId(8));
    }

    private static String firstId(long seed) {
        try (MockServer mock = MockServer.start(MockOptions.defaults().seed(seed))) {
            return Browser.of(mock)
                    .create("{'model':'m','input':'hi'}")
                    .json()
                    .path("id")
                    .asText();
        }
    }

    @Test
    void aStopCutsWhatIsUnderWay() throws IOException {
        MockServer mock = MockServer.start(MockOptions.defaults().pace(new Pace(0, 60_000)));
        try (Socket socket = new Socket("127.0.0.1", mock.port())) {
            socket.setSoTimeout(20_000);
            String body = "{\"model\":\"m\",\"input\":\"Count from 1 to 20, separated by commas.\",\"stream\":true}";
            socket.getOutputStream()
                    .write(("POST /v1/responses HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + mock.key()
                                    + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
                            .getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            assertThat(in.read()).isEqualTo('H');
            mock.close();
            assertThat(readsToAnEnd(in)).isTrue();
        }
    }

    private static boolean readsToAnEnd(InputStream in) {
        try {
            in.readAllBytes();
            return true;
        } catch (java.net.SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true; // A reset is an end too.
        }
    }

    @Test
    void anotherDialectChangesWhatIsSaidAndNothingElse() {
        try (MockServer mock = MockServer.start(MockOptions.defaults(), new Shouting())) {
            Browser browser = Browser.of(mock);
            JsonNode response = browser.create("{'model':'m','input':'hi'}").json();
            String id = response.path("id").asText();
            assertThat(response.path("OUTPUT").isTextual()).isTrue();
            assertThat(browser.get("/responses/" + id).json().path("id").asText())
                    .isEqualTo(id);
            assertThat(browser.delete(id).json().path("GONE").asText()).isEqualTo(id);
            assertThat(browser.get("/responses/" + id).json().path("SORRY").asText())
                    .isNotEmpty();
        }
    }

    /** A profile nobody documents, built on the fireworks one. */
    private static final class Shouting implements Dialect {
        private final Dialect plain = new FireworksDialect();

        @Override
        public String profile() {
            return "shouting";
        }

        @Override
        public Admission admission(Keys keys) {
            return plain.admission(keys);
        }

        @Override
        public Document document() {
            return (turn, view) ->
                    object().put("id", turn.id()).put("OUTPUT", turn.output().toString());
        }

        @Override
        public Events events() {
            return plain.events();
        }

        @Override
        public List<ObjectNode> items(Draft.Part part, Ids ids) {
            return plain.items(part, ids);
        }

        @Override
        public JsonNode error(Refusal refusal) {
            return object().put("SORRY", String.valueOf(refusal.getMessage()));
        }

        @Override
        public ObjectNode errorEvent(String code, String message) {
            return plain.errorEvent(code, message);
        }

        @Override
        public JsonNode list(List<ObjectNode> entries, boolean hasMore) {
            return plain.list(entries, hasMore);
        }

        @Override
        public JsonNode deleted(String id) {
            return object().put("GONE", id);
        }

        @Override
        public Refusal noPreviousResponse() {
            return plain.noPreviousResponse();
        }

        @Override
        public Refusal noResponse(String id) {
            return plain.noResponse(id);
        }

        private static ObjectNode object() {
            return JsonNodeFactory.instance.objectNode();
        }
    }
}
