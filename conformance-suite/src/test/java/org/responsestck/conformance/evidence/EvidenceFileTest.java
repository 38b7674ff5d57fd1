package org.responsestck.conformance.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.responsestck.conformance.wire.Answer;
import org.responsestck.conformance.wire.Call;
import org.responsestck.conformance.wire.Chunk;
import org.responsestck.conformance.wire.End;
import org.responsestck.conformance.wire.Exchange;
import org.responsestck.conformance.wire.Who;

class EvidenceFileTest {
    @TempDir
    private Path folder;

    private static Header header() {
        Map<String, Boolean> capabilities = new LinkedHashMap<>();
        capabilities.put("streaming", true);
        capabilities.put("images", false);
        return new Header(
                Header.FORMAT,
                "run \u2028 é 😀",
                "responses-tck 1",
                "fireworks@2026-11-24",
                "http://localhost/v1",
                "fireworks",
                "",
                "m",
                capabilities,
                List.of("ACCOUNT_ID"),
                List.of("basic", "stream"),
                List.of("RESP-ID-001"),
                Long.MIN_VALUE,
                1.5,
                1_750_000_000_000L);
    }

    private Path write(Header header, List<Event> events) throws IOException {
        Path file = folder.resolve("deep/evidence.jsonl");
        try (EvidenceWriter writer = EvidenceWriter.create(file, header)) {
            events.forEach(writer::write);
        }
        return file;
    }

