package org.responsestck.conformance.selftest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.responsestck.conformance.run.Selection;
import org.responsestck.mock.defect.Twist;
import org.responsestck.report.Verdict;

/**
 * Plays every defect, variation and quirk of the mock against the suite. A defect must be caught by each requirement it names; a
 * variation must give the verdicts of the plain mock; a quirk must earn exactly the warnings it names. Each record, written and read again,
 * must be judged alike.
 */
public final class SelfTest {
    private static final int SIDE_BY_SIDE = 16;

    private final Lab lab;
    private final Breadth breadth;
    private final Map<String, Verdict> plain = new LinkedHashMap<>();

    /**
     * What came of one twist.
     *
     * @param twist what was played
     * @param noticed requirements whose verdict differs from the plain mock's, with their verdict
     * @param wrong what should not be: a named requirement that did not notice, or one that spoke up without cause
     */
    public record Result(Twist twist, Map<String, Verdict> noticed, List<String> wrong) {
        public boolean asExpected() {
            return wrong.isEmpty();
        }
    }

    /** What a defect is played against. */
    public enum Breadth {
        /** The requirements it names: the least that shows that it is noticed. */
        NAMED,
        /** These, and a smoke run, in which echoes of the defect show. */
        SMOKE,
        /** Everything. */
        FULL
    }

    public SelfTest(String profile, Breadth breadth) {
        this.lab = new Lab(profile);
        this.breadth = breadth;
    }

    /** The verdicts of the plain mock. */
    public synchronized Map<String, Verdict> plain() {
        if (plain.isEmpty()) {
            Lab.Played played = lab.play(List.of(), Selection.ALL);
            if (!played.onRecheck().isEmpty()) {
                throw new IllegalStateException("the plain mock: " + played.onRecheck());
            }
            plain.putAll(played.verdicts());
        }
        return plain;
    }

    /**
     * Plays twists side by side, each against a mock of its own; they mostly wait, so several fit on one core.
     *
     * @param listener is given each result in the order of the twists
     */
    public List<Result> run(List<Twist> twists, Consumer<Result> listener) {
        plain();
        ExecutorService pool = Executors.newFixedThreadPool(SIDE_BY_SIDE, task -> {
            Thread thread = new Thread(task, "selftest");
            thread.setDaemon(true);
            return thread;
        });
        try {
            List<Future<Result>> futures = new ArrayList<>();
            twists.forEach(twist -> futures.add(pool.submit(() -> play(twist))));
            List<Result> results = new ArrayList<>();
            for (Future<Result> future : futures) {
                Result result = future.get();
                results.add(result);
                listener.accept(result);
            }
            return results;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the self-test was interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a twist could not be played", e.getCause());
        } finally {
            pool.shutdownNow();
        }
    }

    public Result play(Twist twist) {
        return switch (twist.kind()) {
            case DEFECT -> defect(twist);
            case VARIATION -> expecting(twist, lacking(twist));
            case QUIRK -> expecting(twist, expected(twist));
        };
    }

    private Result defect(Twist twist) {
        Map<String, Verdict> seen = new LinkedHashMap<>();
        List<String> wrong = new ArrayList<>();
        if (breadth == Breadth.SMOKE) {
            Lab.Played smoke =
                    lab.play(List.of(twist.id()), new Selection(Selection.ALL.levels(), List.of(), List.of(), true));
            seen.putAll(smoke.verdicts());
            wrong.addAll(smoke.onRecheck());
        }
        Selection selection = breadth == Breadth.FULL
                ? Selection.ALL
                : new Selection(Selection.ALL.levels(), withPlainCreate(twist), List.of(), false);
        Lab.Played named = lab.play(List.of(twist.id()), selection);
        seen.putAll(named.verdicts());
        wrong.addAll(named.onRecheck());
        expected(twist).forEach((id, verdict) -> {
            if (seen.get(id) != verdict) {
                wrong.add(id + " should " + verdict + ", is " + seen.get(id));
            }
        });
        return new Result(twist, changed(seen), wrong);
    }

    /** What the defect names, and a row that has a plain create sent: without one a check may not know whether anything is served. */
    private static List<String> withPlainCreate(Twist twist) {
        Set<String> ids = new LinkedHashSet<>(twist.earns());
        ids.add("HTTP-PATH-001");
        return List.copyOf(ids);
    }

    private static Map<String, Verdict> expected(Twist twist) {
        Map<String, Verdict> map = new LinkedHashMap<>();
        twist.fails().forEach(id -> map.put(id, Verdict.FAIL));
        twist.warns().forEach(id -> map.put(id, Verdict.WARN));
        return map;
    }

    private static Map<String, Verdict> lacking(Twist twist) {
        Map<String, Verdict> map = new LinkedHashMap<>();
        twist.lacks().forEach(id -> map.put(id, Verdict.NOT_APPLICABLE));
        return map;
    }

    private Result expecting(Twist twist, Map<String, Verdict> earned) {
        Lab.Played played = lab.play(List.of(twist.id()), Selection.ALL);
        Map<String, Verdict> seen = played.verdicts();
        Set<String> ids = new LinkedHashSet<>(plain().keySet());
        ids.addAll(seen.keySet());
        List<String> wrong = new ArrayList<>(played.onRecheck());
        for (String id : ids) {
            Verdict expected = earned.getOrDefault(id, plain().get(id));
            if (accuses(seen.get(id)) || accuses(expected) || twist.kind() == Twist.Kind.VARIATION) {
                // What the plain mock leaves open, an odd one may settle.
                boolean settled = expected == Verdict.INCONCLUSIVE && seen.get(id) == Verdict.PASS;
                if (seen.get(id) != expected && !settled) {
                    wrong.add(id + " should be " + expected + ", is " + seen.get(id));
                }
            }
        }
        return new Result(twist, changed(seen), wrong);
    }

    private static boolean accuses(@Nullable Verdict verdict) {
        return verdict == Verdict.WARN || verdict == Verdict.FAIL || verdict == Verdict.ERROR;
    }

    private Map<String, Verdict> changed(Map<String, Verdict> seen) {
        Map<String, Verdict> map = new LinkedHashMap<>();
        seen.forEach((id, verdict) -> {
            // A part of a run cannot show every row that it judges.
            boolean shown = breadth == Breadth.FULL || verdict != Verdict.NOT_APPLICABLE;
            if (shown && plain().get(id) != verdict) {
                map.put(id, verdict);
            }
        });
        return map;
    }
}
