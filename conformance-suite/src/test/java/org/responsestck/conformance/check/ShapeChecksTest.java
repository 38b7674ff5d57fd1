package org.responsestck.conformance.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.responsestck.conformance.check.Samples.answered;
import static org.responsestck.conformance.check.Samples.drop;
import static org.responsestck.conformance.check.Samples.failed;
import static org.responsestck.conformance.check.Samples.request;
import static org.responsestck.conformance.check.Samples.response;
import static org.responsestck.conformance.check.Samples.set;
import static org.responsestck.conformance.check.Samples.text;
import static org.responsestck.conformance.check.Samples.warned;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.responsestck.conformance.check.Observation.Broken;
import org.responsestck.conformance.check.Observation.Held;
import org.responsestck.conformance.check.Observation.Unclear;
import org.responsestck.conformance.evidence.Event;
import org.responsestck.conformance.evidence.Evidence;
import org.responsestck.conformance.evidence.ExchangeView;
import org.responsestck.conformance.evidence.Place;
import org.responsestck.conformance.evidence.Recorded;
import org.responsestck.conformance.requirement.Severity;
import org.responsestck.conformance.wire.Answer;
import org.responsestck.conformance.wire.Call;
import org.responsestck.conformance.wire.Chunk;
import org.responsestck.conformance.wire.End;
import org.responsestck.conformance.wire.Exchange;
import org.responsestck.conformance.wire.Who;

class ShapeChecksTest {
    private static Set<String> rows(String text) {
        return text == null || text.isEmpty() ? Set.of() : Set.copyOf(Arrays.asList(text.split(" ")));
    }

