package org.responsestck.conformance.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A body read as an event stream, strictly by the WHATWG rules, with what deviates from good manners noted beside it.
 *
 * @param events the dispatched events in order
 * @param faults what a reader should know about; reading never stops at one
 * @param unterminated the block that the end of the body cut off before its empty line (a browser drops it), or null
 * @param comments how many comment lines there were
 */
public record SseTranscript(
        List<SseEvent> events, List<Fault> faults, @Nullable SseEvent unterminated, int comments) {
    public SseTranscript {
        events = List.copyOf(events);
        faults = List.copyOf(faults);
    }

    /** What can be odd about the bytes of a stream. */
    public enum Kind {
        /** The body begins with a byte order mark. */
        BOM,
        /** A bare CR ends a line. */
        LONE_CR,
        /** Bytes that are not UTF-8, within one line after joining network chunks. */
        INVALID_UTF8,
        /** A field other than data, event, id, retry. */
        UNKNOWN_FIELD,
        /** A line without colon that is no known field name, for example the second line of pretty-printed JSON. */
        STRAY_LINE,
        /** An id field that contains a NUL, or a retry field that is not digits. */
        BAD_VALUE
    }

    /**
     * @param kind what
     * @param offset byte offset in the body
     * @param event number of the event in whose block it stands
     * @param detail the words, short
     */
    public record Fault(Kind kind, long offset, int event, String detail) {}
}
