package org.responsestck.conformance.check.grammar;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.responsestck.conformance.check.grammar.EventType.Role;
import org.responsestck.conformance.check.grammar.Rules.Trait;
import org.responsestck.conformance.evidence.ExchangeView.StreamEvent;

/** The machine of the output items: which item an event is about, and whether it may speak of it now. */
final class Items {
    private static final List<String> IDENTITY = List.of("id", "type", "role", "name", "call_id");
    private static final Set<String> FINAL = Set.of("completed", "incomplete");

    private final Rules rules;
    private final Findings findings;
    private final Parts parts;
    private final Calls calls;
    private final Reasoning reasoning;
    private final List<ItemState> items = new ArrayList<>();
    private final Map<String, ItemState> byId = new HashMap<>();
    private final Map<Long, ItemState> byIndex = new HashMap<>();

    Items(Rules rules, Findings findings) {
        this.rules = rules;
        this.findings = findings;
        this.parts = new Parts(rules, findings);
        this.calls = new Calls(findings);
        this.reasoning = new Reasoning(rules, findings);
    }

    List<ItemState> all() {
        return items;
    }

    /** The item at an output_index, or null. */
    @Nullable
    ItemState at(long index) {
        return byIndex.get(index);
    }

    void accept(StreamEvent event, EventType type) {
        switch (type.role()) {
            case ITEM_ADDED -> added(event);
            case ITEM_DONE -> done(event);
            default -> {
                if (type.item()) {
                    sub(event, type);
                }
            }
        }
    }

    // ---------------------------------------------------------------- added

    private void added(StreamEvent event) {
        findings.judged(Invariant.I1);
        findings.judged(Invariant.I2);
        Spot spot = Spot.of(event);
        JsonNode node = object(event, spot);
        String id = Json.text(node, "id");
        Long index = index(event, "response.output_item.added", spot);
        ItemState known = index == null ? null : byIndex.get(index);
        if (known == null && id != null && byId.containsKey(id) && byId.get(id).ghost) {
            known = byId.get(id);
        }
        if (known != null && known.ghost && !known.added.there()) {
            fill(known, node, id, index, spot);
            return;
        }
        if (known != null) {
            findings.broken(
                    Invariant.I2,
                    "taken " + index,
                    "",
                    spot,
                    "/output_index",
                    "an output_index of its own",
                    index + ", which " + (known.id == null ? "another item" : known.id) + " has");
            if (id != null && id.equals(known.id)) {
                return; // the same item announced twice: one item
            }
        }
        ItemState item = open(id, index);
        fill(item, node, id, index, spot);
        opened(item, node, spot);
    }

    private JsonNode object(StreamEvent event, Spot spot) {
        JsonNode node = event.data().path("item");
        findings.judged(Invariant.I10);
        if (!node.isObject()) {
            findings.broken(Invariant.I10, "item", "", spot, "/item", "an object", Json.show(node));
        }
        return node;
    }

    private @Nullable Long index(StreamEvent event, String type, Spot spot) {
        findings.judged(Invariant.I3);
        JsonNode node = event.data().path("output_index");
        Long index = Json.integer(node);
        if (index == null) {
            missing(type, "output_index", "an integer", node, spot);
            return null;
        }
        if (index < 0) {
            findings.broken(Invariant.I2, "negative", "", spot, "/output_index", "at least 0", String.valueOf(index));
        }
        return index;
    }

    private void missing(String type, String member, String expected, JsonNode actual, Spot spot) {
        findings.broken(
                Invariant.I3, "missing " + member, "", spot, "/" + member, expected, Json.show(actual) + " in " + type);
    }

    private ItemState open(@Nullable String id, @Nullable Long index) {
        ItemState item = new ItemState(items.size());
        items.add(item);
        item.id = id;
        if (id != null) {
            byId.put(id, item);
        }
        if (index != null) {
            item.index = index;
            byIndex.put(index, item);
        }
        return item;
    }

    private void fill(ItemState item, JsonNode node, @Nullable String id, @Nullable Long index, Spot spot) {
        item.added = spot;
        item.addedItem = node;
        if (id != null) {
            item.id = id;
            byId.put(id, item);
        }
        if (index != null && item.index < 0) {
            item.index = index;
            byIndex.put(index, item);
        }
        String type = ItemForm.type(node, rules);
        if (!type.isEmpty()) {
            item.type = type;
        }
    }

