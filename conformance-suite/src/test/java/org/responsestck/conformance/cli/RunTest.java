package org.responsestck.conformance.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command as a user types it. */
class RunTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path dir;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int tck(String... args) {
        return Main.execute(new PrintWriter(out, true), new PrintWriter(err, true), args);
    }

    private JsonNode results(String name) throws IOException {
        return JSON.readTree(dir.resolve(name).resolve("results.json").toFile());
    }

    /** Without what may differ from run to run: times, ports, ids. */
    private JsonNode comparable(String name) throws IOException {
        ObjectNode results = (ObjectNode) results(name);
        results.remove(java.util.List.of("runId", "startedAt", "durationMs", "target"));
        for (JsonNode row : results.path("requirements")) {
            for (JsonNode finding : row.path("findings")) {
                ((ObjectNode) finding).remove("repeat");
            }
        }
        String text = results.toString().replaceAll("(resp|msg|fc|call|mcp)_[A-Za-z0-9]+", "$1_");
        return JSON.readTree(text);
    }

    @Test
    void theEmbeddedMockIsConformantAndEveryReportIsWritten() throws IOException {
        assertThat(tck("run", "--report-dir", dir.resolve("a").toString()))
                .as(out + "" + err)
                .isZero();
        JsonNode results = results("a");
        assertThat(results.path("summary").path("conformant").asBoolean()).isTrue();
        assertThat(results.path("summary").path("verdicts").path("PASS").asInt())
                .isGreaterThanOrEqualTo(200);
        for (JsonNode row : results.path("requirements")) {
            boolean silent = row.path("verdict").asText().matches("INCONCLUSIVE|NOT_APPLICABLE");
            assertThat(row.path("reason").asText().isEmpty())
                    .as(row.path("id").asText())
                    .isNotEqualTo(silent);
        }
        for (String file : new String[] {"index.html", "junit.xml", "evidence.jsonl", "summary.md"}) {
            assertThat(dir.resolve("a").resolve(file)).isNotEmptyFile();
        }
        assertThat(Files.list(dir.resolve("a/allure-results"))).isNotEmpty();
        assertThat(Files.readString(dir.resolve("a/junit.xml"))).contains("CHAIN-005");
        assertThat(out.toString()).contains("CONFORMANT").doesNotContain("%");

        eachStepIsSentOnce();

        // Two runs of the same plan read alike.
        assertThat(tck("run", "--quiet", "--report-dir", dir.resolve("b").toString()))
                .isZero();
        assertThat(comparable("b")).isEqualTo(comparable("a"));

        // Evidence judged again gives the same verdicts.
        assertThat(tck(
                        "recheck",
                        "--quiet",
                        "--report-dir",
                        dir.resolve("c").toString(),
                        dir.resolve("a").toString()))
                .isZero();
        assertThat(comparable("c").path("requirements"))
                .isEqualTo(comparable("a").path("requirements"));
    }

    /** Whatever several checks want to see is sent once and shared. */
    private void eachStepIsSentOnce() throws IOException {
        List<String> sent = Files.readAllLines(dir.resolve("a/evidence.jsonl")).stream()
                .skip(1)
                .map(RunTest::read)
                .filter(e -> e.path("event").asText().equals("exchange"))
                .map(e -> e.path("scenario").asText() + " " + e.path("take") + " "
                        + e.path("step").asText())
                .toList();
        assertThat(sent).hasSizeGreaterThan(100).doesNotHaveDuplicates();
    }

    private static JsonNode read(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aDefectGivesExitOneAFindingWithItsPlaceAndTheSameOnRecheck() throws IOException {
        assertThat(tck(
                        "run",
                        "--mock-defect",
                        "delta-lost",
                        "--include",
                        "STREAM-*",
                        "--report-dir",
                        dir.resolve("a").toString()))
                .isEqualTo(1);
        assertThat(out.toString())
                .contains("STREAM-PART-005")
                .contains("expected")
                .contains("curl");
        String html = Files.readString(dir.resolve("a/index.html"));
        assertThat(html).contains("id='STREAM-PART-005'").contains("Show exchange");
        assertThat(tck(
                        "recheck",
                        "--quiet",
                        "--report-dir",
                        dir.resolve("b").toString(),
                        dir.resolve("a/evidence.jsonl").toString()))
                .isEqualTo(1);
        assertThat(comparable("b").path("requirements"))
                .isEqualTo(comparable("a").path("requirements"));

        // As an archive, which any other tool could have recorded, it shows the same.
        String har = dir.resolve("a.har").toString();
        assertThat(tck("recheck", "--har", har, dir.resolve("a").toString())).isEqualTo(1);
        String report = dir.resolve("c").toString();
        assertThat(tck("recheck", "--profile", "fireworks", "--report-dir", report, har))
                .isEqualTo(1);
        assertThat(results("c").path("requirements").valueStream())
                .anyMatch(row -> row.path("id").asText().equals("STREAM-PART-005")
                        && row.path("verdict").asText().equals("FAIL"));
    }

    @Test
    void aDryRunSendsNothingAndWritesNothing() {
        assertThat(tck("run", "--dry-run", "--report-dir", dir.resolve("x").toString()))
                .isZero();
        assertThat(out.toString())
                .contains("scenarios")
                .contains("Not judged")
                .containsPattern("Cost +\\d+ requests, \\d+ of them answered");
        assertThat(dir.resolve("x")).doesNotExist();
    }

    @Test
    void aSmokeRunIsSmall() throws IOException {
        assertThat(tck(
                        "run",
                        "--smoke",
                        "--quiet",
                        "--report-dir",
                        dir.resolve("s").toString()))
                .isIn(0, 4);
        assertThat(results("s").path("cost").path("requests").asInt()).isLessThanOrEqualTo(15);
    }
}
