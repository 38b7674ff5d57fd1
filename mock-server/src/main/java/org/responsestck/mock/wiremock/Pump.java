package org.responsestck.mock.wiremock;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.ee10.servlet.ServletChannel;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.io.SelectableChannelEndPoint;
import org.responsestck.mock.transport.Ending;
import org.responsestck.mock.transport.Reply;

/**
 * Writes one reply frame by frame without holding a thread. At any time exactly one source can wake it: the timer, or the container that
 * says a write is possible again. Due times are absolute, so that delays do not add up.
 */
final class Pump implements WriteListener, Runnable {
    private final Reply reply;
    private final List<Reply.Frame> frames;
    private final ServletChannel channel;
    private final AsyncContext context;
    private final ServletOutputStream out;
    private final ScheduledExecutorService timer;

    private int next;
    private long dueNanos;
    private boolean waited;
    private boolean flushing;
    private boolean over;

    Pump(Reply reply, HttpServletRequest request, HttpServletResponse answer, ScheduledExecutorService timer)
            throws IOException {
        this.reply = reply;
        this.frames = reply.frames();
        this.timer = timer;
        this.channel = ServletContextRequest.getServletContextRequest(request).getServletChannel();
        this.context = request.startAsync();
        this.context.setTimeout(0);
        this.out = answer.getOutputStream();
    }

    void start() {
        dueNanos = System.nanoTime();
        out.setWriteListener(this);
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
            if (next == frames.size()) {
                over = true;
                context.complete();
                return;
            }
            Reply.Frame frame = frames.get(next);
            if (frame.delayMillis() > 0 && !waited) {
                dueNanos += TimeUnit.MILLISECONDS.toNanos(frame.delayMillis());
                timer.schedule(this, dueNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
                return;
            }
            waited = false;
            next++;
            out.write(frame.bytes());
            // What follows without a pause can leave together; before a pause everything has left.
            flushing = next == frames.size()
                    || frames.get(next).delayMillis() > 0
                    || next >= reply.ending().afterEvents();
        }
    }

    private void breakOff() throws IOException {
        switch (reply.ending().kind()) {
            case NORMAL, STALL -> {
                // A stalled stream stays open and silent until the client or the idle time-out ends it.
                return;
            }
            case TRUNCATE -> channel.abort(new EofException("scripted truncation"));
            case RESET -> {
                SocketChannel socketChannel = socketChannel();
                if (socketChannel != null) {
                    Socket socket = socketChannel.socket();
                    socket.setSoLinger(true, 0);
                    socket.close();
                }
                channel.abort(new EofException("scripted reset"));
            }
            case MALFORMED_CHUNK -> {
                SocketChannel socketChannel = socketChannel();
                if (socketChannel != null) {
                    socketChannel.write(ByteBuffer.wrap("no-chunk-size\r\n".getBytes(StandardCharsets.US_ASCII)));
                }
                channel.abort(new EofException("scripted malformed chunk"));
            }
        }
        over = true;
    }

    private @org.jspecify.annotations.Nullable SocketChannel socketChannel() {
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
        try {
            context.complete();
        } catch (IllegalStateException e) {
            // The container has already ended the exchange: the client is gone.
        }
    }
}
