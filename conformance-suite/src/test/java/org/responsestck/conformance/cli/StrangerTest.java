package org.responsestck.conformance.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Servers that are right and nothing like the mock: no row may fail. */
class StrangerTest {
    @TempDir
    private Path dir;

    private Map<String, List<String>> judged(StrangerLook look, StrangerMind mind) throws IOException {
        StringWriter said = new StringWriter();
        PrintWriter writer = new PrintWriter(said, true);
        try (Stranger stranger = new Stranger(look, mind)) {
            Main.execute(
                    writer,
                    writer,
                    "run",
                    "--quiet",
                    "--url",
                    stranger.url(),
                    "--profile",
                    "fireworks",
                    "--model",
                    "accounts/strange/models/s",
                    "--report-dir",
                    dir.toString());
        }
        JsonNode results =
                new ObjectMapper().readTree(dir.resolve("results.json").toFile());
        Map<String, List<String>> rows = new TreeMap<>();
        for (JsonNode row : results.path("requirements")) {
            rows.computeIfAbsent(row.path("verdict").asText(), v -> new ArrayList<>())
                    .add(row.path("id").asText());
        }
        assertThat(rows).as(said.toString()).containsKey("PASS");
        return rows;
    }

    /** Both servers look neither at the names of tools nor at text.format: four of the warnings say so. */
    @Test
    void aServerThatWritesNoMoreThanTheGuideShowsEarnsItsWarningsOnly() throws IOException {
        Map<String, List<String>> rows = judged(StrangerLook.BARE, StrangerMind.OBEDIENT);
        assertThat(rows).doesNotContainKeys("FAIL", "ERROR");
        assertThat(rows.get("WARN"))
                .containsExactlyInAnyOrder(
                        "DELETE-013",
                        "INSTR-003",
                        "LIST-011",
                        "PARAM-ECHO-008",
                        "PARAM-TRUNC-003",
                        "ERR-422-001",
                        "RESP-MSG-002",
                        "RESP-OBJECT-001",
                        "STRUCT-002",
                        "TOOLCHOICE-004",
                        "TOOLCHOICE-005",
                        "TOOLCHOICE-008",
                        "TOOLS-FN-008",
                        "TOOLS-FN-020");
        // Its streams are over before anybody could hang up.
        assertThat(rows.get("INCONCLUSIVE"))
                .isSubsetOf("CHAIN-020", "PARAM-META-002", "STORE-011", "STREAM-CANCEL-001", "STREAM-FRAME-009");
    }

    @Test
    void aServerThatUsesEveryLibertyOfTheDocumentsEarnsItsWarningsOnly() throws IOException {
        Map<String, List<String>> rows = judged(StrangerLook.ORNATE, StrangerMind.OBEDIENT);
        assertThat(rows).doesNotContainKeys("FAIL", "ERROR");
        assertThat(rows.get("WARN"))
                // It repeats whole tools, what is meant for a tool server alone included.
                .containsExactlyInAnyOrder(
                        "DELETE-013",
                        "LIST-011",
                        "PARAM-ECHO-008",
                        "PARAM-TRUNC-003",
                        "STREAM-FRAME-010",
                        "STREAM-ORDER-001",
                        "STREAM-ORDER-009",
                        "STRUCT-002",
                        "TOOLCHOICE-004",
                        "TOOLCHOICE-008",
                        "TOOLS-FN-020",
                        "TOOLS-MCP-015");
        assertThat(rows.get("INCONCLUSIVE"))
                .isSubsetOf("CHAIN-020", "RESP-MSG-006", "STORE-011", "STREAM-CANCEL-001", "STREAM-FRAME-009");
    }

    /** The controls hold what the model itself said, and so they show that it is the model. */
    @ParameterizedTest
    @EnumSource(names = {"CHATTY", "GROUPING"})
    void aModelThatDoesNotFollowItsOwnWordsBreaksNothing(StrangerMind mind) throws IOException {
        Map<String, List<String>> rows = judged(StrangerLook.BARE, mind);
        assertThat(rows).doesNotContainKeys("FAIL", "ERROR");
        assertThat(rows.get("WARN")).doesNotContain("CHAIN-018");
        assertThat(rows.get("INCONCLUSIVE")).contains("CHAIN-003");
    }

    @ParameterizedTest
    @EnumSource(
            names = {"OBEDIENT", "CHATTY", "GROUPING"},
            mode = EnumSource.Mode.EXCLUDE)
    void aModelThatDoesNotHelpLeavesRowsOpenAndBreaksNone(StrangerMind mind) throws IOException {
        Map<String, List<String>> rows = judged(StrangerLook.BARE, mind);
        assertThat(rows).doesNotContainKeys("FAIL", "ERROR");
        assertThat(rows.get("PASS")).hasSizeGreaterThan(150).contains("CHAIN-001", "STORE-004", "STREAM-ORDER-004");
        assertThat(rows.get("INCONCLUSIVE")).contains("CHAIN-002", "TOOLCHOICE-002", "TOOLS-FN-002");
    }
}
