package org.responsestck.mock;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a raw client sees when a script breaks a stream off. */
class EndingTest {
    private static final int EVENTS = 6;

    @TempDir
    private Path folder;

    @Test
    void aTruncatedStreamHasNoLastChunk() throws IOException {
        String heard = hear("truncate");
        assertThat(events(heard)).isEqualTo(EVENTS);
        assertThat(heard).endsWith("<end>").doesNotContain("\r\n0\r\n");
    }

    @Test
    void aResetStreamIsReset() throws IOException {
        assertThat(hear("reset")).endsWith("<reset>");
    }

    @Test
    void aMalformedChunkFollowsWhatWasRight() throws IOException {
        String heard = hear("malformed_chunk");
        assertThat(events(heard)).isEqualTo(EVENTS);
        assertThat(heard).contains("no-chunk-size").endsWith("<end>");
    }

    @Test
    void aStalledStreamStaysOpenAndSilent() throws IOException {
        String heard = hear("stall");
        assertThat(events(heard)).isEqualTo(EVENTS);
        assertThat(heard).endsWith("<silence>");
    }

    private static int events(String heard) {
        return heard.split("\nevent: |\r\n\r\n[0-9a-fA-F]+\r\nevent: ", -1).length - 1;
    }

    private String hear(String ending) throws IOException {
        Path script = folder.resolve(ending + ".yaml");
        Files.writeString(script, """
                - name: breaks off
                  match: {last: {contains: "break off"}}
                  answer:
                    - pace: {first_ms: 0, gap_ms: 1}
                    - text: "This sentence is never heard to its end by anybody who listens."
                    - end: {kind: %s, after_events: %d}
                """.formatted(ending, EVENTS));
        try (MockServer mock = MockServer.start(MockOptions.defaults().scripts(script));
                Socket socket = new Socket("127.0.0.1", mock.port())) {
            socket.setSoTimeout(ending.equals("stall") ? 700 : 10_000);
            byte[] body = "{\"model\":\"m\",\"input\":\"Please break off.\",\"stream\":true}"
                    .getBytes(StandardCharsets.UTF_8);
            String head = "POST /v1/responses HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + mock.key()
                    + "\r\nContent-Length: " + body.length + "\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(body);
            return read(socket);
        }
    }

    private static String read(Socket socket) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        String end = "<end>";
        try {
            byte[] buffer = new byte[4096];
            int read = socket.getInputStream().read(buffer);
            while (read >= 0) {
                all.write(buffer, 0, read);
                read = socket.getInputStream().read(buffer);
            }
        } catch (SocketTimeoutException e) {
            end = "<silence>";
        } catch (IOException e) {
            end = "<reset>";
        }
        return all.toString(StandardCharsets.UTF_8) + end;
    }
}