    /** What an item must look like when it is added. */
    private void opened(ItemState item, JsonNode node, Spot spot) {
        if (!node.isObject() || echoed(node)) {
            return;
        }
        JsonNode status = node.path("status");
        if (item.message() || item.call()) {
            findings.judged(Invariant.I4);
            boolean may = item.call() && rules.is(Trait.BARE_CALLS) && Json.nothing(status);
            if (!may && !status.asText("").equals("in_progress")) {
                findings.broken(
                        Invariant.I4,
                        "added " + item.type,
                        "",
                        spot,
                        "/item/status",
                        "in_progress",
                        Json.show(status) + " in an added " + item.type);
            }
        } else {
            anyStatus(item, status, spot);
        }
        if (item.message()) {
            empty(node, spot);
        }
    }

    private void anyStatus(ItemState item, JsonNode status, Spot spot) {
        if (!Json.nothing(status) && !status.isTextual()) {
            findings.broken(
                    Invariant.I4,
                    "type " + item.type,
                    "wrong-type",
                    spot,
                    "/item/status",
                    "a string",
                    Json.show(status));
        }
    }

    private void empty(JsonNode node, Spot spot) {
        findings.judged(Invariant.I8);
        if (!node.path("role").asText("").equals("assistant")) {
            findings.broken(Invariant.I8, "role", "", spot, "/item/role", "assistant", Json.show(node.path("role")));
        }
        JsonNode content = node.path("content");
        if (!content.isArray() || !content.isEmpty()) {
            findings.broken(Invariant.I8, "content", "", spot, "/item/content", "[]", Json.show(content));
        }
    }

    /** Whether this is a message of the user, shown as an item because the profile echoes the input. */
    private boolean echoed(JsonNode node) {
        String role = Json.text(node, "role");
        return rules.is(Trait.ECHOES_INPUT)
                && role != null
                && Set.of("user", "system", "developer").contains(role);
    }

    // ---------------------------------------------------------------- done

    private void done(StreamEvent event) {
        findings.judged(Invariant.I1);
        Spot spot = Spot.of(event);
        JsonNode node = object(event, spot);
        String id = Json.text(node, "id");
        Long index = index(event, "response.output_item.done", spot);
        ItemState item = ofDone(id, index, spot);
        if (item == null) {
            findings.broken(
                    Invariant.I1,
                    "done " + index,
                    "",
                    spot,
                    "",
                    "response.output_item.added before",
                    "response.output_item.done of " + (id == null ? "output_index " + index : Findings.brief(id)));
            item = ghost(id, index, ItemForm.type(node, rules));
        }
        if (item.isDone()) {
            findings.broken(
                    Invariant.I5,
                    "twice " + item.number,
                    "",
                    spot,
                    "",
                    "one done event",
                    "a second one for " + item.name());
            return;
        }
        item.done = spot;
        item.doneItem = node;
        findings.judged(Invariant.I6);
        if (item.type.isEmpty()) {
            item.type = ItemForm.type(node, rules);
        }
        if (node.isObject() && !echoed(node)) {
            closed(item, node, spot);
        }
    }

    private @Nullable ItemState ofDone(@Nullable String id, @Nullable Long index, Spot spot) {
        ItemState at = index == null ? null : byIndex.get(index);
        ItemState named = id == null ? null : byId.get(id);
        if (at != null && named != null && at != named) {
            if (index != null && named.index == index) {
                return named; // two items share the index, and that was reported
            }
            if (!named.isDone()) {
                disagree("response.output_item.done", "output_index", named.index, index, spot);
                return named;
            }
        }
        if (at == null && named != null && index != null) {
            disagree("response.output_item.done", "output_index", named.index, index, spot);
        }
        if (at != null) {
            return at;
        }
        return named != null || index != null ? named : soleOpen(null);
    }

    private void disagree(String type, String member, Object expected, @Nullable Object actual, Spot spot) {
        findings.broken(
                Invariant.I3,
                member + " differs",
                "",
                spot,
                "/" + member,
                Findings.brief(expected),
                Findings.brief(actual) + " in " + type);
    }

    private ItemState ghost(@Nullable String id, @Nullable Long index, String type) {
        ItemState item = open(id, index);
        item.ghost = true;
        item.type = type;
        return item;
    }

