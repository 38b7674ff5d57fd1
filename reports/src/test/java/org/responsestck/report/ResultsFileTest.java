package org.responsestck.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsFileTest {
    @TempDir
    private Path dir;

    @Test
    void whatIsWrittenIsReadBack() throws IOException {
        Path file = dir.resolve("results.json");
        ResultsFile.write(Samples.everyVerdict(), file);
        assertThat(ResultsFile.read(file)).isEqualTo(Samples.everyVerdict());
    }

    @Test
    void whatIsWrittenFitsThePublishedSchema() throws IOException {
        JsonSchema schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(Files.readString(Path.of("../schemas/json/results.schema.json")));
        assertThat(schema.validate(new ObjectMapper().readTree(ResultsFile.text(Samples.everyVerdict()))))
                .isEmpty();
        var broken = new ObjectMapper()
                .readTree(ResultsFile.text(Samples.everyVerdict()).replace("\"FAIL\"", "\"FAILED\""));
        assertThat(schema.validate(broken)).isNotEmpty();
    }

    @Test
    void countsAreByVerdictAndCapability() {
        Results.Summary summary = Samples.everyVerdict().summary();
        assertThat(summary.verdicts()).containsEntry(Verdict.FAIL, 2).containsEntry(Verdict.PASS, 2);
        assertThat(summary.capabilities()).containsOnlyKeys("core", "chaining");
        assertThat(summary.capabilities().get("core"))
                .containsEntry(Verdict.WARN, 1)
                .containsEntry(Verdict.FAIL, 0);
    }

    @Test
    void anotherFormatIsRefusedByName() throws IOException {
        Path file = Files.writeString(dir.resolve("x.json"), "{\"format\":\"responses-tck/results/99\"}");
        assertThatThrownBy(() -> ResultsFile.read(file))
                .hasMessageContaining("results/99")
                .hasMessageContaining("x.json");
        Path none = Files.writeString(dir.resolve("y.json"), "{}");
        assertThatThrownBy(() -> ResultsFile.read(none)).hasMessageContaining("not named");
        Path broken = Files.writeString(dir.resolve("z.json"), "{\"format\":");
        assertThatThrownBy(() -> ResultsFile.read(broken))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("z.json");
    }
}
