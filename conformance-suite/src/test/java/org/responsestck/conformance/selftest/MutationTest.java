package org.responsestck.conformance.selftest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.responsestck.conformance.check.Checks;

/** Does the suite notice a stream that was made wrong, and stay silent when it was only made different? */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MutationTest {
    private static final long SEED = 20261124;
    private static final int MOST = 150;

    private final MutationReport report = MutationReport.make(SEED, MOST);

    @Test
    void everyMutantIsNoticedOrItsReasonIsWritten() throws IOException {
        Files.write(Path.of("target", "stream-mutations.txt"), report.survivors());
        assertThat(report.mutants()).isGreaterThan(5000);
        assertThat(report.unexplained()).isEmpty();
        assertThat(report.open()).isLessThanOrEqualTo(report.mutants() * 3L / 100);
    }

    @Test
    void noReasonIsStale() {
        assertThat(report.stale()).isEmpty();
    }

    @Test
    void aStreamThatIsOnlyWrittenOtherwiseIsNotAccused() {
        assertThat(report.legal()).isGreaterThan(900);
        assertThat(report.falseAlarms()).isEmpty();
    }

    @Test
    void everyOperatorIsNoticedSomewhere() {
        assertThat(report.byOperator()).allSatisfy((operator, counts) -> {
            if (!operator.equals("preamble")) {
                assertThat(counts[1]).as(operator).isPositive();
            }
        });
    }

    @Test
    void aLegalTranscriptFailsNothing() {
        for (MutationCorpus.Entry entry : MutationCorpus.load()) {
            assertThat(new MutationRun("fireworks", Checks.all(), entry).earned())
                    .as(entry.name())
                    .noneMatch(earned -> earned.endsWith(" FAIL"));
        }
    }

    @Test
    void theSameSeedGivesTheSameMutants() {
        MutationCorpus.Entry entry = MutationCorpus.load().get(0);
        assertThat(MutationEngine.mutants(entry, SEED, 50)).isEqualTo(MutationEngine.mutants(entry, SEED, 50));
    }

    @Test
    void theOriginalIsNoMutantAndBreaksNothing() {
        for (MutationCorpus.Entry entry : MutationCorpus.load()) {
            String again = Mutation.bytes(MutationTranscript.read(entry.body()).body());
            assertThat(MutationEngine.mutants(entry, SEED, 50))
                    .noneMatch(m -> m.body().equals(again));
            assertThat(new MutationRun("fireworks", Checks.all(), entry)
                            .show(new Mutation(entry.name(), "none", -1, "", "", "", again))
                            .killed())
                    .as(entry.name())
                    .isFalse();
        }
    }

    @Test
    void everyLegalTranscriptIsInTheCorpusOrItsReasonIsThere() throws IOException {
        Path folder = Path.of("..", "fixtures", "transcripts");
        String corpus = Files.readString(folder.resolve("corpus.txt"));
        for (String part : List.of("good", "observed")) {
            try (Stream<Path> files = Files.list(folder.resolve(part))) {
                assertThat(files.map(f -> f.getFileName().toString().replace(".sse", "")))
                        .allMatch(corpus::contains);
            }
        }
    }
}
