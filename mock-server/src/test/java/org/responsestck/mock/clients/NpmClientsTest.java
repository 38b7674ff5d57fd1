package org.responsestck.mock.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.responsestck.mock.MockOptions;
import org.responsestck.mock.MockServer;

/** The clients of {@code src/test/clients}, each in a process of its own, do what they do with a backend. */
@EnabledIfSystemProperty(named = "tck.clients", matches = "true")
class NpmClientsTest {
    private static final Path SOURCES = Path.of("src", "test", "clients");
    private static final Path FOLDER = Path.of("target", "clients");
    private static final int MOST_SECONDS = 120;
    private static final int INSTALL_SECONDS = 480;
    private static final ObjectMapper JSON = new ObjectMapper();

    @BeforeAll
    static void install() throws IOException, InterruptedException {
        Files.createDirectories(FOLDER);
        Path lock = FOLDER.resolve("package-lock.json");
        boolean installed = Files.isDirectory(FOLDER.resolve("node_modules"))
                && Files.exists(lock)
                && Files.mismatch(lock, SOURCES.resolve("package-lock.json")) < 0;
        try (Stream<Path> files = Files.list(SOURCES)) {
            for (Path file : files.toList()) {
                Files.copy(file, FOLDER.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        if (!installed) {
            run(INSTALL_SECONDS, Map.of(), "npm", "ci", "--ignore-scripts");
        }
    }

    @ParameterizedTest(name = "{0}, usage names: {1}")
    @CsvSource({
        "openai.mjs, the profile's",
        "openai.mjs, and OpenAI's",
        "agents.mjs, the profile's",
        "agents.mjs, and OpenAI's",
        "langchain.mjs, the profile's",
        "langchain.mjs, and OpenAI's",
        "ai-sdk.mjs, and OpenAI's"
    })
    void everyStepSucceeds(String script, String names) throws IOException, InterruptedException {
        Map<String, String> outcomes = play(script, names);
        assertThat(outcomes.values()).noneMatch(outcome -> outcome.startsWith("no:"));
    }

    /** Its validation demands {@code input_tokens}: the reason why there is an option. */
    @ParameterizedTest(name = "{0}, usage names: {1}")
    @CsvSource("ai-sdk.mjs, the profile's")
    void aClientThatInsistsOnOpenaisNamesSaysSo(String script, String names) throws IOException, InterruptedException {
        assertThat(play(script, names).get("create")).startsWith("no:");
    }

    private static Map<String, String> play(String script, String names) throws IOException, InterruptedException {
        MockOptions options = MockOptions.defaults();
        List<String> lines;
        try (MockServer mock = MockServer.start(names.equals("and OpenAI's") ? options.openaiNames() : options)) {
            lines = run(
                    MOST_SECONDS,
                    Map.of("MOCK_URL", mock.baseUrl(), "MOCK_KEY", mock.key()),
                    "node",
                    "--no-deprecation",
                    script);
        }
        JsonNode head = JSON.readTree(lines.get(0));
        Map<String, String> outcomes = new TreeMap<>();
        for (String line : lines.subList(1, lines.size())) {
            JsonNode step = JSON.readTree(line);
            outcomes.put(step.path("step").asText(), words(step));
        }
        ClientsPage.open()
                .row(head.path("client").asText() + " " + head.path("version").asText(), names, outcomes);
        return outcomes;
    }

    private static String words(JsonNode step) {
        String note = step.path("note").asText();
        return switch (step.path("outcome").asText()) {
            case "none" -> "–";
            case "ok" -> note.isEmpty() ? "yes" : "yes: " + note;
            default -> "no: " + note.lines().findFirst().orElse("");
        };
    }

    /** Lines of standard output. Ends the process if it takes too long. */
    private static List<String> run(int seconds, Map<String, String> environment, String... command)
            throws IOException, InterruptedException {
        Path out = Files.createTempFile(FOLDER, "out", ".txt");
        Path err = Files.createTempFile(FOLDER, "err", ".txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(FOLDER.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
        }
        assertThat(process.exitValue())
                .as(() -> String.join(" ", command) + ": " + text(err))
                .isZero();
        List<String> lines = new ArrayList<>(Files.readAllLines(out));
        Files.delete(out);
        Files.delete(err);
        return lines;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
