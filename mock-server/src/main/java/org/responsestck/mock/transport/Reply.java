package org.responsestck.mock.transport;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What goes on the wire: a fully determined plan of bytes and pauses.
 *
 * @param status HTTP status
 * @param headers in order
 * @param frames the body in pieces; each leaves as one write
 * @param ending what happens after the last frame, or earlier
 */
public record Reply(int status, Map<String, String> headers, List<Frame> frames, Ending ending) {
    public Reply {
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
        frames = List.copyOf(frames);
    }

    /**
     * @param delayMillis pause before these bytes
     * @param bytes not to be changed
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Frame(int delayMillis, byte[] bytes) {}

    /** Whether the frames leave one by one. */
    public boolean streamed() {
        return frames.size() != 1
                || ending.kind() != Ending.Kind.NORMAL
                || frames.get(0).delayMillis() > 0;
    }

    /** All bytes of the body. */
    public byte[] body() {
        int size = frames.stream().mapToInt(f -> f.bytes().length).sum();
        byte[] all = new byte[size];
        int at = 0;
        for (Frame frame : frames) {
            System.arraycopy(frame.bytes(), 0, all, at, frame.bytes().length);
            at += frame.bytes().length;
        }
        return all;
    }

    public String text() {
        return new String(body(), StandardCharsets.UTF_8);
    }

    public Reply with(List<Frame> other) {
        return new Reply(status, headers, other, ending);
    }

    public Reply withStatus(int other) {
        return new Reply(other, headers, frames, ending);
    }

    public Reply withHeader(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Reply(status, more, frames, ending);
    }

    public Reply withEnding(Ending other) {
        return new Reply(status, headers, frames, other);
    }
}
