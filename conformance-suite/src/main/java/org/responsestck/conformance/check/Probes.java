package org.responsestck.conformance.check;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.responsestck.conformance.dialect.Dialect;
import org.responsestck.conformance.evidence.Evidence;
import org.responsestck.conformance.evidence.ExchangeView;
import org.responsestck.conformance.evidence.ResponseObject;
import org.responsestck.conformance.wire.Who;

/** Tells requests that are wrong on purpose from the others, by what they say and not by who sent them. */
final class Probes {
    private static final Pattern LIMIT = Pattern.compile("[?&]limit=([^&]*)");
    private static final Pattern SMALL_NUMBER = Pattern.compile("[1-9][0-9]?|100");
    /** Names an account that the key does not belong to. */
    private static final String NO_SUCH_ACCOUNT = "suite-no-such-account";

    private static final Pattern USUAL_ID = Pattern.compile("/responses/resp_[A-Za-z0-9_-]{1,128}");

    private final Dialect dialect;
    private final Set<String> ids;
    private final Set<String> calling;
    private final Set<String> served;

    /** What kind of request it was. */
    enum Kind {
        /** Well-formed and documented. */
        VALID,
        /** Breaks the documents in a way that the server can see. */
        MALFORMED,
        /** Asks for a response that the server never gave. */
        UNKNOWN_ID,
        /** Like {@link #UNKNOWN_ID}, and the id does not have the usual form. */
        ODD_ID,
        /** No operation of the documents. */
        ROUTE,
        /** Without the key of the target. */
        OTHER_KEY,
        /** Depends on something beside the server, or goes beyond the documents: no passive row judges it. */
        OUTSIDE
    }

    private Probes(Evidence evidence) {
        dialect = evidence.header().dialect();
        ids = new HashSet<>();
        evidence.responses().stream().map(ResponseObject::id).forEach(ids::add);
        calling = new HashSet<>();
        evidence.responses().stream()
                .filter(r -> !Calls.in(r.node(), "").isEmpty())
                .forEach(r -> calling.add(r.id()));
        served = new HashSet<>();
        evidence.exchanges().stream().filter(x -> x.ok() && x.who() == Who.KEY).forEach(x -> served.add(operation(x)));
    }

    static Probes of(Evidence evidence) {
        return evidence.derive("core/probes", Probes::new);
    }

    Kind kind(ExchangeView view) {
        if (view.who() != Who.KEY) {
            return Kind.OTHER_KEY;
        }
        return switch (operation(view)) {
            case "create" -> leavesACallOpen(view) ? Kind.OUTSIDE : new CreateBody(view, dialect, ids).kind();
            case "retrieve", "delete" -> byId(view);
            case "list" -> list(view);
            case "other" -> Kind.OUTSIDE;
            default -> Kind.ROUTE;
        };
    }

    /** Whether the operation of a request exists on the target: something it asked for was served in this run. */
    boolean exists(ExchangeView view) {
        String operation = operation(view);
        return operation.equals("create") || served.contains(operation);
    }

    /** No document says what becomes of a call that is never answered. */
    private boolean leavesACallOpen(ExchangeView view) {
        return calling.contains(view.request().path("previous_response_id").asText())
                && view.request()
                        .path("input")
                        .valueStream()
                        .noneMatch(i -> i.path("type").asText().equals("function_call_output"));
    }

    private Kind byId(ExchangeView view) {
        if (view.call().headers().values().stream().anyMatch(NO_SUCH_ACCOUNT::equals)) {
            return Kind.OUTSIDE;
        }
        String id = URLDecoder.decode(
                view.path().substring("/responses/".length()).replace("+", "%2B"), StandardCharsets.UTF_8);
        if (ids.contains(id)) {
            return Kind.VALID;
        }
        return USUAL_ID.matcher(view.path()).matches() ? Kind.UNKNOWN_ID : Kind.ODD_ID;
    }

    private static Kind list(ExchangeView view) {
        var limit = LIMIT.matcher(view.call().path());
        if (limit.find() && !SMALL_NUMBER.matcher(limit.group(1)).matches()) {
            return Kind.MALFORMED;
        }
        return view.call().path().contains("resp_0000000000") ? Kind.UNKNOWN_ID : Kind.VALID;
    }

    private static String operation(ExchangeView view) {
        if (view.isCreate()) {
            return "create";
        }
        if (view.isRetrieve()) {
            return "retrieve";
        }
        if (view.isDelete()) {
            return "delete";
        }
        if (view.isList()) {
            return "list";
        }
        String path = view.path();
        boolean optional = path.endsWith("/cancel")
                || path.endsWith("/input_items")
                || path.endsWith("/compact")
                || path.endsWith("/input_tokens")
                || path.startsWith("/conversations");
        return optional ? "other" : "route";
    }
}
