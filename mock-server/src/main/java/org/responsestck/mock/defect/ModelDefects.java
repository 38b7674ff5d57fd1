package org.responsestck.mock.defect;

import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.responsestck.mock.Seams;
import org.responsestck.mock.responder.Draft;
import org.responsestck.mock.responder.Prompt;
import org.responsestck.mock.responder.Responder;
import org.responsestck.mock.tool.Tools;

/** Faults in what is written and which calls are made. */
final class ModelDefects {
    private ModelDefects() {}

    static List<Twist> all() {
        return List.of(
                Twist.defect(
                        "arguments-double-encoded",
                        "function arguments are a JSON string inside a JSON string",
                        Set.of("TOOLS-FN-005"),
                        calls(c -> new Draft.FunctionCall(
                                c.name(),
                                com.fasterxml.jackson.databind.node.TextNode.valueOf(c.arguments())
                                        .toString()))),
                Twist.defect(
                        "call-name-prefixed",
                        "the name of a called function carries a namespace",
                        Set.of("TOOLS-FN-007"),
                        calls(c -> new Draft.FunctionCall("functions." + c.name(), c.arguments()))),
                Twist.defect(
                        "call-as-text",
                        "a function call comes as text of a message",
                        Set.of("TOOLS-FN-002", "TOOLCHOICE-002"),
                        parts(part -> part instanceof Draft.FunctionCall call
                                ? new Draft.Text("<tool_call>{\"name\":\"" + call.name() + "\",\"arguments\":"
                                        + call.arguments() + "}</tool_call>")
                                : part)),
                Twist.defect(
                        "empty-when-tools",
                        "a request with tools that needs none is answered with nothing",
                        Set.of("TOOLS-FN-023"),
                        answers((prompt, draft) -> !prompt.tools().isEmpty()
                                        && draft.parts().stream().noneMatch(Draft.FunctionCall.class::isInstance)
                                ? draft.with(List.of(new Draft.Text("")))
                                : draft)),
                Twist.defect(
                        "tool-choice-required-ignored",
                        "tool_choice required is treated as none",
                        Set.of("TOOLCHOICE-002"),
                        seams -> {
                            Tools plain = seams.tools();
                            return seams.with((Tools) (prompt, draft) ->
                                    prompt.toolChoice().asText("").equals("required")
                                            ? Draft.text("It is sunny.")
                                            : plain.fit(prompt, draft));
                        }));
    }

    static UnaryOperator<Seams> calls(UnaryOperator<Draft.FunctionCall> edit) {
        return parts(part -> part instanceof Draft.FunctionCall call ? edit.apply(call) : part);
    }

    /** Changes the parts after the rules have been applied, so that no rule mends them. */
    private static UnaryOperator<Seams> parts(Function<Draft.Part, Draft.Part> edit) {
        return seams -> {
            Tools plain = seams.tools();
            return seams.with((Tools) (prompt, draft) -> {
                Draft fitted = plain.fit(prompt, draft);
                List<Draft.Part> parts = fitted.parts().stream().map(edit).toList();
                return fitted.with(parts);
            });
        };
    }

    private interface Answering {
        Draft edit(Prompt prompt, Draft draft);
    }

    private static UnaryOperator<Seams> answers(Answering answering) {
        return seams -> {
            Responder plain = seams.responder();
            return seams.with((Responder) prompt -> answering.edit(prompt, plain.respond(prompt)));
        };
    }
}
