package org.responsestck.conformance.check;

import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.responsestck.conformance.evidence.Evidence;

/**
 * A pure function from evidence to observations.
 *
 * @param name the sentence it proves, in kebab case; unique
 * @param proves ids of the requirements it speaks about; every observation names one of them
 * @param scenarios ids of the scenarios it reads; empty for a passive check, which runs over every exchange of the run
 * @param judge must not depend on anything but its argument; an observation for every relevant place, in order of the evidence
 */
public record Check(
        String name, Set<String> proves, Set<String> scenarios, Function<Evidence, Stream<Observation>> judge) {
    public Check {
        Objects.requireNonNull(name, "name is null");
        Objects.requireNonNull(judge, "judge is null");
        proves = Set.copyOf(proves);
        scenarios = Set.copyOf(scenarios);
        if (proves.isEmpty()) {
            throw new IllegalArgumentException("check " + name + " proves nothing");
        }
    }
}
