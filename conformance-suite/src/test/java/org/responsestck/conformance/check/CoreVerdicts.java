package org.responsestck.conformance.check;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.responsestck.conformance.evidence.Evidence;
import org.responsestck.conformance.requirement.Catalogue;
import org.responsestck.conformance.requirement.Requirement;
import org.responsestck.conformance.requirement.Severity;
import org.responsestck.conformance.scenario.PlayedRun;

/** What the checks of the core say, in short words: {@code held}, {@code unclear MODEL}, {@code FAIL server-error}. */
final class CoreVerdicts {
    private static final Catalogue CATALOGUE = Catalogue.load();

    private CoreVerdicts() {}

    static List<Check> checks() {
        return Stream.of(
                        TransportChecks.checks(),
                        CreateChecks.checks(),
                        ParameterChecks.checks(),
                        LimitChecks.checks(),
                        RefusalChecks.checks(),
                        SdkChecks.checks())
                .flatMap(List::stream)
                .filter(c -> PlayedRun.plays(c.scenarios()))
                .toList();
    }

    /** By requirement of the evidence's profile. */
    static Map<String, Set<String>> of(Evidence evidence) {
        String profile = evidence.header().profile();
        Map<String, Set<String>> all = new TreeMap<>();
        checks().stream().flatMap(c -> c.judge().apply(evidence)).forEach(o -> {
            Requirement row = CATALOGUE.get(o.requirement());
            if (row.appliesTo(profile)) {
                all.computeIfAbsent(row.id(), k -> new TreeSet<>()).add(words(row, profile, o));
            }
        });
        return all;
    }

    private static String words(Requirement row, String profile, Observation observation) {
        if (observation instanceof Observation.Broken broken) {
            if (!broken.variant().isEmpty() && !row.variants().containsKey(broken.variant())) {
                return "UNKNOWN VARIANT " + broken.variant();
            }
            return (row.severity(profile, broken.variant()) + " " + broken.variant()).strip();
        }
        if (observation instanceof Observation.Unclear unclear) {
            return "unclear " + unclear.why() + (unclear.anotherTakeHelps() ? ", try again" : "");
        }
        return observation instanceof Observation.Absent ? "absent" : "held";
    }

    /** The rows about which something other than Held is said, with what is said. */
    static Map<String, Set<String>> notHeld(Evidence evidence) {
        return keep(of(evidence), word -> !word.equals("held"));
    }

    static Map<String, Set<String>> failures(Evidence evidence) {
        return keep(of(evidence), word -> word.startsWith(Severity.FAIL.name()) || word.startsWith("UNKNOWN"));
    }

    private static Map<String, Set<String>> keep(Map<String, Set<String>> all, Predicate<String> which) {
        Map<String, Set<String>> kept = new TreeMap<>();
        all.forEach((row, words) -> {
            Set<String> some = new TreeSet<>(words);
            some.removeIf(which.negate());
            if (!some.isEmpty()) {
                kept.put(row, some);
            }
        });
        return kept;
    }
}
