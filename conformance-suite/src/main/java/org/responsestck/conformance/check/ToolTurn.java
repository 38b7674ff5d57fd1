package org.responsestck.conformance.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.responsestck.conformance.evidence.Event.Witnessed;
import org.responsestck.conformance.evidence.Evidence;
import org.responsestck.conformance.evidence.ExchangeView;
import org.responsestck.conformance.evidence.ResponseObject;
import org.responsestck.conformance.evidence.Take;
import org.responsestck.conformance.evidence.Why;

/**
 * A create whose tools stand at the run's own tool server: what was answered, and what the tool server saw meanwhile.
 *
 * @param take the take it belongs to
 * @param view the exchange
 * @param response the finished response object, where there is one
 * @param seen requests that reached the tool server
 */
record ToolTurn(Take take, ExchangeView view, Optional<ResponseObject> response, List<Witnessed> seen) {
    /** Words by which a refusal says that the tool server could not be reached, or may not be. */
    private static final List<String> UNREACHED = List.of(
            "reach",
            "connect",
            "resolve",
            "timed out",
            "timeout",
            "loopback",
            "private",
            "internal",
            "forbidden",
            "not allowed");

    /**
     * A call as the response reports it.
     *
     * @param position index in the output
     * @param item the item
     * @param name name of the tool, maybe with a prefix
     * @param arguments as a JSON value; an empty object where they are left out
     */
    record Reported(int position, JsonNode item, String name, JsonNode arguments) {
        /** Whether this is the name of a served tool, a prefix left aside. */
        boolean names(String tool) {
            return !tool.isEmpty() && name.endsWith(tool);
        }

        /** Whether an id is the one by which results refer to this call. */
        boolean is(String id) {
            return !id.isEmpty()
                    && (id.equals(Calls.text(item.path("id"))) || id.equals(Calls.text(item.path("call_id"))));
        }

        /** Whether the item says that the call did not succeed. */
        boolean failed() {
            return List.of("failed", "incomplete").contains(Calls.text(item.path("status")))
                    || item.hasNonNull("error");
        }
    }

    /** The turns at a step of a scenario, one for each take that came so far. */
    static List<ToolTurn> at(Evidence evidence, String scenario, String step) {
        List<ToolTurn> turns = new ArrayList<>();
        for (Take take : evidence.takes(scenario)) {
            take.at(step)
                    .map(v -> new ToolTurn(take, v, ToolAnswers.response(evidence, v), evidence.witnessed(v)))
                    .ifPresent(turns::add);
        }
        return turns;
    }

    /** The calls that the tool server got. */
    List<Witnessed> calls() {
        return seen.stream().filter(Witnessed::isCall).toList();
    }

    JsonNode node() {
        return response.map(ResponseObject::node).orElse(JsonNodeFactory.instance.missingNode());
    }

    JsonNode output() {
        return node().path("output");
    }

    boolean completed() {
        return ToolAnswers.status(node()).equals("completed");
    }

    /** Whether an item is a call of a tool that the target executes. */
    static boolean isServerCall(JsonNode item) {
        String type = Calls.text(item.path("type"));
        return type.equals("mcp_call")
                || (type.equals("tool_call") && item.path("mcp").isObject());
    }

    List<Reported> reported() {
        List<Reported> all = new ArrayList<>();
        for (int i = 0; i < output().size(); i++) {
            JsonNode item = output().get(i);
            if (isServerCall(item)) {
                JsonNode where = item.path("mcp").isObject() ? item.path("mcp") : item;
                all.add(new Reported(i, item, Calls.text(where.path("name")), value(where.path("arguments"))));
            }
        }
        return all;
    }

    /** Arguments as a JSON value, be they written as an object or as JSON text; nothing is an empty object. */
    static JsonNode value(JsonNode arguments) {
        boolean empty = Items.nothing(arguments)
                || (arguments.isTextual() && arguments.textValue().isBlank());
        JsonNode parsed = empty ? NullNode.getInstance() : ToolAnswers.parse(arguments);
        return Items.nothing(parsed) ? JsonNodeFactory.instance.objectNode() : parsed;
    }

    /** The arguments that the tool server got. */
    static JsonNode value(Witnessed call) {
        return value(JsonNodeFactory.instance.textNode(call.arguments()));
    }

    String text() {
        return ToolAnswers.text(node());
    }

    /** Whether the assistant's messages hold the word drawn under a name in this take. */
    boolean says(String name) {
        return take.drawn(name).filter(word -> ToolAnswers.says(text(), word)).isPresent();
    }

    Where where() {
        return response.map(r -> ToolAnswers.where(r, "/output")).orElse(Where.exchange(view.id()));
    }

    /** Whether a refusal is about the way to the tool server: then nothing is known about the tool. */
    boolean unreached() {
        String text = view.text().toLowerCase(Locale.ROOT);
        return seen.isEmpty() && UNREACHED.stream().anyMatch(text::contains);
    }

    /** Why this turn says nothing about what tools did, when it does not: no answer, no success, not completed. */
    Optional<Observation> open(String requirement) {
        Optional<Observation> blocked = ToolAnswers.blocked(requirement, view);
        if (blocked.isPresent()) {
            return blocked;
        }
        if (!view.ok()) {
            return Optional.of(unclear(requirement, Why.VALUE_MISSING, Judging.said(view) + ": TOOLS-MCP-001"));
        }
        if (!completed()) {
            return Optional.of(again(requirement, "the response is " + ToolAnswers.status(node())));
        }
        return Optional.empty();
    }

    Observation held(String requirement) {
        return new Observation.Held(requirement, where());
    }

    Observation broken(String requirement, String variant, String expected, String actual) {
        return new Observation.Broken(
                requirement, variant, where(), Judging.shorten(expected), Judging.shorten(actual));
    }

    Observation unclear(String requirement, Why why, String detail) {
        return ToolAnswers.unclear(requirement, why, detail, false, view);
    }

    /** Unclear for a reason that another take may not have. */
    Observation again(String requirement, String detail) {
        return ToolAnswers.unclear(requirement, Why.MODEL, detail, true, view);
    }

    Observation notCalled(String requirement) {
        return again(requirement, "the model did not call the tool");
    }

    /** What the turns at some steps say, settled over all takes. */
    static Stream<Observation> settled(List<ToolTurn> turns, java.util.function.Function<ToolTurn, Observation> judge) {
        return ToolAnswers.settle(turns.stream().map(judge).toList());
    }
}
