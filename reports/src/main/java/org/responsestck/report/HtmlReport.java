package org.responsestck.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * {@code index.html}: one self-contained file. Everything but filters and exchanges can be read without scripts; text from the wire is
 * always escaped.
 */
public final class HtmlReport {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int MOST_TEXT = 20_000;
    private static final int MOST_FIRST = 8;

    private HtmlReport() {}

    /** @param exchanges those that findings name */
    public static String of(Results results, List<ExchangeText> exchanges) {
        return resource("report.html")
                .replace("{{style}}", resource("report.css"))
                .replace("{{script}}", resource("report.js"))
                .replace("{{title}}", escape(results.target().url()))
                .replace("{{body}}", body(results))
                .replace("{{exchanges}}", data(exchanges));
    }

    private static String resource(String name) {
        try (InputStream in = HtmlReport.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String body(Results results) {
        StringBuilder html = new StringBuilder(64_000);
        banner(results, html);
        capabilities(results, html);
        open(results, html);
        filters(results, html);
        html.append("<section id=requirements aria-label=Requirements>\n");
        order(results).forEach(row -> requirement(results, row, html));
        html.append(
                "</section>\n<p id=none hidden>Nothing matches. <button type=button id=reset>Show everything</button></p>\n");
        return html.toString();
    }

    /** The gravest first; what breaks most before what breaks less; the rest in catalogue order. */
    private static List<Results.Requirement> order(Results results) {
        List<Verdict> gravity = List.of(
                Verdict.ERROR, Verdict.FAIL, Verdict.INCONCLUSIVE, Verdict.WARN, Verdict.PASS, Verdict.NOT_APPLICABLE);
        Map<String, Integer> place = new HashMap<>();
        for (Findings.Cause cause : Findings.byCause(results)) {
            cause.entries().forEach(e -> place.putIfAbsent(e.requirement().id(), place.size()));
        }
        return results.requirements().stream()
                .sorted(Comparator.<Results.Requirement>comparingInt(r -> gravity.indexOf(r.verdict()))
                        .thenComparingInt(r -> place.getOrDefault(r.id(), Integer.MAX_VALUE)))
                .toList();
    }

    private static void banner(Results results, StringBuilder html) {
        Results.Outcome outcome = results.outcome();
        html.append("<header class=")
                .append(
                        switch (outcome) {
                            case CONFORMANT -> "good";
                            case NOT_CONFORMANT -> "bad";
                            case INCONCLUSIVE -> "unclear";
                        })
                .append("><h1>");
        html.append(outcome.words()).append("</h1>\n<p class=counts>");
        results.summary().verdicts().forEach((verdict, n) -> {
            if (n > 0) {
                html.append("<span class='chip ")
                        .append(css(verdict))
                        .append("'><b>")
                        .append(n)
                        .append("</b> ");
                html.append(words(verdict)).append("</span> ");
            }
        });
        html.append("</p>\n");
        first(results, html);
        html.append("<dl>");
        fact(html, "Target", results.target().url());
        fact(html, "Profile", results.target().profile());
        fact(html, "Model", results.target().model());
        fact(html, "Requirement set", results.tool().requirementSet());
        fact(html, "Judged by", results.tool().name() + " " + results.tool().version());
        fact(html, "Started", results.startedAt());
        fact(
                html,
                "Cost",
                results.cost().requests() + " requests, " + results.cost().modelRequests() + " reached the model, "
                        + results.cost().inputTokens() + " + " + results.cost().outputTokens() + " tokens");
        fact(html, "Seed", String.valueOf(results.seed()));
        html.append("</dl></header>\n");
    }

    /** Links to what a reader should look at first. */
    private static void first(Results results, StringBuilder html) {
        List<Results.Requirement> broken = order(results).stream()
                .filter(r -> r.verdict() == Verdict.FAIL || r.verdict() == Verdict.ERROR)
                .toList();
        if (broken.isEmpty()) {
            return;
        }
        html.append("<ul class=first>");
        for (Results.Requirement row : broken.subList(0, Math.min(MOST_FIRST, broken.size()))) {
            html.append("<li><a href='#")
                    .append(escape(row.id()))
                    .append("'>")
                    .append(escape(row.id()))
                    .append("</a> ");
            html.append(escape(row.title()));
            int blocked = Findings.blockedBy(results, row).size();
            if (blocked > 0) {
                html.append(" <span class=soft>keeps ").append(blocked).append(" others open</span>");
            }
            html.append("</li>");
        }
        if (broken.size() > MOST_FIRST) {
            html.append("<li>and ").append(broken.size() - MOST_FIRST).append(" more below</li>");
        }
        html.append("</ul>\n");
    }

    private static void fact(StringBuilder html, String name, String value) {
        html.append("<div><dt>")
                .append(name)
                .append("</dt><dd>")
                .append(escape(value))
                .append("</dd></div>");
    }

    private static void capabilities(Results results, StringBuilder html) {
        html.append(
                "<section aria-labelledby=caps><h2 id=caps>Capabilities</h2><div class=scroll><table><thead><tr><th scope=col>Capability");
        for (Verdict verdict : Verdict.values()) {
            html.append("<th scope=col class=num>").append(words(verdict));
        }
        html.append("</tr></thead><tbody>\n");
        for (Map.Entry<String, Map<Verdict, Integer>> row :
                results.summary().capabilities().entrySet()) {
            html.append("<tr><th scope=row><a href='#' data-capability='")
                    .append(escape(row.getKey()))
                    .append("'>");
            html.append(escape(row.getKey())).append("</a>");
            for (Verdict verdict : Verdict.values()) {
                int n = row.getValue().getOrDefault(verdict, 0);
                html.append("<td class='num")
                        .append(n > 0 ? " " + css(verdict) : "")
                        .append("'>")
                        .append(n == 0 ? "" : n);
            }
            html.append("</tr>\n");
        }
        html.append("</tbody></table></div></section>\n");
    }

    /** What was not judged, and what would change that. */
    private static void open(Results results, StringBuilder html) {
        for (Verdict verdict : List.of(Verdict.INCONCLUSIVE, Verdict.NOT_APPLICABLE)) {
            Map<String, List<Results.Requirement>> reasons = Findings.notJudged(results, verdict);
            if (reasons.isEmpty()) {
                continue;
            }
            int rows = reasons.values().stream().mapToInt(List::size).sum();
            html.append("<details class=open><summary><h2>")
                    .append(verdict == Verdict.INCONCLUSIVE ? "Left open" : "Not judged")
                    .append(" <span class=soft>")
                    .append(rows)
                    .append(rows == 1 ? " requirement, and why" : " requirements, and why")
                    .append(
                            "</span></h2></summary><table><thead><tr><th scope=col class=num>Requirements<th scope=col>Reason</tr></thead><tbody>");
            reasons.forEach((reason, blocked) -> {
                html.append("<tr><td class=num>")
                        .append(blocked.size())
                        .append("<td>")
                        .append(escape(reason));
                links("", blocked.stream().map(Results.Requirement::id).toList(), html);
                html.append("</tr>\n");
            });
            html.append("</tbody></table></details>\n");
        }
    }

    private static void links(String label, List<String> ids, StringBuilder html) {
        if (ids.isEmpty()) {
            return;
        }
        html.append("<p class=links>").append(label);
        for (String id : ids) {
            html.append(" <a href='#")
                    .append(escape(id))
                    .append("'>")
                    .append(escape(id))
                    .append("</a>");
        }
        html.append("</p>");
    }

    private static void filters(Results results, StringBuilder html) {
        html.append(
                "<form id=filters role=search aria-label='Filter requirements' onsubmit='return false'><h2>Requirements</h2>");
        html.append("<label>Search <input type=search id=q placeholder='id or words' autocomplete=off></label>");
        html.append("<fieldset><legend>Verdict</legend>");
        results.summary().verdicts().forEach((verdict, n) -> {
            if (n > 0) {
                boolean on = verdict != Verdict.NOT_APPLICABLE;
                html.append("<label class='chip ")
                        .append(css(verdict))
                        .append("'><input type=checkbox name=verdict value=");
                html.append(verdict)
                        .append(on ? " checked" : "")
                        .append("> ")
                        .append(words(verdict))
                        .append("</label> ");
            }
        });
        html.append("</fieldset>");
        select(
                html,
                "Level",
                "level",
                results.requirements().stream()
                        .map(Results.Requirement::level)
                        .distinct()
                        .toList());
        select(
                html,
                "Capability",
                "capability",
                results.requirements().stream()
                        .map(Results.Requirement::capability)
                        .distinct()
                        .toList());
        html.append("<output id=count aria-live=polite></output></form>\n");
    }

    private static void select(StringBuilder html, String label, String id, List<String> values) {
        html.append("<label>").append(label).append(" <select id=").append(id).append("><option value=''>all</option>");
        values.forEach(v -> html.append("<option>").append(escape(v)).append("</option>"));
        html.append("</select></label>");
    }

    private static void requirement(Results results, Results.Requirement row, StringBuilder html) {
        boolean open = row.verdict() == Verdict.FAIL || row.verdict() == Verdict.ERROR;
        html.append("<details class='req ")
                .append(css(row.verdict()))
                .append("' id='")
                .append(escape(row.id()))
                .append("'");
        html.append(open ? " open" : "").append(" data-verdict=").append(row.verdict());
        html.append(" data-level=")
                .append(escape(row.level()))
                .append(" data-capability='")
                .append(escape(row.capability()))
                .append("'>");
        html.append("<summary><span class='mark ")
                .append(css(row.verdict()))
                .append("'>")
                .append(words(row.verdict()))
                .append("</span> ");
        html.append("<span class=id>")
                .append(escape(row.id()))
                .append("</span> <span class=title>")
                .append(escape(row.title()))
                .append("</span>");
        html.append("<span class=level>").append(escape(row.level())).append("</span></summary>\n<div class=inner>");
        html.append("<p class=statement>").append(escape(row.statement())).append("</p>");
        if (!row.reason().isEmpty()) {
            html.append("<p class=reason>").append(escape(row.reason())).append("</p>");
        }
        if (row.known() != null) {
            html.append("<p class=reason>Known failure: ")
                    .append(escape(row.known()))
                    .append("</p>");
        }
        links("Open because of", row.blockedBy(), html);
        links(
                "Keeps open",
                Findings.blockedBy(results, row).stream()
                        .map(Results.Requirement::id)
                        .toList(),
                html);
        row.findings().forEach(finding -> finding(row, finding, html));
        html.append("<p class=meta><a href='#")
                .append(escape(row.id()))
                .append("' aria-label='Link to ")
                .append(escape(row.id()))
                .append("'>link</a> · ");
        html.append(escape(row.capability()))
                .append(", tier ")
                .append(escape(row.tier()))
                .append(", ");
        html.append(row.observations()).append(row.observations() == 1 ? " observation" : " observations");
        if (!row.sources().isEmpty()) {
            html.append(" · source: ").append(escape(String.join("; ", row.sources())));
        }
        html.append("</p></div></details>\n");
    }

    private static void finding(Results.Requirement row, Results.Finding finding, StringBuilder html) {
        html.append("<div class='finding ")
                .append(finding.severity().toLowerCase(Locale.ROOT))
                .append("'><dl>");
        fact(html, "Expected", finding.expected());
        fact(html, "Actual", finding.actual());
        fact(html, "Where", Findings.where(finding));
        html.append("</dl>");
        if (!finding.repeat().isEmpty()) {
            html.append("<div class=repeat><button type=button class=copy>Copy</button><code>")
                    .append(escape(finding.repeat()))
                    .append("</code></div>");
        }
        html.append("<button type=button class=show data-exchange=").append(finding.exchange());
        if (finding.event() != null) {
            html.append(" data-event=").append(finding.event());
        }
        html.append(" data-pointer='")
                .append(escape(finding.pointer()))
                .append("' aria-expanded=false aria-label='Show exchange ");
        html.append(finding.exchange())
                .append(" of ")
                .append(escape(row.id()))
                .append("'>Show exchange ")
                .append(finding.exchange());
        html.append("</button><div class=exchange hidden></div></div>\n");
    }

    /** JSON that is safe inside a script element. */
    private static String data(List<ExchangeText> exchanges) {
        ObjectNode all = JSON.createObjectNode();
        for (ExchangeText exchange : exchanges) {
            ObjectNode one = all.putObject(String.valueOf(exchange.id()))
                    .put("place", exchange.place())
                    .put("request", cut(exchange.request()))
                    .put("answer", cut(exchange.answer()))
                    .put("end", exchange.end());
            ArrayNode timeline = one.putArray("timeline");
            exchange.timeline()
                    .forEach(t ->
                            timeline.addArray().add(t.event()).add(t.type()).add(t.millis()));
        }
        try {
            return JSON.writeValueAsString(all)
                    .replace("<", "\\u003c")
                    .replace(">", "\\u003e")
                    .replace("&", "\\u0026")
                    .replace("\u2028", "\\u2028")
                    .replace("\u2029", "\\u2029");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("exchanges cannot be written as JSON", e);
        }
    }

    /** Long texts lose their middle; the evidence file has all of it. */
    private static String cut(String text) {
        if (text.length() <= MOST_TEXT) {
            return text;
        }
        int half = MOST_TEXT / 2;
        return text.substring(0, half) + "\n… " + (text.length() - MOST_TEXT)
                + " characters left out; the evidence file has all of them …\n" + text.substring(text.length() - half);
    }

    private static String css(Verdict verdict) {
        return verdict.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String words(Verdict verdict) {
        return verdict == Verdict.NOT_APPLICABLE ? "not judged" : verdict.name().toLowerCase(Locale.ROOT);
    }

    static String escape(String text) {
        return text.chars()
                .mapToObj(c -> switch (c) {
                    case '<' -> "&lt;";
                    case '>' -> "&gt;";
                    case '&' -> "&amp;";
                    case '"' -> "&quot;";
                    case '\'' -> "&#39;";
                    default -> c < 32 && c != '\n' && c != '\t' ? "\ufffd" : String.valueOf((char) c);
                })
                .collect(Collectors.joining());
    }
}
