package org.responsestck.conformance.selftest;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.responsestck.conformance.check.Checks;
import org.responsestck.conformance.dialect.Dialects;

/** What came of the mutants of all legal transcripts, and of the changes that leave them legal. */
public final class MutationReport {
    /** The profile whose transcripts the fixtures hold. */
    private static final String PROFILE = Dialects.DEFAULT;

    private final MutationSurvivors survivors;
    private final List<MutationRun.Shown> mutants;
    private final List<MutationRun.Shown> legal;

    private MutationReport(
            MutationSurvivors survivors, List<MutationRun.Shown> mutants, List<MutationRun.Shown> legal) {
        this.survivors = survivors;
        this.mutants = List.copyOf(mutants);
        this.legal = List.copyOf(legal);
    }

    /**
     * Judges everything.
     *
     * @param most mutants of each transcript at most
     */
    public static MutationReport make(long seed, int most) {
        record Part(List<MutationRun.Shown> mutants, List<MutationRun.Shown> legal) {}
        List<Part> parts = MutationCorpus.load().parallelStream()
                .map(entry -> {
                    MutationRun run = new MutationRun(PROFILE, Checks.all(), entry);
                    return new Part(
                            MutationEngine.mutants(entry, seed, most).stream()
                                    .map(run::show)
                                    .toList(),
                            MutationLegal.of(entry, seed).stream()
                                    .map(run::showLegal)
                                    .toList());
                })
                .toList();
        return new MutationReport(
                MutationCorpus.survivors(),
                parts.stream().flatMap(p -> p.mutants().stream()).toList(),
                parts.stream().flatMap(p -> p.legal().stream()).toList());
    }

    public int mutants() {
        return mutants.size();
    }

    public int legal() {
        return legal.size();
    }

    /** How many mutants some requirement noticed. */
    public long noticed() {
        return mutants.stream().filter(MutationRun.Shown::killed).count();
    }

    /** How many nobody noticed although a written reason says that they are breaches. */
    public long open() {
        return mutants.stream()
                .filter(s -> !s.killed())
                .flatMap(s -> survivors.why(s.mutation()).stream())
                .filter(rule -> !rule.harmless())
                .count();
    }

    /** The mutants that nobody noticed and no rule explains. */
    public List<String> unexplained() {
        return mutants.stream()
                .filter(s -> !s.killed())
                .filter(s -> survivors.why(s.mutation()).isEmpty())
                .map(s -> s.mutation().toString())
                .toList();
    }

    /** Rules that explain no mutant. */
    public List<String> stale() {
        Set<MutationSurvivors.Rule> used = new HashSet<>();
        mutants.stream()
                .filter(s -> !s.killed())
                .forEach(s -> survivors.why(s.mutation()).ifPresent(used::add));
        return survivors.rules().stream()
                .filter(rule -> !used.contains(rule))
                .map(MutationSurvivors.Rule::toString)
                .toList();
    }

    /** Legal changes that somebody accused, with what was said. */
    public List<String> falseAlarms() {
        List<String> alarms = new ArrayList<>();
        for (MutationRun.Shown shown : legal) {
            Set<String> accusing = new LinkedHashSet<>(shown.noticed());
            accusing.removeAll(MutationLegal.remarks(shown.mutation()));
            if (!accusing.isEmpty()) {
                alarms.add(shown.mutation() + " → " + shown.accusations());
            }
        }
        return alarms;
    }

    /** For each requirement, how many mutants of each operator it noticed. */
    public Map<String, Map<String, Integer>> byRequirement() {
        Map<String, Map<String, Integer>> rows = new TreeMap<>();
        for (MutationRun.Shown shown : mutants) {
            for (String id : shown.noticed()) {
                rows.computeIfAbsent(id, k -> new TreeMap<>())
                        .merge(shown.mutation().operator(), 1, Integer::sum);
            }
        }
        return rows;
    }

    /** For each operator, how many mutants there were and how many were noticed. */
    public Map<String, int[]> byOperator() {
        Map<String, int[]> operators = new TreeMap<>();
        for (MutationRun.Shown shown : mutants) {
            int[] counts = operators.computeIfAbsent(shown.mutation().operator(), k -> new int[2]);
            counts[0]++;
            counts[1] += shown.killed() ? 1 : 0;
        }
        return operators;
    }

    /** Every mutant that nobody noticed, with the reason that is written for it. */
    public List<String> survivors() {
        return mutants.stream()
                .filter(s -> !s.killed())
                .map(s -> s.mutation() + " → "
                        + survivors
                                .why(s.mutation())
                                .map(r -> r.kind() + ": " + r.reason())
                                .orElse("UNEXPLAINED")
                        + (s.tolerated().isEmpty() ? "" : " (noted by " + s.tolerated() + ")"))
                .toList();
    }
}
