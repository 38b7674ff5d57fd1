package org.responsestck.mock.tool;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.responsestck.mock.responder.Choice;
import org.responsestck.mock.responder.Draft;
import org.responsestck.mock.responder.Prompt;
import org.responsestck.mock.responder.Responder;

/**
 * tool_choice, parallel_tool_calls and max_tool_calls, enforced. A call that the request forbids is dropped; a call that it demands and
 * the draft lacks is asked for once more.
 */
public final class ToolRules implements Tools {
    private final Responder callMaker;

    /** @param callMaker asked for a call when one is demanded and the draft has none; must obey {@code required} and named choices */
    public ToolRules(Responder callMaker) {
        this.callMaker = callMaker;
    }

    @Override
    public Draft fit(Prompt prompt, Draft draft) {
        if (draft.failure() != null || draft.parts().isEmpty()) {
            return draft;
        }
        Choice choice = Choice.of(prompt.toolChoice());
        List<Draft.Part> parts = new ArrayList<>();
        int calls = 0;
        int functions = 0;
        int most = prompt.maxToolCalls() == null ? Integer.MAX_VALUE : prompt.maxToolCalls();
        int mostFunctions = prompt.parallelToolCalls() ? Integer.MAX_VALUE : 1;
        for (Draft.Part part : draft.parts()) {
            boolean function = part instanceof Draft.FunctionCall;
            boolean server = part instanceof Draft.ServerCall || part instanceof Draft.ToolCall;
            boolean call = function || server;
            if (!call) {
                parts.add(part);
            } else if (!choice.mode().equals("none")
                    && calls < most
                    && !(function && functions >= mostFunctions)
                    && allowed(choice, part)) {
                parts.add(part);
                calls++;
                // Calls of the server follow one another; only those of the client can be parallel.
                functions += function ? 1 : 0;
            }
        }
        if (calls == 0 && choice.demands()) {
            return demanded(prompt, choice).map(p -> draft.with(List.of(p))).orElse(draft);
        }
        if (parts.isEmpty()) {
            parts.add(new Draft.Text("I would call a tool here, but this request does not allow it."));
        }
        return draft.with(parts);
    }

    private static boolean allowed(Choice choice, Draft.Part part) {
        return !(part instanceof Draft.FunctionCall call) || choice.allows(call.name());
    }

    private Optional<Draft.Part> demanded(Prompt prompt, Choice choice) {
        return callMaker.respond(prompt).parts().stream()
                .filter(p -> p instanceof Draft.FunctionCall || p instanceof Draft.ToolCall)
                .filter(p -> allowed(choice, p))
                .findFirst();
    }
}
