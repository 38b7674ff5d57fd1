package org.responsestck.conformance.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.responsestck.conformance.evidence.Evidence;
import org.responsestck.conformance.scenario.LawfulServer;
import org.responsestck.conformance.scenario.PlayedRun;
import org.responsestck.conformance.scenario.PlayedRun.Canned;
import org.responsestck.conformance.wire.Call;
import org.responsestck.conformance.wire.End;
import org.responsestck.conformance.wire.Who;

/** A lawful server is not accused, however odd it is. */
class CoreLawfulTest {
    private static final String UNSUPPORTED = "{'error':{'message':'this is not supported'}}";

    @Test
    void everyRowHoldsOnALawfulServer() {
        Evidence evidence =
                PlayedRun.against("fireworks", new LawfulServer()).play(1).evidence();
        assertThat(CoreVerdicts.notHeld(evidence)).isEmpty();
        Set<String> rows = CoreVerdicts.of(evidence).keySet();
        CoreVerdicts.checks().forEach(c -> assertThat(rows).as(c.name()).containsAll(c.proves()));
    }

    @Test
    void aRunCostsNoMoreThanItsShare() {
        Evidence evidence =
                PlayedRun.against("fireworks", new LawfulServer()).play(1).evidence();
        assertThat(evidence.exchanges()).hasSizeLessThanOrEqualTo(85);
    }

    @Test
    void laterTakesDoNotAccuseALawfulServer() {
        Evidence evidence =
                PlayedRun.against("fireworks", new LawfulServer()).play(3).evidence();
        assertThat(CoreVerdicts.notHeld(evidence)).isEmpty();
    }

    record Oddity(String name, String place, UnaryOperator<Canned> change, Map<String, Set<String>> said) {
        @Override
        public String toString() {
            return name;
        }
    }

    @ParameterizedTest
    @MethodSource("oddities")
    void anOddityIsNotAccused(Oddity oddity) {
        PlayedRun run = PlayedRun.against("fireworks", new LawfulServer());
        for (String place : oddity.place().split(" and ")) {
            run.at(place, oddity.change());
        }
        run.play(1);
        assertThat(CoreVerdicts.notHeld(run.evidence())).isEqualTo(oddity.said());
    }

