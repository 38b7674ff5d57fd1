package org.responsestck.conformance.selftest;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Makes mutants of a legal stream: of its events and their order, of their members, and of the bytes around them. The same stream and
 * seed give the same mutants. Where a stream would give too many, each kind of change (operator, type of event, member) has its turn
 * before any has a second.
 */
public final class MutationEngine {
    private final String transcript;
    private final MutationTranscript good;
    private final Random random;
    private final List<Candidate> candidates = new ArrayList<>();

    private record Candidate(String operator, int event, String pointer, String detail, Supplier<String> body) {}

    private MutationEngine(MutationCorpus.Entry entry, long seed) {
        this.transcript = entry.name();
        this.good = MutationTranscript.read(entry.body());
        this.random = new Random(seed ^ entry.name().hashCode());
    }

    /**
     * Mutants of a stream, each once; a mutant that equals the original is left out.
     *
     * @param most how many at most
     */
    public static List<Mutation> mutants(MutationCorpus.Entry entry, long seed, int most) {
        MutationEngine engine = new MutationEngine(entry, seed);
        MutationEvents.all(engine.good, engine.random, engine::event);
        MutationMembers.all(engine.good, engine.random, engine::member);
        MutationBytes.all(
                entry.body(),
                (operator, event, detail, body) ->
                        engine.candidates.add(new Candidate(operator, event, "", detail, () -> body)));
        return engine.chosen(entry, most);
    }

    /** Takes a change of events; their numbers are made to fit again unless they are what is changed. */
    interface OfEvents {
        void put(String operator, int event, String detail, boolean renumber, Consumer<MutationTranscript> change);
    }

    /** Takes a change of one member of an event. */
    interface OfMembers {
        void put(String operator, int event, String pointer, String detail, Consumer<MutationTranscript> change);
    }

    /** Takes a change of bytes, a character for each. */
    interface OfBytes {
        void put(String operator, int event, String detail, String body);
    }

    private void event(
            String operator, int event, String detail, boolean renumber, Consumer<MutationTranscript> change) {
        candidates.add(new Candidate(operator, event, "", detail, () -> {
            MutationTranscript copy = good.copy();
            change.accept(copy);
            return Mutation.bytes((renumber ? copy.renumbered() : copy).body());
        }));
    }

    private void member(
            String operator, int event, String pointer, String detail, Consumer<MutationTranscript> change) {
        candidates.add(new Candidate(operator, event, pointer, detail, () -> {
            MutationTranscript copy = good.copy();
            change.accept(copy);
            return Mutation.bytes(copy.body());
        }));
    }

    private List<Mutation> chosen(MutationCorpus.Entry entry, int most) {
        Map<String, List<Candidate>> strata = new LinkedHashMap<>();
        for (Candidate one : candidates) {
            String stratum = one.operator() + " " + type(one.event()) + " "
                    + one.pointer().replaceAll("/\\d+", "/#");
            strata.computeIfAbsent(stratum, k -> new ArrayList<>()).add(one);
        }
        List<List<Candidate>> turns = new ArrayList<>(strata.values());
        turns.forEach(t -> Collections.shuffle(t, random));
        Collections.shuffle(turns, random);
        Map<String, Mutation> mutants = new LinkedHashMap<>();
        String original = Mutation.bytes(entry.body());
        String canonical = Mutation.bytes(good.body());
        for (int round = 0; round < candidates.size() && mutants.size() < most; round++) {
            for (List<Candidate> turn : turns) {
                if (round < turn.size() && mutants.size() < most) {
                    Candidate one = turn.get(round);
                    String body = one.body().get();
                    if (!body.equals(original) && !body.equals(canonical)) {
                        mutants.putIfAbsent(
                                body,
                                new Mutation(
                                        transcript,
                                        one.operator(),
                                        one.event(),
                                        type(one.event()),
                                        one.pointer(),
                                        one.detail(),
                                        body));
                    }
                }
            }
        }
        return List.copyOf(mutants.values());
    }

    private String type(int event) {
        return event < 0 || event >= good.events().size() ? "" : good.type(event);
    }
}
