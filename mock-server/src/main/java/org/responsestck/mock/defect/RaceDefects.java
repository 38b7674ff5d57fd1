package org.responsestck.mock.defect;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.responsestck.mock.Events;
import org.responsestck.mock.Seams;
import org.responsestck.mock.conversation.Turn;
import org.responsestck.mock.responder.Prompt;
import org.responsestck.mock.responder.Responder;
import org.responsestck.mock.transport.StreamEvent;

/** Faults that show only when requests follow one another closely, or run side by side. */
final class RaceDefects {
    /** How long a request waits for another one, in milliseconds: long for requests sent together, even on a busy machine. */
    private static final int MEETING = 1_500;

    private RaceDefects() {}

    static List<Twist> all() {
        return List.of(
                Twist.defect(
                        "store-write-behind",
                        "a response is known 300 ms after its answer has left",
                        Set.of("CHAIN-017", "DELETE-010"),
                        late(t -> 300)),
                Twist.defect(
                        "store-write-behind-2-seconds",
                        "a response is known two seconds after its answer has left",
                        Set.of("DELETE-001", "GET-001", "STORE-001"),
                        late(t -> 2_000)),
                Twist.defect(
                        "stream-stored-late",
                        "a streamed response is known only after its connection was closed",
                        Set.of("CHAIN-011", "GET-005"),
                        late(t -> t.request().stream() ? 1_000 : 0)),
                Twist.defect(
                        "store-loses-parallel",
                        "of responses made at the same time one gets lost",
                        Set.of("STORE-013"),
                        parallelPuts((last, turn) -> last == turn ? turn : null)),
                Twist.defect(
                        "store-mixes-parallel",
                        "responses made at the same time are stored with the content of the last of them",
                        Set.of("STORE-013"),
                        parallelPuts((last, turn) -> new Turn(
                                turn.id(),
                                last.request(),
                                turn.createdAt(),
                                turn.outcome(),
                                last.output(),
                                turn.usage(),
                                turn.pace(),
                                turn.progress()))),
                Twist.defect(
                        "parallel-prompts-mixed",
                        "requests at the same time get the answer to the last of them",
                        Set.of("HTTP-CONC-001", "STREAM-PARALLEL-001"),
                        seams -> {
                            Meeting<Prompt> meeting = new Meeting<>();
                            Responder plain = seams.responder();
                            return seams.with((Responder) prompt -> plain.respond(meeting.last(prompt)));
                        }),
                Twist.defect(
                        "parallel-stream-cut",
                        "a stream loses its end when another one runs beside it",
                        Set.of("STREAM-PARALLEL-001"),
                        meeting((mine, other) -> mine.subList(0, mine.size() / 2))),
                Twist.defect(
                        "parallel-streams-interleaved",
                        "a stream holds events of another one that runs beside it",
                        Set.of("STREAM-PARALLEL-001"),
                        meeting((mine, other) -> {
                            List<StreamEvent> mixed = new ArrayList<>(mine);
                            other.stream()
                                    .filter(StreamEvent::delta)
                                    .limit(3)
                                    .forEach(e -> mixed.add(
                                            mine.size() / 2, e.with(e.data().deepCopy())));
                            return Edits.renumbered(mixed);
                        })));
    }

    private static UnaryOperator<Seams> late(ToLongFunction<Turn> millis) {
        return Stores.store(plain -> new Stores.Late(plain, millis, false));
    }

    private interface Writing {
        @Nullable
        Turn written(Turn last, Turn turn);
    }

    /** Writers that meet see the turn of the last of them. */
    private static UnaryOperator<Seams> parallelPuts(Writing writing) {
        return Stores.store(plain -> new Stores.Delegating(plain) {
            private final Meeting<Turn> meeting = new Meeting<>();

            @Override
            public void put(String tenant, Turn turn) {
                Turn written = writing.written(meeting.last(turn), turn);
                if (written != null) {
                    super.put(tenant, written);
                }
            }
        });
    }

    private interface Mixing {
        List<StreamEvent> mixed(List<StreamEvent> mine, List<StreamEvent> other);
    }

    /** Streams that are made at the same time see each other; the later one gets away unharmed. */
    private static UnaryOperator<Seams> meeting(Mixing mixing) {
        return seams -> {
            Events plain = seams.events();
            Meeting<List<StreamEvent>> meeting = new Meeting<>();
            return seams.with((Events) (turn, document) -> {
                List<StreamEvent> mine = plain.of(turn, document);
                List<StreamEvent> other = meeting.last(mine);
                return other == mine ? mine : mixing.mixed(mine, other);
            });
        };
    }

    /** Where those that come at the same time see each other; who comes alone waits in vain. */
    private static final class Meeting<T> {
        private @Nullable T last;

        /** What came last, once another one has come or the wait is over; the caller's own for the last of all. */
        synchronized T last(T mine) {
            last = mine;
            notifyAll();
            long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(MEETING);
            try {
                for (long left = MEETING; last == mine && left > 0; left = millisTo(end)) {
                    wait(left);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return Objects.requireNonNull(last);
        }

        private static long millisTo(long nanos) {
            return TimeUnit.NANOSECONDS.toMillis(nanos - System.nanoTime());
        }
    }
}
