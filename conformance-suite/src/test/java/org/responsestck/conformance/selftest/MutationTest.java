package org.responsestck.conformance.selftest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.responsestck.conformance.check.StreamCheckList;
import org.responsestck.conformance.check.Transcript;

class MutationTest {
    private static final long SEED = 20261124;
    /** Of the good transcripts these two hold everything most servers send. */
    private static final List<String> GOOD = List.of("text", "function-calls");

    @Test
    void everySurvivorIsExplained() throws IOException {
        MutationSurvivors survivors =
                MutationSurvivors.read(Files.readString(Path.of("..", "fixtures", "transcripts", "survivors.txt")));
        List<MutationRun.Shown> all = shown();
        List<Mutation> unexplained = all.stream()
                .filter(s -> !s.killed())
                .map(MutationRun.Shown::mutation)
                .filter(m -> survivors.why(m).isEmpty())
                .toList();
        Files.writeString(Path.of("target", "stream-mutations.txt"), report(all, survivors));
        assertThat(all).hasSizeGreaterThan(1000);
        assertThat(unexplained).isEmpty();
    }

    @Test
    void noRuleForSurvivorsIsStale() throws IOException {
        MutationSurvivors survivors =
                MutationSurvivors.read(Files.readString(Path.of("..", "fixtures", "transcripts", "survivors.txt")));
        Set<MutationSurvivors.Rule> used = new HashSet<>();
        shown().stream()
                .filter(s -> !s.killed())
                .forEach(s -> survivors.why(s.mutation()).ifPresent(used::add));
        assertThat(survivors.rules()).allMatch(used::contains);
    }

    @Test
    void theSameSeedGivesTheSameMutants() {
        String body = Transcript.of("good", "text").body();
        assertThat(MutationEngine.mutants(body, SEED)).isEqualTo(MutationEngine.mutants(body, SEED));
    }

    @Test
    void theOriginalIsNoMutantAndBreaksNothing() {
        for (String name : GOOD) {
            String body = Transcript.of("good", name).body();
            String again = MutationTranscript.read(body).body();
            assertThat(MutationEngine.mutants(body, SEED))
                    .noneMatch(m -> m.body().equals(again));
            assertThat(run(name)
                            .show(new Mutation("none", -1, "", "", "", again))
                            .killed())
                    .isFalse();
        }
    }

    private static MutationRun run(String name) {
        return new MutationRun(
                "fireworks", StreamCheckList.all(), Transcript.of("good", name).request());
    }

    private static List<MutationRun.Shown> shown() {
        List<MutationRun.Shown> all = new ArrayList<>();
        for (String name : GOOD) {
            MutationRun run = run(name);
            MutationEngine.mutants(Transcript.of("good", name).body(), SEED).forEach(m -> all.add(run.show(m)));
        }
        return all;
    }

    /** The kill rate by operator, and every survivor with its reason. */
    private static String report(List<MutationRun.Shown> all, MutationSurvivors survivors) {
        Map<String, int[]> byOperator = new TreeMap<>();
        StringBuilder text = new StringBuilder();
        for (MutationRun.Shown shown : all) {
            int[] counts = byOperator.computeIfAbsent(shown.mutation().operator(), k -> new int[2]);
            counts[0]++;
            counts[1] += shown.killed() ? 1 : 0;
        }
        long killed = all.stream().filter(MutationRun.Shown::killed).count();
        text.append(killed).append(" of ").append(all.size()).append(" killed\n");
        byOperator.forEach((o, c) -> text.append(o)
                .append(": ")
                .append(c[1])
                .append(" of ")
                .append(c[0])
                .append('\n'));
        all.stream()
                .filter(s -> !s.killed())
                .forEach(s -> text.append(s.mutation())
                        .append(" → ")
                        .append(survivors
                                .why(s.mutation())
                                .map(r -> r.kind() + ": " + r.reason())
                                .orElse("UNEXPLAINED"))
                        .append('\n'));
        return text.toString();
    }
}
