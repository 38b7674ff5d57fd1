package org.responsestck.mock.script;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.responsestck.mock.responder.Draft;

/**
 * When to answer, and what.
 *
 * @param name for messages
 * @param match when
 * @param answer what; texts may hold {@code {{last_text}}} and {@code {{model}}}
 */
record Script(String name, Match match, Draft answer) {
    Script {
        Objects.requireNonNull(name, "name is null");
    }

    /**
     * All that is not null must fit.
     *
     * @param model glob over the model's name
     * @param instructions contained in the instructions
     * @param last about the text of the last item
     * @param toolOutput contained in the last tool output
     * @param tools names that must all be declared
     * @param turn number of the turn in its conversation, from 1
     */
    record Match(
            @Nullable String model,
            @Nullable String instructions,
            @Nullable Text last,
            @Nullable String toolOutput,
            List<String> tools,
            @Nullable Integer turn) {
        Match {
            tools = List.copyOf(tools);
        }
    }

    /** One of the three is set. */
    record Text(
            @Nullable String equals,
            @Nullable String contains,
            @Nullable String matches) {}
}
