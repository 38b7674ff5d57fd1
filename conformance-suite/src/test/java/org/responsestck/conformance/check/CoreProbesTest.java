package org.responsestck.conformance.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.responsestck.conformance.evidence.Evidence;
import org.responsestck.conformance.evidence.Recorded;
import org.responsestck.conformance.wire.Call;
import org.responsestck.conformance.wire.End;
import org.responsestck.conformance.wire.Who;

/** What kind of request it was can be read from the request. */
class CoreProbesTest {
    private static final String GIVEN = "{'id':'resp_1','object':'response','output':[],'status':'completed'}";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "null",
                "{'input':'hi'}",
                "{'model':'m'}",
                "{'model':'suite-no-such-model','input':'hi'}",
                "{'model':'m','input':42}",
                "{'model':'m','input':['hi']}",
                "{'model':'m','input':[{'type':'message','role':'user'}]}",
                "{'model':'m','input':[{'type':'message','role':'alien','content':'hi'}]}",
                "{'model':'m','input':[{'role':'user','content':[{'type':'input_text'}]}]}",
                "{'model':'m','input':[{'type':'suite_unknown'}]}",
                "{'model':'m','input':[{'type':'function_call_output','call_id':'c','output':'x'}]}",
                "{'model':'m','input':'hi','temperature':2.1}",
                "{'model':'m','input':'hi','top_p':-0.1}",
                "{'model':'m','input':'hi','stream':'yes'}",
                "{'model':'m','input':'hi','max_output_tokens':0}",
                "{'model':'m','input':'hi','max_tool_calls':1.5}",
                "{'model':'m','input':'hi','tools':{}}",
                "{'model':'m','input':'hi','tools':[{'type':'function','function':{'name':'f'}}]}",
                "{'model':'m','input':'hi','tool_choice':'sometimes'}",
                "{'model':'m','input':'hi','tool_choice':'required'}",
                "{'model':'m','input':'hi','tools':[{'type':'function','name':'a b'}]}",
                "{'model':'m','input':'hi','tools':[{'type':'function','name':'f'},{'type':'function','name':'f'}]}",
                "{'model':'m','input':'hi','tools':[{'type':'function','name':'f'}],"
                        + "'tool_choice':{'type':'function','name':'g'}}",
                "{'model':'m','input':'hi','truncation':'sometimes'}",
                "{'model':'m','input':'hi','previous_response_id':42}",
                "{'model':'m','input':'hi','metadata':[]}"
            })
    void whatTheDocumentsRefuseIsMalformed(String body) {
        assertThat(kindOf(Call.postText("/responses", body.replace('\'', '"'), "application/json")))
                .isEqualTo(Probes.Kind.MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'model':'m','input':'hi'}",
                "{'model':'m','input':[{'role':'user','content':'hi'}],'stream':true,'store':null}",
                "{'model':'m','input':'hi','max_output_tokens':1,'temperature':0,'top_p':1,'metadata':{'a':'b'}}",
                "{'model':'m','input':'hi','previous_response_id':'resp_1'}",
                "{'model':'m','previous_response_id':'resp_1','input':[{'type':'function_call_output','call_id':'c','output':'x'}]}",
                "{'model':'m','input':[{'type':'function_call','call_id':'c','name':'f','arguments':'{}'},"
                        + "{'type':'function_call_output','call_id':'c','output':'x'}]}",
                "{'model':'m','input':'hi','tools':[{'type':'function','name':'f'}],'tool_choice':{'type':'function','name':'f'}}",
                "{'model':'m','input':'hi','tools':[{'type':'function','name':'f'},{'type':'function','name':'g'}],"
                        + "'tool_choice':{'type':'function','function':{'name':'g'}}}",
                "{'model':'m','input':'hi','text':{'format':{'type':'json_schema','name':'n','schema':{}}}}"
            })
    void whatTheDocumentsAllowIsValid(String body) {
        assertThat(kindOf(Call.post("/responses", Recorded.json(body)))).isEqualTo(Probes.Kind.VALID);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'model':'fault/midstream','input':'hi'}",
                "{'model':'m','input':'hi','x_suite_unknown':1}",
                "{'model':'m','input':'hi','tools':[{'type':'sse','server_url':'file:///x'}]}",
                "{'model':'m','input':[{'role':'user','content':[{'type':'input_image','image_url':'data:,'}]}]}",
                "{'model':'m','input':[{'role':'developer','content':'hi'}]}"
            })
    void whatDependsOnOthersIsOutside(String body) {
        assertThat(kindOf(Call.post("/responses", Recorded.json(body)))).isEqualTo(Probes.Kind.OUTSIDE);
    }

    @ParameterizedTest
    @CsvSource({
        "GET,/responses/resp_1,VALID",
        "DELETE,/responses/resp_1?x=y,VALID",
        "GET,/responses/resp%5F1,VALID",
        "GET,/responses/resp_0000,UNKNOWN_ID",
        "GET,/responses/a%2Fb,ODD_ID",
        "GET,/responses/x,ODD_ID",
        "GET,/responses/x/y/z,ROUTE",
        "PUT,/responses,ROUTE",
        "GET,/responses?limit=20&after=resp_1,VALID",
        "GET,/responses?limit=0,MALFORMED",
        "GET,/responses?limit=101,MALFORMED",
        "GET,/responses?limit=abc,MALFORMED",
        "GET,/responses?after=resp_00000000000000000000000000000000,UNKNOWN_ID",
        "POST,/responses/resp_1/cancel,OUTSIDE"
    })
    void pathsTellWhatIsAskedFor(String method, String path, Probes.Kind kind) {
        assertThat(kindOf(new Call(method, path, null, Map.of()))).isEqualTo(kind);
    }

    @Test
    void aPlainTextBodyIsMalformedEvenWhenItIsJson() {
        Call call = Call.postText("/responses", "{\"model\":\"m\",\"input\":\"hi\"}", "text/plain");
        assertThat(kindOf(call)).isEqualTo(Probes.Kind.MALFORMED);
    }

    @Test
    void anUnknownParentIsAnUnknownId() {
        Call call =
                Call.post("/responses", Recorded.json("{'model':'m','input':'hi','previous_response_id':'resp_0'}"));
        assertThat(kindOf(call)).isEqualTo(Probes.Kind.UNKNOWN_ID);
    }

    @Test
    void aCallThatIsLeftOpenIsOutside() {
        Evidence evidence = Recorded.profile("fireworks")
                .json("s", 1, "given", ToolSamples.forced(), 200, ToolSamples.response(ToolSamples.CALL))
                .json("s", 1, "left", ToolSamples.post("'input':'Hello?','previous_response_id':'resp_1'"), 500, "{}")
                .json(
                        "s",
                        1,
                        "answered",
                        ToolSamples.post("'previous_response_id':'resp_1','input':[{'type':'function_call_output',"
                                + "'call_id':'c1','output':'x'}]"),
                        500,
                        "{}")
                .evidence();
        Probes probes = Probes.of(evidence);
        assertThat(probes.kind(evidence.at("s", "left").get(0))).isEqualTo(Probes.Kind.OUTSIDE);
        assertThat(probes.kind(evidence.at("s", "answered").get(0))).isEqualTo(Probes.Kind.VALID);
    }

    @Test
    void aRequestWithoutTheKeyIsThatAlone() {
        Evidence evidence = Recorded.profile("fireworks")
                .exchange("s", 1, "x", Who.NO_KEY, Call.get("/responses"), 401, "", "", End.COMPLETE)
                .evidence();
        assertThat(Probes.of(evidence).kind(evidence.exchanges().get(0))).isEqualTo(Probes.Kind.OTHER_KEY);
    }

    private static Probes.Kind kindOf(Call call) {
        Evidence evidence = Recorded.profile("fireworks")
                .json("s", 1, "given", Call.post("/responses", Recorded.json("{'model':'m','input':'hi'}")), 200, GIVEN)
                .json("s", 1, "asked", call, 400, "{'detail':'x'}")
                .evidence();
        return Probes.of(evidence).kind(evidence.at("s", "asked").get(0));
    }
}
