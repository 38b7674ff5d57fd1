package org.responsestck.mock.responder;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A deterministic stand-in for a language model: cooperative, without weights, and honest about what it was not told. It knows only the
 * items of the prompt, in their order.
 */
public final class BuiltInModel implements Responder {
    /** How an answer begins that says nothing new. */
    static final String ECHO = "You said: ";

    /** How the name of a model ends that thinks before it speaks. */
    private static final String REASONING = "-reasoning";

    private static final int MOST_ITEMS = 2_000;
    private static final int MOST_OF_OUTPUT = 600;
    private static final int MOST_FACTS = 20;
    private static final String UNKNOWN = "I do not know; nobody has told me.";
    private static final Pattern QUESTION = Pattern.compile(
            "(?i)\\b(?=[adghnprstw])(?:what(?:'s| is| was| are| were|(?=\\s+[a-z]+\\s+(?:did|do|was|should|am|were)\\b))|who(?:'s| is| was)|which(?: is)?|name|tell me|remind me(?: of| what)?|repeat|state|give me|recall|return|print|show(?: me)?|do you (?:know|remember)|how (?:old|tall) is|and(?=\\s+(?:my|the|our)\\b))\\s+(?:again\\s+)?(?:what\\s+)?(?:the|(my|your|our))?\\s*((?:[a-z]++\\s++){0,9}?[a-z]++)(?:\\s+(?:called|only|again|named|is|was))?\\s*(?=[?.,;!:]|$|\\band\\b)");
    private static final Pattern PERSONAL = Pattern.compile(
            "(?is)\\b(?:what|which|who|whose|where|when|how (?:old|many|much|tall|long))\\b[^?]*\\b(?:my|i|me|we|our)\\b[^?]*\\?");
    private static final Pattern REMEMBERED = Pattern.compile(
            "(?i)\\b(codeword|password|my name|passphrase|secret|project called|latest value|your number)\\b");
    private static final Pattern AND_THEN = Pattern.compile("(?i)\\bthen write (?:this|the) word:? (\\p{L}+)");
    private static final Pattern ONE_MEMBER =
            Pattern.compile("(?i)\\bJSON object\\b.{0,40}\\bmember (\\w+) whose value is \"([^\"]*)\"");

    private static final Pattern EVERY_WORD =
            Pattern.compile("(?is)\\b(list|repeat|name|give)\\b.{0,30}\\b(every|all|both)\\b.{0,30}words?\\b");
    private static final Pattern OWNED = Pattern.compile("(?i)'s\\b(?<!(?:what|who|where|it|that|there)'s)");
    private static final Pattern NO_ATTRIBUTE = Pattern.compile(
            "\\b(latest|current|last|newest|new|full|only|again|random|exactly|this|is|are|i told you|i gave you|you were told|i mentioned)\\b");
    private static final Pattern CLAUSE =
            Pattern.compile("\\s(?:was|were|did|do|does|have|has|had|should|am|must|can)\\b.*$");
    private static final Pattern BLANKS = Pattern.compile("\\s+");
    private static final Pattern ONLY_A_NAME =
            Pattern.compile("(?i)^\\W*(?:(my|the|our)\\s+)?([a-z][a-z ]{2,40})\\?\\s*$");
    private static final Pattern QUESTION_WORD =
            Pattern.compile("(?i)\\b(?:who|what|which|where|when|why|how|is|are|do|does|did|can)\\b");
    private static final Pattern HOW_OLD = Pattern.compile("(?i)\\bhow old am i\\b");
    private static final Pattern WHO_AM_I = Pattern.compile("(?i)\\bwho am i\\b");
    private static final Pattern ASKING =
            Pattern.compile("(?is)\\b(?:what|which|who|whose|where|when|how|did|do|does|is)\\b.*\\?");
    private static final Pattern ONE_QUESTION = Pattern.compile("[^.!?\\n]+\\?");
    private static final Pattern EARLIER = Pattern.compile(
            "(?is)\\bmy (?:very )?(first|last|previous) (?:message|question|request|sentence)\\b|\\bwhat did i (?:just )?(?:say|ask|write)(?: you)? (first|last|before|just now)\\b|\\bhow many (?:messages|questions) (?:have i|did i)\\b");
    private static final Pattern ITS_OWN = Pattern.compile(
            "(?i)\\b(?:what (?:word )?did you (?:just )?say|your (?:last|previous) (?:answer|message|reply|response))\\b");
    private static final Pattern HELLO =
            Pattern.compile("(?i)\\s*(?:hi|hello|hey|good (?:morning|evening|afternoon))\\b[^?]{0,40}");
    private static final Pattern SAY_HELLO = Pattern.compile("(?i)\\bsay hello\\b");
    private static final Pattern RANDOM_NUMBER = Pattern.compile("(?is)\\brandom\\b.*\\bnumber\\b");
    private static final Pattern CLOSING = Pattern.compile("[.!]+$");
    private static final Pattern PUNCTUATION = Pattern.compile("[.,;:!?]+$");