    /** What an item must look like when it is done. */
    private void closed(ItemState item, JsonNode node, Spot spot) {
        JsonNode status = node.path("status");
        if (item.message() || item.call()) {
            findings.judged(Invariant.I4);
            boolean may = item.call() && rules.is(Trait.BARE_CALLS) && Json.nothing(status);
            if (!may && !FINAL.contains(status.asText(""))) {
                item.reported.add("status");
                findings.broken(
                        Invariant.I4,
                        "done " + item.type,
                        "",
                        spot,
                        "/item/status",
                        "completed or incomplete",
                        Json.show(status) + " in a done " + item.type);
            }
        } else {
            anyStatus(item, status, spot);
        }
        if (!item.addedItem.isObject()) {
            return;
        }
        findings.judged(Invariant.I7);
        for (String name : IDENTITY) {
            JsonNode before = ItemForm.member(item.addedItem, name);
            JsonNode after = ItemForm.member(node, name);
            if (!Json.nothing(before) && !Json.same(before, after)) {
                item.reported.add(name);
                findings.broken(
                        Invariant.I7,
                        name + item.number,
                        "",
                        spot,
                        "/item/" + name,
                        Json.show(before),
                        Json.show(after));
            }
        }
    }

    // ---------------------------------------------------------------- everything between

    private void sub(StreamEvent event, EventType type) {
        findings.judged(Invariant.I3);
        findings.judged(Invariant.I1);
        Spot spot = Spot.of(event);
        ItemState item = route(event, type, spot);
        if (item == null) {
            return;
        }
        if (item.isDone()) {
            findings.broken(
                    Invariant.I6,
                    type.type() + item.number,
                    "",
                    spot,
                    "",
                    "nothing about " + item.name() + " after its done at event " + item.done.event(),
                    type.type());
        }
        if (item.type.isEmpty()) {
            item.type = guess(type);
        }
        if (type.part()) {
            if (item.call()) {
                findings.judged(Invariant.A2);
                findings.broken(
                        Invariant.A2,
                        "part",
                        "part-events",
                        spot,
                        "",
                        "no content part events for a call",
                        type.type());
            } else if (item.message()) {
                Long content = contentIndex(event, type, spot);
                parts.accept(event, type, item, content);
            }
        } else if (type.role() == Role.ARGS_DELTA || type.role() == Role.ARGS_DONE) {
            calls.accept(event, type, item);
        } else if (type.mcp()) {
            calls.acceptMcp(event, type, item);
        } else {
            reasoning.accept(event, type, item);
        }
    }

    private @Nullable Long contentIndex(StreamEvent event, EventType type, Spot spot) {
        JsonNode node = event.data().path("content_index");
        Long index = Json.integer(node);
        if (index == null) {
            missing(type.type(), "content_index", "an integer", node, spot);
        }
        return index;
    }

    private @Nullable ItemState route(StreamEvent event, EventType type, Spot spot) {
        JsonNode idNode = event.data().path("item_id");
        JsonNode indexNode = event.data().path("output_index");
        String id = idNode.isTextual() ? idNode.textValue() : null;
        Long index = Json.integer(indexNode);
        ItemState named = id == null ? null : byId.get(id);
        ItemState at = index == null ? null : byIndex.get(index);
        if (named != null && at != null && named != at && index != null && named.index == index) {
            at = named; // two items share the index, and that was reported
        }
        ItemState item = pick(named, at, type);
        if (item == null && index == null) {
            item = soleOpen(type);
        }
        if (type.outputIndex() && index == null) {
            missing(type.type(), "output_index", "an integer", indexNode, spot);
        }
        boolean nameless =
                item != null && item.id == null && item.added.there() && !(item.message() && item.addedItem.isObject());
        if (type.itemId() && id == null && !nameless) {
            missing(type.type(), "item_id", "a string", idNode, spot);
        }
        if (item == null) {
            return id == null && index == null ? null : stray(id, index, type, spot);
        }
        if (index != null && item.index >= 0 && item.index != index) {
            disagree(type.type(), "output_index", item.index, index, spot);
        }
        if (id != null && item.id != null && !id.equals(item.id)) {
            disagree(type.type(), "item_id", item.id, id, spot);
        }
        if (id != null && item.id == null && item.addedItem.isObject() && item.message()) {
            disagree(type.type(), "item_id", "the id of the added message, which has none", id, spot);
        }
        if (item.id == null && id != null && item.ghost) {
            item.id = id;
            byId.put(id, item);
        }
        return item;
    }

