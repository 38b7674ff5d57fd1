package org.responsestck.mock.fault;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.responsestck.mock.transport.Ending;
import org.responsestck.mock.transport.Reply;
import org.responsestck.mock.transport.StreamEvent;
import org.responsestck.mock.transport.Wire;

/** Makes of one reply what a fault makes of it. */
final class Breakage {
    /** A body is never cut into more pieces than this. */
    private static final int MOST_PIECES = 100_000;

    private static final byte[] NOTHING = new byte[0];

    private final Fault fault;
    private final Reply reply;
    private final List<StreamEvent> events;

    /** @param events those of the stream, one for each frame; or empty for a JSON body */
    Breakage(Fault fault, Reply reply, List<StreamEvent> events) {
        this.fault = fault;
        this.reply = reply;
        this.events = events;
    }

    /** @throws FaultException if the reply has no such place */
    Reply result() {
        return switch (fault.kind()) {
            case TRUNCATE -> broken(Ending.Kind.TRUNCATE);
            case RESET -> broken(Ending.Kind.RESET);
            case MALFORMED_CHUNK -> broken(Ending.Kind.MALFORMED_CHUNK);
            case STALL -> fault.millis() > 0 ? delayed() : broken(Ending.Kind.STALL);
            case DRIP -> dripping();
            case END -> reply.with(split().before());
            case ENDLESS -> events.isEmpty() ? endlessBody() : endlessDeltas();
            case WRONG_LENGTH -> wrongLength();
            case HTTP, REDIRECT, FAILED, ERROR ->
                throw new FaultException("fault " + fault.kind().word() + " is for a create: POST /responses");
        };
    }

    /** A body in two. */
    private record Split(List<Reply.Frame> before, List<Reply.Frame> rest) {}

    private Split split() {
        Place.Cut cut = fault.place().in(reply, events);
        List<Reply.Frame> frames = reply.frames();
        List<Reply.Frame> before = new ArrayList<>(frames.subList(0, cut.frame()));
        List<Reply.Frame> rest = new ArrayList<>(frames.subList(cut.frame(), frames.size()));
        if (cut.bytes() > 0) {
            Reply.Frame both = rest.get(0);
            before.add(new Reply.Frame(both.delayMillis(), Arrays.copyOf(both.bytes(), cut.bytes())));
            rest.set(0, new Reply.Frame(0, Arrays.copyOfRange(both.bytes(), cut.bytes(), both.bytes().length)));
        }
        return new Split(before, rest);
    }

    /** What leaves before the fault: status and headers by themselves, whatever comes then. */
    private List<Reply.Frame> begun(Split split) {
        List<Reply.Frame> frames = new ArrayList<>();
        if (fault.place().at() != Place.At.START) {
            frames.add(new Reply.Frame(0, NOTHING));
        }
        frames.addAll(split.before());
        return frames;
    }

    private Reply broken(Ending.Kind ending) {
        Split split = split();
        List<Reply.Frame> frames = begun(split);
        int before = frames.size();
        frames.addAll(split.rest());
        // A JSON body is announced with its whole length, so that a client can tell.
        Reply whole = events.isEmpty() && ending != Ending.Kind.MALFORMED_CHUNK
                ? reply.withHeader("Content-Length", String.valueOf(reply.length()))
                : reply;
        return whole.with(frames).withEnding(new Ending(ending, before));
    }

    private Reply delayed() {
        Split split = split();
        List<Reply.Frame> frames = begun(split);
        Reply.Frame next = split.rest().isEmpty()
                ? new Reply.Frame(0, NOTHING)
                : split.rest().remove(0);
        frames.add(next.withDelay(next.delayMillis() + fault.millis()));
        frames.addAll(split.rest());
        return reply.with(frames);
    }

    private Reply dripping() {
        Split split = split();
        int piece = Math.max(fault.size(), reply.length() / MOST_PIECES + 1);
        List<Reply.Frame> frames = new ArrayList<>(split.before());
        for (Reply.Frame frame : split.rest()) {
            byte[] bytes = frame.bytes();
            for (int from = 0; from < bytes.length; from += piece) {
                int to = Math.min(from + piece, bytes.length);
                frames.add(new Reply.Frame(fault.millis(), Arrays.copyOfRange(bytes, from, to)));
            }
        }
        return reply.with(frames);
    }

    private Reply endlessBody() {
        byte[] body = reply.body();
        byte[] blanks = " ".repeat(64).getBytes(StandardCharsets.US_ASCII);
        return reply.with(List.of(new Reply.Frame(0, Arrays.copyOf(body, body.length / 2))))
                .withMore(i -> new Reply.Frame(fault.millis(), blanks));
    }

    private Reply endlessDeltas() {
        int last = -1;
        for (int i = 0; i < events.size(); i++) {
            last = events.get(i).delta() ? i : last;
        }
        if (last < 0) {
            throw new FaultException("this stream has no delta that could be repeated for ever");
        }
        StreamEvent delta = events.get(last);
        int number = delta.data().path("sequence_number").asInt(last);
        List<Reply.Frame> heard =
                reply.frames().subList(0, Math.min(last + 1, reply.frames().size()));
        return reply.with(heard)
                .withMore(i -> new Reply.Frame(
                        fault.millis(),
                        Wire.bytes(delta.with(delta.data().deepCopy().put("sequence_number", number + 1 + i)))));
    }

    private Reply wrongLength() {
        byte[] body = reply.body();
        int announced = body.length + fault.size();
        if (announced < 1) {
            throw new FaultException("the answer has " + body.length + " bytes; 'by' cannot be " + fault.size());
        }
        Reply lying = reply.withHeader("Content-Length", String.valueOf(announced));
        if (fault.size() > 0) {
            return lying.withEnding(
                    new Ending(Ending.Kind.TRUNCATE, reply.frames().size()));
        }
        // A server that has written all it announced closes by itself: the last byte of that belongs to the surplus.
        Reply.Frame right = new Reply.Frame(0, Arrays.copyOf(body, announced - 1));
        Reply.Frame surplus = new Reply.Frame(0, Arrays.copyOfRange(body, announced - 1, body.length));
        return lying.with(List.of(right, surplus)).withEnding(new Ending(Ending.Kind.SURPLUS, 1));
    }
}
