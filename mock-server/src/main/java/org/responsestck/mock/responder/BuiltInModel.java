package org.responsestck.mock.responder;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A deterministic stand-in for a language model: cooperative, without weights, and honest about what it was not told. It knows only the
 * items of the prompt, in their order.
 */
public final class BuiltInModel implements Responder {
    private static final int MOST_ITEMS = 2_000;
    private static final Pattern QUESTION = Pattern.compile(
            "(?i)\\b(?:what(?:'s| is| was)|which(?: is)?|name|tell me|repeat|state|give me)\\s+(?:again\\s+)?(?:the|my|your|our)?\\s*((?:[a-z]+\\s+){0,3}?[a-z]+)(?:\\s+called|\\s+only|\\s+again|\\s+named)?\\s*(?:[?.,;!]|$)");
    private static final Pattern REMEMBERED = Pattern.compile(
            "(?i)\\b(codeword|password|my name|passphrase|secret|project called|latest value|your number)\\b");
    private static final Pattern NUMBER_WORD =
            Pattern.compile("(?i)\\b(one|two|three|four|five|six|seven|eight|nine|ten|\\d{1,3})\\b");
    private static final List<String> NUMBERS =
            List.of("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten");
    private static final Pattern AND_THEN = Pattern.compile("(?i)\\bthen write (?:this|the) word:? (\\p{L}+)");
    private static final Pattern ONE_MEMBER =
            Pattern.compile("(?i)\\bJSON object\\b.{0,40}\\bmember (\\w+) whose value is \"([^\"]*)\"");
    private static final Map<String, String> CAPITALS = Map.of(
            "france",
            "Paris",
            "germany",
            "Berlin",
            "italy",
            "Rome",
            "spain",
            "Madrid",
            "japan",
            "Tokyo",
            "portugal",
            "Lisbon");

    /** Tried in order; the first that has an answer gives it. */
    private final List<Function<Asked, Optional<String>>> skills = List.of(
            BuiltInModel::standingOrder,
            asked -> new ServerToolUse(asked.prompt()).results(),
            BuiltInModel::everyWord,
            BuiltInModel::object,
            BuiltInModel::count,
            BuiltInModel::random,
            BuiltInModel::letters,
            BuiltInModel::arithmetic,
            BuiltInModel::capital,
            BuiltInModel::question,
            BuiltInModel::wording,
            BuiltInModel::numbered,
            BuiltInModel::essay,
            BuiltInModel::results);

    private record Asked(Prompt prompt, String ask, String rules, Memory memory) {}

    @Override
    public Draft respond(Prompt prompt) {
        List<Draft.Part> served = new ServerToolUse(prompt).calls();
        List<Draft.Part> calls = served.isEmpty() ? new ToolUse(prompt).calls() : served;
        return calls.isEmpty() ? Draft.text(text(prompt)) : Draft.of(calls);
    }

