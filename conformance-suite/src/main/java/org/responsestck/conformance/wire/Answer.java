package org.responsestck.conformance.wire;

import java.util.LinkedHashMap;
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
        Map<String, List<String>> copy = new LinkedHashMap<>();
        headers.forEach((name, values) -> copy.put(name, List.copyOf(values)));
        headers = Map.copyOf(copy);
        chunks = List.copyOf(chunks);
    }
}