    private static String text(Random random) {
        String[] words = {
            "", "a", "\"", "\\", "\n", "\r\n", "\0", "é", "漢", "😀", "\u2028", "\uFEFF", "\ud83d", "\ude00", "{}",
            "\uFFFF"
        };
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(6); i > 0; i--) {
            text.append(words[random.nextInt(words.length)]);
        }
        return text.toString();
    }

    private static <E> E any(Random random, E[] values) {
        return values[random.nextInt(values.length)];
    }

    private static Exchange exchange(Random random) {
        Map<String, String> sent = new LinkedHashMap<>();
        Map<String, List<String>> got = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            sent.put("H" + random.nextInt(9), text(random));
            got.put("h" + random.nextInt(9), List.of(text(random), text(random)));
        }
        List<Chunk> chunks = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            byte[] bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);
            chunks.add(new Chunk(
                    random.nextLong(),
                    random.nextBoolean() ? bytes : text(random).getBytes(StandardCharsets.UTF_8)));
        }
        return new Exchange(
                random.nextInt(),
                any(random, Who.values()),
                new Call(
                        any(random, new String[] {"GET", "POST"}),
                        "/" + text(random),
                        random.nextBoolean() ? null : text(random),
                        sent),
                random.nextLong(),
                random.nextLong(),
                random.nextInt(4) == 0 ? null : new Answer(random.nextInt(600), got, chunks),
                any(random, End.values()),
                random.nextBoolean() ? null : text(random));
    }

    private static Event event(Random random) {
        Place at = new Place("s" + text(random), 1 + random.nextInt(3), text(random));
        long nanos = random.nextLong();
        return switch (random.nextInt(7)) {
            case 0 -> new Event.Drawn(at, nanos, text(random), text(random));
            case 1 -> new Event.Waited(at, nanos, random.nextLong(), random.nextLong(), random.nextBoolean());
            case 2 -> new Event.Stopped(at, nanos, any(random, Why.values()), text(random));
            case 3 ->
                new Event.Witnessed(
                        at,
                        nanos,
                        random.nextInt(),
                        text(random),
                        text(random),
                        text(random),
                        text(random),
                        Map.of("h" + random.nextInt(9), text(random)),
                        text(random));
            default -> new Event.Exchanged(at, nanos, exchange(random));
        };
    }

    @Test
    void readsBackExactlyWhatWasWritten() throws IOException {
        for (int seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            List<Event> events =
                    IntStream.range(0, 20).mapToObj(i -> event(random)).toList();
            Recording recording = EvidenceReader.read(write(header(), events));
            assertThat(recording.header()).isEqualTo(header());
            assertThat(recording.events()).as("seed %d", seed).isEqualTo(events);
            assertThat(recording.note()).isEmpty();
        }
    }

    @Test
    void keepsBytesAndArrivalTimesOfABodyCutInsideACharacter() throws IOException {
        byte[] body = "data: 漢\n\n".getBytes(StandardCharsets.UTF_8);
        Exchange exchange = new Exchange(
                3,
                Who.KEY,
                Call.get("/x"),
                1,
                2,
                new Answer(
                        200,
                        Map.of(),
                        List.of(
                                new Chunk(5, Arrays.copyOf(body, 7)),
                                new Chunk(9, Arrays.copyOfRange(body, 7, body.length)))),
                End.COMPLETE,
                null);
        Event event = new Event.Exchanged(new Place("s", 1, "a"), 4, exchange);
        assertThat(EvidenceReader.read(write(header(), List.of(event))).events())
                .containsExactly(event);
    }

    @Test
    void theFileIsLinesOfAsciiThatCanBeRead() throws IOException {
        byte[] bytes = Files.readAllBytes(
                write(header(), List.of(new Event.Drawn(new Place("s", 1, ""), 5, "codeword", "é"))));
        assertThat(new String(bytes, StandardCharsets.US_ASCII)).endsWith("}\n").doesNotContain("\uFFFD");
        assertThat(new String(bytes, StandardCharsets.US_ASCII).lines())
                .hasSize(2)
                .anyMatch(l -> l.startsWith("{\"event\":\"drawn\",\"scenario\":\"s\",\"take\":1"));
    }

    @Test
    void eachLineIsThereBeforeTheRunGoesOn() throws IOException {
        Path file = folder.resolve("evidence.jsonl");
        Event event = new Event.Drawn(new Place("s", 1, ""), 5, "codeword", "w");
        EvidenceWriter writer = EvidenceWriter.create(file, header());
        writer.write(event);
        assertThat(EvidenceReader.read(file).events()).containsExactly(event);
        writer.close();
    }

    @Test
    void dropsALastLineThatAKillCutOffAndSaysSo() throws IOException {
        List<Event> events = List.of(
                new Event.Drawn(new Place("s", 1, ""), 5, "a", "1"),
                new Event.Drawn(new Place("s", 1, ""), 5, "b", "é"));
        Path file = write(header(), events);
        byte[] whole = Files.readAllBytes(file);
        int lastLine = new String(whole, StandardCharsets.US_ASCII).lastIndexOf('\n', whole.length - 2) + 1;
        for (int length = lastLine + 1; length < whole.length - 1; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            Recording recording = EvidenceReader.read(file);
            assertThat(recording.events()).containsExactly(events.get(0));
            assertThat(recording.note()).hasValueSatisfying(n -> assertThat(n).contains("line 3", "cut off"));
        }
        Files.write(file, Arrays.copyOf(whole, whole.length - 1));
        assertThat(EvidenceReader.read(file).events())
                .as("only the line feed is missing")
                .isEqualTo(events);
        Files.write(file, Arrays.copyOf(whole, lastLine));
        assertThat(EvidenceReader.read(file).note()).isEmpty();
    }

    @Test
    void refusesADamagedLineInTheMiddle() throws IOException {
        Path file = write(header(), List.of());
        Files.writeString(file, Files.readString(file) + "{\"event\":\"drawn\"}\n");
        assertThatThrownBy(() -> EvidenceReader.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("line 2");
        Path other = write(header(), List.of());
        Files.writeString(
                other,
                Files.readString(other)
                        + "{\"event\":\"sung\",\"scenario\":\"s\",\"take\":1,\"step\":\"\",\"nanos\":1}\n");
        assertThatThrownBy(() -> EvidenceReader.read(other)).hasMessageContaining("sung");
    }

    @Test
    void refusesWhatIsNoRecordOfItsFormat() throws IOException {
        Path file = folder.resolve("evidence.jsonl");
        Files.writeString(file, "");
        assertThatThrownBy(() -> EvidenceReader.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("empty");
        Files.writeString(file, "hello\n");
        assertThatThrownBy(() -> EvidenceReader.read(file)).hasMessageContaining("header");
        Files.writeString(file, "{\"format\":\"responses-tck/evidence/9\"}\n");
        assertThatThrownBy(() -> EvidenceReader.read(file))
                .hasMessageContaining("evidence/9")
                .hasMessageContaining(Header.FORMAT);
        Files.writeString(file, "{\"format\":\"" + Header.FORMAT + "\"}\n");
        assertThatThrownBy(() -> EvidenceReader.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("damaged");
        Files.writeString(file, "{\"format\":\"responses-tck/results/1\"}\n");
        assertThatThrownBy(() -> EvidenceReader.read(file)).hasMessageContaining("evidence.jsonl");
    }

    @Test
    void whatIsReadCanBeJudged() throws IOException {
        Exchange exchange =
                new Exchange(1, Who.KEY, Call.get("/responses/x"), 1, 2, null, End.REFUSED, "connection refused");
        Recording recording = EvidenceReader.read(
                write(header(), List.of(new Event.Exchanged(new Place("basic", 1, "get"), 3, exchange))));
        assertThat(recording.evidence().at("basic", "get")).hasSize(1);
    }
}
