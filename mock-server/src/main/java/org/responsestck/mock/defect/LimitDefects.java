package org.responsestck.mock.defect;

import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.responsestck.mock.Ask;
import org.responsestck.mock.Document.View;
import org.responsestck.mock.Refusal;
import org.responsestck.mock.Seams;
import org.responsestck.mock.conversation.CreateRequest;
import org.responsestck.mock.responder.Draft;
import org.responsestck.mock.responder.Prompt;
import org.responsestck.mock.responder.Responder;
import org.responsestck.mock.tool.Tools;

/** Faults in what steers the model: limits, instructions, reasoning; and in what streams share. */
final class LimitDefects {
    private LimitDefects() {}

    static List<Twist> all() {
        return List.of(
                Twist.defect(
                        "cap-ignored", "max_output_tokens is shown and ignored", Set.of("LIMIT-TOKENS-001"), seams -> {
                            var plain = seams.admission();
                            return seams.with(new AdmissionDefects.Delegating(plain) {
                                @Override
                                public CreateRequest create(Ask ask) throws Refusal {
                                    return uncapped(plain.create(ask));
                                }
                            });
                        }),
                Twist.defect(
                        "stream-cap-completed",
                        "a stream that was cut ends with response.completed and status completed",
                        Set.of(),
                        Set.of("STREAM-INC-002"),
                        seams -> Edits.eachEvent("response.incomplete", e -> e.put("type", "response.completed"))
                                .apply(Edits.document(Set.of(View.TERMINAL), (t, r) -> {
                                            if (r.path("status").asText().equals("incomplete")) {
                                                r.put("status", "completed").putNull("incomplete_details");
                                            }
                                        })
                                        .apply(seams))),
                Twist.defect(
                        "stream-cap-event-completed",
                        "a stream that was cut ends with response.completed, and status incomplete",
                        Set.of(),
                        Set.of("STREAM-INC-002"),
                        Edits.eachEvent("response.incomplete", e -> e.put("type", "response.completed"))),
                Twist.defect(
                        "max-tool-calls-not-for-functions",
                        "max_tool_calls does not count function calls",
                        Set.of(),
                        Set.of("LIMIT-TOOLCALLS-005"),
                        prompts(p -> prompt(p, p.instructions(), null))),
                Twist.defect(
                        "instructions-ignored",
                        "the model does not see the instructions",
                        Set.of(),
                        Set.of("INSTR-001"),
                        prompts(p -> prompt(p, null, p.maxToolCalls()))),
                Twist.defect(
                        "think-not-closed",
                        "texts begin with <think>, and nothing closes it",
                        Set.of(),
                        Set.of("REASON-004"),
                        texts(text -> "<think>\nLet me see.\n" + text)),
                Twist.defect(
                        "think-not-opened",
                        "texts have a </think> that nothing opens",
                        Set.of(),
                        Set.of("REASON-004"),
                        texts(text -> "Let me see.\n</think>\n\n" + text)),
                Twist.defect(
                        "think-only",
                        "the answer stands between <think> and </think>",
                        Set.of(),
                        Set.of("REASON-004"),
                        texts(text -> "<think>\n" + text + "\n</think>")),
                Twist.defect(
                        "error-member-null",
                        "every event has a member error that is null",
                        Set.of(),
                        Set.of("STREAM-FRAME-011"),
                        Edits.eachEvent("*", e -> e.putNull("error"))));
    }

    private static CreateRequest uncapped(CreateRequest r) {
        return new CreateRequest(
                r.body(),
                r.model(),
                r.input(),
                r.previousResponseId(),
                r.instructions(),
                r.store(),
                r.stream(),
                r.tools(),
                r.toolChoice(),
                r.parallelToolCalls(),
                r.maxToolCalls(),
                null);
    }

    private static UnaryOperator<Seams> prompts(UnaryOperator<Prompt> edit) {
        return seams -> {
            Responder responder = seams.responder();
            Tools tools = seams.tools();
            return seams.with((Responder) p -> responder.respond(edit.apply(p)))
                    .with((Tools) (p, draft) -> tools.fit(edit.apply(p), draft));
        };
    }

    private static Prompt prompt(Prompt p, @Nullable String instructions, @Nullable Integer maxToolCalls) {
        return new Prompt(
                p.model(),
                instructions,
                p.items(),
                p.tools(),
                p.toolChoice(),
                p.parallelToolCalls(),
                maxToolCalls,
                p.textFormat(),
                p.request(),
                p.turn(),
                p.seed());
    }

    private static UnaryOperator<Seams> texts(UnaryOperator<String> edit) {
        return seams -> {
            Responder plain = seams.responder();
            return seams.with((Responder) prompt -> {
                Draft draft = plain.respond(prompt);
                List<Draft.Part> parts = draft.parts().stream()
                        .map(p -> p instanceof Draft.Text text && prompt.textFormat() == null
                                ? (Draft.Part) new Draft.Text(edit.apply(text.text()))
                                : p)
                        .toList();
                return draft.with(parts);
            });
        };
    }
}
