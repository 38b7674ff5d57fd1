package org.responsestck.conformance.run;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.responsestck.conformance.check.Observation;
import org.responsestck.conformance.evidence.Event;
import org.responsestck.conformance.evidence.Evidence;
import org.responsestck.conformance.evidence.Take;
import org.responsestck.report.Verdict;

/**
 * Says of what stayed open which broken requirement is to blame: the one that the reason names, or those that are broken by the very
 * exchange that left it open. So a reader mends the cause first.
 */
final class Blame {
    private static final Pattern ID = Pattern.compile("[A-Z][A-Z0-9]*(?:-[A-Z0-9]+)*-\\d{3}");
    private static final int MOST = 3;

    private final Plan plan;
    private final Evidence evidence;
    private final Map<String, List<Observation>> observations;
    private final Set<String> broken = new LinkedHashSet<>();
    private final Map<Integer, Set<String>> brokenAt = new LinkedHashMap<>();

    private Blame(
            Plan plan, Evidence evidence, Map<String, List<Observation>> observations, List<Judgement> judgements) {
        this.plan = plan;
        this.evidence = evidence;
        this.observations = observations;
        for (Judgement judgement : judgements) {
            if (judgement.verdict() == Verdict.FAIL || judgement.verdict() == Verdict.ERROR) {
                String id = judgement.requirement().id();
                broken.add(id);
                observations.getOrDefault(id, List.of()).forEach(o -> {
                    if (o instanceof Observation.Broken b) {
                        brokenAt.computeIfAbsent(b.where().exchange(), k -> new LinkedHashSet<>())
                                .add(id);
                    }
                });
            }
        }
    }

    /** The same judgements, the open ones with whoever is to blame. */
    static List<Judgement> assign(
            Plan plan, Evidence evidence, Map<String, List<Observation>> observations, List<Judgement> judgements) {
        Blame blame = new Blame(plan, evidence, observations, judgements);
        return judgements.stream()
                .map(j -> j.verdict() == Verdict.INCONCLUSIVE ? j.blockedBy(blame.of(j)) : j)
                .toList();
    }

    private List<String> of(Judgement open) {
        Set<String> ids = new LinkedHashSet<>();
        ID.matcher(open.reason())
                .results()
                .map(r -> r.group())
                .filter(broken::contains)
                .forEach(ids::add);
        if (ids.isEmpty()) {
            for (int exchange : exchanges(open.requirement().id())) {
                ids.addAll(brokenAt.getOrDefault(exchange, Set.of()));
            }
        }
        ids.remove(open.requirement().id());
        List<String> all = new ArrayList<>(ids);
        return all.subList(0, Math.min(MOST, all.size()));
    }

    /** The exchanges that left a requirement open: those a check names, else the last one of each take that went no further. */
    private Set<Integer> exchanges(String id) {
        Set<Integer> found = new LinkedHashSet<>();
        for (Observation observation : observations.getOrDefault(id, List.of())) {
            if (observation instanceof Observation.Unclear unclear && unclear.where() != null) {
                found.add(unclear.where().exchange());
            }
        }
        if (!found.isEmpty()) {
            return found;
        }
        Set<String> scenarios = new HashSet<>();
        plan.checks().stream().filter(c -> c.proves().contains(id)).forEach(c -> scenarios.addAll(c.scenarios()));
        for (String scenario : evidence.header().scenarios()) {
            if (scenarios.contains(scenario)) {
                evidence.takes(scenario).stream()
                        .filter(t -> t.stopped().isPresent())
                        .forEach(t -> last(t, found));
            }
        }
        return found;
    }

    private static void last(Take take, Set<Integer> found) {
        int last = -1;
        for (Event event : take.events()) {
            if (event instanceof Event.Exchanged x) {
                last = x.exchange().id();
            }
        }
        if (last >= 0) {
            found.add(last);
        }
    }
}
