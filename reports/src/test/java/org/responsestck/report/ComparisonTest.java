package org.responsestck.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private static Results run(Verdict first, Verdict second) {
        return Samples.results(List.of(Samples.row("A-1", "core", first, ""), Samples.row("A-2", "core", second, "")));
    }

    private static Comparison of(Results... runs) {
        Map<String, Results> named = new LinkedHashMap<>();
        for (int i = 0; i < runs.length; i++) {
            named.put("run-" + i, runs[i]);
        }
        return new Comparison(named);
    }

    @Test
    void onlyWhatDiffersIsShown() {
        Comparison comparison = of(run(Verdict.PASS, Verdict.PASS), run(Verdict.PASS, Verdict.FAIL));
        assertThat(comparison.differences())
                .containsExactly(new Comparison.Row("A-2", "A title", List.of(Verdict.PASS, Verdict.FAIL)));
        assertThat(comparison.worse()).isTrue();
        assertThat(comparison.markdown())
                .contains("| A-2 A title | PASS | FAIL |")
                .doesNotContain("A-1");
    }

    @Test
    void whatIsMendedIsNotWorse() {
        assertThat(of(run(Verdict.FAIL, Verdict.PASS), run(Verdict.PASS, Verdict.WARN))
                        .worse())
                .isFalse();
        assertThat(of(run(Verdict.PASS, Verdict.PASS), run(Verdict.PASS, Verdict.PASS))
                        .markdown())
                .contains("No requirement differs.");
    }

    @Test
    void aRequirementThatARunDoesNotHaveIsNotJudgedThere() {
        Results shorter = Samples.results(List.of(Samples.row("A-1", "core", Verdict.PASS, "")));
        assertThat(of(shorter, run(Verdict.PASS, Verdict.FAIL))
                        .differences()
                        .get(0)
                        .verdicts())
                .containsExactly(Verdict.NOT_APPLICABLE, Verdict.FAIL);
    }

    @Test
    void oneRunCannotBeCompared() {
        assertThatThrownBy(() -> of(run(Verdict.PASS, Verdict.PASS))).hasMessageContaining("at least two");
    }
}
