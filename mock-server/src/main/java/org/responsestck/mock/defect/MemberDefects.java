package org.responsestck.mock.defect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.responsestck.mock.Document.View;
import org.responsestck.mock.conversation.Turn;

/** Faults in the members of the response object: absent, of another type, of another value. */
final class MemberDefects {
    private static final Set<View> STREAM = Set.of(View.CREATED, View.RUNNING, View.TERMINAL);

    private MemberDefects() {}

    static List<Twist> all() {
        return Stream.of(absent(), ids(), times(), status(), values(), types(), usage())
                .flatMap(List::stream)
                .toList();
    }

    /** Each member of the required set left out; the two that may be null only warn. */
    private static List<Twist> absent() {
        List<Twist> all = new ArrayList<>();
        for (String member : List.of("id", "created_at", "status", "model", "output")) {
            all.add(finished(
                    word(member) + "-absent", member + " is missing", Set.of("RESP-SHAPE-001"), r -> r.remove(member)));
        }
        for (String member : List.of("previous_response_id", "max_tool_calls")) {
            all.add(warning(
                    word(member) + "-absent", member + " is missing when it is null", Set.of("RESP-SHAPE-001"), r -> {
                        if (r.path(member).isNull()) {
                            r.remove(member);
                        }
                    }));
        }
        return all;
    }

    private static List<Twist> ids() {
        return List.of(
                everywhere("id-null", "id is null", Set.of("RESP-ID-001"), r -> r.putNull("id")),
                everywhere("id-number", "id is a number", Set.of("RESP-ID-001"), r -> r.put("id", 12345)),
                everywhere("id-empty", "id is empty", Set.of("RESP-ID-001"), r -> r.put("id", "")),
                Twist.defect(
                        "stream-id-null",
                        "id is null in streams",
                        Set.of("RESP-ID-001"),
                        Edits.document(STREAM, (t, r) -> r.putNull("id"))),
                Twist.defect(
                        "id-by-hash",
                        "the id is a hash of the request",
                        Set.of("HTTP-IDEMP-001"),
                        Edits.document(
                                Edits.EVERYWHERE,
                                (t, r) -> r.put(
                                        "id",
                                        String.format(
                                                "resp_%032x", t.request().body().hashCode())))),
                Twist.defect(
                        "id-by-second",
                        "the id is made from the time in seconds",
                        Set.of("HTTP-CONC-001", "HTTP-IDEMP-001"),
                        Edits.document(
                                Edits.EVERYWHERE,
                                (t, r) -> r.put("id", String.format("resp_%032d", t.createdAt() / 600)))),
                Twist.defect(
                        "response-object-shared",
                        "metadata stands in a variable that all requests share",
                        Set.of("HTTP-CONC-001"),
                        seams -> {
                            AtomicReference<JsonNode> shared = new AtomicReference<>();
                            return Edits.document(Edits.EVERYWHERE, (t, r) -> {
                                        JsonNode other = shared.getAndSet(
                                                r.path("metadata").deepCopy());
                                        if (other != null) {
                                            r.set("metadata", other);
                                        }
                                    })
                                    .apply(seams);
                        }),
                warning(
                        "response-id-as-item-id",
                        "the message has the id of the response",
                        Set.of("RESP-ID-004"),
                        r -> {
                            if (r.path("output").path(0) instanceof ObjectNode item) {
                                item.put("id", r.path("id").asText());
                            }
                        }),
                everywhere(
                        "object-chat-completion",
                        "object is \"chat.completion\"",
                        Set.of("RESP-OBJECT-001"),
                        r -> r.put("object", "chat.completion")),
                Twist.defect(
                        "object-absent",
                        "object is missing",
                        Set.of(),
                        Set.of("RESP-OBJECT-001"),
                        Edits.document(Edits.EVERYWHERE, (t, r) -> r.remove("object"))));
    }

