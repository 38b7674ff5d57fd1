package org.responsestck.mock.defect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.responsestck.mock.Refusal;
import org.responsestck.mock.Seams;
import org.responsestck.mock.conversation.ResponseStore.Use;
import org.responsestck.mock.responder.Draft;
import org.responsestck.mock.responder.Prompt;
import org.responsestck.mock.responder.Responder;
import org.responsestck.mock.tool.Tools;

/** Faults in function tools: which are taken, which calls are made, how calls look. */
final class ToolDefects {
    private static final String CALL = "function_call";

    private ToolDefects() {}

    static List<Twist> all() {
        List<Twist> all = new ArrayList<>(taking());
        all.addAll(choosing());
        all.addAll(calling());
        all.addAll(items());
        return all;
    }

    private static List<Twist> taking() {
        return List.of(
                Twist.defect(
                        "function-tools-crash",
                        "a request with a function tool gives a 500",
                        Set.of("TOOLS-FN-001"),
                        refusing(500, body -> body.path("tools").size() > 0)),
                Twist.defect(
                        "nested-tool-dropped",
                        "a function tool in the form of Chat Completions is dropped silently",
                        Set.of(),
                        Set.of("TOOLS-FN-026"),
                        AdmissionDefects.edit(body -> {
                            if (anyTool(body, t -> t.path("function").isObject())) {
                                body.remove(List.of("tools", "tool_choice"));
                            }
                        })),
                Twist.defect(
                        "strict-null-refused",
                        "a function tool with strict null is refused",
                        Set.of(),
                        Set.of("TOOLS-FN-027"),
                        refusing(
                                422, body -> anyTool(body, t -> t.path("strict").isNull()))),
                Twist.defect(
                        "description-null-refused",
                        "a function tool with description null is refused",
                        Set.of(),
                        Set.of("TOOLS-FN-027"),
                        refusing(
                                422,
                                body -> anyTool(body, t -> t.path("description").isNull()))),
                Twist.defect(
                        "strict-null-crashes",
                        "a function tool with strict null gives a 500",
                        Set.of("TOOLS-FN-027"),
                        refusing(
                                500, body -> anyTool(body, t -> t.path("strict").isNull()))),
                Twist.defect(
                        "strict-false-refused",
                        "a function tool with strict false is refused",
                        Set.of(),
                        Set.of("TOOLS-FN-027"),
                        refusing(
                                400, body -> anyTool(body, t -> t.path("strict").isBoolean()))),
                Twist.defect(
                        "function-output-refused",
                        "function_call_output is no known kind of input",
                        Set.of(),
                        Set.of("TOOLS-FN-010", "CHAIN-013"),
                        refusing(422, body -> anyInput(body, "function_call_output"))),
                Twist.defect(
                        "replay-needs-previous",
                        "a function output is taken only together with previous_response_id",
                        Set.of(),
                        Set.of("TOOLS-FN-010"),
                        refusing(
                                400,
                                body -> anyInput(body, "function_call_output")
                                        && !body.path("previous_response_id").isTextual())),
                Twist.defect(
                        "continuation-needs-tools",
                        "a continuation of a turn that had tools fails without tools",
                        Set.of("CHAIN-012"),
                        seams -> AdmissionDefects.create((ask, plain) -> {
                                    var request = plain.create(ask);
                                    String parent = request.previousResponseId();
                                    if (parent != null
                                            && request.tools().isEmpty()
                                            && seams.store()
                                                    .find(plain.tenant(ask), parent, Use.READ)
                                                    .filter(t ->
                                                            !t.request().tools().isEmpty())
                                                    .isPresent()) {
                                        throw new Refusal(400, "tools must be set");
                                    }
                                    return request;
                                })
                                .apply(seams)));
    }

