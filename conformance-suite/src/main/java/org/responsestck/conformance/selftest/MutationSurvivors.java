package org.responsestck.conformance.selftest;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Why mutants may live: rules from a text file, one a line, {@code operator | event type | pointer | class | reason}, where {@code *}
 * stands for anything. Lines that are empty or begin with # say nothing.
 */
public final class MutationSurvivors {
    private final List<Rule> rules;

    /**
     * @param kind class of the reason: legal, equal, other-row
     * @param reason a sentence
     */
    public record Rule(Pattern operator, Pattern type, Pattern pointer, String kind, String reason) {
        boolean fits(Mutation mutation) {
            return operator.matcher(mutation.operator()).matches()
                    && type.matcher(mutation.type()).matches()
                    && pointer.matcher(mutation.pointer()).matches();
        }
    }

    private MutationSurvivors(List<Rule> rules) {
        this.rules = List.copyOf(rules);
    }

    /** @throws IllegalArgumentException if a line does not have its five cells */
    public static MutationSurvivors read(String text) {
        List<Rule> rules = new ArrayList<>();
        for (String line : text.lines().toList()) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            String[] cells = line.split("\\|", -1);
            if (cells.length != 5) {
                throw new IllegalArgumentException("not five cells: " + line);
            }
            rules.add(new Rule(
                    pattern(cells[0]), pattern(cells[1]), pattern(cells[2]), cells[3].strip(), cells[4].strip()));
        }
        return new MutationSurvivors(rules);
    }

    private static Pattern pattern(String cell) {
        List<String> choices = new ArrayList<>();
        for (String choice : cell.strip().split(",")) {
            choices.add(Pattern.quote(choice.strip()).replace("*", "\\E.*\\Q"));
        }
        return Pattern.compile(String.join("|", choices));
    }

    public List<Rule> rules() {
        return rules;
    }

    /** The first rule that explains a survivor. */
    public Optional<Rule> why(Mutation mutation) {
        return rules.stream().filter(r -> r.fits(mutation)).findFirst();
    }
}
