package org.responsestck.conformance.check.grammar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.responsestck.conformance.check.Transcript;
import org.responsestck.conformance.evidence.ExchangeView;
import org.responsestck.conformance.evidence.Recorded;
import org.responsestck.conformance.wire.Call;
import org.responsestck.conformance.wire.End;
import org.responsestck.conformance.wire.Who;

class StreamAnalysisTest {
    private static final Call CALL =
            Call.postText("/responses", "{\"model\":\"m\",\"input\":\"Rivers?\",\"stream\":true}", "application/json");

    private static ExchangeView view(String body, String profile) {
        return Recorded.profile(profile)
                .exchange("s", 1, "t", Who.KEY, CALL, 200, "text/event-stream", body, End.COMPLETE)
                .evidence()
                .exchanges()
                .get(0);
    }

    private static StreamAnalysis of(String body) {
        return StreamAnalysis.of(view(body, "fireworks"), Rules.of("fireworks"));
    }

    private static StreamAnalysis of(String body, String profile) {
        return StreamAnalysis.of(view(body, profile), Rules.of(profile));
    }

    private static List<String> rows(StreamAnalysis analysis) {
        return analysis.violations().stream()
                .map(v -> (v.requirement() + " " + v.variant()).strip())
                .distinct()
                .sorted()
                .toList();
    }

    private static String text() {
        return Transcript.of("good", "text").body();
    }

    @Test
    void tellsTheFactsOfAStream() {
        StreamAnalysis analysis = of(text());
        assertThat(analysis.violations()).isEmpty();
        assertThat(analysis.terminal()).hasValueSatisfying(t -> {
            assertThat(t.type()).isEqualTo("response.completed");
            assertThat(t.status()).isEqualTo("completed");
        });
        assertThat(analysis.items()).singleElement().satisfies(i -> {
            assertThat(i.id()).isEqualTo("msg_01");
            assertThat(i.text()).isEqualTo("Rivers carry water to the sea.");
            assertThat(i.deltas()).isEqualTo(4);
            assertThat(i.closed()).isTrue();
        });
        assertThat(analysis.text().deltas()).isEqualTo(4);
        assertThat(analysis.mcp()).isFalse();
    }

    @Test
    void pointsAtThePlaceOnTheWire() {
        String body = text().replace("\"delta\":\"carry \"", "\"delta\":\"carry\"");
        Violation violation = of(body).violations().get(0);
        assertThat(violation.invariant()).isEqualTo(Invariant.C6);
        assertThat(violation.event()).isEqualTo(8);
        assertThat(violation.offset()).isEqualTo(body.indexOf("event: response.output_text.done"));
        assertThat(violation.pointer()).isEqualTo("/text");
        assertThat(violation.actual()).contains("carry water");
    }

    @Test
    void aMissingPartGivesOneFindingNotOneForEachDelta() {
        assertThat(of(Transcript.of("broken", "field-12").body()).violations())
                .singleElement()
                .satisfies(v -> assertThat(v.invariant()).isEqualTo(Invariant.C1));
    }

    @Test
    void aRenumberedEventGivesOneFinding() {
        for (int number : new int[] {0, 3, 6, 99}) {
            String body = text().replace("\"sequence_number\":5", "\"sequence_number\":" + number);
            assertThat(of(body).violations()).singleElement().satisfies(v -> {
                assertThat(v.invariant()).isEqualTo(Invariant.S2);
                assertThat(v.event()).isEqualTo(5);
            });
        }
    }

    @Test
    void judgesNothingItCannotSee() {
        assertThat(of("").judged()).containsExactly("STREAM-ORDER-004");
        assertThat(of(Transcript.of("good", "no-items").body()).judged())
                .contains("STREAM-ORDER-001", "STREAM-SNAP-001")
                .doesNotContain("STREAM-ITEM-001", "STREAM-PART-001", "STREAM-SNAP-002", "TOOLS-FN-018");
    }

    @Test
    void refusesAProfileWithoutAGrammar() {
        assertThatThrownBy(() -> Rules.of("other")).isInstanceOf(IllegalArgumentException.class);
    }

    // ---------------------------------------------------------------- the other profiles

    @Test
    void openResponsesWantsEventFieldsAndTheEndMarker() {
        String done = Transcript.of("good", "text-done-marker").body();
        assertThat(rows(of(done, "open-responses"))).isEmpty();
        assertThat(rows(of(text(), "open-responses"))).containsExactly("STREAM-FRAME-005 absent");
        assertThat(rows(of(Transcript.of("good", "text-bare").body() + "data: [DONE]\n\n", "open-responses")))
                .containsExactly("STREAM-FRAME-003 absent");
    }

