package org.responsestck.conformance.run;

import org.responsestck.conformance.check.Observation;
import org.responsestck.conformance.requirement.Severity;

/**
 * A breach with what it means in the profile of the run.
 *
 * @param check name of the check that saw it
 * @param severity from the catalogue
 * @param broken what was seen
 * @param times in how many exchanges or events the same breach was seen; this is the first
 */
public record Finding(String check, Severity severity, Observation.Broken broken, int times) {}
