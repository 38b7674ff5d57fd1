package org.responsestck.conformance.check.grammar;

/**
 * The numbered invariants of the stream grammar. Which requirement each belongs to in a profile is the business of {@link Rules},
 * what a breach means that of the catalogue.
 */
public enum Invariant {
    /** The lines follow the event stream syntax and the blocks that matter are closed by an empty line. */
    F0,
    /** Each data is one JSON object or the literal end marker. */
    F2,
    /** The member type is a string. */
    F3,
    /** The event field equals the type. */
    F4,
    /** The end marker stands last and once; nothing but it follows the terminal event. */
    F5,
    /** No event of the vocabulary follows the terminal event. */
    F6,
    /** Only the error event has a top-level member error. */
    F8,
    /** Each event is valid Unicode on its own. */
    F10,
    /** sequence_number is an integer of at least 0. */
    S1,
    /** sequence_number strictly increases. */
    S2,
    /** sequence_number counts 0, 1, 2, … */
    S3,
    /** The first event is response.created, running and without output of this turn. */
    R1,
    /** response.created occurs once. */
    R2,
    /** response.in_progress comes once, before the first item event. */
    R3,
    /** There is exactly one terminal event. */
    R4,
    /** The terminal snapshot has the status of its event. */
    R5,
    /** All snapshots are of one response. */
    R6,
    /** No usage before the end. */
    R7,
    /** A completed snapshot has neither error nor incomplete_details. */
    R8,
    /** An incomplete snapshot has its details, a failed one its error. */
    R9,
    /** The settings are echoed alike in the first and the last snapshot. */
    R10,
    /** An item is added before any other event names it. */
    I1,
    /** output_index values are distinct and without gap. */
    I2,
    /** Ids and indexes are present and agree. */
    I3,
    /** An item is in_progress when added and finished when done. */
    I4,
    /** Each item is done exactly once. */
    I5,
    /** No event names an item after it was done. */
    I6,
    /** An item keeps its identity between added and done. */
    I7,
    /** A message is added with its role and without content. */
    I8,
    /** The item of an item event is an object. */
    I10,
    /** A part is closed before the next part of the same item opens. */
    I11,
    /** A part is added before its deltas. */
    C1,
    /** A part is added with its type and without text. */
    C2,
    /** content_index counts 0, 1, … in each item. */
    C3,
    /** Deltas fit the type of their part. */
    C4,
    /** Deltas, done, part done, item done: in this order and once each. */
    C5,
    /** The deltas of a part add up to its done text. */
    C6,
    /** The done text is the text of the closed part. */
    C7,
    /** The closed parts are the content of the closed item. */
    C8,
    /** Text arrives in at least one delta, and deltas are strings. */
    C9,
    /** The arguments of a call are the same everywhere. */
    A1,
    /** A call has no content parts. */
    A2,
    /** Reasoning and summary deltas add up. */
    T1,
    /** Summary parts count 0, 1, … and are added, filled and done in order. */
    T2,
    /** Reasoning events have the names of the profile. */
    T3,
    /** A server-side call is visible and its name kept. */
    M1,
    /** The argument events of a server-side call agree with the item. */
    M2,
    /** The error event has a documented shape. */
    X1,
    /** An error event is followed by response.failed. */
    X5,
    /** The failed response says what failed. */
    X6,
    /** The output of the terminal snapshot is the list of closed items. */
    E1,
    /** The text of the last message is what was streamed. */
    E2,
    /** Every event type belongs to the vocabulary. */
    V1
}
