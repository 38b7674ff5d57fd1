package org.responsestck.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What {@code results.json} holds.
 *
 * @param format {@link #FORMAT}
 * @param runId random, for humans
 * @param seed seed of all drawn words
 * @param patience factor on every bound in seconds
 * @param tool what judged
 * @param target what was judged
 * @param evidence where the record is
 * @param startedAt ISO instant
 * @param durationMs milliseconds from the first request to the last verdict
 * @param cost what the run sent and used
 * @param summary counts
 * @param requirements a verdict each, in catalogue order
 */
@JsonPropertyOrder({
    "format",
    "runId",
    "seed",
    "patience",
    "tool",
    "target",
    "evidence",
    "startedAt",
    "durationMs",
    "cost",
    "summary",
    "requirements"
})
public record Results(
        String format,
        String runId,
        long seed,
        double patience,
        Tool tool,
        Target target,
        Evidence evidence,
        String startedAt,
        long durationMs,
        Cost cost,
        Summary summary,
        List<Requirement> requirements) {
    public static final String FORMAT = "responses-tck/results/1";

    public Results {
        Objects.requireNonNull(format, "format is null");
        Objects.requireNonNull(summary, "summary is null");
        requirements = List.copyOf(requirements);
    }

    /** @param requirementSet name of the frozen set */
    public record Tool(String name, String version, String requirementSet) {}

    public record Target(
            String url, String profile, String revision, String model, Map<String, Boolean> capabilities) {}

    /** @param file name beside results.json */
    public record Evidence(String file, String format) {}

    /** @param modelRequests create requests that were answered 2xx */
    public record Cost(int requests, int modelRequests, long inputTokens, long outputTokens) {}

    public record Summary(
            boolean conformant, Map<Verdict, Integer> verdicts, Map<String, Map<Verdict, Integer>> capabilities) {}

    /**
     * @param reason why it is neither passed nor broken; empty otherwise
     * @param observations in how many exchanges something was observed, counted once for each check
     * @param blockedBy ids of broken requirements that keep this one open
     * @param known why a failure is expected, or null
     */
    public record Requirement(
            String id,
            String title,
            String statement,
            String level,
            String severity,
            String capability,
            String tier,
            List<String> sources,
            Verdict verdict,
            String reason,
            int observations,
            List<Finding> findings,
            @Nullable List<String> blockedBy,
            @Nullable String known) {
        public Requirement {
            sources = List.copyOf(sources);
            findings = List.copyOf(findings);
            // Files of earlier versions do not have it.
            blockedBy = blockedBy == null ? List.of() : List.copyOf(blockedBy);
        }

        /** Ids of broken requirements that keep this one open; empty in files of older versions. */
        @Override
        public List<String> blockedBy() {
            return blockedBy == null ? List.of() : blockedBy;
        }
    }

    /**
     * @param exchange id of the exchange
     * @param event number of the event in its stream, or null
     * @param pointer JSON pointer within body or event, may be empty
     * @param offset byte offset in the body, or null
     * @param times in how many exchanges or events the same was seen
     * @param repeat the command that repeats the request
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record Finding(
            String check,
            String variant,
            String severity,
            String expected,
            String actual,
            int exchange,
            @Nullable Integer event,
            String pointer,
            @Nullable Long offset,
            int times,
            String repeat) {}

    /** How the run came out. */
    public enum Outcome {
        CONFORMANT("Conformant"),
        NOT_CONFORMANT("Not conformant"),
        /** Nothing that was judged is broken, and too much was not judged. */
        INCONCLUSIVE("Inconclusive");

        private final String words;

        Outcome(String words) {
            this.words = words;
        }

        /** For a headline. */
        public String words() {
            return words;
        }
    }

    /** What to say of the target: it is accused only where something is broken that is not known. */
    public Outcome outcome() {
        if (summary.conformant()) {
            return Outcome.CONFORMANT;
        }
        return requirements.stream().anyMatch(r -> r.verdict() == Verdict.FAIL && r.known() == null)
                ? Outcome.NOT_CONFORMANT
                : Outcome.INCONCLUSIVE;
    }

    /** Counts by verdict, over all and by capability in order of first appearance. */
    public static Summary summarise(boolean conformant, List<Requirement> requirements) {
        Map<String, Map<Verdict, Integer>> capabilities = new LinkedHashMap<>();
        for (Requirement requirement : requirements) {
            capabilities
                    .computeIfAbsent(requirement.capability(), c -> zero())
                    .merge(requirement.verdict(), 1, Integer::sum);
        }
        Map<Verdict, Integer> all = zero();
        capabilities.values().forEach(counts -> counts.forEach((verdict, n) -> all.merge(verdict, n, Integer::sum)));
        return new Summary(conformant, all, capabilities);
    }

    private static Map<Verdict, Integer> zero() {
        Map<Verdict, Integer> counts = new EnumMap<>(Verdict.class);
        for (Verdict verdict : Verdict.values()) {
            counts.put(verdict, 0);
        }
        return counts;
    }
}
