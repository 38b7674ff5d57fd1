package org.responsestck.conformance.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.responsestck.conformance.check.Check;
import org.responsestck.conformance.check.Observation;
import org.responsestck.conformance.check.Where;
import org.responsestck.conformance.evidence.Evidence;
import org.responsestck.conformance.evidence.Recorded;
import org.responsestck.conformance.evidence.Why;
import org.responsestck.conformance.requirement.Catalogue;
import org.responsestck.conformance.scenario.Needs;
import org.responsestck.conformance.scenario.Scenario;
import org.responsestck.conformance.wire.Call;
import org.responsestck.report.Verdict;

class JudgeTest {
    private static final String ROW = "CHAIN-001"; // MUST, FAIL, tier seed
    private static final String SOFT = "CHAIN-013"; // SHOULD, WARN, tier seed
    private static final Where HERE = Where.exchange(1);

    private static Judgement judge(String row, Observation... observations) {
        return judge(
                row,
                Recorded.profile("fireworks").json("s", 1, "a", Call.get("/responses/x"), 200, "{}"),
                observations);
    }

    private static Judgement judge(String row, Recorded recorded, Observation... observations) {
        Check check = new Check("c", Set.of(row), Set.of("s"), e -> Stream.of(observations));
        return judge(row, recorded.evidence(), check);
    }

    private static Judgement judge(String row, Evidence evidence, Check check) {
        return Judge.judge(plan(List.of(row), List.of(check)), evidence).get(0);
    }

    private static Plan plan(List<String> rows, List<Check> checks) {
        Scenario scenario = Scenario.of("s", "", Needs.of(Needs.Model.NOTHING), talk -> {});
        return Plan.make(
                Catalogue.load(),
                checks,
                List.of(scenario),
                "fireworks",
                new Selection(Selection.ALL.levels(), rows, List.of(), false),
                Set.of(),
                Map.of());
    }

    private static Observation held(String row) {
        return new Observation.Held(row, HERE);
    }

    private static Observation broken(String row) {
        return new Observation.Broken(row, "", HERE, "a", "b");
    }

    private static Observation unclear(String row) {
        return new Observation.Unclear(row, Why.MODEL, "it did not say", false, HERE);
    }

    @Test
    void aPassNeedsAnObservation() {
        assertThat(judge(ROW).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(judge(ROW, held(ROW)).verdict()).isEqualTo(Verdict.PASS);
    }

    @Test
    void theWorstObservationDecides() {
        assertThat(judge(ROW, held(ROW), broken(ROW), unclear(ROW)).verdict()).isEqualTo(Verdict.FAIL);
        assertThat(judge(SOFT, held(SOFT), broken(SOFT)).verdict()).isEqualTo(Verdict.WARN);
        assertThat(judge(SOFT, broken(SOFT), unclear(SOFT)).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void anOpenQuestionKeepsItsReason() {
        Judgement judgement = judge(ROW, held(ROW), unclear(ROW));
        assertThat(judgement.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(judgement.reason()).isEqualTo("it did not say");
    }

    @Test
    void whatEveryServerOwesIsABreachWhenItIsAbsent() {
        Observation absent = new Observation.Absent(ROW, "status 405", HERE);
        Judgement judgement = judge(ROW, absent);
        assertThat(judgement.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(judgement.findings()).hasSize(1);
    }

    @Test
    void anOptionalThingThatIsAbsentDoesNotApply() {
        String optional = "STREAM-SEQ-003";
        Judgement judgement = judge(optional, new Observation.Absent(optional, "status 405", HERE));
        assertThat(judgement.verdict()).isEqualTo(Verdict.NOT_APPLICABLE);
        assertThat(judgement.reason()).isEqualTo("status 405");
    }

    @Test
    void aCheckThatThrowsIsAnErrorOfItsRequirementsOnly() {
        Check check = new Check("c", Set.of(ROW), Set.of("s"), e -> {
            throw new IllegalStateException("oops");
        });
        Evidence evidence = Recorded.profile("fireworks")
                .json("s", 1, "a", Call.get("/responses/x"), 200, "{}")
                .evidence();
        Judgement judgement = judge(ROW, evidence, check);
        assertThat(judgement.verdict()).isEqualTo(Verdict.ERROR);
        assertThat(judgement.reason()).contains("oops");
    }

    @Test
    void aStoppedScenarioExplainsTheSilence() {
        Recorded recorded =
                Recorded.profile("fireworks").stopped("s", 1, "turn-2", Why.VALUE_MISSING, "no text at /id");
        assertThat(judge(ROW, recorded).reason()).contains("turn-2").contains("no text at /id");
    }

    @Test
    void theSameBreachAgainAndAgainIsOneFinding() {
        Observation[] many = Stream.generate(() -> broken(ROW)).limit(40).toArray(Observation[]::new);
        Judgement judgement = judge(ROW, many);
        assertThat(judgement.findings()).hasSize(1);
        assertThat(judgement.findings().get(0).times()).isEqualTo(1);
        assertThat(judgement.observations()).isEqualTo(1);
    }

    @Test
    void whatIsQuotedFromTheAnswerDoesNotMakeAnotherFinding() {
        Judgement judgement = judge(
                ROW,
                new Observation.Broken(ROW, "", HERE, "\"one\" (3 characters)", "x"),
                new Observation.Broken(ROW, "", Where.exchange(2), "\"another\" (7 characters)", "y"),
                new Observation.Broken(ROW, "", HERE, "an id, not \"z\"", "z"));
        assertThat(judgement.findings()).extracting(Finding::times).containsExactly(2, 1);
    }

    @Test
    void whatStaysOpenNamesWhoIsToBlame() {
        Recorded recorded = Recorded.profile("fireworks")
                .json("s", 1, "a", Call.get("/responses/x"), 200, "{}")
                .stopped("s", 1, "b", Why.VALUE_MISSING, "no text at /id");
        Check breaks = new Check("breaks", Set.of(ROW), Set.of("s"), e -> Stream.of(broken(ROW)));
        assertThat(blockedBy(recorded, breaks, unclearBecause("something else")))
                .as("the exchange that left it open is broken")
                .containsExactly(ROW);
        assertThat(blockedBy(recorded, breaks, Stream.empty()))
                .as("the scenario stopped after the broken exchange")
                .containsExactly(ROW);
        Check elsewhere = new Check(
                "elsewhere",
                Set.of(ROW),
                Set.of("s"),
                e -> Stream.of(new Observation.Broken(ROW, "", Where.exchange(99), "a", "b")));
        assertThat(blockedBy(recorded, elsewhere, unclearBecause("no response could be continued: " + ROW)))
                .as("the reason names it")
                .containsExactly(ROW);
        assertThat(blockedBy(recorded, elsewhere, unclearBecause("something else")))
                .isEmpty();
    }

    private static Stream<Observation> unclearBecause(String reason) {
        return Stream.of(new Observation.Unclear(SOFT, Why.MODEL, reason, false, HERE));
    }

    private static List<String> blockedBy(Recorded recorded, Check breaks, Stream<Observation> open) {
        List<Observation> once = open.toList();
        Check opens = new Check("opens", Set.of(SOFT), Set.of("s"), e -> once.stream());
        Plan plan = plan(List.of(ROW, SOFT), List.of(breaks, opens));
        return Judge.judge(plan, recorded.evidence()).stream()
                .filter(j -> j.requirement().id().equals(SOFT))
                .findFirst()
                .orElseThrow()
                .blockedBy();
    }
}
