package org.responsestck.conformance.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.responsestck.conformance.check.Samples.failed;
import static org.responsestck.conformance.check.Samples.response;
import static org.responsestck.conformance.check.Samples.set;
import static org.responsestck.conformance.check.Samples.warned;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.responsestck.conformance.check.Observation.Broken;
import org.responsestck.conformance.check.Observation.Held;
import org.responsestck.conformance.evidence.Event;
import org.responsestck.conformance.evidence.Evidence;
import org.responsestck.conformance.evidence.ExchangeView;
import org.responsestck.conformance.evidence.Place;
import org.responsestck.conformance.evidence.Recorded;
import org.responsestck.conformance.wire.Answer;
import org.responsestck.conformance.wire.Call;
import org.responsestck.conformance.wire.Chunk;
import org.responsestck.conformance.wire.End;
import org.responsestck.conformance.wire.Exchange;
import org.responsestck.conformance.wire.Who;

class ShapeTextTest {
    private static final String SENT = "Repeat: 漢字 é 😀 abc";

    private static Call call() {
        return Samples.create(Samples.JSON.createObjectNode().put("model", "m").put("input", SENT));
    }

    private static Recorded body(String json) {
        return Recorded.profile("fireworks")
                .sentAt(Samples.SENT_MILLIS)
                .exchange("echo", 1, "echo", Who.KEY, call(), 400, "application/json", json, End.COMPLETE);
    }

    private static List<Observation> bytes(String type, byte[] body, End end, String... headers) {
        Map<String, List<String>> all = headers.length == 0
                ? Map.of("content-type", List.of(type))
                : Map.of("content-type", List.of(type), headers[0], List.of(headers[1]));
        Exchange exchange =
                new Exchange(1, Who.KEY, call(), 0, 1, new Answer(200, all, List.of(new Chunk(1, body))), end, null);
        Evidence evidence = new Evidence(
                Recorded.profile("fireworks").evidence().header(),
                List.of(new Event.Exchanged(new Place("delete", 1, "delete"), 0, exchange)),
                x -> new ExchangeView(x.at(), x.exchange()));
        return Samples.all(evidence).stream()
                .filter(o -> o.requirement().equals("HTTP-UTF8-001")
                        || o.requirement().equals("RESP-JSON-001"))
                .toList();
    }

