package org.responsestck.conformance.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.responsestck.conformance.Suite;
import org.responsestck.conformance.check.Observation;
import org.responsestck.conformance.check.Where;
import org.responsestck.conformance.evidence.Evidence;
import org.responsestck.conformance.evidence.ExchangeView;
import org.responsestck.conformance.evidence.Header;
import org.responsestck.conformance.evidence.ResponseObject;
import org.responsestck.conformance.requirement.Level;
import org.responsestck.conformance.requirement.Requirement;
import org.responsestck.conformance.run.Curl;
import org.responsestck.conformance.run.Finding;
import org.responsestck.conformance.run.Judgement;
import org.responsestck.conformance.run.KnownFailures;
import org.responsestck.conformance.run.Transcript;
import org.responsestck.report.Badge;
import org.responsestck.report.ConsoleSummary;
import org.responsestck.report.ExchangeText;
import org.responsestck.report.HtmlReport;
import org.responsestck.report.MarkdownSummary;
import org.responsestck.report.Results;
import org.responsestck.report.ResultsFile;
import org.responsestck.report.Sarif;
import org.responsestck.report.Verdict;

/** Turns an outcome into reports and an exit code. */
final class ReportWriter {
    /** A drawing needs no more. */
    private static final int MOST_TICKS = 600;

    private final @Nullable Path dir;
    private final String url;
    private final KnownFailures known;
    private final Map<Integer, ExchangeView> exchanges = new LinkedHashMap<>();
    private @Nullable Curl curl;
    private List<KnownFailures.Entry> stale = List.of();
    private List<KnownFailures.Entry> expired = List.of();

    /**
     * @param dir where reports go, or null for none
     * @param known failures that are expected
     */
    ReportWriter(@Nullable Path dir, String url, KnownFailures known) {
        this.dir = dir;
        this.url = url;
        this.known = known;
    }

    /** Called as soon as there is an outcome; from then on {@link #exchangeText} answers. Known failures are marked in what it gives. */
    Suite.Outcome outcome(Suite.Outcome outcome) {
        outcome.evidence().exchanges().forEach(view -> exchanges.put(view.id(), view));
        curl = new Curl(url, outcome.evidence());
        KnownFailures.Applied applied = known.apply(outcome.judgements(), LocalDate.now(ZoneOffset.UTC));
        stale = applied.stale();
        expired = applied.expired();
        return outcome.with(applied.judgements());
    }

    private String repeat(ExchangeView view) {
        return curl == null ? "" : curl.repeat(view);
    }

    /** An exchange as plain text, for attachments. */
    String exchangeText(int id) {
        ExchangeView view = exchanges.get(id);
        return view == null
                ? ""
                : repeat(view) + "\n\n" + Transcript.request(view) + "\n" + Transcript.answer(view) + "\n"
                        + Transcript.end(view) + "\n";
    }

    /** Writes everything and says how the run ended. */
    Exit finish(
            Suite.Outcome outcome, long millis, double maxInconclusive, boolean quiet, PrintWriter out, PrintWriter err)
            throws IOException {
        boolean enough = inconclusiveShare(outcome) <= maxInconclusive;
        boolean sound = outcome.judgements().stream()
                .noneMatch(j -> j.verdict() == Verdict.FAIL || j.verdict() == Verdict.ERROR);
        Results results = results(outcome, millis, sound && enough);
        if (dir != null) {
            ResultsFile.write(results, dir.resolve("results.json"));
            Files.writeString(dir.resolve("summary.md"), MarkdownSummary.of(results));
            Files.writeString(dir.resolve("results.sarif"), Sarif.of(results));
            Files.writeString(dir.resolve("badge.svg"), Badge.of(results));
            Files.writeString(dir.resolve("index.html"), HtmlReport.of(results, shown(results)));
        }
        if (!outcome.reached()) {
            err.println("tck: " + url + " did not answer: " + firstReason(outcome)
                    + (dir == null ? "" : "; the evidence so far is in " + dir.resolve("evidence.jsonl")));
            return Exit.COULD_NOT_JUDGE;
        }
        out.print(quiet ? ConsoleSummary.verdictLine(results) + "\n" : ConsoleSummary.of(results));
        if (dir != null && !quiet) {
            out.println("Report   " + dir.resolve("index.html"));
        }
        out.flush();
        stale.forEach(
                e -> err.println("tck: stale, it does not fail any more; take it out of the expected failures: " + e));
        expired.forEach(e -> err.println("tck: expired on " + e.expires() + ", so the failure counts again: " + e));
        if (outcome.judgements().stream().anyMatch(j -> j.verdict() == Verdict.FAIL && j.known() == null)) {
            return Exit.NOT_CONFORMANT;
        }
        if (outcome.judgements().stream().anyMatch(j -> j.verdict() == Verdict.ERROR)) {
            return Exit.COULD_NOT_JUDGE;
        }
        if (!stale.isEmpty()) {
            return Exit.STALE_EXPECTATIONS;
        }
        return enough ? Exit.CONFORMANT : Exit.TOO_MUCH_INCONCLUSIVE;
    }

