package org.responsestck.conformance.selftest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.responsestck.conformance.check.Checks;
import org.responsestck.conformance.requirement.Catalogue;
import org.responsestck.mock.defect.Twist;
import org.responsestck.mock.defect.Twists;
import org.responsestck.report.Verdict;

/** Does the suite notice what is wrong, and stay silent where nothing is? */
class SelfTestTest {
    @Test
    void everyDefectIsNamedAndNothingLegalIsAccused() {
        SelfTest selfTest = new SelfTest("fireworks", SelfTest.Breadth.NAMED);
        Map<String, Verdict> plain = selfTest.plain();
        assertThat(plain.values()).doesNotContain(Verdict.FAIL, Verdict.ERROR, Verdict.WARN);
        assertThat(plain.values().stream().filter(v -> v == Verdict.PASS).count())
                .isGreaterThanOrEqualTo(200);
        List<SelfTest.Result> results = selfTest.run(Twists.all(), r -> {});
        assertThat(results.stream()
                        .filter(r -> !r.asExpected())
                        .map(r -> r.twist().id() + ": " + r.wrong())
                        .toList())
                .isEmpty();
    }

    @Test
    void everyKindOfTwistIsThere() {
        Map<Twist.Kind, Long> counts =
                Twists.all().stream().collect(Collectors.groupingBy(Twist::kind, Collectors.counting()));
        assertThat(counts.get(Twist.Kind.DEFECT)).isGreaterThanOrEqualTo(60);
        assertThat(counts.get(Twist.Kind.VARIATION)).isGreaterThanOrEqualTo(10);
        assertThat(counts.get(Twist.Kind.QUIRK)).isGreaterThanOrEqualTo(5);
    }

    @Test
    void everyIdThatACheckOrATwistNamesIsInTheCatalogue() {
        Set<String> known = Catalogue.load().all().stream().map(r -> r.id()).collect(Collectors.toSet());
        assertThat(Checks.all().stream()
                        .flatMap(c -> c.proves().stream())
                        .distinct()
                        .toList())
                .isSubsetOf(known);
        assertThat(Twists.all().stream()
                        .flatMap(t -> t.earns().stream())
                        .distinct()
                        .toList())
                .isSubsetOf(known);
    }

    @Test
    void everyScenarioThatACheckReadsExists() {
        Set<String> known = org.responsestck.conformance.scenario.Scenarios.all().stream()
                .map(s -> s.id())
                .collect(Collectors.toSet());
        assertThat(Checks.all().stream()
                        .flatMap(c -> c.scenarios().stream())
                        .distinct()
                        .toList())
                .isSubsetOf(known);
    }
}
