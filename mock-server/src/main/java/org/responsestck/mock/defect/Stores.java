package org.responsestck.mock.defect;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.ToLongFunction;
import java.util.function.UnaryOperator;
import org.responsestck.mock.Seams;
import org.responsestck.mock.conversation.ResponseStore;
import org.responsestck.mock.conversation.Turn;

/** Stores that remember less, more, later or otherwise than they should. */
final class Stores {
    private Stores() {}

    static UnaryOperator<Seams> store(UnaryOperator<ResponseStore> twist) {
        return seams -> seams.with(twist.apply(seams.store()));
    }

    /** A store in which a look-up for one use finds what the function makes of what is there. */
    static UnaryOperator<Seams> finding(ResponseStore.Use which, BiFunction<Keeping, Sought, Optional<Turn>> answer) {
        return store(plain -> new Keeping(plain) {
            @Override
            public Optional<Turn> find(String tenant, String id, Use use) {
                Optional<Turn> found = super.find(tenant, id, use);
                return use == which ? answer.apply(this, new Sought(tenant, id, found)) : found;
            }
        });
    }

    /** A look-up and what the plain store says to it. */
    record Sought(String tenant, String id, Optional<Turn> found) {}

    static class Delegating implements ResponseStore {
        private final ResponseStore plain;

        Delegating(ResponseStore plain) {
            this.plain = plain;
        }

        @Override
        public void put(String tenant, Turn turn) {
            plain.put(tenant, turn);
        }

        @Override
        public Optional<Turn> find(String tenant, String id, Use use) {
            return plain.find(tenant, id, use);
        }

        @Override
        public boolean delete(String tenant, String id) {
            return plain.delete(tenant, id);
        }

        @Override
        public List<Turn> list(String tenant) {
            return plain.list(tenant);
        }
    }

    /** Remembers for ever what was once put. */
    static class Keeping extends Delegating {
        private final Map<String, List<Turn>> ever = new ConcurrentHashMap<>();

        Keeping(ResponseStore plain) {
            super(plain);
        }

        @Override
        public void put(String tenant, Turn turn) {
            keep(tenant, turn);
            super.put(tenant, turn);
        }

        /** Remembers without storing. */
        void keep(String tenant, Turn turn) {
            ever.computeIfAbsent(tenant, t -> Collections.synchronizedList(new ArrayList<>()))
                    .add(0, turn);
        }

        /** Newest first. */
        List<Turn> everything(String tenant) {
            List<Turn> turns = ever.get(tenant);
            if (turns == null) {
                return List.of();
            }
            synchronized (turns) {
                return List.copyOf(turns);
            }
        }

        Optional<Turn> ever(String tenant, String id) {
            return everything(tenant).stream().filter(t -> t.id().equals(id)).findFirst();
        }
    }

    /** Shows a response only some milliseconds after it was put. */
    static final class Late extends Delegating {
        private final ToLongFunction<Turn> millis;
        private final boolean listOnly;
        private final Map<String, Long> visible = new ConcurrentHashMap<>();

        /** @param listOnly whether it can be found by its id at once */
        Late(ResponseStore plain, ToLongFunction<Turn> millis, boolean listOnly) {
            super(plain);
            this.millis = millis;
            this.listOnly = listOnly;
        }

        @Override
        public void put(String tenant, Turn turn) {
            visible.put(turn.id(), System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis.applyAsLong(turn)));
            super.put(tenant, turn);
        }

        private boolean visible(String id) {
            Long from = visible.get(id);
            return from == null || System.nanoTime() - from >= 0;
        }

        @Override
        public Optional<Turn> find(String tenant, String id, Use use) {
            return listOnly || visible(id) ? super.find(tenant, id, use) : Optional.empty();
        }

        @Override
        public List<Turn> list(String tenant) {
            return super.list(tenant).stream().filter(t -> visible(t.id())).toList();
        }
    }

    /** Lists also hold responses that others of the account made long ago. */
    static UnaryOperator<Seams> withOthers(int count) {
        return store(plain -> new Delegating(plain) {
            @Override
            public List<Turn> list(String tenant) {
                List<Turn> all = new ArrayList<>(super.list(tenant));
                for (int i = count; i > 0; i--) {
                    all.add(StoreDefects.empty(String.format("resp_%032x", i), 1_700_000_000L + 60L * i));
                }
                return all;
            }
        });
    }

    /** A pause in which neighbours can get between. */
    static void pause(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
