package org.responsestck.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.responsestck.conformance.check.Transcript;
import org.responsestck.conformance.evidence.Event;
import org.responsestck.conformance.evidence.ForeignRecording;
import org.responsestck.conformance.run.Judgement;
import org.responsestck.report.Verdict;

class ForeignRecordingTest {
    private static final Path TRANSCRIPTS = Path.of("..", "fixtures", "transcripts");
    private static final String RESPONSE = """
            {"id":"resp_1","object":"response","created_at":1750216721,"status":"completed","model":"m","output":[{"id":"msg_1",
            "type":"message","role":"assistant","status":"completed","content":[{"type":"output_text","text":"pong"}]}],
            "usage":{"prompt_tokens":3,"completion_tokens":1,"total_tokens":4,"prompt_tokens_details":{"cached_tokens":0}},
            "previous_response_id":null,"store":true,"max_tool_calls":null}
            """;

    @TempDir
    Path dir;

    private static Map<Verdict, Set<String>> judged(Path file) throws IOException {
        return Suite.judge(ForeignRecording.read(file), "fireworks", "test").judgements().stream()
                .collect(Collectors.groupingBy(
                        Judgement::verdict,
                        TreeMap::new,
                        Collectors.mapping(j -> j.requirement().id(), Collectors.toSet())));
    }

    private Map<Verdict, Set<String>> judged(String text) throws IOException {
        return judged(Files.writeString(dir.resolve("recording"), text));
    }

    /** A stream as a client may have saved it, without its request. */
    static Stream<Transcript> broken() {
        return Transcript.all("broken").stream()
                .filter(t -> !t.body().contains(": request "))
                .filter(t -> t.breaks().stream().allMatch(b -> b.matches("STREAM-(ORDER|ITEM|PART|SEQ)-\\d+")));
    }

    @ParameterizedTest
    @MethodSource
    void broken(Transcript transcript) throws IOException {
        Map<Verdict, Set<String>> judged = judged(TRANSCRIPTS.resolve("broken/" + transcript.name() + ".sse"));
        Set<String> named = Stream.of(Verdict.FAIL, Verdict.WARN)
                .flatMap(v -> judged.getOrDefault(v, Set.of()).stream())
                .collect(Collectors.toSet());
        assertThat(named).containsAll(transcript.breaks());
    }

    @Test
    void aGoodStreamIsJudgedByWhatItShowsAlone() throws IOException {
        Map<Verdict, Set<String>> judged = judged(TRANSCRIPTS.resolve("good/text.sse"));
        assertThat(judged).containsOnlyKeys(Verdict.PASS);
        assertThat(judged.get(Verdict.PASS))
                .contains("STREAM-ORDER-001", "USAGE-005")
                .doesNotContain("LIST-001");
    }

    @Test
    void eventsMayStandOneOnEachLine() throws IOException {
        String lines = Files.readAllLines(TRANSCRIPTS.resolve("good/text.sse")).stream()
                .filter(line -> line.startsWith("data: {"))
                .map(line -> line.substring(6))
                .collect(Collectors.joining("\n"));
        assertThat(judged(lines)).containsOnlyKeys(Verdict.PASS);
        assertThat(judged(lines.replace("\"status\":\"completed\"", "\"status\":\"done\"")))
                .containsKey(Verdict.FAIL);
    }

    @Test
    void aResponseObjectIsJudgedToo() throws IOException {
        assertThat(judged(RESPONSE)).containsOnlyKeys(Verdict.PASS);
        assertThat(judged(RESPONSE.replace("\"total_tokens\":4", "\"total_tokens\":5"))
                        .get(Verdict.FAIL))
                .containsExactly("USAGE-005");
    }

    private static String archive(String url, String answer) {
        return """
            {"log":{"version":"1.2","entries":[{"startedDateTime":"2025-06-18T03:18:41.000Z","time":900,
            "request":{"method":"POST","url":"%s","headers":[{"name":"Authorization","value":"Bearer sk-canary"},
              {"name":"Content-Type","value":"application/json"}],"postData":{"text":"{\\"model\\":\\"m\\",\\"input\\":\\"a\\"}"}},
            "response":{"status":200,"headers":[{"name":"Content-Type","value":"application/json"},
              {"name":"Content-Encoding","value":"br"}],"content":{"text":%s}},"timings":{"wait":800}}]}}
            """.formatted(url, com.fasterxml.jackson.databind.node.TextNode.valueOf(answer));
    }

    @Test
    void anArchiveOfABrowserIsReadWithoutItsCredentials() throws IOException {
        String text = archive("https://host/inference/v1/responses", RESPONSE);
        ForeignRecording recording = ForeignRecording.read(Files.writeString(dir.resolve("a.har"), text));
        assertThat(recording.url()).isEqualTo("https://host/inference/v1");
        assertThat(recording.model()).isEqualTo("m");
        assertThat(recording.events()).hasSize(1);
        Event.Exchanged one = (Event.Exchanged) recording.events().get(0);
        assertThat(one.exchange().call().headers()).containsOnlyKeys("Content-Type");
        assertThat(one.exchange().answer().headers()).containsOnlyKeys("content-type");
        assertThat(judged(text)).containsOnlyKeys(Verdict.PASS);
        assertThat(judged(text.replace("2025-06-18", "2026-06-18")).get(Verdict.FAIL))
                .containsExactly("RESP-CREATED-001");
    }

    @Test
    void whatIsNoRecordingIsRefusedWithWhatWouldBeOne() throws IOException {
        for (String text : List.of("", "hello", "{}", "[1]", "{\"type\":\"a\"}\n[]", "\u0000\u0001")) {
            Path file = Files.writeString(dir.resolve("x"), text);
            assertThatThrownBy(() -> ForeignRecording.read(file))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("HAR");
        }
        Path other = Files.writeString(dir.resolve("x"), archive("https://host/v1/chat/completions", "{}"));
        assertThatThrownBy(() -> ForeignRecording.read(other)).hasMessageContaining("without a request to /responses");
    }
}
