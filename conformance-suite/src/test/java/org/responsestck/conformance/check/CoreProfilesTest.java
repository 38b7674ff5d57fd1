package org.responsestck.conformance.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.responsestck.conformance.evidence.Evidence;
import org.responsestck.conformance.scenario.LawfulServer;
import org.responsestck.conformance.scenario.PlayedRun;
import org.responsestck.conformance.scenario.PlayedRun.Canned;
import org.responsestck.conformance.wire.End;

/** The profiles differ where their documents do, and shared answers are compared where they stand. */
class CoreProfilesTest {
    private static final Canned SERVED = Canned.json(200, "{'id':'resp_1','object':'response','output':[]}");
    private static final Canned BAD = Canned.json(400, "{'error':{'message':'no','param':'model'}}");

    @ParameterizedTest
    @ValueSource(strings = {"open-responses", "openai"})
    void badRequestIsRightWhereItIsDocumented(String profile) {
        Map<String, Set<String>> said = said(PlayedRun.against(profile, new LawfulServer())
                .at("refusals-input/noinput", BAD)
                .at("refusals-input/nomodel", BAD));
        assertThat(said.get("INPUT-MISSING-001")).containsExactly("held");
        assertThat(said.get("INPUT-MISSING-002")).containsExactly("held");
        assertThat(said.values().stream().flatMap(Set::stream)).noneMatch(w -> w.startsWith("UNKNOWN"));
    }

    @Test
    void smallCapsAreRefusedByOtherDocuments() {
        assertThat(said(PlayedRun.against("openai", new LawfulServer())).get("LIMIT-TOKENS-003"))
                .containsExactly("WARN accepted-small", "held");
    }

    @Test
    void keysAndValuesOfMetadataAreBoundedByOtherDocuments() {
        PlayedRun run = PlayedRun.against("openai", new LawfulServer());
        assertThat(said(run).get("PARAM-META-001")).containsExactly("FAIL accepted", "held");
    }

    @Test
    void anErrorThatDoesNotNameTheModelIsAWarning() {
        PlayedRun run = PlayedRun.against("openai", new LawfulServer())
                .at("refusals-input/nomodel", Canned.json(400, "{'error':{'message':'no'}}"));
        assertThat(said(run).get("INPUT-MISSING-002")).containsExactly("WARN unnamed");
    }

    @Test
    void aProfileWithoutReadsSendsNone() {
        Evidence evidence =
                PlayedRun.against("open-responses", new LawfulServer()).play(1).evidence();
        assertThat(evidence.exchanges()).noneMatch(x -> x.call().method().equals("GET"));
    }

    @Test
    void aDeclaredDefaultModelLeavesTheMissingModelOpen() {
        PlayedRun run = PlayedRun.against("fireworks", new LawfulServer())
                .declares("default-model")
                .declares("any-model")
                .at("refusals-input/nomodel", SERVED)
                .at("refusals-parameters/model", SERVED);
        Map<String, Set<String>> said = said(run);
        assertThat(said.get("INPUT-MISSING-002")).containsExactly("unclear UNSUPPORTED");
        assertThat(said.get("PARAM-MODEL-001")).containsExactly("unclear UNSUPPORTED");
    }

    @Test
    void declaredFixedSamplingIsAWarning() {
        PlayedRun run = PlayedRun.against("openai", new LawfulServer())
                .declares("fixed-sampling")
                .at("echo/echo", c -> c.body(b -> b.replace("\"temperature\":0.2", "\"temperature\":1.0")));
        assertThat(said(run).get("PARAM-ECHO-001")).containsExactly("WARN fixed-sampling");
    }

    @Test
    void aStreamThatIsAcceptedAsThePlainRequestIsIsLeftToItsRow() {
        Canned stream = Canned.of(200, "text/event-stream", "data: {\"type\":\"response.completed\"}\n\n");
        PlayedRun run = PlayedRun.against("fireworks", new LawfulServer())
                .at("refusals-parameters/model", SERVED)
                .at("refusals-stream/stream/0", stream);
        assertThat(said(run).get("ERR-STREAM-001")).containsExactly("held");
    }

    @Test
    void aServedStreamWithoutAPlainAnswerIsLeftOpen() {
        Canned stream = Canned.of(200, "text/event-stream", "data: {\"type\":\"response.completed\"}\n\n");
        PlayedRun run = PlayedRun.against("fireworks", new LawfulServer())
                .at("refusals-parameters/model", Canned.json(429, "{'error':'slow'}"))
                .at("refusals-stream/stream/0", stream)
                .at("refusals-stream/stream/1", Canned.json(429, "{'error':'slow'}"));
        assertThat(said(run).get("ERR-STREAM-001")).containsExactly("held", "unclear BUDGET", "unclear WIRE");
    }

    @Test
    void aStreamThatIsCutLeavesTheIterationOpen() {
        PlayedRun run = PlayedRun.against("fireworks", new LawfulServer())
                .at(
                        "echo/stream",
                        c -> new Canned(c.status(), c.headers(), c.body(), End.CUT)
                                .body(b -> b.replace("data: [DONE]\n\n", "")));
        assertThat(said(run).get("SDK-006")).containsExactly("held", "unclear WIRE");
    }

    @Test
    void anUnknownKeyStatusWhereNothingIsServedIsNoBreach() {
        PlayedRun run = PlayedRun.against("fireworks", call -> Canned.json(403, "{'error':'unauthorized'}"));
        Map<String, Set<String>> said = said(run);
        assertThat(said.get("PARAM-RANGE-001")).containsExactly("unclear VALUE_MISSING");
        assertThat(said.get("ERR-422-001")).containsExactly("unclear VALUE_MISSING");
        assertThat(said.get("HTTP-PATH-001")).containsExactly("held");
    }

    private static Map<String, Set<String>> said(PlayedRun run) {
        return CoreVerdicts.of(run.play(1).evidence());
    }
}
