package org.responsestck.conformance.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.responsestck.conformance.check.Observation.Broken;
import org.responsestck.conformance.check.Observation.Held;
import org.responsestck.conformance.evidence.Recorded;
import org.responsestck.conformance.wire.Call;
import org.responsestck.conformance.wire.End;
import org.responsestck.conformance.wire.Who;

/** What a missing, a wrong and a second key are answered. */
class CredentialChecksTest {
    private static final Call CREATE = Call.post(
            "/responses",
            JsonNodeFactory.instance.objectNode().put("model", "m").put("input", "x"));
    private static final Call GET = Call.get("/responses/resp_1");
    private static final Call DELETE = Call.delete("/responses/resp_1");
    private static final Call LIST = Call.get("/responses");
    private static final String CREDENTIALS = "credentials";
    private static final String SECOND = "second-account";

    private static Recorded send(
            Recorded to, String scenario, String step, Who who, Call call, int status, String body) {
        return to.exchange(
                scenario, 1, step, who, call, status, "application/json", body.replace('\'', '"'), End.COMPLETE);
    }

    private static String verdict(Recorded recorded, String id) {
        List<Observation> all = AuthChecks.checks().stream()
                .filter(c -> c.proves().contains(id))
                .flatMap(c -> c.judge().apply(recorded.evidence()))
                .toList();
        return all.stream()
                .filter(Broken.class::isInstance)
                .map(o -> "broken " + ((Broken) o).variant())
                .findFirst()
                .orElse(all.isEmpty() ? "nothing" : all.stream().allMatch(Held.class::isInstance) ? "held" : "unclear");
    }

    private static Recorded target(boolean reads) {
        return Recorded.profile("fireworks")
                .json(CREDENTIALS, 1, "create", CREATE, 200, "{'id':'resp_1','status':'completed','output':[]}")
                .json("basic", 1, "get", GET, reads ? 200 : 404, "{'id':'resp_1','status':'completed','output':[]}");
    }

    @ParameterizedTest
    @CsvSource({
        "401, 401, held",
        "403, 403, held",
        "401, 404, held",
        "400, 401, broken other-4xx",
        "404, 404, broken other-4xx",
        "401, 400, broken other-4xx",
        "'200', 401, 'broken '",
        "500, 401, 'broken '",
        "401, 500, 'broken '",
        "401, 200, 'broken '",
        "503, 401, unclear",
        "302, 401, unclear",
        "429, 401, unclear"
    })
    void aMissingKeyIsRefused(int create, int get, String expected) {
        Recorded recorded = target(true);
        send(recorded, CREDENTIALS, "no-key-create", Who.NO_KEY, CREATE, create, "{'error':'x'}");
        send(recorded, CREDENTIALS, "no-key-get", Who.NO_KEY, GET, get, "{'error':'x'}");
        assertThat(verdict(recorded, "AUTH-002")).isEqualTo(expected);
    }

    @Test
    void anOperationThatIsNotThereHasNothingToProtect() {
        Recorded recorded = target(false);
        send(recorded, CREDENTIALS, "no-key-create", Who.NO_KEY, CREATE, 401, "{}");
        send(recorded, CREDENTIALS, "no-key-get", Who.NO_KEY, GET, 405, "{}");
        send(recorded, CREDENTIALS, "no-key-list", Who.NO_KEY, LIST, 501, "{}");
        assertThat(verdict(recorded, "AUTH-002")).isEqualTo("held");
    }

    @Test
    void aRefusedDeleteHasNoEffect() {
        Recorded recorded = target(true);
        send(recorded, CREDENTIALS, "no-key-delete", Who.NO_KEY, DELETE, 401, "{}");
        assertThat(verdict(recorded, "AUTH-002")).isEqualTo("held");
        send(recorded, CREDENTIALS, "get", Who.KEY, GET, 404, "{}");
        assertThat(verdict(recorded, "AUTH-002")).isEqualTo("broken ");
    }

