package org.responsestck.mock;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import org.responsestck.mock.conversation.Turn;
import org.responsestck.mock.transport.Ending;
import org.responsestck.mock.transport.Pace;
import org.responsestck.mock.transport.Reply;
import org.responsestck.mock.transport.StreamEvent;

/**
 * One stream that leaves while its response is made. Every state of the response is rendered whole, as a finished one would be, and only what
 * is new is sent; so whatever the seams do to streams, they do it here too. Used by one thread at a time.
 */
final class LiveStream {
    private final Seams seams;
    private final BiFunction<Turn, List<StreamEvent>, Pace> pace;
    private int sent;

    LiveStream(Seams seams, BiFunction<Turn, List<StreamEvent>, Pace> pace) {
        this.seams = seams;
        this.pace = pace;
    }

    /** What leaves before anything has been said. */
    Reply begin(Turn running) {
        Reply reply = reply(running, List.of());
        return reply.with(fresh(lasting(running, reply)));
    }

    /** What a response that still runs says by now. */
    void grow(Turn running, Reply.Sink sink) {
        sink.take(fresh(lasting(running, reply(running, List.of()))), false);
    }

    /** What a finished response says after that. */
    void end(Turn finished, Reply.Sink sink) {
        sink.take(fresh(reply(finished, List.of()).frames()), true);
    }

    private List<Reply.Frame> fresh(List<Reply.Frame> frames) {
        List<Reply.Frame> fresh = List.copyOf(frames.subList(Math.min(sent, frames.size()), frames.size()));
        sent = Math.max(sent, frames.size());
        return fresh;
    }

    private Reply reply(Turn turn, List<StreamEvent> following) {
        List<StreamEvent> events = new ArrayList<>(seams.events().of(turn, seams.document()));
        events.addAll(following);
        return seams.wire().stream(events, pace.apply(turn, events), Ending.NORMAL);
    }

    /** The frames that stay as they are when another event follows: an end marker, for example, does not. */
    private List<Reply.Frame> lasting(Turn running, Reply now) {
        StreamEvent any = new StreamEvent(JsonNodeFactory.instance.objectNode().put("type", "later"), false);
        List<Reply.Frame> later = reply(running, List.of(any)).frames();
        int same = 0;
        while (same < Math.min(now.frames().size(), later.size())
                && Arrays.equals(now.frames().get(same).bytes(), later.get(same).bytes())) {
            same++;
        }
        return now.frames().subList(0, same);
    }
}
