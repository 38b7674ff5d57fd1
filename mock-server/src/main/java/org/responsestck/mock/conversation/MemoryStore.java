package org.responsestck.mock.conversation;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Keeps responses in memory, the oldest of a tenant forgotten when there are more than a limit, or when they have been kept long enough. */
public final class MemoryStore implements ResponseStore {
    private final int limit;
    private final @Nullable Duration retention;
    private final Clock clock;
    private final Map<String, LinkedHashMap<String, Kept>> tenants = new ConcurrentHashMap<>();

    /** @param until when it is forgotten */
    private record Kept(Turn turn, Instant until) {}

    /**
     * @param limit most responses kept for one tenant, at least 1
     * @param retention how long each is kept, above zero; or null for as long as the limit allows
     * @param clock tells how long that is
     */
    public MemoryStore(int limit, @Nullable Duration retention, Clock clock) {
        if (limit < 1) {
            throw new IllegalArgumentException("limit is " + limit + ", must be at least 1");
        }
        if (retention != null && (retention.isNegative() || retention.isZero())) {
            throw new IllegalArgumentException("retention is " + retention + ", must be above zero");
        }
        this.limit = limit;
        this.retention = retention;
        this.clock = clock;
    }

    private LinkedHashMap<String, Kept> of(String tenant) {
        return tenants.computeIfAbsent(tenant, t -> new LinkedHashMap<>());
    }

    @Override
    public void put(String tenant, Turn turn) {
        Instant now = clock.instant();
        LinkedHashMap<String, Kept> map = of(tenant);
        synchronized (map) {
            map.put(turn.id(), new Kept(turn, retention == null ? Instant.MAX : now.plus(retention)));
            Iterator<Kept> eldest = map.values().iterator();
            // Most expired ones are the eldest; where a clock was set back, the others are found when somebody looks.
            while (map.size() > 1) {
                boolean goes = expired(eldest.next(), now) || map.size() > limit;
                if (!goes) {
                    break;
                }
                eldest.remove();
            }
        }
    }

    private static boolean expired(Kept kept, Instant now) {
        return !kept.until().isAfter(now);
    }

    @Override
    public Optional<Turn> find(String tenant, String id, Use use) {
        LinkedHashMap<String, Kept> map = of(tenant);
        synchronized (map) {
            Kept kept = map.get(id);
            if (kept != null && expired(kept, clock.instant())) {
                map.remove(id);
                kept = null;
            }
            return Optional.ofNullable(kept).map(Kept::turn);
        }
    }

    @Override
    public boolean delete(String tenant, String id) {
        LinkedHashMap<String, Kept> map = of(tenant);
        synchronized (map) {
            Kept kept = map.remove(id);
            return kept != null && !expired(kept, clock.instant());
        }
    }

    @Override
    public List<Turn> list(String tenant) {
        LinkedHashMap<String, Kept> map = of(tenant);
        List<Turn> turns = new ArrayList<>();
        synchronized (map) {
            Instant now = clock.instant();
            map.values().removeIf(kept -> expired(kept, now));
            map.values().forEach(kept -> turns.add(kept.turn()));
        }
        Collections.reverse(turns);
        return turns;
    }

    /** Everything that is kept, newest first, by tenant. */
    public Map<String, List<Turn>> all() {
        Map<String, List<Turn>> all = new TreeMap<>();
        tenants.keySet().forEach(tenant -> all.put(tenant, list(tenant)));
        return all;
    }

    /** Forgets everything. */
    public void clear() {
        tenants.values().forEach(map -> {
            synchronized (map) {
                map.clear();
            }
        });
    }
}
