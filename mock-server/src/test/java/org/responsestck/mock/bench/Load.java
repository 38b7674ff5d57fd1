package org.responsestck.mock.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** A client of one thread that keeps many connections busy. It reads as little as it can, so that the server is what is measured. */
final class Load {
    private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private static final int PATIENCE_MILLIS = 60_000;

    private final int port;
    private final byte[] request;
    private final int connections;
    private final int perConnection;
    private final List<Double> millis = new ArrayList<>();
    private int overMillis;
    private int broken;

    /** @param perConnection how many requests each connection sends, one after the other */
    Load(int port, String key, String body, int connections, int perConnection) {
        this.port = port;
        this.connections = connections;
        this.perConnection = perConnection;
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        String head = "POST /v1/responses HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer " + key
                + "\r\nContent-Type: application/json\r\nContent-Length: " + bytes.length + "\r\n\r\n";
        this.request = (head + body).getBytes(StandardCharsets.UTF_8);
    }

    /** Opens the connections evenly over so many milliseconds, not all at once. */
    Load over(int millisToOpen) {
        overMillis = millisToOpen;
        return this;
    }

    private static final class Connection {
        private final SocketChannel channel;
        private int left;
        private long begun;
        private boolean chunked;
        private long wanted = -1;
        private long got;
        private boolean first = true;
        private final byte[] tail = new byte[LAST_CHUNK.length];

        Connection(SocketChannel channel, int left) {
            this.channel = channel;
            this.left = left;
        }
    }

    /** Milliseconds of each request from its last byte to the answer's. */
    List<Double> run() throws IOException {
        try (Selector selector = Selector.open()) {
            int open = 0;
            ByteBuffer buffer = ByteBuffer.allocateDirect(256 * 1024);
            long begun = System.nanoTime();
            for (int i = 0; i < connections; i++) {
                long due = begun + overMillis * 1_000_000L * i / connections;
                for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
                    open -= turn(selector, buffer, wait < 1_000_000 ? 0 : (int) (wait / 1_000_000));
                }
                SocketChannel channel = SocketChannel.open(new InetSocketAddress("127.0.0.1", port));
                channel.configureBlocking(false);
                Connection connection = new Connection(channel, perConnection);
                channel.register(selector, SelectionKey.OP_READ, connection);
                send(connection);
                open++;
                // Those that came before must not wait while others connect.
                if (overMillis == 0 && i % 16 == 0) {
                    open -= turn(selector, buffer, 0);
                }
            }
            while (open > 0) {
                open -= turn(selector, buffer, PATIENCE_MILLIS);
            }
        }
        return millis;
    }

    int broken() {
        return broken;
    }

    private void send(Connection connection) throws IOException {
        connection.first = true;
        connection.got = 0;
        connection.wanted = -1;
        ByteBuffer bytes = ByteBuffer.wrap(request);
        while (bytes.hasRemaining()) {
            connection.channel.write(bytes);
        }
        connection.begun = System.nanoTime();
    }

    private int turn(Selector selector, ByteBuffer buffer, int waitMillis) throws IOException {
        int ready = waitMillis == 0 ? selector.selectNow() : selector.select(waitMillis);
        if (ready == 0 && waitMillis >= PATIENCE_MILLIS) {
            throw new IOException("nothing came for " + waitMillis + " ms");
        }
        int closed = 0;
        for (SelectionKey key : selector.selectedKeys()) {
            Connection connection = (Connection) key.attachment();
            buffer.clear();
            int read = connection.channel.read(buffer);
            if (read < 0) {
                broken++;
                connection.channel.close();
                closed++;
                continue;
            }
            buffer.flip();
            if (whole(connection, buffer)) {
                millis.add((System.nanoTime() - connection.begun) / 1e6);
                if (--connection.left == 0) {
                    connection.channel.close();
                    closed++;
                } else {
                    send(connection);
                }
            }
        }
        selector.selectedKeys().clear();
        return closed;
    }

    private static boolean whole(Connection connection, ByteBuffer buffer) {
        int size = buffer.remaining();
        connection.got += size;
        if (connection.first) {
            byte[] start = new byte[Math.min(size, 1_024)];
            buffer.get(0, start);
            String text = new String(start, StandardCharsets.ISO_8859_1);
            int body = text.indexOf("\r\n\r\n") + 4;
            connection.chunked =
                    text.substring(0, body).toLowerCase(Locale.ROOT).contains("chunked");
            if (!text.startsWith("HTTP/1.1 200")) {
                throw new IllegalStateException(text);
            }
            if (!connection.chunked) {
                String length = text.replaceAll("(?is).*content-length: (\\d+).*", "$1");
                connection.wanted = body + Long.parseLong(length);
            }
            connection.first = false;
        }
        if (!connection.chunked) {
            return connection.got >= connection.wanted;
        }
        int keep = LAST_CHUNK.length;
        byte[] tail = connection.tail;
        if (size >= keep) {
            buffer.get(buffer.limit() - keep, tail);
        } else {
            System.arraycopy(tail, size, tail, 0, keep - size);
            buffer.get(0, tail, keep - size, size);
        }
        return Arrays.equals(tail, LAST_CHUNK);
    }
}
