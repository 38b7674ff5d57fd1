package org.responsestck.conformance.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expected failures from the first run to the day they are mended. */
class KnownFailuresTest {
    @TempDir
    private Path dir;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int tck(String... args) {
        return Main.execute(new PrintWriter(out, true), new PrintWriter(err, true), args);
    }

    private String at(String name) {
        return dir.resolve(name).toString();
    }

    private void recordADefect() {
        assertThat(tck(
                        "run",
                        "--quiet",
                        "--mock-defect",
                        "delta-lost",
                        "--include",
                        "STREAM-PART-*",
                        "--report-dir",
                        at("a")))
                .isEqualTo(1);
    }

    @Test
    void aKnownFailureDoesNotFailTheRunUntilItIsGone() throws IOException {
        recordADefect();
        assertThat(tck(
                        "baseline",
                        "update",
                        at("known.yaml"),
                        "--results",
                        at("a"),
                        "--owner",
                        "core",
                        "--reason",
                        "deltas get lost under load"))
                .as(err.toString())
                .isZero();
        assertThat(Files.readString(dir.resolve("known.yaml")))
                .contains("STREAM-PART-005")
                .contains("deltas get lost");

        assertThat(tck("recheck", at("a"), "--expected-failures", at("known.yaml")))
                .isZero();
        assertThat(out.toString())
                .contains("1 of the FAIL known")
                .contains("known     deltas get lost under load (core)");

        assertThat(tck(
                        "run",
                        "--quiet",
                        "--include",
                        "STREAM-PART-*",
                        "--report-dir",
                        at("b"),
                        "--expected-failures",
                        at("known.yaml")))
                .isEqualTo(5);
        assertThat(err.toString()).contains("stale").contains("STREAM-PART-005");

        assertThat(tck(
                        "baseline",
                        "update",
                        at("known.yaml"),
                        "--results",
                        at("b"),
                        "--owner",
                        "core",
                        "--reason",
                        "none"))
                .isZero();
        assertThat(out.toString()).contains("0 added, 1 dropped, 0 in all");
    }

    @Test
    void aKnownFailureIsNoFailureInJUnit() throws IOException {
        Files.writeString(dir.resolve("known.yaml"), "- {requirement: STREAM-PART-005, reason: known, owner: me}\n");
        assertThat(tck(
                        "run",
                        "--quiet",
                        "--mock-defect",
                        "delta-lost",
                        "--include",
                        "STREAM-PART-*",
                        "--report-dir",
                        at("a"),
                        "--expected-failures",
                        at("known.yaml")))
                .isZero();
        assertThat(Files.readString(dir.resolve("a/junit.xml")))
                .contains("failures=\"0\"")
                .contains("known failure: known (me)");
    }

    @Test
    void anEntryWhoseDayHasPassedOrThatNamesAnotherVariantCountsNoMore() throws IOException {
        recordADefect();
        Files.writeString(
                dir.resolve("old.yaml"),
                "- {requirement: STREAM-PART-005, reason: r, owner: o, expires: 2020-01-01}\n");
        assertThat(tck("recheck", at("a"), "--quiet", "--expected-failures", at("old.yaml")))
                .isEqualTo(1);
        assertThat(err.toString()).contains("expired on 2020-01-01");
        Files.writeString(
                dir.resolve("other.yaml"),
                "- {requirement: STREAM-PART-005, variant: absent-capability, reason: r, owner: o}\n");
        assertThat(tck("recheck", at("a"), "--quiet", "--expected-failures", at("other.yaml")))
                .isEqualTo(1);
    }

    @Test
    void onlyWhatFailedCanBeRunAgain() {
        recordADefect();
        assertThat(tck("run", "--failed-from", at("a"), "--dry-run")).isZero();
        assertThat(out.toString()).contains("1 of 1 requirements");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "- {requirement: NO-SUCH-1, reason: r, owner: o} | no requirement NO-SUCH-1",
                "- {requirement: STREAM-PART-005, owner: o} | 'reason' is missing",
                "- {requirement: STREAM-PART-005, reason: r, owner: o, until: x} | unknown key 'until'",
                "- {requirement: STREAM-PART-005, reason: r, owner: o, variant: x} | has no variant x",
                "- {requirement: STREAM-PART-005, reason: r, owner: o, expires: soon} | must be a day",
                "requirement: STREAM-PART-005 | not laid out",
                "- [ | no YAML"
            })
    void aFileThatCannotBeUsedSaysWhy(String text, String words) throws IOException {
        Files.writeString(dir.resolve("known.yaml"), text);
        assertThat(tck("run", "--expected-failures", at("known.yaml"), "--report-dir", at("a")))
                .isEqualTo(2);
        assertThat(err.toString()).contains("known.yaml").contains(words);
        assertThat(dir.resolve("a")).doesNotExist();
    }
}
