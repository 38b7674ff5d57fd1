package org.responsestck.conformance.junit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.platform.commons.JUnitException;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.AbstractTestDescriptor;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.responsestck.conformance.Suite;
import org.responsestck.conformance.check.Checks;
import org.responsestck.conformance.evidence.EvidenceWriter;
import org.responsestck.conformance.evidence.Header;
import org.responsestck.conformance.requirement.Catalogue;
import org.responsestck.conformance.requirement.Level;
import org.responsestck.conformance.run.Budget;
import org.responsestck.conformance.run.Judgement;
import org.responsestck.conformance.run.Plan;
import org.responsestck.conformance.run.RunListener;
import org.responsestck.conformance.run.Selection;
import org.responsestck.conformance.scenario.Needs;
import org.responsestck.conformance.scenario.Scenarios;
import org.responsestck.conformance.target.Target;
import org.responsestck.conformance.target.TargetBuilder;

/** A class annotated {@link ResponsesConformance}: the container of its requirements, and how to run them. */
final class AnnotatedClass extends AbstractTestDescriptor {
    static final String SEGMENT = "class";

    private final Class<?> type;
    private final ResponsesConformance about;
    private final Set<Needs.Option> options = EnumSet.noneOf(Needs.Option.class);
    private final Map<String, Boolean> capabilities = new HashMap<>();
    private int planned;
    private @Nullable JUnitException problem;

    /** An annotation that says something that cannot be is reported when the class is run: discovery would swallow it. */
    AnnotatedClass(UniqueId parent, Class<?> type) {
        super(parent.append(SEGMENT, type.getName()), type.getSimpleName(), ClassSource.from(type));
        this.type = type;
        this.about = type.getAnnotation(ResponsesConformance.class);
        try {
            plan();
        } catch (JUnitException e) {
            problem = e;
        }
    }

    private void plan() {
        if (Catalogue.load().of(about.profile()).isEmpty()) {
            throw wrong("there is no profile " + about.profile());
        }
        for (String capability : about.capabilities()) {
            if (!capability.matches("[+-].+")) {
                throw wrong("the capability " + capability + " must begin with + for offered or - for not offered");
            }
            capabilities.put(capability.substring(1), capability.startsWith("+"));
        }
        if (!about.accountId().isEmpty()) {
            options.add(Needs.Option.ACCOUNT_ID);
        }
        if (!about.secondApiKeyEnv().isEmpty()) {
            options.add(Needs.Option.SECOND_KEY);
        }
        if (value(about.apiKeyEnv()) != null) {
            options.add(Needs.Option.KEY);
        }
        if (!about.witnessAddress().isEmpty()) {
            options.add(Needs.Option.WITNESS);
        }
        Plan plan =
                plan(new Selection(Selection.ALL.levels(), List.of(about.include()), List.of(about.exclude()), false));
        Tests.plan(this, plan);
        planned = plan.rows().size();
    }

    private JUnitException wrong(String what) {
        return new JUnitException("@ResponsesConformance of " + type.getName() + ": " + what);
    }

    private Plan plan(Selection selection) {
        try {
            return Plan.make(
                    Catalogue.load(), Checks.all(), Scenarios.all(), about.profile(), selection, options, capabilities);
        } catch (IllegalArgumentException e) {
            throw wrong(String.valueOf(e.getMessage()));
        }
    }

    /** Of a variable of the environment or, where a server that was just started has made the key, of a system property. */
    private static @Nullable String value(String name) {
        String value = System.getenv(name);
        return value == null ? System.getProperty(name) : value;
    }

    @Override
    public Type getType() {
        return Type.CONTAINER;
    }

    @Override
    public String getLegacyReportingName() {
        return type.getName();
    }

    /** Keeps a class without tests in the tree, so that it can say what is wrong with it. */
    @Override
    public boolean mayRegisterTests() {
        return problem != null;
    }

    /** Runs what the filters of the build have left. */
    List<Judgement> run() {
        if (problem != null) {
            throw problem;
        }
        try {
            Object started = call(ResponsesConformance.Start.class);
            String url = started instanceof String text && !text.isEmpty() ? text : about.url();
            if (url.isEmpty()) {
                throw wrong("give a url, or return one from a static method annotated @ResponsesConformance.Start");
            }
            return run(target(url));
        } finally {
            call(ResponsesConformance.Stop.class);
        }
    }

    private Target target(String url) {
        TargetBuilder builder = Target.at(url, about.profile()).model(about.model());
        String key = value(about.apiKeyEnv());
        if (key != null && !key.isBlank()) {
            builder.key(key);
        }
        if (!about.secondApiKeyEnv().isEmpty()) {
            String second = value(about.secondApiKeyEnv());
            if (second == null) {
                throw wrong("neither the environment nor a system property has " + about.secondApiKeyEnv());
            }
            builder.secondKey(second);
        }
        if (!about.accountId().isEmpty()) {
            builder.option(Needs.Option.ACCOUNT_ID, about.accountId());
        }
        if (!about.witnessAddress().isEmpty()) {
            builder.option(Needs.Option.WITNESS, about.witnessAddress());
        }
        capabilities.forEach(builder::capability);
        return builder.build();
    }

    private List<Judgement> run(Target target) {
        Suite.Request request = new Suite.Request(
                target.base().toString(),
                target.profile(),
                target.revision(),
                target.model(),
                target.capabilities(),
                target.optionValues(),
                () -> target.recorder(about.patience()),
                selection(),
                about.concurrency(),
                false,
                allowance(),
                new Random().nextInt(Integer.MAX_VALUE),
                about.patience(),
                false,
                "responses-tck",
                UUID.randomUUID().toString());
        Plan plan = Suite.plan(request);
        Header header = Suite.header(request, plan);
        Path file = Path.of(about.evidenceDir(), type.getName(), "evidence.jsonl");
        try (EvidenceWriter evidence = EvidenceWriter.create(file, header)) {
            return Suite.run(request, plan, header, evidence::write, RunListener.NONE)
                    .judgements();
        } catch (IOException e) {
            throw new UncheckedIOException("the evidence " + file + " cannot be written", e);
        }
    }

    private Budget.Allowance allowance() {
        Budget.Allowance all = Budget.Allowance.DEFAULT;
        return new Budget.Allowance(about.maxRequests(), all.outputTokens(), all.time(), all.quiet());
    }

    /** All that was planned, or the requirements that are still there. */
    private Selection selection() {
        List<String> left = new ArrayList<>();
        getDescendants().forEach(d -> addTo(left, d));
        return left.size() == planned
                ? new Selection(EnumSet.allOf(Level.class), List.of(about.include()), List.of(about.exclude()), false)
                : new Selection(EnumSet.allOf(Level.class), left, List.of(), false);
    }

    private static void addTo(List<String> ids, TestDescriptor descriptor) {
        if (descriptor instanceof RequirementDescriptor requirement) {
            ids.add(requirement.requirement().id());
        }
    }

    private @Nullable Object call(Class<? extends Annotation> mark) {
        for (Method method : type.getDeclaredMethods()) {
            if (method.isAnnotationPresent(mark)) {
                if (!Modifier.isStatic(method.getModifiers()) || method.getParameterCount() > 0) {
                    throw wrong(method.getName() + " must be static and without parameters");
                }
                try {
                    method.setAccessible(true);
                    return method.invoke(null);
                } catch (InvocationTargetException e) {
                    throw new JUnitException(method.getName() + " of " + type.getName() + " failed", e.getCause());
                } catch (IllegalAccessException e) {
                    throw wrong(method.getName() + " cannot be called: " + e.getMessage());
                }
            }
        }
        return null;
    }
}
