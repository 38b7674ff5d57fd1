package org.responsestck.conformance.dialect;

/** Event types that the documents of a profile have together or not at all. */
public enum EventFamily {
    /** The life of a response, its items, parts, texts and function calls: in every profile. */
    COMMON,
    /** Tools that the server executes, custom tools, audio, and {@code reasoning_text}. */
    PLATFORM,
    /** {@code response.reasoning.*}. */
    SHORT_REASONING,
    /** {@code response.mcp_call.arguments.*}, with a dot where others have an underscore. */
    DOTTED_MCP
}
