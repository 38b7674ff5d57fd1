package org.responsestck.conformance.check.grammar;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;
import org.responsestck.conformance.evidence.ExchangeView.StreamEvent;

/** Which item an event is about, by its id and its index, and whether the two agree. */
final class ItemRouter {
    private final Findings findings;
    private final ItemBook book;

    ItemRouter(Findings findings, ItemBook book) {
        this.findings = findings;
        this.book = book;
    }

    @Nullable
    Long index(StreamEvent event, String type, Spot spot) {
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

    @Nullable
    ItemState ofDone(@Nullable String id, @Nullable Long index, Spot spot) {
        ItemState at = book.at(index);
        ItemState named = book.named(id);
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
        return named != null || index != null ? named : book.soleOpen(null);
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

    @Nullable
    Long contentIndex(StreamEvent event, EventType type, Spot spot) {
        JsonNode node = event.data().path("content_index");
        Long index = Json.integer(node);
        if (index == null) {
            missing(type.type(), "content_index", "an integer", node, spot);
        }
        return index;
    }

    @Nullable
    ItemState route(StreamEvent event, EventType type, Spot spot) {
        JsonNode idNode = event.data().path("item_id");
        JsonNode indexNode = event.data().path("output_index");
        String id = idNode.isTextual() ? idNode.textValue() : null;
        Long index = Json.integer(indexNode);
        ItemState named = book.named(id);
        ItemState at = book.at(index);
        if (named != null && at != null && named != at && index != null && named.index == index) {
            at = named; // two items share the index, and that was reported
        }
        ItemState item = ItemBook.pick(named, at, type);
        if (item == null && index == null) {
            item = book.soleOpen(type);
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
            book.know(item, id, null);
        }
        return item;
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
        return book.ghost(id, index, ItemBook.guess(type));
    }
}
