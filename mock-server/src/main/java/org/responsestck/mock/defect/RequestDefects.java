package org.responsestck.mock.defect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.responsestck.mock.Ask;
import org.responsestck.mock.Refusal;
import org.responsestck.mock.Seams;

/** Faults in who is let in: legal requests that are refused, crash or are read wrongly. */
final class RequestDefects {
    private RequestDefects() {}

    static List<Twist> all() {
        return Stream.of(requests(), input(), keys()).flatMap(List::stream).toList();
    }

    private static List<Twist> requests() {
        return List.of(
                Twist.defect(
                        "create-unknown",
                        "only Chat Completions is served: a create is 404",
                        Set.of("HTTP-PATH-001"),
                        Gates.refusing(b -> true, 404, "Not Found")),
                Twist.defect(
                        "create-not-allowed",
                        "a create is 405",
                        Set.of("HTTP-PATH-001"),
                        Gates.refusing(b -> true, 405, "Method Not Allowed")),
                Twist.defect(
                        "create-redirects-to-nothing",
                        "a create is redirected to a path with a slash, and there is nothing",
                        Set.of("HTTP-PATH-001"),
                        seams -> Edits.bodies(r -> r.status() == 307 ? r.withHeader("Location", "/v1/responses/") : r)
                                .apply(AdmissionDefects.create((ask, plain) -> {
                                            throw ask.path().endsWith("/")
                                                    ? new Refusal(404, "Not Found")
                                                    : new Refusal(307, "Temporary Redirect");
                                        })
                                        .apply(seams))),
                Twist.defect(
                        "sse-unasked",
                        "a create that asks for no stream is answered with one",
                        Set.of("HTTP-JSON-001", "STREAM-FRAME-012"),
                        AdmissionDefects.edit(b -> b.put("stream", true))),
                Twist.defect(
                        "stream-false-is-truthy",
                        "any value of stream asks for a stream",
                        Set.of("STREAM-FRAME-012"),
                        AdmissionDefects.edit(b -> {
                            if (b.path("stream").isBoolean()) {
                                b.put("stream", true);
                            }
                        })),
                Twist.defect(
                        "tools-null-crashes",
                        "tools null gives a 500",
                        Set.of("HTTP-NULLS-001"),
                        Gates.crashing(b -> b.path("tools").isNull())),
                Twist.defect(
                        "max-output-tokens-null-crashes",
                        "max_output_tokens null is compared as a number and gives a 500",
                        Set.of("HTTP-NULLS-001"),
                        Gates.crashing(b -> b.path("max_output_tokens").isNull())),
                Twist.defect(
                        "temperature-null-is-zero",
                        "temperature null is read as 0",
                        Set.of(),
                        Set.of("HTTP-NULLS-001"),
                        AdmissionDefects.edit(b -> {
                            if (b.path("temperature").isNull()) {
                                b.put("temperature", 0);
                            }
                        })),
                Twist.defect(
                        "unknown-member-crashes",
                        "a member that no document names gives a 500",
                        Set.of("HTTP-UNKNOWN-001"),
                        Gates.crashing(b -> b.has("x_suite_unknown"))),
                Twist.defect(
                        "text-empty-refused",
                        "an empty text object is refused",
                        Set.of(),
                        Set.of("PARAM-TEXT-001"),
                        Gates.refusing(RequestDefects::emptyText, 400, "text.format is required")),
                Twist.defect(
                        "text-empty-crashes",
                        "an empty text object gives a 500",
                        Set.of("PARAM-TEXT-001"),
                        Gates.crashing(RequestDefects::emptyText)),
                Twist.defect(
                        "reasoning-crashes",
                        "reasoning gives a 500: the model cannot reason",
                        Set.of("REASON-001"),
                        Gates.crashing(b -> b.path("reasoning").isObject())),
                Twist.defect(
                        "tools-crash",
                        "every create with tools gives a 502",
                        Set.of("ERR-STATUS-003"),
                        Gates.refusing(b -> b.path("tools").size() > 0, 502, "upstream said no")));
    }

    private static boolean emptyText(JsonNode body) {
        return body.path("text").isObject() && body.path("text").isEmpty();
    }