    /** Tried in order; the first that has an answer gives it. */
    private static final List<Skill> SKILLS = List.of(
            new Skill(BuiltInModel::standingOrder),
            new Skill(asked -> new ServerToolUse(asked.prompt).results()),
            new Skill(
                    BuiltInModel::history,
                    "message",
                    "question",
                    "request",
                    "sentence",
                    "did",
                    "answer",
                    "reply",
                    "response"),
            new Skill(BuiltInModel::everyWord, "word"),
            new Skill(BuiltInModel::object, "json"),
            new Skill(BuiltInModel::count, "count"),
            new Skill(BuiltInModel::random, "random"),
            new Skill(asked -> Knowledge.letters(asked.ask), "many"),
            new Skill(
                    asked -> Knowledge.arithmetic(asked.ask),
                    "+",
                    "-",
                    "*",
                    "/",
                    "x",
                    "×",
                    "÷",
                    "plus",
                    "minus",
                    "times",
                    "multipl",
                    "divided",
                    "add",
                    "sum",
                    "product"),
            new Skill(asked -> Knowledge.capital(asked.ask), "capital"),
            new Skill(BuiltInModel::question),
            new Skill(
                    BuiltInModel::wording,
                    "repeat",
                    "echo",
                    "say",
                    "output",
                    "write",
                    "print",
                    "reply",
                    "respond",
                    "answer"),
            new Skill(BuiltInModel::statement, "?"),
            new Skill(BuiltInModel::greeting, "hi", "hello", "hey", "good"),
            new Skill(
                    asked -> Knowledge.numbered(asked.ask),
                    "sentences",
                    "facts",
                    "points",
                    "things",
                    "lines",
                    "tips",
                    "list",
                    "name"),
            new Skill(asked -> Knowledge.essay(asked.ask), "word", "essay", "story", "article", "poem", "report"),
            new Skill(BuiltInModel::results));

    /**
     * One thing that the model can do.
     *
     * @param answer its answer, or nothing
     * @param cues without one of these in the last message it has no answer, and nobody has to look closer; none: look always
     */
    private record Skill(Function<Asked, Optional<String>> answer, List<String> cues) {
        Skill(Function<Asked, Optional<String>> answer, String... cues) {
            this(answer, List.of(cues));
        }

        Optional<String> of(Asked asked) {
            return cues.isEmpty() || Words.holdsOne(asked.lower, cues) ? answer.apply(asked) : Optional.empty();
        }
    }

    /** What a skill looks at. */
    private static final class Asked {
        private final Prompt prompt;
        /** The last message of the user. */
        private final String whole;
        /** The same in lower case. */
        private final String lower;
        /** The same, shortened if it is long, and without what it orders for the case that something is not known. */
        private final String ask;
        /** Instructions, and what system and developer said. */
        private final String rules;

        private final List<JsonNode> heard;
        private @Nullable Memory memory;

        Asked(Prompt prompt, String whole, String ask, String rules, List<JsonNode> heard) {
            this.prompt = prompt;
            this.whole = whole;
            this.lower = whole.toLowerCase(Locale.ROOT);
            this.ask = ask;
            this.rules = rules;
            this.heard = heard;
        }

        /** What was said; read when a skill first needs it. */
        Memory memory() {
            if (memory == null) {
                memory = Memory.of(prompt.instructions() == null ? "" : prompt.instructions(), heard);
            }
            return memory;
        }
    }

    @Override
    public Draft respond(Prompt prompt) {
        List<Draft.Part> served = new ServerToolUse(prompt).calls();
        List<Draft.Part> calls = served.isEmpty() ? new ToolUse(prompt).calls() : served;
        List<Draft.Part> parts = new ArrayList<>();
        if (prompt.model().endsWith(REASONING)) {
            parts.add(new Draft.Thought("Let me see what is asked, and answer just that."));
        }
        if (calls.isEmpty()) {
            parts.add(new Draft.Text(text(prompt)));
        } else {
            parts.addAll(calls);
        }
        return Draft.of(parts);
    }

