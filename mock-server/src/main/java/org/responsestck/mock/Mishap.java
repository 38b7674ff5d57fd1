package org.responsestck.mock;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.responsestck.mock.conversation.Turn;
import org.responsestck.mock.conversation.Usage;
import org.responsestck.mock.dialect.Dialect;
import org.responsestck.mock.fault.Fault;
import org.responsestck.mock.fault.FaultException;
import org.responsestck.mock.fault.Faults;
import org.responsestck.mock.transport.Reply;
import org.responsestck.mock.transport.StreamEvent;

/**
 * What goes wrong with one request, if anything.
 *
 * @param fault what, or null for nothing
 * @param demanded whether somebody asked for it here: then it is refused where it has no place, because a test must not pass when nothing broke
 */
record Mishap(@Nullable Fault fault, boolean demanded) {
    static final Mishap NONE = new Mishap(null, false);

    /**
     * What a turn has become, and how it is told.
     *
     * @param events empty for a JSON body
     * @param rest what is still to go wrong with the bytes
     */
    record Said(Turn turn, List<StreamEvent> events, Mishap rest) {}

    /** @throws Refusal if the request's own header cannot be understood */
    static Mishap armed(Faults faults, String operation, Ask ask) throws Refusal {
        try {
            return faults.next(operation, ask.header(Faults.HEADER).orElse(null))
                    .map(armed -> new Mishap(armed.fault(), armed.demanded()))
                    .orElse(NONE);
        } catch (FaultException e) {
            throw new Refusal(422, Faults.HEADER + ": " + e.getMessage());
        }
    }

    /** This one or, if nothing goes wrong yet, that of a script. */
    Mishap or(@Nullable Fault scripted) {
        return fault != null || scripted == null ? this : new Mishap(scripted, true);
    }

    /**
     * The reply of a server that does not even begin to answer, or null if it does.
     *
     * @throws Refusal if an HTTP error is wanted
     */
    @Nullable
    Reply instead() throws Refusal {
        if (fault == null || !fault.instead()) {
            return null;
        }
        if (fault.kind() == Fault.Kind.HTTP) {
            throw new Refusal(fault.status(), fault.message(), fault.retryAfter());
        }
        return fault.nothing();
    }

    /** @param events those of the stream, one for each frame; or empty for a JSON body */
    Reply on(Reply reply, List<StreamEvent> events) throws Refusal {
        try {
            return fault == null ? reply : fault.on(reply, events);
        } catch (FaultException e) {
            misplaced(e);
            return reply;
        }
    }

    private void misplaced(FaultException e) throws Refusal {
        if (demanded) {
            throw new Refusal(422, "the fault cannot happen: " + e.getMessage());
        }
    }

    /**
     * Lets a response fail, or a stream of it end between two events.
     *
     * @param counted whether its usage was counted, and is to be counted again
     * @throws Refusal if that was asked for and has no place
     */
    Said said(Turn turn, boolean stream, boolean counted, Seams seams, Dialect dialect) throws Refusal {
        boolean between = fault != null && fault.between();
        List<StreamEvent> events = stream || between ? seams.events().of(turn, seams.document()) : List.of();
        if (fault == null || !between) {
            return new Said(turn, events, this);
        }
        List<StreamEvent> heard;
        try {
            heard = new ArrayList<>(events.subList(0, fault.after(events)));
        } catch (FaultException e) {
            misplaced(e);
            return new Said(turn, stream ? events : List.of(), NONE);
        }
        if (!fault.fails()) {
            return stream ? new Said(turn, heard, NONE) : new Said(turn, List.of(), this);
        }
        Turn failed = failed(turn, heard, counted, seams);
        if (!stream) {
            return new Said(failed, List.of(), NONE);
        }
        if (fault.kind() == Fault.Kind.ERROR || fault.errorEvent()) {
            numbered(heard, new StreamEvent(dialect.errorEvent(fault.code(), fault.message()), false));
        }
        if (fault.kind() == Fault.Kind.FAILED) {
            List<StreamEvent> all = seams.events().of(failed, seams.document());
            numbered(heard, all.get(all.size() - 1));
        }
        return new Said(failed, heard, NONE);
    }

    /** The response with the items that were closed before it failed. */
    private Turn failed(Turn turn, List<StreamEvent> heard, boolean counted, Seams seams) {
        int closed = (int) heard.stream()
                .filter(e -> e.type().equals("response.output_item.done"))
                .count();
        List<ObjectNode> written = turn.output().subList(0, closed);
        Usage usage = turn.usage();
        if (counted) {
            int output =
                    seams.meter().usage(null, List.of(), List.of(), written).output();
            usage = new Usage(usage.input(), usage.cached(), output);
        }
        Fault cause = Objects.requireNonNull(fault);
        return turn.failed(cause.code(), cause.message(), written, usage);
    }

    private static void numbered(List<StreamEvent> heard, StreamEvent next) {
        int number = heard.isEmpty()
                ? 0
                : heard.get(heard.size() - 1).data().path("sequence_number").asInt(heard.size() - 1) + 1;
        next.data().put("sequence_number", number);
        heard.add(next);
    }
}
