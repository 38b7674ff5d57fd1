package org.responsestck.conformance.run;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.responsestck.conformance.check.Check;
import org.responsestck.conformance.check.Observation;
import org.responsestck.conformance.evidence.Event;
import org.responsestck.conformance.evidence.Evidence;
import org.responsestck.conformance.evidence.Take;
import org.responsestck.conformance.requirement.Requirement;
import org.responsestck.conformance.requirement.Severity;
import org.responsestck.conformance.requirement.Tier;
import org.responsestck.report.Verdict;

/**
 * Turns observations into verdicts. Pure: the same plan and evidence give the same judgement, today or from a file.
 *
 * <p>The worst observation decides, in the order PASS &lt; WARN &lt; INCONCLUSIVE &lt; FAIL &lt; ERROR. Silence is never a pass.
 */
public final class Judge {
    private static final int KEPT_FINDINGS = 5;

    private Judge() {}

    private record Seen(String check, Observation observation) {}

    public static List<Judgement> judge(Plan plan, Evidence evidence) {
        Map<String, List<Seen>> seen = new LinkedHashMap<>();
        Map<String, String> crashes = new LinkedHashMap<>();
        for (Check check : plan.checks()) {
            try {
                check.judge()
                        .apply(evidence)
                        .forEach(o -> seen.computeIfAbsent(o.requirement(), k -> new ArrayList<>())
                                .add(new Seen(check.name(), o)));
            } catch (RuntimeException | StackOverflowError e) {
                check.proves().forEach(id -> crashes.put(id, "check " + check.name() + " failed: " + e + origin(e)));
            }
        }
        List<Judgement> judgements = new ArrayList<>();
        for (Plan.Row row : plan.rows()) {
            Requirement requirement = row.requirement();
            if (row.leftOut() != null) {
                judgements.add(new Judgement(requirement, Verdict.NOT_APPLICABLE, row.leftOut(), 0, List.of()));
            } else if (crashes.containsKey(requirement.id())) {
                judgements.add(new Judgement(
                        requirement,
                        Verdict.ERROR,
                        Objects.requireNonNull(crashes.get(requirement.id())),
                        0,
                        List.of()));
            } else {
                judgements.add(judge(plan, evidence, requirement, seen.getOrDefault(requirement.id(), List.of())));
            }
        }
        Map<String, List<Observation>> observations = new LinkedHashMap<>();
        seen.forEach((id, all) ->
                observations.put(id, all.stream().map(Seen::observation).toList()));
        return Blame.assign(plan, evidence, observations, judgements);
    }

    /** Every planned row is ERROR when the target never answered: nothing can be said about it, and that is not its fault. */
    public static List<Judgement> unreachable(Plan plan, Evidence evidence) {
        String how = evidence.exchanges().stream()
                .map(x -> x.end()
                        + (x.exchange().detail() == null
                                ? ""
                                : ": " + x.exchange().detail()))
                .findFirst()
                .orElse("nothing was sent");
        return plan.rows().stream()
                .map(row -> row.leftOut() != null
                        ? new Judgement(row.requirement(), Verdict.NOT_APPLICABLE, row.leftOut(), 0, List.of())
                        : new Judgement(
                                row.requirement(),
                                Verdict.ERROR,
                                "the target did not answer (" + how + ")",
                                0,
                                List.of()))
                .toList();
    }

    private static String origin(Throwable e) {
        StackTraceElement[] trace = e.getStackTrace();
        return trace.length == 0 ? "" : " at " + trace[0];
    }

    private static Judgement judge(Plan plan, Evidence evidence, Requirement row, List<Seen> seen) {
        if (seen.isEmpty()) {
            return nothingSeen(plan, evidence, row);
        }
        List<Finding> findings = findings(plan.profile(), row, seen);
        Verdict verdict = Verdict.PASS;
        String reason = "";
        boolean offered = false;
        Optional<Observation.Absent> absent = Optional.empty();
        for (Finding finding : findings) {
            offered = true;
            verdict = worse(verdict, verdictOf(finding.severity()));
        }
        for (Seen one : seen) {
            if (one.observation() instanceof Observation.Held) {
                offered = true;
            } else if (one.observation() instanceof Observation.Unclear unclear) {
                offered = true;
                if (verdict.compareTo(Verdict.INCONCLUSIVE) < 0) {
                    verdict = Verdict.INCONCLUSIVE;
                    reason = unclear.detail();
                }
            } else if (one.observation() instanceof Observation.Absent a && absent.isEmpty()) {
                absent = Optional.of(a);
            }
        }
        if (absent.isPresent()) {
            Observation.Absent a = absent.get();
            boolean owed =
                    evidence.header().declares(row.capability()) || row.tier() == Tier.SEED || row.tier() == Tier.CORE;
            if (owed) {
                Severity severity = row.severity(plan.profile(), "absent-capability");
                findings = new ArrayList<>(findings);
                findings.add(new Finding(
                        seen.get(0).check(),
                        severity,
                        new Observation.Broken(
                                row.id(),
                                "absent-capability",
                                a.where(),
                                "offered by every " + plan.profile() + " target",
                                a.detail()),
                        1));
                verdict = worse(verdict, verdictOf(severity));
            } else if (!offered) {
                verdict = Verdict.NOT_APPLICABLE;
                reason = a.detail();
            }
        }
        return new Judgement(
                row,
                verdict,
                verdict == Verdict.INCONCLUSIVE || verdict == Verdict.NOT_APPLICABLE ? reason : "",
                places(seen, evidence),
                findings);
    }

