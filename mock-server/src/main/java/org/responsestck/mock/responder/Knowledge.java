package org.responsestck.mock.responder;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the model can answer without having been told: some arithmetic, some capitals, and any length of text. */
final class Knowledge {
    private static final List<String> NUMBERS = List.of(
            "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve");
    private static final String WORD = "(?:" + String.join("|", NUMBERS) + ")";
    private static final String NUMBER = "(-?\\d{1,9}|" + WORD + ")";
    private static final Pattern NUMBER_WORD = Pattern.compile("(?i)\\b(" + WORD + "|\\d{1,3})\\b");
    private static final Pattern COUNT = Pattern.compile(
            "(?i)\\bcount\\s+(down\\s+)?(?:from\\s+)?(?:(\\d{1,4})\\s+)?(?:down\\s+)?(?:to|up to|through)\\s+(\\d{1,4})");
    private static final Pattern SUM = Pattern.compile(
            "(?i)" + NUMBER + "\\s*([+*x×÷/-]|plus|minus|times|multiplied by|divided by)\\s*" + NUMBER + "\\b");
    private static final Pattern SPOKEN_SUM = Pattern.compile(
            "(?i)\\b(add|sum of|product of|multiply)\\s+" + NUMBER + "\\s+(?:and|to|by|with)\\s+" + NUMBER + "\\b");
    private static final Pattern LETTERS = Pattern.compile(
            "(?i)how many (?:letters? )?['\"]?([a-z])['\"]?(?:'s|s)? (?:are|is) (?:there )?in (?:the word )?['\"]?([a-z]+)");
    private static final Pattern CLAIM = Pattern.compile("\\b[Ii]s (\\p{Lu}\\p{L}+) the capital of (\\p{L}+)");
    private static final Pattern CAPITAL = Pattern.compile("(?i)capital (?:city )?of (\\p{L}+)");
    private static final Pattern LISTED = Pattern.compile(
            "(?i)\\b(\\w+)\\s+(?:numbered\\s+|interesting\\s+|short\\s+)*(?:sentences|facts|points|things|lines|tips)\\b|\\b(?:list|name)\\s+(\\w+)\\s+(\\w+s)\\b");
    private static final Pattern WORDS = Pattern.compile("(?i)\\b(\\d{2,4})[- ]words?\\b");
    private static final Pattern ESSAY = Pattern.compile("(?i)\\b(essay|story|article|poem|report)\\b");
    private static final Pattern TOPIC =
            Pattern.compile("(?i)\\b(?:about|on|of|regarding)\\s+([\\p{L}\\p{N}/_ -]{2,60}?)\\s*(?:[.,;!?]|--|$)");
    private static final Map<String, String> CAPITALS = Map.ofEntries(
            Map.entry("france", "Paris"),
            Map.entry("germany", "Berlin"),
            Map.entry("italy", "Rome"),
            Map.entry("spain", "Madrid"),
            Map.entry("japan", "Tokyo"),
            Map.entry("portugal", "Lisbon"),
            Map.entry("austria", "Vienna"),
            Map.entry("norway", "Oslo"),
            Map.entry("sweden", "Stockholm"),
            Map.entry("poland", "Warsaw"),
            Map.entry("greece", "Athens"),
            Map.entry("egypt", "Cairo"),
            Map.entry("canada", "Ottawa"),
            Map.entry("peru", "Lima"));

    private Knowledge() {}

    static Optional<String> count(String ask) {
        Matcher range = COUNT.matcher(ask);
        if (!range.find()) {
            return Optional.empty();
        }
        int from = range.group(2) == null ? 1 : Integer.parseInt(range.group(2));
        int to = Integer.parseInt(range.group(3));
        boolean down = from > to && (range.group(1) != null || range.group().contains("down"));
        StringBuilder text = new StringBuilder();
        for (int i = from; down ? i >= to : i <= Math.min(to, from + 2000); i += down ? -1 : 1) {
            text.append(i == from ? "" : ", ").append(i);
        }
        return Optional.of(text.toString());
    }

