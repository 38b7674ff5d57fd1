package org.responsestck.conformance.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.responsestck.conformance.scenario.LawfulServer;
import org.responsestck.conformance.scenario.PlayedRun;
import org.responsestck.conformance.scenario.PlayedRun.Canned;

/** What needs a model is broken only after all takes and with passed controls; what needs several tries only after them. */
class CoreTakesTest {
    @Test
    void aSilentModelAsksForAnotherTake() {
        assertThat(said(run("Repeat exactly"), 1).get("INPUT-STR-001")).containsExactly("unclear MODEL, try again");
        assertThat(said(run("Repeat exactly"), 3).get("INPUT-STR-001")).containsExactly("unclear MODEL");
    }

    @Test
    void ignoredInstructionsAreBrokenByPassedControls() {
        assertThat(said(run("\"instructions\""), 2).get("INSTR-001")).containsExactly("unclear MODEL, try again");
        assertThat(said(run("\"instructions\""), 3).get("INSTR-001")).containsExactly("WARN");
        assertThat(said(run("Say hello"), 3).get("INSTR-001")).containsExactly("unclear MODEL");
    }

    @Test
    void droppedHistoryIsBrokenByPassedControls() {
        assertThat(said(run("My name is [a-z]+\\.\"\\}"), 3).get("INPUT-ITEMS-003"))
                .containsExactly("FAIL", "held");
        assertThat(said(run("My name is"), 3).get("INPUT-ITEMS-003")).containsExactly("held", "unclear MODEL");
    }

    @Test
    void aDroppedAssistantTurnIsBrokenAndAnUnsureOneIsLeftOut() {
        assertThat(said(run("Choose a codeword"), 3).get("INPUT-ITEMS-003")).containsExactly("FAIL", "held");
        assertThat(said(run("The codeword is"), 3).get("INPUT-ITEMS-003")).containsExactly("held");
    }

    @Test
    void aCompletedAnswerThatFillsItsCapIsBrokenByLongControls() {
        PlayedRun run = lawful().at("max-tokens/capped", completed()).at("max-tokens/stream", completed());
        Map<String, Set<String>> first = said(run, 1);
        assertThat(first.get("LIMIT-TOKENS-001")).containsExactly("unclear MODEL, try again");
        Map<String, Set<String>> all =
                said(lawful().at("max-tokens/capped", completed()).at("max-tokens/stream", completed()), 3);
        assertThat(all.get("LIMIT-TOKENS-001")).containsExactly("FAIL");
        assertThat(all.get("STREAM-INC-002")).containsExactly("WARN");
    }

    @Test
    void aModelThatStopsEarlyUnderACapIsNotAccused() {
        UnaryOperator<Canned> early =
                c -> completed().apply(c).body(b -> b.replace("\"completion_tokens\":16", "\"completion_tokens\":9"));
        PlayedRun run = lawful().at("max-tokens/capped", early).at("max-tokens/stream", early);
        Map<String, Set<String>> said = said(run, 3);
        assertThat(said.get("LIMIT-TOKENS-001")).containsExactly("unclear MODEL");
        assertThat(said.get("STREAM-INC-002")).containsExactly("unclear MODEL");
        assertThat(said.get("USAGE-010")).containsExactly("held");
    }

    @Test
    void aShortControlLeavesTheCapOpen() {
        UnaryOperator<Canned> brief = c -> c.body(b -> b.replaceFirst("\"text\":\"[^\"]*", "\"text\":\"Rivers.")
                .replaceFirst("\"completion_tokens\":\\d+", "\"completion_tokens\":1"));
        PlayedRun run = lawful().at("max-tokens/capped", completed())
                .at("max-tokens/stream", completed())
                .at("max-tokens/control", brief);
        assertThat(said(run, 3).get("LIMIT-TOKENS-001")).containsExactly("unclear MODEL");
    }

    @Test
    void aWholeAnswerWhereAStreamWasDueSaysNothingOfTheEndOfStreams() {
        UnaryOperator<Canned> whole = c -> Canned.json(
                200,
                "{\"id\":\"resp_1\",\"object\":\"response\","
                        + "\"status\":\"incomplete\",\"incomplete_details\":{\"reason\":\"max_output_tokens\"}}");
        assertThat(said(lawful().at("max-tokens/stream", whole), 3).get("STREAM-INC-002"))
                .containsExactly("unclear WIRE");
    }

    @Test
    void oneIncompleteAnswerIsEnough() {
        int[] take = {0};
        PlayedRun run = lawful().at(
                        "max-tokens/capped", c -> take[0]++ == 0 ? completed().apply(c) : c);
        assertThat(said(run, 3).get("LIMIT-TOKENS-001")).containsExactly("held");
    }

    @Test
    void aValidRequestThatFailsThreeTimesIsBroken() {
        Canned boom = Canned.json(500, "{'detail':'boom'}");
        assertThat(said(lawful().at("basic/get", boom).tries(3), 1).get("ERR-STATUS-003"))
                .containsExactly("FAIL", "held");
        assertThat(said(lawful().at("roles/system", boom), 1).get("ERR-STATUS-003"))
                .containsExactly("held", "unclear WIRE");
    }

    @Test
    void aFailureThatASameRequestDoesNotShareIsAWarning() {
        Canned boom = Canned.json(500, "{'detail':'boom'}");
        assertThat(said(lawful().at("basic/create", boom), 1).get("ERR-STATUS-003"))
                .containsExactly("WARN recovered", "held");
    }

    @Test
    void aKindOfRequestThatAlwaysFailsIsBrokenWithoutRetries() {
        LawfulServer server = new LawfulServer();
        PlayedRun run = PlayedRun.against("fireworks", call -> {
            Canned canned = server.apply(call);
            return call.method().equals("GET") && canned.status() == 200
                    ? Canned.json(500, "{'detail':'boom'}")
                    : canned;
        });
        assertThat(said(run, 1).get("ERR-STATUS-003")).containsExactly("FAIL", "held");
    }

    @Test
    void anOverloadedServerIsNotAccusedAfterThreeTries() {
        Canned busy = Canned.json(500, "{'detail':'busy'}").with("retry-after", "2");
        assertThat(said(lawful().at("basic/get", busy).tries(3), 1).get("ERR-STATUS-003"))
                .containsExactly("held", "unclear BUDGET");
    }

    private static PlayedRun lawful() {
        return PlayedRun.against("fireworks", new LawfulServer());
    }

    /** A server whose model does not hear requests that match. */
    private static PlayedRun run(String deafTo) {
        java.util.regex.Pattern pattern = java.util.regex.Pattern.compile(deafTo);
        return PlayedRun.against(
                "fireworks", new LawfulServer().deafTo(b -> pattern.matcher(b).find()));
    }

    private static UnaryOperator<Canned> completed() {
        return c -> c.body(b -> b.replace("\"status\":\"incomplete\"", "\"status\":\"completed\"")
                .replace("response.incomplete", "response.completed")
                .replaceFirst("\"incomplete_details\":\\{[^}]*\\},", ""));
    }

    private static Map<String, Set<String>> said(PlayedRun run, int takes) {
        return CoreVerdicts.of(run.play(takes).evidence());
    }
}
