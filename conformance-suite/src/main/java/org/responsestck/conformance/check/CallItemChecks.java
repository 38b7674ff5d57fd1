package org.responsestck.conformance.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.responsestck.conformance.check.Observation.Broken;
import org.responsestck.conformance.check.Observation.Held;
import org.responsestck.conformance.check.Observation.Unclear;
import org.responsestck.conformance.evidence.Evidence;
import org.responsestck.conformance.evidence.ExchangeView;
import org.responsestck.conformance.evidence.ResponseObject;
import org.responsestck.conformance.evidence.Why;

/** The call items themselves, wherever in the run they were seen. */
final class CallItemChecks {
    private static final int TRIES = 3;

    private CallItemChecks() {}

    static List<Check> checks() {
        return List.of(
                new Check("call-item-has-one-complete-form", Set.of("TOOLS-FN-004"), Set.of(), CallItemChecks::forms),
                new Check("call-ids-are-there-and-differ", Set.of("TOOLS-FN-008"), Set.of(), CallItemChecks::ids),
                bound("call-arguments-are-a-json-object", "TOOLS-FN-005", CallItemChecks::arguments),
                bound("call-arguments-hold-what-is-required", "TOOLS-FN-006", CallItemChecks::required),
                bound("called-function-is-declared", "TOOLS-FN-007", CallItemChecks::names));
    }

    /** Bound to the scenario whose further takes settle a doubt; they read every call of the run. */
    private static Check bound(String name, String id, Function<Evidence, Stream<Observation>> judge) {
        return new Check(name, Set.of(id), Set.of("function-call"), judge);
    }

    private static Stream<Observation> forms(Evidence evidence) {
        List<Observation> all = new ArrayList<>();
        for (ResponseObject response : evidence.responses()) {
            if (!response.finished() || response.kind() == ResponseObject.Kind.LISTED) {
                continue;
            }
            for (Calls.Item call : Calls.in(response.node(), "")) {
                Where where = ToolAnswers.where(response, call.pointer());
                all.add(call.fault()
                        .<Observation>map(fault -> new Broken(
                                "TOOLS-FN-004",
                                "",
                                where,
                                "function_call with name and arguments, or tool_call with both in function",
                                ToolAnswers.shorten(fault)))
                        .orElseGet(() -> new Held("TOOLS-FN-004", where)));
            }
        }
        return all.stream();
    }

    private static Stream<Observation> ids(Evidence evidence) {
        List<Observation> all = new ArrayList<>();
        for (ResponseObject response : ToolAnswers.freshWithTools(evidence)) {
            Set<String> seen = new HashSet<>();
            for (Calls.Item call : Calls.in(response.node(), "")) {
                JsonNode id = call.item().path("call_id");
                Where where = ToolAnswers.where(response, call.pointer() + "/call_id");
                if (call.callId().isBlank()) {
                    String variant =
                            id.isMissingNode() ? "absent" : id.isNull() ? "null" : id.isTextual() ? "" : "wrong-type";
                    all.add(new Broken(
                            "TOOLS-FN-008",
                            variant,
                            where,
                            "a non-empty string",
                            id.isTextual() ? "empty" : Calls.kind(id)));
                } else if (!seen.add(call.callId())) {
                    all.add(new Broken(
                            "TOOLS-FN-008",
                            "duplicate",
                            where,
                            "an id of its own for each call",
                            ToolAnswers.shorten(call.callId() + " again")));
                } else {
                    all.add(new Held("TOOLS-FN-008", where));
                }
            }
        }
        return all.stream();
    }

    /** One answer with calls. */
    private record Try(ResponseObject response, List<Calls.Item> calls) {
        Where where() {
            return ToolAnswers.where(response, calls.get(0).pointer());
        }
    }

    /** Answers with calls by the step that asked for them: the takes of one step are tries at the same thing. */
    private static Map<String, List<Try>> tries(Evidence evidence) {
        Map<String, List<Try>> tries = new LinkedHashMap<>();
        for (ResponseObject response : ToolAnswers.freshWithTools(evidence)) {
            List<Calls.Item> calls = Calls.in(response.node(), "");
            if (!calls.isEmpty() && !ToolAnswers.status(response.node()).equals("incomplete")) {
                var at = response.from().at();
                tries.computeIfAbsent(at.scenario() + "/" + at.step(), k -> new ArrayList<>())
                        .add(new Try(response, calls));
            }
        }
        return tries;
    }