    static Stream<Oddity> oddities() {
        return Stream.of(
                silent(
                        "problem+json",
                        "refusals-input/noinput",
                        c -> Canned.of(422, "application/problem+json", c.body())),
                silent(
                        "error as text",
                        "refusals-input/inputtype/0",
                        c -> Canned.json(422, "{'error':'no such input'}")),
                silent("detail as text", "refusals-input/inputtype/0", c -> Canned.json(422, "{'detail':'no'}")),
                silent(
                        "error object with more members",
                        "refusals-input/inputtype/0",
                        c -> Canned.json(
                                400, "{'error':{'message':'no','type':'x','code':null,'param':'input'},'id':'r1'}")),
                silent(
                        "validation entries with more members",
                        "refusals-input/nomodel",
                        c -> c.body(b -> b.replace("\"msg\"", "\"input\":{},\"ctx\":{},\"msg\""))),
                silent(
                        "unknown member named",
                        "liberties/all and liberties/unknown-member",
                        c -> Canned.json(422, "{'detail':'x_suite_unknown'}")),
                silent(
                        "numbers shown with more digits",
                        "echo/echo",
                        c -> c.body(b -> b.replace("0.2", "0.20000000298"))),
                silent(
                        "strict mode adds to parameters",
                        "echo/echo",
                        c -> c.body(b -> b.replace(
                                "\"required\":[\"location\"]",
                                "\"required\":[\"location\",\"unit\"],\"additionalProperties\":false"))),
                silent(
                        "server adds metadata",
                        "echo/echo",
                        c -> c.body(b -> b.replace("\"suite\"", "\"added\":\"x\",\"suite\""))),
                silent("BOM-free white space around", "basic/create", c -> c.body(b -> "\r\n " + b + " \n")),
                silent(
                        "duplicate names are another row",
                        "basic/create",
                        c -> c.body(b -> b.replaceFirst("\\{", "{\"x\":1,\"x\":2,"))),
                silent(
                        "ping events",
                        "echo/stream",
                        c -> c.body(b -> ": hello\n\nevent: ping\ndata: {\"type\":\"ping\"}\n\n" + b)),
                silent("no [DONE]", "echo/stream", c -> c.body(b -> b.replace("data: [DONE]\n\n", ""))),
                silent(
                        "null errors on events",
                        "echo/stream",
                        c -> c.body(b -> b.replace(
                                "{\"type\":\"response.created\"", "{\"error\":null,\"type\":\"response.created\""))),
                silent(
                        "a redirect on a strange id",
                        "refusals-get/getbad/2",
                        c -> c.status(308).with("location", "/x")),
                silent(
                        "plain 405 page for a strange id",
                        "refusals-get/getbad/2",
                        c -> Canned.json(404, "{'detail':'x'}")),
                silent(
                        "null echo under null",
                        "nulls/create",
                        c -> c.body(b -> b.replace("\"temperature\":1.0", "\"temperature\":null"))),
                said(
                        "list of errors for an unknown model",
                        "refusals-parameters/model",
                        Canned.json(403, "{'error':'unauthorized'}"),
                        Map.of("PARAM-MODEL-001", Set.of("INFO other-4xx"))),
                said(
                        "developer refused",
                        "roles/developer",
                        Canned.json(400, UNSUPPORTED),
                        Map.of("INPUT-ITEMS-005", Set.of("WARN developer-refused"))),
                said(
                        "429 on a probe",
                        "refusals-parameters/temp/0",
                        Canned.of(429, "", "").with("retry-after", "1"),
                        Map.of("PARAM-RANGE-001", Set.of("unclear BUDGET"), "ERR-422-001", Set.of("unclear BUDGET"))),
                said(
                        "502 of a proxy on a probe",
                        "refusals-parameters/topp/0",
                        Canned.of(502, "text/html", "<h1>Bad Gateway</h1>").with("server", "nginx/1.25"),
                        Map.of(
                                "PARAM-RANGE-002",
                                Set.of("unclear BUDGET"),
                                "ERR-STATUS-001",
                                Set.of("unclear BUDGET"))),
                said(
                        "a timeout on a probe",
                        "refusals-parameters/topp/0",
                        Canned.none(End.TIMEOUT),
                        Map.of("PARAM-RANGE-002", Set.of("unclear WIRE"))),
                said(
                        "501 on an item",
                        "refusals-input/item/4",
                        Canned.json(501, UNSUPPORTED),
                        Map.of("INPUT-ITEMSHAPE-001", Set.of("unclear UNSUPPORTED"))),
                said(
                        "a charset too much for a busy server",
                        "liberties/all and liberties/charset",
                        Canned.of(503, "", ""),
                        Map.of(
                                "HTTP-REQCT-001",
                                Set.of("unclear BUDGET"),
                                "ERR-STATUS-003",
                                Set.of("unclear BUDGET"),
                                "HTTP-JSON-002",
                                Set.of("WARN exempted"),
                                "ERR-SHAPE-002",
                                Set.of("WARN exempted"))));
    }

    @Test
    void aRedirectThatLeadsOutOfTheTargetLeavesThePathOpen() {
        PlayedRun run = PlayedRun.against(
                        "fireworks", call -> Canned.of(307, "", "").with("location", "https://elsewhere.test/v1"))
                .play(1);
        assertThat(CoreVerdicts.failures(run.evidence())).isEmpty();
        assertThat(CoreVerdicts.of(run.evidence()).get("HTTP-PATH-001")).containsExactly("unclear WIRE");
    }

    @Test
    void aServerWithoutTheOperationIsReportedByItsPathAlone() {
        PlayedRun run = PlayedRun.against("fireworks", call -> Canned.of(404, "text/plain", "Not Found"))
                .play(1);
        assertThat(CoreVerdicts.of(run.evidence()).get("HTTP-PATH-001")).containsExactly("FAIL");
        assertThat(CoreVerdicts.of(run.evidence()).get("INPUT-ITEMS-001")).containsExactly("unclear VALUE_MISSING");
    }