    /**
     * How many exchanges each check spoke of. What a list happens to show, and before or after what it is read, depends on what runs
     * beside it: all lists together are one place, and none where something else was seen.
     */
    private static int places(List<Seen> seen, Evidence evidence) {
        record Place(String check, Class<?> kind, int exchange) {}
        java.util.Set<Integer> lists = evidence.derive(
                "list-exchanges",
                e -> e.exchanges().stream()
                        .filter(x -> x.isList())
                        .map(x -> x.id())
                        .collect(java.util.stream.Collectors.toSet()));
        List<Place> all = seen.stream()
                .map(s -> new Place(s.check(), s.observation().getClass(), exchange(s.observation())))
                .distinct()
                .toList();
        long others = all.stream().filter(p -> !lists.contains(p.exchange())).count();
        return others > 0
                ? (int) others
                : (int) all.stream().map(Place::check).distinct().count();
    }

    private static int exchange(Observation observation) {
        if (observation instanceof Observation.Held held) {
            return held.where().exchange();
        }
        if (observation instanceof Observation.Broken broken) {
            return broken.where().exchange();
        }
        if (observation instanceof Observation.Absent absent) {
            return absent.where().exchange();
        }
        return observation instanceof Observation.Unclear unclear && unclear.where() != null
                ? unclear.where().exchange()
                : -1;
    }

    private static Judgement nothingSeen(Plan plan, Evidence evidence, Requirement row) {
        List<String> scenarios = plan.checks().stream()
                .filter(c -> c.proves().contains(row.id()))
                .flatMap(c -> c.scenarios().stream())
                .distinct()
                .toList();
        List<String> stops = new ArrayList<>();
        for (String scenario : scenarios) {
            for (Take take : evidence.takes(scenario)) {
                take.stopped().map(Judge::words).ifPresent(stops::add);
            }
        }
        if (stops.isEmpty() && row.option() != null) {
            return new Judgement(
                    row,
                    Verdict.NOT_APPLICABLE,
                    "nothing in the record shows it; it needs: " + row.option(),
                    0,
                    List.of());
        }
        List<String> leftOut = plan.feeding(row.id()).stream()
                .filter(s -> !evidence.header().scenarios().contains(s))
                .sorted()
                .toList();
        if (stops.isEmpty() && !leftOut.isEmpty()) {
            return new Judgement(
                    row,
                    Verdict.NOT_APPLICABLE,
                    "nothing in the record shows it, and the plan left out " + String.join(", ", leftOut),
                    0,
                    List.of());
        }
        String reason = stops.isEmpty() ? "nothing in the record shows it" : stops.get(0);
        return new Judgement(row, Verdict.INCONCLUSIVE, reason, 0, List.of());
    }

    private static String words(Event.Stopped stopped) {
        return "scenario " + stopped.at().scenario() + " stopped at step "
                + stopped.at().step() + ": " + stopped.detail();
    }

    private static List<Finding> findings(String profile, Requirement row, List<Seen> seen) {
        // What was expected at one place often quotes the answer itself: only the words before that tell findings
        // apart.
        record Key(String check, String variant, String expected, String pointer) {}
        Map<Key, List<Observation.Broken>> groups = new LinkedHashMap<>();
        for (Seen one : seen) {
            if (one.observation() instanceof Observation.Broken broken) {
                String pointer = broken.where().pointer().replaceAll("/\\d+", "/#");
                String expected = broken.expected().replaceFirst("(?s)[\":\\d].*", "");
                groups.computeIfAbsent(
                                new Key(one.check(), broken.variant(), expected, pointer), k -> new ArrayList<>())
                        .add(broken);
            }
        }
        List<Finding> findings = new ArrayList<>();
        groups.forEach((key, group) -> findings.add(new Finding(
                key.check(), row.severity(profile, key.variant()), group.get(0), (int) group.stream()
                        .map(b -> b.where().exchange() + "/" + b.where().event())
                        .distinct()
                        .count())));
        findings.sort(Comparator.comparing(Finding::severity).reversed());
        return findings.size() <= KEPT_FINDINGS ? findings : findings.subList(0, KEPT_FINDINGS);
    }

    private static Verdict verdictOf(Severity severity) {
        return switch (severity) {
            case INFO -> Verdict.PASS;
            case WARN -> Verdict.WARN;
            case FAIL -> Verdict.FAIL;
        };
    }

    private static Verdict worse(Verdict a, Verdict b) {
        return a.compareTo(b) >= 0 ? a : b;
    }
}
