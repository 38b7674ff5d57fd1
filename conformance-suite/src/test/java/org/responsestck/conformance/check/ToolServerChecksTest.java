package org.responsestck.conformance.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.responsestck.conformance.check.Observation.Absent;
import org.responsestck.conformance.check.Observation.Broken;
import org.responsestck.conformance.check.Observation.Held;
import org.responsestck.conformance.check.Observation.Unclear;
import org.responsestck.conformance.evidence.Recorded;
import org.responsestck.conformance.wire.Call;
import org.responsestck.conformance.wire.End;
import org.responsestck.conformance.wire.Who;

/** Answers next to what the tool server saw. Legal forms first: nobody may be accused of them. */
class ToolServerChecksTest {
    private static final Call CREATE = Call.post(
            "/responses",
            JsonNodeFactory.instance.objectNode().put("model", "m").put("input", "Call get_secret."));
    private static final String CALL =
            "{'id':'call_1','type':'mcp_call','mcp':{'name':'get_secret','arguments':{}},'function':null}";
    private static final String OUTPUT =
            "{'type':'tool_output','tool_call_id':'call_1','output':'meta=None content=[TextContent(text=zanobi)]'}";
    private static final String MESSAGE =
            "{'id':'msg_1','type':'message','role':'assistant','status':'completed','content':[{'type':'output_text','text':'It is Zanobi.'}]}";

    private static String completed(String... items) {
        return response("completed", items);
    }

    private static String response(String status, String... items) {
        return "{'id':'resp_1','object':'response','status':'" + status + "','output':[" + String.join(",", items)
                + "]}";
    }

    private static Recorded answered(String... items) {
        return answered("tool-server", "call", 1, items);
    }

    private static Recorded answered(String scenario, String step, int take, String... items) {
        return Recorded.profile("fireworks")
                .drawn(scenario, take, "secret", "zanobi")
                .json(scenario, take, step, CREATE, 200, completed(items));
    }

    private static List<Observation> about(Recorded recorded, String id) {
        return ToolServerChecks.checks().stream()
                .filter(c -> c.proves().contains(id))
                .flatMap(c -> c.judge().apply(recorded.evidence()))
                .toList();
    }

    private static String verdict(Recorded recorded, String id) {
        List<Observation> all = about(recorded, id);
        for (Observation one : all) {
            assertThat(one.requirement()).isEqualTo(id);
            if (one instanceof Broken broken) {
                return "broken " + broken.variant();
            }
        }
        return all.stream().anyMatch(Held.class::isInstance)
                ? "held"
                : all.stream().anyMatch(Absent.class::isInstance)
                        ? "absent"
                        : all.stream().anyMatch(Unclear.class::isInstance) ? "unclear" : "nothing";
    }

