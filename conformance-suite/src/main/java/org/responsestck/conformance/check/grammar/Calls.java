package org.responsestck.conformance.check.grammar;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import org.responsestck.conformance.check.grammar.EventType.Role;
import org.responsestck.conformance.evidence.ExchangeView.StreamEvent;

/** The arguments of function calls and of server-side MCP calls. */
final class Calls {
    private final Findings findings;

    Calls(Findings findings) {
        this.findings = findings;
    }

    void accept(StreamEvent event, EventType type, ItemState item) {
        Spot spot = Spot.of(event);
        if (!item.call()) {
            if (item.message() || item.type.equals("reasoning")) {
                mismatch(item, spot, "", "argument events on a call item", type.type() + " on a " + item.type);
            }
            return;
        }
        if (type.role() == Role.ARGS_DELTA) {
            JsonNode delta = event.data().path("delta");
            item.argumentDeltas++;
            if (delta.isTextual()) {
                item.arguments.append(delta.textValue());
            } else {
                mismatch(item, spot, "/delta", "a string", Json.show(delta));
            }
            if (item.argumentsDoneAt.there()) {
                mismatch(item, spot, "", "no delta after the done event of the arguments", type.type());
            }
        } else if (item.argumentsDoneAt.there()) {
            mismatch(item, spot, "", "one done event for the arguments", "a second one");
        } else {
            item.argumentsDone = event.data().path("arguments");
            item.argumentsDoneAt = spot;
        }
    }

    private void mismatch(ItemState item, Spot spot, String pointer, String expected, String actual) {
        findings.broken(Invariant.A1, "item " + item.number, "mismatch", spot, pointer, expected, actual);
    }

    void acceptMcp(StreamEvent event, EventType type, ItemState item) {
        if (type.role() == Role.MCP_ARGS_DELTA) {
            JsonNode delta = event.data().path("delta");
            if (delta.isTextual()) {
                item.arguments.append(delta.textValue());
            } else {
                item.mcpDelta = delta;
            }
            item.argumentDeltas++;
        } else if (type.role() == Role.MCP_ARGS_DONE) {
            item.argumentsDone = event.data().path("arguments");
            item.argumentsDoneAt = Spot.of(event);
        }
    }

    /** Compares what was streamed with the closed item. */
    void finish(ItemState item) {
        if (item.call() && item.isDone() && item.doneItem.isObject()) {
            function(item);
        } else if (item.mcpCall()) {
            mcp(item);
        }
    }

    private void function(ItemState item) {
        findings.judged(Invariant.A1);
        JsonNode shown = ItemForm.member(item.doneItem, "arguments");
        JsonNode sum = TextNode.valueOf(item.arguments.toString());
        JsonNode done = item.argumentsDone;
        if (item.argumentDeltas > 0 && !item.argumentsDoneAt.there()) {
            findings.broken(
                    Invariant.A1,
                    "item " + item.number,
                    "no-done",
                    item.done,
                    "",
                    "response.function_call_arguments.done after the deltas",
                    "none");
        }
        if (item.argumentDeltas > 0 && item.argumentsDoneAt.there() && !sum.equals(done)) {
            mismatch(item, item.argumentsDoneAt, "/arguments", Json.show(sum), Json.show(done));
            if (Json.same(sum, shown)) {
                return;
            }
        }
        JsonNode streamed = item.argumentsDoneAt.there() ? done : item.argumentDeltas > 0 ? sum : shown;
        if (!Json.same(streamed, shown)) {
            item.reported.add("arguments");
            mismatch(item, item.done, "/item/arguments", Json.show(streamed), Json.show(shown));
        }
    }

    private void mcp(ItemState item) {
        findings.judged(Invariant.M1);
        JsonNode before = name(item.addedItem);
        if (item.isDone() && item.doneItem.isObject()) {
            JsonNode after = name(item.doneItem);
            if (Json.nothing(after) || (!Json.nothing(before) && !Json.same(before, after))) {
                findings.broken(
                        Invariant.M1,
                        "name " + item.number,
                        "",
                        item.done,
                        "/item/mcp/name",
                        Json.nothing(before) ? "the name of the tool" : Json.show(before),
                        Json.show(after));
            }
            JsonNode shown = arguments(item.doneItem);
            JsonNode streamed = item.argumentsDoneAt.there()
                    ? item.argumentsDone
                    : item.mcpDelta.isObject() ? item.mcpDelta : TextNode.valueOf(item.arguments.toString());
            if (item.argumentDeltas > 0 || item.argumentsDoneAt.there()) {
                findings.judged(Invariant.M2);
                agree(item, streamed, shown);
            }
        }
    }

    private void agree(ItemState item, JsonNode streamed, JsonNode shown) {
        JsonNode delta = item.mcpDelta.isObject() ? item.mcpDelta : TextNode.valueOf(item.arguments.toString());
        boolean deltaFits = item.argumentDeltas == 0 || Json.sameArguments(delta, streamed);
        // A call without arguments may show none.
        boolean none = Json.nothing(shown)
                && Json.opened(streamed).isObject()
                && Json.opened(streamed).isEmpty();
        if (!deltaFits || !(none || Json.sameArguments(streamed, shown))) {
            findings.broken(
                    Invariant.M2,
                    "arguments " + item.number,
                    "",
                    deltaFits ? item.done : item.argumentsDoneAt,
                    deltaFits ? "/item/mcp/arguments" : "/arguments",
                    Json.show(deltaFits ? streamed : delta),
                    Json.show(deltaFits ? shown : streamed));
        }
    }

    private static JsonNode name(JsonNode item) {
        JsonNode own = item.path("name");
        return Json.nothing(own) ? item.path("mcp").path("name") : own;
    }

    private static JsonNode arguments(JsonNode item) {
        JsonNode own = item.path("arguments");
        return Json.nothing(own) ? item.path("mcp").path("arguments") : own;
    }
}