    /** Of the item that the id names and the one at the index: the one that the event can be about. */
    private static @Nullable ItemState pick(@Nullable ItemState named, @Nullable ItemState at, EventType type) {
        if (named == null || at == null || named == at) {
            return named != null ? named : at;
        }
        boolean namedFits = fits(named, type) && !named.isDone();
        boolean atFits = fits(at, type) && !at.isDone();
        return !namedFits && atFits ? at : named;
    }

    private static boolean fits(ItemState item, EventType type) {
        if (type.part()) {
            return item.message() || item.type.isEmpty();
        }
        return switch (type.role()) {
            case ARGS_DELTA, ARGS_DONE -> item.call();
            case MCP_ARGS_DELTA, MCP_ARGS_DONE, MCP_PHASE -> item.type.startsWith("mcp_");
            case REASON_DELTA, REASON_DONE, SUMMARY_ADDED, SUMMARY_DELTA, SUMMARY_DONE, SUMMARY_CLOSED ->
                item.type.equals("reasoning");
            default -> true;
        };
    }

    /** The newest open item that the event can be about: the best guess for an event without any id. */
    private @Nullable ItemState soleOpen(@Nullable EventType type) {
        for (int i = items.size() - 1; i >= 0 && i >= items.size() - 64; i--) {
            ItemState item = items.get(i);
            if (!item.isDone() && (type == null || fits(item, type))) {
                return item;
            }
        }
        return null;
    }

    /** An event about an item nobody announced. */
    private ItemState stray(@Nullable String id, @Nullable Long index, EventType type, Spot spot) {
        findings.broken(
                Invariant.I1,
                "stray " + (id == null ? index : id),
                "",
                spot,
                "",
                "response.output_item.added before",
                type.type() + " of " + (id == null ? "output_index " + index : Findings.brief(id)));
        return ghost(id, index, guess(type));
    }

    /** The type of an item that does not say it, by an event about it. */
    private static String guess(EventType type) {
        if (type.part()) {
            return "message";
        }
        return type.role() == Role.ARGS_DELTA || type.role() == Role.ARGS_DONE ? "function_call" : "";
    }

    // ---------------------------------------------------------------- the end

    /**
     * What can only be told when the stream is over.
     *
     * @param ended whether there was a terminal event
     * @param failed whether it was response.failed, which may leave everything open
     * @param whole whether it was response.completed
     * @param end where the terminal event stands
     * @param shift up to how many items may stand in front of the first streamed one
     */
    void finish(boolean ended, boolean failed, boolean whole, Spot end, long shift) {
        for (ItemState item : items) {
            if (ended && !failed && item.added.there()) {
                findings.judged(Invariant.I5);
                if (!item.isDone()) {
                    findings.broken(
                            Invariant.I5,
                            "open " + item.number,
                            "",
                            end,
                            "",
                            "response.output_item.done before the terminal event",
                            "none for " + item.name() + ", opened at event " + item.added.event());
                }
            }
            parts.finish(item, ended && !failed, failed, end);
            calls.finish(item);
            reasoning.finish(item);
        }
        if (whole) {
            indexes(end, shift);
        }
    }

    private void indexes(Spot end, long shift) {
        List<ItemState> counted = items.stream().filter(i -> i.index >= 0).toList();
        List<Long> sorted =
                byIndex.keySet().stream().filter(i -> i >= 0).sorted().toList();
        if (counted.isEmpty() || findings.isBroken(Invariant.I2)) {
            return;
        }
        long first = sorted.get(0);
        boolean gapless = sorted.get(sorted.size() - 1) - first == sorted.size() - 1;
        if (!gapless || first > shift) {
            findings.broken(
                    Invariant.I2,
                    "gap",
                    "",
                    end,
                    "",
                    "output_index 0 to " + (sorted.size() - 1),
                    Findings.brief(sorted));
            return;
        }
        long before = -1;
        for (ItemState item : counted) {
            if (item.index < before && !item.ghost) {
                findings.broken(
                        Invariant.I2,
                        "order",
                        "order",
                        item.added,
                        "/output_index",
                        "items opened in the order of their indexes",
                        item.index + " after " + before);
            }
            before = Math.max(before, item.index);
        }
    }
}
