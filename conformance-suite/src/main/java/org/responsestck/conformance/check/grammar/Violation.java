package org.responsestck.conformance.check.grammar;

import java.util.Objects;

/**
 * One cause of one broken invariant in one stream.
 *
 * @param invariant which
 * @param requirement id of the requirement it counts for in the profile
 * @param variant the way it is broken, a name of the row's variants; empty for the plain breach
 * @param event number of the event where it shows, or -1
 * @param offset byte offset of that event, or -1
 * @param pointer JSON pointer within the data of the event, or empty
 * @param expected what the grammar asks for
 * @param actual what was there
 */
public record Violation(
        Invariant invariant,
        String requirement,
        String variant,
        int event,
        long offset,
        String pointer,
        String expected,
        String actual) {
    public Violation {
        Objects.requireNonNull(invariant, "invariant is null");
        Objects.requireNonNull(requirement, "requirement is null");
        Objects.requireNonNull(variant, "variant is null");
    }
}
