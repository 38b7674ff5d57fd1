package org.responsestck.mock.tool;

import com.fasterxml.jackson.databind.JsonNode;
import org.responsestck.mock.responder.Prompt;

/** Reaches the servers of server-executed tools, and decides how many calls a response may make. Thread-safe. */
public interface ToolServers {
    /** Most calls in a response whose request sets no limit: a loop without end is stopped. */
    int MOST_CALLS = 32;

    /**
     * Connects to the server of a tool.
     *
     * @param tool an entry of {@code tools} of type mcp or sse, as sent
     * @throws ToolFailure if it is not dialled, or does not answer as such a server
     */
    ToolServer open(JsonNode tool) throws ToolFailure;

    /** How many more calls a response may make that has made some; zero or less for none. */
    default int left(Prompt prompt, int made) {
        return (prompt.maxToolCalls() == null ? MOST_CALLS : prompt.maxToolCalls()) - made;
    }

    /** Whether a response that may make no more calls ends with words; otherwise it is incomplete. */
    default boolean completesAtLimit() {
        return false;
    }
}
