package org.responsestck.conformance.requirement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class CatalogueTest {
    private final Catalogue catalogue = Catalogue.load();

    @Test
    void holdsEveryRowOfEveryProfile() {
        assertThat(catalogue.all()).hasSize(444);
        Map<String, Integer> sizes = Map.of("fireworks", 299, "open-responses", 326, "openai", 353);
        sizes.forEach(
                (profile, size) -> assertThat(catalogue.of(profile)).as(profile).hasSize(size));
    }

    @Test
    void theSeedTierIsWhole() {
        assertThat(catalogue.of("fireworks").stream()
                        .filter(r -> r.tier() == Tier.SEED)
                        .collect(Collectors.toList()))
                .hasSize(103);
    }

    @Test
    void theFrozenSetOfAProfileHoldsAllItsRows() {
        for (String profile : java.util.List.of("fireworks", "open-responses", "openai")) {
            RequirementSet set = catalogue.set(profile).orElseThrow();
            assertThat(set.requirements())
                    .containsExactlyInAnyOrderElementsOf(
                            catalogue.of(profile).stream().map(Requirement::id).toList());
        }
    }

    @Test
    void everyProfileWithALevelHasASeverity() {
        for (Requirement row : catalogue.all()) {
            assertThat(row.severity().keySet())
                    .as(row.id())
                    .isEqualTo(row.level().keySet());
        }
    }

    @Test
    void aVariantOverridesTheSeverityOfTheRow() {
        Requirement row = new Requirement(
                "X-1",
                "t",
                "s",
                "c",
                "o",
                Tier.SEED,
                null,
                null,
                java.util.List.of(),
                Map.of("fireworks", Level.MUST, "openai", Level.MUST),
                Map.of("fireworks", Severity.FAIL, "openai", Severity.FAIL),
                Map.of("absent", Map.of("fireworks", Severity.WARN)),
                new Requirement.Rules("", "", "", ""),
                java.util.List.of(),
                java.util.List.of(),
                null);
        assertThat(row.severity("fireworks", "absent")).isEqualTo(Severity.WARN);
        assertThat(row.severity("openai", "absent")).isEqualTo(Severity.FAIL);
        assertThat(row.severity("fireworks", "")).isEqualTo(Severity.FAIL);
    }
}
