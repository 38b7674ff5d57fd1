package org.responsestck.conformance.dialect;

/** A liberty or duty that only some profiles have. */
public enum Trait {
    // ---------------------------------------------------------------- requests

    /** A create without {@code store} is stored; without this, who means to continue it must say so. */
    STORED_BY_DEFAULT,
    /** A function that does not say {@code strict: false} is strict, and a strict schema must close its objects. */
    STRICT_BY_DEFAULT,
    /** An MCP tool has a label, and asks for approval unless it says otherwise. */
    LABELLED_MCP,
    /** An {@code output_text} part of the input has {@code logprobs}. */
    LOGPROBS_IN_TEXT,
    /** Output items of every type may be given back as input. */
    OUTPUT_IS_INPUT,
    /** That an object in {@code tool_choice} names a function is said, but not in which form. */
    OPEN_TOOL_CHOICE,
    /** That content has parts of several types is said, but not that images are among them. */
    OPEN_CONTENT,
    /** In metadata, keys have at most 64 characters, and values are texts of at most 512. */
    BOUNDED_METADATA,

    // ---------------------------------------------------------------- operations

    /** One response can be read and deleted. */
    RETRIEVAL,
    /** All responses of an account can be listed. */
    LISTING,

    // ---------------------------------------------------------------- answers

    /** {@code previous_response_id} is there even where nothing is continued. */
    PREVIOUS_ID_ALWAYS,
    /** A response that is not stored may come without id. */
    NULL_ID_UNSTORED,
    /** {@code incomplete_details.reason} may be any word. */
    FREE_REASONS,
    /** Error bodies have the media type {@code application/json} and no other JSON type. */
    PLAIN_JSON_ERRORS,

    // ---------------------------------------------------------------- output and streams

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
