package org.responsestck.conformance.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Targets that do not behave: the exit code, the evidence so far, one clear line. */
class HostileTargetTest {
    private static final String CANARY = "canary-key-3141592653589793";

    @TempDir
    private Path dir;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    /** Answers every connection in the same way, whatever is asked. */
    private static final class Rude implements AutoCloseable {
        interface Manner {
            void answer(String request, OutputStream out) throws IOException, InterruptedException;
        }

        final ServerSocket socket;
        final ConcurrentLinkedQueue<String> requests = new ConcurrentLinkedQueue<>();

        Rude(Manner manner) throws IOException {
            socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            Thread acceptor = new Thread(
                    () -> {
                        while (!socket.isClosed()) {
                            try {
                                Socket one = socket.accept();
                                Thread thread = new Thread(() -> serve(one, manner), "rude");
                                thread.setDaemon(true);
                                thread.start();
                            } catch (IOException e) {
                                return;
                            }
                        }
                    },
                    "rude-accept");
            acceptor.setDaemon(true);
            acceptor.start();
        }

        private void serve(Socket one, Manner manner) {
            try (one) {
                ByteArrayOutputStream head = new ByteArrayOutputStream();
                InputStream in = one.getInputStream();
                while (!head.toString(StandardCharsets.ISO_8859_1).contains("\r\n\r\n")) {
                    int b = in.read();
                    if (b < 0) {
                        return;
                    }
                    head.write(b);
                }
                String request = head.toString(StandardCharsets.ISO_8859_1);
                requests.add(request);
                manner.answer(request, one.getOutputStream());
                one.getOutputStream().flush();
            } catch (IOException | InterruptedException e) {
                // The client hung up, or the test is over.
            }
        }

        String url() {
            return "http://127.0.0.1:" + socket.getLocalPort() + "/v1";
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private int run(String url, String... more) throws IOException {
        Path key = Files.writeString(dir.resolve("key"), CANARY + "\n");
        String[] fixed = {
            "run",
            "--url",
            url,
            "--profile",
            "fireworks",
            "--model",
            "m",
            "--timeout",
            "0.5",
            "--patience",
            "0.1",
            "--report-dir",
            dir.resolve("report").toString(),
            "--api-key-file",
            key.toString(),
            "--include",
            "STREAM-*",
            "--include",
            "RESP-*",
            "--include",
            "HTTP-JSON-001",
            "--seed",
            "1"
        };
        String[] all = java.util.Arrays.copyOf(fixed, fixed.length + more.length);
        System.arraycopy(more, 0, all, fixed.length, more.length);
        return Main.execute(new PrintWriter(out, true), new PrintWriter(err, true), all);
    }

    private void evidenceIsThere() throws IOException {
        Path evidence = dir.resolve("report/evidence.jsonl");
        assertThat(evidence).exists();
        assertThat(Files.readAllLines(evidence)).hasSizeGreaterThan(1);
        assertThat(dir.resolve("report/results.json")).exists();
    }

    private void nothingShowsTheKey() throws IOException {
        try (var files = Files.walk(dir.resolve("report"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file)).as(file.toString()).doesNotContain(CANARY);
            }
        }
        assertThat(out.toString() + err).doesNotContain(CANARY);
    }

    @Test
    void anUnreachableTargetCannotBeJudged() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        assertThat(run("http://127.0.0.1:" + port + "/v1")).isEqualTo(3);
        assertThat(err.toString().strip().lines()).hasSize(1);
        assertThat(err.toString()).contains("127.0.0.1:" + port).contains("did not answer");
        evidenceIsThere();
        nothingShowsTheKey();
    }

    @Test
    void aHangingTargetCannotBeJudged() throws IOException {
        try (Rude rude = new Rude((request, out) -> Thread.sleep(60_000))) {
            assertThat(run(rude.url())).isEqualTo(3);
            assertThat(rude.requests.size()).isLessThan(12);
            evidenceIsThere();
        }
    }

    @Test
    void anEndlessStreamIsGivenUpAndJudged() throws IOException {
        try (Rude rude = new Rude((request, out) -> {
            write(out, "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n");
            for (int i = 0; ; i++) {
                write(out, "event: x\ndata: {\"type\":\"x\",\"sequence_number\":" + i + "}\n\n");
                Thread.sleep(20);
            }
        })) {
            // A stream that never ends was never seen whole: that is too much left open, not a breach.
            assertThat(run(rude.url())).isIn(1, 4);
            assertThat(Files.readString(dir.resolve("report/results.json"))).contains("TIMEOUT");
            evidenceIsThere();
        }
    }

    @Test
    void htmlInsteadOfJsonIsAFailure() throws IOException {
        try (Rude rude = new Rude(
                (request, out) -> write(
                        out,
                        "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 21\r\nConnection: close\r\n\r\n<html>welcome</html>\n"))) {
            assertThat(run(rude.url())).isEqualTo(1);
            assertThat(Files.readString(dir.resolve("report/results.json"))).contains("text/html");
            nothingShowsTheKey();
        }
    }

    @Test
    void theKeyDoesNotFollowARedirectToAnotherHost() throws IOException {
        try (Rude other = new Rude((request, out) -> write(out, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));
                Rude rude = new Rude((request, out) -> write(
                        out,
                        "HTTP/1.1 307 Temporary Redirect\r\nLocation: http://127.0.0.1:" + other.socket.getLocalPort()
                                + "/v1/responses\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"))) {
            assertThat(run(rude.url())).isNotZero();
            assertThat(other.requests).isEmpty();
            nothingShowsTheKey();
        }
    }

    @Test
    void aKeyThatTheTargetEchoesIsInNoFile() throws IOException {
        try (Rude rude = new Rude((request, out) -> {
            String body = "{\"detail\":\"bad key " + CANARY + "\"}";
            write(
                    out,
                    "HTTP/1.1 401 Unauthorized\r\nContent-Type: application/json\r\nX-Key: " + CANARY
                            + "\r\nContent-Length: " + body.length() + "\r\nConnection: close\r\n\r\n" + body);
        })) {
            assertThat(run(rude.url())).isNotZero();
            evidenceIsThere();
            nothingShowsTheKey();
        }
    }
}
