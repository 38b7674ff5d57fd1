package org.responsestck.mock;

import org.jspecify.annotations.Nullable;
import org.responsestck.mock.dialect.Dialect;
import org.responsestck.mock.fault.Faults;
import org.responsestck.mock.journal.ClientVerdict;
import org.responsestck.mock.journal.Journal;
import org.responsestck.mock.script.Scripts;
import org.responsestck.mock.wiremock.Host;

/** A Responses API server for tests: starts, answers, and is gone when closed. */
public final class MockServer implements AutoCloseable {
    private final Reception reception;
    private final Backend backend;
    private final int port;
    /** What this object has to stop, or null if the server belongs to another. */
    private final @Nullable Host host;

    private MockServer(Reception reception, Backend backend, int port, @Nullable Host host) {
        this.reception = reception;
        this.backend = backend;
        this.port = port;
        this.host = host;
    }

    /**
     * Starts a mock on the loopback address.
     *
     * @throws IllegalArgumentException if the profile or a twist is unknown, or a script is wrong; the message says where
     * @throws IllegalStateException if the port is taken
     */
    public static MockServer start(MockOptions options) {
        return start(Reception.open(options), options);
    }

    /** Starts a mock that speaks a dialect of one's own. */
    public static MockServer start(MockOptions options, Dialect dialect) {
        return start(Reception.open(options, dialect), options);
    }

    private static MockServer start(Reception reception, MockOptions options) {
        try {
            Host host = Host.start(reception, options.port());
            return new MockServer(reception, reception.backend(), host.port(), host);
        } catch (IllegalStateException e) {
            reception.close();
            throw e;
        }
    }

    /**
     * Another backend on the same port: own keys, responses, scripts, faults, clock and journal. Closing it forgets them and leaves the server
     * running.
     *
     * @param name for error messages and the journal
     * @param options port and profile are ignored
     * @throws IllegalArgumentException if there is one of this name, a twist is unknown or a script is wrong
     */
    public MockServer namespace(String name, MockOptions options) {
        return new MockServer(reception, reception.open(name, options), port, null);
    }

    /** Base URL as clients want it; {@code /v1} alone is served too. */
    public String baseUrl() {
        return "http://127.0.0.1:" + port + "/inference/v1";
    }

    public int port() {
        return port;
    }

    /** Keys and all that a client cannot see. */
    public Backend backend() {
        return backend;
    }

    /** A key that is accepted. */
    public String key() {
        return backend.key();
    }

    /** A key of another account. */
    public String secondKey() {
        return backend.secondKey();
    }

    /** The account of {@link #key()}. */
    public String accountId() {
        return backend.accountId();
    }

    /** What the mock plays; may be changed while it runs. */
    public Scripts scripts() {
        return backend.scripts();
    }

    /** What goes wrong; may be changed while it runs. */
    public Faults faults() {
        return backend.faults();
    }

    /** What time the mock believes it is. */
    public MockClock clock() {
        return backend.clock();
    }

    /** What was asked, and how it was answered. */
    public Journal journal() {
        return backend.journal();
    }

    /** How the client has behaved so far. */
    public ClientVerdict client() {
        return backend.client();
    }

    /** Back to how it was started: scripts, faults, responses, clock and journal. */
    public void reset() {
        backend.reset();
    }

    /**
     * Checks that every step of every script has been played.
     *
     * @throws AssertionError if not; the message lists what is missing by script and step
     */
    public void assertAllStepsConsumed() {
        backend.assertAllStepsConsumed();
    }

    /**
     * Checks that the client has done nothing wrong that a server can see.
     *
     * @throws AssertionError if it has; the message lists what
     */
    public void assertClientBehaved() {
        backend.assertClientBehaved();
    }

    @Override
    public void close() {
        if (host == null) {
            reception.forget(backend);
        } else {
            host.stop();
            reception.close();
        }
    }
}
