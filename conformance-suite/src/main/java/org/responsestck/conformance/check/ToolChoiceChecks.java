package org.responsestck.conformance.check;

import static org.responsestck.conformance.check.ToolAnswers.blocked;
import static org.responsestck.conformance.check.ToolAnswers.broken;
import static org.responsestck.conformance.check.ToolAnswers.is4xx;
import static org.responsestck.conformance.check.ToolAnswers.is5xx;
import static org.responsestck.conformance.check.ToolAnswers.status;
import static org.responsestck.conformance.check.ToolAnswers.unclear;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.responsestck.conformance.check.Observation.Broken;
import org.responsestck.conformance.check.Observation.Held;
import org.responsestck.conformance.evidence.Evidence;
import org.responsestck.conformance.evidence.ExchangeView;
import org.responsestck.conformance.evidence.ResponseObject;
import org.responsestck.conformance.evidence.Take;
import org.responsestck.conformance.evidence.Why;

/** Who decides whether a tool is called: nobody, the model, the request. */
final class ToolChoiceChecks {
    private ToolChoiceChecks() {}

    static List<Check> checks() {
        return List.of(
                check("tools-need-not-be-called", "TOOLS-FN-023", Set.of("function-offer"), ToolChoiceChecks::unneeded),
                check("none-is-accepted", "TOOLCHOICE-001", Set.of("function-offer"), ToolChoiceChecks::noneAccepted),
                check("none-forbids-calls", "TOOLCHOICE-001", Set.of(), ToolChoiceChecks::none),
                check("required-forces-a-call", "TOOLCHOICE-002", Set.of("function-call"), ToolChoiceChecks::required),
                check(
                        "named-function-is-called",
                        "TOOLCHOICE-003",
                        Set.of("tool-choice", "function-call"),
                        ToolChoiceChecks::named),
                check(
                        "tool-choice-is-auto-by-default",
                        "TOOLCHOICE-005",
                        Set.of("function-offer", "basic"),
                        ToolChoiceChecks::auto));
    }

    private static Check check(
            String name, String id, Set<String> scenarios, Function<Evidence, Stream<Observation>> judge) {
        return new Check(name, Set.of(id), scenarios, judge);
    }

    private static Stream<Observation> unneeded(Evidence evidence) {
        String id = "TOOLS-FN-023";
        List<Observation> all = new ArrayList<>();
        int empty = 0;
        for (ExchangeView view : evidence.at("function-offer", "unneeded")) {
            Optional<ResponseObject> response = ToolAnswers.response(evidence, view);
            boolean again = view.at().take() < 2;
            Optional<Observation> blocked = blocked(id, view);
            if (blocked.isPresent()) {
                all.add(blocked.get());
            } else if (!view.ok() || response.isEmpty()) {
                all.add(unclear(
                        id,
                        is4xx(view) ? Why.UNSUPPORTED : Why.WIRE,
                        "status " + view.status(),
                        is5xx(view) && again,
                        view));
            } else {
                all.add(unneeded(id, response.get(), again, empty));
                empty += isEmptyMessage(response.get().node()) ? 1 : 0;
            }
        }
        return ToolAnswers.settle(all);
    }

    private static Observation unneeded(String id, ResponseObject response, boolean again, int emptyBefore) {
        JsonNode node = response.node();
        Where where = ToolAnswers.where(response, "/output");
        if (status(node).equals("incomplete")) {
            return new Observation.Unclear(id, Why.MODEL, "status incomplete", again, where);
        }
        boolean answered = false;
        for (JsonNode item : node.path("output")) {
            answered |= Calls.isAnyCall(item) || ToolAnswers.isAnswer(item);
        }
        if (!answered && hasItems(node)) {
            return new Broken(id, "other-outcome", where, "a message or a call", "items of another kind");
        }
        if (!answered || (isEmptyMessage(node) && emptyBefore > 0)) {
            return new Broken(
                    id,
                    "",
                    where,
                    "a message or a call",
                    answered ? "a message without text, twice" : "no item of the answer");
        }
        if (isEmptyMessage(node)) {
            return new Observation.Unclear(id, Why.MODEL, "a message without text", again, where);
        }
        return status(node).equals("completed")
                ? new Held(id, where)
                : new Broken(
                        id,
                        "other-outcome",
                        ToolAnswers.where(response, "/status"),
                        "status completed",
                        "status " + (status(node).isEmpty() ? Calls.kind(node.path("status")) : status(node)));
    }

    /** Whether the output holds more than what the request brought. */
    private static boolean hasItems(JsonNode response) {
        return response.path("output")
                .valueStream()
                .anyMatch(i -> !Set.of("user", "system", "developer").contains(Calls.text(i.path("role"))));
    }