    private String text(Prompt prompt) {
        List<JsonNode> items = prompt.items();
        List<JsonNode> heard =
                items.size() > MOST_ITEMS ? items.subList(items.size() - MOST_ITEMS, items.size()) : items;
        String ask = Words.lastOfUser(heard);
        String instructions = prompt.instructions() == null ? "" : prompt.instructions();
        StringBuilder rules = new StringBuilder(Words.shortened(instructions));
        for (JsonNode item : heard) {
            String role = item.path("role").asText();
            if (role.equals("system") || role.equals("developer")) {
                rules.append('\n').append(Words.shortened(Words.of(item)));
            }
        }
        if (prompt.textFormat() != null) {
            String type = prompt.textFormat().path("type").asText();
            if (type.equals("json_schema")) {
                return new SchemaValues(ask)
                        .make(prompt.textFormat().path("schema"))
                        .toString();
            }
            if (type.equals("json_object")) {
                return JsonNodeFactory.instance
                        .objectNode()
                        .put("name", "Ada Lovelace")
                        .put("age", 36)
                        .toString();
            }
        }
        String brief = Words.shortened(ask);
        Asked asked = new Asked(prompt, ask, Orders.withoutUnknown(brief), rules.toString(), heard);
        Optional<String> found = skilled(asked);
        String answer = found.filter(text -> !text.equals(UNKNOWN))
                .or(() -> Orders.whenUnknown(brief))
                .or(() -> brief.contains("?") ? Orders.whenUnknown(rules.toString()) : Optional.empty())
                .or(() -> found)
                .orElseGet(() -> generic(brief));
        return Orders.opening(rules + "\n" + brief)
                .map(word -> word + " " + answer)
                .orElse(answer);
    }

