package org.responsestck.conformance.check.grammar;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.responsestck.conformance.dialect.Dialect;
import org.responsestck.conformance.dialect.Dialects;
import org.responsestck.conformance.dialect.EventFamily;
import org.responsestck.conformance.dialect.Trait;
import org.responsestck.conformance.requirement.Catalogue;

/**
 * What a profile makes of the grammar: its vocabulary, the requirement each invariant counts for, and the liberties its documents
 * take.
 */
public final class Rules {
    private static final Map<String, Rules> PROFILES =
            Dialects.all().stream().collect(Collectors.toUnmodifiableMap(Dialect::name, Rules::new));

    private final Dialect dialect;
    private final Map<String, EventType> vocabulary;
    private final Map<String, EventType> others = Vocabulary.of(Set.of(EventFamily.COMMON, EventFamily.PLATFORM));
    private final Map<Invariant, String> rows = new EnumMap<>(Invariant.class);

    private Rules(Dialect dialect) {
        this.dialect = dialect;
        this.vocabulary = Vocabulary.of(dialect.events());
        for (Invariant invariant : Invariant.values()) {
            Stream.of(usual(invariant), instead(invariant))
                    .filter(row -> !row.isEmpty())
                    .filter(row -> Catalogue.load().get(row).appliesTo(dialect.name()))
                    .findFirst()
                    .ifPresent(row -> rows.put(invariant, row));
        }
    }

    /** @throws IllegalArgumentException if there is no such profile */
    public static Rules of(String profile) {
        Rules found = PROFILES.get(profile);
        if (found == null) {
            throw new IllegalArgumentException("no stream grammar for profile " + profile);
        }
        return found;
    }

    /** The requirement an invariant counts for, when the profile has one. */
    public Optional<String> requirement(Invariant invariant) {
        return Optional.ofNullable(rows.get(invariant));
    }

    /** The type of the vocabulary with this word, or null. */
    @Nullable
    EventType type(String word) {
        return vocabulary.get(word);
    }

    /** Whether the word is of OpenAI's vocabulary. */
    boolean foreignName(String word) {
        return others.containsKey(word);
    }

    boolean is(Trait trait) {
        return dialect.is(trait);
    }

    /** The row of the profiles that do not have the usual one; empty where there is none. */
    private static String instead(Invariant invariant) {
        return switch (invariant) {
            case F4 -> "STREAM-FRAME-004";
            case F5 -> "STREAM-FRAME-006";
            case A1, A2 -> "TOOLS-FN-018";
            // Text that goes to another part has no part.
            case C4 -> "STREAM-PART-001";
            default -> "";
        };
    }

    /** The row that most profiles have. */
    private static String usual(Invariant invariant) {
        return switch (invariant) {
            case F0 -> "STREAM-FRAME-010";
            case F2, F3 -> "STREAM-FRAME-002";
            case F4 -> "STREAM-FRAME-003";
            case F5 -> "STREAM-FRAME-005";
            case F6, R4 -> "STREAM-ORDER-004";
            case F8 -> "STREAM-FRAME-011";
            case F10 -> "HTTP-UTF8-001";
            case S1 -> "STREAM-SEQ-001";
            case S2 -> "STREAM-SEQ-002";
            case S3 -> "STREAM-SEQ-003";
            case R1 -> "STREAM-ORDER-001";
            case R2 -> "STREAM-ORDER-002";
            case R3 -> "STREAM-ORDER-003";
            case R5 -> "STREAM-ORDER-005";
            case R6 -> "STREAM-ORDER-006";
            case R7 -> "USAGE-011";
            case R8, R9 -> "RESP-STATUS-004";
            case R10 -> "STREAM-SNAP-004";
            case I1 -> "STREAM-ITEM-001";
            case I2 -> "STREAM-ITEM-002";
            case I3 -> "STREAM-ITEM-003";
            case I4 -> "STREAM-ITEM-006";
            case I5 -> "STREAM-ITEM-004";
            case I6 -> "STREAM-ITEM-005";
            case I7 -> "STREAM-ITEM-007";
            case I8 -> "STREAM-ITEM-008";
            case I10 -> "STREAM-ITEM-010";
            case I11 -> "STREAM-ITEM-011";
            case C1 -> "STREAM-PART-001";
            case C2 -> "STREAM-PART-002";
            case C3 -> "STREAM-PART-003";
            case C4 -> "STREAM-PART-011";
            case C5 -> "STREAM-PART-004";
            case C6 -> "STREAM-PART-005";
            case C7 -> "STREAM-PART-006";
            case C8 -> "STREAM-PART-007";
            case C9 -> "STREAM-PART-008";
            case A1 -> "TOOLS-FN-016";
            case A2 -> "TOOLS-FN-015";
            case T1 -> "REASON-007";
            case T2 -> "REASON-008";
            case T3 -> "REASON-006";
            case M1, M2 -> "TOOLS-MCP-018";
            case X1 -> "STREAM-ERR-003";
            case X5 -> "STREAM-ERR-002";
            case X6 -> "STREAM-ERR-004";
            case E1 -> "STREAM-SNAP-001";
            case E2 -> "STREAM-SNAP-002";
            case V1 -> "STREAM-ORDER-009";
        };
    }
}
