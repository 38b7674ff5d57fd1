package org.responsestck.mock;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/** A client without a library between it and the socket: sees every byte, and how the connection ends. */
final class RawClient {
    private final MockServer mock;
    private String host = "x";
    private int silenceMillis = 10_000;
    private int mostBytes = Integer.MAX_VALUE;

    RawClient(MockServer mock) {
        this.mock = mock;
    }

    /** How long nothing may come before the client gives up. */
    RawClient silence(int millis) {
        silenceMillis = millis;
        return this;
    }

    /** Which name it calls the server by. */
    RawClient host(String name) {
        host = name;
        return this;
    }

    /** After how many bytes it has heard enough. */
    RawClient most(int bytes) {
        mostBytes = bytes;
        return this;
    }

    /**
     * What was heard.
     *
     * @param bytes everything
     * @param end how it ended: end, reset, silence or enough
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Heard(byte[] bytes, String end) {
        String head() {
            String all = new String(bytes, StandardCharsets.ISO_8859_1);
            int gap = all.indexOf("\r\n\r\n");
            return gap < 0 ? all : all.substring(0, gap);
        }

        /** The body as it was sent, framing included. */
        byte[] raw() {
            int from = Math.min(bytes.length, head().length() + 4);
            return java.util.Arrays.copyOfRange(bytes, from, bytes.length);
        }

        boolean chunked() {
            return head().toLowerCase(java.util.Locale.ROOT).contains("transfer-encoding: chunked");
        }

        /** The body without chunk framing, as far as it came. */
        byte[] body() {
            byte[] raw = raw();
            if (!chunked()) {
                return raw;
            }
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            int at = 0;
            while (at < raw.length) {
                int line = at;
                while (line < raw.length && raw[line] != '\n') {
                    line++;
                }
                String size = new String(
                                raw, at, Math.max(0, Math.min(line, raw.length) - at), StandardCharsets.US_ASCII)
                        .strip();
                if (!size.matches("[0-9a-fA-F]+")) {
                    break;
                }
                int length = Math.min(Integer.parseInt(size, 16), Math.max(0, raw.length - line - 1));
                body.write(raw, line + 1, length);
                at = line + 1 + length + 2;
            }
            return body.toByteArray();
        }

        String text() {
            return new String(body(), StandardCharsets.UTF_8);
        }

        /** Whether the framing of HTTP says that all has come. */
        boolean whole() {
            if (chunked()) {
                return new String(raw(), StandardCharsets.ISO_8859_1).endsWith("0\r\n\r\n");
            }
            java.util.regex.Matcher length = java.util.regex.Pattern.compile("(?i)content-length: *(\\d+)")
                    .matcher(head());
            return length.find() && raw().length == Integer.parseInt(length.group(1));
        }

        /** How many events of a type came whole. */
        int events(String type) {
            return text().split("event: " + java.util.regex.Pattern.quote(type) + "\ndata: [^\n]*\n\n", -1).length - 1;
        }
    }

    Heard create(String body, String... headers) throws IOException {
        return send("POST", "/v1/responses", body, headers);
    }

    Heard send(String method, String path, String body, String... headers) throws IOException {
        byte[] bytes = body.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        StringBuilder head =
                new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: " + host + "\r\nAuthorization: Bearer "
                        + mock.key() + "\r\nContent-Length: " + bytes.length + "\r\nConnection: close\r\n");
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        head.append("\r\n");
        try (Socket socket = new Socket("127.0.0.1", mock.port())) {
            socket.setSoTimeout(silenceMillis);
            socket.getOutputStream().write(head.toString().getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(bytes);
            return read(socket.getInputStream());
        }
    }

    private Heard read(InputStream in) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        String end = "end";
        try {
            byte[] buffer = new byte[4096];
            int read = in.read(buffer);
            while (read >= 0) {
                all.write(buffer, 0, read);
                if (all.size() >= mostBytes) {
                    end = "enough";
                    break;
                }
                read = in.read(buffer);
            }
        } catch (SocketTimeoutException e) {
            end = "silence";
        } catch (IOException e) {
            end = "reset";
        }
        return new Heard(all.toByteArray(), end);
    }
}
