package org.responsestck.conformance.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.responsestck.conformance.check.Check;
import org.responsestck.conformance.check.Observation;
import org.responsestck.conformance.evidence.Event;
import org.responsestck.conformance.evidence.Evidence;
import org.responsestck.conformance.evidence.ExchangeView;
import org.responsestck.conformance.evidence.Header;
import org.responsestck.conformance.evidence.Place;
import org.responsestck.conformance.evidence.ResponseObject;
import org.responsestck.conformance.evidence.Why;
import org.responsestck.conformance.scenario.Needs;
import org.responsestck.conformance.scenario.Scenario;
import org.responsestck.conformance.scenario.Stop;
import org.responsestck.conformance.wire.Recorder;
import org.responsestck.conformance.wire.Who;
import org.responsestck.conformance.witness.Witness;

/**
 * Plays the scenarios of a plan and records everything. Ordinary scenarios run side by side, then those that must be alone, then those
 * that must be last, then the clean-up.
 */
public final class Runner {
    /** Each scenario has this many exchange ids, counted from its place in the registry. */
    private static final int IDS_PER_SCENARIO = 1000;

    private static final Duration CLEAN_UP_TIME = Duration.ofMinutes(2);
    private static final Duration CLEAN_UP_AFTER_STOP = Duration.ofSeconds(10);
    private static final long LOOK_MILLIS = 100;

    private final Plan plan;
    private final RecordingTalk.Settings settings;
    private final Supplier<Recorder> recorders;
    private final Budget budget;
    private final int concurrency;
    private final boolean keep;
    private final @Nullable Witness witness;
    private final RunListener listener;
    private final Journal journal;
    private final Map<String, Integer> firstIds = new HashMap<>();
    private final Set<Thread> playing = ConcurrentHashMap.newKeySet();
    private volatile boolean stopped;

    /**
     * @param sink is given every event as it happens, never two at once
     * @param concurrency how many scenarios are played side by side, at least 1
     * @param thorough see {@link org.responsestck.conformance.scenario.Talk#thorough}
     * @param keep leave on the target what the run stored there
     * @param witness serves tools to the target, or null where it could not reach them
     */
    public Runner(
            Plan plan,
            Header header,
            Map<Needs.Option, String> options,
            Supplier<Recorder> recorders,
            Budget budget,
            int concurrency,
            boolean thorough,
            boolean keep,
            @Nullable Witness witness,
            Consumer<Event> sink,
            RunListener listener) {
        this.plan = plan;
        this.settings = new RecordingTalk.Settings(
                header.model(), header.dialect(), Map.copyOf(options), header.seed(), header.patience(), thorough);
        this.recorders = recorders;
        this.budget = budget;
        this.concurrency = concurrency;
        this.keep = keep;
        this.witness = witness;
        this.listener = listener;
        this.journal = new Journal(header, event -> {
            sink.accept(event);
            listener.recorded(event);
        });
        int number = 0;
        for (Scenario scenario : plan.scenarios()) {
            firstIds.put(scenario.id(), ++number * IDS_PER_SCENARIO + 1);
        }
        firstIds.put(Evidence.CLEAN_UP, ++number * IDS_PER_SCENARIO + 1);
    }

    /** Plays everything and returns the record. Interruption ends it early with what was recorded. */
    public Evidence run() {
        listener.planned(plan);
        listener.starting(this::stop);
        playAll(s -> !s.needs().alone() && !s.needs().last(), concurrency);
        playAll(s -> s.needs().alone() && !s.needs().last(), 1);
        playAll(s -> s.needs().last(), 1);
        if (!keep && budget.answered()) {
            cleanUpInTime();
        }
        return journal.evidence();
    }

    private int firstId(String scenario) {
        return Objects.requireNonNull(firstIds.get(scenario), scenario);
    }

    private void stop() {
        stopped = true;
        budget.stop("the run was interrupted");
        playing.forEach(Thread::interrupt);
    }

    private void playAll(Predicate<Scenario> which, int threads) {
        List<Scenario> chosen = plan.scenarios().stream().filter(which).toList();
        if (chosen.isEmpty()) {
            return;
        }
        ExecutorService pool = Executors.newFixedThreadPool(threads, task -> {
            Thread thread = new Thread(task, "scenario");
            thread.setDaemon(true);
            return thread;
        });
        try {
            List<Future<?>> all = new ArrayList<>();
            for (Scenario scenario : chosen) {
                all.add(pool.submit(() -> play(scenario)));
            }
            for (Future<?> one : all) {
                one.get();
            }
        } catch (InterruptedException e) {
            stop();
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a scenario could not be played", e.getCause());
        } finally {
            pool.shutdownNow();
        }
    }

