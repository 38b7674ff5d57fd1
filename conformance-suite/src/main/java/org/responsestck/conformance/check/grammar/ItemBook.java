package org.responsestck.conformance.check.grammar;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.responsestck.conformance.check.grammar.EventType.Role;

/** The items of a stream, found by id and by index. */
final class ItemBook {
    private final List<ItemState> items = new ArrayList<>();
    private final Map<String, ItemState> byId = new HashMap<>();
    private final Map<Long, ItemState> byIndex = new HashMap<>();

    /** So many items from the first on are done, as far as somebody has asked. */
    private int done;

    List<ItemState> all() {
        return items;
    }

    /** Whether every item so far is done. Looks at each once: what is done stays done. */
    boolean allDone() {
        while (done < items.size() && items.get(done).isDone()) {
            done++;
        }
        return done == items.size();
    }

    /** The item at an output_index, or null. */
    @Nullable
    ItemState at(@Nullable Long index) {
        return index == null ? null : byIndex.get(index);
    }

    ItemState open(@Nullable String id, @Nullable Long index) {
        ItemState item = new ItemState(items.size());
        items.add(item);
        know(item, id, index);
        return item;
    }

    ItemState ghost(@Nullable String id, @Nullable Long index, String type) {
        ItemState item = open(id, index);
        item.ghost = true;
        item.type = type;
        return item;
    }

    /** Of the item that the id names and the one at the index: the one that the event can be about. */
    static @Nullable ItemState pick(@Nullable ItemState named, @Nullable ItemState at, EventType type) {
        if (named == null || at == null || named == at) {
            return named != null ? named : at;
        }
        boolean namedFits = fits(named, type) && !named.isDone();
        boolean atFits = fits(at, type) && !at.isDone();
        return !namedFits && atFits ? at : named;
    }

    static boolean fits(ItemState item, EventType type) {
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
    @Nullable
    ItemState soleOpen(@Nullable EventType type) {
        for (int i = items.size() - 1; i >= 0 && i >= items.size() - 64; i--) {
            ItemState item = items.get(i);
            if (!item.isDone() && (type == null || fits(item, type))) {
                return item;
            }
        }
        return null;
    }

    /** The type of an item that does not say it, by an event about it. */
    static String guess(EventType type) {
        if (type.part()) {
            return "message";
        }
        return type.role() == Role.ARGS_DELTA || type.role() == Role.ARGS_DONE ? "function_call" : "";
    }

    /** The item with an id, or null. */
    @Nullable
    ItemState named(@Nullable String id) {
        return id == null ? null : byId.get(id);
    }

    /** Gives an item the id or the index that it did not show before; null and taken values change nothing. */
    void know(ItemState item, @Nullable String id, @Nullable Long index) {
        if (id != null) {
            item.id = id;
            byId.put(id, item);
        }
        if (index != null && item.index < 0) {
            item.index = index;
            byIndex.put(index, item);
        }
    }

    /** Every index that is used, in order. */
    List<Long> indexes() {
        return byIndex.keySet().stream().filter(i -> i >= 0).sorted().toList();
    }
}
