package org.responsestck.mock;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.responsestck.mock.conversation.Context;
import org.responsestck.mock.conversation.Ids;
import org.responsestck.mock.conversation.MemoryStore;
import org.responsestck.mock.conversation.Meter;
import org.responsestck.mock.defect.Twist;
import org.responsestck.mock.defect.Twists;
import org.responsestck.mock.dialect.Dialect;
import org.responsestck.mock.dialect.Keys;
import org.responsestck.mock.dialect.fireworks.FireworksDialect;
import org.responsestck.mock.fault.Faults;
import org.responsestck.mock.responder.BuiltInModel;
import org.responsestck.mock.responder.Responder;
import org.responsestck.mock.script.ScriptedResponder;
import org.responsestck.mock.script.Scripts;
import org.responsestck.mock.tool.McpToolServers;
import org.responsestck.mock.tool.ToolRules;
import org.responsestck.mock.transport.Wire;
import org.responsestck.mock.wiremock.Host;

/** A Responses API server for tests: starts, answers, and is gone when closed. */
public final class MockServer implements AutoCloseable {
    private static final String KEY = "tck-key-one";
    private static final String SECOND_KEY = "tck-key-two";
    private static final String ACCOUNT = "tck-account-one";
    private static final String SECOND_ACCOUNT = "tck-account-two";
    private static final int KEPT_RESPONSES = 10_000;

    /** Streams that wait for tool servers at the same time; more wait in line. */
    private static final int TOOL_THREADS = 16;

    private static final int WAITING_TURNS = 256;

    private final Host host;
    private final Scripts scripts;
    private final Faults faults;
    private final ThreadPoolExecutor workers;

    private MockServer(Host host, Scripts scripts, Faults faults, ThreadPoolExecutor workers) {
        this.workers = workers;
        this.host = host;
        this.scripts = scripts;
        this.faults = faults;
    }

    /**
     * Starts a mock on the loopback address.
     *
     * @throws IllegalArgumentException if the profile or a twist is unknown, or a script is wrong; the message says where
     * @throws IllegalStateException if the port is taken
     */
    public static MockServer start(MockOptions options) {
        return start(options, dialect(options.profile()));
    }

    /** Starts a mock that speaks a dialect of one's own. */
    public static MockServer start(MockOptions options, Dialect dialect) {
        Responder model = new BuiltInModel();
        Scripts scripts = new Scripts().strict(options.strict());
        if (options.scripts() != null) {
            scripts.load(options.scripts());
        }
        scripts.add(options.written());
        Faults faults = new Faults();
        Keys keys = new Keys(Map.of(KEY, ACCOUNT, SECOND_KEY, SECOND_ACCOUNT));
        ThreadPoolExecutor workers = workers();
        Seams seams = new Seams(
                dialect.admission(keys),
                new MemoryStore(KEPT_RESPONSES),
                Context.whole(),
                new ScriptedResponder(scripts, model, options.seed()),
                new ToolRules(model),
                new McpToolServers(options.toolHosts(), McpToolServers.Patience.DEFAULT, workers),
                Meter.pieces(),
                Ids.seeded(options.seed()),
                Clock.systemUTC(),
                dialect.document(),
                dialect.events(),
                Wire.plain());
        for (String id : options.twists()) {
            seams = twist(id).apply().apply(seams);
        }
        Engine engine = new Engine(dialect, seams, faults, options.pace(), options.seed(), workers);
        return new MockServer(Host.start(engine, options.port()), scripts, faults, workers);
    }

    /** Threads for what waits for tool servers. They end when idle. */
    private static ThreadPoolExecutor workers() {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                TOOL_THREADS, TOOL_THREADS, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(WAITING_TURNS), task -> {
                    Thread thread = new Thread(task, "responses-mock-tools");
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    private static Twist twist(String id) {
        return Twists.find(id)
                .orElseThrow(() -> new IllegalArgumentException(
                        "there is no defect, variation or quirk " + id + "; 'tck list defects' shows them"));
    }

    private static Dialect dialect(String profile) {
        return List.<Dialect>of(new FireworksDialect()).stream()
                .filter(d -> d.profile().equals(profile))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "the mock does not speak profile " + profile + "; it speaks fireworks"));
    }

    /** Base URL as clients want it; {@code /v1} alone is served too. */
    public String baseUrl() {
        return "http://127.0.0.1:" + host.port() + "/inference/v1";
    }

    public int port() {
        return host.port();
    }

    /** A key that is accepted. */
    public String key() {
        return KEY;
    }

    /** A key of another account. */
    public String secondKey() {
        return SECOND_KEY;
    }

    /** The account of {@link #key()}. */
    public String accountId() {
        return ACCOUNT;
    }

    /** What the mock plays; may be changed while it runs. */
    public Scripts scripts() {
        return scripts;
    }

    /** What goes wrong; may be changed while it runs. */
    public Faults faults() {
        return faults;
    }

    /**
     * Checks that every step of every script has been played.
     *
     * @throws AssertionError if not; the message lists what is missing by script and step
     */
    public void assertAllStepsConsumed() {
        scripts.assertAllStepsConsumed();
    }

    @Override
    public void close() {
        host.stop();
        workers.shutdownNow();
    }
}
