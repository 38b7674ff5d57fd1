package org.responsestck.mock;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One HTTP request as it reached the mock.
 *
 * @param method in upper case
 * @param path below the API root, beginning with a slash, percent-decoded; for example {@code /responses}
 * @param query by name, decoded
 * @param headers first value by name; names compare without case
 * @param body the bytes of the body
 */
@SuppressWarnings("ArrayRecordComponent")
public record Ask(String method, String path, Map<String, String> query, Map<String, String> headers, byte[] body) {
    public Ask {
        query = Map.copyOf(query);
        Map<String, String> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        copy.putAll(headers);
        headers = Collections.unmodifiableMap(copy);
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }
}
