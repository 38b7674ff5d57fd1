package org.responsestck.conformance.cli;

import java.io.PrintWriter;
import org.responsestck.conformance.evidence.Event;
import org.responsestck.conformance.run.Plan;
import org.responsestck.conformance.run.RunListener;
import org.responsestck.conformance.scenario.Scenario;

/** One line that grows: a terminal sees it change in place, a log sees one line at the end. */
final class Progress implements RunListener, AutoCloseable {
    private final PrintWriter out;
    private final boolean inPlace;
    private int scenarios;
    private int done;
    private int exchanges;

    private Progress(PrintWriter out, boolean inPlace) {
        this.out = out;
        this.inPlace = inPlace;
    }

    static Progress on(PrintWriter out) {
        return new Progress(out, System.console() != null && System.getenv("CI") == null);
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
        if (inPlace) {
            out.printf("\rRun     %d of %d scenarios, %d exchanges ", done, scenarios, exchanges);
            out.flush();
        }
    }

    @Override
    public void close() {
        out.printf(inPlace ? "\r" : "");
        out.printf("Run     %d of %d scenarios, %d exchanges%n", done, scenarios, exchanges);
        out.flush();
    }
}
