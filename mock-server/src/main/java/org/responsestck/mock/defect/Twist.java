package org.responsestck.mock.defect;

import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.responsestck.mock.Seams;

/**
 * A way to make the mock wrong, or odd.
 *
 * @param id in kebab case, unique
 * @param kind what it is
 * @param description one sentence: what a client sees
 * @param earns ids of requirements: for a defect those that must FAIL, for a quirk those that must WARN, for a variation none
 * @param apply what it does to the seams
 */
public record Twist(String id, Kind kind, String description, Set<String> earns, UnaryOperator<Seams> apply) {
    /** What a twist is. */
    public enum Kind {
        /** A seeded fault. */
        DEFECT,
        /** A legal difference. */
        VARIATION,
        /** Recorded real behaviour that the catalogue tolerates. */
        QUIRK
    }

    public Twist {
        Objects.requireNonNull(id, "id is null");
        earns = Set.copyOf(earns);
        if (kind == Kind.VARIATION && !earns.isEmpty()) {
            throw new IllegalArgumentException("variation " + id + " earns nothing");
        }
    }

    static Twist defect(String id, String description, Set<String> earns, UnaryOperator<Seams> apply) {
        return new Twist(id, Kind.DEFECT, description, earns, apply);
    }

    static Twist variation(String id, String description, UnaryOperator<Seams> apply) {
        return new Twist(id, Kind.VARIATION, description, Set.of(), apply);
    }

    static Twist quirk(String id, String description, Set<String> earns, UnaryOperator<Seams> apply) {
        return new Twist(id, Kind.QUIRK, description, earns, apply);
    }
}
