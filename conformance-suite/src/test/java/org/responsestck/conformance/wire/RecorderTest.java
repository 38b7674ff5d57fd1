package org.responsestck.conformance.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class RecorderTest {
    private static final String KEY = "sk-canary-0123456789";
    private static final String SECOND = "sk-second-9876543210";
    private static final Call POST =
            Call.post("/responses", JsonNodeFactory.instance.objectNode().put("input", "é"));
    private static final Limits QUICK =
            new Limits(Duration.ofSeconds(5), Duration.ofMillis(300), Duration.ofSeconds(20), 1 << 20);

    private static Recorder recorder(RawServer server) {
        return recorder(Line.to(server.base()));
    }

    private static Recorder recorder(Line line) {
        return new Recorder(line, who -> switch (who) {
            case KEY -> Optional.of(KEY);
            case SECOND_KEY -> Optional.of(SECOND);
            case NO_KEY -> Optional.empty();
            case WRONG_KEY -> Optional.of("nobody");
        });
    }

    private static Exchange play(RawServer.Script script) throws IOException {
        return play(script, Limits.DEFAULT, POST, null);
    }

    private static Exchange play(RawServer.Script script, Limits limits, Call call, Predicate<List<Chunk>> enough)
            throws IOException {
        try (RawServer server = new RawServer(script);
                Recorder recorder = recorder(Line.to(server.base()).with(limits))) {
            return recorder.play(7, Who.KEY, call, enough);
        }
    }

    private static byte[] bytes(Exchange exchange) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        exchange.answer().chunks().forEach(c -> all.writeBytes(c.bytes()));
        return all.toByteArray();
    }

    private static String text(Exchange exchange) {
        return new String(bytes(exchange), StandardCharsets.UTF_8);
    }

    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";

    @Test
    void recordsAnAnswerWithLength() throws IOException {
        Exchange exchange =
                play((request, wire) -> wire.send(OK + "X-Two: a\r\nX-TWO: b\r\nContent-Length: 2\r\n\r\n{}"));
        assertThat(exchange.end()).isEqualTo(End.COMPLETE);
        assertThat(exchange.detail()).isNull();
        assertThat(exchange.id()).isEqualTo(7);
        assertThat(exchange.answer().status()).isEqualTo(200);
        assertThat(exchange.answer().headers()).containsEntry("x-two", List.of("a", "b"));
        assertThat(exchange.answer().headers()).containsEntry("content-type", List.of("application/json"));
        assertThat(text(exchange)).isEqualTo("{}");
        assertThat(exchange.call()).isEqualTo(POST);
        assertThat(exchange.durationNanos())
                .isGreaterThanOrEqualTo(exchange.answer().chunks().get(0).nanos());
    }

    @Test
    void sendsTheKeyOfTheRoleAndAsksForNoCoding() throws IOException {
        try (RawServer server = new RawServer((request, wire) -> wire.send(OK + "Content-Length: 2\r\n\r\n{}"));
                Recorder recorder = recorder(server)) {
            recorder.play(1, Who.KEY, POST, null);
            recorder.play(2, Who.SECOND_KEY, POST, null);
            recorder.play(3, Who.NO_KEY, POST, null);
            recorder.play(4, Who.WRONG_KEY, POST, null);
            assertThat(server.requests())
                    .extracting(r -> r.header("Authorization"))
                    .containsExactly("Bearer " + KEY, "Bearer " + SECOND, "", "Bearer nobody");
            assertThat(server.requests()).noneMatch(r -> r.hasHeader("Accept-Encoding"));
            assertThat(server.requests()).noneMatch(r -> r.hasHeader("Upgrade") || r.hasHeader("HTTP2-Settings"));
            assertThat(server.requests()).allMatch(r -> r.line().equals("POST /v1/responses HTTP/1.1"));
            assertThat(server.requests()).allMatch(r -> r.header("Content-Type").equals("application/json"));
            assertThat(server.requests()).allMatch(r -> r.body().equals("{\"input\":\"é\"}"));
            assertThat(server.connections()).as("one connection is used again").isEqualTo(1);
        }
    }

    @Test
    void aCallWithoutBodySendsNeitherBodyNorContentType() throws IOException {
        try (RawServer server = new RawServer((request, wire) -> wire.send(OK + "Content-Length: 2\r\n\r\n{}"));
                Recorder recorder = recorder(server)) {
            recorder.play(1, Who.KEY, Call.get("/responses/a%2Fb?limit=1"), null);
            recorder.play(2, Who.KEY, Call.delete("/responses/x").with("x-fireworks-account-id", "acc"), null);
            recorder.play(3, Who.KEY, new Call("POST", "/responses", null, Map.of("Content-Type", "text/x")), null);
            List<RawServer.Request> seen = server.requests();
            assertThat(seen.get(0).line()).isEqualTo("GET /v1/responses/a%2Fb?limit=1 HTTP/1.1");
            assertThat(seen.get(1).line()).isEqualTo("DELETE /v1/responses/x HTTP/1.1");
            assertThat(seen.get(1).header("X-Fireworks-Account-Id")).isEqualTo("acc");
            assertThat(seen.subList(0, 2)).noneMatch(r -> r.hasHeader("Content-Type"));
            assertThat(seen.subList(0, 2)).noneMatch(r -> r.hasHeader("Transfer-Encoding"));
            assertThat(seen).allMatch(r -> r.body().isEmpty());
            assertThat(seen.get(2).header("Content-Type")).isEqualTo("text/x");
        }
    }

    @Test
    void theCallsOwnHeadersWin() throws IOException {
        try (RawServer server = new RawServer((request, wire) -> wire.send(OK + "Content-Length: 2\r\n\r\n{}"));
                Recorder recorder = recorder(new Line(
                        server.base(), Map.of("X-Team", "one", "Accept", "a/b"), Limits.DEFAULT, null, null))) {
            recorder.play(
                    1,
                    Who.KEY,
                    Call.postText("/responses", "hello", "text/plain")
                            .with("accept", "c/d")
                            .with("authorization", "Basic xyz"),
                    null);
            RawServer.Request seen = server.requests().get(0);
            assertThat(seen.header("Content-Type")).isEqualTo("text/plain");
            assertThat(seen.header("Accept")).isEqualTo("c/d");
            assertThat(seen.header("X-Team")).isEqualTo("one");
            assertThat(seen.header("Authorization")).isEqualTo("Basic xyz");
        }
    }

    @Test
    void aCredentialHeaderOfTheTargetGoesWithItsKeyOnly() throws IOException {
        String secret = "canary-in-a-header";
        try (RawServer server = new RawServer(
                        (request, wire) -> wire.send(OK + "Content-Length: " + secret.length() + "\r\n\r\n" + secret));
                Recorder recorder =
                        recorder(new Line(server.base(), Map.of("X-Api-Key", secret), Limits.DEFAULT, null, null))) {
            Exchange exchange = recorder.play(1, Who.KEY, POST, null);
            recorder.play(2, Who.NO_KEY, POST, null);
            assertThat(server.requests().get(0).header("X-Api-Key")).isEqualTo(secret);
            assertThat(server.requests().get(1).hasHeader("X-Api-Key")).isFalse();
            assertThat(text(exchange)).isEqualTo("*".repeat(secret.length()));
        }
    }

    @Test
    void keepsEveryByteOfChunksWithOddBorders() throws IOException {
        byte[] body = "data: {\"delta\":\"漢字 é 😀\"}\r\n\r\ndata: [DONE]\r\n\r\n".getBytes(StandardCharsets.UTF_8);
        Exchange exchange = play((request, wire) -> {
            wire.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n");
            for (byte b : body) {
                wire.chunk(new byte[] {b});
            }
            wire.send("0\r\n\r\n");
        });
        assertThat(exchange.end()).isEqualTo(End.COMPLETE);
        assertThat(bytes(exchange)).isEqualTo(body);
        assertThat(exchange.answer().chunks()).extracting(Chunk::nanos).isSorted();
        assertThat(SseReader.read(exchange.answer().chunks()).events()).hasSize(2);
    }

    @Test
    void readsBodiesInRandomPiecesExactly() throws IOException {
        Random random = new Random(11);
        byte[] body = new byte[300_000];
        random.nextBytes(body);
        Exchange exchange = play((request, wire) -> {
            wire.send(OK + "Transfer-Encoding: chunked\r\n\r\n");
            for (int at = 0; at < body.length; ) {
                int length = Math.min(body.length - at, 1 + random.nextInt(9000));
                wire.chunk(Arrays.copyOfRange(body, at, at + length));
                at += length;
            }
            wire.send("0\r\nX-Trailer: t\r\n\r\n");
        });
        assertThat(exchange.end()).isEqualTo(End.COMPLETE);
        assertThat(bytes(exchange)).isEqualTo(body);
    }

    @Test
    void readsABodyThatTheCloseDelimits() throws IOException {
        Exchange exchange = play((request, wire) -> {
            wire.send(OK + "Connection: close\r\n\r\n{\"a\":1}");
            wire.close();
        });
        assertThat(exchange.end()).isEqualTo(End.COMPLETE);
        assertThat(text(exchange)).isEqualTo("{\"a\":1}");
    }

    @Test
    void readsAnAnswerOfHttp10() throws IOException {
        Exchange exchange = play((request, wire) -> {
            wire.send("HTTP/1.0 200 OK\r\nContent-Type: application/json\r\n\r\n{\"a\":1}");
            wire.close();
        });
        assertThat(exchange.end()).isEqualTo(End.COMPLETE);
        assertThat(text(exchange)).isEqualTo("{\"a\":1}");
    }

    @Test
    void keepsWhatCameOfABodyShorterThanItsLength() throws IOException {
        Exchange exchange = play((request, wire) -> {
            wire.send(OK + "Content-Length: 100\r\n\r\n{\"a\":1}");
            wire.close();
        });
        assertThat(exchange.end()).isEqualTo(End.CUT);
        assertThat(exchange.detail()).isNotBlank();
        assertThat(text(exchange)).isEqualTo("{\"a\":1}");
    }

    @Test
    void takesOfABodyLongerThanItsLengthWhatTheLengthSays() throws IOException {
        Exchange exchange = play((request, wire) -> {
            wire.send(OK + "Content-Length: 2\r\n\r\n{}trailing rubbish");
            wire.close();
        });
        assertThat(exchange.end()).isEqualTo(End.COMPLETE);
        assertThat(text(exchange)).isEqualTo("{}");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 17, 5000})
    void keepsWhatCameBeforeTheConnectionEnded(int before) throws IOException {
        Exchange exchange = play((request, wire) -> {
            wire.send(OK + "Transfer-Encoding: chunked\r\n\r\n");
            if (before > 0) {
                wire.chunk("a".repeat(before).getBytes(StandardCharsets.US_ASCII));
            }
            wire.close();
        });
        assertThat(exchange.end()).isEqualTo(End.CUT);
        assertThat(exchange.answer().status()).isEqualTo(200);
        assertThat(text(exchange)).hasSize(before);
    }

    @Test
    void aResetIsACut() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        Exchange exchange = play(
                (request, wire) -> {
                    wire.send(OK + "Transfer-Encoding: chunked\r\n\r\n")
                            .chunk("abc".getBytes(StandardCharsets.US_ASCII));
                    arrived.await();
                    wire.reset();
                },
                Limits.DEFAULT,
                POST,
                chunks -> {
                    arrived.countDown();
                    return false;
                });
        assertThat(exchange.end()).isEqualTo(End.CUT);
        assertThat(text(exchange)).isEqualTo("abc");
        assertThat(exchange.detail()).isNotBlank();
    }

    @Test
    void aMalformedChunkIsACutAndKeepsWhatCame() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        Exchange exchange = play(
                (request, wire) -> {
                    wire.send(OK + "Transfer-Encoding: chunked\r\n\r\n")
                            .chunk("abc".getBytes(StandardCharsets.US_ASCII));
                    arrived.await();
                    wire.send("zz\r\nnot a chunk\r\n");
                },
                Limits.DEFAULT,
                POST,
                chunks -> {
                    arrived.countDown();
                    return false;
                });
        assertThat(exchange.end()).isEqualTo(End.CUT);
        assertThat(text(exchange)).isEqualTo("abc");
    }

    @Test
    void noAnswerAtAllIsACutWithoutAnswer() throws IOException {
        Exchange exchange = play((request, wire) -> wire.close());
        assertThat(exchange.end()).isEqualTo(End.CUT);
        assertThat(exchange.answer()).isNull();
    }

    @Test
    void bytesThatAreNoHttpAreACut() throws IOException {
        Exchange exchange = play((request, wire) -> {
            wire.send("SSH-2.0-OpenSSH_9.9\r\n\r\n");
            wire.close();
        });
        assertThat(exchange.end()).isEqualTo(End.CUT);
        assertThat(exchange.answer()).isNull();
        assertThat(exchange.detail()).isNotBlank();
    }

    @Test
    void givesUpAServerThatNeverAnswers() throws Exception {
        try (RawServer server = new RawServer((request, wire) -> wire.awaitHangUp(hangUp));
                Recorder recorder = recorder(Line.to(server.base()).with(QUICK))) {
            Exchange exchange = recorder.play(1, Who.KEY, POST, null);
            assertThat(exchange.end()).isEqualTo(End.TIMEOUT);
            assertThat(exchange.answer()).isNull();
            assertThat(exchange.detail()).contains("300 ms");
            assertThat(hangUp.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    private final CountDownLatch hangUp = new CountDownLatch(1);

    @Test
    void givesUpABodyThatHangsAndKeepsItsBeginning() throws Exception {
        try (RawServer server = new RawServer((request, wire) -> {
                    wire.send(OK + "Transfer-Encoding: chunked\r\n\r\n")
                            .chunk("abc".getBytes(StandardCharsets.US_ASCII));
                    wire.awaitHangUp(hangUp);
                });
                Recorder recorder = recorder(Line.to(server.base()).with(QUICK))) {
            Exchange exchange = recorder.play(1, Who.KEY, POST, null);
            assertThat(exchange.end()).isEqualTo(End.TIMEOUT);
            assertThat(text(exchange)).isEqualTo("abc");
            assertThat(hangUp.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void aSlowDripEndsAtTheTotalLimit() throws Exception {
        Limits limits = new Limits(Duration.ofSeconds(5), Duration.ofSeconds(20), Duration.ofMillis(400), 1 << 20);
        Exchange exchange = play(
                (request, wire) -> {
                    wire.send(OK + "Transfer-Encoding: chunked\r\n\r\n");
                    CountDownLatch never = new CountDownLatch(1);
                    while (!never.await(20, TimeUnit.MILLISECONDS)) {
                        wire.chunk(new byte[] {'.'});
                    }
                },
                limits,
                POST,
                null);
        assertThat(exchange.end()).isEqualTo(End.TIMEOUT);
        assertThat(exchange.detail()).contains("400 ms");
        assertThat(text(exchange)).containsPattern("^\\.+$");
    }

    @Test
    void anEndlessBodyEndsAtTheSizeLimit() throws Exception {
        Limits limits = new Limits(Duration.ofSeconds(5), Duration.ofSeconds(20), Duration.ofSeconds(50), 100_001);
        Exchange exchange = play(
                (request, wire) -> {
                    wire.send(OK + "Transfer-Encoding: chunked\r\n\r\n");
                    byte[] piece = new byte[7000];
                    while (true) {
                        wire.chunk(piece);
                    }
                },
                limits,
                POST,
                null);
        assertThat(exchange.end()).isEqualTo(End.LIMIT);
        assertThat(exchange.detail()).contains("100001 bytes");
        assertThat(bytes(exchange)).as("a sample is enough").hasSize(Limits.SAMPLE);
    }

    @Test
    void hangsUpWhenTheScenarioHasSeenEnough() throws Exception {
        try (RawServer server = new RawServer((request, wire) -> {
                    wire.send(OK + "Transfer-Encoding: chunked\r\n\r\n")
                            .chunk("one".getBytes(StandardCharsets.US_ASCII));
                    wire.awaitHangUp(hangUp);
                });
                Recorder recorder = recorder(server)) {
            Exchange exchange = recorder.play(1, Who.KEY, POST, chunks -> chunks.size() == 1);
            assertThat(exchange.end()).isEqualTo(End.CLOSED_BY_US);
            assertThat(text(exchange)).isEqualTo("one");
            assertThat(hangUp.await(20, TimeUnit.SECONDS))
                    .as("the server sees the hang-up")
                    .isTrue();
        }
    }

    @Test
    void neverFollowsARedirect() throws IOException {
        try (RawServer other = new RawServer((request, wire) -> wire.send(OK + "Content-Length: 2\r\n\r\n{}"));
                RawServer server =
                        new RawServer((request, wire) -> wire.send("HTTP/1.1 307 Temporary Redirect\r\nLocation: "
                                + other.base() + "/responses\r\nContent-Length: 0\r\n\r\n"));
                Recorder recorder = recorder(server)) {
            Exchange exchange = recorder.play(1, Who.KEY, POST, null);
            assertThat(exchange.answer().status()).isEqualTo(307);
            assertThat(exchange.answer().headers()).containsKey("location");
            assertThat(exchange.end()).isEqualTo(End.COMPLETE);
            assertThat(other.connections()).as("the key goes nowhere else").isZero();
        }
    }

    @Test
    void recordsAPageOfHtmlAsItIs() throws IOException {
        String html = "<html><body>502 Bad Gateway</body></html>";
        Exchange exchange = play(
                (request, wire) -> wire.send("HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/html\r\nContent-Length: "
                        + html.length() + "\r\n\r\n" + html));
        assertThat(exchange.answer().status()).isEqualTo(502);
        assertThat(text(exchange)).isEqualTo(html);
        assertThat(exchange.end()).isEqualTo(End.COMPLETE);
    }

    @Test
    void leavesACodingThatNobodyAskedForPacked() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write("{}".getBytes(StandardCharsets.US_ASCII));
        }
        Exchange exchange = play((request, wire) -> wire.send(
                        OK + "Content-Encoding: gzip\r\nContent-Length: " + packed.size() + "\r\n\r\n")
                .send(packed.toByteArray()));
        assertThat(bytes(exchange)).isEqualTo(packed.toByteArray());
        assertThat(exchange.answer().headers()).containsEntry("content-encoding", List.of("gzip"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"204 No Content", "304 Not Modified"})
    void readsAnswersThatHaveNoBody(String status) throws IOException {
        Exchange exchange = play((request, wire) -> wire.send("HTTP/1.1 " + status + "\r\nX-A: b\r\n\r\n"));
        assertThat(exchange.end()).isEqualTo(End.COMPLETE);
        assertThat(exchange.answer().status()).isEqualTo(Integer.parseInt(status.substring(0, 3)));
        assertThat(exchange.answer().chunks()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "WWW-Authenticate: Bearer realm=\"x\"\r\n", "WWW-Authenticate: Basic realm=\"x\"\r\n"})
    void recordsARefusalOfTheKeyLikeAnyOther(String challenge) throws IOException {
        try (RawServer server = new RawServer((request, wire) ->
                        wire.send("HTTP/1.1 401 Unauthorized\r\n" + challenge + "Content-Length: 2\r\n\r\n{}"));
                Recorder recorder = recorder(server)) {
            Exchange exchange = recorder.play(1, Who.WRONG_KEY, POST, null);
            assertThat(exchange.answer().status()).isEqualTo(401);
            assertThat(exchange.end()).isEqualTo(End.COMPLETE);
            assertThat(server.requests()).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"100 Continue", "102 Processing", "103 Early Hints"})
    void passesOverInterimAnswers(String interim) throws IOException {
        Exchange exchange = play((request, wire) ->
                wire.send("HTTP/1.1 " + interim + "\r\n\r\n").send(OK + "Content-Length: 2\r\n\r\n{}"));
        assertThat(exchange.answer().status()).isEqualTo(200);
        assertThat(text(exchange)).isEqualTo("{}");
    }

    @Test
    void recordsManyAndLargeHeaders() throws IOException {
        StringBuilder headers = new StringBuilder();
        for (int i = 0; i < 500; i++) {
            headers.append("X-H").append(i).append(": ").append("v".repeat(100)).append("\r\n");
        }
        Exchange exchange = play((request, wire) -> wire.send(OK + headers + "Content-Length: 2\r\n\r\n{}"));
        assertThat(exchange.end()).isEqualTo(End.COMPLETE);
        assertThat(exchange.answer().headers()).hasSize(502);
    }

    @Test
    void offersTheUpgradeToHttp2OnlyWhenAskedTo() throws IOException {
        try (RawServer server = new RawServer((request, wire) -> wire.send(OK + "Content-Length: 2\r\n\r\n{}"));
                Recorder recorder = recorder(server)) {
            Exchange exchange = recorder.play(1, Who.KEY, POST.with("Upgrade", "h2c"), null);
            assertThat(exchange.answer().status()).isEqualTo(200);
            assertThat(server.requests().get(0).header("Upgrade")).isEqualTo("h2c");
            assertThat(server.requests().get(0).hasHeader("HTTP2-Settings")).isTrue();
        }
    }

    @Test
    void aPortWithoutServerIsRefused() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        try (Recorder recorder = recorder(Line.to(URI.create("http://127.0.0.1:" + port + "/v1")))) {
            Exchange exchange = recorder.play(1, Who.KEY, POST, null);
            assertThat(exchange.end()).isEqualTo(End.REFUSED);
            assertThat(exchange.answer()).isNull();
            assertThat(exchange.detail()).isNotBlank();
        }
    }

    @Test
    void aHostThatDoesNotExistIsRefused() {
        try (Recorder recorder = recorder(Line.to(URI.create("http://no-such-host.invalid/v1")))) {
            assertThat(recorder.play(1, Who.KEY, POST, null).end()).isEqualTo(End.REFUSED);
        }
    }

    @Test
    void aServerWithoutTlsIsRefusedByAnHttpsUrl() throws IOException {
        try (RawServer server = new RawServer((request, wire) -> wire.close());
                ServerSocket plain = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Recorder recorder = recorder(Line.to(URI.create("https://127.0.0.1:" + plain.getLocalPort() + "/v1"))
                        .with(QUICK))) {
            assertThat(server.base()).isNotNull();
            assertThat(recorder.play(1, Who.KEY, POST, null).answer()).isNull();
        }
    }

    @Test
    void aKeyThatTheServerSendsBackIsNotRecorded() throws IOException {
        String coded = Base64.getEncoder().encodeToString(("Bearer " + KEY).getBytes(StandardCharsets.US_ASCII));
        String body = "{\"auth\":\"" + KEY + "\",\"second\":\"" + SECOND.replace("-", "\\u002d") + "\",\"url\":\""
                + KEY.replace("-", "%2D") + "\",\"coded\":\"" + coded + "\"}";
        Exchange exchange = play((request, wire) -> {
            wire.send(OK + "X-Echo: " + KEY + "\r\nTransfer-Encoding: chunked\r\n\r\n");
            for (byte b : body.getBytes(StandardCharsets.US_ASCII)) {
                wire.chunk(new byte[] {b});
            }
            wire.send("0\r\n\r\n");
        });
        assertThat(text(exchange)).hasSize(body.length());
        assertThat(text(exchange)).doesNotContain("canary", "second-98", "0123456789", coded.substring(12, 30));
        assertThat(exchange.answer().headers()).containsEntry("x-echo", List.of("*".repeat(KEY.length())));
        assertThat(exchange.toString()).doesNotContain(KEY, SECOND);
    }

    @Test
    void playsManyAtOnceEachOnAConnectionOfItsOwn() throws Exception {
        CountDownLatch all = new CountDownLatch(6);
        var pool = Executors.newFixedThreadPool(6);
        try (RawServer server = new RawServer((request, wire) -> {
                    all.countDown();
                    all.await();
                    wire.send(OK + "Content-Length: " + request.body().length() + "\r\n\r\n" + request.body());
                });
                Recorder recorder = recorder(server)) {
            List<Future<Exchange>> futures = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                Call call = Call.postText("/responses", "body " + i, "text/plain");
                int id = i;
                futures.add(pool.submit(() -> recorder.play(id, Who.KEY, call, null)));
            }
            for (int i = 0; i < 6; i++) {
                assertThat(text(futures.get(i).get())).isEqualTo("body " + i);
            }
            assertThat(server.connections()).isEqualTo(6);
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void anInterruptionEndsTheExchangeAndIsKept() throws Exception {
        try (RawServer server = new RawServer((request, wire) -> wire.awaitHangUp(hangUp));
                Recorder recorder = recorder(server)) {
            Thread.currentThread().interrupt();
            Exchange exchange = recorder.play(1, Who.KEY, POST, null);
            assertThat(Thread.interrupted()).isTrue();
            assertThat(exchange.end()).isEqualTo(End.CLOSED_BY_US);
            assertThat(exchange.detail()).isEqualTo("interrupted");
        }
    }

    @Test
    void aPredicateThatThrowsIsABugAndNotHidden() throws IOException {
        try (RawServer server = new RawServer((request, wire) -> wire.send(OK + "Content-Length: 2\r\n\r\n{}"));
                Recorder recorder = recorder(server)) {
            assertThatThrownBy(() -> recorder.play(1, Who.KEY, POST, chunks -> {
                        throw new IllegalStateException("bug");
                    }))
                    .hasMessage("bug");
        }
    }

    @Test
    void leavesNoThreadBehind() throws IOException {
        String name;
        try (RawServer server = new RawServer((request, wire) -> wire.send(OK + "Content-Length: 2\r\n\r\n{}"))) {
            Recorder recorder = recorder(server);
            recorder.play(1, Who.KEY, POST, null);
            name = recorder.threadName();
            assertThat(running(name)).isTrue();
            recorder.close();
            recorder.close();
            assertThatThrownBy(() -> recorder.play(2, Who.KEY, POST, null)).isInstanceOf(IllegalStateException.class);
        }
        await().until(() -> !running(name));
    }

    private static boolean running(String name) {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(t -> t.getName().equals(name));
    }
}
