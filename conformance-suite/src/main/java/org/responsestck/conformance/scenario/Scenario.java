package org.responsestck.conformance.scenario;

/**
 * A short conversation written to make requirements observable. Plain blocking code over {@link Talk}; it may branch on facts
 * (a status, a member, an event count), never on rightness.
 */
public interface Scenario {
    /** Name in kebab case; unique. */
    String id();

    /** One sentence for {@code tck list scenarios}. */
    String purpose();

    Needs needs();

    /**
     * Plays one take. Everything that happens is recorded by {@code talk}.
     *
     * @throws Stop where a value the next step needs is not there, or a budget ran out; the record holds the reason
     */
    void play(Talk talk) throws Stop;

    /** The body of a scenario given as a lambda. */
    @FunctionalInterface
    interface Play {
        void play(Talk talk) throws Stop;
    }

    /** A scenario from its parts. */
    static Scenario of(String id, String purpose, Needs needs, Play play) {
        return new Scenario() {
            @Override
            public String id() {
                return id;
            }

            @Override
            public String purpose() {
                return purpose;
            }

            @Override
            public Needs needs() {
                return needs;
            }

            @Override
            public void play(Talk talk) throws Stop {
                play.play(talk);
            }

            @Override
            public String toString() {
                return id;
            }
        };
    }
}
