package org.responsestck.mock.defect;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
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
    /** Long enough for requests sent together to meet, in milliseconds. */
    private static final int MEETING = 400;

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
                            AtomicReference<Prompt> last = new AtomicReference<>();
                            Responder plain = seams.responder();
                            return seams.with((Responder) prompt -> {
                                last.set(prompt);
                                Stores.pause(MEETING);
                                return plain.respond(Objects.requireNonNull(last.get()));
                            });
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
            private final AtomicReference<Turn> last = new AtomicReference<>();

            @Override
            public void put(String tenant, Turn turn) {
                last.set(turn);
                Stores.pause(MEETING);
                Turn written = writing.written(Objects.requireNonNull(last.get()), turn);
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
            AtomicReference<List<StreamEvent>> last = new AtomicReference<>(List.of());
            return seams.with((Events) (turn, document) -> {
                List<StreamEvent> mine = plain.of(turn, document);
                last.set(mine);
                Stores.pause(MEETING);
                List<StreamEvent> other = Objects.requireNonNull(last.get());
                return other == mine ? mine : mixing.mixed(mine, other);
            });
        };
    }
}
