package org.responsestck.mock.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;

/**
 * The least that can stream on time: one thread, no HTTP but the framing, the same pieces to everybody who sends anything. What even this one is
 * late, the machine and the client are.
 */
final class Bare implements AutoCloseable {
    private final ServerSocketChannel listener;
    private final Selector selector;
    private final List<byte[]> pieces;
    private final int paced;
    private final long gapNanos;
    private final PriorityQueue<Stream> due = new PriorityQueue<>(Comparator.comparingLong(s -> s.dueNanos));
    private final ByteBuffer in = ByteBuffer.allocateDirect(64 * 1024);

    /**
     * @param pieces the bytes of an answer
     * @param paced how many of them have a pause before them, beginning with the second
     */
    Bare(List<byte[]> pieces, int paced, int gapMillis) throws IOException {
        this.pieces = pieces;
        this.paced = paced;
        this.gapNanos = TimeUnit.MILLISECONDS.toNanos(gapMillis);
        this.listener =
                ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1_024);
        this.selector = Selector.open();
        listener.configureBlocking(false);
        listener.register(selector, SelectionKey.OP_ACCEPT);
        Thread thread = new Thread(this::serve, "bare");
        thread.setDaemon(true);
        thread.start();
    }

    private static final class Stream {
        private final SocketChannel channel;
        private int next;
        private long dueNanos;

        Stream(SocketChannel channel) {
            this.channel = channel;
        }
    }

    int port() throws IOException {
        return ((InetSocketAddress) listener.getLocalAddress()).getPort();
    }

    private void serve() {
        try {
            while (listener.isOpen()) {
                Stream first = due.peek();
                long wait = first == null ? 1_000_000_000 : first.dueNanos - System.nanoTime();
                if (wait <= 0) {
                    selector.selectNow(this::ready);
                } else {
                    selector.select(this::ready, Math.max(1, TimeUnit.NANOSECONDS.toMillis(wait)));
                }
                long now = System.nanoTime();
                for (Stream stream = due.peek(); stream != null && stream.dueNanos <= now; stream = due.peek()) {
                    write(due.remove());
                }
            }
        } catch (ClosedChannelException e) {
            // It was closed.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void ready(SelectionKey key) {
        try {
            if (key.channel() == listener) {
                for (SocketChannel channel = listener.accept(); channel != null; channel = listener.accept()) {
                    channel.configureBlocking(false);
                    channel.register(selector, SelectionKey.OP_READ, new Stream(channel));
                }
                return;
            }
            Stream stream = (Stream) key.attachment();
            in.clear();
            int read = stream.channel.read(in);
            if (read < 0) {
                stream.channel.close();
            } else if (stream.next == 0) {
                stream.dueNanos = System.nanoTime();
                write(stream);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(Stream stream) throws IOException {
        int last = stream.next == paced ? pieces.size() : stream.next + 1;
        while (stream.next < last) {
            stream.channel.write(ByteBuffer.wrap(pieces.get(stream.next++)));
        }
        if (stream.next < pieces.size()) {
            stream.dueNanos += gapNanos;
            due.add(stream);
        }
    }

    /** A chunked answer of one head and as many pieces. */
    static List<byte[]> answer(int paced) {
        String data = "x".repeat(170);
        String piece = Integer.toHexString(data.length()) + "\r\n" + data + "\r\n";
        byte[] head = ("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + piece)
                .getBytes(StandardCharsets.US_ASCII);
        byte[] middle = piece.getBytes(StandardCharsets.US_ASCII);
        byte[] end = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        List<byte[]> pieces = new java.util.ArrayList<>();
        pieces.add(head);
        for (int i = 0; i < paced; i++) {
            pieces.add(middle);
        }
        pieces.add(end);
        return pieces;
    }

    @Override
    public void close() throws IOException {
        listener.close();
        selector.close();
    }
}
