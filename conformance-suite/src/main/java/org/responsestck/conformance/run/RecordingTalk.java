package org.responsestck.conformance.run;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.responsestck.conformance.dialect.Dialect;
import org.responsestck.conformance.evidence.Event;
import org.responsestck.conformance.evidence.Place;
import org.responsestck.conformance.evidence.Why;
import org.responsestck.conformance.scenario.Needs;
import org.responsestck.conformance.scenario.Peek;
import org.responsestck.conformance.scenario.Reply;
import org.responsestck.conformance.scenario.ServedTool;
import org.responsestck.conformance.scenario.Stop;
import org.responsestck.conformance.scenario.Talk;
import org.responsestck.conformance.scenario.ToolServer;
import org.responsestck.conformance.wire.Answer;
import org.responsestck.conformance.wire.Call;
import org.responsestck.conformance.wire.Chunk;
import org.responsestck.conformance.wire.End;
import org.responsestck.conformance.wire.Exchange;
import org.responsestck.conformance.wire.Recorder;
import org.responsestck.conformance.wire.Who;
import org.responsestck.conformance.witness.Witness;

/** Talks to the target for one take and records all of it. */
final class RecordingTalk implements Talk, AutoCloseable {
    /** Step name of values left for later scenarios. */
    static final String LEFT = "(left)";

    private static final int TRIES = 3;

    private final Settings settings;
    private final Journal journal;
    private final Budget budget;
    private final Recorder recorder;
    private final String scenario;
    private final int take;
    private final AtomicInteger ids;
    /** Read by the threads of the witness too. */
    private final Map<String, String> drawn = new ConcurrentHashMap<>();

    private final @Nullable Witness witness;
    private final List<Witness.Door> doors = new ArrayList<>();
    private volatile UnderWay underWay = UnderWay.NOTHING;

    /** What the target is being asked. */
    private record UnderWay(String step, int exchange) {
        static final UnderWay NOTHING = new UnderWay("", 0);
    }

    /**
     * The same for every take of a run.
     *
     * @param model name sent in create requests
     * @param dialect what the documents of the profile say
     * @param options values of the options the user supplied
     * @param seed seed of all drawn words
     * @param patience factor on every pause and bound
     * @param thorough see {@link Talk#thorough}
     */
    record Settings(
            String model,
            Dialect dialect,
            Map<Needs.Option, String> options,
            long seed,
            double patience,
            boolean thorough) {}

    /**
     * @param ids gives the next exchange id of this scenario
     * @param witness serves tools, or null where the target could not reach them
     */
    RecordingTalk(
            Settings settings,
            Journal journal,
            Budget budget,
            Recorder recorder,
            String scenario,
            int take,
            AtomicInteger ids,
            @Nullable Witness witness) {
        this.settings = settings;
        this.journal = journal;
        this.budget = budget;
        this.recorder = recorder;
        this.scenario = scenario;
        this.take = take;
        this.ids = ids;
        this.witness = witness;
    }

    @Override
    public Reply send(String step, Who who, Call call) throws Stop {
        return exchange(step, who, call, null, ids);
    }

    @Override
    public Reply stream(String step, Call call, Predicate<Peek> enough) throws Stop {
        return exchange(step, Who.KEY, call, chunks -> enough.test(Glance.during(chunks)), ids);
    }

    /** Tries that may help are tries at the same step; so is the one redirect that is followed. */
    private Reply exchange(
            String step, Who who, Call call, @Nullable Predicate<List<Chunk>> enough, AtomicInteger numbers)
            throws Stop {
        Reply reply = Glance.at(null);
        Optional<URI> place = Optional.empty();
        for (int attempt = 1; attempt <= TRIES; attempt++) {
            try {
                budget.beforeRequest();
            } catch (Stop stop) {
                throw stopped(step, stop);
            } catch (InterruptedException e) {
                throw interrupted(step);
            }
            long at = journal.now();
            int id = numbers.getAndIncrement();
            if (numbers == ids) {
                underWay = new UnderWay(step, id);
            }
            Exchange exchange = recorder.play(id, who, call, place, enough);
            underWay = UnderWay.NOTHING;
            reply = Glance.at(exchange.answer());
            budget.afterExchange(exchange, outputTokens(reply));
            journal.append(new Event.Exchanged(new Place(scenario, take, step), at, exchange));
            boolean first = place.isEmpty();
            place = place.or(() -> recorder.redirected(exchange));
            if (first && place.isPresent() && attempt < TRIES) {
                continue;
            }
            if (attempt == TRIES || !worthAnotherTry(exchange)) {
                break;
            }
            Duration backOff = Duration.ofMillis((long) (200L * attempt * settings.patience()));
            Optional<Duration> asked = RetryAfter.of(exchange.answer());
            if (asked.isPresent() || reply.status() == 429) {
                // What the target asks of one it asks of all.
                budget.beQuiet(asked.filter(a -> a.compareTo(backOff) > 0).orElse(backOff));
            } else {
                rest(step, backOff);
            }
        }
        return reply;
    }

    private static long outputTokens(Reply reply) {
        return reply.node("/usage/completion_tokens")
                .or(() -> reply.node("/usage/output_tokens"))
                .map(n -> n.asLong(0))
                .orElse(0L);
    }

    /** 429 and 5xx may pass; a connection that broke before any status may too, but not a target that is not there at all. */
    private boolean worthAnotherTry(Exchange exchange) {
        Answer answer = exchange.answer();
        if (answer != null) {
            return answer.status() == 429 || (answer.status() >= 500 && answer.status() != 501);
        }
        return (exchange.end() == End.CUT || exchange.end() == End.REFUSED) && !budget.gaveUp();
    }

