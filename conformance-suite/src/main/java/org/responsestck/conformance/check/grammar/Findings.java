package org.responsestck.conformance.check.grammar;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Collects violations, one for each cause, and remembers which invariants had something to judge. */
final class Findings {
    private static final Set<Invariant> LOOSE_WITH_MCP = EnumSet.of(
            Invariant.I3, Invariant.I5, Invariant.I6, Invariant.E1, Invariant.C1, Invariant.C3, Invariant.C5);
    /** More causes of one invariant than a reader needs; the rest is only counted. */
    private static final int CAUSES = 20;

    private final Map<String, Entry> byCause = new LinkedHashMap<>();
    private final EnumSet<Invariant> judged = EnumSet.noneOf(Invariant.class);
    private final EnumMap<Invariant, Integer> broken = new EnumMap<>(Invariant.class);

    /** A cause while it is being collected. */
    private static final class Entry {
        final Invariant invariant;
        final String variant;
        final Spot spot;
        final String pointer;
        final String expected;
        final String actual;
        final boolean firm;
        int times = 1;

        Entry(
                Invariant invariant,
                String variant,
                Spot spot,
                String pointer,
                String expected,
                String actual,
                boolean firm) {
            this.invariant = invariant;
            this.variant = variant;
            this.spot = spot;
            this.pointer = pointer;
            this.expected = expected;
            this.actual = actual;
            this.firm = firm;
        }
    }

    /** There was something to judge. */
    void judged(Invariant invariant) {
        judged.add(invariant);
    }

    /**
     * A breach.
     *
     * @param cause names the cause within the invariant; a second breach with the same cause is only counted
     */
    void broken(
            Invariant invariant,
            String cause,
            String variant,
            Spot spot,
            String pointer,
            String expected,
            String actual) {
        put(invariant, cause, new Entry(invariant, variant, spot, pointer, expected, actual, false));
    }

    /** A breach that no tolerance of the profile reaches. */
    void firm(Invariant invariant, String cause, Spot spot, String pointer, String expected, String actual) {
        put(invariant, cause, new Entry(invariant, "", spot, pointer, expected, actual, true));
    }

    private void put(Invariant invariant, String cause, Entry entry) {
        judged.add(invariant);
        String key = invariant + "|" + entry.variant + "|" + cause;
        Entry known = byCause.get(key);
        if (known != null) {
            known.times++;
        } else if (broken.merge(invariant, 1, Integer::sum) <= CAUSES) {
            byCause.put(key, entry);
        }
    }

    boolean isBroken(Invariant invariant) {
        return broken.containsKey(invariant);
    }

    Set<Invariant> judged() {
        return Collections.unmodifiableSet(judged);
    }

    /** All causes in the order of their first event. */
    List<Violation> list(Rules rules, boolean mcp) {
        List<Violation> all = new ArrayList<>();
        for (Entry entry : byCause.values()) {
            Optional<String> requirement = rules.requirement(entry.invariant);
            if (requirement.isPresent()) {
                all.add(violation(entry, requirement.get(), mcp));
            }
        }
        all.sort(Comparator.comparingInt(v -> v.event() < 0 ? Integer.MAX_VALUE : v.event()));
        return all;
    }

    private static Violation violation(Entry entry, String requirement, boolean mcp) {
        boolean loose = mcp && !entry.firm && entry.variant.isEmpty() && LOOSE_WITH_MCP.contains(entry.invariant);
        String actual = entry.times == 1 ? entry.actual : entry.actual + " (" + entry.times + " times)";
        return new Violation(
                entry.invariant,
                requirement,
                loose ? "mcp" : entry.variant,
                entry.spot.event(),
                entry.spot.offset(),
                entry.pointer,
                entry.expected,
                actual);
    }

    /** A JSON value or other text, short enough for a line. */
    static String brief(@Nullable Object value) {
        String text = value == null ? "absent" : value.toString();
        return text.length() <= 120 ? text : text.substring(0, 117) + "…";
    }
}
