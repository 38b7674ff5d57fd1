package org.responsestck.mock.transport;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * What goes on the wire: a fully determined plan of bytes and pauses.
 *
 * @param status HTTP status
 * @param headers in order
 * @param frames the body in pieces; an empty one makes status and headers leave by themselves
 * @param ending what happens after the last frame, or earlier
 * @param more what follows the last frame for as long as somebody listens, by number from 0; or null for nothing
 * @param live makes what follows the last frame while the first ones leave, or null
 */
public record Reply(
        int status,
        Map<String, String> headers,
        List<Frame> frames,
        Ending ending,
        @Nullable IntFunction<Frame> more,
        @Nullable Live live) {
    public Reply {
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
        frames = List.copyOf(frames);
    }

    public Reply(int status, Map<String, String> headers, List<Frame> frames, Ending ending) {
        this(status, headers, frames, ending, null, null);
    }

    /**
     * @param delayMillis pause before these bytes
     * @param bytes not to be changed
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Frame(int delayMillis, byte[] bytes) {
        public Frame withDelay(int other) {
            return new Frame(other, bytes);
        }
    }

    /** The rest of a body that is still being made. */
    @FunctionalInterface
    public interface Live {
        /** Begins to make it, elsewhere. Called once, by whoever writes the reply. */
        void start(Sink sink);
    }

    /** Takes frames as they are made. Thread-safe. */
    @FunctionalInterface
    public interface Sink {
        /** @param last whether nothing follows them */
        void take(List<Frame> frames, boolean last);
    }

    /** Whether the frames leave one by one. */
    public boolean streamed() {
        return frames.size() != 1
                || ending.kind() != Ending.Kind.NORMAL
                || more != null
                || live != null
                || frames.get(0).delayMillis() > 0;
    }

    /**
     * Whether all of it can be handed over in one piece: nothing waits, breaks or follows, and no frame is there for its own sake.
     *
     * @param most bytes of the body
     */
    public boolean together(int most) {
        if (ending.kind() != Ending.Kind.NORMAL || more != null || live != null) {
            return false;
        }
        int length = 0;
        for (Frame frame : frames) {
            length += frame.bytes().length;
            if (frame.delayMillis() > 0 || frame.bytes().length == 0 || length > most) {
                return false;
            }
        }
        return true;
    }

    /** All bytes of the body. */
    public byte[] body() {
        byte[] all = new byte[length()];
        int at = 0;
        for (Frame frame : frames) {
            System.arraycopy(frame.bytes(), 0, all, at, frame.bytes().length);
            at += frame.bytes().length;
        }
        return all;
    }

    /** Bytes of the body. */
    public int length() {
        return frames.stream().mapToInt(f -> f.bytes().length).sum();
    }

    public String text() {
        return new String(body(), StandardCharsets.UTF_8);
    }

    public Reply with(List<Frame> other) {
        return new Reply(status, headers, other, ending, more, live);
    }

    public Reply withLive(Live other) {
        return new Reply(status, headers, frames, ending, more, other);
    }

    public Reply withMore(IntFunction<Frame> other) {
        return new Reply(status, headers, frames, ending, other, live);
    }

    public Reply withStatus(int other) {
        return new Reply(other, headers, frames, ending, more, live);
    }

    public Reply withHeader(String name, String value) {
        Map<String, String> changed = new LinkedHashMap<>(headers);
        changed.put(name, value);
        return new Reply(status, changed, frames, ending, more, live);
    }

    public Reply withEnding(Ending other) {
        return new Reply(status, headers, frames, other, more, live);
    }
}
