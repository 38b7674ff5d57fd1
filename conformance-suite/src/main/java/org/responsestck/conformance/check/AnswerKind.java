package org.responsestck.conformance.check;

import java.util.List;
import java.util.Locale;
import org.responsestck.conformance.evidence.ExchangeView;
import org.responsestck.conformance.evidence.Why;
import org.responsestck.conformance.wire.End;

/** How a request was answered, seen from far: what status and end mean before any requirement is asked. */
enum AnswerKind {
    /** 2xx, and the body came whole or we hung up. */
    SUCCESS(Why.WIRE),
    /** 3xx: a 307 or 308 that leads out of the target, and all others; they are not followed. */
    REDIRECT(Why.WIRE),
    /** 4xx other than 429. */
    REFUSED(Why.UNSUPPORTED),
    /** 429. */
    LIMITED(Why.BUDGET),
    /** 503, 529, a 5xx with Retry-After, or a 502 or 504 that names a gateway: not the target's own word on the request. */
    OVERLOADED(Why.BUDGET),
    /** 501. */
    NOT_IMPLEMENTED(Why.UNSUPPORTED),
    /** Any other 5xx. */
    SERVER_ERROR(Why.WIRE),
    /** The connection broke before a status line. */
    RESET(Why.WIRE),
    /** The connection broke, or the recorder gave up, within the body of a success. */
    CUT(Why.WIRE),
    /** Nothing came in time. */
    TIMEOUT(Why.WIRE),
    /** No connection could be made. */
    UNREACHABLE(Why.UNREACHABLE),
    /** A status that HTTP does not know. */
    ODD(Why.WIRE);

    private static final List<String> GATEWAYS = List.of(
            "nginx",
            "openresty",
            "cloudflare",
            "cloudfront",
            "awselb",
            "envoy",
            "istio",
            "haproxy",
            "traefik",
            "varnish",
            "akamai",
            "google frontend",
            "kong",
            "caddy",
            "squid",
            "apisix");

    private final Why why;

    AnswerKind(Why why) {
        this.why = why;
    }

    /** The reason to give when such an answer leaves a question open. */
    Why why() {
        return why;
    }

    static AnswerKind of(ExchangeView view) {
        int status = view.status();
        if (status == 0) {
            return switch (view.end()) {
                case REFUSED -> UNREACHABLE;
                case TIMEOUT -> TIMEOUT;
                default -> RESET;
            };
        }
        if (status == 429) {
            return LIMITED;
        }
        return switch (status / 100) {
            case 2 -> success(view.end());
            case 3 -> REDIRECT;
            case 4 -> REFUSED;
            case 5 -> serverError(view);
            default -> ODD;
        };
    }

    private static AnswerKind success(End end) {
        return switch (end) {
            case COMPLETE, CLOSED_BY_US -> SUCCESS;
            case TIMEOUT -> TIMEOUT;
            default -> CUT;
        };
    }

    private static AnswerKind serverError(ExchangeView view) {
        int status = view.status();
        if (status == 501) {
            return NOT_IMPLEMENTED;
        }
        boolean notItself = status == 503
                || status == 529
                || view.header("retry-after").isPresent()
                || ((status == 502 || status == 504) && namesGateway(view));
        return notItself ? OVERLOADED : SERVER_ERROR;
    }

    /** Whether the headers of the answer say that a proxy or gateway stands in between. */
    static boolean namesGateway(ExchangeView view) {
        String server = view.header("server").orElse("").toLowerCase(Locale.ROOT);
        return view.header("via").isPresent() || GATEWAYS.stream().anyMatch(server::contains);
    }
}
