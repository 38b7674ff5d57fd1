package org.responsestck.conformance.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.responsestck.conformance.evidence.Evidence;
import org.responsestck.conformance.evidence.Recorded;
import org.responsestck.conformance.wire.Call;
import org.responsestck.conformance.wire.End;
import org.responsestck.conformance.wire.Exchange;
import org.responsestck.conformance.wire.Who;

class CurlTest {
    private static String curl(Who who, Call call) {
        return Curl.of("http://localhost/v1", new Exchange(1, who, call, 0, 0, null, End.REFUSED, null));
    }

    @Test
    void aKeyStandsAsAVariable() {
        assertThat(curl(Who.KEY, Call.get("/responses/x")))
                .contains("\"Authorization: Bearer $RESPONSES_API_KEY\"")
                .doesNotContain("Content-Type");
    }

    @Test
    void quotesInTheBodySurviveTheShell() {
        String command = curl(Who.NO_KEY, new Call("POST", "/responses", "{\"input\":\"it's\"}", Map.of()));
        assertThat(command).contains("'{\"input\":\"it'\\''s\"}'").doesNotContain("Authorization");
    }

    private static String repeat(String step) {
        Recorded record = Recorded.profile("fireworks")
                .json(
                        "chain",
                        1,
                        "turn-1",
                        Call.post("/responses", body("{\"input\":\"one\"}")),
                        200,
                        response("resp_aa"))
                .json(
                        "chain",
                        1,
                        "other",
                        Call.post("/responses", body("{\"input\":\"two\"}")),
                        200,
                        response("resp_bb"))
                .json(
                        "chain",
                        1,
                        "turn-2",
                        Call.post("/responses", body("{\"previous_response_id\":\"resp_aa\"}")),
                        200,
                        response("resp_cc"))
                .json("chain", 1, "delete", Call.delete("/responses/resp_cc"), 200, "{}")
                .json("chain", 1, "get", Call.get("/responses/resp_cc"), 200, response("resp_cc"));
        Evidence evidence = record.evidence();
        return new Curl("http://localhost/v1", evidence)
                .repeat(evidence.at("chain", step).get(0));
    }

    private static ObjectNode body(String json) {
        return (ObjectNode) Recorded.json(json);
    }

    private static String response(String id) {
        return "{\"object\":\"response\",\"id\":\"" + id + "\",\"output\":[]}";
    }

    @Test
    void aRequestThatSpeaksOfNoEarlierOneStandsAlone() {
        assertThat(repeat("other").lines()).hasSize(1);
    }

    @Test
    void whatMadeAnIdAndWhatWasDoneToItComesFirst() {
        List<String> lines = repeat("get").lines().toList();
        assertThat(lines).hasSize(4);
        assertThat(lines.get(0))
                .startsWith("ID1=$(curl -sS -N -X POST")
                .contains("one")
                .endsWith("cut -d '\"' -f 4)");
        assertThat(lines.get(1)).startsWith("ID2=$(curl").contains("\"previous_response_id\":\"'\"$ID1\"'\"");
        assertThat(lines.get(2)).contains("-X DELETE 'http://localhost/v1/responses/'\"$ID2\"''");
        assertThat(lines.get(3)).startsWith("curl -sS -i -w '\\n' -N -X GET").contains("/responses/'\"$ID2\"''");
        assertThat(lines).noneMatch(l -> l.contains("resp_aa") || l.contains("resp_cc") || l.contains("two"));
    }

    /** What stands in the report is given to a shell as it is. */
    @Test
    void aShellReadsTheIdOutOfTheAnswer() throws Exception {
        String script =
                "curl() { echo '{\"previous_response_id\": \"resp_00\", \"id\" : \"resp_77\"}'; echo \"$@\" >&2; }\n"
                        + repeat("get");
        Process shell =
                new ProcessBuilder("sh", "-c", script).redirectErrorStream(true).start();
        String out = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(shell.waitFor()).isZero();
        assertThat(out)
                .contains("\"previous_response_id\":\"resp_77\"")
                .contains("DELETE http://localhost/v1/responses/resp_77");
    }
}
