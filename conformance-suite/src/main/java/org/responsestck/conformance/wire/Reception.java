package org.responsestck.conformance.wire;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.function.Predicate;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/** Listens to one answer until it ends or a limit is reached. The thread of the caller is the watchdog. */
final class Reception {
    /** A bound on the memory that arrival times take, far beyond what a body within limits needs. */
    private static final int MAX_CHUNKS = 100_000;

    /** A slow answer is far smaller than this when its time is over; what is larger would have gone on. */
    private static final int LARGEST_UNFINISHED = 1024 * 1024;

    private final Inbox inbox;
    private final Limits limits;
    private final @Nullable Predicate<List<Chunk>> enough;
    private final List<Chunk> chunks = new ArrayList<>();
    private final List<Chunk> seen = Collections.unmodifiableList(chunks);

    private long size;
    private Inbox.@Nullable Head head;
    private @Nullable End end;
    private @Nullable String detail;
    private long duration;

    Reception(Inbox inbox, Limits limits, @Nullable Predicate<List<Chunk>> enough) {
        this.inbox = inbox;
        this.limits = limits;
        this.enough = enough;
    }

    void run() {
        long idle = limits.idle().toNanos();
        long total = limits.total().toNanos();
        long heard = 0;
        try {
            while (end == null) {
                long now = inbox.nanos();
                Inbox.Signal signal = inbox.next(Math.min(heard + idle, total) - now);
                now = inbox.nanos();
                if (signal != null) {
                    heard = now;
                    take(signal);
                }
                if (end == null && (signal == null || now >= total)) {
                    boolean late = now >= total;
                    if (size > LARGEST_UNFINISHED) {
                        keepSample();
                    }
                    stop(
                            End.TIMEOUT,
                            late
                                    ? "the answer did not end within "
                                            + limits.total().toMillis() + " ms"
                                    : "nothing came for " + limits.idle().toMillis() + " ms");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stop(End.CLOSED_BY_US, "interrupted");
        }
        duration = inbox.nanos();
    }

    /** Whether the answer ended as it should, so that its connection can be used again. */
    boolean complete() {
        return end == End.COMPLETE;
    }

    private void take(Inbox.Signal signal) {
        if (signal instanceof Inbox.Head first) {
            head = first;
        } else if (signal instanceof Inbox.Piece piece) {
            take(piece.chunk());
        } else if (signal instanceof Inbox.Failed failed) {
            fail(failed.reason());
        } else {
            stop(End.COMPLETE, null);
        }
    }

    private void take(Chunk chunk) {
        if (chunk.bytes().length > limits.maxBodyBytes() - size) {
            keep(chunk);
            keepSample();
            stop(
                    End.LIMIT,
                    "the body is larger than " + limits.maxBodyBytes() + " bytes; the first " + size + " are kept");
            return;
        }
        if (chunk.bytes().length > 0) {
            keep(chunk);
            if (enough != null && enough.test(seen)) {
                stop(End.CLOSED_BY_US, null);
                return;
            }
        }
        if (chunks.size() >= MAX_CHUNKS) {
            stop(End.LIMIT, "the body came in more than " + MAX_CHUNKS + " pieces");
            return;
        }
        inbox.more();
    }

    private void keep(Chunk chunk) {
        chunks.add(chunk);
        size += chunk.bytes().length;
    }

    /** What a body that never ends has to say stands at its beginning. */
    private void keepSample() {
        long room = Math.min(Limits.SAMPLE, limits.maxBodyBytes());
        int kept = 0;
        size = 0;
        while (size < room) {
            Chunk chunk = chunks.get(kept);
            int part = (int) Math.min(chunk.bytes().length, room - size);
            chunks.set(kept++, new Chunk(chunk.nanos(), Arrays.copyOf(chunk.bytes(), part)));
            size += part;
        }
        chunks.subList(kept, chunks.size()).clear();
    }

    private void fail(Throwable thrown) {
        Throwable reason = thrown;
        while (reason instanceof CompletionException && reason.getCause() != null) {
            reason = reason.getCause();
        }
        if (reason instanceof Error error) {
            throw error;
        }
        stop(head == null && neverConnected(reason) ? End.REFUSED : End.CUT, words(reason));
    }

    private static boolean neverConnected(Throwable reason) {
        return reason instanceof ConnectException
                || reason instanceof HttpConnectTimeoutException
                || reason instanceof UnknownHostException
                || reason instanceof UnresolvedAddressException
                || reason instanceof NoRouteToHostException
                || reason instanceof SSLHandshakeException
                || reason instanceof SSLPeerUnverifiedException;
    }

    /** The words of the error, and of its deepest cause where that says more. */
    private static String words(Throwable reason) {
        StringBuilder words = new StringBuilder(own(reason));
        Throwable cause = reason.getCause();
        for (int depth = 0; cause != null && depth < 8; depth++) {
            String more = own(cause);
            if (words.indexOf(more) < 0) {
                words.append("; ").append(more);
            }
            cause = cause.getCause();
        }
        return words.length() <= 300 ? words.toString() : words.substring(0, 300);
    }

    private static String own(Throwable reason) {
        String message = reason.getMessage();
        String name = reason.getClass().getSimpleName();
        return message == null || message.isBlank()
                ? name
                : name.equals("IOException") ? message : name + ": " + message;
    }

    private void stop(End how, @Nullable String words) {
        end = how;
        detail = words;
    }

    Exchange exchange(int id, Who who, Call call, long millis, Redactor redactor) {
        boolean shown = redactor.redact(chunks);
        Answer answer = head == null ? null : new Answer(head.status(), redactor.redact(head.headers()), chunks);
        shown |= head != null && answer != null && !head.headers().equals(answer.headers());
        String words = detail == null ? null : redactor.redact(detail);
        if (shown) {
            words = words == null ? Exchange.KEY_SHOWN : words + "; " + Exchange.KEY_SHOWN;
        }
        return new Exchange(
                id, who, redactor.redact(call), millis, duration, answer, end == null ? End.CUT : end, words);
    }
}