    /** What one call, or the worst call of one answer, is worth. In order: the later, the worse. */
    private enum Grade {
        NONE,
        GOOD,
        BAD,
        WORST
    }

    /** How the tries at one step came out. */
    private record Group(String step, List<Try> tries, List<Grade> grades) {
        boolean any(Grade grade) {
            return grades.contains(grade);
        }

        Where worst() {
            int at = Math.max(grades.indexOf(Grade.WORST), grades.indexOf(Grade.BAD));
            return tries.get(Math.max(at, 0)).where();
        }

        boolean canBeTriedAgain() {
            return step.startsWith("function-call/") && tries.size() < TRIES;
        }
    }

    private static List<Group> groups(Evidence evidence, BiFunction<Try, Calls.Item, Grade> grading) {
        List<Group> groups = new ArrayList<>();
        tries(evidence).forEach((step, all) -> {
            List<Try> kept = new ArrayList<>();
            List<Grade> grades = new ArrayList<>();
            for (Try one : all) {
                Grade worst = one.calls().stream()
                        .map(c -> grading.apply(one, c))
                        .max(Comparator.naturalOrder())
                        .orElse(Grade.NONE);
                if (worst != Grade.NONE) {
                    kept.add(one);
                    grades.add(worst);
                }
            }
            if (!kept.isEmpty()) {
                groups.add(new Group(step, kept, grades));
            }
        });
        return groups;
    }

    /** Breaches, and doubts that another take can settle, before what held; other doubts only where nothing held. */
    private static Stream<Observation> settle(String id, Evidence evidence, List<Observation> all) {
        if (all.isEmpty()) {
            return evidence.at("function-call", "forced").stream()
                    .limit(1)
                    .map(v -> ToolAnswers.unclear(
                            id,
                            Why.MODEL,
                            "no call in the run",
                            v.ok() && evidence.takes("function-call").size() < TRIES,
                            v));
        }
        boolean held = all.stream().anyMatch(Held.class::isInstance);
        return all.stream().filter(o -> !(held && o instanceof Unclear doubt && !doubt.anotherTakeHelps()));
    }

    private static void addHeld(String id, Group group, List<Observation> all) {
        for (int i = 0; i < group.tries().size(); i++) {
            if (group.grades().get(i) == Grade.GOOD) {
                all.add(new Held(id, group.tries().get(i).where()));
            }
        }
    }

    private static Stream<Observation> arguments(Evidence evidence) {
        String id = "TOOLS-FN-005";
        List<Observation> all = new ArrayList<>();
        for (Group group : groups(evidence, CallItemChecks::grade)) {
            int tries = group.tries().size();
            if (group.any(Grade.GOOD)) {
                addHeld(id, group, all);
            } else if (!group.any(Grade.WORST) && tries >= 2) {
                all.add(new Broken(
                        id,
                        "not-an-object",
                        group.worst(),
                        "a JSON object",
                        "another JSON value in " + tries + " of " + tries + " tries"));
            } else if (tries >= TRIES && controls(evidence) >= TRIES) {
                boolean able = controls(evidence) == passedControls(evidence);
                all.add(new Broken(
                        id,
                        able ? "unparsable" : "weak-model",
                        group.worst(),
                        "a JSON object",
                        "no JSON object in " + tries + " of " + tries + " tries, control right "
                                + passedControls(evidence) + " of " + controls(evidence) + " times"));
            } else {
                all.add(new Unclear(
                        id,
                        Why.MODEL,
                        "arguments is no JSON object at " + group.step(),
                        group.canBeTriedAgain(),
                        group.worst()));
            }
        }
        return settle(id, evidence, all);
    }

    private static Grade grade(Try one, Calls.Item call) {
        if (!call.arguments().isTextual()) {
            return Grade.NONE; // The form of the item is judged elsewhere.
        }
        JsonNode parameters = ToolAnswers.declared(one.response().from()).get(call.name());
        if (call.arguments().textValue().isBlank()
                && parameters != null
                && parameters.path("required").isEmpty()) {
            return Grade.NONE;
        }
        JsonNode value = ToolAnswers.parse(call.arguments());
        return value.isObject() ? Grade.GOOD : value.isMissingNode() ? Grade.WORST : Grade.BAD;
    }