    private static List<Twist> choosing() {
        return List.of(
                Twist.defect(
                        "named-choice-refused",
                        "a tool_choice that names a function is refused",
                        Set.of(),
                        Set.of("TOOLCHOICE-003"),
                        refusing(422, body -> body.path("tool_choice").isObject())),
                Twist.defect(
                        "named-choice-ignored",
                        "a tool_choice that names a function is treated as auto",
                        Set.of(),
                        Set.of("TOOLCHOICE-003"),
                        choice(p -> p.toolChoice().isObject(), "auto")),
                Twist.defect(
                        "named-choice-as-required",
                        "a tool_choice that names a function is treated as required",
                        Set.of(),
                        Set.of("TOOLCHOICE-003"),
                        choice(p -> p.toolChoice().isObject(), "required")),
                Twist.defect(
                        "none-as-auto",
                        "tool_choice none is treated as auto",
                        Set.of("TOOLCHOICE-001"),
                        choice(p -> p.toolChoice().asText().equals("none"), "auto")),
                Twist.defect(
                        "required-ignored-in-streams",
                        "tool_choice required is ignored in streams",
                        Set.of("STREAM-PARITY-001"),
                        fitting((prompt, draft) ->
                                prompt.request().path("stream").asBoolean()
                                                && prompt.toolChoice().asText().equals("required")
                                        ? Draft.text("It is sunny.")
                                        : draft)),
                Twist.defect(
                        "parallel-false-ignored",
                        "parallel_tool_calls false is ignored",
                        Set.of(),
                        Set.of("TOOLS-FN-014"),
                        prompting(p -> with(p, p.toolChoice(), true))),
                Twist.defect(
                        "tool-choice-echo-none",
                        "tool_choice is \"none\" in every response",
                        Set.of(),
                        Set.of("TOOLCHOICE-005"),
                        Edits.document(Edits.EVERYWHERE, (t, r) -> r.put("tool_choice", "none"))),
                Twist.defect(
                        "tool-choice-echo-null",
                        "tool_choice is null in every response",
                        Set.of(),
                        Set.of("TOOLCHOICE-005"),
                        Edits.document(Edits.EVERYWHERE, (t, r) -> r.putNull("tool_choice"))));
    }

    private static List<Twist> calling() {
        return List.of(
                arguments(
                        "arguments-python",
                        "function arguments are written as Python prints them",
                        a -> a.replace('"', '\'')),
                arguments("arguments-array", "function arguments are a JSON array", a -> "[" + a + "]"),
                arguments("arguments-cut", "function arguments lack their end", a -> a.substring(0, a.length() - 1)),
                arguments("arguments-empty", "function arguments are an empty text", a -> ""),
                Twist.defect(
                        "arguments-without-required",
                        "function arguments lack what the parameters require",
                        Set.of(),
                        Set.of("TOOLS-FN-006"),
                        ModelDefects.calls(c -> new Draft.FunctionCall(c.name(), "{}"))),
                Twist.defect(
                        "call-name-unknown",
                        "a function is called that nobody declared",
                        Set.of("TOOLS-FN-007"),
                        ModelDefects.calls(c -> new Draft.FunctionCall("search_web", c.arguments()))),
                Twist.defect(
                        "streamed-call-as-text",
                        "in streams a function call comes as text of a message",
                        Set.of("STREAM-PARITY-001", "TOOLCHOICE-002"),
                        fitting((prompt, draft) ->
                                prompt.request().path("stream").asBoolean()
                                        ? draft.with(draft.parts().stream()
                                                .map(p -> p instanceof Draft.FunctionCall c
                                                        ? new Draft.Text("<tool_call>{\"name\":\"" + c.name()
                                                                + "\",\"arguments\":" + c.arguments()
                                                                + "}</tool_call>")
                                                        : p)
                                                .toList())
                                        : draft)));
    }

    private static List<Twist> items() {
        return List.of(
                Twist.defect(
                        "call-requires-action",
                        "a response with a function call has the status requires_action",
                        Set.of("TOOLS-FN-002", "RESP-STATUS-001"),
                        withCall(r -> r.put("status", "requires_action"))),
                Twist.defect(
                        "call-leaves-in-progress",
                        "a response with a function call stays in_progress",
                        Set.of("TOOLS-FN-002"),
                        withCall(r -> r.put("status", "in_progress"))),
                Twist.defect(
                        "call-with-made-up-output",
                        "the server makes up the output of a function",
                        Set.of("TOOLS-FN-002"),
                        withCall(r -> {
                            ArrayNode output = (ArrayNode) r.path("output");
                            output.addObject()
                                    .put("id", "fco_1")
                                    .put("type", "function_call_output")
                                    .set("call_id", output.path(0).path("call_id"));
                            ((ObjectNode) output.path(output.size() - 1)).put("output", "sunny");
                        })),
                Twist.defect(
                        "call-forms-disagree",
                        "the two forms of a call have different arguments",
                        Set.of("TOOLS-FN-004"),
                        Edits.itemsEverywhere(
                                CALL, item -> ((ObjectNode) item.path("function")).put("arguments", "{}"))),
                Twist.defect(
                        "tool-call-without-arguments",
                        "a call has the type tool_call, but no arguments",
                        Set.of("TOOLS-FN-004"),
                        Edits.itemsEverywhere(CALL, item -> {
                            item.put("type", "tool_call").remove(List.of("name", "arguments"));
                            ((ObjectNode) item.path("function")).remove("arguments");
                        })),
                Twist.defect(
                        "tool-call-arguments-object",
                        "a call has the type tool_call and an object as arguments",
                        Set.of("TOOLS-FN-004"),
                        Edits.itemsEverywhere(CALL, item -> {
                            item.put("type", "tool_call").remove(List.of("name", "arguments"));
                            ((ObjectNode) item.path("function"))
                                    .putObject("arguments")
                                    .put("location", "Paris");
                        })),
                Twist.defect(
                        "call-ids-equal",
                        "all calls of a response have the same call_id",
                        Set.of("TOOLS-FN-008"),
                        Edits.itemsEverywhere(CALL, item -> item.put("call_id", "call_0"))),
                Twist.defect(
                        "call-id-null",
                        "calls have a call_id that is null",
                        Set.of(),
                        Set.of("TOOLS-FN-008"),
                        Edits.itemsEverywhere(CALL, item -> item.putNull("call_id"))),
                Twist.defect(
                        "call-id-empty",
                        "calls have an empty call_id",
                        Set.of(),
                        Set.of("TOOLS-FN-008"),
                        Edits.itemsEverywhere(CALL, item -> item.put("call_id", ""))),
                Twist.defect(
                        "call-only-in-terminal",
                        "a streamed call stands in the terminal event only",
                        Set.of(),
                        Set.of("TOOLS-FN-018"),
                        Edits.without(e -> e.type().startsWith("response.function_call_arguments")
                                || e.data().path("item").path("type").asText().equals(CALL))),
                Twist.defect(
                        "streamed-arguments-differ",
                        "the argument deltas are not the arguments",
                        Set.of(),
                        Set.of("TOOLS-FN-018"),
                        Edits.eachEvent("response.function_call_arguments.delta", e -> e.put("delta", "{}"))),
                Twist.defect(
                        "streamed-arguments-done-differ",
                        "function_call_arguments.done has other arguments than its item",
                        Set.of(),
                        Set.of("TOOLS-FN-018"),
                        Edits.eachEvent("response.function_call_arguments.done", e -> e.put("arguments", "{}"))),
                Twist.defect(
                        "streamed-arguments-lost-at-done",
                        "the call that is closed has no arguments",
                        Set.of(),
                        Set.of("TOOLS-FN-018"),
                        Edits.eachEvent("response.output_item.done", e -> {
                            if (e.path("item").has("arguments")) {
                                ((ObjectNode) e.path("item")).put("arguments", "");
                            }
                        })));
    }

