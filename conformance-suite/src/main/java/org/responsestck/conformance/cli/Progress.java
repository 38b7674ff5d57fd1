package org.responsestck.conformance.cli;

import java.io.PrintWriter;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.responsestck.conformance.evidence.Event;
import org.responsestck.conformance.run.Plan;
import org.responsestck.conformance.run.RunListener;
import org.responsestck.conformance.scenario.Scenario;

/** One line that grows: a terminal sees it change in place, a log sees one line at the end. */
final class Progress implements RunListener, AutoCloseable {
    private final @Nullable PrintWriter out;
    private final Consumer<Runnable> starting;
    private final boolean inPlace;
    private int scenarios;
    private int done;
    private int exchanges;

    private Progress(@Nullable PrintWriter out, boolean inPlace, Consumer<Runnable> starting) {
        this.out = out;
        this.starting = starting;
        this.inPlace = inPlace;
    }

    /**
     * @param out where to, or null for nowhere
     * @param starting is given what ends the run early
     */
    static Progress on(@Nullable PrintWriter out, Consumer<Runnable> starting) {
        return new Progress(out, out != null && System.console() != null && System.getenv("CI") == null, starting);
    }

    @Override
    public void starting(Runnable stop) {
        starting.accept(stop);
    }

    @Override
    public void planned(Plan plan) {
        scenarios = plan.scenarios().size();
    }

    @Override
    public void recorded(Event event) {
        if (event instanceof Event.Exchanged) {
            exchanges++;
        }
    }

    @Override
    public void scenarioFinished(Scenario scenario, int takes) {
        done++;
        if (out != null && inPlace) {
            out.printf("\rRun     %d of %d scenarios, %d exchanges ", done, scenarios, exchanges);
            out.flush();
        }
    }

    @Override
    public void close() {
        if (out != null) {
            out.printf(inPlace ? "\r" : "");
            out.printf("Run     %d of %d scenarios, %d exchanges%n", done, scenarios, exchanges);
            out.flush();
        }
    }
}