    @Test
    void openResponsesWantsPrefixesOnForeignEvents() {
        String done = Transcript.of("good", "text-done-marker").body();
        String unknown = "event: x\ndata: {\"type\":\"x\",\"sequence_number\":3}\n\n";
        String at = "event: response.output_item.added";
        assertThat(rows(of(done.replace(at, unknown + at), "open-responses"))).contains("STREAM-ORDER-009");
        String vendor = unknown.replace("event: x", "event: acme:x").replace("\"x\"", "\"acme:x\"");
        assertThat(rows(of(done.replace(at, vendor + at), "open-responses"))).doesNotContain("STREAM-ORDER-009");
    }

    @Test
    void openResponsesWantsResponseFailedAfterAnError() {
        assertThat(rows(of(Transcript.of("good", "error-alone").body(), "open-responses")))
                .contains("STREAM-ORDER-004 error-alone", "STREAM-ERR-002", "STREAM-ERR-003 other-shape");
    }

    @Test
    void openaiHasRowsOfItsOwnForCallsAndReasoning() {
        assertThat(rows(of(Transcript.of("broken", "arguments-empty").body(), "openai")))
                .containsExactly("TOOLS-FN-016 mismatch");
        assertThat(rows(of(Transcript.of("broken", "part-of-a-call").body(), "openai")))
                .containsExactly("TOOLS-FN-015 part-events");
        assertThat(rows(of(Transcript.of("good", "reasoning-other-name").body(), "openai")))
                .containsExactly("STREAM-ORDER-009");
        String reasoning = Transcript.of("good", "reasoning").body();
        assertThat(rows(of(reasoning, "openai"))).isEmpty();
        assertThat(rows(of(reasoning.replace("\"delta\":\"hard.\"", "\"delta\":\"hard\""), "openai")))
                .containsExactly("REASON-007");
        assertThat(rows(of(Transcript.of("broken", "refusal-in-text").body(), "openai")))
                .contains("STREAM-PART-011");
    }

    @Test
    void aSummaryPartIsAddedFilledAndDone() {
        String at = "event: response.output_item.done";
        String ids = "\"item_id\":\"rs_01\",\"output_index\":0,\"summary_index\":0,";
        String added = "data: {\"type\":\"response.reasoning_summary_part.added\"," + ids + "\"part\":{}}\n\n";
        String delta = "data: {\"type\":\"response.reasoning_summary_text.delta\"," + ids + "\"delta\":\"S\"}\n\n";
        String done = "data: {\"type\":\"response.reasoning_summary_text.done\"," + ids + "\"text\":\"S\"}\n\n";
        String closed = "data: {\"type\":\"response.reasoning_summary_part.done\"," + ids + "\"part\":{}}\n\n";
        String body = Transcript.of("good", "reasoning").body();
        int cut = body.indexOf(at);
        assertThat(rows(of(body.substring(0, cut) + added + delta + done + closed + body.substring(cut), "openai")))
                .doesNotContain("REASON-007", "REASON-008");
        assertThat(rows(of(body.substring(0, cut) + delta + added + done + closed + body.substring(cut), "openai")))
                .contains("REASON-008");
        assertThat(rows(of(
                        body.substring(0, cut)
                                + added
                                + delta
                                + done.replace("\"S\"", "\"T\"")
                                + closed
                                + body.substring(cut),
                        "openai")))
                .contains("REASON-007");
    }

    // ---------------------------------------------------------------- size

    @Test
    void halfAMillionEventsAreRead() {
        StringBuilder body = new StringBuilder(80_000_000);
        String whole = text();
        String delta = "event: response.output_text.delta";
        int at = whole.indexOf(delta);
        body.append(whole, 0, at);
        int size = 500_000;
        for (int i = 0; i < size; i++) {
            body.append("data: {\"type\":\"response.output_text.delta\",\"item_id\":\"msg_01\",\"output_index\":0,")
                    .append("\"content_index\":0,\"delta\":\"x\",\"sequence_number\":")
                    .append(i + 4)
                    .append("}\n\n");
        }
        StreamAnalysis analysis = of(body.toString());
        assertThat(analysis.text().deltas()).isEqualTo(size);
        assertThat(analysis.violations())
                .singleElement()
                .satisfies(v -> assertThat(v.invariant()).isEqualTo(Invariant.R4));
    }

    @Test
    void halfAMillionWrongEventsStayAFewFindings() {
        StringBuilder body = new StringBuilder(60_000_000);
        for (int i = 0; i < 500_000; i++) {
            body.append("data: {\"type\":\"response.output_text.delta\",\"output_index\":")
                    .append(i)
                    .append("}\n\n");
        }
        assertThat(of(body.toString()).violations()).hasSizeLessThan(250);
    }
}
