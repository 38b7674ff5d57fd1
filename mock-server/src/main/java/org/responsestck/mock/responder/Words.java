package org.responsestck.mock.responder;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Texts of items, and what their words are worth. */
final class Words {
    private static final Set<String> EMPTY = Set.of(
            "the",
            "a",
            "an",
            "my",
            "your",
            "our",
            "his",
            "her",
            "its",
            "their",
            "i",
            "you",
            "he",
            "she",
            "it",
            "we",
            "they",
            "me",
            "is",
            "are",
            "was",
            "were",
            "am",
            "be",
            "been",
            "do",
            "does",
            "did",
            "have",
            "has",
            "had",
            "what",
            "which",
            "who",
            "whom",
            "whose",
            "where",
            "when",
            "how",
            "why",
            "many",
            "much",
            "old",
            "of",
            "in",
            "on",
            "at",
            "to",
            "for",
            "from",
            "with",
            "by",
            "and",
            "or",
            "that",
            "this",
            "there",
            "will",
            "can",
            "could",
            "should",
            "would",
            "please",
            "tell",
            "reply",
            "answer",
            "only",
            "just",
            "again",
            "now",
            "time",
            "name",
            "called",
            "say",
            "said",
            "told",
            "give",
            "gave",
            "ask",
            "remember",
            "so",
            "as",
            "if",
            "not",
            "word",
            "one");
    private static final Pattern NUMBER = Pattern.compile(
            "(?i)\\d|\\b(?:no|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|hundred|dozen|many|several)\\b");
    private static final Pattern TIME = Pattern.compile(
            "(?i)\\d|\\b(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|today|tomorrow|yesterday|noon|midnight|morning|evening|afternoon|week|month|year|spring|summer|autumn|winter|january|february|march|april|may|june|july|august|september|october|november|december)\\b");
    private static final Pattern PLACE = Pattern.compile("(?i)\\b(?:in|at|to|from|near|on|under|behind|inside|by)\\b");
    private static final Pattern ANYTHING = Pattern.compile("");

    /** Letters of a long text that are looked at. */
    private static final int HEAD = 1_000;

    private static final int TAIL = 4_000;

    private static final Pattern GAP = Pattern.compile("\\s{20,}");
    private static final Pattern OPENING = Pattern.compile("^[\"'“‘(\\[]+");
    private static final Pattern CLOSING = Pattern.compile("[\"'”’)\\].,;:!?]+$");
    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{N}]+");
    private static final Pattern SUFFIX = Pattern.compile("(?:ing|ed|es|s|e)$");
    private static final Pattern WHICH_OF = Pattern.compile(
            "(?i)\\b(?:which|what)\\s+\\p{L}+\\s+(?=(?:do|did|does|am|are|is|was|were|have|has|should|will)\\b)");
    private static final Pattern HOW_MUCH = Pattern.compile("\\bhow (?:many|much|old|long|far|tall)\\b");
    private static final Pattern WHEN = Pattern.compile("\\b(?:when|what time|what day|which day|what year)\\b");
    private static final Pattern WHERE = Pattern.compile("\\bwhere\\b");

    private Words() {}

    /** The text parts of a message joined by spaces. */
    static String of(JsonNode message) {
        JsonNode content = message.path("content");
        return content.isTextual() ? content.asText() : parts(content);
    }

    static String parts(JsonNode content) {
        StringBuilder text = new StringBuilder();
        for (JsonNode part : content) {
            if (part.path("text").isTextual()) {
                text.append(text.isEmpty() ? "" : " ").append(part.path("text").asText());
            }
        }
        return text.toString();
    }

    /** What a tool returned: its text, its text parts, or its JSON. */
    static String output(JsonNode item) {
        JsonNode output = item.path("output");
        return output.isTextual() ? output.asText() : output.isArray() ? parts(output) : output.toString();
    }

    static boolean isUser(JsonNode item) {
        return item.path("role").asText().equals("user");
    }

    /** The last message of the user, or the empty string. */
    static String lastOfUser(List<JsonNode> items) {
        for (int i = items.size() - 1; i >= 0; i--) {
            if (isUser(items.get(i))) {
                return of(items.get(i));
            }
        }
        return "";
    }

    /** The beginning and the end of a long text, where people put what they want. Bounds what searching it can cost. */
    static String shortened(String text) {
        return text.length() <= HEAD + TAIL
                ? text
                : GAP.matcher(text.substring(0, HEAD) + "\n" + text.substring(text.length() - TAIL))
                        .replaceAll(" ");
    }

    /** A word without quotes and closing punctuation. */
    static String bare(String word) {
        return CLOSING.matcher(OPENING.matcher(word).replaceAll("")).replaceAll("");
    }

    /** The words that carry meaning, without their endings. */
    static Set<String> content(String text) {
        Set<String> words = new LinkedHashSet<>();
        for (String word : BETWEEN_WORDS.split(text.toLowerCase(Locale.ROOT))) {
            if (!word.isEmpty() && !EMPTY.contains(word)) {
                words.add(word.length() > 3 ? SUFFIX.matcher(word).replaceFirst("") : word);
            }
        }
        return words;
    }

    /** The content of a question; of "which city do I live in" the city does not stand in the answer. */
    static Set<String> asked(String question) {
        return content(WHICH_OF.matcher(question).replaceFirst("which "));
    }

    /** What an answer to a question must have in it. */
    static Pattern kind(String question) {
        String asked = question.toLowerCase(Locale.ROOT);
        if (HOW_MUCH.matcher(asked).find()) {
            return NUMBER;
        }
        if (WHEN.matcher(asked).find()) {
            return TIME;
        }
        return WHERE.matcher(asked).find() ? PLACE : ANYTHING;
    }

    /** A sentence of the user, said back to the user. */
    static String toUser(String sentence) {
        return sentence.replaceAll("\\bI am\\b|\\bI'm\\b", "you are")
                .replaceAll("\\bI was\\b", "you were")
                .replaceAll("\\bI\\b", "you")
                .replaceAll("\\b[Mm]y\\b", "your")
                .replaceAll("\\bme\\b", "you")
                .replaceAll("\\b[Oo]ur\\b", "your");
    }

    /** Whether a text contains one of some strings. */
    static boolean holdsOne(String text, List<String> words) {
        for (String word : words) {
            if (text.contains(word)) {
                return true;
            }
        }
        return false;
    }
}
