package org.responsestck.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RenderingTest {
    private static final String EVIL = "</script><img src=x onerror=alert(1)>'\"&";

    private static ExchangeText exchange(int id, String answer) {
        return new ExchangeText(
                id,
                "basic#1/create",
                "POST /responses\n",
                answer,
                "COMPLETE",
                List.of(new ExchangeText.Tick(0, "response.created", 1.5)));
    }

    @Test
    void theConsoleShowsTheGravestFirstAndGroupsByExchange() {
        String text = ConsoleSummary.of(Samples.everyVerdict());
        assertThat(text.indexOf("B-1 ")).isLessThan(text.indexOf("A-2 "));
        assertThat(text)
                .contains("expected  status 404")
                .contains("actual    status 500")
                .contains("event 3, /response/id, byte 120 (and 1 more)");
        assertThat(text).contains("Not judged:").contains("needs a second key").contains("the model did not say");
        assertThat(text).doesNotContain("noted only").doesNotContain("%");
        assertThat(text).contains("NOT CONFORMANT").contains("2 FAIL");
    }

    @Test
    void whatWasNotJudgedIsNoAccusation() {
        List<Results.Requirement> rows = List.of(Samples.row("A-3", "core", Verdict.INCONCLUSIVE, "no model"));
        Results plain = Samples.results(rows);
        Results open = new Results(
                plain.format(),
                plain.runId(),
                plain.seed(),
                plain.patience(),
                plain.tool(),
                plain.target(),
                plain.evidence(),
                plain.startedAt(),
                plain.durationMs(),
                plain.cost(),
                Results.summarise(false, rows),
                rows);
        assertThat(List.of(
                        ConsoleSummary.of(open),
                        MarkdownSummary.of(open),
                        HtmlReport.of(open, List.of()),
                        Badge.of(open)))
                .allSatisfy(text -> assertThat(text)
                        .containsIgnoringCase("inconclusive")
                        .doesNotContainIgnoringCase("not conformant"));
    }

    @Test
    void theConsoleStaysShortHoweverMuchIsBroken() {
        String text = ConsoleSummary.of(Samples.huge(400));
        assertThat(text.lines().count()).isLessThan(120);
        assertThat(text).contains("388 more exchanges with findings");
    }

    @Test
    void markdownHasATableAndTheFindings() {
        String text = MarkdownSummary.of(Samples.everyVerdict());
        assertThat(text)
                .startsWith("# Not conformant")
                .contains("| chaining |")
                .contains("**FAIL B-1**")
                .contains("## Not judged");
    }

    @Test
    void theReportCanBeReadWithoutScripts() {
        String html = HtmlReport.of(Samples.everyVerdict(), List.of(exchange(12, "HTTP 200\n")));
        String still = html.replaceAll("(?s)<script.*?</script>", "");
        assertThat(still)
                .contains("Not conformant")
                .contains("id='B-1'")
                .contains("A statement about B-1.")
                .contains("status 404");
        assertThat(still).contains("<th scope=row>").contains("needs a second key");
    }

    @Test
    void nothingFromTheWireBecomesMarkup() {
        Results results = Samples.results(
                List.of(Samples.row("A-1", "core", Verdict.FAIL, EVIL, Samples.finding("FAIL", 1, EVIL))));
        String html = HtmlReport.of(results, List.of(exchange(1, EVIL)));
        assertThat(html).doesNotContain("<img").doesNotContain("onerror=alert(1)>");
        assertThat(html.split("</script>", -1)).hasSize(3);
    }

    @Test
    void theReportLoadsNothingFromElsewhere() {
        String html = HtmlReport.of(Samples.everyVerdict(), List.of());
        assertThat(html)
                .doesNotContain("src=")
                .doesNotContain("@import")
                .doesNotContain("<link")
                .doesNotContain("url(");
        assertThat(html).doesNotContain("{{");
    }

    @Test
    void aLongExchangeLosesItsMiddle() {
        String html = HtmlReport.of(Samples.everyVerdict(), List.of(exchange(1, "a".repeat(200_000))));
        assertThat(html.length()).isLessThan(150_000);
        assertThat(html).contains("characters left out");
    }

    @Test
    void aBigRunGivesAFileThatABrowserOpens() {
        List<ExchangeText> many = IntStream.range(0, 400)
                .mapToObj(i -> exchange(i, "{\"n\":" + i + "}"))
                .toList();
        assertThat(HtmlReport.of(Samples.huge(400), many).length()).isLessThan(1_500_000);
    }

    @Test
    void sarifHasARuleAndALevelForEachFinding() throws JsonProcessingException {
        JsonNode run = new ObjectMapper()
                .readTree(Sarif.of(Samples.everyVerdict()))
                .path("runs")
                .path(0);
        assertThat(run.path("tool").path("driver").path("rules")).hasSize(4);
        List<String> levels = new ArrayList<>();
        run.path("results")
                .forEach(r -> levels.add(
                        r.path("ruleId").asText() + " " + r.path("level").asText()));
        assertThat(levels).containsExactly("A-2 warning", "B-1 error", "B-2 error", "B-5 note");
    }

    @Test
    void theBadgeNamesOnlyCapabilitiesThatTheVerdictSpeaksFor() {
        String svg = Badge.of(Samples.everyVerdict());
        assertThat(svg)
                .contains("not conformant")
                .contains("fireworks@2026-11-24")
                .contains(">core<");
        assertThat(svg).doesNotContain("chaining");
        String evil = Badge.of(Samples.results(List.of(Samples.row("A-1", EVIL, Verdict.PASS, ""))));
        assertThat(evil).doesNotContain("<img");
    }

    @Test
    void theReportSaysWhatBlocksWhat() {
        Results.Requirement blocker =
                Samples.row("A-1", "core", Verdict.FAIL, "", Samples.finding("FAIL", 1, "nothing"));
        Results.Requirement plain = Samples.row("A-2", "core", Verdict.INCONCLUSIVE, "no id");
        Results.Requirement blocked = new Results.Requirement(
                plain.id(),
                plain.title(),
                plain.statement(),
                plain.level(),
                plain.severity(),
                plain.capability(),
                plain.tier(),
                plain.sources(),
                plain.verdict(),
                plain.reason(),
                plain.observations(),
                plain.findings(),
                List.of("A-1"),
                null);
        Results results = Samples.results(List.of(blocker, blocked));
        assertThat(ConsoleSummary.of(results)).contains("1 requirements stay open because of this: A-2");
        String html = HtmlReport.of(results, List.of());
        assertThat(html).contains("Open because of <a href='#A-1'>").contains("Keeps open <a href='#A-2'>");
    }
}
