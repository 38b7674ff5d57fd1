package org.responsestck.conformance.cli;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.responsestck.conformance.requirement.Catalogue;
import org.responsestck.conformance.requirement.Requirement;
import org.responsestck.conformance.run.KnownFailures;

/** Reads and writes the file of expected failures: a YAML list, each entry with requirement, reason and owner. */
final class KnownFailuresFile {
    private static final Set<String> KEYS = Set.of("requirement", "variant", "reason", "owner", "expires");
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .enable(com.fasterxml.jackson.core.StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private KnownFailuresFile() {}

    /** @throws UsageException if the file cannot be used; the message names file and entry, and says what to write instead */
    static KnownFailures read(Path file) {
        JsonNode root;
        try {
            root = YAML.readTree(Files.readString(file));
        } catch (JacksonException e) {
            JsonLocation at = e.getLocation();
            throw new UsageException(file
                    + (at == null ? "" : ":" + at.getLineNr() + ":" + at.getColumnNr())
                    + ": this is no YAML: "
                    + e.getOriginalMessage().lines().findFirst().orElse(""));
        } catch (IOException e) {
            throw new UsageException("the expected failures " + file + " cannot be read");
        }
        if (root.isMissingNode() || root.isNull()) {
            return KnownFailures.NONE;
        }
        if (!root.isArray()) {
            throw new UsageException(file + ": must be a list; begin each entry with '- requirement: …'");
        }
        List<KnownFailures.Entry> entries = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < root.size(); i++) {
            KnownFailures.Entry entry = entry(file + ", entry " + (i + 1), root.get(i));
            if (!seen.add(entry.requirement() + "/" + entry.variant())) {
                throw new UsageException(file + ", entry " + (i + 1) + ": " + entry.requirement() + " is there twice");
            }
            entries.add(entry);
        }
        return new KnownFailures(entries);
    }

    private static KnownFailures.Entry entry(String place, JsonNode node) {
        if (!node.isObject()) {
            throw new UsageException(place + ": must be a mapping with requirement, reason and owner");
        }
        node.fieldNames().forEachRemaining(name -> {
            if (!KEYS.contains(name)) {
                throw new UsageException(
                        place + ": unknown key '" + name + "'; known are requirement, variant, reason, owner, expires");
            }
        });
        String id = text(place, node, "requirement");
        Requirement row = Catalogue.load()
                .find(id)
                .orElseThrow(() ->
                        new UsageException(place + ": no requirement " + id + "; 'tck list requirements' shows them"));
        String variant = node.hasNonNull("variant") ? node.path("variant").asText() : null;
        if (variant != null
                && !variant.isEmpty()
                && !variant.equals("absent-capability")
                && !row.variants().containsKey(variant)) {
            throw new UsageException(place + ": " + id + " has no variant " + variant + "; it has "
                    + String.join(", ", new java.util.TreeSet<>(row.variants().keySet())));
        }
        return new KnownFailures.Entry(
                id, variant, text(place, node, "reason"), text(place, node, "owner"), day(place, node.path("expires")));
    }

    private static String text(String place, JsonNode node, String key) {
        String text = node.path(key).asText("").strip();
        if (text.isEmpty()) {
            throw new UsageException(place + ": '" + key + "' is missing");
        }
        return text;
    }

    private static @Nullable LocalDate day(String place, JsonNode node) {
        if (node.isMissingNode() || node.isNull()) {
            return null;
        }
        try {
            return LocalDate.parse(node.asText());
        } catch (DateTimeParseException e) {
            throw new UsageException(
                    place + ": 'expires' is '" + node.asText() + "', must be a day such as 2027-01-31");
        }
    }

    /** @throws IOException if it cannot be written */
    static void write(Path file, KnownFailures known) throws IOException {
        var list = YAML.createArrayNode();
        for (KnownFailures.Entry entry : known.entries()) {
            ObjectNode node = list.addObject().put("requirement", entry.requirement());
            if (entry.variant() != null) {
                node.put("variant", entry.variant());
            }
            node.put("reason", entry.reason()).put("owner", entry.owner());
            if (entry.expires() != null) {
                node.put("expires", entry.expires().toString());
            }
        }
        Files.writeString(
                file,
                "# Failures that are known. They do not fail a run; an entry whose failure is gone does (exit 5).\n"
                        + YAML.writeValueAsString(list));
    }
}
