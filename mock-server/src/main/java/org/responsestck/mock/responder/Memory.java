package org.responsestck.mock.responder;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What was said in a context, in order: facts as attribute and value, and the sentences themselves. The newest wins. */
final class Memory {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int MOST_LETTERS = 200_000;
    private static final int MOST_FACTS_OF_JSON = 500;
    /** What stands in quotes, or one word and the capitalised words that follow it. */
    private static final String VALUE = "(?:[\"“'‘]([^\"”'’\\n]{1,60})[\"”'’]|(\\S+(?:[ ]\\p{Lu}[\\p{L}\\p{N}'-]*)*))";

    private static final Pattern SAID = Pattern.compile(
            "(?i:\\b(the|my|our|your|a)\\s+([a-z][a-z -]{0,40}?)\\s*(?:\\s(?:is\\s+now\\s+called|is\\s+called|is\\s+named|was\\s+named|has\\s+changed\\s+to|is\\s+now|is:?|was|are|reads|says)|=|:)\\s+(?:an?\\s+|the\\s+)?)"
                    + VALUE);
    private static final Pattern LABELLED = Pattern.compile(
            "\\b((?:[a-z]+\\s+)?(?:codeword|code word|password|passphrase|secret|token|keyword|word|value|number|name))\\b\\s*[:=]?\\s*(?:is\\s+now\\s+|is\\s+)?([\\p{L}\\p{N}_-]{3,})",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern SELF = Pattern.compile(
            "\\b(?:I am|I'm|[Cc]all me|[Tt]his is)\\s+(\\p{Lu}[\\p{L}\\p{N}_-]*(?:[ ]\\p{Lu}[\\p{L}\\p{N}_-]*)*)");
    private static final Pattern YOU = Pattern.compile(
            "\\b[Yy]ou are (?:called |named )?(\\p{Lu}[\\p{L}\\p{N}_-]*(?:[ ]\\p{Lu}[\\p{L}\\p{N}_-]*)*)");
    /** "Keep this value for later: X". */
    private static final Pattern KEPT = Pattern.compile(
            "(?i:\\b(?:store|remember|keep|save|note)\\b[^:\\n]{0,30}?\\b(?:this|the|my|our|a|following)\\s+([a-z]+)(?:\\s+[a-z]+){0,3}:)\\s+"
                    + VALUE);

    private static final Pattern KEPT_LIST = Pattern.compile(
            "(?i)\\b(?:store|remember|keep|save|note)\\b[^:\\n]{0,20}?\\b(?:these|the following)\\s+([a-z]+\\s+)*?([a-z]+s)\\s*:\\s+([^\\n]+)");
    private static final Pattern AGE = Pattern.compile("\\b(?:I am|I'm)\\s+(\\d{1,3})\\b");
    private static final Pattern BELONGS = Pattern.compile(
            "\\b(\\p{Lu}[\\p{L}\\p{N}_-]*(?:[ ]\\p{Lu}[\\p{L}\\p{N}_-]*)*) is (?:my|our) ([a-z]+(?: [a-z]+)?)");
    private static final Pattern LONG_NUMBER = Pattern.compile("\\b\\d{4,}\\b");
    private static final Pattern OWNED = Pattern.compile("'s(?=\\s+[a-z])");
    private static final Pattern OWNERS = Pattern.compile("'s\\b");
    private static final Pattern NEWEST = Pattern.compile("^(?:new|current|latest|actual) ");
    private static final Pattern OF = Pattern.compile("^([a-z ]+?) (?:of|for) (?:(?:the|my|our|your) )?([a-z ]+)$");
    private static final Pattern BLANKS = Pattern.compile("\\s+");
    private static final String MARKS = ".!?;";
    private static final List<String> TITLES = List.of("Dr", "Mr", "Ms", "St", "Mrs", "Prof");
    /** Without one of these the patterns that follow have nothing to find; looking for them is cheaper. */
    private static final List<String> ABOUT_PEOPLE = List.of("I am", "I'm", "all me", "his is", "ou are", " is ", ":");

    private static final List<String> VERBS = List.of("is", "was", "has", "are", "reads", "says", "=", ":");
    private static final List<String> LABELS = List.of("word", "pass", "secret", "token", "value", "number", "name");

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
            "if",
            "call");
    private static final Set<String> NO_VALUES = Set.of(
            "the", "and", "you", "your", "that", "this", "with", "for", "now", "called", "named", "only", "exactly",
            "only.", "not", "is", "of", "in", "at", "on", "to", "from", "by", "what", "very", "my");

