package org.responsestck.mock.wiremock;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.ee10.servlet.ServletChannel;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.io.SelectableChannelEndPoint;
import org.jspecify.annotations.Nullable;
import org.responsestck.mock.Answered;
import org.responsestck.mock.transport.Ending;
import org.responsestck.mock.transport.Reply;
import org.responsestck.mock.transport.Watch;

/**
 * Writes one reply frame by frame without holding a thread. At any time exactly one source can wake it: the timer, or the container that
 * says a write is possible again, or, while it has nothing to write, whoever makes the rest. Due times are absolute, so that delays do not add up.
 */
final class Pump implements WriteListener, Runnable {
    /** How long what was flushed has to arrive before a reset, in milliseconds. */
    private static final int SETTLING_MILLIS = 50;

    /** For how many bytes more a client gets another millisecond. */
    private static final int BYTES_A_MILLI = 10_000;

    private static final int RETRY_MILLIS = 5;

    /** What leaves without a pause is gathered into writes of about this many bytes. */
    private static final int GATHERED_BYTES = 32 * 1024;

    private final Reply reply;
    private final Watch watch;
    private final List<Reply.Frame> frames;
    private final ServletChannel channel;
    private final AsyncContext context;
    private final ServletOutputStream out;
    private final ScheduledExecutorService timer;

    private int next;
    private Reply.@Nullable Frame current;
    private long dueNanos;
    private boolean waited;
    private boolean flushing;
    private boolean settled;
    /** Whether there is a chunk whose end the container would write with the next one. */
    private boolean chunks;

    private @Nullable ByteBuffer raw;
    /** Whether frames are still being made. */
    private boolean growing;

    private boolean idle;
    private boolean over;

    Pump(Answered answered, HttpServletRequest request, HttpServletResponse answer, ScheduledExecutorService timer)
            throws IOException {
        this.reply = answered.reply();
        this.watch = answered.watch();
        this.frames = new ArrayList<>(reply.frames());
        this.growing = reply.live() != null;
        this.current = frame(0);
        this.timer = timer;
        this.channel = ServletContextRequest.getServletContextRequest(request).getServletChannel();
        this.context = request.startAsync();
        this.context.setTimeout(0);
        this.out = answer.getOutputStream();
    }

    void start() {
        dueNanos = System.nanoTime();
        out.setWriteListener(this);
        if (reply.live() != null) {
            reply.live().start(this::grow);
        }
    }

    private void grow(List<Reply.Frame> made, boolean last) {
        try {
            synchronized (this) {
                frames.addAll(made);
                growing = !last;
                if (current == null) {
                    current = frame(next);
                }
                if (idle) {
                    idle = false;
                    dueNanos = System.nanoTime();
                    step();
                }
            }
        } catch (IOException | RuntimeException e) {
            onError(e);
        }
    }

    @Override
    public void onWritePossible() throws IOException {
        step();
    }

    @Override
    public void run() {
        try {
            synchronized (this) {
                waited = true;
            }
            step();
        } catch (IOException | RuntimeException e) {
            onError(e);
        }
    }

