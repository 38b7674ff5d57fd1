package org.responsestck.mock.wiremock;

import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.http.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.responsestck.mock.Answered;
import org.responsestck.mock.transport.Ending;
import org.responsestck.mock.transport.Reply;
import org.responsestck.mock.transport.Watch;

/** A reply for a server that sends whole bodies only: all of it at once, as far as it has an end. */
final class WholeReply {
    /** How long a stream may take that waits for tools, in seconds. */
    private static final int PATIENCE_SECONDS = 120;

    /** How much of a body without an end is sent, in frames. */
    private static final int MOST_FRAMES = 1_000;

    /** A stall ends when connections of the mock's own server would, in milliseconds. */
    private static final int STALL_MILLIS = 300_000;

    private final Answered answered;

    WholeReply(Answered answered) {
        this.answered = answered;
    }

    Response.Builder into(Response.Builder builder) {
        Reply reply = answered.reply();
        List<Reply.Frame> frames = frames(reply);
        Ending.Kind ending = reply.ending().kind();
        frames.stream().limit(ending == Ending.Kind.NORMAL ? frames.size() : 0).forEach(answered.watch()::left);
        answered.watch().ended(ending == Ending.Kind.NORMAL ? Watch.End.WHOLE : Watch.End.BROKEN);
        return switch (ending) {
            case NORMAL -> builder.body(reply.with(frames).body());
            case TRUNCATE -> builder.fault(Fault.EMPTY_RESPONSE);
            case RESET -> builder.fault(Fault.CONNECTION_RESET_BY_PEER);
            case MALFORMED_CHUNK -> builder.fault(Fault.MALFORMED_RESPONSE_CHUNK);
            case SURPLUS -> builder.fault(Fault.RANDOM_DATA_THEN_CLOSE);
            case STALL -> builder.incrementInitialDelay(STALL_MILLIS);
        };
    }

    private static List<Reply.Frame> frames(Reply reply) {
        List<Reply.Frame> frames = new ArrayList<>(reply.frames());
        if (reply.live() != null) {
            CountDownLatch last = new CountDownLatch(1);
            reply.live().start((made, whole) -> {
                synchronized (frames) {
                    frames.addAll(made);
                }
                if (whole) {
                    last.countDown();
                }
            });
            await(last);
        }
        if (reply.more() != null) {
            for (int i = 0; i < MOST_FRAMES; i++) {
                frames.add(reply.more().apply(i));
            }
        }
        synchronized (frames) {
            return List.copyOf(frames);
        }
    }

    private static void await(CountDownLatch last) {
        try {
            if (!last.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the stream was not whole after " + PATIENCE_SECONDS + " seconds");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a stream was made", e);
        }
    }
}
