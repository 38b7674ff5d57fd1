package org.responsestck.conformance.scenario;

import java.util.Set;

/**
 * What a scenario needs before it can be played.
 *
 * @param capabilities all must not be declared absent
 * @param options all must be supplied; names as in {@link Option}
 * @param takes how often it may be played, at least 1
 * @param model what it needs from a model
 * @param alone nothing else may be under way
 * @param last it is played after all others
 */
public record Needs(
        Set<String> capabilities, Set<Option> options, int takes, Model model, boolean alone, boolean last) {
    public Needs {
        capabilities = Set.copyOf(capabilities);
        options = Set.copyOf(options);
        if (takes < 1) {
            throw new IllegalArgumentException("takes is " + takes + ", must be at least 1");
        }
    }

    /** What a scenario needs from a model. */
    public enum Model {
        /** Refused, or answered, before any model runs. */
        NOTHING,
        /** An answer, whatever it says. */
        STRUCTURE,
        /** An outcome the server can enforce: tool_choice, caps, store, delete. */
        ENFORCEABLE,
        /** That the model does as it is told: needs controls and takes. */
        COOPERATION
    }

    /** What a user may supply to make more observable. */
    public enum Option {
        KEY,
        SECOND_KEY,
        ACCOUNT_ID,
        WITNESS,
        VISION_MODEL,
        REASONING_MODEL,
        CONTEXT_SIZE,
        SECOND_MODEL,
        FAULT_HOOK
    }

    /** One take, no capability beyond {@code core}. */
    public static Needs of(Model model) {
        return new Needs(Set.of(), Set.of(), 1, model, false, false);
    }

    public Needs takes(int takes) {
        return new Needs(capabilities, options, takes, model, alone, last);
    }

    public Needs capability(String... more) {
        return new Needs(Set.of(more), options, takes, model, alone, last);
    }

    public Needs option(Option... more) {
        return new Needs(capabilities, Set.of(more), takes, model, alone, last);
    }

    public Needs playedAlone() {
        return new Needs(capabilities, options, takes, model, true, last);
    }

    public Needs playedLast() {
        return new Needs(capabilities, options, takes, model, alone, true);
    }
}
