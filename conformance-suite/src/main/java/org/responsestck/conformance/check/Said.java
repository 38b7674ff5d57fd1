package org.responsestck.conformance.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.responsestck.conformance.evidence.ExchangeView;

/** What a model said, read with tolerance for case, punctuation and markup. */
final class Said {
    private static final Pattern SIX_DIGITS = Pattern.compile("(?<!\\d)\\d{6}(?!\\d)");
    private static final Pattern GROUPING = Pattern.compile("(?<=\\d)[\\s,._'’-](?=\\d)");
    private static final String THOUGHT = "</think>";
    private static final Set<String> INPUT_ROLES = Set.of("user", "system", "developer");

    private Said() {}

    /** The response object of a create: the body, or the last one in its stream. */
    static JsonNode response(ExchangeView x) {
        if (!x.isStream()) {
            return x.json().value();
        }
        JsonNode last = MissingNode.getInstance();
        for (ExchangeView.StreamEvent event : x.events()) {
            JsonNode response = event.data().path("response");
            last = response.isObject() ? response : last;
        }
        return last;
    }

    /** The texts of the answer, one for each message after the last input item that output may repeat; thoughts left out. */
    static List<String> answers(ExchangeView x) {
        List<String> texts = new ArrayList<>();
        for (JsonNode item : response(x).path("output")) {
            if (INPUT_ROLES.contains(item.path("role").asText())) {
                texts.clear();
            } else if (isMessage(item)) {
                texts.add(afterThought(text(item)));
            }
        }
        texts.removeIf(String::isBlank);
        return texts;
    }

    static boolean isMessage(JsonNode item) {
        String type = item.path("type").asText("message");
        return type.equals("message") || (item.path("type").isNull() && item.has("role"));
    }

    /** The text parts of a message joined. */
    static String text(JsonNode message) {
        JsonNode content = message.path("content");
        if (content.isTextual()) {
            return content.textValue();
        }
        StringBuilder joined = new StringBuilder();
        content.forEach(part -> joined.append(part.path("text").asText(""))
                .append(part.path("refusal").asText("")));
        return joined.toString();
    }

    private static String afterThought(String text) {
        int end = text.lastIndexOf(THOUGHT);
        if (end >= 0) {
            return text.substring(end + THOUGHT.length());
        }
        int open = text.indexOf("<think>");
        return open < 0 ? text : text.substring(0, open);
    }

    /** Whether a message of the answer holds the word. */
    static boolean says(ExchangeView x, String word) {
        return answers(x).stream().anyMatch(text -> holds(text, word));
    }

    /**
     * Whether the answer holds the last text of the request as it was sent: an echo shows no more than that the request arrived, and
     * not that a model did what it was told.
     */
    static boolean repeats(ExchangeView x) {
        JsonNode input = x.request().path("input");
        String last = input.asText("");
        for (JsonNode item : input) {
            String text = text(item);
            last = text.isBlank() ? last : text;
        }
        // One word may be asked for and given; it is a whole order that nobody repeats.
        return last.strip().indexOf(' ') > 0 && says(x, last);
    }

    /** Whether the word is anywhere in the output, thoughts and repeated input included. */
    static boolean shows(ExchangeView x, String word) {
        return shows(response(x).path("output"), word);
    }

    private static boolean shows(JsonNode node, String word) {
        if (node.isTextual()) {
            return holds(node.textValue(), word);
        }
        for (JsonNode child : node) {
            if (shows(child, word)) {
                return true;
            }
        }
        return node.path("content").isArray() && holds(text(node), word);
    }

    static boolean holds(String text, String word) {
        return !word.isEmpty() && plain(text).contains(plain(word));
    }

    /** Letters and digits only, in lower case. */
    static String plain(String text) {
        StringBuilder out = new StringBuilder();
        text.codePoints().filter(Character::isLetterOrDigit).forEach(out::appendCodePoint);
        return out.toString().toLowerCase(Locale.ROOT);
    }

    /** Numbers of six digits in the answer, grouped or not. */
    static Set<String> numbers(ExchangeView x) {
        Set<String> found = new LinkedHashSet<>();
        answers(x).forEach(text -> numbers(text, found));
        return found;
    }

    /** Numbers of six digits in a message, thoughts left out. */
    static Set<String> numbers(JsonNode message) {
        Set<String> found = new LinkedHashSet<>();
        numbers(afterThought(text(message)), found);
        return found;
    }

    private static void numbers(String text, Set<String> found) {
        for (String form : List.of(text, GROUPING.matcher(text).replaceAll(""))) {
            Matcher matcher = SIX_DIGITS.matcher(form);
            while (matcher.find()) {
                found.add(matcher.group());
            }
        }
    }
}
