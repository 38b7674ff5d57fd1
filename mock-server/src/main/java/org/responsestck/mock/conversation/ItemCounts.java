package org.responsestck.mock.conversation;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Remembers a number for each item of a conversation for as long as the item lives: a chain is counted once, not again with every turn.
 * Items are told apart by identity and must not change. Thread-safe.
 */
final class ItemCounts {
    private final Map<Key, Integer> counts = new ConcurrentHashMap<>();
    private final ReferenceQueue<JsonNode> dead = new ReferenceQueue<>();
    private final ToIntFunction<JsonNode> count;

    ItemCounts(ToIntFunction<JsonNode> count) {
        this.count = count;
    }

    /** Equal to another of the same living item, and to itself. */
    private static final class Key extends WeakReference<JsonNode> {
        private final int hash;

        Key(JsonNode item, @Nullable ReferenceQueue<JsonNode> queue) {
            super(item, queue);
            this.hash = System.identityHashCode(item);
        }

        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            JsonNode item = get();
            return this == other || (item != null && other instanceof Key key && key.get() == item);
        }
    }

    int of(JsonNode item) {
        for (Reference<? extends JsonNode> gone = dead.poll(); gone != null; gone = dead.poll()) {
            counts.remove(gone);
        }
        Integer known = counts.get(new Key(item, null));
        if (known == null) {
            known = count.applyAsInt(item);
            counts.put(new Key(item, dead), known);
        }
        return known;
    }

    /** How many items are remembered. */
    int size() {
        return counts.size();
    }
}
