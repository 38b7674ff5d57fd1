package org.responsestck.conformance.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.responsestck.conformance.target.EmbeddedMock;
import org.responsestck.conformance.wire.Who;

/** From a URL to a target file to a run. */
class ProbeTest {
    @TempDir
    private Path dir;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int tck(String... args) {
        return Main.execute(new PrintWriter(out, true), new PrintWriter(err, true), args);
    }

    private int probe(EmbeddedMock mock) throws IOException {
        Path key = dir.resolve("key");
        Files.writeString(key, mock.target().key(Who.KEY).orElseThrow());
        return tck(
                "probe",
                "--url",
                mock.target().base().toString(),
                "--model",
                "m",
                "--profile",
                "fireworks",
                "--api-key-file",
                key.toString(),
                "--out",
                dir.resolve("target.yaml").toString());
    }

    private Map<String, Boolean> declared() {
        return TargetFile.read(dir.resolve("target.yaml")).capabilities();
    }

    @Test
    void whatATargetOffersIsWrittenIntoAFileThatARunCanUse() throws IOException {
        try (EmbeddedMock mock = EmbeddedMock.start("fireworks", List.of())) {
            assertThat(probe(mock)).as(err.toString()).isZero();
            assertThat(declared())
                    .containsEntry("streaming", true)
                    .containsEntry("deletion", true)
                    .containsEntry("function-tools", true);
            assertThat(tck(
                            "run",
                            "--target",
                            dir.resolve("target.yaml").toString(),
                            "--api-key-file",
                            dir.resolve("key").toString(),
                            "--include",
                            "LIST-001",
                            "--quiet",
                            "--report-dir",
                            dir.resolve("a").toString()))
                    .as(err.toString())
                    .isZero();
            assertThat(probe(mock)).as("a file that is there stays").isEqualTo(2);
        }
    }

    @Test
    void whatTheProfileDemandsStaysJudged() throws IOException {
        try (EmbeddedMock mock =
                EmbeddedMock.start("fireworks", List.of("get-not-implemented", "function-tools-nested-only"))) {
            assertThat(probe(mock)).isZero();
            assertThat(declared()).doesNotContainKeys("retrieval", "function-tools");
            assertThat(Files.readString(dir.resolve("target.yaml"))).contains("the profile demands it");
        }
    }

    @Test
    void aTargetThatRefusesEverythingCannotBeProbed() throws IOException {
        try (EmbeddedMock mock = EmbeddedMock.start("fireworks", List.of())) {
            Files.writeString(dir.resolve("wrong"), "not-the-key");
            assertThat(tck(
                            "probe",
                            "--url",
                            mock.target().base().toString(),
                            "--model",
                            "m",
                            "--profile",
                            "fireworks",
                            "--api-key-file",
                            dir.resolve("wrong").toString(),
                            "--out",
                            dir.resolve("t.yaml").toString()))
                    .isEqualTo(3);
            assertThat(err.toString()).contains("status 401");
            assertThat(dir.resolve("t.yaml")).doesNotExist();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'url: http://h/v1\nmodell: m' | target.yaml:2: | unknown key 'modell'",
                "'capabilities:\n  streaming: maybe' | target.yaml:2: | 'streaming' has a value of another kind",
                "'url: [' | target.yaml:1: | no YAML",
                "'# nothing' | target.yaml | is empty",
                "'url: http://h/v1\nprofile: fireworks\nmodel: m\ncapabilities: {nonsense: true}' | capability | nonsense"
            })
    void aTargetFileThatCannotBeUsedSaysWhere(String text, String place, String words) throws IOException {
        Files.writeString(dir.resolve("target.yaml"), text);
        assertThat(tck("run", "--target", dir.resolve("target.yaml").toString(), "--dry-run"))
                .isEqualTo(2);
        assertThat(err.toString()).contains(place).contains(words);
    }
}
