package org.responsestck.conformance.wire;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.responsestck.conformance.wire.SseTranscript.Fault;
import org.responsestck.conformance.wire.SseTranscript.Kind;

/**
 * Reads the bytes of an event stream by the rules of the WHATWG HTML standard, section 9.2: any of CR LF, LF and CR ends a line,
 * chunk borders mean nothing, a block without data dispatches nothing, a block that the end of the body cuts off is dropped.
 * What deviates from good manners is reported, never repaired silently and never a reason to stop.
 */
public final class SseReader {
    private final byte[] body;
    private final long[] chunkEnds;
    private final long[] arrivals;
    private final List<SseEvent> events = new ArrayList<>();
    private final List<Fault> faults = new ArrayList<>();
    private int comments;
    private boolean loneCrSeen;

    private @Nullable String event;
    private @Nullable String id;
    private @Nullable StringBuilder data;
    private long blockStart = -1;

    private SseReader(List<Chunk> chunks) {
        int size = 0;
        for (Chunk chunk : chunks) {
            size += chunk.bytes().length;
        }
        body = new byte[size];
        chunkEnds = new long[chunks.size()];
        arrivals = new long[chunks.size()];
        int at = 0;
        for (int i = 0; i < chunks.size(); i++) {
            byte[] bytes = chunks.get(i).bytes();
            System.arraycopy(bytes, 0, body, at, bytes.length);
            at += bytes.length;
            chunkEnds[i] = at;
            arrivals[i] = chunks.get(i).nanos();
        }
    }

    /** Reads a whole body. */
    public static SseTranscript read(List<Chunk> chunks) {
        return new SseReader(chunks).run();
    }

    private SseTranscript run() {
        int at = 0;
        if (body.length >= 3 && (body[0] & 0xFF) == 0xEF && (body[1] & 0xFF) == 0xBB && (body[2] & 0xFF) == 0xBF) {
            faults.add(new Fault(Kind.BOM, 0, 0, "the body begins with a byte order mark"));
            at = 3;
        }
        while (at < body.length) {
            int end = at;
            while (end < body.length && body[end] != '\n' && body[end] != '\r') {
                end++;
            }
            if (end == body.length) {
                // A line without its end is still part of the block: the grammar of 9.2.5 allows it only before the end
                // of file.
                line(at, end);
                break;
            }
            int next = end + 1;
            if (body[end] == '\r') {
                if (next < body.length && body[next] == '\n') {
                    next++;
                } else if (!loneCrSeen) {
                    loneCrSeen = true;
                    faults.add(new Fault(Kind.LONE_CR, end, events.size(), "a line ends with CR alone"));
                }
            }
            if (end == at) {
                dispatch(end);
            } else {
                line(at, end);
            }
            at = next;
        }
        SseEvent unterminated = data == null ? null : event(body.length - 1L);
        return new SseTranscript(events, faults, unterminated, comments);
    }

    private void line(int from, int to) {
        if (blockStart < 0) {
            blockStart = from;
        }
        if (body[from] == ':') {
            comments++;
            return;
        }
        int colon = from;
        while (colon < to && body[colon] != ':') {
            colon++;
        }
        String name = text(from, colon);
        int valueFrom = Math.min(colon + 1, to);
        if (valueFrom < to && body[valueFrom] == ' ') {
            valueFrom++;
        }
        String value = text(valueFrom, to);
        switch (name) {
            case "data" -> {
                if (data == null) {
                    data = new StringBuilder(value);
                } else {
                    data.append('\n').append(value);
                }
            }
            case "event" -> event = value;
            case "id" -> {
                if (value.indexOf('\0') >= 0) {
                    faults.add(new Fault(Kind.BAD_VALUE, from, events.size(), "an id field contains a NUL"));
                } else {
                    id = value;
                }
            }
            case "retry" -> {
                if (!value.chars().allMatch(c -> c >= '0' && c <= '9') || value.isEmpty()) {
                    faults.add(new Fault(
                            Kind.BAD_VALUE, from, events.size(), "a retry field is not digits: " + shorten(value)));
                }
            }
            default -> {
                Kind kind = colon == to ? Kind.STRAY_LINE : Kind.UNKNOWN_FIELD;
                faults.add(new Fault(kind, from, events.size(), shorten(text(from, to))));
            }
        }
    }

    private void dispatch(int at) {
        if (data != null) {
            events.add(event(at));
        }
        event = null;
        id = null;
        data = null;
        blockStart = -1;
    }

    private SseEvent event(long completedBy) {
        String text = data == null ? "" : data.toString();
        return new SseEvent(events.size(), event, text, id, Math.max(blockStart, 0), arrival(completedBy));
    }

    private long arrival(long offset) {
        int low = 0;
        int high = chunkEnds.length - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (chunkEnds[middle] > offset) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return arrivals.length == 0 ? 0 : arrivals[low];
    }

    private String text(int from, int to) {
        boolean ascii = true;
        for (int i = from; i < to && ascii; i++) {
            ascii = body[i] >= 0;
        }
        if (ascii) {
            return new String(body, from, to - from, StandardCharsets.US_ASCII);
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(body, from, to - from))
                    .toString();
        } catch (CharacterCodingException e) {
            faults.add(new Fault(Kind.INVALID_UTF8, from, events.size(), "bytes that are not UTF-8"));
            return new String(body, from, to - from, StandardCharsets.UTF_8);
        }
    }

    private static String shorten(String text) {
        return text.length() <= 60 ? text : text.substring(0, 60) + "…";
    }
}
