package org.responsestck.conformance.check.grammar;

/**
 * An event type of a vocabulary.
 *
 * @param type the word
 * @param role what it does in the grammar
 * @param itemId whether its schema has {@code item_id}
 * @param outputIndex whether its schema has {@code output_index}
 * @param contentIndex whether its schema has {@code content_index}
 */
record EventType(String type, Role role, boolean itemId, boolean outputIndex, boolean contentIndex) {
    /** What an event does. */
    enum Role {
        CREATED,
        QUEUED,
        IN_PROGRESS,
        COMPLETED,
        INCOMPLETE,
        FAILED,
        ERROR,
        ITEM_ADDED,
        ITEM_DONE,
        PART_ADDED,
        PART_DONE,
        TEXT_DELTA,
        TEXT_DONE,
        REFUSAL_DELTA,
        REFUSAL_DONE,
        ANNOTATION,
        ARGS_DELTA,
        ARGS_DONE,
        MCP_ARGS_DELTA,
        MCP_ARGS_DONE,
        MCP_PHASE,
        REASON_DELTA,
        REASON_DONE,
        SUMMARY_ADDED,
        SUMMARY_DELTA,
        SUMMARY_DONE,
        SUMMARY_CLOSED,
        PHASE,
        OTHER
    }

    boolean terminal() {
        return role == Role.COMPLETED || role == Role.INCOMPLETE || role == Role.FAILED;
    }

    /** Whether the event carries the response object. */
    boolean snapshot() {
        return terminal() || role == Role.CREATED || role == Role.QUEUED || role == Role.IN_PROGRESS;
    }

    /** Whether the event is about one item. */
    boolean item() {
        return itemId || outputIndex;
    }

    /** Whether the event is about a content part of a message. */
    boolean part() {
        return switch (role) {
            case PART_ADDED, PART_DONE, TEXT_DELTA, TEXT_DONE, REFUSAL_DELTA, REFUSAL_DONE, ANNOTATION -> true;
            default -> false;
        };
    }

    boolean mcp() {
        return role == Role.MCP_ARGS_DELTA || role == Role.MCP_ARGS_DONE || role == Role.MCP_PHASE;
    }

    /** The last word of the type: {@code completed} of {@code response.completed}. */
    String word() {
        return type.substring(type.lastIndexOf('.') + 1);
    }
}