    private static String firstReason(Suite.Outcome outcome) {
        return outcome.judgements().stream()
                .filter(j -> j.verdict() == Verdict.ERROR)
                .map(Judgement::reason)
                .findFirst()
                .orElse("nothing was sent");
    }

    /** Percent of the applicable MUST rows that stayed open. */
    private static double inconclusiveShare(Suite.Outcome outcome) {
        String profile = outcome.plan().profile();
        List<Judgement> must = outcome.judgements().stream()
                .filter(j ->
                        j.requirement().level().get(profile) == Level.MUST && j.verdict() != Verdict.NOT_APPLICABLE)
                .toList();
        long open =
                must.stream().filter(j -> j.verdict() == Verdict.INCONCLUSIVE).count();
        return must.isEmpty() ? 0 : 100.0 * open / must.size();
    }

    private Results results(Suite.Outcome outcome, long millis, boolean conformant) {
        Evidence evidence = outcome.evidence();
        Header header = evidence.header();
        List<Results.Requirement> rows =
                outcome.judgements().stream().map(j -> row(j, header.profile())).toList();
        String tool = header.tool();
        int space = tool.lastIndexOf(' ');
        return new Results(
                Results.FORMAT,
                header.runId(),
                header.seed(),
                header.patience(),
                new Results.Tool(
                        space < 0 ? tool : tool.substring(0, space),
                        space < 0 ? "" : tool.substring(space + 1),
                        header.requirementSet()),
                new Results.Target(
                        header.url(),
                        header.profile(),
                        header.revision(),
                        header.model(),
                        new TreeMap<>(header.capabilities())),
                new Results.Evidence("evidence.jsonl", header.format()),
                Instant.ofEpochMilli(header.startedAtMillis()).toString(),
                millis,
                cost(evidence),
                Results.summarise(conformant, rows),
                rows);
    }

    private Results.Requirement row(Judgement judgement, String profile) {
        Requirement row = judgement.requirement();
        return new Results.Requirement(
                row.id(),
                row.title(),
                row.statement(),
                String.valueOf(row.level().get(profile)),
                String.valueOf(row.severity().get(profile)),
                row.capability(),
                row.tier().name().toLowerCase(java.util.Locale.ROOT),
                row.sources(),
                judgement.verdict(),
                judgement.reason(),
                judgement.observations(),
                judgement.findings().stream().map(this::finding).toList(),
                judgement.blockedBy(),
                judgement.known());
    }

    private Results.Finding finding(Finding finding) {
        Observation.Broken broken = finding.broken();
        Where where = broken.where();
        ExchangeView view = exchanges.get(where.exchange());
        return new Results.Finding(
                finding.check(),
                broken.variant(),
                finding.severity().name(),
                shorten(broken.expected()),
                shorten(broken.actual()),
                where.exchange(),
                where.event() < 0 ? null : where.event(),
                where.pointer(),
                where.offset() < 0 ? null : where.offset(),
                finding.times(),
                view == null ? "" : repeat(view));
    }

    private static String shorten(String text) {
        return text.length() <= 300 ? text : text.substring(0, 300) + "…";
    }

    private static Results.Cost cost(Evidence evidence) {
        int model = 0;
        long input = 0;
        long output = 0;
        for (ExchangeView view : evidence.exchanges()) {
            model += view.isCreate() && view.ok() ? 1 : 0;
        }
        for (ResponseObject response : evidence.responses()) {
            if (response.kind() == ResponseObject.Kind.ANSWER || response.kind() == ResponseObject.Kind.TERMINAL) {
                JsonNode usage = response.node().path("usage");
                input += usage.path("prompt_tokens")
                        .asLong(usage.path("input_tokens").asLong());
                output += usage.path("completion_tokens")
                        .asLong(usage.path("output_tokens").asLong());
            }
        }
        return new Results.Cost(evidence.exchanges().size(), model, input, output);
    }

    /** The exchanges that findings name. */
    private List<ExchangeText> shown(Results results) {
        Map<Integer, ExchangeText> shown = new TreeMap<>();
        for (Results.Requirement row : results.requirements()) {
            for (Results.Finding finding : row.findings()) {
                ExchangeView view = exchanges.get(finding.exchange());
                if (view != null) {
                    shown.computeIfAbsent(finding.exchange(), id -> text(Objects.requireNonNull(view)));
                }
            }
        }
        return new ArrayList<>(shown.values());
    }

    private ExchangeText text(ExchangeView view) {
        return new ExchangeText(
                view.id(),
                view.at().toString(),
                Transcript.request(view),
                Transcript.answer(view),
                Transcript.end(view),
                timeline(view));
    }

    private static List<ExchangeText.Tick> timeline(ExchangeView view) {
        return view.isStream()
                ? view.events().stream()
                        .limit(MOST_TICKS)
                        .map(e -> new ExchangeText.Tick(
                                e.sse().number(),
                                e.done() ? "[DONE]" : shorten(e.type()),
                                Math.round(e.sse().nanos() / 1e4) / 100.0))
                        .toList()
                : List.of();
    }
}
