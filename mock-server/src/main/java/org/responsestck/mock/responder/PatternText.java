package org.responsestck.mock.responder;

import com.github.curiousoddman.rgxgen.RgxGen;
import com.github.curiousoddman.rgxgen.config.RgxGenOption;
import com.github.curiousoddman.rgxgen.config.RgxGenProperties;
import com.github.curiousoddman.rgxgen.parsing.dflt.RgxGenParseException;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/** Texts that match a regular expression, as {@code pattern} of a JSON Schema asks for. */
final class PatternText {
    /** Longer words are not tried: an expression may take for ever on them. */
    private static final int LONGEST_TRIED = 24;

    private static final int MOST_TRIED = 50;
    private static final int LONGEST_PATTERN = 300;
    /** Most that the repetitions of an expression may come to, each within the other. */
    private static final long MOST_REPEATED = 10_000;

    private static final int UNBOUNDED = 4;
    private static final int DRAWS = 20;
    private static final Pattern REPETITION = Pattern.compile("\\{(?:\\d+,)?(\\d+)}|[*+](?!])|\\{\\d+,}");

    private PatternText() {}

    /**
     * A text that matches, the same for the same pattern.
     *
     * @param pattern a regular expression that a text need only contain
     * @param preferred taken if it matches; then a word of the text that does; then any
     * @return empty where no such text could be made: the expression is malformed, too large, or of a kind that cannot be turned round
     */
    static Optional<String> of(String pattern, String preferred, String text, Predicate<String> fits) {
        Pattern compiled;
        try {
            compiled = Pattern.compile(pattern);
        } catch (PatternSyntaxException e) {
            return Optional.empty();
        }
        Optional<String> said = Stream.concat(
                        Stream.of(preferred), Arrays.stream(text.split("\\s+")).map(Words::bare))
                .limit(MOST_TRIED)
                .filter(word -> word.length() <= LONGEST_TRIED && fits.test(word))
                .filter(word -> compiled.matcher(word).find())
                .findFirst();
        return said.isPresent() ? said : made(pattern, fits);
    }

    private static Optional<String> made(String pattern, Predicate<String> fits) {
        if (pattern.length() > LONGEST_PATTERN || repeated(pattern) > MOST_REPEATED) {
            return Optional.empty();
        }
        RgxGenProperties properties = new RgxGenProperties();
        RgxGenOption.INFINITE_PATTERN_REPETITION.setInProperties(properties, UNBOUNDED);
        try {
            RgxGen generator = RgxGen.parse(properties, pattern);
            Random random = new Random(pattern.hashCode());
            return Stream.generate(() -> generator.generate(random))
                    .limit(DRAWS)
                    .filter(fits)
                    .findFirst();
        } catch (RgxGenParseException | IllegalArgumentException | UnsupportedOperationException e) {
            // Lookaround and the like.
            return Optional.empty();
        }
    }

    /** An upper bound of how often the inmost part of an expression may be repeated. */
    private static long repeated(String pattern) {
        return REPETITION
                .matcher(pattern)
                .results()
                .map(PatternText::most)
                .reduce(1L, (a, b) -> Math.min(a * Math.max(b, 1), MOST_REPEATED + 1));
    }

    private static long most(MatchResult repetition) {
        String bound = repetition.group(1);
        return bound == null ? UNBOUNDED : bound.length() > 5 ? MOST_REPEATED + 1 : Long.parseLong(bound);
    }
}
