package org.responsestck.mock.fault;

import java.util.List;
import org.responsestck.mock.transport.Reply;
import org.responsestck.mock.transport.StreamEvent;

/**
 * A place in an answer that means something to who reads it.
 *
 * @param at which kind of place
 * @param after how many events have left before it; for {@code AFTER}
 * @param of the type of the events that are counted, or empty for all; for {@code AFTER}
 * @param bytes how many more bytes have left
 */
record Place(At at, int after, String of, int bytes) {
    static final Place MIDDLE = new Place(At.MIDDLE, 0, "", 0);
    static final Place TERMINAL = new Place(At.TERMINAL, 0, "", 0);
    static final Place START = new Place(At.START, 0, "", 0);

    enum At {
        /** Before the status line. */
        START,
        /** After the headers, before any body. */
        HEADERS,
        /** After half of the events, or of the bytes of a JSON body. */
        MIDDLE,
        /** Before the last event, or the last byte of a JSON body. */
        TERMINAL,
        /** Behind the first byte of the first character that has several. */
        CHARACTER,
        /** After a number of events. */
        AFTER
    }

    /**
     * @param frame number of the frame that does not leave whole
     * @param bytes how many of its bytes leave
     */
    record Cut(int frame, int bytes) {}

    /**
     * How many events leave whole.
     *
     * @throws FaultException if the stream does not have the events that are counted
     */
    int events(List<StreamEvent> events) {
        return switch (at) {
            case START, HEADERS -> 0;
            case MIDDLE -> events.size() / 2;
            case TERMINAL -> Math.max(0, events.size() - 1);
            case CHARACTER -> throw new FaultException("an event cannot take the place of a part of a character");
            case AFTER -> counted(events);
        };
    }

    private int counted(List<StreamEvent> events) {
        int seen = 0;
        for (int i = 0; i < events.size() && seen < after; i++) {
            seen += of.isEmpty() || events.get(i).type().equals(of) ? 1 : 0;
            if (seen == after) {
                return i + 1;
            }
        }
        if (seen < after) {
            throw new FaultException("this stream has only " + seen + " events" + (of.isEmpty() ? "" : " of type " + of)
                    + ", so nothing can happen after number " + after);
        }
        return 0;
    }

    /**
     * Where to cut.
     *
     * @param events of the stream, or empty for a JSON body: then places between events mean its middle
     * @throws FaultException if there is no such place
     */
    Cut in(Reply reply, List<StreamEvent> events) {
        if (at == At.CHARACTER) {
            return character(reply);
        }
        if (!events.isEmpty()) {
            return forward(
                    reply, new Cut(Math.min(events(events), reply.frames().size()), 0), bytes);
        }
        int all = reply.length();
        int from = switch (at) {
            case START, HEADERS -> 0;
            case TERMINAL -> Math.max(0, all - 1);
            default -> bytes > 0 ? 0 : all / 2;
        };
        return forward(reply, new Cut(0, 0), from + bytes);
    }

    private static Cut forward(Reply reply, Cut from, int bytes) {
        int frame = from.frame();
        int left = bytes;
        while (left > 0 && frame < reply.frames().size()) {
            int size = reply.frames().get(frame).bytes().length;
            if (left < size) {
                return new Cut(frame, left);
            }
            left -= size;
            frame++;
        }
        if (left > 0) {
            throw new FaultException(
                    "the answer ends " + left + " bytes before byte " + bytes + " of the fault's place");
        }
        return new Cut(frame, 0);
    }

    private static Cut character(Reply reply) {
        for (int frame = 0; frame < reply.frames().size(); frame++) {
            byte[] bytes = reply.frames().get(frame).bytes();
            for (int i = 0; i < bytes.length; i++) {
                if ((bytes[i] & 0xC0) == 0xC0) {
                    return new Cut(frame, i + 1);
                }
            }
        }
        throw new FaultException("this answer has no character of several bytes to cut");
    }
}
