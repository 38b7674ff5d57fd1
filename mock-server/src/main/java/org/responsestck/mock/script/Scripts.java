package org.responsestck.mock.script;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.responsestck.mock.fault.Count;
import org.responsestck.mock.fault.Fault;

/** The scripts of a mock, in the order in which they are tried. May be changed while the mock answers; thread-safe. */
public final class Scripts {
    /** How many rounds of function calls are played between two user messages, unless told otherwise. */
    public static final int LOOP_LIMIT = 25;

    private volatile List<Entry> entries = List.of();
    private volatile boolean strict;
    private volatile int loopLimit = LOOP_LIMIT;

    /** A script with what has been played of it. */
    record Entry(Script script, List<Plays> steps) {
        static Entry of(Script script) {
            return new Entry(
                    script,
                    script.steps().stream().map(s -> new Plays(s.answer())).toList());
        }
    }

    /** How often one step was played, as it is meant and with its fault. */
    static final class Plays {
        private final AtomicInteger whole = new AtomicInteger();
        private final @Nullable Count fault;

        Plays(Answer answer) {
            this.fault = answer.fault() == null ? null : new Count(answer.fault());
        }

        /** Counts one play, and gives the fault that happens in it. */
        Optional<Fault> play() {
            Optional<Fault> hit = fault == null ? Optional.empty() : fault.next();
            if (hit.isEmpty()) {
                whole.incrementAndGet();
            }
            return hit;
        }

        /** What is still to come, or null. */
        @Nullable
        String missing() {
            if (fault != null && fault.hits() == 0) {
                return whole.get() == 0 ? "never played" : "played, but its fault never happened";
            }
            if (fault != null && !fault.rule().limited()) {
                return null;
            }
            return whole.get() > 0
                    ? null
                    : fault == null ? "never played" : "only its fault was played, never its answer";
        }
    }

    /** Begins to write a script in code. */
    public static ScriptBuilder script(String name) {
        return new ScriptBuilder(name);
    }

    List<Entry> entries() {
        return entries;
    }

    /**
     * Adds scripts behind those that are there.
     *
     * @throws ScriptException if a name is taken, or an earlier script matches all that a new one does; then none is added
     */
    public Scripts add(ScriptBuilder... scripts) {
        return add(Stream.of(scripts).map(ScriptBuilder::build).toList());
    }

    /** @see #add(ScriptBuilder...) */
    public synchronized Scripts add(List<Script> scripts) {
        List<Entry> all = new ArrayList<>(entries);
        List<String> problems = new ArrayList<>();
        for (Script script : scripts) {
            for (Entry entry : all) {
                Script other = entry.script();
                if (other.name().equals(script.name())) {
                    problems.add(
                            script.origin() + ": there is another script '" + script.name() + "' at " + other.origin());
                } else if (other.hides(script)) {
                    problems.add(
                            script.origin() + ": the script '" + script.name() + "' would never be played, because "
                                    + other + " matches the same or more and is tried first");
                }
            }
            all.add(Entry.of(script));
        }
        if (!problems.isEmpty()) {
            throw new ScriptException(String.join("\n", problems));
        }
        entries = List.copyOf(all);
        return this;
    }

    /**
     * Loads a file, or every {@code .yaml}, {@code .yml} and {@code .json} file of a folder in the order of their names.
     *
     * @throws ScriptException if something is wrong; the message says all of it, with file, line and column
     */
    public Scripts load(Path path) {
        List<Script> scripts = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        try {
            for (Path file : files(path)) {
                try {
                    scripts.addAll(ScriptReader.read(file.toString(), Files.readString(file)));
                } catch (ScriptException e) {
                    problems.add(e.getMessage());
                }
            }
        } catch (IOException e) {
            throw new ScriptException(path + " cannot be read: " + e);
        }
        if (!problems.isEmpty()) {
            throw new ScriptException(String.join("\n", problems));
        }
        return add(scripts);
    }

    /**
     * Adds the scripts of a text in the form of a file.
     *
     * @param origin stands for the file's name in messages
     * @throws ScriptException if something is wrong
     */
    public Scripts read(String origin, String yaml) {
        return add(ScriptReader.read(origin, yaml));
    }

    private static List<Path> files(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        try (Stream<Path> all = Files.list(path)) {
            return all.filter(p -> p.toString().matches(".*\\.(yaml|yml|json)"))
                    .sorted()
                    .toList();
        }
    }

    /** Whether there was a script of this name. */
    public synchronized boolean remove(String name) {
        List<Entry> rest =
                entries.stream().filter(e -> !e.script().name().equals(name)).toList();
        boolean removed = rest.size() < entries.size();
        entries = rest;
        return removed;
    }

    public synchronized void clear() {
        entries = List.of();
    }

    /** Forgets what has been played, and how often faults have happened. */
    public synchronized void forgetPlays() {
        entries = entries.stream().map(e -> Entry.of(e.script())).toList();
    }

    /** The scripts in the order in which they are tried. */
    public List<Script> all() {
        return entries.stream().map(Entry::script).toList();
    }

    boolean strict() {
        return strict;
    }

    /** Whether what no script matches is refused, with the nearest script and the difference. */
    public Scripts strict(boolean other) {
        strict = other;
        return this;
    }

    int loopLimit() {
        return loopLimit;
    }

    /** @param rounds how many rounds of function calls are played between two user messages before the loop is stopped, at least 1 */
    public Scripts loopLimit(int rounds) {
        if (rounds < 1) {
            throw new IllegalArgumentException("the loop limit is " + rounds + ", must be at least 1");
        }
        loopLimit = rounds;
        return this;
    }

    /** What has not been played yet: one line for each step, with script and number. */
    public List<String> unplayed() {
        List<String> lines = new ArrayList<>();
        for (Entry entry : entries) {
            for (int i = 0; i < entry.steps().size(); i++) {
                String missing = entry.steps().get(i).missing();
                if (missing != null) {
                    lines.add(entry.script() + ", step " + (i + 1) + ": " + missing);
                }
            }
        }
        return lines;
    }

    /** @throws AssertionError if a step has not been played; the message lists them all */
    public void assertAllStepsConsumed() {
        List<String> lines = unplayed();
        if (!lines.isEmpty()) {
            throw new AssertionError("not all steps were played:\n  " + String.join("\n  ", lines));
        }
    }
}
