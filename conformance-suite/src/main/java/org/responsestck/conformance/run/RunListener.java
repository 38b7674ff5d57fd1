package org.responsestck.conformance.run;

import org.responsestck.conformance.evidence.Event;
import org.responsestck.conformance.scenario.Scenario;

/** Told what a run does, as it happens. Called from several threads, never from two at once. */
public interface RunListener {
    /** Nothing is listened to. */
    RunListener NONE = new RunListener() {};

    default void planned(Plan plan) {}

    /**
     * The run is about to send.
     *
     * @param stop ends it early, from any thread and at any time: what is under way is hung up, nothing more is sent, then comes the
     *     clean-up as always
     */
    default void starting(Runnable stop) {}

    default void scenarioStarted(Scenario scenario) {}

    default void recorded(Event event) {}

    default void scenarioFinished(Scenario scenario, int takes) {}
}
