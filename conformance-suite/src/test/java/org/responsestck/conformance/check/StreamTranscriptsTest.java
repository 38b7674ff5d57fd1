package org.responsestck.conformance.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.responsestck.conformance.requirement.Catalogue;
import org.responsestck.conformance.requirement.Severity;

class StreamTranscriptsTest {
    private static final Catalogue CATALOGUE = Catalogue.load();

    static Stream<Transcript> broken() {
        return Transcript.all("broken").stream();
    }

    static Stream<Transcript> legal() {
        return Stream.concat(Transcript.all("good").stream(), Transcript.all("observed").stream());
    }

    @ParameterizedTest
    @MethodSource("broken")
    void aBrokenStreamIsReportedByNameAndForNothingElse(Transcript transcript) {
        List<Observation> all = transcript.judged();
        assertThat(transcript.breaks()).isNotEmpty();
        assertThat(rows(all)).as(broken(all).toString()).isEqualTo(transcript.breaks());
    }

    @ParameterizedTest
    @MethodSource("broken")
    void oneCauseIsOneFinding(Transcript transcript) {
        Map<String, Long> findings = broken(transcript.judged()).stream()
                .collect(Collectors.groupingBy(b -> b.requirement() + " " + b.variant(), Collectors.counting()));
        // Several members may be missing, and several items may be open: each is a cause of its own.
        assertThat(findings.values()).as(findings.toString()).allMatch(n -> n <= 3);
    }

    @ParameterizedTest
    @MethodSource("legal")
    void aLegalStreamHasNoFailAndOnlyTheRemarksItsRowsPredict(Transcript transcript) {
        List<Observation> all = transcript.judged();
        assertThat(rows(all)).as(broken(all).toString()).isEqualTo(transcript.breaks());
        assertThat(broken(all)).allMatch(b -> severity(b) != Severity.FAIL);
        assertThat(all).anyMatch(o -> o instanceof Observation.Held);
    }

    @ParameterizedTest
    @MethodSource("broken")
    void expectedAndActualAreShortFacts(Transcript transcript) {
        assertThat(broken(transcript.judged())).allSatisfy(b -> {
            assertThat(b.expected()).isNotBlank().hasSizeLessThan(220);
            assertThat(b.actual()).isNotBlank().hasSizeLessThan(220);
        });
    }

    private static Severity severity(Observation.Broken broken) {
        return CATALOGUE.get(broken.requirement()).severity("fireworks", broken.variant());
    }

    private static List<Observation.Broken> broken(List<Observation> all) {
        return all.stream()
                .filter(Observation.Broken.class::isInstance)
                .map(Observation.Broken.class::cast)
                .toList();
    }

    private static TreeSet<String> rows(List<Observation> all) {
        return broken(all).stream()
                .map(b -> (b.requirement() + " " + b.variant()).strip())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
