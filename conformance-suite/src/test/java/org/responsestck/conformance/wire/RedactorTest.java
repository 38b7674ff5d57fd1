package org.responsestck.conformance.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedactorTest {
    private static final String KEY = "fw_3Z/canary+\"key\\9=";
    private final Redactor redactor = new Redactor(List.of(KEY, "sk-other-canary"));

    private String body(String text, int piece) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        List<Chunk> chunks = new ArrayList<>();
        for (int at = 0; at < bytes.length; at += piece) {
            chunks.add(new Chunk(at, Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + piece))));
        }
        redactor.redact(chunks);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        chunks.forEach(c -> all.writeBytes(c.bytes()));
        return all.toString(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 1000})
    void hidesAKeyWhereverChunksBreakIt(int piece) {
        assertThat(body("é " + KEY + KEY + " and sk-other-canary.", piece))
                .isEqualTo("é " + "*".repeat(2 * KEY.length()) + " and " + "*".repeat(15) + ".");
    }

    @Test
    void hidesAKeyEscapedForJson() {
        String plain = KEY.replace("\\", "\\\\").replace("\"", "\\\"");
        String slashes = plain.replace("/", "\\/");
        StringBuilder all = new StringBuilder();
        KEY.chars().forEach(c -> all.append(String.format("\\u%04X", c)));
        for (String form :
                List.of(plain, slashes, all.toString(), all.toString().toLowerCase(java.util.Locale.ROOT))) {
            assertThat(body("{\"a\":\"" + form + "\"}", 5)).isEqualTo("{\"a\":\"" + "*".repeat(form.length()) + "\"}");
        }
    }

    @Test
    void hidesAKeyEscapedForAUrl() {
        String form = java.net.URLEncoder.encode(KEY, StandardCharsets.UTF_8);
        assertThat(form).contains("%2F", "%22");
        assertThat(body("a?k=" + form + "&b", 4)).isEqualTo("a?k=" + "*".repeat(form.length()) + "&b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "ab", "abc", "user:", "Bearer "})
    void hidesAKeyInsideBase64(String before) {
        byte[] bytes = (before + KEY + "&after").getBytes(StandardCharsets.UTF_8);
        for (Base64.Encoder encoder : List.of(Base64.getEncoder(), Base64.getUrlEncoder())) {
            String form = encoder.encodeToString(bytes);
            String shown = body(form, 3);
            assertThat(shown).hasSameSizeAs(form);
            // What is left are the characters that the key shares with its neighbours: at most one at each side.
            String middle = shown.substring(shown.indexOf('*'), shown.lastIndexOf('*') + 1);
            assertThat(middle).matches("\\*+");
            assertThat(middle.length()).isGreaterThanOrEqualTo(KEY.length() * 4 / 3 - 2);
        }
    }

    @Test
    void hidesTheFirstPartOfAKeyThatTheEndOfTheBodyCutsOff() {
        assertThat(body("x " + KEY.substring(0, 12), 5)).isEqualTo("x ************");
        assertThat(body("x " + KEY.substring(0, 4), 5)).isEqualTo("x " + KEY.substring(0, 4));
    }

    @Test
    void leavesEverythingElseAsItIs() {
        Random random = new Random(5);
        for (int round = 0; round < 200; round++) {
            byte[] bytes = new byte[random.nextInt(300)];
            random.nextBytes(bytes);
            byte[] before = bytes.clone();
            redactor.redact(List.of(new Chunk(0, bytes)));
            assertThat(bytes).isEqualTo(before);
        }
        assertThat(body("\\", 1)).isEqualTo("\\");
        assertThat(body("%", 1)).isEqualTo("%");
        assertThat(body("fw_3Z/canary+\\u00", 4)).isEqualTo("*".repeat(17));
    }

    @Test
    void aWordIsNoSecret() {
        Redactor loose = new Redactor(List.of("test", ""));
        assertThat(loose.redact("a test of the test key")).isEqualTo("a test of the test key");
    }

    @Test
    void hidesKeysInHeadersAndRequests() {
        assertThat(redactor.redact(Map.of("x-a", List.of("Bearer sk-other-canary", "b"))))
                .isEqualTo(Map.of("x-a", List.of("Bearer ***************", "b")));
        Call call =
                new Call("POST", "/sk-other-canary", "sk-other-canary", Map.of("Authorization", "x sk-other-canary"));
        assertThat(redactor.redact(call))
                .isEqualTo(new Call(
                        "POST", "/***************", "***************", Map.of("Authorization", "x ***************")));
        assertThat(redactor.redact(Call.get("/responses"))).isEqualTo(Call.get("/responses"));
    }
}
