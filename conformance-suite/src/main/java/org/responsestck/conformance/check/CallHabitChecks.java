package org.responsestck.conformance.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.responsestck.conformance.check.Observation.Broken;
import org.responsestck.conformance.check.Observation.Held;
import org.responsestck.conformance.evidence.Evidence;
import org.responsestck.conformance.evidence.ExchangeView;
import org.responsestck.conformance.evidence.ExchangeView.StreamEvent;
import org.responsestck.conformance.evidence.ResponseObject;
import org.responsestck.conformance.evidence.Why;

/** Habits of servers with function calls that a client may count on: arguments in pieces, and several calls at once. */
final class CallHabitChecks {
    private static final String PIECES = "TOOLS-FN-024";
    private static final String SEVERAL = "TOOLS-FN-025";
    private static final String DELTA = "response.function_call_arguments.delta";

    private CallHabitChecks() {}

    static List<Check> checks() {
        return List.of(
                new Check(
                        "arguments-come-in-deltas",
                        Set.of(PIECES),
                        Set.of("function-call", "function-parallel"),
                        CallHabitChecks::pieces),
                new Check(
                        "several-calls-can-come-at-once",
                        Set.of(SEVERAL),
                        Set.of("function-parallel"),
                        CallHabitChecks::several));
    }

    private static Stream<Observation> pieces(Evidence evidence) {
        List<Observation> all = new ArrayList<>();
        for (ResponseObject response : ToolAnswers.freshWithTools(evidence)) {
            for (Calls.Item call : response.streamed() ? Calls.in(response.node(), "") : List.<Calls.Item>of()) {
                String arguments = Calls.text(call.arguments()).strip();
                if (!arguments.isEmpty() && !arguments.replaceAll("\\s", "").equals("{}")) {
                    all.add(pieces(response, call));
                }
            }
        }
        if (all.isEmpty()) {
            evidence.at("function-call", "stream")
                    .forEach(view -> all.add(ToolAnswers.blocked(PIECES, view)
                            .orElseGet(() -> ToolAnswers.unclear(
                                    PIECES, Why.MODEL, "no call with arguments in the stream", false, view))));
            return ToolAnswers.settle(all);
        }
        return all.stream();
    }

    private static Observation pieces(ResponseObject response, Calls.Item call) {
        Where where = ToolAnswers.where(response, call.pointer());
        ExchangeView view = response.from();
        boolean seen = view.events().stream()
                .filter(e -> e.type().equals(DELTA))
                .filter(e -> !Calls.text(e.data().path("delta")).isEmpty())
                .anyMatch(e -> belongs(view, e, call));
        return seen
                ? new Held(PIECES, where)
                : new Broken(PIECES, "", where, "at least one " + DELTA, "none for this call");
    }

    /** By the id of the item, else by the place at which the item of this call was opened or closed. */
    private static boolean belongs(ExchangeView view, StreamEvent delta, Calls.Item call) {
        String item = Calls.text(delta.data().path("item_id"));
        if (!item.isEmpty() && item.equals(call.id())) {
            return true;
        }
        JsonNode index = delta.data().path("output_index");
        return view.events().stream()
                .filter(e -> e.type().startsWith("response.output_item."))
                .filter(e -> same(e.data().path("item"), call))
                .anyMatch(e -> (!item.isEmpty()
                                && item.equals(Calls.text(e.data().path("item").path("id"))))
                        || Numbers.same(index, e.data().path("output_index")));
    }

    private static boolean same(JsonNode item, Calls.Item call) {
        Calls.Item other = new Calls.Item(item, "");
        return (!call.callId().isEmpty() && call.callId().equals(other.callId()))
                || (!call.id().isEmpty() && call.id().equals(other.id()));
    }

    private static Stream<Observation> several(Evidence evidence) {
        List<Observation> all = new ArrayList<>();
        for (ResponseObject response : ToolAnswers.freshWithTools(evidence)) {
            if (Calls.in(response.node(), "").size() > 1) {
                all.add(new Held(SEVERAL, ToolAnswers.where(response, "/output")));
            }
        }
        if (!all.isEmpty()) {
            return all.stream();
        }
        Stream.of("allowed", "stream")
                .flatMap(step -> evidence.at("function-parallel", step).stream())
                .forEach(view -> all.add(one(evidence, view)));
        return ToolAnswers.settle(all);
    }

    private static Observation one(Evidence evidence, ExchangeView view) {
        Optional<Observation> blocked = ToolAnswers.blocked(SEVERAL, view);
        if (blocked.isPresent()) {
            return blocked.get();
        }
        Optional<ResponseObject> response = ToolAnswers.response(evidence, view).filter(r -> view.ok());
        if (response.isEmpty()) {
            return ToolAnswers.unclear(
                    SEVERAL,
                    ToolAnswers.is4xx(view) ? Why.UNSUPPORTED : Why.WIRE,
                    "status " + view.status() + " and no call",
                    false,
                    view);
        }
        return Calls.in(response.get().node(), "").isEmpty()
                ? ToolAnswers.unclear(SEVERAL, Why.MODEL, "no call item", false, view)
                : new Broken(
                        SEVERAL,
                        "one-call",
                        ToolAnswers.where(response.get(), "/output"),
                        "2 calls in one of several tries",
                        "1 call");
    }
}
