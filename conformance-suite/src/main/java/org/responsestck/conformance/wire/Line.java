package org.responsestck.conformance.wire;

import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The way to a target: all that a recorder needs besides the keys.
 *
 * @param base base URL without trailing slash
 * @param headers sent with every request; a header of the call itself wins
 * @param limits how long and how much
 * @param proxy host and port of an HTTP proxy, or null to go straight
 * @param tls who is trusted, or null for what the platform trusts
 */
public record Line(
        URI base,
        Map<String, String> headers,
        Limits limits,
        @Nullable InetSocketAddress proxy,
        @Nullable SSLContext tls) {
    public Line {
        Objects.requireNonNull(base, "base is null");
        Objects.requireNonNull(limits, "limits is null");
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }

    /** Straight, with the default limits and no headers. */
    public static Line to(URI base) {
        return new Line(base, Map.of(), Limits.DEFAULT, null, null);
    }

    public Line with(Limits other) {
        return new Line(base, headers, other, proxy, tls);
    }

    /** Names only: a header may hold a secret. */
    @Override
    public String toString() {
        return "Line[" + base + ", headers " + headers.keySet() + ", " + limits + ", proxy " + proxy + "]";
    }
}
