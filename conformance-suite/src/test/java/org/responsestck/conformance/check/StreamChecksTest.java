package org.responsestck.conformance.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.responsestck.conformance.evidence.Recorded;
import org.responsestck.conformance.requirement.Catalogue;
import org.responsestck.conformance.requirement.Requirement;
import org.responsestck.conformance.wire.Call;

class StreamChecksTest {
    private static final Catalogue CATALOGUE = Catalogue.load();

    @Test
    void namesAreUniqueAndEveryRowExists() {
        List<Check> checks = StreamChecks.checks();
        assertThat(checks).extracting(Check::name).doesNotHaveDuplicates();
        assertThat(checks)
                .allSatisfy(c ->
                        assertThat(c.proves()).allMatch(id -> CATALOGUE.find(id).isPresent()));
    }

    @Test
    void noRowIsSpokenOfByTwoChecks() {
        assertThat(StreamChecks.checks().stream().flatMap(c -> c.proves().stream()))
                .doesNotHaveDuplicates();
    }

    @Test
    void everyVariantThatIsToleratedStandsInTheCatalogue() {
        Stream.of("good", "observed")
                .flatMap(f -> Transcript.all(f).stream())
                .forEach(t -> t.breaks().stream()
                        .map(b -> b.split(" "))
                        .filter(b -> b.length == 2 && !b[0].startsWith("TOOLS"))
                        .forEach(b -> {
                            Requirement row = CATALOGUE.get(b[0]);
                            assertThat(row.variants()).as(t + ": " + row.id()).containsKey(b[1]);
                        }));
    }

    @Test
    void everyRowOfTheGrammarHoldsForSomeLegalStream() {
        List<String> held = Stream.of("good", "observed")
                .flatMap(f -> Transcript.all(f).stream())
                .flatMap(t -> t.judged().stream())
                .filter(Observation.Held.class::isInstance)
                .map(Observation::requirement)
                .distinct()
                .toList();
        assertThat(held)
                .containsAll(Catalogue.load().of("fireworks").stream()
                        .map(Requirement::id)
                        .filter(id -> id.matches("STREAM-(SEQ|ORDER|ITEM|PART|FRAME)-.*|STREAM-SNAP-00[124]"))
                        // These need timing, other requests, or belong to the schema rows.
                        .filter(id -> !List.of(
                                        "STREAM-FRAME-009",
                                        "STREAM-FRAME-012",
                                        "STREAM-FRAME-013",
                                        "STREAM-ORDER-007",
                                        "STREAM-PART-009")
                                .contains(id))
                        .toList());
    }

    @Test
    void aJsonAnswerToAStreamRequestIsNoStream() {
        Call call =
                Call.postText("/responses", "{\"model\":\"m\",\"input\":\"x\",\"stream\":true}", "application/json");
        Recorded recorded =
                Recorded.profile("fireworks").json("s", 1, "t", call, 200, "{'id':'r','status':'completed'}");
        assertThat(StreamChecks.checks().stream().flatMap(c -> recorded.judgedBy(c).stream()))
                .extracting(Observation::requirement)
                .containsExactly("STREAM-FRAME-001");
    }
}
