package org.responsestck.mock.defect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.responsestck.mock.Admission.Page;
import org.responsestck.mock.Ask;
import org.responsestck.mock.Refusal;
import org.responsestck.mock.Seams;
import org.responsestck.mock.transport.Ending;
import org.responsestck.mock.transport.Reply;

/** Faults before any operation, in what errors tell, and in values that are merely odd. */
final class RouteDefects {
    private static final String CRASH = "ERR-STATUS-001";
    private static final int SMALL = 100 * 1024;
    private static final String HUNG_UP = "nobody is there any more";
    private static final Set<String> ROLES = Set.of("user", "assistant", "system", "developer");

    private RouteDefects() {}

    static List<Twist> all() {
        return Stream.of(routes(), errors(), values()).flatMap(List::stream).toList();
    }

    private static List<Twist> routes() {
        return List.of(
                Twist.defect(
                        "put-crashes",
                        "a method that is not served gives a 500",
                        Set.of(CRASH),
                        Set.of("HTTP-METHOD-001"),
                        Gates.before(ask -> {
                            if (ask.method().equals("PUT")) {
                                throw new Refusal(500, "Internal Server Error");
                            }
                        })),
                Twist.defect(
                        "put-is-served",
                        "a method that is not served gives a 200",
                        Set.of(),
                        Set.of("HTTP-METHOD-001"),
                        Edits.bodies(r -> r.status() == 405 ? Edits.body(r.withStatus(200), "{}") : r)),
                Twist.defect(
                        "unknown-path-is-a-page",
                        "a path that does not exist gives a page in HTML",
                        Set.of(),
                        Set.of("ERR-404ROUTE-001"),
                        Edits.bodies(r -> isNoRoute(r)
                                ? Edits.body(r.withHeader("Content-Type", "text/html"), "<html>Not Found</html>")
                                : r)),
                Twist.defect(
                        "unknown-path-is-served",
                        "a path that does not exist gives a 200",
                        Set.of(),
                        Set.of("ERR-404ROUTE-001"),
                        Edits.bodies(r -> isNoRoute(r) ? Edits.body(r.withStatus(200), "{}") : r)),
                Twist.defect(
                        "upgrade-refused",
                        "an offer to upgrade is refused with a 400",
                        Set.of(),
                        Set.of("HTTP-UPGRADE-001"),
                        Gates.before(ask -> {
                            if (ask.header("upgrade").isPresent()) {
                                throw new Refusal(400, "no upgrade here");
                            }
                        })),
                Twist.defect(
                        "upgrade-hangs-up",
                        "an offer to upgrade ends the connection",
                        Set.of(),
                        Set.of("HTTP-UPGRADE-001"),
                        hangingUp(ask -> ask.header("upgrade").isPresent())),
                Twist.defect(
                        "body-limit-100-kib",
                        "a body of more than 100 KiB is refused with a 413",
                        Set.of(),
                        Set.of("HTTP-SIZE-001"),
                        Gates.before(ask -> {
                            if (ask.body().length > SMALL) {
                                throw new Refusal(413, "Payload Too Large");
                            }
                        })),
                Twist.defect(
                        "large-body-hangs-up",
                        "a body of more than 100 KiB ends the connection",
                        Set.of(),
                        Set.of("HTTP-SIZE-001"),
                        hangingUp(ask -> ask.body().length > SMALL)));
    }

    private static boolean isNoRoute(Reply reply) {
        return reply.status() == 404 && reply.text().contains("\"Not Found\"");
    }

    private static UnaryOperator<Seams> hangingUp(Predicate<Ask> when) {
        return seams -> Edits.bodies(
                        r -> r.text().contains(HUNG_UP) ? r.withEnding(new Ending(Ending.Kind.RESET, 0)) : r)
                .apply(Gates.before(ask -> {
                            if (when.test(ask)) {
                                throw new Refusal(400, HUNG_UP);
                            }
                        })
                        .apply(seams));
    }

    private static List<Twist> errors() {
        return List.of(
                Twist.defect(
                        "errors-show-a-trace",
                        "errors carry the trace of the server",
                        Set.of(),
                        Set.of("ERR-LEAK-001"),
                        Edits.json((status, body) -> {
                            if (status >= 400) {
                                body.put(
                                        "trace",
                                        "Traceback (most recent call last):\n  File \"/app/server/api.py\", line 31, in create");
                            }
                        })),
                Twist.defect(
                        "errors-show-a-path",
                        "errors name a file of the server",
                        Set.of(),
                        Set.of("ERR-LEAK-001"),
                        Edits.json((status, body) -> {
                            if (status >= 400) {
                                body.put("at", "/srv/app/dist/routes/responses.js:118:21");
                            }
                        })),
                Twist.defect(
                        "refused-key-is-shown",
                        "the refusal of a key shows the key",
                        Set.of(),
                        Set.of("ERR-LEAK-001"),
                        seams -> seams.with(new AdmissionDefects.Delegating(seams.admission()) {
                            @Override
                            public String tenant(Ask ask) throws Refusal {
                                try {
                                    return super.tenant(ask);
                                } catch (Refusal refusal) {
                                    throw new Refusal(refusal.status(), "Bad key: " + key(ask));
                                }
                            }
                        })),
                Twist.defect(
                        "errors-show-the-key",
                        "the refusal of a request shows the key it came with",
                        Set.of(),
                        Set.of("ERR-LEAK-001"),
                        AdmissionDefects.create((ask, plain) -> {
                            try {
                                return plain.create(ask);
                            } catch (Refusal refusal) {
                                throw new Refusal(refusal.status(), "refused, request of " + key(ask));
                            }
                        })),
                Twist.defect(
                        "refusals-name-nothing",
                        "a request that breaks the schema is refused with the same words whatever is wrong",
                        Set.of(),
                        Set.of("ERR-422-002", "INPUT-MISSING-002"),
                        Gates.refusals(r -> new Refusal(r.status(), "invalid request"))));
    }

