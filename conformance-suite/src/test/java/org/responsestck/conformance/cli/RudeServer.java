package org.responsestck.conformance.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Answers every connection in the same way, whatever is asked: bytes on a socket, one request each. */
final class RudeServer implements AutoCloseable {
    private static final Pattern LENGTH = Pattern.compile("(?i)\\r\\ncontent-length: *(\\d+)");

    /** What is done with a request. */
    interface Manner {
        void answer(Asked asked, Socket socket) throws IOException, InterruptedException;
    }

    /**
     * A request.
     *
     * @param number from 1
     * @param head request line and headers
     */
    record Asked(int number, String head, String body) {
        boolean stream() {
            return body.contains("\"stream\":true");
        }

        String line() {
            return head.substring(0, head.indexOf("\r\n"));
        }
    }

    final ServerSocket socket;
    final Queue<Asked> requests = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count = new AtomicInteger();

    RudeServer(Manner manner) throws IOException {
        socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(() -> {
            while (!socket.isClosed()) {
                try {
                    Socket one = socket.accept();
                    start(() -> serve(one, manner));
                } catch (IOException e) {
                    return;
                }
            }
        });
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "rude");
        thread.setDaemon(true);
        thread.start();
    }

    private void serve(Socket one, Manner manner) {
        try (one) {
            InputStream in = one.getInputStream();
            ByteArrayOutputStream read = new ByteArrayOutputStream();
            String head;
            while (!(head = read.toString(StandardCharsets.ISO_8859_1)).endsWith("\r\n\r\n")) {
                int b = in.read();
                if (b < 0) {
                    return;
                }
                read.write(b);
            }
            Matcher length = LENGTH.matcher(head);
            String body = new String(
                    in.readNBytes(length.find() ? Integer.parseInt(length.group(1)) : 0), StandardCharsets.UTF_8);
            Asked asked = new Asked(count.incrementAndGet(), head, body);
            requests.add(asked);
            manner.answer(asked, one);
            one.getOutputStream().flush();
        } catch (IOException | InterruptedException e) {
            // The client hung up, or the test is over.
        }
    }

    static void write(Socket socket, String text) throws IOException {
        write(socket, text.getBytes(StandardCharsets.UTF_8));
    }

    static void write(Socket socket, byte[] bytes) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(bytes);
        out.flush();
    }

    /** A whole answer; the connection is closed after it. */
    static void answer(Socket socket, String status, String headers, byte[] body) throws IOException {
        write(
                socket,
                "HTTP/1.1 " + status + "\r\n" + headers + "Content-Length: " + body.length
                        + "\r\nConnection: close\r\n\r\n");
        write(socket, body);
    }

    String url() {
        return "http://127.0.0.1:" + socket.getLocalPort() + "/v1";
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
