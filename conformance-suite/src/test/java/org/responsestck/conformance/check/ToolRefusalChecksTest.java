package org.responsestck.conformance.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.responsestck.conformance.check.ToolSamples.TEXT;
import static org.responsestck.conformance.check.ToolSamples.post;
import static org.responsestck.conformance.check.ToolSamples.response;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.responsestck.conformance.evidence.Recorded;
import org.responsestck.conformance.requirement.Catalogue;
import org.responsestck.conformance.requirement.Severity;

class ToolRefusalChecksTest {
    private static Recorded served() {
        return Recorded.profile("fireworks").json("basic", 1, "create", post("'input':'x'"), 200, response(TEXT));
    }

    private static List<String> said(String name, String scenario, String step, int status) {
        return Heard.by(
                ToolRefusalChecks.checks(),
                name,
                served().json(scenario, 1, step, post("'input':'x'"), status, status == 200 ? response(TEXT) : "{}"));
    }

    @ParameterizedTest
    @CsvSource({
        "malformed-tools-are-refused, tool/0",
        "malformed-tools-are-refused, tool/2",
        "an-unknown-tool-type-is-refused, unknown-type",
        "a-choice-that-names-no-tool-is-refused, choice-unknown",
        "an-unknown-tool-choice-is-refused, choice-illegal"
    })
    void whatIsWrongIsRefused(String name, String step) {
        assertThat(said(name, "refusals-tools", step, 400)).containsExactly("held");
        assertThat(said(name, "refusals-tools", step, 422)).containsExactly("held");
        assertThat(said(name, "refusals-tools", step, 404)).containsExactly("broken:other-4xx");
        assertThat(said(name, "refusals-tools", step, 200)).containsExactly("broken:accepted");
        assertThat(said(name, "refusals-tools", step, 500)).containsExactly("broken:server-error");
        assertThat(said(name, "refusals-tools", step, 501)).containsExactly("unclear:UNSUPPORTED");
        assertThat(said(name, "refusals-tools", step, 503)).containsExactly("unclear:BUDGET");
        assertThat(said(name, "refusals-tools", step, 429)).containsExactly("unclear:BUDGET");
    }

    @ParameterizedTest
    @CsvSource({
        "two-tools-of-one-name-do-not-crash, refusals-tools, twins",
        "a-demanded-call-without-tools-does-not-crash, refusals-tools, choice-without-tools",
        "a-call-without-output-does-not-crash, function-loop, unanswered",
        "an-image-does-not-crash, image, create"
    })
    void whatMayBeRefusedOrServedDoesNotCrash(String name, String scenario, String step) {
        assertThat(said(name, scenario, step, 200)).containsExactly("held");
        assertThat(said(name, scenario, step, 400)).containsExactly("held");
        assertThat(said(name, scenario, step, 404)).containsExactly("held");
        assertThat(said(name, scenario, step, 500)).containsExactly("broken:");
        assertThat(said(name, scenario, step, 501)).containsExactly("broken:");
        assertThat(said(name, scenario, step, 503)).containsExactly("unclear:BUDGET");
        assertThat(said(name, scenario, step, 0)).containsExactly("unclear:WIRE");
    }

    @Test
    void whereNothingIsServedAnotherRefusalSaysNothing() {
        Recorded locked =
                Recorded.profile("fireworks").json("refusals-tools", 1, "unknown-type", post("'input':'x'"), 403, "{}");
        assertThat(Heard.by(ToolRefusalChecks.checks(), "an-unknown-tool-type-is-refused", locked))
                .containsExactly("unclear:VALUE_MISSING");
    }

    @Test
    void whatABreachMeansIsAsTheRowsSay() {
        Catalogue rows = Catalogue.load();
        for (String id : List.of("TOOLS-FN-020", "TOOLS-FN-021", "TOOLCHOICE-008")) {
            assertThat(rows.get(id).severity("fireworks", "accepted")).as(id).isEqualTo(Severity.WARN);
            assertThat(rows.get(id).severity("fireworks", "other-4xx")).as(id).isEqualTo(Severity.WARN);
            assertThat(rows.get(id).severity("fireworks", "server-error"))
                    .as(id)
                    .isEqualTo(Severity.FAIL);
        }
        assertThat(rows.get("TOOLCHOICE-004").severity("fireworks", "server-error"))
                .isEqualTo(Severity.WARN);
        assertThat(rows.get("TOOLS-FN-022").severity("fireworks", "")).isEqualTo(Severity.INFO);
        assertThat(rows.get("TOOLCHOICE-009").severity("fireworks", "")).isEqualTo(Severity.INFO);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'type':'function','name':'f'},{'type':'function','name':'f'} | \"auto\"",
                "{'type':'function','name':'f'} | {\"type\":\"function\",\"name\":\"g\"}",
                "{'type':'function','name':'f'} | \"sometimes\"",
                " | \"required\""
            },
            quoteCharacter = '`')
    void aCrashOnOneOfThemIsAlsoACrashOnAMalformedRequest(String tools, String choice) {
        Recorded run = served().json(
                        "refusals-tools",
                        1,
                        "any",
                        post("'input':'x','tools':[" + (tools == null ? "" : tools) + "],'tool_choice':" + choice),
                        500,
                        "{}");
        assertThat(Heard.by(ErrorChecks.checks(), "malformed-requests-give-no-server-error", run))
                .containsExactly("broken:");
    }
}
