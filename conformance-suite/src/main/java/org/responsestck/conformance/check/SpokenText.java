package org.responsestck.conformance.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** What the assistant said in a response object: the text of each of its messages, parts joined without a separator. */
final class SpokenText {
    private static final Pattern NOT_A_LETTER = Pattern.compile("[^\\p{L}\\p{N}]+");
    private static final Pattern SPACE = Pattern.compile("\\s+");

    private SpokenText() {}

    static List<String> messages(JsonNode response) {
        return response.path("output")
                .valueStream()
                .filter(item -> item.path("type").asText("message").equals("message"))
                .filter(item -> item.path("role").asText("assistant").equals("assistant"))
                .map(SpokenText::text)
                .toList();
    }

    private static String text(JsonNode message) {
        JsonNode content = message.path("content");
        if (content.isTextual()) {
            return content.textValue();
        }
        StringBuilder all = new StringBuilder();
        content.forEach(part -> all.append(part.path("text").asText("")));
        return all.toString();
    }

    /** Whether a message has a word, whatever its case, spacing and marks. */
    static boolean says(JsonNode response, String word) {
        String plain = plain(word);
        return messages(response).stream().anyMatch(m -> plain(m).contains(plain));
    }

    static int words(JsonNode response) {
        return messages(response).stream().mapToInt(SpokenText::words).sum();
    }

    static int words(String text) {
        return (int) SPACE.splitAsStream(text.strip()).filter(w -> !w.isEmpty()).count();
    }

    private static String plain(String text) {
        String folded = Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
        return NOT_A_LETTER.matcher(folded).replaceAll("");
    }
}
