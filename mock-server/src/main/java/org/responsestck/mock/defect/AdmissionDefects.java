package org.responsestck.mock.defect;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.responsestck.mock.Admission;
import org.responsestck.mock.Admission.Page;
import org.responsestck.mock.Ask;
import org.responsestck.mock.Refusal;
import org.responsestck.mock.Seams;
import org.responsestck.mock.conversation.CreateRequest;

/** Faults in who is let in and what is checked. */
final class AdmissionDefects {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private AdmissionDefects() {}

    static List<Twist> all() {
        return List.of(
                Twist.defect(
                        "content-type-exact",
                        "a create whose Content-Type has a charset parameter is refused",
                        Set.of("HTTP-REQCT-001"),
                        create((ask, plain) -> {
                            if (!ask.header("content-type").orElse("").equals("application/json")) {
                                throw new Refusal(415, "Unsupported Media Type");
                            }
                            return plain.create(ask);
                        })),
                Twist.defect(
                        "input-only-arrays",
                        "string input is refused",
                        Set.of("INPUT-STR-001"),
                        create((ask, plain) -> {
                            CreateRequest request = plain.create(ask);
                            if (request.body().path("input").isTextual()) {
                                throw new Refusal(422, "input must be an array");
                            }
                            return request;
                        })),
                Twist.defect(
                        "function-tools-nested-only",
                        "flat function tools are refused: only the Chat Completions form is known",
                        Set.of("TOOLS-FN-001"),
                        create((ask, plain) -> {
                            CreateRequest request = plain.create(ask);
                            if (request.tools().stream().anyMatch(t -> t.has("name"))) {
                                throw new Refusal(422, "tools.0.function is required");
                            }
                            return request;
                        })),
                Twist.defect(
                        "max-tool-calls-zero-accepted",
                        "max_tool_calls 0 means unlimited instead of being refused",
                        Set.of("LIMIT-TOOLCALLS-003"),
                        without("max_tool_calls", b -> b.path("max_tool_calls").asInt(1) <= 0)),
                Twist.defect(
                        "temperature-clamped",
                        "a temperature out of range is clamped silently",
                        Set.of("PARAM-RANGE-001"),
                        without("temperature", b -> b.path("temperature").isNumber())),
                Twist.defect(
                        "bad-json-500",
                        "a body that is not JSON gives a 500",
                        Set.of("HTTP-REQCT-002", "ERR-STATUS-001"),
                        create((ask, plain) -> {
                            try {
                                JSON.readTree(ask.body());
                            } catch (JsonProcessingException e) {
                                throw new Refusal(500, "JSONDecodeError: Expecting value");
                            } catch (IOException e) {
                                throw new Refusal(500, "Internal Server Error");
                            }
                            return plain.create(ask);
                        })),
                Twist.defect(
                        "missing-input-sampled",
                        "a create without input is answered",
                        Set.of("INPUT-MISSING-001"),
                        edit(body -> {
                            if (!body.has("input")) {
                                body.put("input", "Hello");
                            }
                        })),
                Twist.defect(
                        "store-false-ignored",
                        "store=false is treated like store=true",
                        Set.of("STORE-003", "STORE-004", "STORE-005", "RESP-STORE-001"),
                        edit(body -> {
                            if (body.path("store").isBoolean()) {
                                body.put("store", true);
                            }
                        })),
                Twist.defect(
                        "nulls-refused",
                        "null for an optional member is refused",
                        Set.of("HTTP-NULLS-001"),
                        create((ask, plain) -> {
                            CreateRequest request = plain.create(ask);
                            for (var member : request.body().properties()) {
                                if (member.getValue().isNull()) {
                                    throw new Refusal(422, member.getKey() + " must not be null");
                                }
                            }
                            return request;
                        })),
                Twist.defect(
                        "tool-choice-ignored",
                        "tool_choice is treated as auto",
                        Set.of("TOOLCHOICE-001"),
                        seams -> seams.with((org.responsestck.mock.tool.Tools) (prompt, draft) -> draft)
                                .with((org.responsestck.mock.responder.Responder) prompt -> seams.responder()
                                        .respond(new org.responsestck.mock.responder.Prompt(
                                                prompt.model(),
                                                prompt.instructions(),
                                                prompt.items(),
                                                prompt.tools(),
                                                com.fasterxml.jackson.databind.node.TextNode.valueOf(
                                                        prompt.tools().isEmpty() ? "auto" : "required"),
                                                prompt.parallelToolCalls(),
                                                prompt.maxToolCalls(),
                                                prompt.textFormat(),
                                                prompt.request(),
                                                prompt.turn(),
                                                prompt.seed())))));
    }

    /** Reads a create; may ask the plain admission. */
    interface Creating {
        CreateRequest create(Ask ask, Admission plain) throws Refusal;
    }

    static class Delegating implements Admission {
        private final Admission plain;

        Delegating(Admission plain) {
            this.plain = plain;
        }

        @Override
        public String tenant(Ask ask) throws Refusal {
            return plain.tenant(ask);
        }

        @Override
        public void account(Ask ask, String tenant) throws Refusal {
            plain.account(ask, tenant);
        }

        @Override
        public CreateRequest create(Ask ask) throws Refusal {
            return plain.create(ask);
        }

        @Override
        public Page page(Ask ask) throws Refusal {
            return plain.page(ask);
        }
    }

    interface Asking {
        void check(Ask ask) throws Refusal;
    }

    /** Every request is checked once more. */
    static UnaryOperator<Seams> asking(Asking asking) {
        return seams -> seams.with(new Delegating(seams.admission()) {
            @Override
            public String tenant(Ask ask) throws Refusal {
                asking.check(ask);
                return super.tenant(ask);
            }
        });
    }

    /** The query of a list is read otherwise. */
    static UnaryOperator<Seams> reading(UnaryOperator<Ask> edit) {
        return seams -> seams.with(new Delegating(seams.admission()) {
            @Override
            public Page page(Ask ask) throws Refusal {
                return super.page(edit.apply(ask));
            }
        });
    }

    /** Another part of the list is given than the one asked for. */
    static UnaryOperator<Seams> paging(UnaryOperator<Page> edit) {
        return seams -> seams.with(new Delegating(seams.admission()) {
            @Override
            public Page page(Ask ask) throws Refusal {
                return edit.apply(super.page(ask));
            }
        });
    }

    static UnaryOperator<Seams> create(Creating creating) {
        return seams -> seams.with(new Delegating(seams.admission()) {
            @Override
            public CreateRequest create(Ask ask) throws Refusal {
                return creating.create(ask, seams.admission());
            }
        });
    }

    /** Changes the body before it is checked. */
    static UnaryOperator<Seams> edit(Consumer<ObjectNode> edit) {
        return create((ask, plain) -> {
            try {
                if (JSON.readTree(ask.body()) instanceof ObjectNode body) {
                    edit.accept(body);
                    byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
                    return plain.create(new Ask(ask.method(), ask.path(), ask.query(), ask.headers(), bytes));
                }
            } catch (IOException e) {
                // Not JSON: the plain admission says so.
            }
            return plain.create(ask);
        });
    }

    static UnaryOperator<Seams> without(String member, java.util.function.Predicate<ObjectNode> when) {
        return edit(body -> {
            if (when.test(body)) {
                body.remove(member);
            }
        });
    }
}
