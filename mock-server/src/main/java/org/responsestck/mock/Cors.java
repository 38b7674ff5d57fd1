package org.responsestck.mock;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.responsestck.mock.transport.Ending;
import org.responsestck.mock.transport.Reply;

/** Lets pages of any origin use the API, as far as a browser asks. Keys are sent in a header, so no page gets more than it has. */
final class Cors {
    private static final String ORIGIN = "origin";
    private static final String A_DAY = "86400";

    private Cors() {}

    /** Whether a browser asks before the request itself. */
    static boolean asks(Ask ask) {
        return ask.method().equals("OPTIONS")
                && ask.header(ORIGIN).isPresent()
                && ask.header("access-control-request-method").isPresent();
    }

    static Reply preflight(Ask ask) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Access-Control-Allow-Origin", ask.header(ORIGIN).orElse("*"));
        headers.put("Access-Control-Allow-Methods", "GET, POST, DELETE");
        headers.put(
                "Access-Control-Allow-Headers",
                ask.header("access-control-request-headers").orElse("authorization, content-type"));
        headers.put("Access-Control-Max-Age", A_DAY);
        headers.put("Vary", "Origin, Access-Control-Request-Headers");
        return new Reply(204, headers, List.of(new Reply.Frame(0, new byte[0])), Ending.NORMAL);
    }

    /** The reply with what a page needs to read it, if it comes from a page. */
    static Reply allow(Ask ask, Reply reply) {
        return ask.header(ORIGIN)
                .map(origin -> reply.withHeader("Access-Control-Allow-Origin", origin)
                        .withHeader("Access-Control-Expose-Headers", "Retry-After")
                        .withHeader("Vary", "Origin"))
                .orElse(reply);
    }
}
