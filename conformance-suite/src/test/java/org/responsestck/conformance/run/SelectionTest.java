package org.responsestck.conformance.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.responsestck.conformance.requirement.Catalogue;
import org.responsestck.conformance.requirement.Level;
import org.responsestck.conformance.requirement.Requirement;

class SelectionTest {
    private final Requirement chain = Catalogue.load().get("CHAIN-005");

    @Test
    void globsNameIdsAndCapabilities() {
        assertThat(Selection.matches("CHAIN-*", chain)).isTrue();
        assertThat(Selection.matches("chaining", chain)).isTrue();
        assertThat(Selection.matches("chain-00?", chain)).isTrue();
        assertThat(Selection.matches("CHAIN", chain)).isFalse();
        assertThat(Selection.matches("CHAIN.005", chain)).isFalse();
    }

    @Test
    void excludeWinsOverInclude() {
        Selection selection = new Selection(Set.of(Level.values()), List.of("chaining"), List.of("CHAIN-005"), false);
        assertThat(selection.selects(chain, "fireworks")).isFalse();
        assertThat(selection.selects(Catalogue.load().get("CHAIN-002"), "fireworks"))
                .isTrue();
    }

    @Test
    void levelsAreThoseOfTheProfile() {
        Selection must = new Selection(Set.of(Level.MUST), List.of(), List.of(), false);
        Requirement row = Catalogue.load().get("HTTP-JSON-002"); // SHOULD in fireworks, MUST elsewhere
        assertThat(must.selects(row, "fireworks")).isFalse();
        assertThat(must.selects(row, "openai")).isTrue();
    }
}
