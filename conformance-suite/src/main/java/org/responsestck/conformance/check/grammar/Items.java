package org.responsestck.conformance.check.grammar;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.responsestck.conformance.check.grammar.EventType.Role;
import org.responsestck.conformance.evidence.ExchangeView.StreamEvent;

/** The machine of the output items: which item an event is about, and whether it may speak of it now. */
final class Items {
    private final Rules rules;
    private final Findings findings;
    private final ItemBook book = new ItemBook();
    private final ItemRouter router;
    private final ItemShape shape;
    private final Parts parts;
    private final PartEnds partEnds;
    private final Calls calls;
    private final Reasoning reasoning;

    Items(Rules rules, Findings findings) {
        this.rules = rules;
        this.findings = findings;
        this.router = new ItemRouter(findings, book);
        this.shape = new ItemShape(rules, findings);
        this.parts = new Parts(rules, findings);
        this.partEnds = new PartEnds(rules, findings);
        this.calls = new Calls(findings);
        this.reasoning = new Reasoning(rules, findings);
    }

    ItemBook book() {
        return book;
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

    private void added(StreamEvent event) {
        findings.judged(Invariant.I1);
        findings.judged(Invariant.I2);
        Spot spot = Spot.of(event);
        JsonNode node = object(event, spot);
        String id = Json.text(node, "id");
        Long index = router.index(event, "response.output_item.added", spot);
        ItemState known = book.at(index);
        ItemState named = book.named(id);
        if (known == null && named != null && named.ghost) {
            known = named;
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
        ItemState item = book.open(id, index);
        fill(item, node, id, index, spot);
        shape.opened(item, node, spot);
    }

    private JsonNode object(StreamEvent event, Spot spot) {
        JsonNode node = event.data().path("item");
        findings.judged(Invariant.I10);
        if (!node.isObject()) {
            findings.broken(Invariant.I10, "item", "", spot, "/item", "an object", Json.show(node));
        }
        return node;
    }

    private void fill(ItemState item, JsonNode node, @Nullable String id, @Nullable Long index, Spot spot) {
        item.added = spot;
        item.addedItem = node;
        book.know(item, id, index);
        String type = ItemForm.type(node, rules);
        if (!type.isEmpty()) {
            item.type = type;
        }
    }

    private void done(StreamEvent event) {
        findings.judged(Invariant.I1);
        Spot spot = Spot.of(event);
        JsonNode node = object(event, spot);
        String id = Json.text(node, "id");
        Long index = router.index(event, "response.output_item.done", spot);
        ItemState item = router.ofDone(id, index, spot);
        if (item == null) {
            findings.broken(
                    Invariant.I1,
                    "done " + index,
                    "",
                    spot,
                    "",
                    "response.output_item.added before",
                    "response.output_item.done of " + (id == null ? "output_index " + index : Findings.brief(id)));
            item = book.ghost(id, index, ItemForm.type(node, rules));
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
        if (node.isObject()) {
            shape.closed(item, node, spot);
        }
    }

    private void sub(StreamEvent event, EventType type) {
        findings.judged(Invariant.I3);
        findings.judged(Invariant.I1);
        Spot spot = Spot.of(event);
        ItemState item = router.route(event, type, spot);
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
            item.type = ItemBook.guess(type);
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
                Long content = router.contentIndex(event, type, spot);
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

    /**
     * What can only be told when the stream is over.
     *
     * @param ended whether there was a terminal event
     * @param failed whether it was response.failed, which may leave everything open
     * @param whole whether it was response.completed
     * @param end where the terminal event stands
     * @param shift up to how many items may stand in front of the first streamed one
     */
    void finish(boolean ended, boolean failed, boolean whole, Spot end, long shift, long silent) {
        for (ItemState item : book.all()) {
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
            partEnds.finish(item, ended && !failed, failed, end);
            calls.finish(item);
            reasoning.finish(item);
        }
        if (whole) {
            indexes(end, shift, silent);
        }
    }

    private void indexes(Spot end, long shift, long silent) {
        List<ItemState> counted = book.all().stream().filter(i -> i.index >= 0).toList();
        List<Long> sorted = book.indexes();
        if (counted.isEmpty() || findings.isBroken(Invariant.I2)) {
            return;
        }
        long first = sorted.get(0);
        long missing = sorted.get(sorted.size() - 1) - first - (sorted.size() - 1);
        boolean gapless = missing >= 0 && missing <= silent;
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