    private static String key(Ask ask) {
        String header = ask.header("authorization").orElse("");
        return header.toLowerCase(Locale.ROOT).startsWith("bearer ") ? header.substring(7) : header;
    }

    private static List<Twist> values() {
        return List.of(
                ToolRefusalDefects.crashing(
                        "empty-input-crashes",
                        "an empty list of input",
                        "INPUT-EMPTY-001",
                        b -> b.path("input").isArray() && b.path("input").isEmpty()),
                ToolRefusalDefects.crashing(
                        "unknown-role-crashes",
                        "a message with an unknown role",
                        "INPUT-ROLE-001",
                        b -> b.path("input").valueStream().anyMatch(RouteDefects::hasOddRole)),
                Twist.defect(
                        "unknown-role-is-user",
                        "a message with an unknown role is read as one of the user",
                        Set.of(),
                        Set.of("INPUT-ROLE-001"),
                        AdmissionDefects.edit(b -> {
                            for (JsonNode item : b.path("input")) {
                                if (hasOddRole(item)) {
                                    ((ObjectNode) item).put("role", "user");
                                }
                            }
                        })),
                crashing(
                        "unknown-truncation-crashes",
                        "a truncation that is no word of the documents",
                        "PARAM-TRUNC-003",
                        b -> b.path("truncation").asText().equals("sometimes")),
                Twist.defect(
                        "truncation-unchecked",
                        "any text is taken for truncation",
                        Set.of(),
                        Set.of("PARAM-TRUNC-003"),
                        AdmissionDefects.without(
                                "truncation", b -> b.path("truncation").isTextual())),
                crashing(
                        "previous-id-number-crashes",
                        "a number for previous_response_id",
                        "CHAIN-015",
                        b -> b.path("previous_response_id").isNumber()),
                Twist.defect(
                        "previous-id-number-ignored",
                        "a number for previous_response_id is ignored",
                        Set.of(),
                        Set.of("CHAIN-015"),
                        AdmissionDefects.without(
                                "previous_response_id",
                                b -> b.path("previous_response_id").isNumber())),
                Twist.defect(
                        "unknown-cursor-first-page",
                        "a cursor that is no response gives the first page",
                        Set.of(),
                        Set.of("LIST-011"),
                        AdmissionDefects.paging(
                                p -> p.after().startsWith("resp_0000") ? new Page(p.limit(), "", p.before()) : p)),
                Twist.defect(
                        "unknown-cursor-crashes",
                        "a cursor that is no response gives a 500",
                        Set.of(CRASH),
                        Set.of("LIST-011"),
                        seams -> seams.with(new AdmissionDefects.Delegating(seams.admission()) {
                            @Override
                            public Page page(Ask ask) throws Refusal {
                                Page page = super.page(ask);
                                if (page.after().startsWith("resp_0000")) {
                                    throw new Refusal(500, "Internal Server Error");
                                }
                                return page;
                            }
                        })),
                Twist.defect(
                        "include-empty-crashes",
                        "an empty include gives a 500",
                        Set.of("PARAM-INCLUDE-003"),
                        Gates.crashing(b -> b.path("include").isArray())),
                Twist.defect(
                        "include-empty-refused",
                        "an empty include is refused as a list that is too short",
                        Set.of(),
                        Set.of("PARAM-INCLUDE-003"),
                        Gates.refusing(
                                b -> b.path("include").isArray()
                                        && b.path("include").isEmpty(),
                                400,
                                "a list is too short")),
                Twist.lacking(
                        "include-unknown",
                        "the member include is refused, for the documents do not have it",
                        Set.of("PARAM-INCLUDE-003"),
                        Gates.refusing(b -> b.has("include"), 400, "include is not supported")),
                Twist.defect(
                        "only-first-part-read",
                        "of a message with several parts only the first reaches the model",
                        Set.of(),
                        Set.of("INPUT-ITEMS-007"),
                        parts(list -> list.subList(0, 1))),
                Twist.defect(
                        "parts-reversed",
                        "the parts of a message reach the model in reverse",
                        Set.of(),
                        Set.of("INPUT-ITEMS-007"),
                        parts(list -> {
                            List<JsonNode> other = new ArrayList<>(list);
                            Collections.reverse(other);
                            return other;
                        })));
    }

    private static boolean hasOddRole(JsonNode item) {
        return item.has("role") && !ROLES.contains(item.path("role").asText());
    }

    private static UnaryOperator<Seams> parts(UnaryOperator<List<JsonNode>> edit) {
        return AdmissionDefects.edit(b -> {
            for (JsonNode item : b.path("input")) {
                if (item.path("content") instanceof ArrayNode parts && parts.size() > 1) {
                    List<JsonNode> edited = edit.apply(parts.valueStream().toList());
                    parts.removeAll();
                    parts.addAll(edited);
                }
            }
        });
    }

    /** A row that only warns of a 5xx. */
    private static Twist crashing(String id, String what, String row, Predicate<JsonNode> when) {
        return Twist.defect(id, what + " gives a 500", Set.of(CRASH), Set.of(row), Gates.crashing(when));
    }
}