    @Override
    public List<Reply> together(String step, List<Call> calls) throws Stop {
        // Ids are handed out before anything is sent, so that they do not depend on who is answered first.
        int first = ids.getAndAdd(calls.size() * TRIES);
        ExecutorService pool = Executors.newFixedThreadPool(calls.size(), task -> {
            Thread thread = new Thread(task, "together-" + scenario);
            thread.setDaemon(true);
            return thread;
        });
        try {
            List<Callable<Reply>> tasks = new ArrayList<>();
            for (int i = 0; i < calls.size(); i++) {
                Call call = calls.get(i);
                String name = step + "/" + i;
                AtomicInteger numbers = new AtomicInteger(first + i * TRIES);
                tasks.add(() -> exchange(name, Who.KEY, call, null, numbers));
            }
            List<Reply> replies = new ArrayList<>();
            for (Future<Reply> future : pool.invokeAll(tasks)) {
                replies.add(future.get());
            }
            return replies;
        } catch (InterruptedException e) {
            throw interrupted(step);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Stop stop) {
                throw stop;
            }
            throw new IllegalStateException(e.getCause());
        } finally {
            pool.shutdownNow();
        }
    }

    @Override
    public Reply poll(String step, Call call, Predicate<Peek> enough, Duration bound) throws Stop {
        long end = System.nanoTime() + (long) (bound.toNanos() * settings.patience());
        long start = System.nanoTime();
        while (true) {
            Reply reply = send(step, call);
            boolean met = enough.test(reply);
            if (met || System.nanoTime() >= end) {
                journal.append(new Event.Waited(
                        new Place(scenario, take, step),
                        journal.now(),
                        (System.nanoTime() - start) / 1_000_000,
                        bound.toMillis(),
                        met));
                return reply;
            }
            rest(step, Duration.ofMillis(200));
        }
    }

    @Override
    public void pause(String step, Duration time) throws Stop {
        long start = System.nanoTime();
        Duration scaled = Duration.ofMillis((long) (time.toMillis() * settings.patience()));
        rest(step, scaled);
        journal.append(new Event.Waited(
                new Place(scenario, take, step),
                journal.now(),
                (System.nanoTime() - start) / 1_000_000,
                scaled.toMillis(),
                true));
    }

    private void rest(String step, Duration time) throws Stop {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            throw interrupted(step);
        }
    }

    private Stop interrupted(String step) {
        Thread.currentThread().interrupt();
        return stopped(step, new Stop(Why.BUDGET, "the run was interrupted"));
    }

    private Stop stopped(String step, Stop stop) {
        journal.append(new Event.Stopped(
                new Place(scenario, take, step), journal.now(), stop.why(), String.valueOf(stop.getMessage())));
        return stop;
    }

    @Override
    public String draw(String name) {
        return drawn.computeIfAbsent(name, n -> {
            String word = word(n);
            journal.append(new Event.Drawn(new Place(scenario, take, ""), journal.now(), n, word));
            return word;
        });
    }

    /** Ten letters that read like a made-up word, from the seed, the scenario, the take and the name. */
    private String word(String name) {
        long seed = settings.seed();
        for (char c : (scenario + '#' + take + '#' + name).toCharArray()) {
            seed = seed * 0x5DEECE66DL + c + 0xBL;
        }
        RandomGenerator random =
                java.util.random.RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        StringBuilder word = new StringBuilder();
        for (int i = 0; i < 5; i++) {
            word.append("bdfgklmnprstvz".charAt(random.nextInt(14))).append("aeiou".charAt(random.nextInt(5)));
        }
        return word.toString();
    }

    @Override
    public void leave(String name, String value) {
        journal.append(new Event.Drawn(new Place(scenario, take, LEFT), journal.now(), name, value));
    }

    @Override
    public Optional<String> left(String name) {
        return journal.left(name);
    }

    @Override
    public ToolServer toolServer(String name, ServedTool... tools) throws Stop {
        if (witness == null) {
            throw stopped("", new Stop(Why.OPTION_MISSING, "no witness address was given"));
        }
        Witness.Door door = witness.open(List.of(tools), seen -> journal.append(witnessed(name, seen)));
        doors.add(door);
        return door;
    }

    private Event.Witnessed witnessed(String server, Witness.Seen seen) {
        UnderWay now = underWay;
        Map<String, String> headers = new HashMap<>();
        seen.headers().forEach((header, value) -> headers.put(header, shown(header, value)));
        return new Event.Witnessed(
                new Place(scenario, take, now.step()),
                journal.now(),
                now.exchange(),
                server,
                recorder.redacted(seen.method()),
                recorder.redacted(seen.tool()),
                recorder.redacted(seen.arguments()),
                headers,
                seen.outcome());
    }

    /** A credential is shown where the run itself planted it. */
    private String shown(String header, String value) {
        boolean planted = drawn.values().stream().anyMatch(value::contains);
        return Recorder.isCredential(header) && !planted ? "*".repeat(value.length()) : recorder.redacted(value);
    }

    /** Closes the tool servers of this take. */
    @Override
    public void close() {
        doors.forEach(Witness.Door::close);
    }

    @Override
    public int take() {
        return take;
    }

    @Override
    public boolean thorough() {
        return settings.thorough();
    }

    @Override
    public ObjectNode create() {
        return JsonNodeFactory.instance.objectNode().put("model", settings.model());
    }

    @Override
    public Optional<String> option(Needs.Option option) {
        return Optional.ofNullable(settings.options().get(option));
    }

    @Override
    public Dialect dialect() {
        return settings.dialect();
    }
}
