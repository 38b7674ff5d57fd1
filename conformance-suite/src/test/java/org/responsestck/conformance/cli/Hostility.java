package org.responsestck.conformance.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.responsestck.conformance.cli.RudeServer.Asked;

/** Ways in which a target can be hostile, each on every request. */
enum Hostility implements RudeServer.Manner {
    ENDLESS_BODY {
        @Override
        public void answer(Asked asked, Socket socket) throws IOException {
            RudeServer.write(socket, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n[");
            byte[] some = "{\"a\":1},".repeat(8192).getBytes(StandardCharsets.UTF_8);
            while (true) {
                RudeServer.write(socket, some);
            }
        }
    },
    ENDLESS_STREAM {
        @Override
        public void answer(Asked asked, Socket socket) throws IOException {
            RudeServer.write(socket, HEAD + "Content-Type: text/event-stream\r\n\r\n");
            byte[] some = DELTA.repeat(500).getBytes(StandardCharsets.UTF_8);
            while (true) {
                RudeServer.write(socket, some);
            }
        }
    },
    SLOW_ENDLESS_STREAM {
        @Override
        public void answer(Asked asked, Socket socket) throws IOException, InterruptedException {
            RudeServer.write(socket, HEAD + "Content-Type: text/event-stream\r\n\r\n");
            while (true) {
                RudeServer.write(socket, DELTA);
                Thread.sleep(20);
            }
        }
    },
    GZIP_BOMB {
        @Override
        public void answer(Asked asked, Socket socket) throws IOException {
            RudeServer.answer(socket, "200 OK", JSON + "Content-Encoding: gzip\r\n", BOMB);
        }
    },
    NESTED_A_HUNDRED_DEEP {
        @Override
        public void answer(Asked asked, Socket socket) throws IOException {
            String deep = "{\"a\":".repeat(100) + "1" + "}".repeat(100);
            RudeServer.answer(
                    socket, "200 OK", JSON, bytes(RESPONSE.replace("\"metadata\":{}", "\"metadata\":" + deep)));
        }
    },
    NESTED_A_MILLION_DEEP {
        @Override
        public void answer(Asked asked, Socket socket) throws IOException {
            RudeServer.answer(
                    socket,
                    "200 OK",
                    asked.stream() ? STREAM : JSON,
                    bytes("[".repeat(1_000_000) + "]".repeat(1_000_000)));
        }
    },
    HUGE_NUMBER {
        @Override
        public void answer(Asked asked, Socket socket) throws IOException {
            String large = "\"created_at\":" + "9".repeat(300_000) + ",\"big\":1e999999999";
            RudeServer.answer(socket, "200 OK", JSON, bytes(RESPONSE.replace("\"created_at\":1", large)));
        }
    },
    EVENT_OF_50_MIB {
        @Override
        public void answer(Asked asked, Socket socket) throws IOException {
            RudeServer.write(
                    socket, HEAD + "Content-Type: text/event-stream\r\nConnection: close\r\n\r\ndata: {\"delta\":\"");
            byte[] some = new byte[1024 * 1024];
            Arrays.fill(some, (byte) 'a');
            for (int i = 0; i < 50; i++) {
                RudeServer.write(socket, some);
            }
            RudeServer.write(socket, "\"}\n\n");
        }
    },
    INVALID_UTF8 {
        @Override
        public void answer(Asked asked, Socket socket) throws IOException {
            byte[] body = bytes(asked.stream() ? EVENTS : RESPONSE);
            for (int i = 0; i < body.length - 1; i++) {
                if (body[i] == 'p' && body[i + 1] == 'o') {
                    body[i] = (byte) 0xC3;
                    body[i + 1] = (byte) 0xFF;
                }
            }
            RudeServer.answer(socket, "200 OK", asked.stream() ? STREAM : JSON, body);
        }
    },
    HEADER_FLOOD {
        @Override
        public void answer(Asked asked, Socket socket) throws IOException {
            RudeServer.write(socket, HEAD);
            for (int i = 0; ; i++) {
                RudeServer.write(socket, "X-Header-" + i + ": " + "a".repeat(1000) + "\r\n");
            }
        }
    },
    SLOW_DRIP {
        @Override
        public void answer(Asked asked, Socket socket) throws IOException, InterruptedException {
            for (byte b : bytes(HEAD + JSON + "Content-Length: " + RESPONSE.length() + "\r\n\r\n" + RESPONSE)) {
                RudeServer.write(socket, new byte[] {b});
                Thread.sleep(asked.number() % 2 == 0 ? 10 : 100);
            }
        }
    },
    RESET_SOMEWHERE {
        @Override
        public void answer(Asked asked, Socket socket) throws IOException {
            byte[] body = bytes(asked.stream() ? EVENTS : RESPONSE);
            RudeServer.write(
                    socket,
                    HEAD + (asked.stream() ? STREAM : JSON) + "Content-Length: " + body.length
                            + "\r\nConnection: close\r\n\r\n");
            RudeServer.write(socket, Arrays.copyOf(body, asked.number() * 37 % body.length));
            socket.setSoLinger(true, 0);
        }
    },
    REDIRECT_LOOP {
        @Override
        public void answer(Asked asked, Socket socket) throws IOException {
            String here = asked.line().split(" ")[1];
            RudeServer.answer(socket, "307 Temporary Redirect", "Location: " + here + "\r\n", new byte[0]);
        }
    },
    LENGTH_TOO_SMALL {
        @Override
        public void answer(Asked asked, Socket socket) throws IOException {
            RudeServer.write(
                    socket, HEAD + JSON + "Content-Length: " + (RESPONSE.length() - 40) + "\r\n\r\n" + RESPONSE);
        }
    },
    LENGTH_TOO_LARGE {
        @Override
        public void answer(Asked asked, Socket socket) throws IOException {
            RudeServer.write(
                    socket, HEAD + JSON + "Content-Length: " + (RESPONSE.length() + 40) + "\r\n\r\n" + RESPONSE);
        }
    },
    LENGTH_NEGATIVE {
        @Override
        public void answer(Asked asked, Socket socket) throws IOException {
            RudeServer.write(socket, HEAD + JSON + "Content-Length: -5\r\n\r\n" + RESPONSE);
        }
    },
    TYPES_SWAPPED {
        @Override
        public void answer(Asked asked, Socket socket) throws IOException {
            RudeServer.answer(
                    socket, "200 OK", asked.stream() ? JSON : STREAM, bytes(asked.stream() ? EVENTS : RESPONSE));
        }
    },
    INTERIM_FLOOD {
        @Override
        public void answer(Asked asked, Socket socket) throws IOException {
            while (true) {
                RudeServer.write(socket, "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n".repeat(100));
            }
        }
    },
    KEY_ECHOED {
        @Override
        public void answer(Asked asked, Socket socket) throws IOException {
            String key = asked.head().replaceFirst("(?is).*authorization: *(Bearer )?([^\r]*)\r.*", "$2");
            byte[] body = bytes("{\"error\":{\"message\":\"bad key " + key + "\"},\"detail\":\""
                    + asked.head().replace("\r\n", "\\n") + "\"}");
            RudeServer.answer(socket, "400 Bad Request", JSON + "X-Key: " + key + "\r\n", body);
        }
    },
    NO_HTTP {
        @Override
        public void answer(Asked asked, Socket socket) throws IOException {
            RudeServer.write(socket, "\u0000\u0001 this is no HTTP at all\n".repeat(100));
        }
    },
    ALWAYS_TOO_MANY_REQUESTS {
        @Override
        public void answer(Asked asked, Socket socket) throws IOException {
            RudeServer.answer(socket, "429 Too Many Requests", "Retry-After: 86400\r\n", new byte[0]);
        }
    };

    private static final String HEAD = "HTTP/1.1 200 OK\r\n";
    private static final String JSON = "Content-Type: application/json\r\n";
    private static final String STREAM = "Content-Type: text/event-stream\r\n";
    private static final String RESPONSE =
            "{\"id\":\"resp_1\",\"object\":\"response\",\"created_at\":1,\"status\":\"completed\",\"model\":\"m\","
                    + "\"metadata\":{},\"output\":[{\"type\":\"message\",\"id\":\"msg_1\",\"role\":\"assistant\",\"status\":\"completed\","
                    + "\"content\":[{\"type\":\"output_text\",\"text\":\"pong\"}]}]}";
    private static final String DELTA =
            "event: response.output_text.delta\ndata: {\"type\":\"response.output_text.delta\","
                    + "\"sequence_number\":1,\"item_id\":\"m\",\"output_index\":0,\"content_index\":0,\"delta\":\"po\"}\n\n";

    /** A short stream. */
    static final String EVENTS =
            "event: response.created\ndata: {\"type\":\"response.created\",\"sequence_number\":0,\"response\":"
                    + RESPONSE.replace("completed", "in_progress") + "}\n\n" + DELTA
                    + "event: response.completed\ndata: {\"type\":\"response.completed\",\"sequence_number\":2,\"response\":"
                    + RESPONSE
                    + "}\n\ndata: [DONE]\n\n";

    private static final byte[] BOMB = bomb();

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] bomb() {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            byte[] zeros = new byte[1024 * 1024];
            for (int i = 0; i < 50; i++) {
                gzip.write(zeros);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }
}
