package org.responsestck.mock.responder;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What was said in a context: facts as attribute and value, in order. The newest value of an attribute wins. */
final class Memory {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int MOST_LETTERS = 200_000;
    private static final Pattern SENTENCE = Pattern.compile("[^.!?;\\n]+[.!?;\\n]?");
    private static final Pattern SAID = Pattern.compile(
            "\\b(?:the|my|our|your|a)\\s+([a-z][a-z -]{0,40}?)\\s+(?:is\\s+now\\s+called|is\\s+called|is\\s+named|is\\s+now|is:?|was|are|=|:)\\s+(\\S+)",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern LABELLED = Pattern.compile(
            "\\b((?:[a-z]+\\s+)?(?:codeword|code word|password|passphrase|secret|token|keyword|word|value|number|name))\\b\\s*:?\\s*(?:is\\s+now\\s+|is\\s+)?([\\p{L}\\p{N}_-]{3,})",
            Pattern.CASE_INSENSITIVE);
    private static final Set<String> ORDERS = Set.of(
            "reply",
            "repeat",
            "say",
            "what",
            "which",
            "name",
            "list",
            "answer",
            "tell",
            "who",
            "where",
            "begin",
            "whenever",
            "how",
            "give",
            "call");
    private static final Set<String> NO_VALUES = Set.of(
            "the", "and", "you", "your", "that", "this", "with", "for", "now", "called", "named", "only", "exactly",
            "only.", "not", "is", "of", "in");

    private final List<Fact> facts = new ArrayList<>();

    /** @param value without closing punctuation */
    record Fact(String attribute, String value) {}

    static Memory of(List<JsonNode> items) {
        Memory memory = new Memory();
        for (JsonNode item : items) {
            memory.hear(item);
        }
        return memory;
    }

    private void hear(JsonNode item) {
        switch (item.path("type").asText()) {
            case "message" -> {
                String text = Words.of(item);
                json(text);
                if (item.path("role").asText().equals("assistant")) {
                    number(text);
                }
                sentences(text);
            }
            case "function_call_output", "tool_output" -> {
                String output = item.path("output").isTextual()
                        ? item.path("output").asText()
                        : Words.parts(item.path("output"));
                json(output);
                sentences(output);
            }
            default -> {
                // Calls and unknown items say nothing.
            }
        }
    }

    private void number(String text) {
        Matcher digits = Pattern.compile("\\b\\d{4,}\\b").matcher(text);
        while (digits.find()) {
            facts.add(new Fact("number", digits.group()));
        }
    }

    private void json(String text) {
        int open = text.indexOf('{');
        int close = text.lastIndexOf('}');
        if (open < 0 || close <= open || text.length() > MOST_LETTERS) {
            return;
        }
        try {
            JsonNode node = JSON.readTree(text.substring(open, close + 1));
            node.properties().forEach(m -> {
                if (m.getValue().isValueNode()) {
                    facts.add(new Fact(
                            m.getKey().toLowerCase(Locale.ROOT).replace('_', ' '),
                            m.getValue().asText()));
                }
            });
        } catch (JsonProcessingException e) {
            // No JSON after all.
        }
    }

    private void sentences(String text) {
        String heard = text.length() > MOST_LETTERS ? text.substring(text.length() - MOST_LETTERS) : text;
        Matcher sentence = SENTENCE.matcher(heard);
        while (sentence.find()) {
            String one = sentence.group().strip();
            if (one.isEmpty() || one.length() > 400 || one.endsWith("?") || ORDERS.contains(first(one))) {
                continue;
            }
            if (!find(SAID, one)) {
                find(LABELLED, one);
            }
        }
    }

    private boolean find(Pattern pattern, String sentence) {
        Matcher matcher = pattern.matcher(sentence);
        boolean found = false;
        while (matcher.find()) {
            String value = Words.bare(matcher.group(2));
            if (!value.isEmpty() && !NO_VALUES.contains(value.toLowerCase(Locale.ROOT))) {
                facts.add(new Fact(matcher.group(1).toLowerCase(Locale.ROOT).strip(), value));
                found = true;
            }
        }
        return found;
    }

    private static String first(String sentence) {
        return Words.bare(sentence.split("\\s+", 2)[0]).toLowerCase(Locale.ROOT);
    }

    /** The newest value of an attribute; {@code "station"} finds {@code "weather station"}, and the other way round. */
    Optional<String> recall(String attribute) {
        String wanted = attribute.toLowerCase(Locale.ROOT).strip();
        for (int i = facts.size() - 1; i >= 0; i--) {
            String known = facts.get(i).attribute();
            if (known.equals(wanted) || endsWithWord(known, wanted) || endsWithWord(wanted, known)) {
                return Optional.of(facts.get(i).value());
            }
        }
        return Optional.empty();
    }

    private static boolean endsWithWord(String longer, String shorter) {
        return longer.endsWith(" " + shorter);
    }

    /** Every value whose attribute ends with a word, in order, each once. */
    List<String> every(String word) {
        return facts.stream()
                .filter(f -> f.attribute().endsWith(word))
                .map(Fact::value)
                .distinct()
                .toList();
    }

    /** The newest facts that tools reported or anybody said, in words. */
    List<Fact> newest(int most) {
        return facts.subList(Math.max(0, facts.size() - most), facts.size());
    }
}