    private synchronized void step() throws IOException {
        while (!over && out.isReady()) {
            if (flushing) {
                flushing = false;
                out.flush();
                continue;
            }
            boolean broken = reply.ending().kind() != Ending.Kind.NORMAL
                    && next >= Math.min(reply.ending().afterEvents(), frames.size());
            if (broken) {
                breakOff();
                return;
            }
            Reply.Frame frame = current;
            if (frame == null && growing) {
                idle = true;
                return;
            }
            if (frame == null) {
                over = true;
                watch.ended(Watch.End.WHOLE);
                context.complete();
                return;
            }
            if (frame.delayMillis() > 0 && !waited) {
                dueNanos += TimeUnit.MILLISECONDS.toNanos(frame.delayMillis());
                timer.schedule(this, dueNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
                return;
            }
            waited = false;
            current = frame(++next);
            byte[] bytes = gathered(frame);
            if (bytes.length > 0) {
                if (current == null && !growing && reply.ending().kind() == Ending.Kind.NORMAL) {
                    // Before the bytes: whoever has read the end finds it in the journal.
                    watch.ended(Watch.End.WHOLE);
                }
                out.write(bytes);
                chunks = true;
            }
            // What follows without a pause can leave together; before a pause, and before a break, everything has left.
            flushing = bytes.length == 0
                    || current == null
                    || current.delayMillis() > 0
                    || next >= reply.ending().afterEvents();
        }
    }

    /** The bytes of a frame that is due, and of those that follow it without a pause. */
    private byte[] gathered(Reply.Frame frame) {
        watch.left(frame);
        if (!joins(frame)) {
            return frame.bytes();
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream(4 * frame.bytes().length);
        all.writeBytes(frame.bytes());
        Reply.Frame following = current;
        while (following != null && joins(frame) && all.size() < GATHERED_BYTES) {
            all.writeBytes(following.bytes());
            watch.left(following);
            current = frame(++next);
            following = current;
        }
        return all.toByteArray();
    }

    private boolean joins(Reply.Frame before) {
        return before.bytes().length > 0
                && current != null
                && current.delayMillis() == 0
                && current.bytes().length > 0
                && next < reply.ending().afterEvents();
    }

    private Reply.@Nullable Frame frame(int number) {
        if (number < frames.size()) {
            return frames.get(number);
        }
        return reply.more() == null ? null : reply.more().apply(number - frames.size());
    }

    private void breakOff() throws IOException {
        switch (reply.ending().kind()) {
            case NORMAL, STALL -> {
                // A stalled stream stays open and silent until the client or the idle time-out ends it.
                watch.ended(Watch.End.BROKEN);
                return;
            }
            case TRUNCATE -> {
                watch.ended(Watch.End.BROKEN);
                if (reply.ending().afterEvents() == 0) {
                    // An answer that has not begun would be aborted with an error page.
                    channel.getEndPoint().close();
                }
                channel.abort(new EofException("scripted truncation"));
            }
            case RESET -> {
                if (!settled) {
                    // A reset throws away what the peer's system has not taken yet.
                    settled = true;
                    timer.schedule(this, SETTLING_MILLIS + reply.length() / BYTES_A_MILLI, TimeUnit.MILLISECONDS);
                    return;
                }
                watch.ended(Watch.End.BROKEN);
                SocketChannel socketChannel = socketChannel();
                if (socketChannel != null) {
                    Socket socket = socketChannel.socket();
                    socket.setSoLinger(true, 0);
                    socket.close();
                }
                channel.abort(new EofException("scripted reset"));
            }
            case MALFORMED_CHUNK, SURPLUS -> {
                if (!written()) {
                    timer.schedule(this, RETRY_MILLIS, TimeUnit.MILLISECONDS);
                    return;
                }
                watch.ended(Watch.End.BROKEN);
                channel.abort(new EofException("scripted bytes past the framing"));
            }
        }
        over = true;
    }

    /** Writes past the framing of HTTP; false while the system takes no more. */
    private boolean written() throws IOException {
        SocketChannel socketChannel = socketChannel();
        if (raw == null) {
            raw = reply.ending().kind() == Ending.Kind.SURPLUS
                    ? ByteBuffer.wrap(
                            reply.with(frames.subList(next, frames.size())).body())
                    : ByteBuffer.wrap(
                            ((chunks ? "\r\n" : "") + "no-chunk-size\r\n").getBytes(StandardCharsets.US_ASCII));
        }
        if (socketChannel != null) {
            socketChannel.write(raw);
        }
        return socketChannel == null || !raw.hasRemaining();
    }

    private @Nullable SocketChannel socketChannel() {
        return channel.getEndPoint() instanceof SelectableChannelEndPoint end
                        && end.getChannel() instanceof SocketChannel socketChannel
                ? socketChannel
                : null;
    }

    @Override
    public void onError(Throwable failure) {
        synchronized (this) {
            if (over) {
                return;
            }
            over = true;
        }
        watch.ended(Watch.End.CLIENT_GONE);
        try {
            context.complete();
        } catch (IllegalStateException e) {
            // The container has already ended the exchange: the client is gone.
        }
    }
}