    private static boolean isEmptyMessage(JsonNode response) {
        boolean message = false;
        for (JsonNode item : response.path("output")) {
            if (Calls.isAnyCall(item)) {
                return false;
            }
            message |= ToolAnswers.isAnswer(item);
        }
        return message && ToolAnswers.text(response).isBlank();
    }

    private static Stream<Observation> noneAccepted(Evidence evidence) {
        String id = "TOOLCHOICE-001";
        List<Observation> all = new ArrayList<>();
        boolean refused = FunctionToolChecks.refused(evidence);
        for (ExchangeView view : evidence.at("function-offer", "none")) {
            Optional<Observation> blocked = blocked(id, view);
            if (blocked.isPresent()) {
                all.add(blocked.get());
            } else if (is4xx(view) && refused) {
                all.add(unclear(id, Why.UNSUPPORTED, "the plain function tool is refused too", false, view));
            } else if (is4xx(view)) {
                all.add(broken(id, "other-outcome", view, "status 200 and no call item", "status " + view.status()));
            } else if (!view.ok() || ToolAnswers.response(evidence, view).isEmpty()) {
                all.add(unclear(
                        id,
                        Why.WIRE,
                        "status " + view.status() + " and no response",
                        view.at().take() < 2,
                        view));
            }
        }
        // What held, and calls that were made, are the matter of the check that reads the whole run.
        boolean answered = evidence.at("function-offer", "none").stream().anyMatch(ExchangeView::ok);
        return answered ? all.stream().filter(Broken.class::isInstance) : ToolAnswers.settle(all);
    }

    private static Stream<Observation> none(Evidence evidence) {
        return evidence.responses().stream()
                .filter(r -> r.kind() == ResponseObject.Kind.ANSWER || r.kind() == ResponseObject.Kind.TERMINAL)
                .filter(r -> r.from().isCreate()
                        && ToolAnswers.isFresh(r.from())
                        && r.from().request().path("tools").size() > 0)
                .filter(r -> Calls.text(r.from().request().path("tool_choice")).equals("none"))
                .map(ToolChoiceChecks::noCall);
    }

    private static Observation noCall(ResponseObject response) {
        JsonNode output = response.node().path("output");
        for (int i = 0; i < output.size(); i++) {
            if (Calls.isAnyCall(output.path(i))) {
                return new Broken(
                        "TOOLCHOICE-001",
                        "",
                        ToolAnswers.where(response, "/output/" + i),
                        "no call item",
                        ToolAnswers.shorten(
                                "an item of type " + Calls.text(output.path(i).path("type"))));
            }
        }
        return new Held("TOOLCHOICE-001", ToolAnswers.where(response, "/output"));
    }

    private static Stream<Observation> required(Evidence evidence) {
        List<Observation> plain = required(evidence, "forced");
        List<Observation> streamed = required(evidence, "stream");
        boolean held = Stream.concat(plain.stream(), streamed.stream()).anyMatch(Held.class::isInstance);
        return Stream.of(plain, streamed)
                .flatMap(ToolAnswers::settle)
                .filter(o -> !(held && o instanceof Observation.Unclear doubt && doubt.why() != Why.MODEL));
    }

    private static List<Observation> required(Evidence evidence, String step) {
        String id = "TOOLCHOICE-002";
        List<Observation> all = new ArrayList<>();
        int without = 0;
        for (ExchangeView view : evidence.at("function-call", step)) {
            Optional<Observation> blocked = blocked(id, view);
            Optional<ResponseObject> response = ToolAnswers.response(evidence, view);
            boolean again = view.at().take() < 3;
            if (blocked.isPresent()) {
                all.add(blocked.get());
            } else if (!view.ok() || response.isEmpty()) {
                all.add(unclear(
                        id,
                        is4xx(view) ? Why.UNSUPPORTED : Why.WIRE,
                        "status " + view.status(),
                        is5xx(view) && again,
                        view));
            } else if (calls(response.get().node()) > 0 || Willing.calls(view)) {
                all.add(new Held(id, ToolAnswers.where(response.get(), "/output")));
            } else if (!status(response.get().node()).equals("completed")) {
                all.add(unclear(id, Why.WIRE, "status " + status(response.get().node()), again, view));
            } else {
                without++;
                all.add(unclear(id, Why.MODEL, Willing.doubt(evidence, "no call item"), again, view));
            }
        }
        boolean held = all.stream().anyMatch(Held.class::isInstance);
        if (without >= 2 && !held && Willing.is(evidence)) {
            List<ExchangeView> views = evidence.at("function-call", step);
            all.add(broken(
                    id,
                    "",
                    views.get(views.size() - 1),
                    "at least 1 call item",
                    "none in " + without + " of " + without + " tries"));
        }
        return all;
    }

