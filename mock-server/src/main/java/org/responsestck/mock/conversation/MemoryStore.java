package org.responsestck.mock.conversation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps responses in memory, the oldest of a tenant forgotten when there are more than a limit. */
public final class MemoryStore implements ResponseStore {
    private final int limit;
    private final Map<String, Map<String, Turn>> tenants = new ConcurrentHashMap<>();

    /** @param limit most responses kept for one tenant, at least 1 */
    public MemoryStore(int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("limit is " + limit + ", must be at least 1");
        }
        this.limit = limit;
    }

    private Map<String, Turn> of(String tenant) {
        return tenants.computeIfAbsent(
                tenant,
                t -> Collections.synchronizedMap(new LinkedHashMap<>() {
                    private static final long serialVersionUID = 1L;

                    @Override
                    protected boolean removeEldestEntry(Map.Entry<String, Turn> eldest) {
                        return size() > limit;
                    }
                }));
    }

    @Override
    public void put(String tenant, Turn turn) {
        of(tenant).put(turn.id(), turn);
    }

    @Override
    public Optional<Turn> find(String tenant, String id, Use use) {
        return Optional.ofNullable(of(tenant).get(id));
    }

    @Override
    public boolean delete(String tenant, String id) {
        return of(tenant).remove(id) != null;
    }

    @Override
    public List<Turn> list(String tenant) {
        Map<String, Turn> map = of(tenant);
        List<Turn> turns;
        synchronized (map) {
            turns = new ArrayList<>(map.values());
        }
        Collections.reverse(turns);
        return turns;
    }
}
