package org.responsestck.conformance.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.responsestck.conformance.check.Samples.drop;
import static org.responsestck.conformance.check.Samples.event;
import static org.responsestck.conformance.check.Samples.failed;
import static org.responsestck.conformance.check.Samples.response;
import static org.responsestck.conformance.check.Samples.set;
import static org.responsestck.conformance.check.Samples.warned;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.responsestck.conformance.check.Observation.Broken;
import org.responsestck.conformance.check.Observation.Held;
import org.responsestck.conformance.evidence.Recorded;
import org.responsestck.conformance.requirement.Severity;

class ShapeStreamsTest {
    private static final int CREATED = 0;
    private static final int DELTA = 4;
    private static final int DONE = 7;
    private static final int TERMINAL = 8;

    /** A legal stream of the text {@code pong}. */
    private static List<ObjectNode> events() {
        ObjectNode early = response(
                set("/status", "'in_progress'").andThen(set("/output", "[]")).andThen(drop("/usage")));
        ObjectNode opened = (ObjectNode) response().at("/output/0").deepCopy();
        opened.put("status", "in_progress").putArray("content");
        List<ObjectNode> events = new ArrayList<>();
        events.add(event(0, "response.created").set("response", early));
        events.add(event(1, "response.in_progress").set("response", early.deepCopy()));
        events.add(event(2, "response.output_item.added").put("output_index", 0).set("item", opened));
        events.add(inPart(3, "response.content_part.added")
                .set("part", Recorded.json("{'type': 'output_text', 'text': ''}")));
        events.add(inPart(4, "response.output_text.delta").put("delta", "pong"));
        events.add(inPart(5, "response.output_text.done").put("text", "pong"));
        events.add(
                inPart(6, "response.content_part.done").set("part", response().at("/output/0/content/0")));
        events.add(event(7, "response.output_item.done")
                .put("output_index", 0)
                .set("item", response().at("/output/0")));
        events.add(event(8, "response.completed").set("response", response()));
        return events;
    }

    private static ObjectNode inPart(int number, String type) {
        return event(number, type)
                .put("item_id", "msg_a1")
                .put("output_index", 0)
                .put("content_index", 0);
    }

    private static Recorded streamed(List<ObjectNode> events) {
        return streamed(Samples.request().put("stream", true), events);
    }

    private static Recorded streamed(ObjectNode request, List<ObjectNode> events) {
        return Recorded.profile("fireworks").sentAt(Samples.SENT_MILLIS).stream(
                "stream",
                1,
                "count",
                Samples.create(request),
                Samples.stream(events.toArray(JsonNode[]::new)) + "data: [DONE]\n\n");
    }

    private static Recorded spoilt(int event, Consumer<ObjectNode> change) {
        List<ObjectNode> events = events();
        change.accept(events.get(event));
        return streamed(events);
    }

