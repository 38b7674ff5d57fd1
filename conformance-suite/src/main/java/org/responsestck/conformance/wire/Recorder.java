package org.responsestck.conformance.wire;

import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests and records what comes back, byte by byte, as it came: no redirect is followed on its own, nothing is unpacked, nothing is
 * repaired. Made for one scenario: its connections are its own. Thread-safe.
 *
 * <p>Speaks HTTP/1.1. A call with the header {@code Upgrade: h2c} on a cleartext target offers the upgrade to HTTP/2 instead.
 */
public final class Recorder implements AutoCloseable {
    private static final Pattern CREDENTIAL =
            Pattern.compile("auth|api-?key|token|secret|cookie|password|credential", Pattern.CASE_INSENSITIVE);
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final Line line;
    private final Function<Who, Optional<String>> keys;
    private final Redactor redactor;
    private final String threadName = "responses-tck-wire-" + NUMBER.incrementAndGet();
    private final ExecutorService threads;
    private volatile @Nullable HttpClient client;

    /**
     * @param line the way to the target
     * @param keys the key for a role; empty when requests of this role carry none
     */
    public Recorder(Line line, Function<Who, Optional<String>> keys) {
        this.line = line;
        this.keys = keys;
        this.redactor = new Redactor(secrets(line, keys));
        this.threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, threadName);
            thread.setDaemon(true);
            return thread;
        });
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(line.limits().connect())
                .proxy(line.proxy() == null ? HttpClient.Builder.NO_PROXY : ProxySelector.of(line.proxy()))
                .executor(threads);
        if (line.tls() != null) {
            builder.sslContext(line.tls());
        }
        this.client = builder.build();
    }

    private static List<String> secrets(Line line, Function<Who, Optional<String>> keys) {
        List<String> secrets = new ArrayList<>();
        for (Who who : List.of(Who.KEY, Who.SECOND_KEY)) {
            keys.apply(who).ifPresent(secrets::add);
        }
        line.headers().forEach((name, value) -> {
            if (isCredential(name)) {
                secrets.add(value);
                // "Bearer abc": the word behind the scheme is the secret.
                secrets.add(value.substring(value.lastIndexOf(' ') + 1));
            }
        });
        return secrets;
    }

    /** Whether a header with this name is taken for a credential: sent only with the key of the target, and redacted. */
    public static boolean isCredential(String header) {
        return CREDENTIAL.matcher(header).find();
    }

    /** A text from elsewhere with the keys of the target replaced by asterisks. */
    public String redacted(String text) {
        return redactor.redact(text);
    }

    /**
     * Sends one request and waits for the end of the answer. Whatever the network does becomes an exchange.
     *
     * @param enough asked after each piece of the body that has arrived; true hangs up. Null to wait for the end
     * @throws IllegalStateException if this recorder is closed
     * @throws IllegalArgumentException if the call cannot be sent at all: a bad path or header
     */
    public Exchange play(int id, Who who, Call call, @Nullable Predicate<List<Chunk>> enough) {
        return play(id, who, call, Optional.empty(), enough);
    }

    /**
     * As {@link #play(int, Who, Call, Predicate)}, at a place to which the target redirected the call.
     *
     * @param place what {@link #redirected} gave; empty for the place that the call names
     */
    public Exchange play(int id, Who who, Call call, Optional<URI> place, @Nullable Predicate<List<Chunk>> enough) {
        HttpClient open = client;
        if (open == null) {
            throw new IllegalStateException("the recorder is closed");
        }
        HttpRequest request = request(who, call, place.orElseGet(() -> URI.create(line.base() + call.path())));
        long millis = System.currentTimeMillis();
        Inbox inbox = new Inbox();
        CompletableFuture<HttpResponse<String>> sending = open.sendAsync(request, inbox);
        sending.whenComplete((answer, failure) -> {
            if (failure != null) {
                inbox.fail(failure);
            }
        });
        Reception reception = new Reception(inbox, line.limits(), enough);
        try {
            reception.run();
        } finally {
            if (!reception.complete()) {
                inbox.close();
                sending.cancel(true);
            }
        }
        return reception.exchange(id, who, call, millis, redactor);
    }

    /**
     * Where a 307 or 308 sends the request of an exchange, to be sent there as it was. Empty for any other answer, and where the
     * place is of another origin: the key is for the target alone.
     */
    public Optional<URI> redirected(Exchange exchange) {
        Answer answer = exchange.answer();
        if (answer == null || (answer.status() != 307 && answer.status() != 308)) {
            return Optional.empty();
        }
        URI asked = URI.create(line.base() + exchange.call().path());
        return answer.headers().getOrDefault("location", List.of()).stream()
                .findFirst()
                .flatMap(location -> place(asked, location))
                .filter(place -> asked.getScheme().equalsIgnoreCase(place.getScheme())
                        && asked.getHost().equalsIgnoreCase(place.getHost())
                        && port(asked) == port(place));
    }

    private static Optional<URI> place(URI asked, String location) {
        try {
            // A query alone belongs to the path as it is; the library drops the last segment.
            return Optional.of(
                    location.startsWith("?")
                            ? URI.create(asked.toString().replaceFirst("[?#].*", "") + location)
                            : asked.resolve(location));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static int port(URI uri) {
        return uri.getPort() >= 0 ? uri.getPort() : "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
    }

    private HttpRequest request(Who who, Call call, URI place) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.put("User-Agent", "responses-tck");
        line.headers().forEach((name, value) -> {
            if (who == Who.KEY || !isCredential(name)) {
                headers.put(name, value);
            }
        });
        keys.apply(who).ifPresent(key -> headers.put("Authorization", "Bearer " + key));
        if (call.body() != null) {
            headers.put("Content-Type", "application/json");
        }
        headers.putAll(call.headers());
        HttpRequest.Builder builder = HttpRequest.newBuilder(place);
        if (offersUpgrade(headers)) {
            builder.version(HttpClient.Version.HTTP_2);
        }
        // The client writes these three itself; with TLS there is nothing to offer.
        headers.keySet()
                .removeIf(
                        n -> List.of("upgrade", "connection", "http2-settings").contains(n.toLowerCase(Locale.ROOT)));
        headers.forEach(builder::setHeader);
        if (call.body() != null) {
            builder.method(
                    call.method(),
                    HttpRequest.BodyPublishers.ofByteArray(call.body().getBytes(StandardCharsets.UTF_8)));
        } else if (call.method().equals("GET")) {
            builder.GET();
        } else if (call.method().equals("DELETE")) {
            builder.DELETE();
        } else {
            builder.method(call.method(), HttpRequest.BodyPublishers.noBody());
        }
        return builder.build();
    }

    /** Name of the threads that this recorder starts. */
    String threadName() {
        return threadName;
    }

    private boolean offersUpgrade(Map<String, String> headers) {
        return "http".equals(line.base().getScheme()) && "h2c".equalsIgnoreCase(headers.getOrDefault("Upgrade", ""));
    }

    /**
     * Frees the threads and, where the platform can, the connections at once. Platforms before 21 close idle connections when the
     * client is collected. Exchanges under way end as cut.
     */
    @Override
    public void close() {
        Object closing = client;
        client = null;
        if (closing instanceof AutoCloseable closeable) {
            shutDownNow(closeable);
        }
        threads.shutdown();
    }

    private static void shutDownNow(AutoCloseable closeable) {
        try {
            // Since 21: close() alone would wait for exchanges under way.
            HttpClient.class.getMethod("shutdownNow").invoke(closeable);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a closeable HTTP client without shutdownNow", e);
        }
    }
}
