package org.responsestck.conformance.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.responsestck.conformance.check.Checks;
import org.responsestck.conformance.check.Observation;
import org.responsestck.conformance.evidence.Recorded;
import org.responsestck.conformance.wire.Call;
import org.responsestck.conformance.wire.End;
import org.responsestck.conformance.wire.Who;

/** Targets that do not behave: the exit code, the evidence so far, one clear line. */
class HostileTargetTest {
    private static final String CANARY = "canary-key-3141592653589793";

    private static final String[] IMPATIENT = {"--timeout", "0.5", "--patience", "0.1"};

    @TempDir
    private Path dir;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String url) throws IOException {
        return run(url, IMPATIENT);
    }

    private int run(String url, String... how) throws IOException {
        return Main.execute(new PrintWriter(out, true), new PrintWriter(err, true), arguments(url, how));
    }

    private String[] arguments(String url, String... more) throws IOException {
        Path key = Files.writeString(dir.resolve("key"), CANARY + "\n");
        String[] fixed = {
            "run",
            "--url",
            url,
            "--profile",
            "fireworks",
            "--model",
            "m",
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
        return all;
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
                assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain(CANARY);
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
        try (RudeServer rude = new RudeServer((asked, socket) -> Thread.sleep(60_000))) {
            assertThat(run(rude.url())).isEqualTo(3);
            assertThat(rude.requests.size()).isLessThan(12);
            evidenceIsThere();
        }
    }

    @Test
    void htmlInsteadOfJsonIsAFailure() throws IOException {
        try (RudeServer rude = new RudeServer(
                (asked, socket) -> RudeServer.write(
                        socket,
                        "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 21\r\nConnection: close\r\n\r\n<html>welcome</html>\n"))) {
            assertThat(run(rude.url(), "--timeout", "20")).isEqualTo(1);
            assertThat(Files.readString(dir.resolve("report/results.json"))).contains("text/html");
            nothingShowsTheKey();
        }
    }

    @Test
    void theKeyDoesNotFollowARedirectToAnotherHost() throws IOException {
        try (RudeServer other = new RudeServer(
                        (asked, socket) -> RudeServer.write(socket, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));
                RudeServer rude = new RudeServer((asked, socket) -> RudeServer.write(
                        socket,
                        "HTTP/1.1 307 Temporary Redirect\r\nLocation: http://127.0.0.1:" + other.socket.getLocalPort()
                                + "/v1/responses\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"))) {
            assertThat(run(rude.url(), "--timeout", "20")).isNotZero();
            assertThat(other.requests).isEmpty();
            nothingShowsTheKey();
        }
    }

    /** A slash is all that is missing; what answers behind it does not know the method. */
    @Test
    void aRedirectWithinTheTargetIsFollowedOnceWithTheSameRequest() throws IOException {
        try (RudeServer rude = new RudeServer((asked, socket) -> {
            boolean there = asked.line().contains("/responses/ ");
            RudeServer.answer(
                    socket,
                    there ? "405 Method Not Allowed" : "308 Permanent Redirect",
                    there ? "" : "Location: /v1/responses/\r\n",
                    new byte[0]);
        })) {
            assertThat(run(rude.url(), "--timeout", "20", "--include", "HTTP-PATH-001"))
                    .isEqualTo(1);
            assertThat(out.toString()).contains("FAIL HTTP-PATH-001").contains("status 405");
            assertThat(bodies(rude, "POST /v1/responses/ "))
                    .isNotEmpty()
                    .containsExactlyInAnyOrderElementsOf(bodies(rude, "POST /v1/responses "));
            nothingShowsTheKey();
        }
    }

    private static List<String> bodies(RudeServer rude, String line) {
        return rude.requests.stream()
                .filter(asked -> asked.line().startsWith(line))
                .map(RudeServer.Asked::body)
                .toList();
    }

    /** Whatever it does: a verdict, reports, evidence, and the key nowhere. */
    @ParameterizedTest
    @EnumSource
    void aHostileTargetIsJudged(Hostility hostility) throws IOException {
        try (RudeServer rude = new RudeServer(hostility)) {
            assertThat(run(rude.url())).as(out + "" + err).isIn(1, 3, 4);
            assertThat(err.toString()).doesNotContain("our error");
            evidenceIsThere();
            nothingShowsTheKey();
            assertThat(Files.readString(dir.resolve("report/results.json")))
                    .as("a check that cannot stand the answer")
                    .doesNotContain("failed: java");
        }
    }

    /** What a reset cuts off was not said; only that the stream did not end is held against it. */
    @Test
    void aStreamThatIsResetAtAnyByteIsJudgedByWhatCame() {
        Set<String> whole = broken(Hostility.EVENTS, End.COMPLETE);
        Set<String> more = new TreeSet<>();
        for (int length = 0; length < Hostility.EVENTS.length(); length++) {
            more.addAll(broken(Hostility.EVENTS.substring(0, length), End.CUT));
        }
        more.removeAll(whole);
        assertThat(more).isEmpty();
    }

    private static Set<String> broken(String body, End end) {
        Call call =
                Call.postText("/responses", "{\"model\":\"m\",\"input\":\"hi\",\"stream\":true}", "application/json");
        var evidence = Recorded.profile("fireworks")
                .exchange("stream", 1, "stream", Who.KEY, call, 200, "text/event-stream", body, end)
                .evidence();
        Set<String> broken = new TreeSet<>();
        Checks.all()
                .forEach(check -> check.judge()
                        .apply(evidence)
                        .filter(Observation.Broken.class::isInstance)
                        .forEach(o -> broken.add(o.requirement())));
        return broken;
    }

    /** In a process of its own, whose heap leaves room below 512 MiB in all. */
    @ParameterizedTest
    @EnumSource(names = {"ENDLESS_BODY", "ENDLESS_STREAM", "NESTED_A_MILLION_DEEP", "EVENT_OF_50_MIB"})
    void aHostileTargetDoesNotExhaustTheMemory(Hostility hostility) throws Exception {
        try (RudeServer rude = new RudeServer(hostility)) {
            Process process = process(rude.url(), "--timeout", "2");
            assertThat(end(process)).isIn(1, 4);
            assertThat(Files.readString(dir.resolve("output")))
                    .contains("CONFORMANT")
                    .doesNotContain("OutOfMemory");
            evidenceIsThere();
            nothingShowsTheKey();
        }
    }

    @Test
    void aSignalEndsTheRunWithItsReportsAndDeletesWhatWasStored() throws Exception {
        CountDownLatch slow = new CountDownLatch(1);
        try (RudeServer rude = new RudeServer((asked, socket) -> {
            if (asked.number() > 5 && !asked.head().startsWith("DELETE")) {
                slow.countDown();
                Thread.sleep(60_000);
            }
            made(asked, socket);
        })) {
            Process process = process(rude.url(), "--timeout", "50");
            assertThat(slow.await(1, TimeUnit.MINUTES)).isTrue();
            process.destroy();
            end(process);
            assertThat(rude.requests.stream().filter(a -> a.head().startsWith("DELETE /v1/responses/resp_")))
                    .isNotEmpty();
            assertThat(Files.readString(dir.resolve("report/results.json"))).contains("the run was interrupted");
            evidenceIsThere();
        }
    }

    /** Its clean-up waits for no answer for long either. */
    @Test
    void aSignalEndsTheRunAlsoWhereTheTargetHasStoppedAnswering() throws Exception {
        CountDownLatch silent = new CountDownLatch(1);
        try (RudeServer rude = new RudeServer((asked, socket) -> {
            if (asked.number() > 5) {
                silent.countDown();
                Thread.sleep(300_000);
            }
            made(asked, socket);
        })) {
            Process process = process(rude.url(), "--timeout", "280");
            assertThat(silent.await(1, TimeUnit.MINUTES)).isTrue();
            process.destroy();
            end(process);
            assertThat(Files.readString(dir.resolve("report/results.json"))).contains("the run was interrupted");
            assertThat(Files.readString(dir.resolve("output"))).doesNotContain("were not written");
        }
    }

    private static void made(RudeServer.Asked asked, Socket socket) throws IOException {
        String body = "{\"id\":\"resp_" + asked.number() + "\",\"object\":\"response\",\"output\":[]}";
        RudeServer.answer(
                socket, "200 OK", "Content-Type: application/json\r\n", body.getBytes(StandardCharsets.UTF_8));
    }

    private static int end(Process process) throws InterruptedException {
        boolean ended = process.waitFor(2, TimeUnit.MINUTES);
        process.destroyForcibly();
        assertThat(ended).isTrue();
        return process.exitValue();
    }

    private Process process(String url, String... more) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx384m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(arguments(url, more)));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(dir.resolve("output").toFile())
                .start();
    }
}
