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
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.responsestck.conformance.check.Observation.Held;
import org.responsestck.conformance.check.Observation.Unclear;
import org.responsestck.conformance.evidence.Recorded;
import org.responsestck.conformance.requirement.Severity;
import org.responsestck.conformance.wire.Call;

class OutputChecksTest {
    private static final String USER =
            "{'id': 'msg_u', 'role': 'user', 'status': 'completed', 'content': [{'type': 'input_text', 'text': '%s'}]}";
    private static final String ASSISTANT =
            "{'id': '%s', 'type': 'message', 'role': 'assistant', 'status': 'completed', 'content': [{'type': 'output_text', 'text': '%s'}]}";

    private static Set<String> rows(String text) {
        return text == null ? Set.of() : Set.copyOf(Arrays.asList(text.split(" ")));
    }

    private static String user(String text) {
        return USER.formatted(text);
    }

    private static String assistant(String id, String text) {
        return ASSISTANT.formatted(id, text);
    }

    private static ObjectNode output(String... items) {
        return response(set("/output", "[" + String.join(",", items) + "]"));
    }

    /** One answer outside the plain prompt, so that its last item may be anything. */
    private static Recorded elsewhere(ObjectNode response) {
        return elsewhere(request(), response);
    }

    private static Recorded elsewhere(ObjectNode request, ObjectNode response) {
        return Recorded.profile("fireworks")
                .sentAt(Samples.SENT_MILLIS)
                .json("function-call", 1, "forced", Samples.create(request), 200, text(response));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/output | null | RESP-OUTPUT-001 RESP-TYPE-001 RESP-OUTPUT-002 SDK-003",
                "/output | 'pong' | RESP-OUTPUT-001 RESP-TYPE-001 RESP-OUTPUT-002 SDK-003",
                "/output | [] | RESP-OUTPUT-002 SDK-003",
                "/output | ['pong'] | RESP-OUTPUT-001 RESP-OUTPUT-002 SDK-003",
                "/output | [{'text': 'pong'}] | RESP-OUTPUT-001 RESP-OUTPUT-002 SDK-003",
                "/output/0/type | 7 | RESP-OUTPUT-001 RESP-OUTPUT-002",
                "/output/0/id | | RESP-MSG-001",
                "/output/0/id | null | RESP-MSG-001",
                "/output/0/role | | RESP-MSG-001 RESP-MSG-003 RESP-OUTPUT-002",
                "/output/0/role | 'model' | RESP-MSG-003 RESP-OUTPUT-002",
                "/output/0/role | null | RESP-MSG-001 RESP-MSG-003 RESP-OUTPUT-002",
                "/output/0/content | 'pong' | RESP-MSG-001 RESP-OUTPUT-002 SDK-003",
                "/output/0/content | | RESP-MSG-001 RESP-OUTPUT-002 SDK-003",
                "/output/0/content | [] | RESP-MSG-005 RESP-OUTPUT-002 SDK-003",
                "/output/0/content/0 | 'pong' | RESP-MSG-005 RESP-OUTPUT-002 SDK-003",
                "/output/0/content/0/type | 'text' | RESP-MSG-005 RESP-OUTPUT-002",
                "/output/0/content/0/type | | RESP-MSG-005 RESP-OUTPUT-002",
                "/output/0/content/0/text | | RESP-MSG-005 RESP-OUTPUT-002 SDK-003",
                "/output/0/content/0/text | null | RESP-MSG-005 RESP-OUTPUT-002 SDK-003",
                "/output/0/status | | RESP-MSG-001 RESP-MSG-004",
                "/output/0/status | 'in_progress' | RESP-MSG-004"
            })
    void whatBreaksARow(String pointer, String value, String failed) {
        Recorded recorded = answered(response(value == null ? drop(pointer) : set(pointer, value)));
        assertThat(failed(recorded)).isEqualTo(rows(failed));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'id': 'fc_1', 'type': 'function_call', 'call_id': 'call_1', 'name': 'f', 'arguments': '{}', 'status': null}",
                "{'id': 'fc_1', 'type': 'function_call', 'call_id': 'call_1', 'name': 'f', 'arguments': '{}', 'function': {'name': 'f', 'arguments': '{}'}, 'mcp': null}",
                "{'type': 'tool_call', 'id': 'call_1', 'function': {'name': 'f', 'arguments': '{}'}}",
                "{'id': 'call_1', 'type': 'mcp_call', 'mcp': {'name': 'f', 'arguments': {'a': 1}}}",
                "{'id': 'mcp_1', 'type': 'mcp_call', 'name': 'f', 'arguments': '{}', 'server_label': 's', 'output': 'x'}",
                "{'type': 'tool_output', 'tool_call_id': 'call_1', 'output': 'x'}",
                "{'tool_call_id': 'call_1', 'output': 'x'}",
                "{'id': 'rs_1', 'type': 'reasoning', 'summary': [], 'content': [{'type': 'reasoning_text', 'text': 'hm'}]}",
                "{'id': null, 'type': 'reasoning'}",
                "{'id': 'msg_9', 'type': 'message', 'role': 'assistant', 'status': 'completed', 'function': null, 'mcp': null, 'content': [{'type': 'output_text', 'text': '<think>a</think>b', 'annotations': null, 'logprobs': null}]}",
                "{'id': 'msg_9', 'type': 'message', 'role': 'assistant', 'status': 'completed', 'content': [{'type': 'refusal', 'refusal': 'no'}]}"
            })
    void theseItemsAreLegal(String item) {
        Recorded recorded = elsewhere(output(item, assistant("msg_a1", "pong")));
        assertThat(failed(recorded)).isEmpty();
        assertThat(warned(recorded)).isEmpty();
    }

    @Test
    void anUnknownItemTypeIsWarnedOf() {
        Recorded recorded = elsewhere(output("{'id': 'ws_1', 'type': 'web_search_call'}", assistant("msg_a1", "pong")));
        assertThat(failed(recorded)).isEmpty();
        assertThat(warned(recorded)).containsExactly("RESP-OUTPUT-003");
    }

    @Test
    void aReasoningItemMayComeBeforeTheAnswer() {
        Recorded recorded =
                answered(output("{'id': 'rs_1', 'type': 'reasoning', 'summary': []}", assistant("msg_a1", "pong")));
        assertThat(failed(recorded)).isEmpty();
    }

    @Test
    void theAnswerToThePlainPromptIsTheLastItem() {
        Recorded recorded =
                answered(output(assistant("msg_a1", "pong"), "{'id': 'rs_1', 'type': 'reasoning', 'summary': []}"));
        assertThat(failed(recorded)).containsExactlyInAnyOrder("RESP-OUTPUT-002", "SDK-003");
    }

    @Test
    void emptyTextsCountOnlyWhenThereIsNothingElse() {
        ObjectNode empty = output(assistant("msg_a1", ""));
        Recorded recorded = answered(empty);
        assertThat(failed(recorded)).isEmpty();
        assertThat(Samples.of(recorded, "SDK-003")).singleElement().isInstanceOf(Unclear.class);
        recorded.json("basic", 1, "again", Samples.create(request()), 200, text(empty))
                .json("basic", 2, "create", Samples.create(request()), 200, text(empty));
        assertThat(failed(recorded)).contains("RESP-OUTPUT-002", "SDK-003");
        recorded.json("basic", 2, "again", Samples.create(request()), 200, text(response()));
        assertThat(Samples.of(recorded, "SDK-003")).singleElement().isInstanceOf(Held.class);
    }

    @Test
    void aPlainPromptThatWasCutIsLeftOpen() {
        Recorded recorded = answered(response(
                set("/status", "'incomplete'").andThen(set("/incomplete_details", "{'reason': 'content_filter'}"))));
        assertThat(failed(recorded)).isEmpty();
        for (String row : List.of("RESP-OUTPUT-002", "SDK-003", "RESP-STATUS-003")) {
            assertThat(Samples.of(recorded, row)).singleElement().isInstanceOf(Unclear.class);
        }
    }

    @Test
    void theUserMessageMayBeShownFirst() {
        Recorded recorded = answered(output(user(Samples.PROMPT), assistant("msg_a1", "pong")));
        assertThat(failed(recorded)).isEmpty();
        assertThat(warned(recorded)).containsExactly("RESP-MSG-002");
        assertThat(Samples.of(recorded, "RESP-MSG-006")).singleElement().isInstanceOf(Held.class);
    }

    @Test
    void aUserMessageAfterItsAnswerBreaksTheOrder() {
        assertThat(failed(elsewhere(output(assistant("msg_a1", "pong"), user(Samples.PROMPT)))))
                .containsExactly("RESP-USERMSG-001");
        assertThat(failed(elsewhere(
                        output(assistant("msg_a1", "pong"), user(Samples.PROMPT), assistant("msg_a2", "pong")))))
                .containsExactly("RESP-USERMSG-001");
    }

    @Test
    void aResponseThatIsNotCompletedMayEndWithTheUserMessage() {
        ObjectNode response = output(user(Samples.PROMPT));
        set("/status", "'failed'").andThen(set("/error", "{'message': 'm'}")).accept(response);
        assertThat(failed(elsewhere(response))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"User: %s", "%s\\n", " %s"})
    void aChangedUserTextIsNoEcho(String template) {
        String changed = template.formatted(Samples.PROMPT);
        assertThat(failed(answered(
                        output(user(changed.equals(Samples.PROMPT) ? "x" : changed), assistant("msg_a1", "pong")))))
                .containsExactly("RESP-MSG-006");
    }

    @Test
    void aUserTextIsNoOutputText() {
        String echo = user(Samples.PROMPT).replace("input_text", "output_text");
        assertThat(failed(answered(output(echo, assistant("msg_a1", "pong"))))).containsExactly("RESP-MSG-006");
    }

    @Test
    void theWholeConversationMayBeShownOnGet() {
        ObjectNode second = Samples.JSON.createObjectNode().put("model", "m").put("input", "And now?");
        second.put("previous_response_id", "resp_a1");
        String turn2 = text(response(set("/id", "'resp_a2'")
                .andThen(set("/previous_response_id", "'resp_a1'"))
                .andThen(set("/output", "[" + assistant("msg_a2", "ping") + "]"))));
        String whole = text(response(set("/id", "'resp_a2'")
                .andThen(set("/previous_response_id", "'resp_a1'"))
                .andThen(set(
                        "/output",
                        "["
                                + String.join(
                                        ",",
                                        user(Samples.PROMPT),
                                        assistant("msg_a1", "pong")
                                                .replace("'text': 'pong'", "'text': 'pong', 'annotations': []"),
                                        user("And now?").replace("msg_u", "msg_v"),
                                        assistant("msg_a2", "ping"))
                                + "]"))));
        Recorded recorded = answered(response())
                .json("chain", 1, "turn-2", Samples.create(second), 200, turn2)
                .json("chain", 1, "get-turn-2", Call.get("/responses/resp_a2"), 200, whole);
        assertThat(failed(recorded)).isEmpty();
        assertThat(warned(recorded)).containsExactly("RESP-MSG-002");
    }

    @Test
    void earlierAnswersWithoutTheirUserMessagesAreLegalToo() {
        ObjectNode second = Samples.JSON.createObjectNode().put("model", "m").put("input", Samples.PROMPT);
        second.put("previous_response_id", "resp_a1");
        String turn2 = text(response(set("/id", "'resp_a2'")
                .andThen(set("/previous_response_id", "'resp_a1'"))
                .andThen(set(
                        "/output",
                        "["
                                + String.join(
                                        ",",
                                        assistant("msg_a1", "pong"),
                                        user(Samples.PROMPT),
                                        assistant("msg_a2", "ping"))
                                + "]"))));
        Recorded recorded = answered(response()).json("chain", 1, "turn-2", Samples.create(second), 200, turn2);
        assertThat(failed(recorded)).isEmpty();
    }

    @Test
    void aTextOfAnUnknownTurnIsNotAccused() {
        ObjectNode second = Samples.JSON.createObjectNode().put("model", "m").put("input", "And now?");
        second.put("previous_response_id", "resp_of_yesterday");
        ObjectNode shown = output(
                user("Who knows?"),
                assistant("msg_y", "nobody"),
                user("And now?").replace("msg_u", "msg_v"),
                assistant("msg_a1", "pong"));
        shown.put("previous_response_id", "resp_of_yesterday");
        assertThat(failed(elsewhere(second, shown))).isEmpty();
    }

    @Test
    void anIdNamesOneItem() {
        assertThat(failed(elsewhere(output(assistant("msg_0", "a"), assistant("msg_0", "b")))))
                .containsExactly("RESP-ITEMID-001");
    }

    @Test
    void anIdUsedAgainInAnotherResponseIsWarnedOf() {
        Recorded unrelated = answered(response())
                .json("list", 1, "other", Samples.create(request()), 200, text(response(set("/id", "'resp_b'"))));
        assertThat(warned(unrelated)).containsExactly("RESP-ITEMID-004");
        ObjectNode second = Samples.JSON.createObjectNode().put("model", "m").put("input", "And now?");
        second.put("previous_response_id", "resp_a1");
        Recorded chained = answered(response())
                .json(
                        "chain",
                        1,
                        "turn-2",
                        Samples.create(second),
                        200,
                        text(response(set("/id", "'resp_b'")
                                .andThen(set("/previous_response_id", "'resp_a1'"))
                                .andThen(set("/output/0/content/0/text", "'ping'")))));
        assertThat(warned(chained)).containsExactly("RESP-ITEMID-004");
        assertThat(failed(chained)).isEmpty();
    }

    @Test
    void anItemTheClientSentBackKeepsItsId() {
        ObjectNode roundTrip = Samples.JSON.createObjectNode().put("model", "m");
        roundTrip.set("input", Recorded.json("[" + assistant("msg_a1", "pong") + "," + user("And now?") + "]"));
        Recorded recorded = answered(response())
                .json(
                        "round-trip",
                        1,
                        "back",
                        Samples.create(roundTrip),
                        200,
                        text(response(set("/id", "'resp_b'")
                                .andThen(set(
                                        "/output",
                                        "[" + assistant("msg_a1", "pong") + "," + user("And now?") + ","
                                                + assistant("msg_b", "ping") + "]")))));
        assertThat(failed(recorded)).isEmpty();
        assertThat(warned(recorded)).containsExactly("RESP-MSG-002");
    }

    @Test
    void oddPrefixesAreNoted() {
        String call = "{'id': 'call_1', 'type': 'function_call', 'call_id': 'call_1', 'name': 'f', 'arguments': '{}'}";
        assertThat(Samples.rows(elsewhere(output(call)), Severity.INFO)).containsExactly("RESP-ITEMID-003");
        assertThat(Samples.rows(elsewhere(output(assistant("uuid", "a"))), Severity.INFO))
                .containsExactly("RESP-ITEMID-003");
    }

    @ParameterizedTest
    @CsvSource({
        "completed,function_call,in_progress,true",
        "completed,function_call,incomplete,true",
        "completed,tool_call,in_progress,true",
        "completed,function_call,completed,false",
        "completed,mcp_call,in_progress,true",
        "completed,acme:search,in_progress,false",
        "incomplete,function_call,in_progress,true",
        "incomplete,function_call,incomplete,false",
        "failed,function_call,in_progress,false"
    })
    void finishedResponsesHaveNoOpenItem(String status, String type, String itemStatus, boolean broken) {
        ObjectNode response = output("{'id': 'fc_1', 'type': '" + type + "', 'status': '" + itemStatus + "'}");
        response.put("status", status);
        if (status.equals("incomplete")) {
            response.set("incomplete_details", Recorded.json("{'reason': 'max_output_tokens'}"));
        } else if (status.equals("failed")) {
            response.set("error", Recorded.json("{'message': 'm'}"));
        }
        assertThat(warned(elsewhere(response)).contains("RESP-ITEMSTATUS-003")).isEqualTo(broken);
        assertThat(failed(elsewhere(response))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "incomplete | Rivers are the | held",
                "completed | Rivers are the | broken",
                "in_progress | Rivers are the | broken",
                "completed | Rivers are long. | open"
            })
    void theItemThatWasCutIsIncomplete(String itemStatus, String written, String expected) {
        ObjectNode response =
                output(assistant("msg_a1", written).replace("'status': 'completed'", "'status': '" + itemStatus + "'"));
        set("/status", "'incomplete'")
                .andThen(set("/incomplete_details", "{'reason': 'max_output_tokens'}"))
                .accept(response);
        Recorded recorded = Recorded.profile("fireworks")
                .sentAt(Samples.SENT_MILLIS)
                .json(
                        "max-tokens",
                        1,
                        "capped",
                        Samples.create(request().put("max_output_tokens", 16)),
                        200,
                        text(response));
        assertThat(Samples.of(recorded, "RESP-ITEMSTATUS-004"))
                .singleElement()
                .satisfies(o -> assertThat(o.getClass().getSimpleName().toLowerCase(Locale.ROOT))
                        .isEqualTo(expected.equals("open") ? "unclear" : expected));
    }
}
