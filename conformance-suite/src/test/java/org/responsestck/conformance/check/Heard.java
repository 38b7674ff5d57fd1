package org.responsestck.conformance.check;

import java.util.List;
import org.responsestck.conformance.check.Observation.Absent;
import org.responsestck.conformance.check.Observation.Broken;
import org.responsestck.conformance.check.Observation.Held;
import org.responsestck.conformance.check.Observation.Unclear;
import org.responsestck.conformance.evidence.Recorded;

/** What a check said, in one word per observation: held, broken:variant, unclear:WHY, unclear:WHY:again, absent. */
final class Heard {
    private Heard() {}

    static List<String> by(List<Check> checks, String name, Recorded evidence) {
        Check check = checks.stream()
                .filter(c -> c.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no check " + name));
        return evidence.judgedBy(check).stream().map(Heard::word).toList();
    }

    private static String word(Observation observation) {
        if (observation instanceof Held) {
            return "held";
        }
        if (observation instanceof Broken broken) {
            return "broken:" + broken.variant();
        }
        if (observation instanceof Unclear unclear) {
            return "unclear:" + unclear.why() + (unclear.anotherTakeHelps() ? ":again" : "");
        }
        return observation instanceof Absent ? "absent" : "?";
    }
}
