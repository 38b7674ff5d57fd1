package org.responsestck.conformance.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.responsestck.conformance.wire.SseTranscript.Fault;
import org.responsestck.conformance.wire.SseTranscript.Kind;

class SseReaderTest {
    private static SseTranscript read(String text) {
        return read(text.getBytes(StandardCharsets.UTF_8));
    }

    private static SseTranscript read(byte[] bytes) {
        return SseReader.read(List.of(new Chunk(1, bytes)));
    }

    private static List<String> data(SseTranscript transcript) {
        return transcript.events().stream().map(SseEvent::data).toList();
    }

    private static List<Kind> kinds(SseTranscript transcript) {
        return transcript.faults().stream().map(Fault::kind).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void takesEveryLineEnding(String end) {
        SseTranscript transcript =
                read(String.join(end, "event: a", "data: 1", "data: 2", "", "data: 3", "", ": end", ""));
        assertThat(data(transcript)).containsExactly("1\n2", "3");
        assertThat(transcript.events().get(0).event()).isEqualTo("a");
        assertThat(transcript.events().get(1).event()).isNull();
        assertThat(transcript.comments()).isEqualTo(1);
        assertThat(transcript.unterminated()).isNull();
        assertThat(kinds(transcript)).isEqualTo(end.equals("\r") ? List.of(Kind.LONE_CR) : List.of());
    }

    @Test
    void mixesLineEndings() {
        assertThat(data(read("data: 1\r\n\ndata: 2\n\r\ndata: 3\n\n\n\ndata: 4\r\n\r\n")))
                .containsExactly("1", "2", "3", "4");
    }

    @Test
    void aCarriageReturnAtTheVeryEndMayBeHalfOfAPair() {
        SseTranscript transcript = read("data: 1\n\r");
        assertThat(data(transcript)).containsExactly("1");
        assertThat(transcript.faults()).isEmpty();
    }

    @Test
    void readsTheSameWhereverChunksBreakTheStream() {
        String sample = "\uFEFFid: 7\r\nevent: response.created\r\ndata: {\"t\":\"漢字 é 😀\"}\r\n\r\n: ping\r\n\r\n"
                + "data:a\ndata: b\ndata\n\nevent:x\n\nretry: 10\ndata: [DONE]\r\rdata: cut";
        byte[] bytes = sample.getBytes(StandardCharsets.UTF_8);
        SseTranscript whole = read(bytes);
        assertThat(data(whole)).containsExactly("{\"t\":\"漢字 é 😀\"}", "a\nb\n", "[DONE]");
        for (int split = 0; split <= bytes.length; split++) {
            SseTranscript two = SseReader.read(List.of(
                    new Chunk(1, Arrays.copyOf(bytes, split)),
                    new Chunk(1, Arrays.copyOfRange(bytes, split, bytes.length))));
            assertThat(two).isEqualTo(whole);
        }
        List<Chunk> single = new ArrayList<>();
        for (byte b : bytes) {
            single.add(new Chunk(1, new byte[] {b}));
            single.add(new Chunk(1, new byte[0]));
        }
        assertThat(SseReader.read(single)).isEqualTo(whole);
    }

    @Test
    void anEventArrivesWithTheByteThatCompletesIt() {
        SseTranscript transcript = SseReader.read(List.of(
                new Chunk(10, "data: 1\n".getBytes(StandardCharsets.UTF_8)),
                new Chunk(20, "\ndata: 2\r\n\r".getBytes(StandardCharsets.UTF_8)),
                new Chunk(30, "\ndata: 3".getBytes(StandardCharsets.UTF_8))));
        assertThat(transcript.events()).extracting(SseEvent::nanos).containsExactly(20L, 20L);
        assertThat(transcript.events()).extracting(SseEvent::offset).containsExactly(0L, 9L);
        assertThat(transcript.unterminated().nanos()).isEqualTo(30);
        assertThat(transcript.unterminated().offset()).isEqualTo(20);
    }

    @Test
    void skipsAByteOrderMarkAndSaysSo() {
        SseTranscript transcript = read("\uFEFFdata: 1\n\n");
        assertThat(data(transcript)).containsExactly("1");
        assertThat(kinds(transcript)).containsExactly(Kind.BOM);
        assertThat(data(read("data: \uFEFF1\n\n"))).containsExactly("\uFEFF1");
        assertThat(kinds(read("\n\uFEFFdata: 1\n\n"))).containsExactly(Kind.UNKNOWN_FIELD);
    }

    @Test
    void takesOneSpaceBehindTheColonOff() {
        assertThat(data(read("data:1\n\ndata: 2\n\ndata:  3\n\ndata:\t4\n\ndata:5:6: 7\n\n")))
                .containsExactly("1", "2", " 3", "\t4", "5:6: 7");
    }

    @Test
    void dataWithoutColonIsAnEmptyLine() {
        assertThat(data(read("data\n\ndata\ndata\n\ndata:\n\n"))).containsExactly("", "\n", "");
    }

    @Test
    void aBlockWithoutDataDispatchesNothing() {
        SseTranscript transcript = read("event: a\n\nid: 1\n\n: c\n\n\n\ndata: x\n\n");
        assertThat(data(transcript)).containsExactly("x");
        assertThat(transcript.events().get(0).event()).isNull();
        assertThat(transcript.events().get(0).id()).isNull();
        assertThat(transcript.events().get(0).number()).isZero();
    }

    @Test
    void theLastEventFieldOfABlockCounts() {
        assertThat(read("event: a\nevent: b\ndata: x\n\n").events().get(0).event())
                .isEqualTo("b");
        assertThat(read("event:\ndata: x\n\n").events().get(0).event()).isEmpty();
    }

    @Test
    void readsIdAndRetry() {
        SseTranscript transcript = read("id: 7\nretry: 3000\ndata: x\n\nid\ndata: y\n\n");
        assertThat(transcript.events()).extracting(SseEvent::id).containsExactly("7", "");
        assertThat(transcript.faults()).isEmpty();
        assertThat(kinds(read("retry: soon\ndata: x\n\n"))).containsExactly(Kind.BAD_VALUE);
        assertThat(kinds(read("retry\ndata: x\n\n"))).containsExactly(Kind.BAD_VALUE);
        SseTranscript nul = read("id: a\nid: b\0c\ndata: x\n\n");
        assertThat(kinds(nul)).containsExactly(Kind.BAD_VALUE);
        assertThat(nul.events().get(0).id()).isEqualTo("a");
    }

    @Test
    void tellsUnknownFieldsFromStrayLines() {
        SseTranscript transcript = read("data: {\n  \"a\": 1,\n}\n\nDATA: x\ndata : y\n\ndata: ok\n\n");
        assertThat(data(transcript)).containsExactly("{", "ok");
        assertThat(kinds(transcript))
                .containsExactly(Kind.UNKNOWN_FIELD, Kind.STRAY_LINE, Kind.UNKNOWN_FIELD, Kind.UNKNOWN_FIELD);
        assertThat(transcript.faults().get(1).offset()).isEqualTo(18);
        assertThat(transcript.faults().get(2).event()).isEqualTo(1);
    }

    @Test
    void showsTheBlockThatTheEndCutsOff() {
        assertThat(read("data: 1\n").unterminated().data()).isEqualTo("1");
        assertThat(read("data: 1\ndata: 2").unterminated().data()).isEqualTo("1\n2");
        assertThat(read("event: a\ndata: 1").unterminated().event()).isEqualTo("a");
        assertThat(read("event: a\n").unterminated()).isNull();
        assertThat(read("").unterminated()).isNull();
        assertThat(read("data: 1\n\n").unterminated()).isNull();
        assertThat(SseReader.read(List.of()).events()).isEmpty();
    }

    @Test
    void aLineThatTheEndCutsOffIsNoFault() {
        byte[] stream = "event: response.created\nid: 1\nretry: 5\ndata: {\"a\":\"漢\"}\n\n: c\n\n"
                .getBytes(StandardCharsets.UTF_8);
        for (int length = 0; length <= stream.length; length++) {
            assertThat(read(Arrays.copyOf(stream, length)).faults())
                    .as("first %d bytes", length)
                    .isEmpty();
        }
    }

    @Test
    void replacesBytesThatAreNotUtf8AndSaysSoOncePerLine() {
        byte[] bytes = "data: aXYb\n\nX: YX\n: X\ndata: ok\n\n".getBytes(StandardCharsets.ISO_8859_1);
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = bytes[i] == 'X' ? (byte) 0xFF : bytes[i] == 'Y' ? (byte) 0xC3 : bytes[i];
        }
        SseTranscript transcript = read(bytes);
        assertThat(data(transcript)).containsExactly("a\uFFFD\uFFFDb", "ok");
        assertThat(kinds(transcript))
                .containsExactly(Kind.INVALID_UTF8, Kind.INVALID_UTF8, Kind.UNKNOWN_FIELD, Kind.INVALID_UTF8);
    }

