package org.responsestck.mock.fault;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The faults that are armed at this moment, apart from those of scripts. May be changed while the mock answers; thread-safe. A request header
 * {@value #HEADER} arms one for its own request, and comes before the rules that stand here.
 */
public final class Faults {
    /** Holds a rule as {@link FaultRule#parse} reads it. */
    public static final String HEADER = "X-Mock-Fault";

    /** Header texts whose counts are remembered. */
    private static final int MOST_HEADERS = 1_000;

    private final Map<String, Count> rules = new LinkedHashMap<>();
    private final Map<String, Count> headers = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Count> eldest) {
            return size() > MOST_HEADERS;
        }
    };

    /**
     * A fault that is to happen now.
     *
     * @param fault what
     * @param demanded whether the request itself asks for it, so that it must be told when it cannot be
     */
    public record Armed(Fault fault, boolean demanded) {}

    /**
     * Arms a rule; one that has the name already is replaced, its count begins anew.
     *
     * @param name for {@link #remove} and {@link #hits}
     */
    public synchronized void add(String name, FaultRule rule) {
        rules.put(name, new Count(rule));
    }

    /**
     * The same from text.
     *
     * @throws FaultException if it cannot be understood
     */
    public void add(String name, String rule) {
        add(name, FaultRule.parse(rule));
    }

    /** Whether there was such a rule. */
    public synchronized boolean remove(String name) {
        return rules.remove(name) != null;
    }

    /** Disarms everything and forgets every count. */
    public synchronized void clear() {
        rules.clear();
        headers.clear();
    }

    /** The rules by name, in the order in which they are tried. */
    public synchronized Map<String, FaultRule> rules() {
        Map<String, FaultRule> copy = new LinkedHashMap<>();
        rules.forEach((name, count) -> copy.put(name, count.rule()));
        return Collections.unmodifiableMap(copy);
    }

    /** How many requests a rule has hit; 0 for one that is not there. */
    public synchronized int hits(String name) {
        Count count = rules.get(name);
        return count == null ? 0 : count.hits();
    }

    /**
     * What goes wrong with the next request. Every rule that concerns the operation counts it until one hits.
     *
     * @param operation create, get, list or delete
     * @param header value of {@value #HEADER}, or null. Requests with equal values are counted together, so that a retry is the second
     * @throws FaultException if the header cannot be understood
     */
    public synchronized Optional<Armed> next(String operation, @Nullable String header) {
        if (header != null) {
            Count count = headers.get(header);
            if (count == null) {
                count = new Count(FaultRule.parse(header));
                headers.put(header, count);
            }
            if (count.rule().concerns(operation)) {
                Optional<Fault> hit = count.next();
                if (hit.isPresent()) {
                    return hit.map(f -> new Armed(f, true));
                }
            }
        }
        for (Count count : rules.values()) {
            if (count.rule().concerns(operation)) {
                Optional<Fault> hit = count.next();
                if (hit.isPresent()) {
                    return hit.map(f -> new Armed(f, false));
                }
            }
        }
        return Optional.empty();
    }
}
