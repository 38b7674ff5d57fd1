package org.responsestck.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The report in a real browser: headless Chromium (the program {@code chromium}, or the one that the variable CHROMIUM names), with the
 * accessibility rules of axe-core. Opt-in: {@code mvn -Pbrowser -pl reports test}. Pictures stay in {@code target/browser}.
 */
@EnabledIfSystemProperty(named = "tck.browser", matches = "true")
class BrowserTest {
    private static final Path SOURCES = Path.of("src", "test", "browser");
    private static final Path FOLDER = Path.of("target", "browser");
    private static final int MOST_SECONDS = 120;
    private static final String RUN_AXE = """
            <script>
            document.querySelectorAll('details').forEach((d) => { d.open = true; });
            document.querySelectorAll('.show').forEach((b, i) => { if (i < 5) b.click(); });
            axe.run().then((r) => {
              document.body.innerHTML = '<pre id=axe></pre>';
              document.getElementById('axe').textContent = 'AXE' + JSON.stringify(r.violations.map((v) =>
                ({ id: v.id, impact: v.impact, nodes: v.nodes.slice(0, 3).map((n) => n.target.join(' ')) }))) + 'END';
            });
            </script></body>""";

    @BeforeAll
    static void install() throws IOException, InterruptedException {
        Files.createDirectories(FOLDER);
        for (String name : List.of(".npmrc", "package.json", "package-lock.json")) {
            Files.copy(SOURCES.resolve(name), FOLDER.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        }
        if (!Files.exists(FOLDER.resolve("node_modules/axe-core/axe.min.js"))) {
            run("npm", "ci", "--ignore-scripts");
        }
    }

    private static String run(String... command) throws IOException, InterruptedException {
        File out = Files.createTempFile(FOLDER, "run", ".out").toFile();
        Process process = new ProcessBuilder(command)
                .directory(FOLDER.toFile())
                .redirectErrorStream(false)
                .redirectOutput(out)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        boolean ended = process.waitFor(MOST_SECONDS, TimeUnit.SECONDS);
        process.destroyForcibly();
        assertThat(ended).as(String.join(" ", command)).isTrue();
        return Files.readString(out.toPath());
    }

    private static String chromium(Path page, String... more) throws IOException, InterruptedException {
        String program = System.getenv().getOrDefault("CHROMIUM", "chromium");
        List<String> command = new ArrayList<>(List.of(
                program,
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--user-data-dir="
                        + Files.createTempDirectory(FOLDER, "profile").toAbsolutePath(),
                "--virtual-time-budget=20000"));
        command.addAll(List.of(more));
        command.add(page.toUri().toString());
        return run(command.toArray(String[]::new));
    }

    private static Results results() {
        List<Results.Requirement> rows = new ArrayList<>(Samples.everyVerdict().requirements());
        rows.add(new Results.Requirement(
                "B-6",
                "A title",
                "A statement.",
                "MUST",
                "FAIL",
                "chaining",
                "seed",
                List.of(),
                Verdict.INCONCLUSIVE,
                "no id",
                0,
                List.of(),
                List.of("B-1"),
                null));
        return Samples.results(rows);
    }

    private static ExchangeText exchange(int id) {
        List<ExchangeText.Tick> ticks = IntStream.range(0, 30)
                .mapToObj(i -> new ExchangeText.Tick(i, "response.output_text.delta", i * 1.5))
                .toList();
        return new ExchangeText(
                id, "basic#1/create", "POST /responses\n", "#3  byte 120  4.5 ms\n  data: {}\n", "COMPLETE", ticks);
    }

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void everybodyCanUseTheReport(String scheme) throws IOException, InterruptedException {
        String html = HtmlReport.of(results(), List.of(exchange(9), exchange(12)));
        Path plain = Files.writeString(FOLDER.resolve(scheme + ".html"), html);
        String dark = scheme.equals("dark") ? "--force-dark-mode" : "--hide-scrollbars";
        chromium(
                plain,
                dark,
                "--window-size=1200,1600",
                "--screenshot=" + FOLDER.resolve(scheme + ".png").toAbsolutePath());
        assertThat(FOLDER.resolve(scheme + ".png")).isNotEmptyFile();
        Path checked = Files.writeString(
                FOLDER.resolve(scheme + "-axe.html"),
                html.replace("</body>", "<script src=node_modules/axe-core/axe.min.js></script>" + RUN_AXE));
        String dom = chromium(checked, dark, "--dump-dom");
        assertThat(dom).as("axe has run").contains("AXE").contains("END");
        JsonNode violations = new ObjectMapper()
                .readTree(dom.substring(dom.indexOf("AXE") + 3, dom.indexOf("END"))
                        .replace("&gt;", ">")
                        .replace("&lt;", "<")
                        .replace("&amp;", "&"));
        assertThat(violations).isEmpty();
    }

    /** How long it took, in the words of the page, stays in a file beside the pictures: a time is measured, never asserted. */
    @Test
    void aReportOfFiveThousandExchangesOpens() throws IOException, InterruptedException {
        List<ExchangeText> many =
                IntStream.range(0, 5000).mapToObj(BrowserTest::exchange).toList();
        String html = HtmlReport.of(Samples.huge(300), many)
                .replace(
                        "</body>",
                        "<script>document.title = 'T' + Math.round(performance.now()) + 'T';</script></body>");
        Path page = Files.writeString(FOLDER.resolve("huge.html"), html);
        String dom = chromium(page, "--dump-dom");
        assertThat(dom).contains("300 of 300");
        String millis = dom.replaceFirst("(?s).*<title>T(\\d+)T</title>.*", "$1");
        Files.writeString(FOLDER.resolve("huge.txt"), millis + " ms, " + html.length() + " characters\n");
    }
}