    private String text(Prompt prompt) {
        List<JsonNode> items = prompt.items();
        List<JsonNode> heard =
                items.size() > MOST_ITEMS ? items.subList(items.size() - MOST_ITEMS, items.size()) : items;
        String ask = Words.lastOfUser(heard);
        StringBuilder rules = new StringBuilder(prompt.instructions() == null ? "" : prompt.instructions());
        for (JsonNode item : heard) {
            String role = item.path("role").asText();
            if (role.equals("system") || role.equals("developer")) {
                rules.append('\n').append(Words.of(item));
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
        Asked asked = new Asked(prompt, ask, rules.toString(), Memory.of(heard));
        String answer = skills.stream()
                .map(skill -> skill.apply(asked))
                .flatMap(Optional::stream)
                .findFirst()
                .orElseGet(() -> generic(ask));
        return Orders.opening(rules + "\n" + ask)
                .map(word -> word + " " + answer)
                .orElse(answer);
    }

    private static Optional<String> standingOrder(Asked asked) {
        return Orders.standing(asked.rules(), asked.ask());
    }

    private static Optional<String> wording(Asked asked) {
        return Orders.wording(asked.ask()).map(w -> w.equalsIgnoreCase("hello") ? "Hello!" : w);
    }

    private static Optional<String> everyWord(Asked asked) {
        if (!asked.ask()
                .matches("(?is).*\\b(list|repeat|name|give)\\b.{0,30}\\b(every|all|both)\\b.{0,30}words?\\b.*")) {
            return Optional.empty();
        }
        List<String> words = asked.memory().every("word");
        return Optional.of(words.isEmpty() ? "I was told none." : String.join(", ", words));
    }

    private static Optional<String> question(Asked asked) {
        Matcher matcher = QUESTION.matcher(asked.ask());
        boolean unknown = false;
        Optional<String> answer = Optional.empty();
        while (matcher.find()) {
            String attribute = matcher.group(1)
                    .toLowerCase(Locale.ROOT)
                    .replaceAll("\\b(latest|current|last|newest|new|only|again|random|exactly|this|is)\\b", "")
                    .replaceAll("\\s+", " ")
                    .strip();
            if (attribute.isEmpty()) {
                continue;
            }
            Optional<String> found = asked.memory().recall(attribute);
            unknown |= found.isEmpty();
            if (found.isPresent()) {
                answer = found;
            }
        }
        if (answer.isPresent()) {
            return answer;
        }
        Matcher remembered = REMEMBERED.matcher(asked.ask());
        boolean memory = remembered.find() && asked.ask().indexOf('?', remembered.end()) >= 0;
        return unknown && memory ? Optional.of("I do not know; nobody has told me.") : Optional.empty();
    }

    private static Optional<String> count(Asked asked) {
        Matcher range = Pattern.compile("(?i)\\bcount\\s+(?:from\\s+)?(\\d{1,4})\\s+(?:to|up to|through)\\s+(\\d{1,4})")
                .matcher(asked.ask());
        if (!range.find()) {
            return Optional.empty();
        }
        int from = Integer.parseInt(range.group(1));
        int to = Math.min(Integer.parseInt(range.group(2)), from + 2000);
        StringBuilder text = new StringBuilder();
        for (int i = from; i <= to; i++) {
            text.append(i == from ? "" : ", ").append(i);
        }
        Matcher word = AND_THEN.matcher(asked.ask());
        if (word.find()) {
            text.append(' ').append(word.group(1));
        }
        return Optional.of(text.toString());
    }

    private static Optional<String> object(Asked asked) {
        Matcher member = ONE_MEMBER.matcher(asked.ask());
        return member.find()
                ? Optional.of(JsonNodeFactory.instance
                        .objectNode()
                        .put(member.group(1), member.group(2))
                        .toString())
                : Optional.empty();
    }

    private static Optional<String> random(Asked asked) {
        if (!asked.ask().matches("(?is).*\\brandom\\b.*\\bnumber\\b.*")) {
            return Optional.empty();
        }
        long mixed =
                asked.prompt().seed() * 31 + asked.prompt().items().toString().hashCode();
        return Optional.of(String.valueOf(100_000 + Math.floorMod(mixed * 7919, 900_000L)));
    }

    private static Optional<String> letters(Asked asked) {
        Matcher matcher = Pattern.compile(
                        "(?i)how many (?:letters? )?['\"]?([a-z])['\"]?(?:'s|s)? (?:are|is) (?:there )?in (?:the word )?['\"]?([a-z]+)")
                .matcher(asked.ask());
        if (!matcher.find()) {
            return Optional.empty();
        }
        String letter = matcher.group(1).toLowerCase(Locale.ROOT);
        String word = matcher.group(2).toLowerCase(Locale.ROOT);
        long count = word.chars().filter(c -> c == letter.charAt(0)).count();
        return Optional.of("The word " + word + " has " + count + " of the letter " + letter + ".");
    }

    private static Optional<String> arithmetic(Asked asked) {
        Matcher sum =
                Pattern.compile("(-?\\d{1,9})\\s*([+*x×-])\\s*(-?\\d{1,9})").matcher(asked.ask());
        if (!sum.find()) {
            return Optional.empty();
        }
        long a = Long.parseLong(sum.group(1));
        long b = Long.parseLong(sum.group(3));
        long result = switch (sum.group(2)) {
            case "+" -> a + b;
            case "-" -> a - b;
            default -> a * b;
        };
        return Optional.of(a + " " + sum.group(2) + " " + b + " equals " + result + ".");
    }

    private static Optional<String> capital(Asked asked) {
        Matcher matcher = Pattern.compile("(?i)capital of (\\p{L}+)").matcher(asked.ask());
        return matcher.find()
                ? Optional.ofNullable(CAPITALS.get(matcher.group(1).toLowerCase(Locale.ROOT)))
                        .map(c -> "The capital of " + matcher.group(1) + " is " + c + ".")
                : Optional.empty();
    }

    private static Optional<String> numbered(Asked asked) {
        Matcher wanted = Pattern.compile(
                        "(?i)\\b(\\w+)\\s+(?:numbered\\s+|interesting\\s+|short\\s+)*(?:sentences|facts|points|things|lines|tips)\\b")
                .matcher(asked.ask());
        if (!wanted.find() || !NUMBER_WORD.matcher(wanted.group(1)).matches()) {
            return Optional.empty();
        }
        int count = number(wanted.group(1));
        String topic = topic(asked.ask());
        StringBuilder text = new StringBuilder();
        for (int i = 1; i <= count; i++) {
            text.append(i == 1 ? "" : "\n").append(i).append(". ").append(sentence(topic, i));
        }
        return Optional.of(text.toString());
    }

    private static Optional<String> essay(Asked asked) {
        Matcher words = Pattern.compile("(?i)\\b(\\d{2,4})[- ]words?\\b").matcher(asked.ask());
        boolean essay = asked.ask().matches("(?is).*\\b(essay|story|article|poem|report)\\b.*");
        if (!words.find() && !essay) {
            return Optional.empty();
        }
        int count = words.reset().find() ? Math.min(2000, Integer.parseInt(words.group(1))) : 200;
        StringBuilder text = new StringBuilder();
        for (int i = 1; text.length() < count * 5; i++) {
            text.append(i == 1 ? "" : " ").append(sentence(topic(asked.ask()), i));
        }
        return Optional.of(text.toString());
    }

    /** After tool outputs: what the tools said. */
    private static Optional<String> results(Asked asked) {
        boolean tool = asked.prompt().items().stream()
                .anyMatch(i -> i.path("type").asText().endsWith("_output"));
        if (!tool) {
            return Optional.empty();
        }
        List<Memory.Fact> facts = asked.memory().newest(4);
        return facts.isEmpty()
                ? Optional.of("The tool has answered.")
                : Optional.of("Here is what I found: "
                        + String.join(
                                ", ",
                                facts.stream()
                                        .map(f -> f.attribute() + " " + f.value())
                                        .toList()) + ".");
    }

    private static int number(String word) {
        return word.chars().allMatch(Character::isDigit)
                ? Math.min(200, Integer.parseInt(word))
                : Math.max(1, NUMBERS.indexOf(word.toLowerCase(Locale.ROOT)));
    }

    private static String topic(String ask) {
        Matcher topic = Pattern.compile(
                        "(?i)\\b(?:about|on|of|regarding)\\s+([\\p{L}\\p{N}/_ -]{2,60}?)\\s*(?:[.,;!?]|--|$)")
                .matcher(ask);
        return topic.find() ? topic.group(1) : "this subject";
    }

    private static String sentence(String topic, int i) {
        return switch (i % 5) {
            case 0 -> "People have written about " + topic + " for a long time and will go on.";
            case 1 -> "There is more to " + topic + " than one sees at first.";
            case 2 -> "Anyone who looks closely at " + topic + " finds patterns that repeat.";
            case 3 -> "What we know of " + topic + " comes from patient observation.";
            default -> "A good question about " + topic + " leads to three better ones.";
        };
    }

    private static String generic(String ask) {
        if (ask.isBlank()) {
            return "Hello! How can I help?";
        }
        String[] words = ask.strip().split("\\s+");
        String gist = String.join(" ", java.util.Arrays.copyOf(words, Math.min(12, words.length)));
        return "You said: " + Words.bare(gist) + ". I have taken note of it.";
    }
}