    private static List<Twist> times() {
        Set<String> row = Set.of("RESP-CREATED-001");
        return List.of(
                created(
                        "created-at-iso",
                        "created_at is an ISO date",
                        (t, r) -> r.put(
                                "created_at",
                                Instant.ofEpochSecond(t.createdAt()).toString())),
                created(
                        "created-at-text",
                        "created_at is a text of digits",
                        (t, r) -> r.put("created_at", String.valueOf(t.createdAt()))),
                created(
                        "created-at-fraction",
                        "created_at has a fraction",
                        (t, r) -> r.put("created_at", t.createdAt() + 0.25)),
                created("created-at-null", "created_at is null", (t, r) -> r.putNull("created_at")),
                created("created-at-negative", "created_at is negative", (t, r) -> r.put("created_at", -1)),
                created(
                        "created-at-days-ago",
                        "created_at is the release date of the server",
                        (t, r) -> r.put("created_at", t.createdAt() - 100L * 86_400)),
                Twist.defect(
                        "created-at-local-time",
                        "created_at is two hours ahead",
                        Set.of(),
                        row,
                        Edits.document(Edits.EVERYWHERE, (t, r) -> r.put("created_at", t.createdAt() + 7200))));
    }

    private static Twist created(String id, String description, BiConsumer<Turn, ObjectNode> edit) {
        return Twist.defect(id, description, Set.of("RESP-CREATED-001"), Edits.document(Edits.EVERYWHERE, edit));
    }

    private static List<Twist> status() {
        return List.of(
                finished("status-null", "status is null", Set.of("RESP-STATUS-001"), r -> r.putNull("status")),
                finished(
                        "status-success",
                        "status is \"success\"",
                        Set.of("RESP-STATUS-001"),
                        r -> r.put("status", "success")),
                finished(
                        "status-upper-case",
                        "status is \"COMPLETED\"",
                        Set.of("RESP-STATUS-001"),
                        r -> r.put("status", r.path("status").asText().toUpperCase(java.util.Locale.ROOT))),
                Twist.defect(
                        "status-left-queued",
                        "the JSON answer says queued",
                        Set.of("RESP-STATUS-002"),
                        Edits.document(Set.of(View.JSON), (t, r) -> r.put("status", "queued"))),
                finished(
                        "details-on-success",
                        "a completed response has incomplete_details whose reason is null",
                        Set.of("RESP-STATUS-003", "RESP-STATUS-004"),
                        r -> {
                            if (r.path("incomplete_details").isNull()) {
                                r.putObject("incomplete_details").putNull("reason");
                            }
                        }),
                finished(
                        "answers-failed",
                        "every response is failed",
                        Set.of("RESP-STATUS-003"),
                        r -> r.put("status", "failed").putObject("error").put("message", "no")),
                finished(
                        "failed-without-error",
                        "every response is failed, and error is null",
                        Set.of("RESP-STATUS-003", "RESP-STATUS-004"),
                        r -> r.put("status", "failed").putNull("incomplete_details")),
                finished(
                        "failed-without-message",
                        "every response is failed, with an empty error object",
                        Set.of("RESP-STATUS-004"),
                        r -> r.put("status", "failed")
                                .putNull("incomplete_details")
                                .putObject("error")),
                finished(
                        "incomplete-without-details",
                        "incomplete_details of an incomplete response is null",
                        Set.of("RESP-STATUS-004"),
                        r -> r.putNull("incomplete_details")),
                warning(
                        "incomplete-without-reason",
                        "incomplete_details has no reason",
                        Set.of("RESP-STATUS-004"),
                        r -> {
                            if (r.path("incomplete_details") instanceof ObjectNode details) {
                                details.removeAll();
                            }
                        }),
                finished(
                        "reason-max-tokens",
                        "the reason of an incomplete response is \"max_tokens\"",
                        Set.of("RESP-STATUS-005"),
                        r -> {
                            if (r.path("incomplete_details") instanceof ObjectNode details) {
                                details.put("reason", "max_tokens");
                            }
                        }));
    }

