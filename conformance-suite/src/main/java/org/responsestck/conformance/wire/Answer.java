package org.responsestck.conformance.wire;

import java.util.List;
import java.util.Map;

/**
 * What came back.
 *
 * @param status HTTP status
 * @param headers by lower-case name, values in order of arrival
 * @param chunks the body in order of arrival; decoded from chunked transfer coding, never from content coding
 */
public record Answer(int status, Map<String, List<String>> headers, List<Chunk> chunks) {
    public Answer {
        headers = Map.copyOf(headers);
        chunks = List.copyOf(chunks);
    }
}