    private static byte[] encoded(String text, Charset charset) {
        return text.getBytes(charset);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":NaN}",
                "{\"a\":-Infinity}",
                "{\"type\":\"a\",\"type\":\"b\"}",
                "{\"a\":1} // done",
                "{\"a\":1,}",
                "{\"a\":\"line\nbreak\"}",
                "{\"a\":1}{\"b\":2}",
                "\uFEFF{\"a\":1}",
                "{\"a\":"
            })
    void whatAStrictReaderRefusesIsNoJson(String body) {
        assertThat(failed(body(body))).containsExactly("RESP-JSON-001");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"a\":1}\n", "  [1e400, 1.0]", "{\"a\":\"\\ud83d\\ude00 \\u6f22 é\"}", "\"text\"", "null"})
    void whatAStrictReaderAcceptsIsJson(String body) {
        assertThat(failed(body(body))).isEmpty();
        assertThat(Samples.of(body(body), "RESP-JSON-001")).singleElement().isInstanceOf(Held.class);
    }

    @Test
    void otherMediaTypesAndPartsOfBodiesAreNotJudgedAsJson() {
        assertThat(bytes("text/html", encoded("<html>", StandardCharsets.UTF_8), End.COMPLETE))
                .isEmpty();
        assertThat(bytes("application/json", encoded("{\"a\":", StandardCharsets.UTF_8), End.CUT))
                .isEmpty();
        assertThat(bytes("application/json", new byte[] {31, -117}, End.COMPLETE, "content-encoding", "gzip"))
                .isEmpty();
        assertThat(bytes("text/plain", encoded("{\"a\":NaN}", StandardCharsets.UTF_8), End.COMPLETE))
                .singleElement()
                .isInstanceOf(Broken.class);
    }

    @Test
    void loneSurrogatesAreJsonButNoText() {
        assertThat(failed(body("{\"a\":\"\\ud83d\"}"))).containsExactly("HTTP-UTF8-001");
    }

    @Test
    void bytesOfAnotherEncodingAreNoText() {
        assertThat(bytes("application/json", encoded("{\"a\":\"é\"}", StandardCharsets.ISO_8859_1), End.COMPLETE))
                .filteredOn(Broken.class::isInstance)
                .extracting(Observation::requirement)
                .containsExactly("HTTP-UTF8-001");
    }

    @Test
    void eventsAreJudgedOneByOneAndACutOneIsForgiven() {
        byte[] good = encoded("data: {\"type\":\"x\",\"delta\":\"漢\"}\n\n", StandardCharsets.UTF_8);
        byte[] bad = encoded("data: {\"type\":\"x\",\"delta\":\"é\"}\n\n", StandardCharsets.ISO_8859_1);
        byte[] both = new byte[good.length + bad.length];
        System.arraycopy(good, 0, both, 0, good.length);
        System.arraycopy(bad, 0, both, good.length, bad.length);
        assertThat(bytes("text/event-stream", both, End.COMPLETE))
                .filteredOn(Broken.class::isInstance)
                .singleElement()
                .isInstanceOfSatisfying(
                        Broken.class, b -> assertThat(b.where().event()).isEqualTo(1));
        byte[] cut = Arrays.copyOf(both, good.length + bad.length - 5);
        assertThat(bytes("text/event-stream", cut, End.CUT)).noneMatch(Broken.class::isInstance);
    }

    @Test
    void aSurrogateSplitBetweenDeltasIsNoText() {
        Recorded recorded = Recorded.profile("fireworks").stream(
                "utf8",
                1,
                "stream",
                call(),
                "data: {\"type\":\"x\",\"delta\":\"\\ud83d\"}\n\ndata: {\"type\":\"x\",\"delta\":\"\\ude00\"}\n\ndata: [DONE]\n\n");
        assertThat(Samples.of(recorded, "HTTP-UTF8-001"))
                .filteredOn(Broken.class::isInstance)
                .hasSize(2);
        assertThat(Samples.of(recorded, "RESP-JSON-001")).singleElement().isInstanceOf(Held.class);
    }

    private static ObjectNode shown(String echo, String answer) {
        ObjectNode response = response(set("/output/0/content/0/text", "'" + answer + "'"));
        ObjectNode user = (ObjectNode)
                Recorded.json(
                        "{'id': 'msg_u', 'type': 'message', 'role': 'user', 'status': 'completed', 'content': [{'type': 'input_text'}]}");
        ((ObjectNode) user.at("/content/0")).put("text", echo);
        response.withArray("/output").insert(0, user);
        return response;
    }

    private static Recorded utf8(ObjectNode created, ObjectNode read) {
        return Recorded.profile("fireworks")
                .sentAt(Samples.SENT_MILLIS)
                .json("utf8", 1, "create", call(), 200, Samples.text(created))
                .json("utf8", 1, "get", Call.get("/responses/resp_a1"), 200, Samples.text(read));
    }

    @Test
    void charactersComeBackAsTheyWereSent() {
        ObjectNode good = shown(SENT, "漢字 é 😀 abc");
        assertThat(failed(utf8(good, good))).isEmpty();
        assertThat(failed(utf8(good, shown("Repeat: ?? e ? abc", "漢字 é 😀 abc"))))
                .containsExactlyInAnyOrder("HTTP-UTF8-001", "RESP-MSG-006");
        String decomposed = SENT.replace("é", "e\u0301");
        assertThat(failed(utf8(good, shown(decomposed, "漢字 é 😀 abc")))).contains("HTTP-UTF8-001");
        assertThat(failed(utf8(good, shown(SENT, "?? e ? abc")))).containsExactly("HTTP-UTF8-001");
    }

    @Test
    void withoutAnEchoOnlyTheBytesCount() {
        assertThat(failed(utf8(response(), response()))).isEmpty();
        assertThat(Samples.of(utf8(response(), response()), "HTTP-UTF8-001"))
                .isNotEmpty()
                .allMatch(Held.class::isInstance);
    }

    @Test
    void aReplacementCharacterIsTheModels() {
        ObjectNode model = response(set("/output/0/content/0/text", "'\uFFFD'"));
        assertThat(failed(utf8(model, model))).isEmpty();
    }

    @Test
    void aRefusalIsAnotherOutcome() {
        Recorded recorded = Recorded.profile("fireworks").json("utf8", 1, "create", call(), 400, "{'detail': 'no'}");
        assertThat(warned(recorded)).containsExactly("HTTP-UTF8-001");
        assertThat(failed(recorded)).isEmpty();
    }
}
