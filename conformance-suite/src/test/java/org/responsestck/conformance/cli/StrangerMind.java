package org.responsestck.conformance.cli;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What sits behind a {@link Stranger}: a model that helps, or one that does not. */
enum StrangerMind {
    /** Does what it is told and remembers what it was told. */
    OBEDIENT {
        @Override
        String answer(String last, String heard) {
            String opening = find(heard, "Begin every answer with the word (\\w+)");
            return opening.isEmpty() ? task(last, heard) : opening + "! " + task(last, heard);
        }
    },
    /** Helps as long as nobody talks much: its own chatter makes it forget what was said before. */
    CHATTY {
        @Override
        String answer(String last, String heard) {
            String chatter = "Sure! Happy to help you with that. ";
            return chatter + (heard.contains(chatter) ? "I lost track of that." : OBEDIENT.answer(last, heard));
        }
    },
    /** Writes 730,914 for 730914, and does not find it again. */
    GROUPING {
        @Override
        String answer(String last, String heard) {
            return OBEDIENT.answer(last, heard).replaceAll("\\b(\\d{3})(\\d{3})\\b", "$1,$2");
        }
    },
    /** Gives back what it was told, word for word. */
    ECHO {
        @Override
        String answer(String last, String heard) {
            return last;
        }
    },
    CANNED {
        @Override
        String answer(String last, String heard) {
            return "This is a canned answer.";
        }
    },
    REFUSING {
        @Override
        String answer(String last, String heard) {
            return "I am sorry, but I cannot help with that.";
        }
    },
    VERSE {
        @Override
        String answer(String last, String heard) {
            return "O river, hum beneath the silver moon\nyour old and never ending gentle tune;\n".repeat(3);
        }
    };

    private static final List<String> ORDERS =
            List.of("nothing else: (\\S+)", "Repeat: (.*)", "single word (\\w+)", "[Rr]eply (OK|pong)\\.");
    private static final List<List<String>> QUESTIONS = List.of(
            List.of("codeword", "codeword (?:is )?(\\w{5,})\\."),
            List.of("my name", "My name is (\\w+)"),
            List.of("project", "called (\\w{5,})\\."),
            List.of("latest value", "value is (?:now )?(\\w+)\\."),
            List.of("your number", "(\\d{6})"),
            List.of("station", "station\"\\s*:\\s*\"(\\w+)"));

    /**
     * @param last the last thing said by the user
     * @param heard everything said so far, instructions first
     */
    abstract String answer(String last, String heard);

    /** Whether it uses tools. */
    boolean calls() {
        return Set.of(OBEDIENT, CHATTY, GROUPING).contains(this);
    }

    private static String task(String last, String heard) {
        for (String order : ORDERS) {
            String found = find(last, order);
            if (!found.isEmpty()) {
                return found;
            }
        }
        if (last.contains("both words")) {
            return all(heard, "word: (\\w+)");
        }
        if (last.contains("special word")) {
            return all(heard, "(?:Trunk|Branch) word (\\w+)");
        }
        for (List<String> question : QUESTIONS) {
            if (last.contains(question.get(0)) && last.length() < 80) {
                String found = find(heard, question.get(1));
                return found.isEmpty() ? "I was not told." : found;
            }
        }
        return atLength(last);
    }

    private static String atLength(String last) {
        if (last.contains("Count from 1")) {
            String word = find(last, "this word: (\\S+)");
            String numbers =
                    IntStream.rangeClosed(1, 20).mapToObj(Integer::toString).collect(Collectors.joining(", "));
            return word.isEmpty() ? numbers : numbers + ", " + word;
        }
        if (last.contains("essay") || last.contains("sentences")) {
            return "Water flows down and ships go up. ".repeat(last.contains("essay") ? 120 : 10);
        }
        if (last.contains("six digit")) {
            return "My number is 730914.";
        }
        return last.contains("JSON") ? "{\"location\":\"San Francisco, CA\"}" : "Certainly, with pleasure.";
    }

    /** The last match of the group; the empty string when there is none. */
    private static String find(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern, Pattern.DOTALL).matcher(text);
        String found = "";
        while (matcher.find()) {
            found = matcher.group(1);
        }
        return found.strip();
    }

    private static String all(String text, String pattern) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(m -> m.group(1))
                .collect(Collectors.joining(" "));
    }

    /** The name of a place in the text, for the arguments of a call. */
    static String place(String text) {
        return text.toLowerCase(Locale.ROOT).contains("paris") ? "Paris" : "San Francisco, CA";
    }
}
