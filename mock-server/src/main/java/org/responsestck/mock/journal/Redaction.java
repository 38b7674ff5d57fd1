package org.responsestck.mock.journal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Blots keys out. Lengths stay, so that places in a body keep their meaning. */
final class Redaction {
    private static final JsonFactory JSON = new JsonFactory();
    private static final Pattern SECRET =
            Pattern.compile("authorization|cookie|secret|token|password|api[-_]?key|^key$|credential");
    private static final Pattern QUERY = Pattern.compile("([?&])([^=&]*)=([^&]*)");

    private static final Pattern USER = Pattern.compile("(?<=://)[^/?#@]*(?=@)");

    private Redaction() {}

    static Map<String, String> headers(Map<String, String> headers) {
        Map<String, String> blotted = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.forEach((name, value) -> blotted.put(name, secret(name) ? header(value) : value));
        return blotted;
    }

    private static boolean secret(String name) {
        return SECRET.matcher(name.toLowerCase(Locale.ROOT)).find();
    }

    /** The scheme stays. */
    private static String header(String value) {
        int gap = value.indexOf(' ');
        return gap < 0
                ? "*".repeat(value.length())
                : value.substring(0, gap + 1) + "*".repeat(value.length() - gap - 1);
    }

    static String url(String url) {
        String anonymous =
                USER.matcher(url).replaceAll(m -> "*".repeat(m.group().length()));
        return QUERY.matcher(anonymous)
                .replaceAll(m -> Matcher.quoteReplacement(m.group(1) + m.group(2) + "="
                        + (secret(m.group(2)) ? "*".repeat(m.group(3).length()) : m.group(3))));
    }

    /**
     * A copy of a body without what is meant for tool servers, and without the key of its own request.
     *
     * @param keep at most so many bytes
     */
    static byte[] body(byte[] body, Map<String, String> headers, int keep) {
        byte[] copy = body.clone();
        if (contains(copy, 0, "\0")) {
            // Not UTF-8: what it says cannot be told from here.
            Arrays.fill(copy, (byte) '*');
        } else if (mentionsSecrets(copy, 0)) {
            int read = blotJson(copy);
            if (mentionsSecrets(copy, read)) {
                // What cannot be read cannot be blotted out piece by piece.
                Arrays.fill(copy, read, copy.length, (byte) '*');
            }
        }
        headers.forEach((name, value) -> {
            String key = value.substring(value.indexOf(' ') + 1).strip();
            if (secret(name) && !key.isEmpty()) {
                blotEverywhere(copy, key.getBytes(StandardCharsets.UTF_8));
            }
        });
        return copy.length > keep ? Arrays.copyOf(copy, keep) : copy;
    }

    /** Blots out the values below {@code headers} and of {@code authorization}, and what is secret in a {@code server_url}; gives how far the bytes were understood. */
    private static int blotJson(byte[] body) {
        int read = 0;
        boolean secret = false;
        try (JsonParser parser = JSON.createParser(body.clone())) {
            int secretDepth = -1;
            int depth = 0;
            String name = "";
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.FIELD_NAME) {
                    name = parser.currentName();
                } else if (token.isStructStart()) {
                    depth++;
                    secretDepth = secretDepth < 0 && name.equals("headers") ? depth : secretDepth;
                } else if (token.isStructEnd()) {
                    secretDepth = depth == secretDepth ? -1 : secretDepth;
                    depth--;
                    name = "";
                }
                secret = secretDepth >= 0 || name.equals("authorization");
                int from = (int) parser.currentTokenLocation().getByteOffset() + 1;
                parser.finishToken();
                read = (int) parser.currentLocation().getByteOffset();
                if (token == JsonToken.VALUE_STRING && name.equals("server_url")) {
                    String url = new String(body, from, Math.max(0, read - 1 - from), StandardCharsets.ISO_8859_1);
                    byte[] blotted = url(url).getBytes(StandardCharsets.ISO_8859_1);
                    System.arraycopy(blotted, 0, body, from, blotted.length);
                }
                if (secret && token == JsonToken.VALUE_STRING) {
                    Arrays.fill(body, from, Math.max(from, read - 1), (byte) '*');
                }
            }
            return body.length;
        } catch (IOException e) {
            if (secret) {
                Arrays.fill(body, read, body.length, (byte) '*');
            }
            return read;
        }
    }

    /** An escaped name counts as a mention. */
    private static boolean mentionsSecrets(byte[] body, int from) {
        return contains(body, from, "authorization")
                || contains(body, from, "headers")
                || contains(body, from, "server_url")
                || contains(body, from, "\\u00");
    }

    private static boolean contains(byte[] body, int from, String word) {
        byte first = (byte) word.charAt(0);
        for (int at = from; at + word.length() <= body.length; at++) {
            if (body[at] == first && word.equals(new String(body, at, word.length(), StandardCharsets.ISO_8859_1))) {
                return true;
            }
        }
        return false;
    }

    private static void blotEverywhere(byte[] body, byte[] secret) {
        for (int at = 0; at + secret.length <= body.length; at++) {
            if (body[at] == secret[0] && Arrays.equals(body, at, at + secret.length, secret, 0, secret.length)) {
                Arrays.fill(body, at, at + secret.length, (byte) '*');
            }
        }
    }
}
