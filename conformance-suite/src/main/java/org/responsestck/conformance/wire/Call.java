package org.responsestck.conformance.wire;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One request as the scenario means it: everything but the credential.
 *
 * @param method HTTP method in upper case
 * @param path path and query below the base URL, beginning with a slash, already percent-encoded
 * @param body the exact text sent as UTF-8, or null for a request without body
 * @param headers headers the scenario sets itself, in order; a body without {@code Content-Type} here is sent as
 *     {@code application/json}
 */
public record Call(String method, String path, @Nullable String body, Map<String, String> headers) {
    public Call {
        Objects.requireNonNull(method, "method is null");
        Objects.requireNonNull(path, "path is null");
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("path does not begin with a slash: " + path);
        }
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }

    public static Call get(String path) {
        return new Call("GET", path, null, Map.of());
    }

    /** GET of one response. @param id as it was given, not encoded */
    public static Call getResponse(String id) {
        return get("/responses/" + segment(id));
    }

    /** DELETE of one response, without body. @param id as it was given, not encoded */
    public static Call deleteResponse(String id) {
        return delete("/responses/" + segment(id));
    }

    /** A segment of a path, or a value of a query: all but the unreserved characters of RFC 3986 are percent-encoded. */
    public static String segment(String text) {
        // A form knows a blank as "+", and leaves the star alone; a path does neither.
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }

    public static Call delete(String path) {
        return new Call("DELETE", path, null, Map.of());
    }

    public static Call post(String path, JsonNode body) {
        return new Call("POST", path, body.toString(), Map.of());
    }

    /** A POST whose body is sent as it is, well-formed or not. */
    public static Call postText(String path, String body, String contentType) {
        return new Call("POST", path, body, Map.of("Content-Type", contentType));
    }

    /** The same call with one header added, or replaced whatever its case. */
    public Call with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.keySet().removeIf(header::equalsIgnoreCase);
        more.put(header, value);
        return new Call(method, path, body, more);
    }
}
