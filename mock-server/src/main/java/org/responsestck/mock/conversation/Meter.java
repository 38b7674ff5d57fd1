package org.responsestck.mock.conversation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Counts tokens. */
public interface Meter {
    /** Cuts a text into tokens; joined they are the text again. */
    List<String> tokens(String text);

    /** Counts of a response whose parts are known. */
    Usage usage(
            @Nullable String instructions,
            List<JsonNode> context,
            List<JsonNode> tools,
            List<? extends JsonNode> output);

    /** A token is up to six letters or digits with the space before them, or any other single character. */
    static Meter pieces() {
        return new Meter() {
            @Override
            public List<String> tokens(String text) {
                return cut(text);
            }

            @Override
            public Usage usage(
                    @Nullable String instructions,
                    List<JsonNode> context,
                    List<JsonNode> tools,
                    List<? extends JsonNode> output) {
                int input = 3 + (instructions == null ? 0 : cut(instructions).size());
                for (JsonNode item : context) {
                    input += 3 + count(item);
                }
                for (JsonNode tool : tools) {
                    input += 5 + cut(tool.toString()).size();
                }
                int written = 0;
                for (JsonNode item : output) {
                    written += count(item);
                }
                return new Usage(input, 0, written);
            }
        };
    }

    private static int count(JsonNode item) {
        int count = 0;
        for (JsonNode part : item.path("content")) {
            count += cut(part.path("text").asText(part.path("refusal").asText("")))
                    .size();
        }
        if (item.path("content").isTextual()) {
            count += cut(item.path("content").asText()).size();
        }
        for (String member : List.of("name", "arguments", "output")) {
            JsonNode value = item.path(member);
            if (!value.isMissingNode() && !value.isNull()) {
                count += cut(value.isTextual() ? value.textValue() : value.toString())
                        .size();
            }
        }
        JsonNode mcp = item.path("mcp");
        if (mcp.isObject()) {
            count += cut(mcp.toString()).size();
        }
        return count;
    }

    private static List<String> cut(String text) {
        List<String> tokens = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            int end = at;
            if (text.charAt(end) == ' ' && end + 1 < text.length()) {
                end++;
            }
            int code = text.codePointAt(end);
            if (code < 128 && Character.isLetterOrDigit(code)) {
                int letters = 0;
                while (end < text.length()
                        && text.charAt(end) < 128
                        && Character.isLetterOrDigit(text.charAt(end))
                        && letters < 6) {
                    end++;
                    letters++;
                }
            } else {
                end += Character.charCount(code);
            }
            tokens.add(text.substring(at, end));
            at = end;
        }
        return tokens;
    }
}
