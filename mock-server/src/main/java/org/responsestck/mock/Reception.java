package org.responsestck.mock;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.responsestck.mock.dialect.Dialect;
import org.responsestck.mock.dialect.Dialects;
import org.responsestck.mock.journal.Notes;
import org.responsestck.mock.transport.Reply;
import org.responsestck.mock.transport.Watch;

/** Takes every request of a server and hands it to the backend it is meant for. Thread-safe. */
public final class Reception implements AutoCloseable {
    /** Streams that wait for tool servers at the same time; more wait in line. */
    private static final int TOOL_THREADS = 16;

    private static final int WAITING_TURNS = 256;

    private final Dialect dialect;
    private final ThreadPoolExecutor workers;
    private final Backend first;
    private final Map<String, Backend> byName = new ConcurrentHashMap<>();
    private final Map<String, Backend> byKey = new ConcurrentHashMap<>();
    private final Admin admin = new Admin();

    private Reception(Dialect dialect, ThreadPoolExecutor workers, MockOptions options) {
        this.dialect = dialect;
        this.workers = workers;
        this.first = open(Backend.DEFAULT, options);
    }

    /** @throws IllegalArgumentException if the profile or a twist is unknown, or a script is wrong */
    public static Reception open(MockOptions options) {
        return open(options, Dialects.of(options.profile()));
    }

    static Reception open(MockOptions options, Dialect dialect) {
        return new Reception(dialect, workers(), options);
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

    /** The backend that answers where no other does. */
    public Backend backend() {
        return first;
    }

    /**
     * Opens another backend.
     *
     * @throws IllegalArgumentException if there is one of this name, a twist is unknown or a script is wrong
     */
    Backend open(String name, MockOptions options) {
        Backend backend = new Backend(name, options, dialect, workers);
        if (byName.putIfAbsent(name, backend) != null) {
            throw new IllegalArgumentException("there is a namespace '" + name + "' already");
        }
        backend.keys().forEach(key -> byKey.put(key, backend));
        return backend;
    }

    void forget(Backend backend) {
        byName.remove(backend.name(), backend);
        backend.keys().forEach(key -> byKey.remove(key, backend));
    }

    /**
     * Answers a request. Never throws for anything a client can send.
     *
     * @param ask with a path below the API root, or any other path
     * @param url path and query as they were sent
     * @param local whether the client is on this machine
     */
    public Answered answer(Ask ask, String url, boolean local) {
        long arrived = System.nanoTime();
        Notes notes = new Notes();
        Backend backend = backend(ask);
        Reply reply;
        if (ask.path().startsWith(Elsewhere.PATH)) {
            backend = byName.getOrDefault(
                    URLDecoder.decode(ask.path().substring(Elsewhere.PATH.length()), StandardCharsets.UTF_8), backend);
            notes.operation("redirected", "");
            reply = backend.engine().refused(new Refusal(404, "Not Found"));
        } else if (Admin.serves(ask.path())) {
            return new Answered(admin.answer(ask, backend, local), Watch.NONE);
        } else if (Cors.asks(ask)) {
            return new Answered(Cors.preflight(ask), Watch.NONE);
        } else {
            reply = Cors.allow(ask, backend.engine().answer(ask, notes));
        }
        return new Answered(
                reply,
                backend.journal()
                        .begin(
                                backend.clock().instant(),
                                arrived,
                                ask.method(),
                                url,
                                ask.headers(),
                                ask.body(),
                                reply,
                                notes));
    }

    private Backend backend(Ask ask) {
        String header = ask.header("authorization").orElse("");
        String key = header.substring(header.indexOf(' ') + 1).strip();
        return byKey.getOrDefault(key, first);
    }

    @Override
    public void close() {
        workers.shutdownNow();
    }
}
