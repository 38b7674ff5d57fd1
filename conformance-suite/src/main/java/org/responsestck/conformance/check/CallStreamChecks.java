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

/** A call is seen in the events of a stream as it is in its last response. */
final class CallStreamChecks {
    private static final String ID = "TOOLS-FN-018";
    private static final int TAKES = 3;

    private CallStreamChecks() {}

    static List<Check> checks() {
        return List.of(new Check(
                "streamed-call-equals-the-final-call", Set.of(ID), Set.of("function-call"), CallStreamChecks::judge));
    }

    private static Stream<Observation> judge(Evidence evidence) {
        List<Observation> all = new ArrayList<>();
        List<Observation> doubts = new ArrayList<>();
        for (ExchangeView view : evidence.streams()) {
            if (view.isStream()
                    && view.isCreate()
                    && !ToolAnswers.declared(view).isEmpty()
                    && ToolAnswers.isFresh(view)) {
                terminal(evidence, view).ifPresent(r -> all.addAll(stream(view, r)));
            }
        }
        if (all.isEmpty()) {
            for (ExchangeView view : evidence.at("function-call", "stream")) {
                doubts.add(ToolAnswers.blocked(ID, view)
                        .orElseGet(() -> ToolAnswers.unclear(
                                ID,
                                Why.MODEL,
                                "no call in the stream",
                                view.at().take() < TAKES,
                                view)));
            }
        }
        return all.isEmpty() ? ToolAnswers.settle(doubts) : all.stream();
    }

    private static Optional<ResponseObject> terminal(Evidence evidence, ExchangeView view) {
        return ToolAnswers.response(evidence, view)
                .filter(ResponseObject::streamed)
                .filter(r -> !r.status().equals("failed"));
    }

    private static List<Observation> stream(ExchangeView view, ResponseObject terminal) {
        List<Observation> all = new ArrayList<>();
        List<StreamEvent> added = items(view, "response.output_item.added");
        List<StreamEvent> done = items(view, "response.output_item.done");
        boolean cut = terminal.status().equals("incomplete");
        List<Calls.Item> calls = Calls.in(terminal.node(), "");
        for (int i = 0; i < calls.size(); i++) {
            all.add(call(view, terminal, calls.get(i), find(added, calls, i), find(done, calls, i), cut));
        }
        for (StreamEvent event : done) {
            Calls.Item item = new Calls.Item(event.data().path("item"), "/item");
            if (calls.stream().noneMatch(c -> same(c, item)) && calls.size() < done.size() && !cut) {
                all.add(new Broken(
                        ID,
                        "absent",
                        where(view, event, "/item"),
                        "the call in the terminal response",
                        "only in the events"));
            }
        }
        return all;
    }

    private static Observation call(
            ExchangeView view,
            ResponseObject terminal,
            Calls.Item call,
            Optional<StreamEvent> added,
            Optional<StreamEvent> done,
            boolean cut) {
        Where where = ToolAnswers.where(terminal, call.pointer());
        if (added.isEmpty() || (done.isEmpty() && !cut)) {
            String missing = added.isEmpty() && done.isEmpty()
                    ? "neither event"
                    : added.isEmpty() ? "no added event" : "no done event";
            return new Broken(ID, "absent", where, "the call added and done in the stream", missing);
        }
        Calls.Item first = new Calls.Item(added.get().data().path("item"), "/item");
        if (!first.name().isEmpty() && !first.name().equals(call.name())) {
            return differs(where, "name " + call.name(), "added as " + first.name());
        }
        if (done.isPresent()) {
            Calls.Item last = new Calls.Item(done.get().data().path("item"), "/item");
            if (!last.name().equals(call.name())) {
                return differs(where, "name " + call.name(), "done as '" + last.name() + "'");
            }
            if (!sameValue(last.arguments(), call.arguments())) {
                return differs(where, "arguments as at item done", "other arguments in the terminal response");
            }
        }
        return arguments(view, call, added.get())
                .<Observation>map(found -> differs(where, "argument events that give the final arguments", found))
                .orElseGet(() -> new Held(ID, where));
    }

    private static Observation differs(Where where, String expected, String actual) {
        return new Broken(ID, "differs", where, ToolAnswers.shorten(expected), ToolAnswers.shorten(actual));
    }

    /** What is wrong with the argument events of a call; empty when they fit or there are none. */
    private static Optional<String> arguments(ExchangeView view, Calls.Item call, StreamEvent added) {
        StringBuilder joined = new StringBuilder();
        boolean deltas = false;
        for (StreamEvent event : view.events()) {
            if (!belongs(event, added)) {
                continue;
            }
            if (event.type().equals("response.function_call_arguments.delta")) {
                deltas = true;
                joined.append(Calls.text(event.data().path("delta")));
            } else if (event.type().equals("response.function_call_arguments.done")
                    && event.data().hasNonNull("arguments")
                    && !event.data().path("arguments").equals(call.arguments())) {
                return Optional.of("the done event has other arguments");
            }
        }
        boolean fits = !deltas || joined.toString().equals(Calls.text(call.arguments()));
        return fits ? Optional.empty() : Optional.of("the deltas join to other arguments");
    }

    private static boolean belongs(StreamEvent event, StreamEvent added) {
        String item = Calls.text(event.data().path("item_id"));
        String id = Calls.text(added.data().path("item").path("id"));
        if (!item.isEmpty() && !id.isEmpty()) {
            return item.equals(id);
        }
        return Numbers.same(event.data().path("output_index"), added.data().path("output_index"));
    }

    private static List<StreamEvent> items(ExchangeView view, String type) {
        return view.events().stream()
                .filter(e -> e.type().equals(type) && Calls.isCall(e.data().path("item")))
                .toList();
    }

    /** The event of a call: the one of its id or call_id, else the one in the same place among the calls. */
    private static Optional<StreamEvent> find(List<StreamEvent> events, List<Calls.Item> calls, int number) {
        Calls.Item call = calls.get(number);
        Optional<StreamEvent> named = events.stream()
                .filter(e -> same(call, new Calls.Item(e.data().path("item"), "")))
                .findFirst();
        if (named.isPresent() || events.size() != calls.size()) {
            return named;
        }
        return Optional.of(events.get(number));
    }

    private static boolean same(Calls.Item a, Calls.Item b) {
        return (!a.callId().isEmpty() && a.callId().equals(b.callId())) || (!a.id().isEmpty() && a.id().equals(b.id()));
    }

    private static boolean sameValue(JsonNode a, JsonNode b) {
        return a.equals(b)
                || (!ToolAnswers.parse(a).isMissingNode()
                        && ToolAnswers.parse(a).equals(ToolAnswers.parse(b)));
    }

    private static Where where(ExchangeView view, StreamEvent event, String pointer) {
        return new Where(view.id(), event.sse().number(), pointer, event.sse().offset());
    }
}
