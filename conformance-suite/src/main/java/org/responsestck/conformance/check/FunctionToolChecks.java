package org.responsestck.conformance.check;

import static org.responsestck.conformance.check.ToolAnswers.blocked;
import static org.responsestck.conformance.check.ToolAnswers.broken;
import static org.responsestck.conformance.check.ToolAnswers.held;
import static org.responsestck.conformance.check.ToolAnswers.is4xx;
import static org.responsestck.conformance.check.ToolAnswers.is5xx;
import static org.responsestck.conformance.check.ToolAnswers.status;
import static org.responsestck.conformance.check.ToolAnswers.unclear;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.responsestck.conformance.evidence.Evidence;
import org.responsestck.conformance.evidence.ExchangeView;
import org.responsestck.conformance.evidence.ResponseObject;
import org.responsestck.conformance.evidence.Take;
import org.responsestck.conformance.evidence.Why;

/** Function tools: taken, called by a response that then ends, and how many calls there may be. */
final class FunctionToolChecks {
    private static final int TAKES = 3;

    private FunctionToolChecks() {}

    static List<Check> checks() {
        return List.of(
                check(
                        "function-tool-is-accepted",
                        "TOOLS-FN-001",
                        Set.of("function-offer"),
                        FunctionToolChecks::accepted),
                check("call-ends-the-response", "TOOLS-FN-002", Set.of("function-call"), FunctionToolChecks::returned),
                check(
                        "null-members-of-a-function-tool-are-accepted",
                        "TOOLS-FN-027",
                        Set.of("function-nulls", "function-offer"),
                        FunctionToolChecks::nulls),
                check(
                        "one-call-without-parallel-calls",
                        "TOOLS-FN-014",
                        Set.of("function-parallel"),
                        e -> atMostOne(e, "TOOLS-FN-014", "forbidden")),
                check(
                        "max-tool-calls-limits-function-calls",
                        "LIMIT-TOOLCALLS-005",
                        Set.of("function-parallel"),
                        e -> atMostOne(e, "LIMIT-TOOLCALLS-005", "limited")));
    }

    private static Check check(
            String name, String id, Set<String> scenarios, Function<Evidence, Stream<Observation>> judge) {
        return new Check(name, Set.of(id), scenarios, judge);
    }

    private static Stream<Observation> accepted(Evidence evidence) {
        return ToolAnswers.settle(evidence.at("function-offer", "auto").stream()
                .map(v -> accepted("TOOLS-FN-001", v, "refused"))
                .toList());
    }

    private static Observation accepted(String id, ExchangeView view, String refused) {
        return blocked(id, view).orElseGet(() -> {
            if (view.ok()) {
                return held(id, view);
            }
            String variant = is5xx(view) ? "server-error" : is4xx(view) ? refused : "other-outcome";
            return broken(id, variant, view, "status 200", "status " + view.status());
        });
    }

    /** Whether the plain function tool was never taken: TOOLS-FN-001. */
    static boolean refused(Evidence evidence) {
        List<ExchangeView> plain = evidence.at("function-offer", "auto");
        return !plain.isEmpty() && plain.stream().noneMatch(ExchangeView::ok);
    }

    private static Stream<Observation> nulls(Evidence evidence) {
        boolean refused = refused(evidence);
        List<Observation> all = new ArrayList<>();
        evidence.at("function-nulls", "all").stream()
                .filter(ExchangeView::ok)
                .forEach(view -> all.add(accepted("TOOLS-FN-027", view, "")));
        for (String step : List.of("strict-null", "description-null", "strict-false")) {
            for (ExchangeView view : evidence.at("function-nulls", step)) {
                if (refused && !is5xx(view)) {
                    all.add(unclear(
                            "TOOLS-FN-027", Why.UNSUPPORTED, "the plain function tool is refused too", false, view));
                } else {
                    all.add(accepted("TOOLS-FN-027", view, refusal(step, view)));
                }
            }
        }
        return all.stream();
    }

    private static String refusal(String step, ExchangeView view) {
        if (!step.equals("strict-null")) {
            return "refused";
        }
        String words = view.text().toLowerCase(Locale.ROOT);
        // Strict by default: what is refused is then the schema, which does not close its objects.
        return words.contains("schema") || words.contains("additionalproperties") ? "strict-by-default" : "strict-null";
    }

    private static Stream<Observation> returned(Evidence evidence) {
        List<Observation> all = new ArrayList<>();
        int markup = 0;
        for (Take take : evidence.takes("function-call")) {
            Optional<ExchangeView> forced = take.at("forced");
            boolean refused =
                    forced.isPresent() && is4xx(forced.get()) && forced.get().status() != 429;
            Optional<ExchangeView> judged = refused ? take.at("auto") : forced;
            if (judged.isEmpty()) {
                continue;
            }
            boolean again = take.number() < TAKES;
            Observation seen = returned(evidence, judged.get(), refused, again);
            if (seen instanceof Observation.Unclear && callInText(evidence, judged.get()) && ++markup == 2) {
                seen = broken(
                        "TOOLS-FN-002",
                        "call-in-text",
                        judged.get(),
                        "a call item in output",
                        "no call item in 2 tries, the text holds the call");
            }
            all.add(seen);
        }
        return ToolAnswers.settle(all);
    }

