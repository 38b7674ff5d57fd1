package org.responsestck.mock.defect;

import java.util.LinkedHashSet;
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
 * @param fails ids of requirements that must FAIL; only a defect has any
 * @param warns ids of requirements that must WARN: for a quirk exactly these, for a defect those whose breach weighs no more
 * @param lacks ids of requirements that a variation leaves without an object, for it says that it does not offer them
 * @param apply what it does to the seams
 */
public record Twist(
        String id,
        Kind kind,
        String description,
        Set<String> fails,
        Set<String> warns,
        Set<String> lacks,
        UnaryOperator<Seams> apply) {
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
        fails = Set.copyOf(fails);
        warns = Set.copyOf(warns);
        lacks = Set.copyOf(lacks);
        if (kind != Kind.VARIATION && !lacks.isEmpty()) {
            throw new IllegalArgumentException(id + " is no variation and lacks nothing");
        }
        if (kind != Kind.DEFECT && !fails.isEmpty()) {
            throw new IllegalArgumentException(id + " is legal and makes nothing fail");
        }
        if (kind == Kind.VARIATION && !warns.isEmpty()) {
            throw new IllegalArgumentException("variation " + id + " earns nothing");
        }
        if (kind == Kind.DEFECT && fails.isEmpty() && warns.isEmpty()) {
            throw new IllegalArgumentException("defect " + id + " names no requirement that notices");
        }
    }

    /** All requirements that must notice. */
    public Set<String> earns() {
        Set<String> all = new LinkedHashSet<>(fails);
        all.addAll(warns);
        return all;
    }

    static Twist defect(String id, String description, Set<String> fails, UnaryOperator<Seams> apply) {
        return new Twist(id, Kind.DEFECT, description, fails, Set.of(), Set.of(), apply);
    }

    /** A defect of which some requirements only warn. */
    static Twist defect(
            String id, String description, Set<String> fails, Set<String> warns, UnaryOperator<Seams> apply) {
        return new Twist(id, Kind.DEFECT, description, fails, warns, Set.of(), apply);
    }

    static Twist variation(String id, String description, UnaryOperator<Seams> apply) {
        return new Twist(id, Kind.VARIATION, description, Set.of(), Set.of(), Set.of(), apply);
    }

    /** A legal difference that is the lack of something, and says so. */
    static Twist lacking(String id, String description, Set<String> lacks, UnaryOperator<Seams> apply) {
        return new Twist(id, Kind.VARIATION, description, Set.of(), Set.of(), lacks, apply);
    }

    static Twist quirk(String id, String description, Set<String> warns, UnaryOperator<Seams> apply) {
        return new Twist(id, Kind.QUIRK, description, Set.of(), warns, Set.of(), apply);
    }
}
