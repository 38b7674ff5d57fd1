package org.responsestck.conformance.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.responsestck.conformance.evidence.Event;

class TurnsTest {
    private static List<String> steps(Scenario scenario) {
        return steps(scenario, false);
    }

    private static int sent(Scenario scenario, boolean thorough) {
        return steps(scenario, thorough).size();
    }

    private static List<String> steps(Scenario scenario, boolean thorough) {
        TinyTalk.Run run = new TinyTalk.Run(
                (call, now, parallel) -> new TinyTalk.Reaction(200, "application/json", "{\"id\":\"resp_1\"}"),
                "fireworks",
                Map.of());
        run.thorough = thorough;
        TinyTalk.play(run, scenario, 1);
        return run.events.stream()
                .filter(e -> e instanceof Event.Exchanged)
                .map(e -> e.at().step())
                .toList();
    }

    private static Scenario named(List<Scenario> all, String id) {
        return all.stream().filter(s -> s.id().equals(id)).findFirst().orElseThrow();
    }

    @Test
    void namesOfScenariosAreUnique() {
        assertThat(StateScenarios.all().stream().map(Scenario::id)).doesNotHaveDuplicates();
    }

    @Test
    void theStepsOthersRelyOnAreThere() {
        assertThat(steps(named(ChainScenarios.scenarios(), "chain")))
                .contains("turn-1", "turn-2", "get-turn-1-before", "get-turn-1-after", "get-turn-2");
        assertThat(steps(named(DeletionScenarios.scenarios(), "delete")))
                .contains("create", "delete", "get", "get-later", "delete-again", "chain");
    }

    @Test
    void racesAreLongerInAThoroughRun() {
        assertThat(sent(named(ChainScenarios.scenarios(), "chain-race"), false)).isEqualTo(1 + 3);
        assertThat(sent(named(ChainScenarios.scenarios(), "chain-race"), true)).isEqualTo(1 + 20);
        assertThat(sent(named(DeletionScenarios.scenarios(), "delete-race"), false))
                .isEqualTo(3 * 2 + 1);
        assertThat(sent(named(DeletionScenarios.scenarios(), "delete-race"), true))
                .isEqualTo(10 * 2 + 1);
        assertThat(sent(named(ConcurrencyScenarios.scenarios(), "parallel"), false))
                .isEqualTo(1 + 3 * 3 + 3);
        assertThat(sent(named(ConcurrencyScenarios.scenarios(), "parallel"), true))
                .isEqualTo(1 + 3 * 8 + 8);
    }

    @Test
    void whatIsToBeSeenAtTheEndIsPlayedLast() {
        assertThat(named(DeletionScenarios.scenarios(), "delete-recheck")
                        .needs()
                        .last())
                .isTrue();
    }

    @Test
    void controlsAreSentFromTheSecondTakeOnAndThreeInAll() {
        for (int take = 1; take <= 3; take++) {
            TinyTalk.Run run = new TinyTalk.Run(
                    (call, now, parallel) -> new TinyTalk.Reaction(200, "application/json", "{\"id\":\"resp_1\"}"),
                    "fireworks",
                    Map.of());
            TinyTalk.play(run, named(ChainScenarios.scenarios(), "chain-order"), take);
            assertThat(run.events.stream().filter(e -> e.at().step().startsWith("control")))
                    .hasSize(take - 1);
        }
    }
}