    private static Observation returned(Evidence evidence, ExchangeView view, boolean auto, boolean again) {
        String id = "TOOLS-FN-002";
        Optional<Observation> blocked = blocked(id, view);
        if (blocked.isPresent()) {
            return blocked.get();
        }
        Optional<ResponseObject> response = ToolAnswers.response(evidence, view);
        if (!view.ok() || response.isEmpty()) {
            Why why = is4xx(view) ? Why.UNSUPPORTED : Why.WIRE;
            return unclear(id, why, "status " + view.status() + " and no response", again && is5xx(view), view);
        }
        JsonNode node = response.get().node();
        String status = status(node);
        if (Set.of("in_progress", "requires_action", "queued").contains(status)) {
            return new Observation.Broken(
                    id,
                    "wrong-status",
                    ToolAnswers.where(response.get(), "/status"),
                    "status completed",
                    "status " + status);
        }
        List<Calls.Item> calls = Calls.in(node, "");
        if (status.equals("incomplete") || calls.isEmpty()) {
            String detail = calls.isEmpty() ? "no call item, status " + status : "status " + status;
            return unclear(id, Why.MODEL, auto ? detail + " (tool_choice auto)" : detail, again, view);
        }
        Optional<String> result = madeUp(node, calls);
        if (result.isPresent()) {
            return new Observation.Broken(
                    id,
                    "made-up-result",
                    ToolAnswers.where(response.get(), result.get()),
                    "no result of a function that the client executes",
                    "an item with the result of the call");
        }
        if (!status.equals("completed")) {
            return new Observation.Broken(
                    id,
                    "other-outcome",
                    ToolAnswers.where(response.get(), "/status"),
                    "status completed",
                    "status " + (status.isEmpty() ? Calls.kind(node.path("status")) : status));
        }
        return new Observation.Held(
                id, ToolAnswers.where(response.get(), calls.get(0).pointer()));
    }

    private static Optional<String> madeUp(JsonNode response, List<Calls.Item> calls) {
        for (int i = 0; i < response.path("output").size(); i++) {
            JsonNode item = response.path("output").path(i);
            boolean executed = Calls.isToolOutput(item);
            String names = Calls.text(item.path(executed ? "tool_call_id" : "call_id"));
            boolean result = executed || Calls.text(item.path("type")).equals("function_call_output");
            if (result
                    && !names.isEmpty()
                    && calls.stream().anyMatch(c -> names.equals(c.callId()) || names.equals(c.id()))) {
                return Optional.of("/output/" + i);
            }
        }
        return Optional.empty();
    }

    /** Whether the answer has no call item, but its text looks like one. */
    private static boolean callInText(Evidence evidence, ExchangeView view) {
        return ToolAnswers.response(evidence, view)
                .filter(r -> status(r.node()).equals("completed"))
                .filter(r -> Calls.in(r.node(), "").isEmpty())
                .map(r -> ToolAnswers.text(r.node()))
                .filter(t -> t.contains("get_weather"))
                .filter(t -> t.contains("<tool_call") || t.contains("\"arguments\"") || t.contains("\"location\""))
                .isPresent();
    }

    private static Stream<Observation> atMostOne(Evidence evidence, String id, String step) {
        List<Observation> all = new ArrayList<>();
        for (ExchangeView view : evidence.at("function-parallel", step)) {
            all.add(blocked(id, view).orElseGet(() -> atMostOne(evidence, id, view)));
        }
        return ToolAnswers.settle(all);
    }

    private static Observation atMostOne(Evidence evidence, String id, ExchangeView view) {
        boolean again = view.at().take() < 2;
        boolean limit = id.startsWith("LIMIT");
        Optional<ResponseObject> response = ToolAnswers.response(evidence, view);
        if (is4xx(view)
                && limit
                && evidence.at("function-parallel", "allowed").stream().anyMatch(ExchangeView::ok)) {
            return broken(id, "other-outcome", view, "at most 1 call item", "status " + view.status());
        }
        if (!view.ok() || response.isEmpty()) {
            return unclear(
                    id,
                    is4xx(view) ? Why.UNSUPPORTED : Why.WIRE,
                    "status " + view.status(),
                    again && is5xx(view),
                    view);
        }
        int calls = Calls.in(response.get().node(), "").size();
        if (calls > 1) {
            return new Observation.Broken(
                    id, "", ToolAnswers.where(response.get(), "/output"), "at most 1 call item", calls + " call items");
        }
        return calls == 1
                ? new Observation.Held(id, ToolAnswers.where(response.get(), "/output"))
                : unclear(id, Why.MODEL, "no call item", again, view);
    }
}
