package org.responsestck.conformance.junit;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.platform.engine.EngineExecutionListener;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.reporting.ReportEntry;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;
import org.responsestck.conformance.check.Observation;
import org.responsestck.conformance.run.Finding;
import org.responsestck.conformance.run.Judgement;
import org.responsestck.conformance.run.Plan;

/** A plan as tests, and judgements as their results. */
final class Tests {
    private Tests() {}

    /** Adds a test per requirement under its capability. */
    static void plan(TestDescriptor parent, Plan plan) {
        Map<String, CapabilityDescriptor> capabilities = new LinkedHashMap<>();
        for (Plan.Row row : plan.rows()) {
            CapabilityDescriptor capability =
                    capabilities.computeIfAbsent(row.requirement().capability(), name -> {
                        CapabilityDescriptor made = new CapabilityDescriptor(parent.getUniqueId(), name);
                        parent.addChild(made);
                        return made;
                    });
            capability.addChild(new RequirementDescriptor(capability.getUniqueId(), row.requirement(), plan.profile()));
        }
    }

    /** Reports each test below a parent that has a judgement. */
    static void report(EngineExecutionListener listener, TestDescriptor parent, List<Judgement> judgements) {
        Map<String, Judgement> byId = new LinkedHashMap<>();
        judgements.forEach(j -> byId.put(j.requirement().id(), j));
        for (TestDescriptor capability : parent.getChildren()) {
            listener.executionStarted(capability);
            for (TestDescriptor child : capability.getChildren()) {
                if (child instanceof RequirementDescriptor test
                        && byId.containsKey(test.requirement().id())) {
                    report(listener, test, byId.get(test.requirement().id()));
                }
            }
            listener.executionFinished(capability, TestExecutionResult.successful());
        }
    }

    private static void report(EngineExecutionListener listener, RequirementDescriptor test, Judgement judgement) {
        switch (judgement.verdict()) {
            case NOT_APPLICABLE -> listener.executionSkipped(test, judgement.reason());
            case INCONCLUSIVE -> {
                listener.executionStarted(test);
                listener.executionFinished(
                        test, TestExecutionResult.aborted(new TestAbortedException(judgement.reason())));
            }
            case ERROR -> {
                listener.executionStarted(test);
                listener.executionFinished(
                        test, TestExecutionResult.failed(new IllegalStateException(judgement.reason())));
            }
            case FAIL -> {
                listener.executionStarted(test);
                AssertionFailedError failure = failure(judgement);
                // A known failure neither passes nor fails the build.
                listener.executionFinished(
                        test,
                        judgement.known() == null
                                ? TestExecutionResult.failed(failure)
                                : TestExecutionResult.aborted(new TestAbortedException(
                                        "known failure: " + judgement.known() + ". " + failure.getMessage())));
            }
            case PASS, WARN -> {
                listener.executionStarted(test);
                for (Finding finding : judgement.findings()) {
                    listener.reportingEntryPublished(
                            test, ReportEntry.from(finding.severity().name(), words(finding)));
                }
                listener.executionFinished(test, TestExecutionResult.successful());
            }
        }
    }

    private static AssertionFailedError failure(Judgement judgement) {
        Finding finding = judgement.findings().get(0);
        Observation.Broken broken = finding.broken();
        AssertionFailedError error = new AssertionFailedError(
                judgement.requirement().id() + ": " + judgement.requirement().statement() + " " + words(finding),
                broken.expected(),
                broken.actual());
        error.setStackTrace(new StackTraceElement[0]);
        return error;
    }

    private static String words(Finding finding) {
        Observation.Broken broken = finding.broken();
        String where = "exchange " + broken.where().exchange()
                + (broken.where().event() < 0 ? "" : ", event " + broken.where().event())
                + (broken.where().pointer().isEmpty()
                        ? ""
                        : ", " + broken.where().pointer());
        return "[expected " + broken.expected() + "; was " + broken.actual() + "; " + where + "]";
    }
}