    private static List<Twist> input() {
        return List.of(
                Twist.defect(
                        "input-string-crashes",
                        "string input gives a 500",
                        Set.of("INPUT-STR-001"),
                        Gates.crashing(b -> b.path("input").isTextual())),
                Twist.defect(
                        "content-parts-refused",
                        "messages whose content is an array of parts are refused",
                        Set.of("INPUT-ITEMS-001"),
                        Gates.refusing(item(i -> i.path("content").isArray()), 422, "content must be a string")),
                Twist.defect(
                        "content-string-refused",
                        "messages whose content is a string are refused",
                        Set.of("INPUT-ITEMS-001"),
                        Gates.refusing(item(i -> i.path("content").isTextual()), 422, "content must be an array")),
                Twist.defect(
                        "message-type-forbidden",
                        "messages that say their type are refused",
                        Set.of("INPUT-ITEMS-001"),
                        Gates.refusing(
                                item(i -> i.path("type").asText().equals("message")), 400, "unexpected member type")),
                Twist.defect(
                        "message-type-required",
                        "messages that do not say their type are refused",
                        Set.of(),
                        Set.of("INPUT-ITEMS-002"),
                        Gates.refusing(item(i -> i.isObject() && !i.has("type")), 422, "type is required")),
                Twist.defect(
                        "assistant-parts-refused",
                        "parts of the type output_text are refused in input",
                        Set.of(),
                        Set.of("INPUT-ITEMS-003"),
                        Gates.refusing(
                                item(i -> i.path("content")
                                        .path(0)
                                        .path("type")
                                        .asText()
                                        .equals("output_text")),
                                422,
                                "output_text is no input")),
                Twist.defect(
                        "assistant-turns-refused",
                        "messages of the role assistant are refused in input",
                        Set.of("INPUT-ITEMS-003"),
                        Gates.refusing(
                                item(i -> i.path("role").asText().equals("assistant")), 422, "role must be user")),
                Twist.defect(
                        "assistant-turns-dropped",
                        "messages of the role assistant are left out of the input",
                        Set.of("INPUT-ITEMS-003"),
                        AdmissionDefects.edit(b -> {
                            if (b.path("input") instanceof ArrayNode input) {
                                input.removeIf(i -> i.path("role").asText().equals("assistant"));
                            }
                        })),
                Twist.defect(
                        "only-last-message-read",
                        "of several input messages only the last is read",
                        Set.of("INPUT-ITEMS-003"),
                        AdmissionDefects.edit(b -> {
                            if (b.path("input") instanceof ArrayNode input && input.size() > 1) {
                                JsonNode last = input.get(input.size() - 1);
                                input.removeAll().add(last);
                            }
                        })),
                Twist.defect(
                        "several-messages-refused",
                        "input of several items is refused",
                        Set.of("INPUT-ITEMS-003", "INPUT-ITEMS-005"),
                        Gates.refusing(
                                b -> b.path("input").isArray()
                                        && b.path("input").size() > 1,
                                400,
                                "one item")),
                Twist.defect(
                        "system-role-refused",
                        "messages of the role system are refused",
                        Set.of("INPUT-ITEMS-005"),
                        Gates.refusing(item(i -> i.path("role").asText().equals("system")), 400, "use instructions")),
                Twist.defect(
                        "developer-role-crashes",
                        "the role developer breaks the chat template and gives a 500",
                        Set.of(),
                        Set.of("INPUT-ITEMS-005"),
                        Gates.crashing(item(i -> i.path("role").asText().equals("developer")))),
                Twist.defect(
                        "developer-role-refused",
                        "the role developer is refused",
                        Set.of(),
                        Set.of("INPUT-ITEMS-005"),
                        Gates.refusing(
                                item(i -> i.path("role").asText().equals("developer")), 400, "unexpected role")));
    }

    private static Predicate<JsonNode> item(Predicate<JsonNode> which) {
        return body -> {
            if (body.path("input").isArray()) {
                for (JsonNode item : body.path("input")) {
                    if (which.test(item)) {
                        return true;
                    }
                }
            }
            return false;
        };
    }

    private static List<Twist> keys() {
        return List.of(
                Twist.defect(
                        "get-wants-another-key",
                        "GET of a response refuses the key that creates",
                        Set.of("AUTH-001"),
                        Gates.before(ask -> {
                            if (ask.method().equals("GET") && ask.path().length() > 11) {
                                throw new Refusal(401, "Unauthorized");
                            }
                        })),
                Twist.defect(
                        "list-wants-another-key",
                        "the list refuses the key that creates",
                        Set.of("AUTH-001"),
                        Gates.before(ask -> {
                            if (ask.method().equals("GET") && ask.path().length() <= 11) {
                                throw new Refusal(403, "Forbidden");
                            }
                        })),
                Twist.defect(
                        "delete-wants-another-scheme",
                        "DELETE wants an API key header and refuses the bearer key",
                        Set.of("AUTH-001"),
                        Gates.before(ask -> {
                            if (ask.method().equals("DELETE")) {
                                throw new Refusal(401, "x-api-key is missing");
                            }
                        })),
                Twist.defect(
                        "account-header-mandatory",
                        "creates and reads want the header x-fireworks-account-id",
                        Set.of(),
                        Set.of("AUTH-007"),
                        Gates.before(ask -> {
                            if (ask.header("x-fireworks-account-id").isEmpty()) {
                                throw new Refusal(400, "the header x-fireworks-account-id is required");
                            }
                        })),
                Twist.defect(
                        "wrong-account-crashes",
                        "a delete for an unknown account gives a 500",
                        Set.of(),
                        Set.of("AUTH-008"),
                        account(500, "Internal Server Error")),
                Twist.defect(
                        "refused-delete-deletes",
                        "a delete for another account is refused, and the response is gone",
                        Set.of(),
                        Set.of("AUTH-008"),
                        seams -> seams.with(new AdmissionDefects.Delegating(seams.admission()) {
                            @Override
                            public void account(Ask ask, String tenant) throws Refusal {
                                try {
                                    super.account(ask, tenant);
                                } catch (Refusal refusal) {
                                    seams.store().delete(tenant, ask.path().substring("/responses/".length()));
                                    throw refusal;
                                }
                            }
                        })));
    }

    private static UnaryOperator<Seams> account(int status, String message) {
        return seams -> seams.with(new AdmissionDefects.Delegating(seams.admission()) {
            @Override
            public void account(Ask ask, String tenant) throws Refusal {
                if (!ask.header("x-fireworks-account-id").orElse(tenant).equals(tenant)) {
                    throw new Refusal(status, message);
                }
            }
        });
    }
}