    private static List<Twist> values() {
        return List.of(
                everywhere("model-empty", "model is empty", Set.of("RESP-MODEL-001"), r -> r.put("model", "")),
                everywhere(
                        "model-object",
                        "model is an object",
                        Set.of("RESP-MODEL-001"),
                        r -> r.putObject("model").put("name", "m")),
                Twist.defect(
                        "model-alias",
                        "model is the name of the engine behind it",
                        Set.of(),
                        Set.of("RESP-MODEL-001"),
                        Edits.document(Edits.EVERYWHERE, (t, r) -> r.put("model", "engine-7"))),
                everywhere(
                        "max-tool-calls-default",
                        "max_tool_calls shows a default where nothing was sent",
                        Set.of("RESP-MAXTOOL-001"),
                        r -> {
                            if (r.path("max_tool_calls").isNull()) {
                                r.put("max_tool_calls", 10);
                            }
                        }),
                everywhere(
                        "max-tool-calls-capped",
                        "max_tool_calls shows 1 whatever was sent",
                        Set.of("RESP-MAXTOOL-001"),
                        r -> {
                            if (r.path("max_tool_calls").isNumber()) {
                                r.put("max_tool_calls", 1);
                            }
                        }));
    }

    /** Members of another type, and nulls where no null is allowed. */
    private static List<Twist> types() {
        List<Twist> all = new ArrayList<>();
        all.add(everywhere(
                "parallel-tool-calls-text",
                "parallel_tool_calls is a text",
                Set.of("RESP-TYPE-001"),
                r -> r.put("parallel_tool_calls", "true")));
        all.add(everywhere(
                "metadata-array", "metadata is an array", Set.of("RESP-TYPE-001"), r -> r.putArray("metadata")));
        all.add(everywhere("tools-object", "tools is an object", Set.of("RESP-TYPE-001"), r -> r.putObject("tools")));
        all.add(everywhere(
                "store-text",
                "store is a text",
                Set.of("RESP-TYPE-001"),
                r -> r.put("store", r.path("store").asText())));
        all.add(everywhere("error-text", "error is an empty text", Set.of("RESP-TYPE-001"), r -> r.put("error", "")));
        for (String member : List.of("tools", "truncation", "parallel_tool_calls", "tool_choice")) {
            all.add(Twist.defect(
                    word(member) + "-null",
                    member + " is null",
                    Set.of(),
                    Set.of("RESP-TYPE-001"),
                    Edits.document(Edits.EVERYWHERE, (t, r) -> r.putNull(member))));
        }
        return all;
    }

