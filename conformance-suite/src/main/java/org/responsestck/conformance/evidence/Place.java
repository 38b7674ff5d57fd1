package org.responsestck.conformance.evidence;

import java.util.Objects;

/**
 * Where in the plan something happened.
 *
 * @param scenario id of the scenario
 * @param take number of the take, from 1
 * @param step name of the step; requests sent together are {@code name/0}, {@code name/1} …
 */
public record Place(String scenario, int take, String step) {
    public Place {
        Objects.requireNonNull(scenario, "scenario is null");
        Objects.requireNonNull(step, "step is null");
    }

    @Override
    public String toString() {
        return scenario + "#" + take + "/" + step;
    }
}