    @ParameterizedTest
    @CsvSource({"401, held", "403, held", "422, broken other-4xx", "404, 'broken '", "200, 'broken '"})
    void anUnknownKeyIsRefused(int create, String expected) {
        Recorded recorded = target(true);
        send(recorded, CREDENTIALS, "wrong-key-create", Who.WRONG_KEY, CREATE, create, "{}");
        assertThat(verdict(recorded, "AUTH-003")).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"401, 401, held", "401, 403, held", "401, 422, 'broken '", "200, 422, unclear", "401, 404, unclear"})
    void theKeyComesBeforeTheBody(int create, int body, String expected) {
        Recorded recorded = target(true);
        send(recorded, CREDENTIALS, "wrong-key-create", Who.WRONG_KEY, CREATE, create, "{}");
        send(recorded, CREDENTIALS, "wrong-key-bad-body", Who.WRONG_KEY, CREATE, body, "{}");
        assertThat(verdict(recorded, "AUTH-004")).isEqualTo(expected);
    }

    private static String said(String text, int tokens) {
        return "{'id':'resp_2','status':'completed','usage':{'prompt_tokens':" + tokens
                + "},'output':[{'type':'message','role':'assistant','content':[{'type':'output_text','text':'" + text
                + "'}]}]}";
    }

    private static Recorded second() {
        Recorded recorded = target(true).drawn(SECOND, 1, "codeword", "zanobi");
        send(recorded, SECOND, "fresh", Who.SECOND_KEY, CREATE, 200, said("unknown", 20));
        send(recorded, SECOND, "remember", Who.KEY, CREATE, 200, "{'id':'resp_1','status':'completed','output':[]}");
        return send(recorded, SECOND, "control", Who.KEY, CREATE, 200, said("zanobi", 40));
    }

    @ParameterizedTest
    @CsvSource({"404, 404, held", "403, 403, held", "200, 404, broken read", "404, 200, held", "500, 404, unclear"})
    void whatAnotherAccountHasIsNotThere(int get, int delete, String expected) {
        Recorded recorded = second();
        send(recorded, SECOND, "get", Who.SECOND_KEY, GET, get, "{}");
        send(recorded, SECOND, "delete", Who.SECOND_KEY, DELETE, delete, "{}");
        send(recorded, SECOND, "get-own", Who.KEY, GET, 200, "{'id':'resp_1'}");
        assertThat(verdict(recorded, "AUTH-005")).isEqualTo(expected);
    }

    @Test
    void aDeleteThatTookEffectIsABreachWhateverItSaid() {
        Recorded recorded = second();
        send(recorded, SECOND, "delete", Who.SECOND_KEY, DELETE, 404, "{}");
        send(recorded, SECOND, "get-own", Who.KEY, GET, 404, "{}");
        assertThat(verdict(recorded, "AUTH-005")).isEqualTo("broken deleted");
    }

    @ParameterizedTest
    @CsvSource({"unknown, 22, unclear", "zanobi, 22, broken continued", "unknown, 44, broken continued"})
    void aContinuationThatStartsAnewShowsNothingOfTheOther(String text, int tokens, String expected) {
        Recorded recorded = second();
        send(recorded, SECOND, "continue", Who.SECOND_KEY, CREATE, 200, said(text, tokens));
        assertThat(verdict(recorded, "AUTH-005")).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"resp_7, held", "resp_1, broken listed"})
    void theListIsOfTheOwnAccount(String id, String expected) {
        Recorded recorded = second();
        send(recorded, SECOND, "list", Who.SECOND_KEY, LIST, 200, "{'data':[{'id':'" + id + "'}]}");
        assertThat(verdict(recorded, "AUTH-005")).isEqualTo(expected);
    }

    @Test
    void aSecondKeyThatIsNotAcceptedShowsNothing() {
        Recorded recorded = target(true);
        send(recorded, SECOND, "fresh", Who.SECOND_KEY, CREATE, 401, "{}");
        send(recorded, SECOND, "get", Who.SECOND_KEY, GET, 401, "{}");
        assertThat(verdict(recorded, "AUTH-005")).isEqualTo("unclear");
    }

    @ParameterizedTest
    @CsvSource({"unknown, 21, held", "zanobi, 21, 'broken '", "unknown, 90, broken count-grown"})
    void nothingIsRememberedAcrossAccounts(String text, int tokens, String expected) {
        Recorded recorded = second();
        send(recorded, SECOND, "fresh-after", Who.SECOND_KEY, CREATE, 200, said(text, tokens));
        assertThat(verdict(recorded, "AUTH-009")).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"200, held", "400, broken refused", "500, broken server-error"})
    void theOwnAccountDeletes(int status, String expected) {
        Recorded recorded = Recorded.profile("fireworks").json("own-account", 1, "delete", DELETE, status, "{}");
        assertThat(verdict(recorded, "AUTH-006")).isEqualTo(expected);
    }
}