    private static Twist arguments(String id, String description, UnaryOperator<String> edit) {
        return Twist.defect(
                id,
                description,
                Set.of("TOOLS-FN-005"),
                ModelDefects.calls(c -> new Draft.FunctionCall(c.name(), edit.apply(c.arguments()))));
    }

    /** Refuses some creates that the plain mock takes. */
    static UnaryOperator<Seams> refusing(int status, Predicate<ObjectNode> which) {
        return AdmissionDefects.create((ask, plain) -> {
            var request = plain.create(ask);
            if (which.test(request.body())) {
                throw new Refusal(status, "unsupported");
            }
            return request;
        });
    }

    private static boolean anyTool(ObjectNode body, Predicate<JsonNode> which) {
        for (JsonNode tool : body.path("tools")) {
            if (which.test(tool)) {
                return true;
            }
        }
        return false;
    }

    private static boolean anyInput(ObjectNode body, String type) {
        for (JsonNode item : body.path("input")) {
            if (item.path("type").asText().equals(type)) {
                return true;
            }
        }
        return false;
    }

    /** The rules and the model see another tool_choice. */
    private static UnaryOperator<Seams> choice(Predicate<Prompt> which, String other) {
        return prompting(p -> which.test(p) ? with(p, TextNode.valueOf(other), p.parallelToolCalls()) : p);
    }

    private static UnaryOperator<Seams> prompting(UnaryOperator<Prompt> edit) {
        return seams -> {
            Tools tools = seams.tools();
            Responder model = seams.responder();
            return seams.with((Tools) (prompt, draft) -> tools.fit(edit.apply(prompt), draft))
                    .with((Responder) prompt -> model.respond(edit.apply(prompt)));
        };
    }

    private static Prompt with(Prompt p, JsonNode toolChoice, boolean parallel) {
        return new Prompt(
                p.model(),
                p.instructions(),
                p.items(),
                p.tools(),
                toolChoice,
                parallel,
                p.maxToolCalls(),
                p.textFormat(),
                p.request(),
                p.turn(),
                p.seed());
    }

    private interface Fitting {
        Draft fit(Prompt prompt, Draft draft);
    }

    /** Changes drafts after the rules have been applied. */
    private static UnaryOperator<Seams> fitting(Fitting fitting) {
        return seams -> {
            Tools plain = seams.tools();
            return seams.with((Tools) (prompt, draft) -> fitting.fit(prompt, plain.fit(prompt, draft)));
        };
    }

    private static UnaryOperator<Seams> withCall(Consumer<ObjectNode> edit) {
        return Edits.document(Edits.FINISHED, (t, r) -> {
            if (t.output().stream().anyMatch(i -> i.path("type").asText().equals(CALL))) {
                edit.accept(r);
            }
        });
    }
}
