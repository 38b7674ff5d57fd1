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
    private boolean cutOff;

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
            fault(Kind.BOM, 0, "the body begins with a byte order mark");
            at = 3;
        }
        while (at < body.length) {
            int end = at;
            while (end < body.length && body[end] != '\n' && body[end] != '\r') {
                end++;
            }
            if (end == body.length) {
                // Still shown in the unterminated block. Its oddities are no faults: more of the line may have been to
                // come.
                cutOff = true;
                line(at, end);
                break;
            }
            int next = end + 1;
            if (body[end] == '\r') {
                if (next < body.length && body[next] == '\n') {
                    next++;
                } else if (!loneCrSeen && next < body.length) {
                    // The last byte of a body may be the first half of CR LF.
                    loneCrSeen = true;
                    fault(Kind.LONE_CR, end, "a line ends with CR alone");
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
        String line = text(from, to);
        int colon = line.indexOf(':');
        if (colon == 0) {
            comments++;
            return;
        }
        String name = colon < 0 ? line : line.substring(0, colon);
        int valueFrom = colon < 0 ? line.length() : colon + 1;
        if (valueFrom < line.length() && line.charAt(valueFrom) == ' ') {
            valueFrom++;
        }
        field(name, line.substring(valueFrom), line, from);
    }

    private void field(String name, String value, String line, int from) {
        switch (name) {
            case "data" ->
                data = data == null
                        ? new StringBuilder(value)
                        : data.append('\n').append(value);
            case "event" -> event = value;
            case "id" -> {
                if (value.indexOf('\0') >= 0) {
                    fault(Kind.BAD_VALUE, from, "an id field contains a NUL");
                } else {
                    id = value;
                }
            }
            case "retry" -> {
                if (value.isEmpty() || !value.chars().allMatch(c -> c >= '0' && c <= '9')) {
                    fault(Kind.BAD_VALUE, from, "a retry field is not digits: " + shorten(value));
                }
            }
            default -> fault(line.indexOf(':') < 0 ? Kind.STRAY_LINE : Kind.UNKNOWN_FIELD, from, shorten(line));
        }
    }

    private void fault(Kind kind, long offset, String detail) {
        if (!cutOff) {
            faults.add(new Fault(kind, offset, events.size(), detail));
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
            fault(Kind.INVALID_UTF8, from, "bytes that are not UTF-8");
            return new String(body, from, to - from, StandardCharsets.UTF_8);
        }
    }

    private static String shorten(String text) {
        return text.length() <= 60 ? text : text.substring(0, 60) + "…";
    }
}