    @Test
    void aWrongModelNameIsNoBreach() {
        PlayedRun run = PlayedRun.against(
                        "fireworks", call -> Canned.json(404, "{'error':{'message':'Model m not found','code':'x'}}"))
                .play(1);
        Map<String, Set<String>> said = CoreVerdicts.of(run.evidence());
        assertThat(said.get("HTTP-PATH-001")).containsExactly("unclear OPTION_MISSING");
        assertThat(said.get("INPUT-STR-001")).containsExactly("unclear VALUE_MISSING");
        assertThat(CoreVerdicts.failures(run.evidence())).isEmpty();
    }

    @Test
    void aServerThatNeverAnswersIsNotAccused() {
        PlayedRun run =
                PlayedRun.against("fireworks", call -> Canned.none(End.REFUSED)).play(1);
        assertThat(CoreVerdicts.failures(run.evidence())).isEmpty();
        assertThat(CoreVerdicts.of(run.evidence()).values()).allMatch(w -> w.equals(Set.of("unclear UNREACHABLE")));
    }

    @Test
    void aServerThatIsAlwaysBusyIsNotAccused() {
        PlayedRun run = PlayedRun.against("fireworks", call -> Canned.json(429, "{'error':'slow down'}"))
                .play(1);
        assertThat(CoreVerdicts.failures(run.evidence())).isEmpty();
    }

    @Test
    void aProxyThatIsBrokenIsNotAccused() {
        PlayedRun run = PlayedRun.against(
                        "fireworks",
                        call -> Canned.of(502, "text/html", "<h1>502</h1>").with("via", "1.1 proxy"))
                .tries(3)
                .play(1);
        assertThat(CoreVerdicts.failures(run.evidence())).isEmpty();
    }

    @Test
    void textRefusedInEveryFormIsNoBreach() {
        PlayedRun run = PlayedRun.against("fireworks", refusing(new LawfulServer(), "\"text\":{"));
        assertThat(CoreVerdicts.notHeld(run.play(1).evidence()))
                .isEqualTo(Map.of("PARAM-TEXT-001", Set.of("unclear UNSUPPORTED")));
    }

    @Test
    void aRefusedMemberIsSeenAloneAndTheOthersAreStillJudged() {
        PlayedRun run = PlayedRun.against("fireworks", refusing(new LawfulServer(), "\"truncation\":\"auto\""));
        Evidence evidence = run.play(1).evidence();
        assertThat(CoreVerdicts.notHeld(evidence)).isEqualTo(Map.of("PARAM-ECHO-006", Set.of("unclear UNSUPPORTED")));
        assertThat(evidence.at("echo", "stream").get(0).request().has("truncation"))
                .isFalse();
        assertThat(evidence.at("echo", "stream").get(0).request().has("tools")).isTrue();
    }

    @Test
    void aServerThatOnlyAnswersMetadataOnceMayRefuseDifficultPairs() {
        PlayedRun run = PlayedRun.against("fireworks", refusing(new LawfulServer(), "Suite-Key"));
        assertThat(CoreVerdicts.notHeld(run.play(1).evidence())).isEmpty();
    }

    @Test
    void answersToAWrongKeyAreNotAccused() {
        PlayedRun run = PlayedRun.against("fireworks", new LawfulServer()).play(1);
        Call call = Call.get("/responses/resp_00000000000000000000000000000001");
        run.also("auth", "wrong", Who.WRONG_KEY, call, Canned.json(401, "{'error':'unauthorized'}"));
        run.also("auth", "crash", Who.NO_KEY, call, Canned.json(500, "{'error':'unauthorized'}"));
        assertThat(CoreVerdicts.notHeld(run.evidence())).isEmpty();
    }

    private static java.util.function.Function<Call, Canned> refusing(LawfulServer server, String text) {
        return call ->
                call.body() != null && call.body().contains(text) ? Canned.json(400, UNSUPPORTED) : server.apply(call);
    }

    private static Oddity silent(String name, String place, UnaryOperator<Canned> change) {
        return new Oddity(name, place, change, Map.of());
    }

    private static Oddity said(String name, String place, Canned answer, Map<String, Set<String>> said) {
        return new Oddity(name, place, c -> answer, said);
    }
}
