package org.responsestck.conformance.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Puts asterisks in the place of secrets, as many as there were bytes, so that offsets and lengths stay. Finds a secret as it is,
 * with any of its characters escaped for JSON or a URL, inside Base64, and across the borders of chunks; at the end of a body also
 * its first part. Secrets shorter than eight characters are words like {@code test}: hiding them would spoil answers.
 */
final class Redactor {
    private static final int SHORTEST = 8;

    private final List<byte[]> needles;

    Redactor(Collection<String> secrets) {
        Set<String> forms = new LinkedHashSet<>();
        for (String secret : secrets) {
            if (secret.length() >= SHORTEST) {
                forms.add(secret);
                addBase64(secret.getBytes(StandardCharsets.UTF_8), forms);
            }
        }
        needles = forms.stream()
                .map(f -> f.getBytes(StandardCharsets.UTF_8))
                .sorted((a, b) -> b.length - a.length)
                .toList();
    }

    /** The secret within Base64 of something longer stands in one of three shifts; the characters it shares are left out. */
    private static void addBase64(byte[] secret, Set<String> forms) {
        for (int shift = 0; shift < 3; shift++) {
            byte[] padded = new byte[shift + secret.length];
            System.arraycopy(secret, 0, padded, shift, secret.length);
            String coded = Base64.getEncoder().withoutPadding().encodeToString(padded);
            int from = shift == 0 ? 0 : shift + 1;
            int to = padded.length % 3 == 0 ? coded.length() : coded.length() - 1;
            if (to - from >= SHORTEST) {
                String sure = coded.substring(from, to);
                forms.add(sure);
                forms.add(sure.replace('+', '-').replace('/', '_'));
            }
        }
    }

    /** Redacts a body in place and says whether there was anything to hide. */
    boolean redact(List<Chunk> chunks) {
        if (needles.isEmpty() || chunks.isEmpty()) {
            return false;
        }
        int size = chunks.stream().mapToInt(c -> c.bytes().length).sum();
        byte[] all = new byte[size];
        int at = 0;
        for (Chunk chunk : chunks) {
            System.arraycopy(chunk.bytes(), 0, all, at, chunk.bytes().length);
            at += chunk.bytes().length;
        }
        if (!redact(all)) {
            return false;
        }
        at = 0;
        for (Chunk chunk : chunks) {
            System.arraycopy(all, at, chunk.bytes(), 0, chunk.bytes().length);
            at += chunk.bytes().length;
        }
        return true;
    }

    Map<String, List<String>> redact(Map<String, List<String>> headers) {
        Map<String, List<String>> clean = new LinkedHashMap<>();
        headers.forEach((name, values) ->
                clean.put(redact(name), values.stream().map(this::redact).toList()));
        return clean;
    }

    Call redact(Call call) {
        Map<String, String> headers = new LinkedHashMap<>();
        call.headers().forEach((name, value) -> headers.put(name, redact(value)));
        String body = call.body();
        return new Call(
                call.method(), "/" + redact(call.path().substring(1)), body == null ? null : redact(body), headers);
    }

    String redact(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return redact(bytes) ? new String(bytes, StandardCharsets.UTF_8) : text;
    }

    private boolean redact(byte[] text) {
        boolean found = false;
        for (byte[] needle : needles) {
            for (int at = 0; at < text.length; at++) {
                byte first = text[at];
                if (first != needle[0] && first != '\\' && first != '%') {
                    continue;
                }
                int end = match(text, at, needle);
                if (end > at) {
                    Arrays.fill(text, at, end, (byte) '*');
                    found = true;
                    at = end - 1;
                }
            }
        }
        return found;
    }

    /** Where the needle that begins here ends, or -1. A needle cut off by the end of the text counts when enough of it is there. */
    private static int match(byte[] text, int from, byte[] needle) {
        int at = from;
        for (int i = 0; i < needle.length; i++) {
            if (at >= text.length) {
                return i >= SHORTEST ? text.length : -1;
            }
            int width = width(text, at, needle[i]);
            if (width == 0) {
                return i >= SHORTEST && cutOffEscape(text, at) ? text.length : -1;
            }
            at += width;
        }
        return at;
    }

    private static boolean cutOffEscape(byte[] text, int at) {
        int left = text.length - at;
        return (text[at] == '\\' && left < 6) || (text[at] == '%' && left < 3);
    }

    /** How many bytes of the text stand for this byte of the needle: itself, {@code %41}, backslash and itself, or backslash u0041. */
    private static int width(byte[] text, int at, byte wanted) {
        byte here = text[at];
        if (here == '\\' && at + 1 < text.length) {
            if (text[at + 1] == 'u' && hex(text, at + 2, 4) == (wanted & 0xFF)) {
                return 6;
            }
            if (text[at + 1] == wanted && (wanted == '"' || wanted == '\\' || wanted == '/')) {
                return 2;
            }
        }
        if (here == '%' && hex(text, at + 1, 2) == (wanted & 0xFF)) {
            return 3;
        }
        return here == wanted ? 1 : 0;
    }

    private static int hex(byte[] text, int from, int digits) {
        if (from + digits > text.length) {
            return -1;
        }
        int value = 0;
        for (int i = from; i < from + digits; i++) {
            int digit = Character.digit(text[i], 16);
            if (digit < 0) {
                return -1;
            }
            value = value * 16 + digit;
        }
        return value;
    }
}
