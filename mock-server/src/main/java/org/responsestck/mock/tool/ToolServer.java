package org.responsestck.mock.tool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** An open connection to a server of tools, for one response. */
public interface ToolServer extends AutoCloseable {
    /**
     * A tool that may be called.
     *
     * @param description empty if the server gives none
     * @param parameters JSON Schema of its arguments
     */
    record Listed(String name, String description, JsonNode parameters) {}

    /**
     * What came of a call.
     *
     * @param output what the tool returned, or why it did not, as text
     * @param failed whether it is an error
     */
    record Result(String output, boolean failed) {}

    /** The tools that this request may use: those of the server without what the request leaves out. */
    List<Listed> list() throws ToolFailure;

    /** Never throws: a model is told of errors, too. */
    Result call(String name, ObjectNode arguments);

    /** Does not block. */
    @Override
    void close();
}
