package org.responsestck.mock.junit;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;
import org.responsestck.mock.MockClock;
import org.responsestck.mock.MockOptions;
import org.responsestck.mock.MockServer;
import org.responsestck.mock.fault.Faults;
import org.responsestck.mock.journal.Journal;
import org.responsestck.mock.script.Scripts;

/** Opens a namespace for whoever asks for one, and closes it with the test or class it was opened for. */
final class MockPerTest implements ParameterResolver, AfterEachCallback {
    private static final Namespace NAMESPACE = Namespace.create(MockPerTest.class);
    private static final String CLASSPATH = "classpath:";
    private static final ResponsesMock DEFAULTS = Defaults.class.getAnnotation(ResponsesMock.class);

    private static final Map<Class<?>, Function<MockServer, Object>> TYPES = Map.of(
            MockServer.class, mock -> mock,
            Scripts.class, MockServer::scripts,
            Faults.class, MockServer::faults,
            Journal.class, MockServer::journal,
            MockClock.class, MockServer::clock,
            URI.class, mock -> URI.create(mock.baseUrl()));

    /** Stands for an annotation where the extension was registered without one. */
    @ResponsesMock
    private static final class Defaults {}

    @Override
    public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext root) {
        // What a constructor gets is what the test gets.
        return ExtensionContextScope.TEST_METHOD;
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return TYPES.containsKey(parameter.getParameter().getType())
                || (parameter.getParameter().getType() == String.class
                        && (parameter.isAnnotated(MockUrl.class) || parameter.isAnnotated(MockKey.class)));
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        MockServer mock = mock(context);
        if (parameter.getParameter().getType() == String.class) {
            return parameter.isAnnotated(MockUrl.class) ? mock.baseUrl() : mock.key();
        }
        return Objects.requireNonNull(TYPES.get(parameter.getParameter().getType()))
                .apply(mock);
    }

    /** Closed by JUnit when its context ends. */
    @SuppressWarnings("deprecation") // Older platforms know this one only.
    private record Held(MockServer mock) implements Store.CloseableResource, AutoCloseable {
        @Override
        public void close() {
            mock.close();
        }
    }

    private static MockServer mock(ExtensionContext context) {
        ResponsesMock wanted = wanted(context);
        // Keyed by the context, since the store of a test also shows what its class has.
        String key = context.getUniqueId();
        return context.getStore(NAMESPACE)
                .getOrComputeIfAbsent(key, id -> new Held(open(context, wanted, id)), Held.class)
                .mock();
    }

    private static MockServer open(ExtensionContext context, ResponsesMock wanted, String name) {
        MockServer server = server(context, wanted.shared());
        MockServer mock = server.namespace(name, options(wanted));
        if (wanted.scripts().startsWith(CLASSPATH)) {
            String resource = wanted.scripts().substring(CLASSPATH.length());
            try {
                mock.scripts().read(resource, resource(context, resource));
            } catch (RuntimeException e) {
                mock.close();
                throw e;
            }
        }
        return mock;
    }

    private static MockServer server(ExtensionContext context, ResponsesMock.Shared shared) {
        ExtensionContext owner = shared == ResponsesMock.Shared.RUN ? context.getRoot() : outermost(context);
        return owner.getStore(NAMESPACE)
                .getOrComputeIfAbsent(
                        "server of " + shared, key -> new Held(MockServer.start(MockOptions.defaults())), Held.class)
                .mock();
    }

    /** The context of the outermost class. */
    private static ExtensionContext outermost(ExtensionContext context) {
        ExtensionContext found = context;
        for (Optional<ExtensionContext> at = Optional.of(context);
                at.isPresent();
                at = at.get().getParent()) {
            if (at.get().getTestClass().isPresent()) {
                found = at.get();
            }
        }
        return found;
    }

    private static MockOptions options(ResponsesMock wanted) {
        MockOptions options = MockOptions.defaults()
                .strict(wanted.strict())
                .twists(List.of(wanted.twists()))
                .seed(wanted.seed());
        if (!wanted.retention().isEmpty()) {
            options = options.retention(Duration.parse(wanted.retention()));
        }
        if (!wanted.scripts().isEmpty() && !wanted.scripts().startsWith(CLASSPATH)) {
            options = options.scripts(Path.of(wanted.scripts()));
        }
        return options;
    }

    private static String resource(ExtensionContext context, String name) {
        try (InputStream in = context.getRequiredTestClass().getClassLoader().getResourceAsStream(name)) {
            if (in == null) {
                throw new ExtensionConfigurationException("@ResponsesMock: there is no resource " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new ExtensionConfigurationException("@ResponsesMock: the resource " + name + " cannot be read", e);
        }
    }

    /** The annotation of the test, else of the nearest class around it. */
    private static ResponsesMock wanted(ExtensionContext context) {
        return context.getTestMethod()
                .flatMap(method -> AnnotationSupport.findAnnotation(method, ResponsesMock.class))
                .or(() -> around(context.getTestClass().orElse(null)))
                .orElse(DEFAULTS);
    }

    private static Optional<ResponsesMock> around(@Nullable Class<?> type) {
        for (Class<?> at = type; at != null; at = at.getEnclosingClass()) {
            Optional<ResponsesMock> found = AnnotationSupport.findAnnotation(at, ResponsesMock.class);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        Held held = context.getStore(NAMESPACE).get(context.getUniqueId(), Held.class);
        ResponsesMock wanted = wanted(context);
        if (held == null || context.getExecutionException().isPresent()) {
            return;
        }
        if (wanted.allStepsConsumed()) {
            held.mock().assertAllStepsConsumed();
        }
        if (wanted.clientBehaved()) {
            held.mock().assertClientBehaved();
        }
    }
}