    private static int controls(Evidence evidence) {
        return (int) controlViews(evidence).count();
    }

    private static int passedControls(Evidence evidence) {
        return (int) controlViews(evidence)
                .filter(v -> ToolAnswers.response(evidence, v)
                        .map(r -> ToolAnswers.text(r.node()))
                        .filter(CallItemChecks::holdsAnObject)
                        .isPresent())
                .count();
    }

    private static Stream<ExchangeView> controlViews(Evidence evidence) {
        return evidence.takes("function-call").stream().flatMap(t -> t.together("control-json").stream());
    }

    private static boolean holdsAnObject(String text) {
        int think = text.lastIndexOf("</think>");
        String answer = think < 0 ? text : text.substring(think);
        int from = answer.indexOf('{');
        int to = answer.lastIndexOf('}');
        return from >= 0
                && to > from
                && ToolAnswers.parse(TextNode.valueOf(answer.substring(from, to + 1)))
                        .isObject();
    }

    private static Stream<Observation> required(Evidence evidence) {
        String id = "TOOLS-FN-006";
        List<Observation> all = new ArrayList<>();
        for (Group group : groups(evidence, CallItemChecks::complete)) {
            int tries = group.tries().size();
            if (group.any(Grade.GOOD)) {
                addHeld(id, group, all);
            } else if (tries >= TRIES) {
                all.add(new Broken(
                        id,
                        "",
                        group.worst(),
                        "the required members of the declared parameters",
                        "missing or of another type in " + tries + " of " + tries + " tries"));
            } else {
                all.add(new Unclear(
                        id,
                        Why.MODEL,
                        "arguments do not fit the parameters at " + group.step(),
                        group.canBeTriedAgain(),
                        group.worst()));
            }
        }
        return settle(id, evidence, all);
    }

    private static Grade complete(Try one, Calls.Item call) {
        JsonNode parameters = ToolAnswers.declared(one.response().from()).get(call.name());
        JsonNode value = ToolAnswers.parse(call.arguments());
        if (parameters == null || !value.isObject()) {
            return Grade.NONE;
        }
        for (JsonNode name : parameters.path("required")) {
            JsonNode member = value.path(name.asText());
            boolean text = Calls.text(
                            parameters.path("properties").path(name.asText()).path("type"))
                    .equals("string");
            if (member.isMissingNode() || (text && !member.isTextual())) {
                return Grade.BAD;
            }
        }
        return Grade.GOOD;
    }

    private static Stream<Observation> names(Evidence evidence) {
        String id = "TOOLS-FN-007";
        List<Group> groups = groups(
                evidence,
                (one, call) -> call.name().isEmpty()
                        ? Grade.NONE
                        : ToolAnswers.declared(one.response().from()).containsKey(call.name())
                                ? Grade.GOOD
                                : Grade.BAD);
        boolean declaredSomewhere = groups.stream().anyMatch(g -> g.any(Grade.GOOD));
        List<Observation> all = new ArrayList<>();
        for (Group group : groups) {
            int tries = group.tries().size();
            addHeld(id, group, all);
            if (!group.any(Grade.BAD)) {
                continue;
            }
            String expected = "one of "
                    + ToolAnswers.declared(group.tries().get(0).response().from())
                            .keySet();
            if (!group.any(Grade.GOOD) && tries >= TRIES) {
                all.add(new Broken(
                        id,
                        "",
                        group.worst(),
                        expected,
                        undeclared(group) + " in " + tries + " of " + tries + " tries"));
            } else if (!group.any(Grade.GOOD) && group.canBeTriedAgain()) {
                all.add(new Unclear(id, Why.MODEL, undeclared(group) + " is not declared", true, group.worst()));
            } else if (group.any(Grade.GOOD) || declaredSomewhere) {
                all.add(new Broken(id, "once", group.worst(), expected, undeclared(group)));
            } else {
                all.add(new Unclear(id, Why.MODEL, undeclared(group) + " is not declared", false, group.worst()));
            }
        }
        return settle(id, evidence, all);
    }

    private static String undeclared(Group group) {
        for (Try one : group.tries()) {
            for (Calls.Item call : one.calls()) {
                if (!ToolAnswers.declared(one.response().from()).containsKey(call.name())) {
                    return ToolAnswers.shorten(call.name());
                }
            }
        }
        return "";
    }
}