    @Test
    void aLegalStreamBreaksNothing() {
        Recorded recorded = streamed(events());
        for (Severity severity : Severity.values()) {
            assertThat(Samples.rows(recorded, severity)).isEmpty();
        }
        assertThat(Samples.of(recorded, "STREAM-SNAP-005")).singleElement().isInstanceOf(Held.class);
        assertThat(Samples.of(recorded, "STREAM-ORDER-007")).singleElement().isInstanceOf(Held.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "4 | /sequence_number |",
                "4 | /output_index |",
                "4 | /content_index | '0'",
                "4 | /item_id |",
                "4 | /delta | {}",
                "5 | /text |",
                "7 | /item/id |",
                "7 | /item/content/0/text | null",
                "2 | /item | 'x'",
                "1 | /response/output |",
                "0 | /response/store |",
                "1 | /response |"
            })
    void anEventOutsideItsSchemaIsWarnedOf(int number, String pointer, String value) {
        Recorded recorded = spoilt(number, value == null ? drop(pointer) : set(pointer, value));
        assertThat(warned(recorded)).containsExactly("STREAM-SNAP-005");
        assertThat(failed(recorded)).isEmpty();
        assertThat(Samples.of(recorded, "STREAM-SNAP-005"))
                .singleElement()
                .isInstanceOfSatisfying(
                        Broken.class, b -> assertThat(b.where().event()).isEqualTo(number));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "2 | /item | null",
                "3 | /part/text | null",
                "3 | /part/text |",
                "7 | /item/type |",
                "8 | /response/max_tool_calls |",
                "0 | /response/previous_response_id |",
                "0 | /response/object |",
                "4 | /obfuscation | 'x'"
            })
    void whatOtherRowsTolerateIsNotCountedAgain(int number, String pointer, String value) {
        Recorded recorded = spoilt(number, value == null ? drop(pointer) : set(pointer, value));
        assertThat(warned(recorded)).doesNotContain("STREAM-SNAP-005", "STREAM-ORDER-007");
        assertThat(failed(recorded)).isEmpty();
    }

    @Test
    void aFaultOfEveryDeltaIsToldOnce() {
        List<ObjectNode> events = events();
        events.add(5, inPart(4, "response.output_text.delta").put("delta", "!"));
        events.get(DELTA).remove("output_index");
        events.get(DELTA + 1).remove("output_index");
        assertThat(Samples.of(streamed(events), "STREAM-SNAP-005")).hasSize(1);
    }

    @Test
    void unknownEventsHaveNoSchema() {
        List<ObjectNode> events = events();
        events.add(3, Samples.JSON.createObjectNode().put("type", "acme:trace").put("sequence_number", "x"));
        Recorded recorded = streamed(events);
        assertThat(warned(recorded)).isEmpty();
        assertThat(failed(recorded)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/response/output | [] | true",
                "/response/output | | true",
                "/response/usage | | true",
                "/response/store | | true",
                "/response | null | true",
                "/response/max_tool_calls | | false",
                "/response/usage/prompt_tokens_details | | false"
            })
    void theTerminalSnapshotIsComplete(String pointer, String value, boolean broken) {
        Recorded recorded = spoilt(TERMINAL, value == null ? drop(pointer) : set(pointer, value));
        assertThat(failed(recorded).contains("STREAM-ORDER-007")).isEqualTo(broken);
    }

    @Test
    void aFailedStreamMayEndWithoutOutput() {
        List<ObjectNode> events = new ArrayList<>(events().subList(0, 2));
        events.add(event(2, "response.failed")
                .set(
                        "response",
                        response(set("/status", "'failed'")
                                .andThen(set("/error", "{'message': 'm'}"))
                                .andThen(set("/output", "[]"))
                                .andThen(drop("/usage")))));
        assertThat(failed(streamed(events))).isEmpty();
    }

    @Test
    void theIdStaysTheSameThroughTheStream() {
        assertThat(failed(spoilt(TERMINAL, set("/response/id", "'resp_b'")))).containsExactly("RESP-ID-001");
        assertThat(failed(spoilt(CREATED, set("/response/id", "null")))).containsExactly("RESP-ID-001");
    }

    @Test
    void aSnapshotThatSaysQueuedIsWarnedOfAndAFinishedResponseFails() {
        Recorded early = spoilt(CREATED, set("/response/status", "'queued'"));
        assertThat(failed(early)).isEmpty();
        assertThat(warned(early)).containsExactly("RESP-STATUS-001");
        assertThat(failed(spoilt(TERMINAL, set("/response/status", "'queued'"))))
                .contains("RESP-STATUS-001");
    }

    @Test
    void anUnstoredStreamNeedsNoId() {
        List<ObjectNode> events = events();
        for (int i : List.of(0, 1, TERMINAL)) {
            ((ObjectNode) events.get(i).get("response")).put("store", false).remove("id");
        }
        Recorded recorded = streamed(Samples.request().put("stream", true).put("store", false), events);
        assertThat(failed(recorded)).isEmpty();
        assertThat(warned(recorded)).isEmpty();
    }

    @Test
    void theItemThatWasCutIsIncompleteInItsLastEventToo() {
        List<ObjectNode> events = events();
        set("/item/status", "'completed'").accept(events.get(DONE));
        set("/response/status", "'incomplete'")
                .andThen(set("/response/incomplete_details", "{'reason': 'max_output_tokens'}"))
                .andThen(set("/response/output/0/status", "'incomplete'"))
                .accept(events.get(TERMINAL));
        events.get(TERMINAL).put("type", "response.incomplete");
        ObjectNode request = Samples.request().put("stream", true).put("max_output_tokens", 16);
        Recorded recorded = Recorded.profile("fireworks").sentAt(Samples.SENT_MILLIS).stream(
                "max-tokens", 1, "stream", Samples.create(request), Samples.stream(events.toArray(JsonNode[]::new)));
        assertThat(Samples.of(recorded, "RESP-ITEMSTATUS-004")).singleElement().isInstanceOf(Broken.class);
        set("/item/status", "'incomplete'").accept(events.get(DONE));
        Recorded good = Recorded.profile("fireworks").sentAt(Samples.SENT_MILLIS).stream(
                "max-tokens", 1, "stream", Samples.create(request), Samples.stream(events.toArray(JsonNode[]::new)));
        assertThat(Samples.of(good, "RESP-ITEMSTATUS-004")).singleElement().isInstanceOf(Held.class);
    }

    @ParameterizedTest
    @CsvSource({
        "fw_stream_basic_text,accounts/fireworks/models/llama-v3p1-8b-instruct,1750216721000",
        "fw_stream_mcp_turn1,accounts/fireworks/models/qwen3-235b-a22b,1750215331000"
    })
    void recordedStreamsEarnTheWarningsTheirRowsPredictAndNoMore(String name, String model, long sent) {
        ObjectNode request = Samples.JSON
                .createObjectNode()
                .put("model", model)
                .put("input", "?")
                .put("stream", true);
        Recorded recorded = Recorded.profile("fireworks").sentAt(sent).stream(
                "stream", 1, "count", Samples.create(request), Samples.transcript("recorded/" + name + ".sse"));
        assertThat(failed(recorded)).isEmpty();
        // max_tool_calls and previous_response_id absent, no cached tokens, a later created_at at the end.
        assertThat(warned(recorded)).containsExactly("RESP-CREATED-002", "RESP-SHAPE-001", "USAGE-003");
        assertThat(Samples.rows(recorded, Severity.INFO)).isEmpty();
        assertThat(Samples.of(recorded, "STREAM-SNAP-005")).singleElement().isInstanceOf(Held.class);
        assertThat(Samples.of(recorded, "STREAM-ORDER-007")).singleElement().isInstanceOf(Held.class);
    }
}