    private static List<Twist> usage() {
        return List.of(
                finished("usage-null", "usage is null", Set.of("USAGE-001"), r -> r.putNull("usage")),
                warning("usage-lost-when-cut", "an incomplete response has no usage", Set.of("USAGE-001"), r -> {
                    if (r.path("status").asText().equals("incomplete")) {
                        r.putNull("usage");
                    }
                }),
                Twist.defect(
                        "stream-usage-null",
                        "streams end without usage",
                        Set.of("USAGE-001"),
                        Edits.document(Set.of(View.TERMINAL), (t, r) -> r.putNull("usage"))),
                usage(
                        "usage-texts",
                        "token counts are texts",
                        Set.of("USAGE-002"),
                        u -> u.put("prompt_tokens", u.path("prompt_tokens").asText())),
                usage(
                        "usage-without-total",
                        "usage has no total_tokens",
                        Set.of("USAGE-002"),
                        u -> u.remove("total_tokens")),
                usage(
                        "usage-negative",
                        "completion_tokens is -1",
                        Set.of("USAGE-002"),
                        u -> u.put("completion_tokens", -1)
                                .put("total_tokens", u.path("prompt_tokens").asInt() - 1)),
                usage(
                        "usage-fraction",
                        "token counts have fractions",
                        Set.of("USAGE-002"),
                        u -> u.put("prompt_tokens", u.path("prompt_tokens").asInt() + 0.5)),
                warning("usage-without-details", "usage has no prompt_tokens_details", Set.of("USAGE-003"), r -> {
                    if (r.path("usage") instanceof ObjectNode u) {
                        u.remove("prompt_tokens_details");
                    }
                }),
                usage(
                        "usage-cached-text",
                        "cached_tokens is a text",
                        Set.of("USAGE-003"),
                        u -> u.putObject("prompt_tokens_details").put("cached_tokens", "0")),
                usage(
                        "usage-cached-negative",
                        "cached_tokens is negative",
                        Set.of("USAGE-003"),
                        u -> u.putObject("prompt_tokens_details").put("cached_tokens", -1)),
                usage(
                        "usage-total-is-input",
                        "total_tokens counts the input only",
                        Set.of("USAGE-005"),
                        u -> u.put("total_tokens", u.path("prompt_tokens").asInt())),
                usage(
                        "usage-reasoning-outside",
                        "reasoning tokens are not part of completion_tokens",
                        Set.of("USAGE-006"),
                        u -> u.putObject("completion_tokens_details")
                                .put(
                                        "reasoning_tokens",
                                        u.path("completion_tokens").asInt() + 50)),
                usage(
                        "usage-output-zero",
                        "completion_tokens is 0",
                        Set.of("USAGE-007"),
                        u -> u.put("completion_tokens", 0)
                                .put("total_tokens", u.path("prompt_tokens").asInt())),
                finished(
                        "usage-zero-when-cut", "all counts of an incomplete response are 0", Set.of("USAGE-007"), r -> {
                            if (r.path("status").asText().equals("incomplete")
                                    && r.path("usage") instanceof ObjectNode u) {
                                u.put("prompt_tokens", 0)
                                        .put("completion_tokens", 0)
                                        .put("total_tokens", 0);
                            }
                        }),
                Twist.defect(
                        "usage-constant",
                        "token counts are the same for every request",
                        Set.of(),
                        Set.of("USAGE-008"),
                        Edits.document(
                                Edits.FINISHED,
                                (t, r) -> r.withObject("/usage")
                                        .put("prompt_tokens", 12)
                                        .put("completion_tokens", 5)
                                        .put("total_tokens", 17))),
                usageWhenCut("usage-above-cap", "the cap counts visible text only", Set.of("USAGE-010"), Set.of(), 40),
                usageWhenCut("usage-one-above-cap", "one token more than the cap", Set.of(), Set.of("USAGE-010"), 1),
                usage("usage-swapped", "input and output counts are swapped", Set.of("USAGE-010"), u -> {
                    int input = u.path("prompt_tokens").asInt();
                    u.put("prompt_tokens", u.path("completion_tokens").asInt()).put("completion_tokens", input);
                }),
                usage(
                        "usage-names-disagree",
                        "the counts under OpenAI's names are 0",
                        Set.of("USAGE-012"),
                        u -> u.put("input_tokens", 0).put("output_tokens", 0)));
    }

    private static Twist usage(String id, String description, Set<String> fails, Consumer<ObjectNode> edit) {
        return finished(id, description, fails, r -> {
            if (r.path("usage") instanceof ObjectNode usage) {
                edit.accept(usage);
            }
        });
    }

    private static Twist usageWhenCut(String id, String description, Set<String> fails, Set<String> warns, int more) {
        return Twist.defect(id, description, fails, warns, Edits.document(Edits.FINISHED, (t, r) -> {
            if (r.path("status").asText().equals("incomplete") && r.path("usage") instanceof ObjectNode u) {
                int output = r.path("max_output_tokens").asInt() + more;
                u.put("completion_tokens", output)
                        .put("total_tokens", u.path("prompt_tokens").asInt() + output);
            }
        }));
    }

    private static String word(String member) {
        return member.replace('_', '-');
    }

    private static Twist finished(String id, String description, Set<String> fails, Consumer<ObjectNode> edit) {
        return Twist.defect(id, description, fails, Edits.document(Edits.FINISHED, (t, r) -> edit.accept(r)));
    }

    private static Twist everywhere(String id, String description, Set<String> fails, Consumer<ObjectNode> edit) {
        return Twist.defect(id, description, fails, Edits.document(Edits.EVERYWHERE, (t, r) -> edit.accept(r)));
    }

    private static Twist warning(String id, String description, Set<String> warns, Consumer<ObjectNode> edit) {
        return Twist.defect(id, description, Set.of(), warns, Edits.document(Edits.FINISHED, (t, r) -> edit.accept(r)));
    }
}
