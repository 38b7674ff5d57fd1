package org.responsestck.mock;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executor;
import org.responsestck.mock.conversation.Context;
import org.responsestck.mock.conversation.Ids;
import org.responsestck.mock.conversation.MemoryStore;
import org.responsestck.mock.conversation.Meter;
import org.responsestck.mock.defect.Twist;
import org.responsestck.mock.defect.Twists;
import org.responsestck.mock.dialect.Dialect;
import org.responsestck.mock.dialect.Keys;
import org.responsestck.mock.fault.Faults;
import org.responsestck.mock.journal.ClientVerdict;
import org.responsestck.mock.journal.Journal;
import org.responsestck.mock.responder.BuiltInModel;
import org.responsestck.mock.responder.Responder;
import org.responsestck.mock.script.ScriptedResponder;
import org.responsestck.mock.script.Scripts;
import org.responsestck.mock.tool.McpToolServers;
import org.responsestck.mock.tool.ToolRules;
import org.responsestck.mock.transport.Wire;

/**
 * A backend of its own behind a server: keys, accounts, responses, scripts, faults, clock and journal. Several can share a server, chosen by the
 * key of a request, and never see each other. Thread-safe.
 */
public final class Backend {
    /** Of the backend that answers where no other does. */
    static final String DEFAULT = "default";

    private final String name;
    private final String suffix;
    private final Scripts scripts;
    private final Faults faults = new Faults();
    private final MockClock clock = new MockClock();
    private final MemoryStore store;
    private final Journal journal;
    private final Engine engine;
    private final MockOptions options;

    /**
     * @throws IllegalArgumentException if a twist is unknown or a script is wrong
     */
    Backend(String name, MockOptions options, Dialect dialect, Executor workers) {
        this.name = name;
        this.options = options;
        this.suffix = name.equals(DEFAULT) ? "" : "-" + UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
        this.scripts = new Scripts().strict(options.strict());
        load();
        this.store = new MemoryStore(options.mostResponses(), options.retention(), clock);
        this.journal = new Journal(options.journalBytes());
        Responder model = new BuiltInModel();
        Keys keys = new Keys(Map.of(key(), accountId(), secondKey(), "tck-account-two" + suffix));
        Seams seams = new Seams(
                dialect.admission(keys),
                store,
                Context.whole(),
                new ScriptedResponder(scripts, model, options.seed()),
                new ToolRules(model),
                new McpToolServers(options.toolHosts(), McpToolServers.Patience.DEFAULT, workers),
                Meter.pieces(),
                Ids.seeded(options.seed()),
                clock,
                dialect.document(),
                dialect.events(),
                Wire.plain());
        for (String id : options.twists()) {
            seams = twist(id).apply().apply(seams);
        }
        this.engine = new Engine(dialect, seams, faults, options.pace(), options.seed(), name, workers);
    }

    private static Twist twist(String id) {
        return Twists.find(id)
                .orElseThrow(() -> new IllegalArgumentException(
                        "there is no defect, variation or quirk " + id + "; 'tck list defects' shows them"));
    }

    private void load() {
        if (options.scripts() != null) {
            scripts.load(options.scripts());
        }
        scripts.add(options.written());
    }

    /** What tells it from others; {@code default} for the one that a server begins with. */
    public String name() {
        return name;
    }

    /** A key that is accepted. */
    public String key() {
        return "tck-key-one" + suffix;
    }

    /** A key of another account of the same backend. */
    public String secondKey() {
        return "tck-key-two" + suffix;
    }

    /** The account of {@link #key()}. */
    public String accountId() {
        return "tck-account-one" + suffix;
    }

    Set<String> keys() {
        return Set.of(key(), secondKey());
    }

    /** What is played; may be changed at any time. */
    public Scripts scripts() {
        return scripts;
    }

    /** What goes wrong; may be changed at any time. */
    public Faults faults() {
        return faults;
    }

    /** What time it is; decides {@code created_at} and what has expired. */
    public MockClock clock() {
        return clock;
    }

    /** What was asked, and how it was answered. */
    public Journal journal() {
        return journal;
    }

    /** How the client has behaved so far. */
    public ClientVerdict client() {
        return journal.client();
    }

    MemoryStore store() {
        return store;
    }

    Engine engine() {
        return engine;
    }

    /** Forgets every response. */
    public void forgetResponses() {
        store.clear();
    }

    /** Back to how it was started: scripts, faults, responses, clock and journal. */
    public synchronized void reset() {
        scripts.clear();
        load();
        faults.clear();
        store.clear();
        clock.reset();
        journal.clear();
    }

    /**
     * Checks that every step of every script has been played.
     *
     * @throws AssertionError if not; the message lists what is missing by script and step
     */
    public void assertAllStepsConsumed() {
        scripts.assertAllStepsConsumed();
    }

    /**
     * Checks that the client has done nothing wrong that a server can see.
     *
     * @throws AssertionError if it has; the message lists what
     */
    public void assertClientBehaved() {
        client().assertClean();
    }
}
