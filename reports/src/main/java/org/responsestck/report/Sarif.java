package org.responsestck.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * {@code results.sarif}: the findings as SARIF 2.1.0, for tools that show them beside code. A rule is a requirement; a finding stands at
 * the line of {@code evidence.jsonl} that is not known here, so its place is the file, and the exchange is named in words.
 */
public final class Sarif {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private Sarif() {}

    public static String of(Results results) {
        ObjectNode log = JSON.createObjectNode();
        log.put("$schema", "https://json.schemastore.org/sarif-2.1.0.json").put("version", "2.1.0");
        ObjectNode run = log.putArray("runs").addObject();
        ObjectNode driver = run.putObject("tool").putObject("driver");
        driver.put("name", results.tool().name()).put("version", results.tool().version());
        ArrayNode rules = driver.putArray("rules");
        ArrayNode found = run.putArray("results");
        for (Results.Requirement row : results.requirements()) {
            if (row.findings().isEmpty()) {
                continue;
            }
            rules.addObject()
                    .put("id", row.id())
                    .put("name", row.title())
                    .put("helpUri", "index.html#" + row.id())
                    .putObject("shortDescription")
                    .put("text", row.statement());
            row.findings().forEach(finding -> finding(results, row, finding, found.addObject()));
        }
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(log) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("findings cannot be written as JSON", e);
        }
    }

    private static void finding(Results results, Results.Requirement row, Results.Finding finding, ObjectNode result) {
        result.put("ruleId", row.id()).put("level", level(finding.severity()));
        result.putObject("message")
                .put(
                        "text",
                        "Expected " + finding.expected() + ", was " + finding.actual() + " at "
                                + Findings.where(finding) + ".");
        ObjectNode location = result.putArray("locations").addObject();
        location.putObject("physicalLocation")
                .putObject("artifactLocation")
                .put("uri", results.evidence().file());
        location.putArray("logicalLocations")
                .addObject()
                .put(
                        "fullyQualifiedName",
                        results.target().url() + " exchange " + finding.exchange() + finding.pointer());
        // The same breach in two runs is one alert.
        result.putObject("partialFingerprints")
                .put("requirement", row.id() + "/" + finding.check() + "/" + finding.variant());
    }

    private static String level(String severity) {
        return switch (severity) {
            case "FAIL" -> "error";
            case "WARN" -> "warning";
            default -> "note";
        };
    }
}
