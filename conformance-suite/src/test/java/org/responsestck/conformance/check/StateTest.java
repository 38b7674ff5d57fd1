package org.responsestck.conformance.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.responsestck.conformance.evidence.Recorded;
import org.responsestck.conformance.requirement.Catalogue;
import org.responsestck.conformance.scenario.Needs;
import org.responsestck.conformance.scenario.Scenario;
import org.responsestck.conformance.scenario.StateScenarios;
import org.responsestck.conformance.wire.Call;

/** Every requirement about stored state, seen passing and seen failing. */
class StateTest {
    /** What a run without options can show. */
    private static Set<String> proved() {
        Set<String> played = StateScenarios.all().stream()
                .filter(s -> s.needs().options().isEmpty())
                .map(Scenario::id)
                .collect(Collectors.toSet());
        Set<String> ids = new TreeSet<>();
        StateRun.checks().stream()
                .filter(c -> c.scenarios().isEmpty() || c.scenarios().stream().anyMatch(played::contains))
                .forEach(c -> ids.addAll(c.proves()));
        return ids;
    }

    @Test
    void everyRequirementIsInTheCatalogueAndHeldByARightServer() {
        proved().forEach(Catalogue.load()::get);
        StateRun run = StateRun.against();
        assertThat(run.broken()).isEmpty();
        assertThat(run.with("PASS")).isEqualTo(proved());
    }

    @Test
    void aRunAgainstARightServerStaysSmall() {
        StateRun run = StateRun.against();
        long basicAndStream = 5;
        assertThat(run.requests() - basicAndStream).isLessThanOrEqualTo(104);
        assertThat(run.modelRequests()).isLessThanOrEqualTo(60);
    }

