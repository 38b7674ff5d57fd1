package org.responsestck.conformance.target;

import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads what users type as addresses, and says what to do where it cannot. */
final class TargetUrl {
    private static final String EXAMPLE = ", for example https://api.example.com/v1";

    private TargetUrl() {}

    /** The base URL: absolute, http or https, no credentials, no query, without trailing slash. */
    static URI base(String text) {
        String typed = text.strip();
        if (typed.isEmpty()) {
            throw new IllegalArgumentException("the URL of the target is empty: give the base URL" + EXAMPLE);
        }
        URI uri = parse(typed);
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new IllegalArgumentException("the URL " + shown(uri)
                    + " does not begin with http:// or https://: give the whole base URL" + EXAMPLE);
        }
        if (uri.getRawUserInfo() != null || (uri.getHost() == null && typed.contains("@"))) {
            throw new IllegalArgumentException(
                    "the URL holds credentials: leave them out and give the key by a variable or a file");
        }
        if (uri.getHost() == null || uri.getPort() > 65535 || uri.getPort() == 0) {
            throw new IllegalArgumentException(
                    "the URL " + typed + " has no usable host and port: give the base URL" + EXAMPLE);
        }
        if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw new IllegalArgumentException(
                    "the URL " + shown(uri) + " has a query or a fragment: give the base URL alone" + EXAMPLE);
        }
        String path = uri.getRawPath() == null ? "" : uri.getRawPath();
        while (path.endsWith("/")) {
            path = path.substring(0, path.length() - 1);
        }
        if (path.endsWith("/responses")) {
            throw new IllegalArgumentException("the URL " + shown(uri)
                    + " ends with /responses, which is added to it: give " + scheme + "://" + uri.getRawAuthority()
                    + path.substring(0, path.length() - "/responses".length()));
        }
        return URI.create(scheme + "://" + uri.getRawAuthority() + path);
    }

    /** Host and port of a proxy, given as {@code host:port} or {@code http://host:port}; null stays null. */
    static @Nullable InetSocketAddress proxy(@Nullable String text) {
        if (text == null) {
            return null;
        }
        String typed = text.strip();
        URI uri = parse(typed.contains("://") ? typed : "http://" + typed);
        if (!"http".equalsIgnoreCase(uri.getScheme()) || uri.getRawUserInfo() != null) {
            throw new IllegalArgumentException("the proxy is not an HTTP proxy without credentials: give host:port");
        }
        if (uri.getHost() == null || uri.getPort() < 1 || uri.getPort() > 65535) {
            throw new IllegalArgumentException("the proxy " + typed + " has no host or no port: give host:port");
        }
        return new InetSocketAddress(uri.getHost(), uri.getPort());
    }

    private static URI parse(String typed) {
        try {
            return new URI(typed);
        } catch (URISyntaxException e) {
            // The message of the exception repeats the text, which may hold a password.
            throw new IllegalArgumentException("the URL cannot be read (" + e.getReason() + " at character "
                    + e.getIndex() + "): give the base URL" + EXAMPLE);
        }
    }

    private static String shown(URI uri) {
        return uri.getRawUserInfo() == null ? uri.toString() : uri.getScheme() + "://…";
    }
}
