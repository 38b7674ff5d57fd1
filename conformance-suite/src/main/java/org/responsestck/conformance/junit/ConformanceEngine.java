package org.responsestck.conformance.junit;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.EngineDiscoveryRequest;
import org.junit.platform.engine.EngineExecutionListener;
import org.junit.platform.engine.ExecutionRequest;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestEngine;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.discovery.ClassSelector;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.discovery.UniqueIdSelector;
import org.junit.platform.engine.support.descriptor.EngineDescriptor;
import org.junit.platform.engine.support.discovery.EngineDiscoveryRequestResolver;
import org.junit.platform.engine.support.discovery.SelectorResolver;
import org.opentest4j.AssertionFailedError;
import org.responsestck.conformance.Suite;
import org.responsestck.conformance.evidence.Event;
import org.responsestck.conformance.evidence.Header;
import org.responsestck.conformance.run.Plan;
import org.responsestck.conformance.run.RunListener;

/**
 * The JUnit Platform engine {@code responses-tck}: discovery is the plan, one test per requirement under its capability. Runs one job
 * that it is given, or every class annotated {@link ResponsesConformance} that a build selects.
 *
 * <p>PASS and WARN succeed, WARN with a report entry; FAIL is an {@link AssertionFailedError} with expected and actual; ERROR any other
 * throwable; INCONCLUSIVE and a known FAIL abort; NOT_APPLICABLE is skipped with its reason.
 */
public final class ConformanceEngine implements TestEngine {
    public static final String ID = "responses-tck";

    private final @Nullable Job job;

    /** What the engine does when it is executed. */
    public interface Job {
        Plan plan();

        Suite.Outcome execute();
    }

    /** For the JUnit Platform, which finds this engine by itself. */
    public ConformanceEngine() {
        this(null);
    }

    /** @param job the only thing to run, or null for annotated classes */
    public ConformanceEngine(@Nullable Job job) {
        this.job = job;
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
        if (job != null) {
            Tests.plan(root, job.plan());
        } else {
            EngineDiscoveryRequestResolver.builder()
                    .addClassContainerSelectorResolver(ConformanceEngine::annotated)
                    .addSelectorResolver(context -> new Annotated(context.getClassNameFilter()))
                    .build()
                    .resolve(request, root);
            keepOnly(
                    request.getSelectorsByType(UniqueIdSelector.class).stream()
                            .map(UniqueIdSelector::getUniqueId)
                            .toList(),
                    root);
            root.accept(TestDescriptor::prune);
        }
        return root;
    }

    private static boolean annotated(Class<?> type) {
        return type.isAnnotationPresent(ResponsesConformance.class);
    }

    /** Finds annotated classes, and single requirements of theirs by unique id. */
    private record Annotated(Predicate<String> names) implements SelectorResolver {
        @Override
        public Resolution resolve(ClassSelector selector, Context context) {
            Class<?> type = selector.getJavaClass();
            if (!annotated(type) || !names.test(type.getName())) {
                return Resolution.unresolved();
            }
            return context.addToParent(parent -> Optional.of(new AnnotatedClass(parent.getUniqueId(), type)))
                    .map(found -> Resolution.match(Match.exact(found)))
                    .orElseGet(Resolution::unresolved);
        }

        @Override
        public Resolution resolve(UniqueIdSelector selector, Context context) {
            UniqueId id = selector.getUniqueId();
            return id.getSegments().stream()
                    .filter(s -> s.getType().equals(AnnotatedClass.SEGMENT))
                    .findFirst()
                    .flatMap(s -> context.resolve(DiscoverySelectors.selectClass(s.getValue())))
                    .map(found -> Resolution.match(Match.exact(found)))
                    .orElseGet(Resolution::unresolved);
        }
    }

    /** Where single tests are asked for, as a rerun does, takes the others out of their class. */
    private static void keepOnly(List<UniqueId> wanted, TestDescriptor root) {
        for (TestDescriptor type : root.getChildren()) {
            List<UniqueId> ids = wanted.stream()
                    .filter(id -> id.hasPrefix(type.getUniqueId()))
                    .toList();
            if (!ids.isEmpty()) {
                type.getDescendants().stream()
                        .filter(TestDescriptor::isTest)
                        .filter(d ->
                                ids.stream().noneMatch(id -> d.getUniqueId().hasPrefix(id)))
                        .toList()
                        .forEach(TestDescriptor::removeFromHierarchy);
            }
        }
    }

    @Override
    public void execute(ExecutionRequest request) {
        EngineExecutionListener listener = request.getEngineExecutionListener();
        TestDescriptor root = request.getRootTestDescriptor();
        listener.executionStarted(root);
        if (job != null) {
            Tests.report(listener, root, job.execute().judgements());
        }
        for (TestDescriptor child : root.getChildren()) {
            if (child instanceof AnnotatedClass type) {
                listener.executionStarted(type);
                TestExecutionResult result = TestExecutionResult.successful();
                try {
                    Tests.report(listener, type, type.run());
                } catch (RuntimeException e) {
                    result = TestExecutionResult.failed(e);
                }
                listener.executionFinished(type, result);
            }
        }
        listener.executionFinished(root, TestExecutionResult.successful());
    }
}