    private final List<Fact> facts = new ArrayList<>();
    private final List<String> sentences = new ArrayList<>();

    /**
     * @param owner the word before the attribute: my, your, the; empty if there was none
     * @param value without closing punctuation
     */
    record Fact(String owner, String attribute, String value) {}

    static Memory of(List<JsonNode> items) {
        return of("", items);
    }

    /** @param rules what was said before everything else */
    static Memory of(String rules, List<JsonNode> items) {
        Memory memory = new Memory();
        memory.sentences(rules, false);
        for (JsonNode item : items) {
            memory.hear(item);
        }
        return memory;
    }

    private void hear(JsonNode item) {
        switch (item.path("type").asText()) {
            case "message" -> {
                String text = Words.of(item);
                boolean assistant = item.path("role").asText().equals("assistant");
                json(text);
                if (assistant) {
                    number(text);
                }
                if (!text.startsWith(BuiltInModel.ECHO)) {
                    sentences(text, assistant);
                }
            }
            case "function_call_output", "tool_output" -> {
                String output = Words.output(item);
                json(output);
                sentences(output, false);
            }
            default -> {
                // Calls and unknown items say nothing.
            }
        }
    }

    private void number(String text) {
        Matcher digits = LONG_NUMBER.matcher(text);
        while (digits.find()) {
            facts.add(new Fact("", "number", digits.group()));
        }
    }

    private void json(String text) {
        int open = text.indexOf('{');
        int close = text.lastIndexOf('}');
        if (open < 0 || close <= open || text.length() > MOST_LETTERS) {
            return;
        }
        try {
            members(JSON.readTree(text.substring(open, close + 1)), 0);
        } catch (JsonProcessingException e) {
            // No JSON after all.
        }
    }

    private void members(JsonNode node, int depth) {
        if (depth > 8 || facts.size() > MOST_FACTS_OF_JSON) {
            return;
        }
        node.properties().forEach(m -> {
            if (m.getValue().isValueNode()) {
                String attribute = m.getKey().toLowerCase(Locale.ROOT).replace('_', ' ');
                facts.add(new Fact("", attribute, m.getValue().asText()));
            } else {
                members(m.getValue(), depth + 1);
            }
        });
        if (node.isArray()) {
            node.forEach(element -> members(element, depth + 1));
        }
    }

    private void sentences(String text, boolean assistant) {
        String heard = text.length() > MOST_LETTERS ? text.substring(text.length() - MOST_LETTERS) : text;
        for (String one : split(heard.replace('’', '\''))) {
            if (one.isEmpty() || one.length() > 400 || one.endsWith("?")) {
                continue;
            }
            if (!assistant) {
                self(one);
            }
            if (ORDERS.contains(first(one))) {
                continue;
            }
            if (!assistant) {
                sentences.add(one);
            }
            String lower = one.toLowerCase(Locale.ROOT);
            if (!said(one, lower)) {
                labelled(one, lower);
            }
        }
    }

    /** Sentences end with a line, or with closing marks before a blank, a quote or a bracket; without blanks around. */
    private static List<String> split(String text) {
        List<String> sentences = new ArrayList<>();
        int from = 0;
        while (from < text.length()) {
            int end = from + 1;
            boolean open = true;
            while (open && end < text.length() && text.charAt(end) != '\n') {
                int after = pastMarks(text, end);
                open = !closes(text, end, after);
                end = Math.max(after, end + 1);
            }
            sentences.add(text.substring(from, end).strip());
            from = end;
        }
        return sentences;
    }

    private static int pastMarks(String text, int at) {
        int after = at;
        while (after < text.length() && MARKS.indexOf(text.charAt(after)) >= 0) {
            after++;
        }
        return after;
    }

    /** Whether the marks from one place to another end a sentence: one alone does not behind a title. */
    private static boolean closes(String text, int from, int to) {
        boolean ends = to > from && (to == text.length() || " \t\n\r\f\"')".indexOf(text.charAt(to)) >= 0);
        return ends && (to > from + 1 || TITLES.stream().noneMatch(t -> isWord(text, from - t.length(), t)));
    }

    private static boolean isWord(String text, int at, String word) {
        return text.startsWith(word, at) && (at == 0 || !Character.isLetterOrDigit(text.charAt(at - 1)));
    }

