package org.responsestck.mock.defect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.responsestck.mock.Document.View;
import org.responsestck.mock.Refusal;
import org.responsestck.mock.Seams;
import org.responsestck.mock.conversation.Turn;
import org.responsestck.mock.transport.Ending;
import org.responsestck.mock.transport.Pace;
import org.responsestck.mock.transport.Reply;
import org.responsestck.mock.transport.StreamEvent;
import org.responsestck.mock.transport.Wire;

/** What becomes of a stream whose client has gone. */
final class HangUpDefects {
    private HangUpDefects() {}

    static List<Twist> all() {
        return List.of(
                Twist.defect(
                        "hang-up-never-ends",
                        "a response whose client has gone stays in_progress for ever",
                        Set.of(),
                        Set.of("STREAM-CANCEL-001"),
                        watched((streams, seams) -> Edits.document(Set.of(View.GET, View.LIST), (t, r) -> {
                                    if (streams.open(t.id())) {
                                        r.put("status", "in_progress").putArray("output");
                                    }
                                })
                                .apply(seams))),
                Twist.defect(
                        "hang-up-takes-worker",
                        "the requests after one whose client has gone give a 500, for its worker is lost",
                        Set.of(),
                        Set.of("STREAM-CANCEL-001"),
                        watched((streams, seams) -> AdmissionDefects.create((ask, plain) -> {
                                    if (streams.stuck()) {
                                        throw new Refusal(500, "worker is gone");
                                    }
                                    return plain.create(ask);
                                })
                                .apply(seams))),
                Twist.variation(
                        "hang-up-forgets",
                        "a response whose client has gone is not stored",
                        watched((streams, seams) -> Stores.store(plain -> new Stores.Delegating(plain) {
                                    @Override
                                    public Optional<Turn> find(String tenant, String id, Use use) {
                                        return streams.open(id) ? Optional.empty() : super.find(tenant, id, use);
                                    }

                                    @Override
                                    public List<Turn> list(String tenant) {
                                        return super.list(tenant).stream()
                                                .filter(t -> !streams.open(t.id()))
                                                .toList();
                                    }
                                })
                                .apply(seams))));
    }

    private static UnaryOperator<Seams> watched(BiFunction<Streams, Seams, Seams> twist) {
        return seams -> {
            Streams streams = new Streams(seams.wire());
            return twist.apply(streams, seams.with((Wire) streams));
        };
    }

    /** Knows which streams have not been taken to their end: their last frames are made when somebody asks for them. */
    private static final class Streams implements Wire {
        private static final int FIRST = 3;
        /** A stream that still runs takes a frame in this time. */
        private static final int STILL_MILLIS = 150;

        private static final int LOOKS = 8;

        private static final long LOST_NANOS = TimeUnit.SECONDS.toNanos(3);

        private final Wire plain;
        private final Map<String, Long> open = new ConcurrentHashMap<>();

        Streams(Wire plain) {
            this.plain = plain;
        }

        boolean open(String id) {
            return open.containsKey(id);
        }

        /** Whether a stream that had begun a moment ago goes no further; waits until it is known of each. */
        boolean stuck() {
            for (int look = 0; look < LOOKS; look++) {
                Map<String, Long> before = recent();
                if (before.isEmpty()) {
                    return false;
                }
                Stores.pause(STILL_MILLIS);
                if (before.entrySet().stream().anyMatch(e -> e.getValue().equals(open.get(e.getKey())))) {
                    return true;
                }
            }
            return false;
        }

        private Map<String, Long> recent() {
            Map<String, Long> recent = new HashMap<>(open);
            long now = System.nanoTime();
            recent.values().removeIf(taken -> now - taken > LOST_NANOS);
            return recent;
        }

        @Override
        public Reply json(int status, JsonNode body, Map<String, String> headers) {
            return plain.json(status, body, headers);
        }

        @Override
        public Reply stream(List<StreamEvent> events, Pace pace, Ending ending) {
            Reply reply = plain.stream(events, pace, ending);
            JsonNode response = events.isEmpty()
                    ? MissingNode.getInstance()
                    : events.get(0).data().path("response");
            boolean dials = response.isMissingNode()
                    || response.path("tools").valueStream().anyMatch(t -> t.has("server_url"));
            if (dials || reply.frames().size() <= FIRST || ending.kind() != Ending.Kind.NORMAL) {
                return reply;
            }
            String id = response.path("id").asText();
            List<Reply.Frame> later =
                    reply.frames().subList(FIRST, reply.frames().size());
            open.put(id, System.nanoTime());
            return reply.with(reply.frames().subList(0, FIRST)).withMore(n -> {
                if (n >= later.size()) {
                    open.remove(id);
                    return null;
                }
                open.replace(id, System.nanoTime());
                return later.get(n);
            });
        }
    }
}