    private static Optional<String> skilled(Asked asked) {
        for (Skill skill : SKILLS) {
            Optional<String> found = skill.of(asked);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> standingOrder(Asked asked) {
        return Orders.standing(asked.rules, asked.ask);
    }

    private static Optional<String> wording(Asked asked) {
        return Orders.exactly(asked.whole)
                .or(() -> Orders.wording(asked.ask))
                .map(w -> w.equalsIgnoreCase("hello") ? "Hello!" : w);
    }

    private static Optional<String> everyWord(Asked asked) {
        if (!EVERY_WORD.matcher(asked.ask).find()) {
            return Optional.empty();
        }
        List<String> words = asked.memory().every("word");
        return Optional.of(words.isEmpty() ? "I was told none." : String.join(", ", words));
    }

    /** What was said is asked for by its name; several names get several answers. */
    private static Optional<String> question(Asked asked) {
        Matcher remembered = REMEMBERED.matcher(asked.ask);
        boolean lost = remembered.find() && asked.ask.indexOf('?', remembered.end()) >= 0;
        if (!lost && asked.memory().facts().isEmpty()) {
            return Optional.empty();
        }
        String ask = OWNED.matcher(asked.ask.replace('’', '\'')).replaceAll("");
        Matcher matcher = QUESTION.matcher(ask);
        boolean unknown = false;
        Set<String> answers = new LinkedHashSet<>();
        while (matcher.find()) {
            String owner = matcher.group(1) == null ? "" : matcher.group(1).toLowerCase(Locale.ROOT);
            String attribute = attribute(matcher.group(2));
            if (attribute.isEmpty()) {
                continue;
            }
            Optional<String> found = asked.memory().recall(owner, attribute);
            unknown |= found.isEmpty();
            found.ifPresent(answers::add);
        }
        Matcher only = ONLY_A_NAME.matcher(ask);
        if (only.matches() && !QUESTION_WORD.matcher(only.group(2)).find()) {
            String owner = only.group(1) == null ? "" : only.group(1).toLowerCase(Locale.ROOT);
            asked.memory().recall(owner, only.group(2)).ifPresent(answers::add);
        }
        boolean self = asked.lower.contains("am");
        if (self && HOW_OLD.matcher(asked.ask).find()) {
            asked.memory().recall("my", "age").ifPresent(answers::add);
        }
        if (self && WHO_AM_I.matcher(asked.ask).find()) {
            asked.memory().recall("my", "name").ifPresent(answers::add);
        }
        if (!answers.isEmpty()) {
            return Optional.of(String.join(" and ", answers));
        }
        return unknown && lost ? Optional.of(UNKNOWN) : Optional.empty();
    }

    /** What a question names, without what does not belong to the name. */
    private static String attribute(String named) {
        String name = NO_ATTRIBUTE.matcher(named.toLowerCase(Locale.ROOT)).replaceAll("");
        return BLANKS.matcher(CLAUSE.matcher(name).replaceAll(""))
                .replaceAll(" ")
                .strip();
    }

    /** A question that names nothing: the sentence that answers it, or that nobody said it. */
    private static Optional<String> statement(Asked asked) {
        if (!ASKING.matcher(asked.ask).find()) {
            return Optional.empty();
        }
        Optional<String> told =
                asked.memory().statement(lastQuestion(asked.ask)).map(Words::toUser);
        return told.isPresent() || !PERSONAL.matcher(asked.ask).find() ? told : Optional.of(UNKNOWN);
    }

    private static String lastQuestion(String ask) {
        Matcher question = ONE_QUESTION.matcher(ask);
        String last = ask;
        while (question.find()) {
            last = question.group();
        }
        return last;
    }

    /** What the user said first, before, or how often. */
    private static Optional<String> history(Asked asked) {
        List<String> said = asked.prompt.items().stream()
                .filter(Words::isUser)
                .map(Words::of)
                .toList();
        Matcher which = EARLIER.matcher(asked.ask);
        if (ITS_OWN.matcher(asked.ask).find()) {
            return asked.prompt.items().stream()
                    .filter(item -> item.path("role").asText().equals("assistant"))
                    .map(Words::of)
                    .reduce((earlier, later) -> later);
        }
        if (said.isEmpty() || !which.find()) {
            return Optional.empty();
        }
        String word = which.group(1) != null ? which.group(1) : which.group(2);
        if (word == null) {
            return Optional.of("You have sent " + said.size() + " messages, this one included.");
        }
        if (said.size() < 2) {
            return Optional.of("This is your first message.");
        }
        return Optional.of(ECHO + said.get(word.equalsIgnoreCase("first") ? 0 : said.size() - 2));
    }

    private static Optional<String> greeting(Asked asked) {
        return HELLO.matcher(asked.ask).matches()
                        || SAY_HELLO.matcher(asked.ask).find()
                ? Optional.of("Hello! How can I help?")
                : Optional.empty();
    }

    /** Counting, and a word behind it where one is asked for. */
    private static Optional<String> count(Asked asked) {
        Matcher word = AND_THEN.matcher(asked.ask);
        return Knowledge.count(asked.ask).map(text -> word.find() ? text + " " + word.group(1) : text);
    }

    private static Optional<String> object(Asked asked) {
        Matcher member = ONE_MEMBER.matcher(asked.ask);
        return member.find()
                ? Optional.of(JsonNodeFactory.instance
                        .objectNode()
                        .put(member.group(1), member.group(2))
                        .toString())
                : Optional.empty();
    }

    private static Optional<String> random(Asked asked) {
        if (!RANDOM_NUMBER.matcher(asked.ask).find()) {
            return Optional.empty();
        }
        long mixed = asked.prompt.seed() * 31 + asked.prompt.items().toString().hashCode();
        return Optional.of(String.valueOf(100_000 + Math.floorMod(mixed * 7919, 900_000L)));
    }

    /** After tool outputs that no answer has followed yet: what the tools said. */
    private static Optional<String> results(Asked asked) {
        List<JsonNode> outputs = new ArrayList<>();
        List<JsonNode> items = asked.prompt.items();
        for (int i = items.size() - 1; i >= 0; i--) {
            JsonNode item = items.get(i);
            if (item.path("role").asText().equals("assistant")
                    && !Words.of(item).isBlank()) {
                break;
            }
            if (item.path("type").asText().endsWith("_output")) {
                outputs.add(0, item);
            }
        }
        if (outputs.isEmpty()) {
            return Optional.empty();
        }
        String found = outputs.stream()
                .map(BuiltInModel::report)
                .filter(text -> !text.isBlank())
                .collect(Collectors.joining("; "));
        return Optional.of(found.isEmpty() ? "The tool has answered nothing." : "Here is what I found: " + found + ".");
    }

    /** The members of a JSON output in words, or the text itself. */
    private static String report(JsonNode output) {
        List<Memory.Fact> facts = Memory.of(List.of(output)).facts();
        String text = Words.output(output).strip();
        boolean json = text.startsWith("{") || text.startsWith("[{");
        if (!json || facts.isEmpty()) {
            String whole = text.length() > MOST_OF_OUTPUT ? text.substring(0, MOST_OF_OUTPUT) + "…" : text;
            return CLOSING.matcher(whole).replaceAll("");
        }
        return facts.stream()
                .limit(MOST_FACTS)
                .map(f -> f.attribute() + " " + f.value())
                .collect(Collectors.joining(", "));
    }

    private static String generic(String ask) {
        if (ask.isBlank()) {
            return "Hello! How can I help?";
        }
        String[] words = BLANKS.split(ask.strip());
        String gist = String.join(" ", java.util.Arrays.copyOf(words, Math.min(12, words.length)));
        return ECHO + PUNCTUATION.matcher(gist).replaceAll("") + ". I have taken note of it.";
    }
}