    private static final List<String> OF_A_CALL = List.of(
            "TOOLS-MCP-001",
            "TOOLS-MCP-003",
            "TOOLS-MCP-004",
            "TOOLS-MCP-005",
            "TOOLS-MCP-006",
            "TOOLS-MCP-020",
            "TOOLS-MCP-024",
            "RESP-OUTPUT-004");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'id':'call_1','type':'mcp_call','mcp':{'name':'get_secret','arguments':{}}}|" + OUTPUT,
                "{'id':'call_1','type':'mcp_call','name':'suite.get_secret','arguments':'{}','server_label':'suite'}|"
                        + OUTPUT,
                "{'id':'call_1','type':'mcp_call','name':'get_secret','arguments':'','output':'zanobi'}|",
                "{'id':'mcp_1','call_id':'call_1','type':'mcp_call','mcp':{'name':'get_secret'}}|" + OUTPUT,
                "{'id':'call_1','type':'mcp_call','name':'get_secret','arguments':null,'output':null,'error':'x'}|"
            })
    void everyDocumentedFormOfACallHolds(String form) {
        String[] items = (form + "|" + MESSAGE).replace("||", "|").split("\\|");
        Recorded recorded = answered(items).called("get_secret", "{}");
        for (String id : OF_A_CALL) {
            assertThat(verdict(recorded, id)).as(id).isEqualTo("held");
        }
    }

    @Test
    void thoughtsAndMessagesBeforeTheCallAreInOrder() {
        String before = MESSAGE.replace("It is Zanobi.", "I will call it.");
        Recorded recorded = answered("{'type':'reasoning','id':'r','summary':[]}", before, CALL, OUTPUT, MESSAGE)
                .called("get_secret", "");
        for (String id : OF_A_CALL) {
            assertThat(verdict(recorded, id)).as(id).isEqualTo("held");
        }
    }

    @Test
    void aModelThatDoesNotCallLeavesAllOpen() {
        Recorded recorded =
                answered(MESSAGE.replace("It is Zanobi.", "Roses are red.")).witnessed("tools/list", "", "", Map.of());
        assertThat(verdict(recorded, "TOOLS-MCP-001")).isEqualTo("held");
        for (String id : OF_A_CALL.subList(1, OF_A_CALL.size())) {
            assertThat(verdict(recorded, id)).as(id).isEqualTo("unclear");
        }
    }

    @Test
    void aModelThatCallsAndAnswersInVerseIsNoBreachOfTheServer() {
        Recorded recorded = Recorded.profile("fireworks");
        String verse = MESSAGE.replace("It is Zanobi.", "Roses are red.");
        for (int take = 1; take <= 3; take++) {
            recorded.drawn("tool-server", take, "secret", "zanobi")
                    .json("tool-server", take, "call", CREATE, 200, completed(CALL, OUTPUT, verse))
                    .called("get_secret", "{}");
            for (int control = 1; control < take; control++) {
                recorded.json("tool-server", take, "control-" + control, CREATE, 200, completed(verse));
            }
        }
        assertThat(verdict(recorded, "TOOLS-MCP-004")).isEqualTo("unclear");
        assertThat(verdict(recorded, "TOOLS-MCP-003")).isEqualTo("unclear");
    }

    @Test
    void aResultThatNeverReachesAModelThatCanRepeatItIsABreach() {
        Recorded recorded = Recorded.profile("fireworks");
        for (int take = 1; take <= 3; take++) {
            recorded.drawn("tool-server", take, "secret", "zanobi")
                    .json(
                            "tool-server",
                            take,
                            "call",
                            CREATE,
                            200,
                            completed(CALL, OUTPUT, MESSAGE.replace("Zanobi", "nothing")))
                    .called("get_secret", "{}");
            for (int control = 1; control < take; control++) {
                recorded.json("tool-server", take, "control-" + control, CREATE, 200, completed(MESSAGE));
            }
        }
        assertThat(verdict(recorded, "TOOLS-MCP-004")).isEqualTo("broken ");
    }

    @Test
    void aTargetThatCannotReachTheToolServerIsNotAccused() {
        Recorded recorded = Recorded.profile("fireworks")
                .json(
                        "tool-server",
                        1,
                        "call",
                        CREATE,
                        424,
                        "{'error':{'message':'Could not connect to the MCP server'}}");
        for (String id : OF_A_CALL) {
            assertThat(verdict(recorded, id)).as(id).isIn("unclear", "nothing");
        }
        Recorded silent = answered(MESSAGE.replace("It is Zanobi.", "I have no tools."));
        for (String id : OF_A_CALL.subList(1, OF_A_CALL.size())) {
            assertThat(verdict(silent, id)).as(id).isEqualTo("absent");
        }
    }

    @Test
    void whoRefusesEveryFormHasNoSuchToolsAndWhoRefusesOneBreaksIt() {
        String no = "{'error':{'message':'unknown tool type mcp'}}";
        Recorded all = Recorded.profile("fireworks")
                .json("tool-server", 1, "call", CREATE, 422, no)
                .json("tool-server", 1, "labelled-stream", CREATE, 422, no)
                .json("tool-server", 1, "stream", CREATE, 422, no)
                .json("tool-server-arguments", 1, "sse", CREATE, 422, no)
                .json("tool-server-arguments", 1, "mcp", CREATE, 422, no);
        for (String id : List.of("TOOLS-MCP-001", "TOOLS-MCP-002", "TOOLS-MCP-014")) {
            assertThat(verdict(all, id)).as(id).isEqualTo("absent");
        }
        Recorded one = all.json("tool-server", 2, "labelled-stream", CREATE, 200, completed(MESSAGE));
        assertThat(verdict(one, "TOOLS-MCP-001")).isEqualTo("broken refused");
        assertThat(verdict(one, "TOOLS-MCP-002")).isEqualTo("broken refused");
    }

    @Test
    void aCallThatWasReportedAndNeverMadeIsABreach() {
        Recorded recorded = answered(CALL, OUTPUT, MESSAGE).witnessed("tools/list", "", "", Map.of());
        assertThat(verdict(recorded, "TOOLS-MCP-003")).isEqualTo("broken not-called");
        assertThat(verdict(recorded, "TOOLS-MCP-020")).isEqualTo("broken fewer-made");
        assertThat(verdict(recorded, "TOOLS-MCP-005")).isEqualTo("unclear");
    }

    @Test
    void aCallThatFailedBeforeItWasMadeIsNone() {
        String failed = CALL.replace("'type'", "'status':'failed','type'");
        Recorded recorded = answered(failed, CALL, OUTPUT, MESSAGE).called("get_secret", "{}");
        assertThat(verdict(recorded, "TOOLS-MCP-020")).isEqualTo("held");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{'token':'abc','count':3}    | {'count':3,'token':'abc'}   | held",
                "'{\\\"token\\\":\\\"abc\\\",\\\"count\\\":3}' | {'token':'abc','count':3.0} | held",
                "{'token':'abc','count':3}    | {'token':'abc','count':4}   | 'broken '",
                "{'token':'abc','count':3}    | {'token':'abc'}             | 'broken '",
                "{'token':'abc','count':3}    | {'token':'abc','count':'3'} | 'broken '"
            })
    void argumentsAreComparedAsValues(String reported, String made, String expected) {
        String call = "{'id':'c','type':'mcp_call','mcp':{'name':'mark','arguments':" + reported + "},'output':'x'}";
        Recorded recorded =
                answered("tool-server-arguments", "sse", 1, call, MESSAGE).called("mark", made);
        assertThat(verdict(recorded, "TOOLS-MCP-024")).isEqualTo(expected.replace("'", ""));
        assertThat(verdict(recorded, "TOOLS-MCP-002")).isEqualTo("held");
    }

    @Test
    void anIncompleteResponseSaysNothingAboutCounts() {
        Recorded recorded = Recorded.profile("fireworks")
                .json("tool-server", 1, "call", CREATE, 200, response("incomplete", CALL))
                .called("get_secret", "{}")
                .called("get_secret", "{}");
        assertThat(verdict(recorded, "TOOLS-MCP-020")).isEqualTo("unclear");
    }

    @Test
    void aStreamThatHidesItsCallsIsABreach() {
        String body = "event: response.completed\ndata: {\"type\":\"response.completed\",\"response\":"
                + completed(CALL, OUTPUT, MESSAGE).replace('\'', '"') + "}\n\n";
        Recorded recorded = Recorded.profile("fireworks").stream("tool-server", 1, "labelled-stream", CREATE, body)
                .called("get_secret", "{}");
        assertThat(verdict(recorded, "TOOLS-MCP-018")).isEqualTo("broken invisible");
        String shown = "event: response.output_item.added\ndata: {\"type\":\"response.output_item.added\",\"item\":"
                + CALL.replace('\'', '"') + "}\n\n" + body;
        Recorded good = Recorded.profile("fireworks").stream("tool-server", 1, "labelled-stream", CREATE, shown)
                .called("get_secret", "{}");
        assertThat(verdict(good, "TOOLS-MCP-018")).isEqualTo("held");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "424 | {'error':'no connection'} | held",
                "500 | {'error':'no connection'} | held",
                "500 | <html>Internal Server Error</html> | broken no-json",
                "200 | {'id':'r','status':'failed','output':[]} | held",
                "200 | {'id':'r','status':'completed','output':[{'type':'mcp_call','status':'failed','name':'x'}]} | held",
                "200 | {'id':'r','status':'completed','output':[{'type':'mcp_list_tools','error':'no'}]} | held",
                "200 | {'id':'r','status':'completed','output':[]} | broken silent"
            })
    void aToolServerThatIsNotThereEndsInAnError(int status, String body, String expected) {
        Recorded recorded =
                answered(MESSAGE).called("get_secret", "{}").json("tool-server-down", 1, "call", CREATE, status, body);
        assertThat(verdict(recorded, "TOOLS-MCP-009")).isEqualTo(expected);
    }

    @Test
    void aTargetThatHangsOnAToolServerThatIsNotThereIsABreach() {
        Recorded recorded = Recorded.profile("fireworks")
                .exchange("tool-server-down", 1, "call", Who.KEY, CREATE, 0, "", "", End.TIMEOUT);
        assertThat(verdict(recorded, "TOOLS-MCP-009")).isEqualTo("broken hang");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Failure kubela. | It failed. | held",
                "nothing | The tool says: kubela | held",
                "done | It is done. | broken hidden"
            })
    void theErrorOfAToolIsShownSomewhere(String output, String text, String expected) {
        Recorded recorded = Recorded.profile("fireworks")
                .drawn("tool-server-error", 1, "failure", "kubela")
                .json(
                        "tool-server-error",
                        1,
                        "call",
                        CREATE,
                        200,
                        completed(CALL, OUTPUT.replaceAll("meta.*\\]", output), MESSAGE.replace("It is Zanobi.", text)))
                .called("get_secret", "{}");
        assertThat(verdict(recorded, "TOOLS-MCP-010")).isEqualTo(expected);
    }

    private static Recorded extras(Map<String, String> headers, String tool) {
        return Recorded.profile("fireworks")
                .drawn("tool-server-extras", 1, "header", "headerword")
                .drawn("tool-server-extras", 1, "authorization", "authword")
                .json("tool-server-extras", 1, "both", CREATE, 200, completed(CALL, OUTPUT, MESSAGE))
                .witnessed("tools/list", "", "", headers)
                .witnessed("tools/call", tool, "{}", headers);
    }

    @Test
    void headersAndAllowedToolsAreJudgedByWhatArrived() {
        Map<String, String> both = Map.of("x-suite", "headerword", "authorization", "Bearer authword");
        assertThat(verdict(extras(both, "get_other"), "TOOLS-MCP-015")).isEqualTo("held");
        assertThat(verdict(extras(both, "get_other"), "TOOLS-MCP-011")).isEqualTo("held");
        assertThat(verdict(extras(both, "get_secret"), "TOOLS-MCP-011")).isEqualTo("broken not-allowed-called");
        assertThat(verdict(extras(Map.of("x-suite", "headerword"), "get_other"), "TOOLS-MCP-015"))
                .isEqualTo("broken absent");
        Recorded leak = extras(both, "get_other")
                .json(
                        "basic",
                        1,
                        "get",
                        Call.get("/responses/resp_1"),
                        200,
                        "{'tools':[{'authorization':'authword'}]}");
        assertThat(verdict(leak, "TOOLS-MCP-015")).isEqualTo("broken leak");
    }

    @Test
    void membersThatAreRefusedAreNotOffered() {
        Recorded recorded = Recorded.profile("fireworks")
                .drawn("tool-server-extras", 1, "header", "headerword")
                .json("tool-server-extras", 1, "both", CREATE, 422, "{'error':'headers: extra fields'}")
                .json("tool-server-extras", 1, "allowed", CREATE, 200, completed(CALL, OUTPUT, MESSAGE))
                .called("get_other", "{}")
                .json("tool-server-extras", 1, "headers", CREATE, 422, "{'error':'headers: extra fields'}");
        assertThat(verdict(recorded, "TOOLS-MCP-015")).isEqualTo("absent");
        assertThat(verdict(recorded, "TOOLS-MCP-011")).isEqualTo("held");
    }

    private static Recorded limited(int calls, int unlimited, String status, String reason) {
        return limited(
                calls,
                unlimited,
                200,
                "{'id':'r','status':'" + status + "','incomplete_details':{'reason':'" + reason + "'},'output':["
                        + MESSAGE + "]}");
    }

    private static Recorded limited(int calls, int unlimited, int status, String body) {
        Recorded recorded = Recorded.profile("fireworks").json("tool-server-limit", 1, "limited", CREATE, status, body);
        for (int i = 0; i < calls; i++) {
            recorded.witnessed("tools/call", "next_number", "{}", Map.of());
        }
        recorded.json("tool-server-limit", 1, "unlimited", CREATE, 200, completed(MESSAGE));
        for (int i = 0; i < unlimited; i++) {
            recorded.witnessed("tools/call", "next_number", "{}", Map.of());
        }
        return recorded;
    }

    @Test
    void aBoundHeldCountsOnlyWhereTheModelWouldHaveCalledMore() {
        assertThat(verdict(limited(2, 5, "incomplete", "max_tool_calls"), "LIMIT-TOOLCALLS-001"))
                .isEqualTo("held");
        assertThat(verdict(limited(2, 2, "completed", ""), "LIMIT-TOOLCALLS-001"))
                .isEqualTo("unclear");
        assertThat(verdict(limited(3, 2, "completed", ""), "LIMIT-TOOLCALLS-001"))
                .isEqualTo("broken ");
    }

    @Test
    void aTurnThatFailsOnItsWayToTheLimitIsBrokenWhereItDoesNotWithoutOne() {
        assertThat(verdict(limited(1, 5, 500, "{'detail':'limit'}"), "LIMIT-TOOLCALLS-002"))
                .isEqualTo("broken ");
        assertThat(verdict(limited(1, 1, 500, "{'detail':'limit'}"), "LIMIT-TOOLCALLS-002"))
                .isEqualTo("unclear");
        assertThat(verdict(limited(1, 5, 400, "{'detail':'limit'}"), "LIMIT-TOOLCALLS-002"))
                .isEqualTo("unclear");
    }

    @Test
    void aTurnAtItsLimitEndsInWordsOrIncomplete() {
        assertThat(verdict(limited(2, 5, "incomplete", "max_tool_calls"), "LIMIT-TOOLCALLS-002"))
                .isEqualTo("held");
        assertThat(verdict(limited(2, 5, "completed", ""), "LIMIT-TOOLCALLS-002"))
                .isEqualTo("held");
        assertThat(verdict(limited(2, 5, "incomplete", "max_output_tokens"), "LIMIT-TOOLCALLS-002"))
                .isEqualTo("unclear");
        assertThat(verdict(limited(2, 5, "failed", ""), "LIMIT-TOOLCALLS-002")).isEqualTo("broken ");
        assertThat(verdict(limited(1, 5, "completed", ""), "LIMIT-TOOLCALLS-002"))
                .isEqualTo("unclear");
    }

    @Test
    void functionsStayWithTheClient() {
        String function =
                "{'id':'fc_1','type':'function_call','call_id':'call_2','name':'get_weather','arguments':'{}'}";
        Recorded good =
                answered("tool-server-mixed", "call", 1, CALL, OUTPUT, function).called("get_secret", "{}");
        assertThat(verdict(good, "TOOLS-MCP-016")).isEqualTo("held");
        Recorded executed = answered(
                        "tool-server-mixed",
                        "call",
                        1,
                        function,
                        "{'type':'tool_output','tool_call_id':'call_2','output':'sunny'}",
                        MESSAGE)
                .called("get_secret", "{}");
        assertThat(verdict(executed, "TOOLS-MCP-016")).isEqualTo("broken executed");
        Recorded returned = answered("tool-server-mixed", "call", 1, function.replace("get_weather", "get_secret"));
        assertThat(verdict(returned, "TOOLS-MCP-016")).isEqualTo("broken returned");
    }

    @ParameterizedTest
    @CsvSource({"200, held", "422, held", "500, 'broken '"})
    void aPythonToolIsTakenOrRefused(int status, String expected) {
        Recorded recorded =
                Recorded.profile("fireworks").json("python-tool", 1, "create", CREATE, status, completed(MESSAGE));
        assertThat(verdict(recorded, "TOOLS-MCP-022")).isEqualTo(expected);
    }

    @Test
    void aContinuationWithTheSameToolsIsTaken() {
        assertThat(verdict(answered("tool-server", "continue", 1, MESSAGE), "TOOLS-MCP-023"))
                .isEqualTo("held");
        Recorded refused = Recorded.profile("fireworks")
                .json("tool-server", 1, "continue", CREATE, 400, "{'error':'unknown item tool_output'}");
        assertThat(verdict(refused, "TOOLS-MCP-023")).isEqualTo("broken refused");
    }
}
