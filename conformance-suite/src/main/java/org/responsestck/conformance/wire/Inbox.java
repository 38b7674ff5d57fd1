package org.responsestck.conformance.wire;

import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Turns the callbacks of the HTTP client into a queue of signals that the thread of the caller reads. Only one piece of the body is
 * under way at a time, so the queue stays short whatever the server sends.
 */
final class Inbox implements HttpResponse.BodyHandler<String>, HttpResponse.BodySubscriber<String> {
    /** What was heard. */
    sealed interface Signal {}

    /** Status line and headers. */
    record Head(int status, Map<String, List<String>> headers) implements Signal {}

    /** A piece of the body; may be empty. */
    record Piece(Chunk chunk) implements Signal {}

    /** The end as HTTP says it should be. */
    record Done() implements Signal {}

    /** Any other end. */
    record Failed(Throwable reason) implements Signal {}

    private final BlockingQueue<Signal> signals = new LinkedBlockingQueue<>();
    private final long sent = System.nanoTime();
    private volatile Flow.@Nullable Subscription subscription;
    private volatile boolean closed;

    /** Nanoseconds since sending. */
    long nanos() {
        return System.nanoTime() - sent;
    }

    /** The next signal, or null when none came in time. */
    @Nullable
    Signal next(long nanos) throws InterruptedException {
        return nanos <= 0 ? signals.poll() : signals.poll(nanos, TimeUnit.NANOSECONDS);
    }

    /** Asks for the next piece. */
    void more() {
        Flow.Subscription current = subscription;
        if (current != null) {
            current.request(1);
        }
    }

    /** Hangs up; nothing more is heard. */
    void close() {
        closed = true;
        Flow.Subscription current = subscription;
        if (current != null) {
            current.cancel();
        }
    }

    void fail(Throwable reason) {
        signals.add(new Failed(reason));
    }

    @Override
    public HttpResponse.BodySubscriber<String> apply(HttpResponse.ResponseInfo info) {
        Map<String, List<String>> headers = new TreeMap<>();
        info.headers()
                .map()
                .forEach((name, values) -> headers.merge(
                        name.toLowerCase(Locale.ROOT),
                        List.copyOf(values),
                        (a, b) -> java.util.stream.Stream.concat(a.stream(), b.stream())
                                .toList()));
        signals.add(new Head(info.statusCode(), headers));
        return this;
    }

    @Override
    public CompletionStage<String> getBody() {
        return CompletableFuture.completedStage("");
    }

    @Override
    public void onSubscribe(Flow.Subscription to) {
        subscription = to;
        if (closed) {
            to.cancel();
        } else {
            to.request(1);
        }
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        long now = nanos();
        int size = buffers.stream().mapToInt(ByteBuffer::remaining).sum();
        ByteBuffer all = ByteBuffer.allocate(size);
        buffers.forEach(all::put);
        if (!closed) {
            signals.add(new Piece(new Chunk(now, all.array())));
        }
    }

    @Override
    public void onError(Throwable reason) {
        signals.add(new Failed(reason));
    }

    @Override
    public void onComplete() {
        signals.add(new Done());
    }
}
