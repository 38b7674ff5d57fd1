package org.responsestck.mock;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Where redirects of this mock point: the same port under the other name of this machine, so that a client meets another host. */
final class Elsewhere {
    static final String PATH = "/__responses/elsewhere/";

    private Elsewhere() {}

    /** @param namespace whose journal is to show what arrives there */
    static String location(Ask ask, String namespace) {
        String host = ask.header("host").orElse("127.0.0.1");
        int colon = host.lastIndexOf(':');
        String port = colon < 0 || host.endsWith("]") ? "" : host.substring(colon);
        String other = host.startsWith("127.0.0.1") ? "localhost" : "127.0.0.1";
        return "http://" + other + port + PATH + URLEncoder.encode(namespace, StandardCharsets.UTF_8);
    }
}