    @Test
    void agreesWithANaiveDecoderOnRandomStreams() {
        String[] words = {
            "data",
            "data:",
            "data: ",
            "event: ",
            "event",
            "id: ",
            ":",
            ": note",
            "retry: 1",
            "x",
            "y: z",
            "漢",
            "😀",
            " ",
            "\r",
            "\n",
            "\r\n",
            "\n\n",
            "\r\n\r\n",
            "\r\r",
            "data: {\"a\":1}\n\n",
            "\0"
        };
        Random random = new Random(42);
        for (int round = 0; round < 20_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(14); i >= 0; i--) {
                text.append(words[random.nextInt(words.length)]);
            }
            byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
            List<Chunk> chunks = new ArrayList<>();
            for (int at = 0; at < bytes.length; ) {
                int length = Math.min(bytes.length - at, random.nextInt(9));
                chunks.add(new Chunk(at, Arrays.copyOfRange(bytes, at, at + length)));
                at += length;
            }
            assertThat(SseReader.read(chunks).events().stream()
                            .map(e -> (e.event() == null ? "" : e.event()) + "|" + e.data())
                            .toList())
                    .as(text.toString())
                    .isEqualTo(naive(text.toString()));
        }
    }

    /** The rules of the standard, on text, without any care for speed. */
    private static List<String> naive(String text) {
        String even = text.replace("\r\n", "\n").replace('\r', '\n');
        List<String> events = new ArrayList<>();
        String type = "";
        String data = "";
        int from = 0;
        for (int end = even.indexOf('\n'); end >= 0; end = even.indexOf('\n', from)) {
            String line = even.substring(from, end);
            from = end + 1;
            if (line.isEmpty()) {
                if (!data.isEmpty()) {
                    events.add(type + "|" + data.substring(0, data.length() - 1));
                }
                type = "";
                data = "";
                continue;
            }
            int colon = line.indexOf(':');
            String field = colon < 0 ? line : line.substring(0, colon);
            String value = colon < 0 ? "" : line.substring(colon + 1);
            value = value.startsWith(" ") ? value.substring(1) : value;
            if (field.equals("data")) {
                data += value + "\n";
            } else if (field.equals("event")) {
                type = value;
            }
        }
        return events;
    }

    @Test
    void readsALargeStreamInLinearTime() {
        byte[] one =
                "data: {\"type\":\"response.output_text.delta\",\"delta\":\"x\"}\n\n".getBytes(StandardCharsets.UTF_8);
        ByteBuffer all = ByteBuffer.allocate(one.length * 50_000);
        List<Chunk> chunks = new ArrayList<>();
        for (int i = 0; i < 50_000; i++) {
            all.put(one);
            chunks.add(new Chunk(i, one));
        }
        SseTranscript transcript = SseReader.read(chunks);
        assertThat(transcript.events()).hasSize(50_000);
        assertThat(transcript.events().get(49_999).nanos()).isEqualTo(49_999);
    }
}