    @Test
    void namesOfChecksAreUnique() {
        assertThat(StateRun.checks().stream().map(Check::name)).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource({
        "previous-null, RESP-PREVID-001, FAIL",
        "previous-own, RESP-PREVID-001, FAIL",
        "get-previous-lost, RESP-PREVID-001, FAIL",
        "snapshot-previous-null, STREAM-CHAIN-001, FAIL",
        "snapshot-previous-null, RESP-PREVID-001, FAIL",
        "stream-continuation-refused, STREAM-CHAIN-001, WARN",
        "stream-continuation-refused, CHAIN-001, FAIL",
        "chain-404, CHAIN-001, FAIL",
        "chain-404, STORE-001, FAIL",
        "depth-two, CHAIN-001, FAIL",
        "previous-ignored, CHAIN-002, FAIL",
        "inputs-only, CHAIN-003, FAIL",
        "parent-only, CHAIN-004, FAIL",
        "last-four, CHAIN-004, FAIL",
        "reversed, CHAIN-005, FAIL",
        "branches-shared, CHAIN-006, FAIL",
        "second-branch-refused, CHAIN-006, FAIL",
        "child-appended, CHAIN-007, FAIL",
        "unknown-accepted, CHAIN-008, FAIL",
        "unknown-500, CHAIN-008, FAIL",
        "unknown-400, CHAIN-008, WARN",
        "unknown-400, STORE-004, WARN",
        "unknown-400, CHAIN-014, WARN",
        "stream-not-stored, CHAIN-011, FAIL",
        "stream-not-stored, GET-005, FAIL",
        "stream-not-stored, DELETE-012, WARN",
        "tools-template, CHAIN-012, FAIL",
        "late-store, CHAIN-017, FAIL",
        "system-dropped, CHAIN-018, WARN",
        "global-memory, CHAIN-019, FAIL",
        "store-always-true, RESP-STORE-001, FAIL",
        "store-always-true, STORE-003, FAIL",
        "store-always-true, STREAM-STORE-001, FAIL",
        "store-missing, RESP-STORE-001, FAIL",
        "store-missing, STORE-003, FAIL",
        "store-missing, STORE-002, FAIL",
        "never-stored, STORE-001, FAIL",
        "never-stored, GET-001, FAIL",
        "store-true-refused, STORE-002, FAIL",
        "store-false-refused, STORE-003, FAIL",
        "store-false-kept, STORE-004, FAIL",
        "store-false-kept, STORE-005, FAIL",
        "store-false-kept, STORE-008, WARN",
        "store-false-kept, STREAM-STORE-001, FAIL",
        "store-false-kept, STORE-009, WARN",
        "store-false-listed, STORE-007, FAIL",
        "unstored-id-number, STORE-006, FAIL",
        "unstored-removes-parent, STORE-009, WARN",
        "lost-update, STORE-013, FAIL",
        "snapshot-store-true, STREAM-STORE-001, FAIL",
        "get-item-ids, RESP-REPR-001, FAIL",
        "get-item-ids, GET-004, FAIL",
        "get-item-ids, GET-005, FAIL",
        "get-usage-null, RESP-REPR-001, FAIL",
        "get-in-progress, RESP-REPR-001, FAIL",
        "get-temperature, RESP-REPR-001, FAIL",
        "get-empty-output, RESP-REPR-001, FAIL",
        "get-other-id, RESP-REPR-001, FAIL",
        "no-get, GET-001, FAIL",
        "encoded-id-unknown, RESP-ID-003, FAIL",
        "delete-204, DELETE-001, FAIL",
        "delete-empty-body, DELETE-002, WARN",
        "no-delete, DELETE-001, FAIL",
        "no-delete, SDK-005, UNCLEAR",
        "soft-delete, DELETE-004, FAIL",
        "resurrected, DELETE-011, FAIL",
        "resurrected, DELETE-004, FAIL",
        "deleted-continuable, CHAIN-014, FAIL",
        "deleted-continuable, DELETE-011, FAIL",
        "delete-anything, DELETE-005, WARN",
        "delete-anything, DELETE-006, WARN",
        "delete-anything, STORE-008, WARN",
        "delete-missing-500, DELETE-005, FAIL",
        "delete-missing-500, DELETE-006, FAIL",
        "cascade, DELETE-007, WARN",
        "delete-all, DELETE-007, FAIL",
        "delete-415, DELETE-009, FAIL",
        "late-delete, DELETE-010, FAIL",
        "stale-index, LIST-012, FAIL",
        "stale-index, DELETE-011, FAIL",
        "bare-array, LIST-001, FAIL",
        "has-more-missing, LIST-001, FAIL",
        "no-list, LIST-001, ABSENT",
        "list-forgets, LIST-003, FAIL",
        "ascending, LIST-004, FAIL",
        "limit-ignored, LIST-005, FAIL",
        "bad-limit-500, LIST-006, FAIL",
        "bad-limit-accepted, LIST-006, FAIL",
        "bad-limit-400, LIST-006, WARN",
        "after-ignored, LIST-007, FAIL",
        "cursor-included, LIST-007, FAIL",
        "cursor-gap, LIST-007, FAIL",
        "before-ignored, LIST-008, FAIL",
        "has-more-false, LIST-009, FAIL",
        "has-more-true, LIST-009, FAIL",
        "ends-swapped, LIST-010, FAIL",
        "delete-401, AUTH-001, FAIL",
        "account-header-required, AUTH-007, WARN",
        "wrong-account-500, AUTH-008, WARN",
        "id-by-second, HTTP-CONC-001, FAIL",
        "foreign-tag, HTTP-CONC-001, FAIL",
        "burst-mix, HTTP-CONC-001, FAIL",
        "two-ids, HTTP-CONC-001, FAIL",
        "token-drift, HTTP-CONC-001, WARN",
        "shared-counter, STREAM-PARALLEL-001, FAIL",
        "foreign-delta, STREAM-PARALLEL-001, FAIL",
        "two-ids, STREAM-PARALLEL-001, FAIL",
    })
    void aBreachIsReportedByItsRequirement(String flag, String requirement, String verdict) {
        assertThat(StateRun.against(flag).verdicts()).containsEntry(requirement, verdict);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "input-in-output",
                "get-whole-conversation",
                "created-drift",
                "get-created-drift",
                "previous-absent",
                "get-settings-lost",
                "get-unknown-member",
                "get-tool-defaults",
                "unstored-id-null",
                "gone-410",
                "delete-openai-form",
                "foreign-entries",
                "no-first-id",
                "special-id",
                "account-ignored",
                "think",
                "stupid",
                "no-text",
                "gaps",
                "unknown-400",
                "delete-account-needed",
                "all-429",
                "burst-429",
                "foreign-unsorted",
                "silent"
            })
    void nothingLegalFails(String flag) {
        StateRun run = StateRun.against(flag);
        assertThat(run.broken())
                .filteredOn(b -> run.severity(b).name().equals("FAIL"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "input-in-output",
                "get-whole-conversation",
                "created-drift",
                "previous-absent",
                "get-unknown-member",
                "get-tool-defaults",
                "no-first-id",
                "foreign-entries",
                "special-id",
                "account-ignored",
                "bad-limit-clamped",
                "think"
            })
    void whatIsMerelyUnusualPassesEverywhere(String flag) {
        assertThat(StateRun.against(flag).with("PASS")).isEqualTo(proved());
    }

    @ParameterizedTest
    @CsvSource({
        "gone-410, DELETE-004",
        "gone-410, DELETE-005",
        "foreign-unsorted, LIST-004",
        "delete-openai-form, DELETE-002",
        "get-created-drift, GET-004",
        "get-settings-lost, RESP-REPR-001"
    })
    void whatTheDocumentsMerelyDoNotSayIsWarnedOf(String flag, String requirement) {
        assertThat(StateRun.against(flag).verdicts()).containsEntry(requirement, "WARN");
    }

    @Test
    void anIdThatIsNullBecauseNothingWasStoredPassesByAbsence() {
        assertThat(StateRun.against("unstored-id-null").verdicts())
                .containsEntry("STORE-004", "PASS")
                .containsEntry("STORE-005", "PASS")
                .containsEntry("STORE-006", "PASS")
                .containsEntry("STORE-007", "PASS")
                .containsEntry("STREAM-STORE-001", "PASS");
    }

    @ParameterizedTest
    @CsvSource({
        "no-get, 'GET-001,STORE-001'",
        "no-delete, 'DELETE-001'",
        "chain-404, 'CHAIN-001,STORE-001'",
        "no-list, ''",
        "delete-account-needed, ''"
    })
    void oneCauseGivesFewFindings(String flag, String failing) {
        Set<String> expected = failing.isEmpty() ? Set.of() : new TreeSet<>(Set.of(failing.split(",")));
        assertThat(expected).containsAll(StateRun.against(flag).with("FAIL"));
    }

    @Test
    void aModelThatCannotDoItIsNeverABreach() {
        StateRun run = StateRun.against("stupid");
        assertThat(run.verdicts())
                .containsEntry("CHAIN-002", "UNCLEAR")
                .containsEntry("CHAIN-003", "UNCLEAR")
                .containsEntry("CHAIN-004", "UNCLEAR")
                .containsEntry("CHAIN-005", "UNCLEAR")
                .containsEntry("CHAIN-006", "UNCLEAR")
                .containsEntry("CHAIN-018", "UNCLEAR");
        assertThat(run.evidence.takes("chain")).hasSize(3);
    }

    @Test
    void quotaOnABurstLeavesItOpen() {
        assertThat(StateRun.against("burst-429").verdicts())
                .containsEntry("HTTP-CONC-001", "UNCLEAR")
                .containsEntry("STORE-013", "UNCLEAR")
                .containsEntry("STREAM-PARALLEL-001", "UNCLEAR");
    }

    @Test
    void fewerRoundsAreEnoughWhenTheQuotaIsSpent() {
        Call call = Call.post("/responses", Recorded.json("{'model':'m','previous_response_id':'resp_0'}"));
        Recorded race = Recorded.profile("fireworks")
                .json("chain-race", 1, "turn-0", call, 200, "{'id':'resp_0','output':[]}")
                .json("chain-race", 1, "turn-1", call, 200, "{'id':'resp_1','output':[]}")
                .json("chain-race", 1, "turn-2", call, 429, "{'detail':'slow down'}");
        Check check = StateRun.checks().stream()
                .filter(c -> c.proves().contains("CHAIN-017"))
                .findFirst()
                .orElseThrow();
        assertThat(race.judgedBy(check)).singleElement().isInstanceOf(Observation.Held.class);
    }

    @Test
    void aGoodTargetIsAskedOnce() {
        StateRun run = StateRun.against();
        assertThat(run.evidence.takes("chain")).hasSize(1);
        assertThat(run.evidence.takes("chain-long")).hasSize(1);
    }

    @Test
    void aDeleteThatWantsAnAccountIsAMatterOfConfiguration() {
        assertThat(StateRun.against("delete-account-needed").verdicts())
                .containsEntry("DELETE-001", "UNCLEAR")
                .containsEntry("AUTH-001", "UNCLEAR")
                .containsEntry("DELETE-010", "UNCLEAR");
    }

    @ParameterizedTest
    @ValueSource(strings = {"open-responses", "openai"})
    void otherProfilesAreJudgedByTheSameChecks(String profile) {
        StateRun run = StateRun.against(profile, Map.of(), new TinyServer());
        assertThat(run.verdicts())
                .containsEntry("CHAIN-001", "PASS")
                .containsEntry("CHAIN-002", "PASS")
                .containsEntry("CHAIN-008", "PASS")
                .containsEntry("RESP-PREVID-001", "PASS")
                .containsEntry("STORE-003", "PASS")
                .containsEntry("HTTP-CONC-001", "PASS");
        assertThat(StateRun.against(profile, Map.of(), new TinyServer("unknown-400"))
                        .verdicts())
                .containsEntry("CHAIN-008", "PASS")
                .containsEntry("STORE-004", "PASS");
    }

    @Test
    void anAccountThatIsConfiguredIsSentWithEveryDelete() {
        StateRun run = StateRun.against(
                "fireworks", Map.of(Needs.Option.ACCOUNT_ID, "mine"), new TinyServer("delete-account-needed"));
        assertThat(run.verdicts()).containsEntry("DELETE-001", "PASS").containsEntry("AUTH-001", "PASS");
        assertThat(run.evidence.exchanges())
                .filteredOn(x -> x.isDelete())
                .allMatch(x -> x.call().body() == null)
                .allMatch(x -> About.hasAccount(run.evidence, x.call()));
        assertThat(run.evidence.exchanges())
                .filteredOn(x -> !x.isDelete())
                .noneMatch(x -> About.hasAccount(run.evidence, x.call()));
    }

    @Test
    void aBreachSaysWhereItIs() {
        Observation.Broken broken =
                StateRun.against("get-usage-null").broken("RESP-REPR-001").orElseThrow();
        assertThat(broken.where().pointer()).isEqualTo("/usage");
        assertThat(broken.expected()).contains("prompt_tokens").hasSizeLessThanOrEqualTo(200);
        assertThat(broken.actual()).isEqualTo("absent");
    }
}
