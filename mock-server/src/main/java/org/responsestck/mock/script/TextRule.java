package org.responsestck.mock.script;

import java.util.Optional;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a text must be.
 *
 * @param mode how it is compared
 * @param text with what
 */
record TextRule(Mode mode, String text) {
    enum Mode {
        EQUALS(" is not '"),
        CONTAINS(" does not contain '"),
        MATCHES(" does not match '");

        private final String not;

        Mode(String not) {
            this.not = not;
        }
    }

    static TextRule contains(String text) {
        return new TextRule(Mode.CONTAINS, text);
    }

    static TextRule equal(String text) {
        return new TextRule(Mode.EQUALS, text);
    }

    static TextRule matches(String regex) {
        return new TextRule(Mode.MATCHES, regex);
    }

    boolean fits(String other) {
        return switch (mode) {
            case EQUALS -> other.equals(text);
            case CONTAINS -> other.contains(text);
            case MATCHES -> Pattern.compile(text).matcher(other).find();
        };
    }

    /** Gives a captured group by number or name; nothing for other modes. */
    Function<String, Optional<String>> groups(String other) {
        if (mode != Mode.MATCHES) {
            return group -> Optional.empty();
        }
        Matcher matcher = Pattern.compile(text).matcher(other);
        if (!matcher.find()) {
            return group -> Optional.empty();
        }
        MatchResult result = matcher.toMatchResult();
        return group -> {
            try {
                return Optional.ofNullable(
                        group.matches("\\d{1,3}") ? result.group(Integer.parseInt(group)) : matcher.group(group));
            } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
                return Optional.empty();
            }
        };
    }

    /** In words, after the name of what does not fit. */
    String miss(String other) {
        return mode.not + text + "' (it is '" + shorten(other) + "')";
    }

    static String shorten(String text) {
        return text.length() <= 80 ? text : text.substring(0, 80) + "…";
    }
}