    private void self(String sentence) {
        if (!Words.holdsOne(sentence, ABOUT_PEOPLE)) {
            return;
        }
        Matcher self = SELF.matcher(sentence);
        while (self.find()) {
            facts.add(new Fact("my", "name", self.group(1)));
        }
        Matcher you = YOU.matcher(sentence);
        while (you.find()) {
            facts.add(new Fact("your", "name", you.group(1)));
        }
        if (sentence.indexOf(':') >= 0) {
            kept(sentence);
        }
        Matcher age = AGE.matcher(sentence);
        while (age.find()) {
            facts.add(new Fact("my", "age", age.group(1)));
        }
        Matcher belongs = BELONGS.matcher(sentence);
        while (belongs.find()) {
            facts.add(new Fact("my", belongs.group(2), belongs.group(1)));
        }
    }

    private void kept(String sentence) {
        Matcher kept = KEPT.matcher(sentence);
        while (kept.find()) {
            add("", kept.group(1), value(kept, 2));
        }
        Matcher list = KEPT_LIST.matcher(sentence);
        while (list.find()) {
            facts.add(new Fact("", list.group(2).toLowerCase(Locale.ROOT), Words.bare(list.group(3))));
        }
    }

    private boolean said(String sentence, String lower) {
        if (!Words.holdsOne(lower, VERBS)) {
            return false;
        }
        Matcher matcher = SAID.matcher(OWNED.matcher(sentence).replaceAll(""));
        boolean found = false;
        while (matcher.find()) {
            found |= add(matcher.group(1), matcher.group(2), value(matcher, 3));
        }
        return found;
    }

    private static String value(Matcher matcher, int quoted) {
        return matcher.group(quoted) != null ? matcher.group(quoted) : matcher.group(quoted + 1);
    }

    private void labelled(String sentence, String lower) {
        if (!Words.holdsOne(lower, LABELS)) {
            return;
        }
        Matcher matcher = LABELLED.matcher(sentence);
        while (matcher.find()) {
            add("", matcher.group(1), matcher.group(2));
        }
    }

    private boolean add(String owner, String attribute, String said) {
        String value = Words.bare(said);
        if (value.isEmpty() || NO_VALUES.contains(value.toLowerCase(Locale.ROOT))) {
            return false;
        }
        facts.add(new Fact(owner.toLowerCase(Locale.ROOT), plain(attribute), value));
        return true;
    }

    /** "name of my dog" is "dog name". */
    private static String plain(String attribute) {
        String name = OWNERS.matcher(attribute.toLowerCase(Locale.ROOT).strip()).replaceAll("");
        return OF.matcher(NEWEST.matcher(name).replaceAll("")).replaceAll("$2 $1");
    }

    private static String first(String sentence) {
        return Words.bare(BLANKS.split(sentence, 2)[0]).toLowerCase(Locale.ROOT);
    }

    /**
     * The newest value of an attribute; {@code "station"} finds {@code "weather station"}, and the other way round. A name belongs to
     * somebody: my name is not the dog's.
     *
     * @param owner my, your, the, or empty
     */
    Optional<String> recall(String owner, String attribute) {
        String wanted = plain(attribute);
        for (int i = facts.size() - 1; i >= 0; i--) {
            Fact fact = facts.get(i);
            if (wanted.equals("name") ? isName(fact, owner) : alike(fact.attribute(), wanted)) {
                return Optional.of(fact.value());
            }
        }
        return Optional.empty();
    }

    private static boolean isName(Fact fact, String owner) {
        return fact.attribute().equals("name")
                && (owner.equals(fact.owner())
                        || fact.owner().isEmpty()
                        || !Set.of("my", "your").contains(owner));
    }

    private static boolean alike(String known, String wanted) {
        return known.equals(wanted)
                || endsWithWord(known, wanted)
                || (endsWithWord(wanted, known) && !known.equals("name"))
                || wanted.equals(known + " name");
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

    /** All facts, oldest first. */
    List<Fact> facts() {
        return facts;
    }

    /**
     * The newest sentence that says what a question asks: it shares most of its words, and has what the question word wants (a number, a
     * time, a place).
     */
    Optional<String> statement(String question) {
        Set<String> wanted = Words.asked(question);
        if (wanted.isEmpty()) {
            return Optional.empty();
        }
        Pattern kind = Words.kind(question);
        String best = null;
        int most = 0;
        for (String sentence : sentences) {
            Set<String> shared = new HashSet<>(Words.content(sentence));
            shared.retainAll(wanted);
            boolean enough = shared.size() * 2 >= wanted.size() && !shared.isEmpty();
            if (enough
                    && shared.size() >= most
                    && !question.contains(sentence)
                    && kind.matcher(sentence).find()) {
                best = sentence;
                most = shared.size();
            }
        }
        return Optional.ofNullable(best);
    }
}
