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
        ItemCounts items = new ItemCounts(Meter::count);
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
                int input = 3 + (instructions == null ? 0 : size(instructions));
                for (JsonNode item : context) {
                    input += 3 + items.of(item);
                }
                for (JsonNode tool : tools) {
                    input += 5 + size(tool.toString());
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
            count += size(part.path("text").asText(part.path("refusal").asText("")));
        }
        if (item.path("content").isTextual()) {
            count += size(item.path("content").asText());
        }
        for (String member : List.of("name", "arguments", "output")) {
            JsonNode value = item.path(member);
            if (!value.isMissingNode() && !value.isNull()) {
                count += size(value.isTextual() ? value.textValue() : value.toString());
            }
        }
        JsonNode mcp = item.path("mcp");
        if (mcp.isObject()) {
            count += size(mcp.toString());
        }
        return count;
    }

    private static int size(String text) {
        int size = 0;
        for (int at = 0; at < text.length(); at = end(text, at)) {
            size++;
        }
        return size;
    }

    private static List<String> cut(String text) {
        List<String> tokens = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            int end = end(text, at);
            tokens.add(text.substring(at, end));
            at = end;
        }
        return tokens;
    }

    /** Where the token ends that begins at an index. */
    private static int end(String text, int at) {
        int end = at;
        if (text.charAt(end) == ' ' && end + 1 < text.length()) {
            end++;
        }
        int code = text.codePointAt(end);
        if (code >= 128 || !Character.isLetterOrDigit(code)) {
            return end + Character.charCount(code);
        }
        int letters = 0;
        while (end < text.length()
                && text.charAt(end) < 128
                && Character.isLetterOrDigit(text.charAt(end))
                && letters < 6) {
            end++;
            letters++;
        }
        return end;
    }
}
