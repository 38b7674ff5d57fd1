package org.responsestck.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * {@code badge.svg}: profile and requirement set, the verdict, and the capabilities it holds for: those with a row that passed and none
 * that failed or could not be judged. No percentage.
 */
public final class Badge {
    private static final int LINE = 76;
    private static final double LETTER = 6.4;

    private Badge() {}

    public static String of(Results results) {
        String what = "Responses API  " + results.tool().requirementSet();
        String verdict = results.outcome().words().toLowerCase(Locale.ROOT);
        List<String> lines = lines(shown(results));
        int left = width(what);
        int right = width(verdict);
        int width = Math.max(
                left + right, lines.stream().mapToInt(Badge::width).max().orElse(0));
        int height = 22 + 16 * lines.size() + (lines.isEmpty() ? 0 : 6);
        StringBuilder svg = new StringBuilder();
        svg.append("<svg xmlns='http://www.w3.org/2000/svg' width='" + width + "' height='" + height
                + "' role='img' font-family='Verdana,sans-serif' font-size='11'>\n");
        svg.append("<title>").append(HtmlReport.escape(what + ": " + verdict)).append("</title>\n");
        svg.append("<rect width='" + width + "' height='" + height + "' rx='3' fill='#3c444d'/>\n");
        svg.append("<rect x='" + left + "' width='" + (width - left) + "' height='22' fill='"
                + colour(results.outcome()) + "'/>\n");
        text(svg, 8, 15, what);
        text(svg, left + 8, 15, verdict);
        for (int i = 0; i < lines.size(); i++) {
            text(svg, 8, 36 + 16 * i, lines.get(i));
        }
        return svg.append("</svg>\n").toString();
    }

    private static String colour(Results.Outcome outcome) {
        return switch (outcome) {
            case CONFORMANT -> "#1a6b35";
            case NOT_CONFORMANT -> "#b3201f";
            case INCONCLUSIVE -> "#7a5a00";
        };
    }

    private static void text(StringBuilder svg, int x, int y, String text) {
        svg.append("<text x='" + x + "' y='" + y + "' fill='#fff'>")
                .append(HtmlReport.escape(text))
                .append("</text>\n");
    }

    private static int width(String text) {
        return (int) Math.ceil(text.length() * LETTER) + 16;
    }

    /** Capabilities the verdict speaks for, in the order of the catalogue. */
    static List<String> shown(Results results) {
        List<String> names = new ArrayList<>();
        for (Map.Entry<String, Map<Verdict, Integer>> one :
                results.summary().capabilities().entrySet()) {
            Map<Verdict, Integer> counts = one.getValue();
            boolean seen = counts.getOrDefault(Verdict.PASS, 0) + counts.getOrDefault(Verdict.WARN, 0) > 0;
            boolean broken = counts.getOrDefault(Verdict.FAIL, 0) + counts.getOrDefault(Verdict.ERROR, 0) > 0;
            if (seen && !broken) {
                names.add(one.getKey());
            }
        }
        return names;
    }

    private static List<String> lines(List<String> names) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String name : names) {
            if (!line.isEmpty() && line.length() + name.length() + 3 > LINE) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " · ").append(name);
        }
        if (!line.isEmpty()) {
            lines.add(line.toString());
        }
        return lines;
    }
}
