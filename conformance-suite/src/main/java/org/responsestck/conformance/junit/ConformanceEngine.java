package org.responsestck.conformance.junit;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.platform.engine.EngineDiscoveryRequest;
import org.junit.platform.engine.EngineExecutionListener;
import org.junit.platform.engine.ExecutionRequest;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestEngine;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.engine.support.descriptor.EngineDescriptor;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;
import org.responsestck.conformance.Suite;
import org.responsestck.conformance.check.Observation;
import org.responsestck.conformance.evidence.Event;
import org.responsestck.conformance.evidence.Header;
import org.responsestck.conformance.run.Finding;
import org.responsestck.conformance.run.Judgement;
import org.responsestck.conformance.run.Plan;
import org.responsestck.conformance.run.RunListener;

/**
 * The JUnit Platform engine {@code responses-tck}: discovery is the plan, one test per requirement under its capability.
 *
 * <p>PASS and WARN succeed, WARN with a report entry; FAIL is an {@link AssertionFailedError} with expected and actual; ERROR any other
 * throwable; INCONCLUSIVE and a known FAIL abort; NOT_APPLICABLE is skipped with its reason.
 */
public final class ConformanceEngine implements TestEngine {
    public static final String ID = "responses-tck";

    private final Job job;

    /** What the engine does when it is executed. */
    public interface Job {
        Plan plan();

        Suite.Outcome execute();
    }

    public ConformanceEngine(Job job) {
        this.job = Objects.requireNonNull(job, "job is null");
    }

    /**
     * A job that runs a request.
     *
     * @param whenDone is given the outcome before anything is reported, and gives the one to report
     */
    public static Job run(
            Suite.Request request,
            Plan plan,
            Header header,
            Consumer<Event> sink,
            RunListener listener,
            UnaryOperator<Suite.Outcome> whenDone) {
        return new Job() {
            @Override
            public Plan plan() {
                return plan;
            }

            @Override
            public Suite.Outcome execute() {
                return whenDone.apply(Suite.run(request, plan, header, sink, listener));
            }
        };
    }

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public TestDescriptor discover(EngineDiscoveryRequest request, UniqueId id) {
        EngineDescriptor root = new EngineDescriptor(id, "Responses TCK");
        Map<String, CapabilityDescriptor> capabilities = new LinkedHashMap<>();
        Plan plan = job.plan();
        for (Plan.Row row : plan.rows()) {
            CapabilityDescriptor capability =
                    capabilities.computeIfAbsent(row.requirement().capability(), name -> {
                        CapabilityDescriptor made = new CapabilityDescriptor(root.getUniqueId(), name);
                        root.addChild(made);
                        return made;
                    });
            capability.addChild(new RequirementDescriptor(capability.getUniqueId(), row.requirement(), plan.profile()));
        }
        return root;
    }

    @Override
    public void execute(ExecutionRequest request) {
        EngineExecutionListener listener = request.getEngineExecutionListener();
        TestDescriptor root = request.getRootTestDescriptor();
        listener.executionStarted(root);
        Map<String, Judgement> judgements = new LinkedHashMap<>();
        job.execute().judgements().forEach(j -> judgements.put(j.requirement().id(), j));
        for (TestDescriptor capability : root.getChildren()) {
            listener.executionStarted(capability);
            for (TestDescriptor child : capability.getChildren()) {
                if (child instanceof RequirementDescriptor test) {
                    Optional.ofNullable(judgements.get(test.requirement().id()))
                            .ifPresent(j -> report(listener, test, j));
                }
            }
            listener.executionFinished(capability, TestExecutionResult.successful());
        }
        listener.executionFinished(root, TestExecutionResult.successful());
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
