package org.responsestck.conformance.check.grammar;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a profile makes of the grammar: its vocabulary, the requirement each invariant counts for, and the liberties its documents
 * take. The one place of this package that knows profiles by name.
 */
public final class Rules {
    /** A liberty or duty that only some profiles have. */
    enum Trait {
        /** output may hold input items and items of earlier turns. */
        ECHOES_INPUT,
        /** A stream with server-side MCP calls deviates in ways that recordings show. */
        MCP_AS_RECORDED,
        /** A call item may lack id and status. */
        BARE_CALLS,
        /** A message may lack its type, a call may be of type tool_call with a function member. */
        OLD_ITEM_FORMS,
        /** Only types with a slug prefix may be foreign. */
        SLUG_PREFIX,
        /** An output_text part has annotations. */
        PART_ANNOTATIONS,
        /** Events may come without an event field. */
        NO_EVENT_FIELD
    }

    private final Map<String, EventType> vocabulary;
    private final Map<String, EventType> others;
    private final Map<Invariant, String> rows;
    private final Set<Trait> traits;
    private final String reasoningPrefix;

    private Rules(char letter, Map<Invariant, @Nullable String> changes, Set<Trait> traits, String reasoningPrefix) {
        this.vocabulary = Vocabulary.of(letter);
        this.others = Vocabulary.of('A');
        this.rows = rows(changes);
        this.traits = traits;
        this.reasoningPrefix = reasoningPrefix;
    }

    private static final class Holder {
        static final Rules FIREWORKS = new Rules(
                'F',
                changes(
                        Invariant.F4, "STREAM-FRAME-004",
                        Invariant.F5, "STREAM-FRAME-006",
                        Invariant.A1, "TOOLS-FN-018",
                        Invariant.A2, "TOOLS-FN-018",
                        // The profile has no row for the type of deltas: text that goes to another part has no part.
                        Invariant.C4, "STREAM-PART-001",
                        Invariant.M1, "TOOLS-MCP-018",
                        Invariant.M2, "TOOLS-MCP-018",
                        Invariant.T1, null,
                        Invariant.T2, null,
                        Invariant.T3, null,
                        Invariant.X1, null,
                        Invariant.X5, null,
                        Invariant.X6, null),
                EnumSet.of(
                        Trait.ECHOES_INPUT,
                        Trait.MCP_AS_RECORDED,
                        Trait.BARE_CALLS,
                        Trait.OLD_ITEM_FORMS,
                        Trait.NO_EVENT_FIELD),
                "");
        static final Rules OPEN_RESPONSES =
                new Rules('O', changes(), EnumSet.of(Trait.SLUG_PREFIX, Trait.PART_ANNOTATIONS), "response.reasoning.");
        static final Rules OPENAI = new Rules(
                'A',
                changes(Invariant.F5, "STREAM-FRAME-006", Invariant.X5, null),
                EnumSet.of(Trait.BARE_CALLS, Trait.PART_ANNOTATIONS),
                "response.reasoning_text.");
    }

    /** @throws IllegalArgumentException if there is no such profile */
    public static Rules of(String profile) {
        return switch (profile) {
            case "fireworks" -> Holder.FIREWORKS;
            case "open-responses" -> Holder.OPEN_RESPONSES;
            case "openai" -> Holder.OPENAI;
            default -> throw new IllegalArgumentException("no stream grammar for profile " + profile);
        };
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

    /** Whether the word is of another document's vocabulary. */
    boolean foreignName(String word) {
        return others.containsKey(word);
    }

    boolean is(Trait trait) {
        return traits.contains(trait);
    }

    /** Whether a reasoning event has the profile's own name; true where the profile names none. */
    boolean ownReasoningName(String word) {
        return reasoningPrefix.isEmpty() || word.startsWith(reasoningPrefix);
    }

    private static Map<Invariant, @Nullable String> changes(@Nullable Object... pairs) {
        Map<Invariant, @Nullable String> map = new EnumMap<>(Invariant.class);
        for (int i = 0; i < pairs.length; i += 2) {
            map.put((Invariant) pairs[i], (String) pairs[i + 1]);
        }
        return map;
    }

    private static Map<Invariant, String> rows(Map<Invariant, @Nullable String> changes) {
        Map<Invariant, String> map = new EnumMap<>(Invariant.class);
        for (Invariant invariant : Invariant.values()) {
            String row = changes.containsKey(invariant) ? changes.get(invariant) : usual(invariant);
            if (row != null) {
                map.put(invariant, row);
            }
        }
        return map;
    }

    private static @Nullable String usual(Invariant invariant) {
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
            case M1, M2 -> null;
            case X1 -> "STREAM-ERR-003";
            case X5 -> "STREAM-ERR-002";
            case X6 -> "STREAM-ERR-004";
            case E1 -> "STREAM-SNAP-001";
            case E2 -> "STREAM-SNAP-002";
            case V1 -> "STREAM-ORDER-009";
        };
    }
}
