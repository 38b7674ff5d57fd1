package org.responsestck.mock;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.responsestck.mock.conversation.Turn;

/** Renders a turn as a response object. */
@FunctionalInterface
public interface Document {
    /** Where the object stands. */
    enum View {
        CREATED,
        RUNNING,
        TERMINAL,
        JSON,
        GET,
        LIST
    }

    /** A new tree, the caller's to change. */
    ObjectNode render(Turn turn, View view);
}