    private void play(Scenario scenario) {
        synchronized (this) {
            listener.scenarioStarted(scenario);
        }
        AtomicInteger ids = new AtomicInteger(firstId(scenario.id()));
        int take = 0;
        boolean again = true;
        playing.add(Thread.currentThread());
        try {
            while (again && take < scenario.needs().takes()) {
                take++;
                playTake(scenario, take, ids);
                again = take < scenario.needs().takes() && anotherTakeHelps(scenario);
            }
        } finally {
            playing.remove(Thread.currentThread());
        }
        synchronized (this) {
            listener.scenarioFinished(scenario, take);
        }
    }

    private void playTake(Scenario scenario, int take, AtomicInteger ids) {
        try (Recorder recorder = recorders.get();
                RecordingTalk talk =
                        new RecordingTalk(settings, journal, budget, recorder, scenario.id(), take, ids, witness)) {
            try {
                scenario.play(talk);
            } catch (Stop stop) {
                if (stop.why() != Why.BUDGET && stop.why() != Why.UNREACHABLE) {
                    record(scenario, take, stop.why(), String.valueOf(stop.getMessage()));
                }
            } catch (RuntimeException e) {
                record(scenario, take, Why.OUR_ERROR, "the scenario failed: " + e);
            }
        }
    }

    private void record(Scenario scenario, int take, Why why, String detail) {
        journal.append(new Event.Stopped(new Place(scenario.id(), take, ""), journal.now(), why, detail));
    }

    private boolean anotherTakeHelps(Scenario scenario) {
        if (budget.gaveUp()) {
            return false;
        }
        Evidence evidence = journal.evidence();
        for (Check check : plan.checks()) {
            if (check.scenarios().contains(scenario.id())) {
                try {
                    if (check.judge()
                            .apply(evidence)
                            .anyMatch(o -> o instanceof Observation.Unclear u && u.anotherTakeHelps())) {
                        return true;
                    }
                } catch (RuntimeException e) {
                    // The judge will meet the same error and report it.
                }
            }
        }
        return false;
    }

    /** A target that has stopped answering must not keep the reports from being written. */
    private void cleanUpInTime() {
        boolean interrupted = Thread.interrupted();
        Thread cleaner = new Thread(this::cleanUp, "clean-up");
        cleaner.setDaemon(true);
        cleaner.start();
        long begun = System.nanoTime();
        try {
            while (cleaner.isAlive() && System.nanoTime() - begun < patience().toNanos()) {
                cleaner.join(LOOK_MILLIS);
            }
        } catch (InterruptedException e) {
            interrupted = true;
        }
        cleaner.interrupt();
        awaitEnd(cleaner);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** What it had under way belongs into the record, which is closed soon. */
    private static void awaitEnd(Thread cleaner) {
        try {
            cleaner.join(CLEAN_UP_AFTER_STOP.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** How long the clean-up may take: whoever has asked the run to end does not wait for long. */
    private Duration patience() {
        return stopped ? CLEAN_UP_AFTER_STOP : CLEAN_UP_TIME;
    }

    /** Deletes what the run stored and did not delete itself. Best effort: it stops at the first answer that shows it is no use. */
    private void cleanUp() {
        Evidence evidence = journal.evidence();
        Map<String, Who> stored = new LinkedHashMap<>();
        for (ResponseObject response : evidence.responses()) {
            if (!response.id().isEmpty() && response.node().path("store").asBoolean(true)) {
                // What an account has stored only that account can delete.
                Who who = response.from().who();
                stored.putIfAbsent(response.id(), who == Who.SECOND_KEY ? who : Who.KEY);
            }
        }
        stored.keySet().removeAll(deleted(evidence));
        AtomicInteger ids = new AtomicInteger(firstId(Evidence.CLEAN_UP));
        Budget forIt =
                new Budget(new Budget.Allowance(Integer.MAX_VALUE, Long.MAX_VALUE, CLEAN_UP_TIME, CLEAN_UP_TIME));
        try (Recorder recorder = recorders.get();
                RecordingTalk talk =
                        new RecordingTalk(settings, journal, forIt, recorder, Evidence.CLEAN_UP, 1, ids, null)) {
            for (Map.Entry<String, Who> one : stored.entrySet()) {
                int status = talk.send("delete", one.getValue(), talk.delete(one.getKey()))
                        .status();
                if (status != 200 && status != 204 && status != 404) {
                    return;
                }
            }
        } catch (Stop stop) {
            // What stays on the target is the target's to expire; the record shows how far this came.
        }
    }

    private static Set<String> deleted(Evidence evidence) {
        Set<String> ids = new HashSet<>();
        for (ExchangeView view : evidence.exchanges()) {
            if (view.isDelete() && view.ok()) {
                ids.add(view.idInPath());
            }
        }
        return ids;
    }
}
