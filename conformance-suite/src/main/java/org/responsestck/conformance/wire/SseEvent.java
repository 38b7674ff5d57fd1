package org.responsestck.conformance.wire;

import org.jspecify.annotations.Nullable;

/**
 * One event as a browser would dispatch it: a block with at least one data line, closed by an empty line.
 *
 * @param number position in the stream, from 0; blocks without data are not counted
 * @param event the value of the last {@code event} field of the block, or null when there is none
 * @param data the data lines joined by line feeds
 * @param id the value of the block's {@code id} field, or null
 * @param offset byte offset of the block's first line in the body
 * @param nanos arrival of the byte that completed the block, in nanoseconds after the request was sent
 */
public record SseEvent(
        int number,
        @Nullable String event,
        String data,
        @Nullable String id,
        long offset,
        long nanos) {}
