package org.responsestck.conformance.selftest;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Changes of the bytes of a stream: its framing, its encoding, its JSON as text. Works on streams whose lines end with LF. */
final class MutationBytes {
    private static final Pattern DATA = Pattern.compile("(?m)^data: ?(\\{.*\\})$");

    private final String body;
    private final MutationEngine.OfBytes to;

    private MutationBytes(String body, MutationEngine.OfBytes to) {
        this.body = body;
        this.to = to;
    }

    /** Streams of other line ends, or whose JSON stands on several lines, are left to the other operators. */
    static void all(String text, MutationEngine.OfBytes to) {
        String body = Mutation.bytes(text);
        if (body.indexOf('\r') < 0 && !body.contains("\ndata: }\n")) {
            new MutationBytes(body, to).run();
        }
    }

    private void run() {
        List<int[]> data = new ArrayList<>();
        Matcher line = DATA.matcher(body);
        while (line.find()) {
            data.add(new int[] {line.start(), line.start(1), line.end()});
        }
        for (int n = 0; n < data.size(); n++) {
            framing(n, data.get(n)[0], data.get(n)[1], data.get(n)[2]);
            json(n, data.get(n)[1], data.get(n)[2]);
            encoding(n, data.get(n)[1], data.get(n)[2]);
        }
        whole();
    }

    private void framing(int n, int line, int from, int to) {
        if (body.startsWith("\n\n", to) && to + 2 < body.length()) {
            put("no-empty-line", n, "runs into the next", to, to + 1, "");
        }
        put("no-field", n, "JSON without data:", line, from, "");
        put("no-colon", n, "data without colon", line, from, "data ");
        put("other-field", n, "Data:", line, from, "Data: ");
        put("leading-space", n, "a blank in front of the field", line, line, " ");
        put("commented-out", n, "a colon in front", line, line, ":");
        int middle = body.indexOf("\":\"", from) + 4;
        if (middle > 4 && middle < to) {
            put("broken-line", n, "a line end inside a text", middle, middle, "\n");
            put("split-text", n, "two data lines inside a text", middle, middle, "\ndata: ");
        }
        put("two-in-one", n, "the same object twice in one event", to, to, body.substring(from, to));
        put("done-early", n, "[DONE] in front of it", blockStart(line), blockStart(line), "data: [DONE]\n\n");
        int event = body.lastIndexOf("event: ", line);
        if (event >= 0 && body.indexOf('\n', event) + 1 == line) {
            put("wrong-event-line", n, "the field event names another type", event + 7, line - 1, "response.other");
            put("event-message", n, "the field event says message", event + 7, line - 1, "message");
            put(
                    "case-of-event",
                    n,
                    "the field event in capitals",
                    event + 7,
                    line - 1,
                    body.substring(event + 7, line - 1).toUpperCase(java.util.Locale.ROOT));
        }
        put("cut-inside", n, "the body ends inside it", (from + to) / 2, body.length(), "");
        put("cut-before-empty-line", n, "the body ends with its line", to, body.length(), "\n");
    }

    private int blockStart(int line) {
        int before = body.lastIndexOf("\n\n", line);
        return before < 0 ? line : before + 2;
    }

    private void json(int n, int from, int to) {
        put("unclosed", n, "the last brace is missing", to - 1, to, "");
        put("trailing", n, "something behind the object", to, to, ",");
        put("trailing-comma", n, "a comma in front of the last brace", to - 1, to - 1, ",");
        put(
                "single-quotes",
                n,
                "other quotes",
                from,
                to,
                body.substring(from, to).replace('"', '\''));
        put("duplicate-name", n, "type twice", to - 1, to - 1, ",\"type\":\"response.other\"");
        put("not-a-number", n, "NaN", to - 1, to - 1, ",\"x\":NaN");
        put("array", n, "the object in an array", from, to, "[" + body.substring(from, to) + "]");
        put(
                "text",
                n,
                "the object as a JSON text",
                from,
                to,
                "\"" + body.substring(from, to).replace("\\", "\\\\").replace("\"", "\\\"") + "\"");
        put("control-character", n, "a raw tab inside a text", from + 2, from + 2, "\t");
    }

    private void encoding(int n, int from, int to) {
        put("bad-byte", n, "0xFF inside a name", from + 2, from + 2, "\u00FF");
        put("lone-surrogate", n, "half of a pair", to - 1, to - 1, ",\"x\":\"\\ud83d\"");
        for (int at = from; at < to; at++) {
            if (body.charAt(at) >= 0xC3) {
                put("half-character", n, "its first byte alone", at + 1, at + 2, "");
                put("latin-1", n, "in another encoding", at, at + 2, "\u00E9");
                return;
            }
        }
    }

    private void whole() {
        to.put("byte-order-mark", -1, "in the middle", body.replaceFirst("\n\ndata", "\n\n\u00EF\u00BB\u00BFdata"));
        to.put(
                "json-lines",
                -1,
                "no fields at all",
                body.replaceAll("(?m)^(event|:).*\n", "").replaceAll("(?m)^data: ?", ""));
        to.put("nothing", -1, "an empty body", "");
        to.put("twice", -1, "the whole stream again", body + body);
        to.put("preamble", -1, "a line of words in front", "Here it comes\n" + body);
        if (body.contains("[DONE]")) {
            to.put("done-twice", -1, "[DONE] again", body.stripTrailing() + "\n\ndata: [DONE]\n\n");
        }
    }

    private void put(String operator, int event, String detail, int from, int until, String instead) {
        to.put(operator, event, detail, body.substring(0, from) + instead + body.substring(until));
    }
}
