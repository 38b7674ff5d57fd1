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
        Scenario scenario = Scenario.of("s", "", Needs.of(Needs.Model.NOTHING), talk -> {});
        Plan plan = Plan.make(
                Catalogue.load(),
                List.of(check),
                List.of(scenario),
                "fireworks",
                new Selection(Selection.ALL.levels(), List.of(row), List.of(), false),
                Set.of(),
                Map.of());
        return Judge.judge(plan, evidence).get(0);
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
}