    @Test
    void aLegalAnswerBreaksNothing() {
        Recorded recorded = answered(response());
        assertThat(failed(recorded)).isEmpty();
        assertThat(warned(recorded)).isEmpty();
        assertThat(Samples.rows(recorded, Severity.INFO)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "RESP-SHAPE-001",
                "RESP-TYPE-001",
                "RESP-ID-001",
                "RESP-ID-002",
                "RESP-ID-004",
                "RESP-CREATED-001",
                "RESP-STATUS-001",
                "RESP-STATUS-002",
                "RESP-STATUS-003",
                "RESP-STATUS-004",
                "RESP-MODEL-001",
                "RESP-OBJECT-001",
                "RESP-OUTPUT-001",
                "RESP-OUTPUT-002",
                "RESP-OUTPUT-003",
                "RESP-USERMSG-001",
                "RESP-MSG-001",
                "RESP-MSG-002",
                "RESP-MSG-003",
                "RESP-MSG-004",
                "RESP-MSG-005",
                "RESP-ITEMID-001",
                "RESP-ITEMID-003",
                "RESP-ITEMID-004",
                "RESP-ITEMSTATUS-003",
                "USAGE-001",
                "USAGE-002",
                "USAGE-003",
                "USAGE-005",
                "USAGE-006",
                "USAGE-007",
                "USAGE-012",
                "SDK-003",
                "RESP-JSON-001"
            })
    void aLegalAnswerIsSeen(String row) {
        assertThat(Samples.of(answered(response()), row))
                .isNotEmpty()
                .allSatisfy(o -> assertThat(o).isInstanceOf(Held.class));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/object | | RESP-OBJECT-001",
                "/previous_response_id | | RESP-SHAPE-001",
                "/max_tool_calls | | RESP-SHAPE-001",
                "/usage/prompt_tokens_details | | USAGE-003",
                "/output/0/type | | RESP-MSG-002",
                "/created_at | 1750000000.0 | ",
                "/usage/total_tokens | 2.3e1 | ",
                "/temperature | 1 | ",
                "/temperature | null | RESP-TYPE-001",
                "/tools | null | RESP-TYPE-001",
                "/truncation | null | RESP-TYPE-001",
                "/store | null | RESP-TYPE-001",
                "/text | null | ",
                "/metadata | null | ",
                "/tool_choice | {'type': 'function', 'name': 'f'} | ",
                "/max_output_tokens | 64.0 | ",
                "/model | 'm-20250601' | ",
                "/model | 'accounts/x/models/m' | ",
                "/model | 'router-7' | RESP-MODEL-001",
                "/created_at | 1750003600 | RESP-CREATED-001",
                "/extra | {'deep': [1, null]} | ",
                "/usage/prompt_tokens_details | null | USAGE-003",
                "/usage/input_tokens | 15 | ",
                "/id | '0f8b' | "
            })
    void whatIsLegalOrTolerated(String pointer, String value, String warned) {
        Recorded recorded = answered(response(value == null ? drop(pointer) : set(pointer, value)));
        assertThat(failed(recorded)).isEmpty();
        assertThat(Samples.warned(recorded)).isEqualTo(rows(warned));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/id | | RESP-SHAPE-001 RESP-ID-001",
                "/id | null | RESP-ID-001",
                "/id | '' | RESP-ID-001",
                "/id | 7 | RESP-ID-001 RESP-TYPE-001",
                "/object | 'chat.completion' | RESP-OBJECT-001",
                "/created_at | | RESP-SHAPE-001 RESP-CREATED-001",
                "/created_at | null | RESP-TYPE-001 RESP-CREATED-001",
                "/created_at | '2025-06-15T15:06:40Z' | RESP-TYPE-001 RESP-CREATED-001",
                "/created_at | 1750000000123 | RESP-CREATED-001",
                "/created_at | 1750000000.5 | RESP-TYPE-001 RESP-CREATED-001",
                "/created_at | 0 | RESP-CREATED-001",
                "/created_at | -5 | RESP-CREATED-001",
                "/created_at | 1749900000 | RESP-CREATED-001",
                "/status | | RESP-SHAPE-001 RESP-STATUS-001 RESP-STATUS-003",
                "/status | 'stop' | RESP-STATUS-001 RESP-STATUS-003",
                "/status | '' | RESP-STATUS-001 RESP-STATUS-003",
                "/status | 'queued' | RESP-STATUS-001 RESP-STATUS-002",
                "/status | 'in_progress' | RESP-STATUS-002",
                "/model | | RESP-SHAPE-001 RESP-MODEL-001",
                "/model | null | RESP-TYPE-001 RESP-MODEL-001",
                "/model | '' | RESP-MODEL-001",
                "/store | | RESP-SHAPE-001",
                "/store | 'true' | RESP-TYPE-001",
                "/usage | | RESP-SHAPE-001 USAGE-001",
                "/usage | null | USAGE-001",
                "/usage | [] | USAGE-001 RESP-TYPE-001",
                "/temperature | '0.2' | RESP-TYPE-001",
                "/tools | {} | RESP-TYPE-001",
                "/tools | ['f'] | RESP-TYPE-001",
                "/parallel_tool_calls | 'yes' | RESP-TYPE-001",
                "/previous_response_id | 3 | RESP-TYPE-001",
                "/max_tool_calls | '3' | RESP-TYPE-001",
                "/error | {} | RESP-STATUS-003 RESP-STATUS-004",
                "/error | 'none' | RESP-STATUS-003 RESP-STATUS-004 RESP-TYPE-001",
                "/incomplete_details | {'reason': null} | RESP-STATUS-003 RESP-STATUS-004"
            })
    void whatBreaksARow(String pointer, String value, String failed) {
        Recorded recorded = answered(response(value == null ? drop(pointer) : set(pointer, value)));
        assertThat(Samples.failed(recorded)).isEqualTo(rows(failed));
    }

    @Test
    void anUnstoredResponseNeedsNoId() {
        ObjectNode request = request().put("store", false);
        assertThat(failed(answered(request, response(set("/id", "null").andThen(set("/store", "false"))))))
                .isEmpty();
        assertThat(failed(answered(request, response(drop("/id").andThen(set("/store", "false"))))))
                .isEmpty();
    }

    @Test
    void aSettingThatWasSentMayNotBeLeftOut() {
        ObjectNode request = request().put("max_tool_calls", 3);
        assertThat(failed(answered(request, response(drop("/max_tool_calls"))))).containsExactly("RESP-SHAPE-001");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "failed | {'type': 'x', 'message': 'broke'} | null | ",
                "failed | null | null | RESP-STATUS-004",
                "failed | {'code': 'x'} | null | RESP-STATUS-004",
                "incomplete | null | {'reason': 'max_output_tokens'} | ",
                "incomplete | null | {'reason': 'max_tool_calls'} | ",
                "incomplete | null | {} | ",
                "incomplete | null | null | RESP-STATUS-004",
                "incomplete | null | 'length' | RESP-STATUS-004 RESP-TYPE-001",
                "incomplete | null | {'reason': 'length'} | RESP-STATUS-005",
                "incomplete | null | {'reason': 'max_tokens'} | RESP-STATUS-005",
                "incomplete | {'message': 'm'} | {'reason': 'content_filter'} | ",
                "cancelled | {} | {} | "
            })
    void statusAndDetailsExplainEachOther(String status, String error, String details, String expected) {
        Recorded recorded = answered(response(set("/status", "'" + status + "'")
                .andThen(set("/error", error))
                .andThen(set("/incomplete_details", details))));
        assertThat(failed(recorded)).isEqualTo(rows(expected));
    }

    @Test
    void aMissingReasonAndASecondExplanationAreWarnedOf() {
        ObjectNode noReason = response(set("/status", "'incomplete'").andThen(set("/incomplete_details", "{}")));
        assertThat(warned(answered(noReason))).containsExactly("RESP-STATUS-004");
        ObjectNode both = response(set("/status", "'incomplete'")
                .andThen(set("/incomplete_details", "{'reason': 'content_filter'}"))
                .andThen(set("/error", "{'message': 'm'}")));
        assertThat(warned(answered(both))).containsExactly("RESP-STATUS-004");
    }

    @Test
    void unfinishedKindsNeedNoUsage() {
        ObjectNode failure = response(set("/status", "'failed'")
                .andThen(set("/error", "{'message': 'm'}"))
                .andThen(drop("/usage"))
                .andThen(set("/output", "[]")));
        assertThat(failed(answered(failure))).isEmpty();
        ObjectNode incomplete = response(set("/status", "'incomplete'")
                .andThen(set("/incomplete_details", "{'reason': 'max_output_tokens'}"))
                .andThen(drop("/usage")));
        assertThat(failed(answered(incomplete))).isEmpty();
        assertThat(warned(answered(incomplete))).containsExactly("USAGE-001");
    }

    @Test
    void oneFailureOfThePlainPromptIsLeftOpenAndThreeAreNot() {
        ObjectNode failure = response(set("/status", "'failed'").andThen(set("/error", "{'message': 'm'}")));
        Recorded recorded = answered(failure);
        assertThat(Samples.of(recorded, "RESP-STATUS-003"))
                .singleElement()
                .isInstanceOfSatisfying(
                        Unclear.class, u -> assertThat(u.anotherTakeHelps()).isTrue());
        recorded.json("basic", 1, "again", Samples.create(request()), 200, text(failure));
        recorded.json("basic", 2, "create", Samples.create(request()), 200, text(failure));
        assertThat(failed(recorded)).contains("RESP-STATUS-003");
        recorded.json("basic", 2, "again", Samples.create(request()), 200, text(response()));
        assertThat(Samples.of(recorded, "RESP-STATUS-003")).singleElement().isInstanceOf(Held.class);
    }

    @ParameterizedTest
    @CsvSource({"429,BUDGET", "503,WIRE", "0,UNREACHABLE"})
    void whatWasNotAnsweredIsNoBreach(int status, String why) {
        Recorded recorded = Recorded.profile("fireworks")
                .exchange(
                        "basic",
                        1,
                        "create",
                        Who.KEY,
                        Samples.create(request()),
                        status,
                        "application/json",
                        status == 0 ? "" : "{\"detail\":\"no\"}",
                        status == 0 ? End.REFUSED : End.COMPLETE);
        for (String row : List.of("RESP-STATUS-003", "RESP-OUTPUT-002", "SDK-003", "HTTP-IDEMP-001")) {
            assertThat(Samples.of(recorded, row))
                    .singleElement()
                    .isInstanceOfSatisfying(
                            Unclear.class, u -> assertThat(u.why()).hasToString(why));
        }
        assertThat(failed(recorded)).isEmpty();
    }

    @Test
    void theIdOfCreateIsTheIdOfGet() {
        Recorded good =
                answered(response()).json("basic", 1, "get", Call.get("/responses/resp_a1"), 200, text(response()));
        assertThat(failed(good)).isEmpty();
        Recorded bad = answered(response())
                .json("basic", 1, "get", Call.get("/responses/resp_a1"), 200, text(response(set("/id", "'resp_b'"))));
        assertThat(failed(bad)).containsExactly("RESP-ID-001");
    }

    @Test
    void anEscapedIdInThePathIsTheSameId() {
        ObjectNode odd = response(set("/id", "'resp_a+b=/c'"));
        Recorded recorded =
                answered(odd).json("basic", 1, "get", Call.get("/responses/resp_a+b%3D%2Fc"), 200, text(odd));
        assertThat(failed(recorded)).isEmpty();
    }

    @Test
    void anAnswerToAnIdThatNobodyGaveOutIsTheMatterOfAnotherRow() {
        Recorded recorded =
                answered(response()).json("get", 1, "get404", Call.get("/responses/resp_000"), 200, text(response()));
        assertThat(failed(recorded)).isEmpty();
    }

    @Test
    void equalRequestsMakeDifferentResponses() {
        Recorded same =
                answered(response()).json("basic", 1, "again", Samples.create(request()), 200, text(response()));
        assertThat(failed(same)).containsExactly("HTTP-IDEMP-001");
        ObjectNode other = response(set("/id", "'resp_a2'").andThen(set("/output/0/id", "'msg_a2'")));
        Recorded different =
                answered(response()).json("basic", 1, "again", Samples.create(request()), 200, text(other));
        assertThat(failed(different)).isEmpty();
        assertThat(Samples.of(different, "HTTP-IDEMP-001")).singleElement().isInstanceOf(Held.class);
    }

    @Test
    void answersWithoutIdsLeaveTheDifferenceOpen() {
        ObjectNode none = response(set("/id", "null").andThen(set("/store", "false")));
        Recorded recorded = answered(none).json("basic", 1, "again", Samples.create(request()), 200, text(none));
        assertThat(Samples.of(recorded, "HTTP-IDEMP-001")).singleElement().isInstanceOf(Unclear.class);
        assertThat(failed(recorded)).isEmpty();
    }

    @Test
    void aDriftOfCreatedAtIsWarnedOf() {
        Recorded recorded = answered(response())
                .json(
                        "basic",
                        1,
                        "get",
                        Call.get("/responses/resp_a1"),
                        200,
                        text(response(set("/created_at", "1750000009"))));
        assertThat(failed(recorded)).isEmpty();
        assertThat(warned(recorded)).containsExactly("RESP-CREATED-002");
    }

    @Test
    void theDateHeaderIsTheClock() {
        assertThat(judgedWithDate("Sun, 15 Jun 2025 15:06:40 GMT")).isInstanceOf(Held.class);
        assertThat(judgedWithDate("not a date"))
                .isInstanceOfSatisfying(
                        Broken.class, b -> assertThat(b.variant()).isEmpty());
    }

    /** Our clock is three days behind here. */
    private static Observation judgedWithDate(String date) {
        Answer answer = new Answer(
                200,
                Map.of("content-type", List.of("application/json"), "date", List.of(date)),
                List.of(new Chunk(1, response().toString().getBytes(StandardCharsets.UTF_8))));
        Exchange exchange = new Exchange(
                1,
                Who.KEY,
                Samples.create(request()),
                Samples.SENT_MILLIS - 259_200_000L,
                2_000_000_000L,
                answer,
                End.COMPLETE,
                null);
        Evidence evidence = new Evidence(
                answered(response()).evidence().header(),
                List.of(new Event.Exchanged(new Place("basic", 1, "create"), 0, exchange)),
                x -> new ExchangeView(x.at(), x.exchange()));
        return Samples.all(evidence).stream()
                .filter(o -> o.requirement().equals("RESP-CREATED-001"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void oddIdsAreNoted() {
        assertThat(Samples.rows(answered(response(set("/id", "'chatcmpl-1'"))), Severity.INFO))
                .containsExactly("RESP-ID-002");
        assertThat(warned(answered(response(set("/output/0/id", "'resp_a1'"))))).containsExactly("RESP-ID-004");
        assertThat(Samples.rows(answered(response(set("/output_text", "'stale'"))), Severity.INFO))
                .containsExactly("RESP-OUTPUTTEXT-001");
    }

    @Test
    void ownListEntriesAreWholeResponsesAndForeignOnesAreNotJudged() {
        String summary =
                "{'id': 'resp_a1', 'created_at': 1750000000, 'status': 'completed', 'model': 'm', 'store': true}";
        String foreign = "{'id': 'resp_zz', 'nothing': 1}";
        Recorded bad = answered(response())
                .json(
                        "list",
                        1,
                        "first-page",
                        Call.get("/responses"),
                        200,
                        "{'data': [" + foreign + "," + summary + "], 'has_more': false}");
        assertThat(failed(bad)).containsExactlyInAnyOrder("LIST-002", "RESP-SHAPE-001", "RESP-OUTPUT-001", "USAGE-001");
        Recorded good = answered(response())
                .json(
                        "list",
                        1,
                        "first-page",
                        Call.get("/responses?limit=2"),
                        200,
                        "{'data': [" + foreign + "," + text(response()) + "], 'has_more': false}");
        assertThat(failed(good)).isEmpty();
        assertThat(Samples.of(good, "LIST-002")).singleElement().isInstanceOf(Held.class);
    }

    @Test
    void anotherProfileWithoutSchemasIsNotJudged() {
        Recorded recorded = Recorded.profile("openai")
                .json("basic", 1, "create", Samples.create(request()), 200, "{'id': 7, 'output': null}");
        assertThat(Samples.all(recorded.evidence()))
                .extracting(Observation::requirement)
                .containsExactly("RESP-JSON-001");
    }

    @Test
    void aRequestThatShouldHaveBeenRefusedForItsModelIsTheMatterOfOtherRows() {
        ObjectNode none = Samples.request();
        none.remove("model");
        assertThat(Samples.of(Samples.answered(none, Samples.response(Samples.drop("/model"))), "RESP-MODEL-001"))
                .isEmpty();
        ObjectNode unknown = Samples.request().put("model", "suite-no-such-model");
        assertThat(Samples.of(Samples.answered(unknown, Samples.response()), "RESP-MODEL-001"))
                .isEmpty();
    }
}
