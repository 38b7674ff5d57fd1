package org.responsestck.conformance.selftest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.responsestck.mock.defect.Twist;

/** The kill matrix as one self-contained page: by twist, and by requirement. */
final class KillMatrixPage {
    private static final String HEAD = """
            <!doctype html>
            <html lang=en><head><meta charset=utf-8><meta name=viewport content="width=device-width">
            <title>Responses TCK: the kill matrix</title>
            <style>
            :root { color-scheme: light dark; }
            body { font: 1rem/1.5 system-ui, sans-serif; max-width: 75rem; margin: 1rem auto; padding: 0 1rem; }
            table { border-collapse: collapse; width: 100%; } caption { text-align: left; font-weight: 600; padding: 1rem 0 .3rem; }
            th, td { text-align: left; vertical-align: top; padding: .2rem .6rem; border-bottom: 1px solid #8886; }
            td:first-child, code { font-family: ui-monospace, monospace; font-size: .9rem; } .bad { font-weight: 700; }
            </style></head><body><main>
            <h1>The kill matrix</h1>
            """;

    private KillMatrixPage() {}

    static String of(String profile, List<SelfTest.Result> results, List<KillMatrix.Row> rows) {
        StringBuilder html = new StringBuilder(HEAD);
        Map<String, List<String>> only = only(rows);
        long right = results.stream().filter(SelfTest.Result::asExpected).count();
        html.append("<p>Profile ")
                .append(escape(profile))
                .append(": ")
                .append(right)
                .append(" of ")
                .append(results.size())
                .append(
                        " twists of the mock as expected. A defect must be noticed by the requirements it names, a variation by none,"
                                + " a quirk by exactly those it names. ")
                .append(only.values().stream().mapToInt(List::size).sum())
                .append(" defects are noticed by one requirement only.</p>\n");
        html.append("<p><label>Filter <input type=search id=filter></label></p>\n");
        twists(results, html);
        requirements(profile, rows, only, html);
        html.append("""
                </main><script>
                document.getElementById('filter').addEventListener('input', (e) => {
                  const words = e.target.value.toLowerCase();
                  document.querySelectorAll('tbody tr').forEach((r) => { r.hidden = !r.textContent.toLowerCase().includes(words); });
                });
                </script></body></html>
                """);
        return html.toString();
    }

    private static void twists(List<SelfTest.Result> results, StringBuilder html) {
        html.append(
                "<table><caption>Twists</caption><thead><tr><th scope=col>id<th scope=col>kind<th scope=col>what a client sees"
                        + "<th scope=col>noticed by those it names<th scope=col>by others too<th scope=col>should not be</thead><tbody>\n");
        for (SelfTest.Result result : results) {
            List<String> named = new ArrayList<>();
            List<String> others = new ArrayList<>();
            result.noticed()
                    .forEach((id, verdict) ->
                            (result.twist().earns().contains(id) ? named : others).add(id + " " + verdict));
            Twist twist = result.twist();
            html.append(result.asExpected() ? "<tr><td>" : "<tr class=bad><td>").append(escape(twist.id()));
            cell(twist.kind().name().toLowerCase(Locale.ROOT), html);
            cell(twist.description(), html);
            cell(String.join(", ", named), html);
            cell(String.join(", ", others), html);
            cell(String.join("; ", result.wrong()), html);
            html.append("</tr>\n");
        }
        html.append("</tbody></table>\n");
    }

    private static void requirements(
            String profile, List<KillMatrix.Row> rows, Map<String, List<String>> only, StringBuilder html) {
        html.append(
                "<table><caption>Requirements</caption><thead><tr><th scope=col>id<th scope=col>level<th scope=col>defects"
                        + "<th scope=col>that no other sees<th scope=col>mutants</thead><tbody>\n");
        for (KillMatrix.Row row : rows) {
            html.append("<tr><td>").append(escape(row.requirement().id()));
            cell(String.valueOf(row.requirement().level().get(profile)), html);
            cell(String.join(", ", row.defects()), html);
            cell(String.join(", ", only.getOrDefault(row.requirement().id(), List.of())), html);
            cell(row.mutantCount() == 0 ? "" : String.valueOf(row.mutantCount()), html);
            html.append("</tr>\n");
        }
        html.append("</tbody></table>\n");
    }

    /** By requirement, the defects that it alone notices. */
    private static Map<String, List<String>> only(List<KillMatrix.Row> rows) {
        Map<String, List<String>> noticedBy = new LinkedHashMap<>();
        rows.forEach(row -> row.defects()
                .forEach(d -> noticedBy
                        .computeIfAbsent(d, k -> new ArrayList<>())
                        .add(row.requirement().id())));
        Map<String, List<String>> only = new LinkedHashMap<>();
        noticedBy.forEach((defect, ids) -> {
            if (ids.size() == 1) {
                only.computeIfAbsent(ids.get(0), k -> new ArrayList<>()).add(defect);
            }
        });
        return only;
    }

    private static void cell(String text, StringBuilder html) {
        html.append("<td>").append(escape(text));
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
