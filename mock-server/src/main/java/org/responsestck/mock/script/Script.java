package org.responsestck.mock.script;

import java.util.List;
import java.util.Objects;

/**
 * When to answer, and what: one step, or several that follow one another in a conversation. Made by {@link Scripts#script} or read from a file.
 */
public final class Script {
    private final String name;
    private final String origin;
    private final Match match;
    private final List<Step> steps;

    /**
     * @param match when; for the first step beside the match of the script
     * @param answer what
     */
    record Step(Match match, Answer answer) {}

    Script(String name, String origin, Match match, List<Step> steps) {
        this.name = Objects.requireNonNull(name, "name is null");
        this.origin = origin;
        this.match = match;
        this.steps = List.copyOf(steps);
        if (name.isBlank()) {
            throw new IllegalArgumentException("a script needs a name");
        }
        if (steps.isEmpty()) {
            throw new IllegalArgumentException("the script '" + name + "' has no answer");
        }
    }

    public String name() {
        return name;
    }

    /** Where it was written: file, line and column, or that it was written in code. */
    public String origin() {
        return origin;
    }

    Match match() {
        return match;
    }

    List<Step> steps() {
        return steps;
    }

    /** Whether the other can never begin when this one is tried first. True is certain, false is not. */
    boolean hides(Script other) {
        return steps.get(0).match().equals(Match.ANY) && match.covers(other.match);
    }

    @Override
    public String toString() {
        return "script '" + name + "' (" + origin + ")";
    }
}