    static Optional<String> letters(String ask) {
        Matcher matcher = LETTERS.matcher(ask);
        if (!matcher.find()) {
            return Optional.empty();
        }
        String letter = matcher.group(1).toLowerCase(Locale.ROOT);
        String word = matcher.group(2).toLowerCase(Locale.ROOT);
        long count = word.chars().filter(c -> c == letter.charAt(0)).count();
        return Optional.of(
                Orders.bare(ask)
                        ? String.valueOf(count)
                        : "The word " + word + " has " + count + " of the letter " + letter + ".");
    }

    static Optional<String> arithmetic(String ask) {
        Matcher sum = SUM.matcher(ask);
        if (sum.find()) {
            return result(ask, sum.group(1), sum.group(2), sum.group(3));
        }
        Matcher spoken = SPOKEN_SUM.matcher(ask);
        return spoken.find() ? result(ask, spoken.group(2), spoken.group(1), spoken.group(3)) : Optional.empty();
    }

    private static Optional<String> result(String ask, String left, String operator, String right) {
        long a = value(left);
        long b = value(right);
        String sign = switch (operator.toLowerCase(Locale.ROOT)) {
            case "+", "plus", "add", "sum of" -> "+";
            case "-", "minus" -> "-";
            case "/", "÷", "divided by" -> "/";
            default -> "*";
        };
        if (sign.equals("/") && b == 0) {
            return Optional.of("Nothing can be divided by 0.");
        }
        String result = switch (sign) {
            case "+" -> String.valueOf(a + b);
            case "-" -> String.valueOf(a - b);
            case "/" -> a % b == 0 ? String.valueOf(a / b) : String.valueOf((double) a / b);
            default -> String.valueOf(a * b);
        };
        return Optional.of(Orders.bare(ask) ? result : a + " " + sign + " " + b + " equals " + result + ".");
    }

    private static long value(String number) {
        int word = NUMBERS.indexOf(number.toLowerCase(Locale.ROOT));
        return word >= 0 ? word : Long.parseLong(number);
    }

    static Optional<String> capital(String ask) {
        Matcher question = CAPITAL.matcher(ask);
        if (!question.find()) {
            return Optional.empty();
        }
        String capital = CAPITALS.get(question.group(1).toLowerCase(Locale.ROOT));
        if (capital == null) {
            return Optional.empty();
        }
        String sentence = "The capital of " + question.group(1) + " is " + capital + ".";
        Matcher claim = CLAIM.matcher(ask);
        if (claim.find()) {
            String word = claim.group(1).equals(capital) ? "Yes" : "No";
            return Optional.of(Orders.bare(ask) ? word : word + ". " + sentence);
        }
        return Optional.of(Orders.bare(ask) ? capital : sentence);
    }

    static Optional<String> numbered(String ask) {
        Matcher wanted = LISTED.matcher(ask);
        if (!wanted.find()) {
            return Optional.empty();
        }
        String word = wanted.group(1) != null ? wanted.group(1) : wanted.group(2);
        if (!NUMBER_WORD.matcher(word).matches()) {
            return Optional.empty();
        }
        int count = number(word);
        String topic = wanted.group(3) != null ? wanted.group(3) : topic(ask);
        StringBuilder text = new StringBuilder();
        for (int i = 1; i <= count; i++) {
            text.append(i == 1 ? "" : "\n").append(i).append(". ").append(sentence(topic, i));
        }
        return Optional.of(text.toString());
    }

    static Optional<String> essay(String ask) {
        Matcher words = WORDS.matcher(ask);
        boolean essay = ESSAY.matcher(ask).find();
        if (!words.find() && !essay) {
            return Optional.empty();
        }
        int count = words.reset().find() ? Math.min(2000, Integer.parseInt(words.group(1))) : 200;
        StringBuilder text = new StringBuilder();
        for (int i = 1; text.length() < count * 5; i++) {
            text.append(i == 1 ? "" : " ").append(sentence(topic(ask), i));
        }
        return Optional.of(text.toString());
    }

    private static int number(String word) {
        return word.chars().allMatch(Character::isDigit)
                ? Math.min(200, Integer.parseInt(word))
                : Math.max(1, NUMBERS.indexOf(word.toLowerCase(Locale.ROOT)));
    }

    private static String topic(String ask) {
        Matcher topic = TOPIC.matcher(ask);
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
}
