package org.responsestck.conformance.requirement;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One testable sentence of a profile's documents.
 *
 * @param id for example {@code CHAIN-005}
 * @param title a few words
 * @param statement the sentence
 * @param capability the feature it belongs to; names one file of the catalogue
 * @param operation the operation it is about, in words
 * @param tier how near it is to what every server has
 * @param option what a user must supply before it can be seen, or null when it always can
 * @param since revision of the documents that introduced it, or null
 * @param sources where the sentence comes from
 * @param level the word of the documents, by profile; a profile that is missing here does not have the requirement
 * @param severity what a plain breach means, by profile
 * @param variants named ways to break it; each with a severity by profile, {@code "*"} for every profile
 * @param rules how it is judged
 * @param probes the requests it is seen in
 * @param defects what servers typically get wrong
 * @param note a remark, or null
 */
public record Requirement(
        String id,
        String title,
        String statement,
        String capability,
        String operation,
        Tier tier,
        @Nullable String option,
        @Nullable String since,
        List<String> sources,
        Map<String, Level> level,
        Map<String, Severity> severity,
        Map<String, Map<String, Severity>> variants,
        Rules rules,
        List<String> probes,
        List<String> defects,
        @Nullable String note) {

    /** How it is judged, a line each. */
    public record Rules(String observe, String pass, String fail, String inconclusive) {}

    public Requirement {
        Objects.requireNonNull(id, "id is null");
        sources = List.copyOf(sources);
        level = Map.copyOf(level);
        severity = Map.copyOf(severity);
        variants = Map.copyOf(variants);
        probes = List.copyOf(probes);
        defects = List.copyOf(defects);
    }

    public boolean appliesTo(String profile) {
        return level.containsKey(profile);
    }

    /**
     * What a breach in this way means.
     *
     * @param variant a name of {@link #variants}; empty or unknown for the plain breach
     * @throws IllegalArgumentException if the profile does not have this requirement
     */
    public Severity severity(String profile, String variant) {
        Severity plain = severity.get(profile);
        if (plain == null) {
            throw new IllegalArgumentException(id + " does not apply to profile " + profile);
        }
        Map<String, Severity> byProfile = variants.getOrDefault(variant, Map.of());
        return byProfile.getOrDefault(profile, byProfile.getOrDefault("*", plain));
    }
}
