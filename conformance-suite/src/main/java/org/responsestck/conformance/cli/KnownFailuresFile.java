package org.responsestck.conformance.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.type.TypeReference;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.responsestck.conformance.requirement.Catalogue;
import org.responsestck.conformance.requirement.Requirement;
import org.responsestck.conformance.run.KnownFailures;

/** Reads and writes the file of expected failures: a YAML list, each entry with requirement, reason and owner. */
final class KnownFailuresFile {
    private static final String COMMENT =
            "# Failures that are known. They do not fail a run; an entry whose failure is gone does (exit 5).\n";

    private KnownFailuresFile() {}

    /** An entry as it is written. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonPropertyOrder({"requirement", "variant", "reason", "owner", "expires"})
    record Line(
            @Nullable String requirement,
            @Nullable String variant,
            @Nullable String reason,
            @Nullable String owner,
            @Nullable String expires) {}

    /** @throws UsageException if the file cannot be used; the message names file and entry, and says what to write instead */
    static KnownFailures read(Path file) {
        List<Line> lines = YamlFile.read(file, new TypeReference<>() {});
        List<KnownFailures.Entry> entries = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (Line line : lines == null ? List.<Line>of() : lines) {
            String place = file + ", entry " + (entries.size() + 1);
            KnownFailures.Entry entry = entry(place, line);
            if (!seen.add(entry.requirement() + "/" + entry.variant())) {
                throw new UsageException(place + ": " + entry.requirement() + " is there twice");
            }
            entries.add(entry);
        }
        return new KnownFailures(entries);
    }

    private static KnownFailures.Entry entry(String place, Line line) {
        String id = needed(place, line.requirement(), "requirement");
        Requirement row = Catalogue.load()
                .find(id)
                .orElseThrow(() ->
                        new UsageException(place + ": no requirement " + id + "; 'tck list requirements' shows them"));
        String variant = line.variant();
        if (variant != null
                && !variant.isEmpty()
                && !variant.equals("absent-capability")
                && !row.variants().containsKey(variant)) {
            throw new UsageException(place + ": " + id + " has no variant " + variant + "; it has "
                    + String.join(", ", new TreeSet<>(row.variants().keySet())));
        }
        return new KnownFailures.Entry(
                id,
                variant,
                needed(place, line.reason(), "reason"),
                needed(place, line.owner(), "owner"),
                day(place, line.expires()));
    }

    private static String needed(String place, @Nullable String text, String key) {
        if (text == null || text.isBlank()) {
            throw new UsageException(place + ": '" + key + "' is missing");
        }
        return text.strip();
    }

    private static @Nullable LocalDate day(String place, @Nullable String text) {
        try {
            return text == null ? null : LocalDate.parse(text);
        } catch (DateTimeParseException e) {
            throw new UsageException(place + ": 'expires' is '" + text + "', must be a day such as 2027-01-31");
        }
    }

    /** @throws IOException if it cannot be written */
    static void write(Path file, KnownFailures known) throws IOException {
        YamlFile.write(
                file,
                COMMENT,
                known.entries().stream()
                        .map(e -> new Line(
                                e.requirement(),
                                e.variant(),
                                e.reason(),
                                e.owner(),
                                e.expires() == null ? null : e.expires().toString()))
                        .toList());
    }
}
