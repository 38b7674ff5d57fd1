package org.responsestck.conformance.selftest;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Why mutants may live: rules from a text file, one a line, {@code transcript | operator | event type | pointer | class | reason},
 * where {@code *} stands for anything and a comma separates choices. Lines that are empty or begin with # say nothing.
 */
public final class MutationSurvivors {
    private static final Set<String> KINDS = Set.of("legal", "equal", "already", "open");

    private final List<Rule> rules;

    /**
     * @param kind class of the reason: legal, equal (the same to a reader), already (the legal stream earns the same remark), or open (a breach
     *     that no check sees)
     * @param reason a sentence
     */
    public record Rule(
            Pattern transcript, Pattern operator, Pattern type, Pattern pointer, String kind, String reason) {
        boolean fits(Mutation mutation) {
            return transcript.matcher(mutation.transcript()).matches()
                    && operator.matcher(mutation.operator()).matches()
                    && type.matcher(mutation.type()).matches()
                    && pointer.matcher(mutation.pointer()).matches();
        }

        /** Whether the mutant is no breach. */
        public boolean harmless() {
            return !kind.equals("open");
        }

        @Override
        public String toString() {
            return transcript + " | " + operator + " | " + type + " | " + pointer + " | " + kind;
        }
    }

    private MutationSurvivors(List<Rule> rules) {
        this.rules = List.copyOf(rules);
    }

    /** @throws IllegalArgumentException if a line does not have its six cells, or a class that nobody knows */
    public static MutationSurvivors read(String text) {
        List<Rule> rules = new ArrayList<>();
        for (String line : text.lines().toList()) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            String[] cells = line.split("\\|", -1);
            if (cells.length != 6 || !KINDS.contains(cells[4].strip())) {
                throw new IllegalArgumentException("not six cells, or no known class: " + line);
            }
            rules.add(new Rule(
                    pattern(cells[0]),
                    pattern(cells[1]),
                    pattern(cells[2]),
                    pattern(cells[3]),
                    cells[4].strip(),
                    cells[5].strip()));
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
