package org.responsestck.conformance.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class UsageTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int tck(String... args) {
        return Main.execute(new PrintWriter(out, true), new PrintWriter(err, true), args);
    }

    static Stream<Arguments> wrongUses() {
        return Stream.of(
                Arguments.of("run --no-such-option", "--no-such-option"),
                Arguments.of("run --api-key=sk-1", "RESPONSES_API_KEY"),
                Arguments.of("run --api-key sk-1", "RESPONSES_API_KEY"),
                Arguments.of("run --url http://127.0.0.1:9/v1", "--profile"),
                Arguments.of("run --url http://127.0.0.1:9/v1 --profile fireworks", "--model"),
                Arguments.of("run --url http://127.0.0.1:9/v1 --profile nobody --model m", "nobody"),
                Arguments.of("run --url ftp://host/v1 --profile fireworks --model m", "http"),
                Arguments.of("run --url nonsense --profile fireworks --model m", "nonsense"),
                Arguments.of(
                        "run --api-key-file /no/such/file --url http://127.0.0.1:9/v1 --profile fireworks --model m",
                        "/no/such/file"),
                Arguments.of(
                        "run --api-key-env NO_SUCH_VARIABLE_HERE --url http://127.0.0.1:9/v1 --profile fireworks --model m",
                        "NO_SUCH_VARIABLE_HERE"),
                Arguments.of(
                        "run --header Authorization=x --url http://127.0.0.1:9/v1 --profile fireworks --model m",
                        "--api-key-env"),
                Arguments.of(
                        "run --header nonsense --url http://127.0.0.1:9/v1 --profile fireworks --model m",
                        "NAME=VALUE"),
                Arguments.of(
                        "run --witness-address nonsense --url http://127.0.0.1:9/v1 --profile fireworks --model m",
                        "HOST:PORT"),
                Arguments.of(
                        "run --option nonsense=1 --url http://127.0.0.1:9/v1 --profile fireworks --model m",
                        "second-model"),
                Arguments.of(
                        "run --option context-size=many --url http://127.0.0.1:9/v1 --profile fireworks --model m",
                        "tokens"),
                Arguments.of(
                        "run --option fault-header=x --url http://127.0.0.1:9/v1 --profile fireworks --model m",
                        "NAME:VALUE"),
                Arguments.of("run --include NO-SUCH-*", "NO-SUCH-*"),
                Arguments.of("run --capability streaming", "+streaming"),
                Arguments.of("run --capability=+nonsense", "nonsense"),
                Arguments.of("run --concurrency 0", "--concurrency"),
                Arguments.of("run --patience 0", "--patience"),
                Arguments.of("run --timeout -1 --url http://127.0.0.1:9/v1 --profile fireworks --model m", "--timeout"),
                Arguments.of("run --level sometimes", "sometimes"),
                Arguments.of("run --mock-defect no-such-defect", "no-such-defect"),
                Arguments.of("recheck /no/such/evidence.jsonl", "/no/such/evidence.jsonl"),
                Arguments.of("recheck pom.xml --profile fireworks", "neither an evidence.jsonl, nor a HAR"),
                Arguments.of("recheck ../fixtures/transcripts/good/text.sse", "--profile"),
                Arguments.of("recheck ../fixtures/transcripts/good/text.sse --profile nobody", "fireworks"),
                Arguments.of("explain NOPE-1", "NOPE-1"),
                Arguments.of("list nonsense", "nonsense"),
                Arguments.of("mock --port 70000", "--port"),
                Arguments.of("mock --scripts /no/such/folder", "/no/such/folder"),
                Arguments.of("", "command"));
    }

    @ParameterizedTest
    @MethodSource("wrongUses")
    void wrongUsageExitsWithTwoAndOneLineThatSaysWhatToDo(String line, String mentions) {
        int code = tck(line.isEmpty() ? new String[0] : line.split(" "));
        assertThat(code).as(err.toString()).isEqualTo(2);
        assertThat(err.toString().strip().lines()).hasSize(1);
        assertThat(err.toString())
                .contains(mentions)
                .doesNotContain("Exception")
                .doesNotContain("sk-1");
    }

    @Test
    void everyListCanBeReadByMachines() throws Exception {
        for (String what :
                new String[] {"requirements", "checks", "scenarios", "defects", "variations", "quirks", "capabilities"
                }) {
            out.getBuffer().setLength(0);
            assertThat(tck("list", what, "--json")).isZero();
            assertThat(new com.fasterxml.jackson.databind.ObjectMapper()
                            .readTree(out.toString())
                            .isArray())
                    .as(what)
                    .isTrue();
        }
    }

    @Test
    void aRequirementIsExplainedWithItsCheckAndItsDefects() {
        assertThat(tck("explain", "chain-008")).isZero();
        assertThat(out.toString()).contains("CHAIN-008").contains("check").contains("tck run --include CHAIN-008");
    }

    @Test
    void coverageCountsEveryTier() {
        assertThat(tck("coverage")).isZero();
        assertThat(out.toString()).contains("seed").contains("requirements have a check");
    }
}
