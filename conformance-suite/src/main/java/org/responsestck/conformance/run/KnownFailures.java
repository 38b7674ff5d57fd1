package org.responsestck.conformance.run;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.responsestck.conformance.requirement.Severity;
import org.responsestck.report.Verdict;

/**
 * Failures that are known and expected: they do not fail a run. An entry whose failure is gone is stale, and one whose day has passed
 * counts no more, so that nobody goes blind.
 *
 * @param entries in the order of their file
 */
public record KnownFailures(List<Entry> entries) {
    public static final KnownFailures NONE = new KnownFailures(List.of());

    public KnownFailures {
        entries = List.copyOf(entries);
    }

    /**
     * One known failure.
     *
     * @param requirement id of the requirement
     * @param variant the way it is broken; null for every way, empty for the plain breach
     * @param reason why it is known and not mended
     * @param owner who looks after it
     * @param expires last day on which it counts, or null
     */
    public record Entry(
            String requirement,
            @Nullable String variant,
            String reason,
            String owner,
            @Nullable LocalDate expires) {
        public Entry {
            Objects.requireNonNull(requirement, "requirement is null");
            Objects.requireNonNull(reason, "reason is null");
            Objects.requireNonNull(owner, "owner is null");
        }

        boolean expired(LocalDate today) {
            return expires != null && expires.isBefore(today);
        }

        boolean covers(String id, Finding finding) {
            return requirement.equals(id)
                    && (variant == null || variant.equals(finding.broken().variant()));
        }

        /** In words, for a report. */
        @Override
        public String toString() {
            return requirement + (variant == null || variant.isEmpty() ? "" : " (" + variant + ")") + ", " + owner
                    + ": " + reason;
        }
    }

    /**
     * What became of the entries.
     *
     * @param judgements the same judgements; a FAIL whose every failing finding is known says so
     * @param stale entries whose requirement was judged and does not fail that way any more
     * @param expired entries that would cover a failure, but whose day has passed
     */
    public record Applied(List<Judgement> judgements, List<Entry> stale, List<Entry> expired) {
        public Applied {
            judgements = List.copyOf(judgements);
            stale = List.copyOf(stale);
            expired = List.copyOf(expired);
        }
    }

    /** @param today the day by which entries expire */
    public Applied apply(List<Judgement> judgements, LocalDate today) {
        List<Judgement> marked = judgements.stream()
                .map(j -> reason(j, today).map(j::known).orElse(j))
                .toList();
        List<Entry> stale = new ArrayList<>();
        List<Entry> expired = new ArrayList<>();
        for (Entry entry : entries) {
            Optional<Judgement> judged = judgements.stream()
                    .filter(j -> j.requirement().id().equals(entry.requirement()))
                    .findFirst();
            if (judged.isEmpty()) {
                continue; // Not selected in this run: nothing is known about it.
            }
            boolean fails = failing(judged.get()).anyMatch(f -> entry.covers(entry.requirement(), f));
            if (fails && entry.expired(today)) {
                expired.add(entry);
            } else if (!fails && settled(judged.get().verdict())) {
                stale.add(entry);
            }
        }
        return new Applied(marked, stale, expired);
    }

    /** Whether a verdict says that a failure which is not there is gone; an open row may still have it. */
    private static boolean settled(Verdict verdict) {
        return verdict == Verdict.PASS || verdict == Verdict.WARN || verdict == Verdict.FAIL;
    }

    private Optional<String> reason(Judgement judgement, LocalDate today) {
        if (judgement.verdict() != Verdict.FAIL) {
            return Optional.empty();
        }
        String id = judgement.requirement().id();
        List<Entry> valid = entries.stream().filter(e -> !e.expired(today)).toList();
        boolean all = failing(judgement).allMatch(f -> valid.stream().anyMatch(e -> e.covers(id, f)));
        return all
                ? failing(judgement)
                        .flatMap(f -> valid.stream().filter(e -> e.covers(id, f)))
                        .map(e -> e.reason() + " (" + e.owner() + ")")
                        .findFirst()
                : Optional.empty();
    }

    private static java.util.stream.Stream<Finding> failing(Judgement judgement) {
        return judgement.findings().stream().filter(f -> f.severity() == Severity.FAIL);
    }
}