    private static int calls(JsonNode response) {
        int calls = 0;
        for (JsonNode item : response.path("output")) {
            calls += Calls.isAnyCall(item) ? 1 : 0;
        }
        return calls;
    }

    private static Stream<Observation> named(Evidence evidence) {
        String id = "TOOLCHOICE-003";
        List<Observation> all = new ArrayList<>();
        int missed = 0;
        for (Take take : evidence.takes("tool-choice")) {
            List<ExchangeView> forms = Stream.of(take.at("named"), take.at("named-nested"))
                    .flatMap(Optional::stream)
                    .toList();
            if (forms.isEmpty()) {
                continue;
            }
            ExchangeView last = forms.get(forms.size() - 1);
            Optional<ExchangeView> right =
                    forms.stream().filter(v -> honours(evidence, v)).findFirst();
            Optional<Observation> blocked =
                    forms.stream().flatMap(v -> blocked(id, v).stream()).findFirst();
            if (right.isPresent()) {
                all.add(ToolAnswers.held(id, right.get()));
            } else if (blocked.isPresent()) {
                all.add(blocked.get());
            } else if (forms.stream().allMatch(ToolAnswers::is4xx)) {
                all.add(refused(evidence, id, last));
            } else if (forms.stream().anyMatch(v -> !answersInFull(evidence, v) && !is4xx(v))) {
                all.add(unclear(
                        id, Why.WIRE, "status " + last.status() + ", or not completed", take.number() < 2, last));
            } else {
                missed++;
                all.add(unclear(
                        id,
                        Why.MODEL,
                        Willing.doubt(evidence, "the named function is not called"),
                        take.number() < 2,
                        last));
                if (missed >= 2 && Willing.is(evidence)) {
                    all.add(broken(
                            id,
                            "",
                            last,
                            "a call of get_time",
                            "another function or none in " + missed + " of " + missed + " tries"));
                }
            }
        }
        boolean held = all.stream().anyMatch(Held.class::isInstance);
        return ToolAnswers.settle(
                held ? all.stream().filter(Held.class::isInstance).toList() : all);
    }

    private static Observation refused(Evidence evidence, String id, ExchangeView last) {
        boolean requiredWorks = evidence.at("function-call", "forced").stream().anyMatch(ExchangeView::ok);
        return requiredWorks
                ? broken(id, "refused", last, "status 200 and a call of get_time", "status " + last.status())
                : unclear(id, Why.UNSUPPORTED, "refused, and \"required\" is not accepted either", false, last);
    }

    private static boolean answersInFull(Evidence evidence, ExchangeView view) {
        return view.ok()
                && ToolAnswers.response(evidence, view)
                        .filter(r -> status(r.node()).equals("completed"))
                        .isPresent();
    }

    private static boolean honours(Evidence evidence, ExchangeView view) {
        List<Calls.Item> calls = ToolAnswers.response(evidence, view)
                .map(r -> Calls.in(r.node(), ""))
                .orElse(List.of());
        return view.ok()
                && !calls.isEmpty()
                && calls.stream().allMatch(c -> c.name().equals("get_time"));
    }

    private static Stream<Observation> auto(Evidence evidence) {
        List<Observation> all = new ArrayList<>();
        for (ExchangeView view : evidence.at("function-offer", "default")) {
            Optional<ResponseObject> response = ToolAnswers.response(evidence, view);
            all.add(blocked("TOOLCHOICE-005", view)
                    .orElseGet(() -> response.filter(r -> view.ok())
                            .map(ToolChoiceChecks::echo)
                            .orElseGet(() -> unclear(
                                    "TOOLCHOICE-005",
                                    is4xx(view) ? Why.UNSUPPORTED : Why.WIRE,
                                    "status " + view.status(),
                                    false,
                                    view))));
        }
        for (ExchangeView view : evidence.at("basic", "create")) {
            ToolAnswers.response(evidence, view)
                    .filter(r -> Calls.text(r.node().path("tool_choice")).equals("none"))
                    .ifPresent(r -> all.add(new Broken(
                            "TOOLCHOICE-005",
                            "none-without-tools",
                            ToolAnswers.where(r, "/tool_choice"),
                            "auto",
                            "none")));
        }
        return all.stream();
    }

    private static Observation echo(ResponseObject response) {
        JsonNode echo = response.node().path("tool_choice");
        Where where = ToolAnswers.where(response, "/tool_choice");
        if (Calls.text(echo).equals("auto")) {
            return new Held("TOOLCHOICE-005", where);
        }
        String variant = echo.isMissingNode() ? "absent" : echo.isNull() ? "null" : "wrong-value";
        return new Broken(
                "TOOLCHOICE-005",
                variant,
                where,
                "auto",
                ToolAnswers.shorten(echo.isMissingNode() ? "absent" : echo.toString()));
    }
}
