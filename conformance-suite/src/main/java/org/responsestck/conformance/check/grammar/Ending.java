package org.responsestck.conformance.check.grammar;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.responsestck.conformance.dialect.Trait;

/** The output of the terminal snapshot beside the items that were streamed. */
final class Ending {
    private final Rules rules;
    private final Findings findings;
    private final List<ItemState> items;
    private final Snapshots.Snapshot terminal;
    private final JsonNode firstOutput;
    private final boolean mcp;
    private final boolean failed;
    private final boolean chained;

    /** An entry of the terminal output with its place there. */
    private record Entry(int place, JsonNode node) {
        String pointer() {
            return "/response/output/" + place;
        }
    }

    Ending(
            Rules rules,
            Findings findings,
            List<ItemState> items,
            Snapshots.Snapshot terminal,
            JsonNode firstOutput,
            boolean mcp,
            boolean failed,
            boolean chained) {
        this.rules = rules;
        this.findings = findings;
        this.items = items;
        this.terminal = terminal;
        this.firstOutput = firstOutput;
        this.mcp = mcp;
        this.failed = failed;
        this.chained = chained;
    }

    void compare() {
        JsonNode output = terminal.node().path("output");
        List<ItemState> closed = closed();
        if (!output.isArray()) {
            if (!closed.isEmpty()) {
                broken("output", "/response/output", describe(closed), Json.show(output));
            }
            return;
        }
        List<Entry> entries = entries(output, closed.size());
        findings.judged(Invariant.E1);
        dropReported(entries);
        absentCalls(entries);
        if (mcp) {
            messages(entries, closed);
        }
        positions(entries, closed);
        lastText(entries);
    }

    /** The closed items of this turn in the order of their indexes. */
    private List<ItemState> closed() {
        return items.stream()
                .filter(i -> i.isDone() && i.doneItem.isObject())
                .filter(i -> !(rules.is(Trait.ECHOES_INPUT) && ItemForm.isInput(i.doneItem)))
                .sorted(Comparator.comparingLong(i -> i.index < 0 ? Long.MAX_VALUE : i.index))
                .collect(Collectors.toCollection(ArrayList::new));
    }

    /** The entries of the terminal output that belong to this turn. */
    private List<Entry> entries(JsonNode output, int closed) {
        List<Entry> entries = new ArrayList<>();
        Set<String> streamed =
                items.stream().map(i -> i.id).filter(Objects::nonNull).collect(Collectors.toSet());
        for (int i = 0; i < output.size(); i++) {
            JsonNode node = output.path(i);
            boolean echo = rules.is(Trait.ECHOES_INPUT)
                    && (ItemForm.isInput(node)
                            || (!streamed.contains(node.path("id").asText("")) && history(node)));
            if (!echo) {
                entries.add(new Entry(i, node));
            }
        }
        if (rules.is(Trait.ECHOES_INPUT) && chained) {
            // Items of earlier turns may stand in front.
            while (entries.size() > closed
                    && !streamed.contains(entries.get(0).node.path("id").asText(""))) {
                entries.remove(0);
            }
        }
        return entries;
    }

    private boolean history(JsonNode node) {
        for (JsonNode earlier : firstOutput) {
            if (Json.same(earlier, node)) {
                return true;
            }
        }
        return false;
    }

    /** Takes out the entries of items that were never closed: that was reported where it happened. */
    private void dropReported(List<Entry> entries) {
        Set<String> open = items.stream()
                .filter(i -> !i.isDone() || !i.doneItem.isObject())
                .map(i -> i.id)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
        entries.removeIf(e -> open.contains(e.node.path("id").asText("")));
    }

    /** Calls that only the terminal snapshot shows. */
    private void absentCalls(List<Entry> entries) {
        if (items.stream().anyMatch(ItemState::call)) {
            return;
        }
        List<Entry> calls = entries.stream()
                .filter(e -> ItemForm.isCall(ItemForm.type(e.node, rules)))
                .toList();
        for (Entry call : calls) {
            findings.broken(
                    Invariant.A1,
                    "absent",
                    "absent",
                    terminal.spot(),
                    call.pointer(),
                    "the call streamed as an item",
                    "a call that only " + terminal.type().type() + " shows");
        }
        entries.removeAll(calls);
    }

    private void positions(List<Entry> entries, List<ItemState> closed) {
        boolean nothingClosed = closed.isEmpty() && items.stream().anyMatch(i -> !i.isDone());
        if (entries.size() != closed.size()) {
            if (!(nothingClosed
                    && entries.stream().allMatch(e -> e.node.path("id").isMissingNode()))) {
                broken("size", "/response/output", describe(closed), describeEntries(entries));
            }
            return;
        }
        for (int i = 0; i < closed.size(); i++) {
            ItemState item = closed.get(i);
            Entry entry = entries.get(i);
            ItemForm.Difference found = ItemForm.differ(item.doneItem, entry.node, rules, skip(item, entry));
            if (found != null) {
                broken("item " + item.number, entry.pointer() + found.pointer(), found.expected(), found.actual());
            }
            arguments(item, entry);
        }
    }

    /** Members that were reported at the closed item: where the end agrees with what came before, nothing more is wrong. */
    private Set<String> skip(ItemState item, Entry entry) {
        Set<String> skip = new HashSet<>();
        for (String name : item.reported) {
            JsonNode end = ItemForm.member(entry.node, name);
            boolean agrees = switch (name) {
                case "status" -> Set.of("completed", "incomplete").contains(end.asText(""));
                case "arguments" ->
                    Json.sameArguments(end, item.argumentsDone)
                            || Json.sameArguments(end, TextNode.valueOf(item.arguments.toString()));
                default -> Json.same(end, ItemForm.member(item.addedItem, name));
            };
            if (agrees) {
                skip.add(name);
            }
        }
        if (item.contentReported && ItemForm.text(entry.node).equals(item.streamedText())) {
            skip.add("content");
        }
        return skip;
    }

    private void arguments(ItemState item, Entry entry) {
        if (!item.call() || item.reported.contains("arguments")) {
            return;
        }
        for (String name : List.of("name", "arguments")) {
            JsonNode shown = ItemForm.member(item.doneItem, name);
            JsonNode end = ItemForm.member(entry.node, name);
            if (!item.reported.contains(name) && !Json.same(shown, end)) {
                findings.broken(
                        Invariant.A1,
                        "end " + item.number,
                        "mismatch",
                        terminal.spot(),
                        entry.pointer() + "/" + name,
                        Json.show(shown),
                        Json.show(end));
            }
        }
    }

    /** With MCP calls items may differ, but a message at the end is the streamed one. */
    private void messages(List<Entry> entries, List<ItemState> closed) {
        for (Entry entry : entries) {
            if (!ItemForm.type(entry.node, rules).equals("message")) {
                continue;
            }
            String id = entry.node.path("id").asText("");
            ItemState item = closed.stream()
                    .filter(i -> i.message() && id.equals(i.id))
                    .findFirst()
                    .orElse(null);
            if (item == null) {
                continue;
            }
            ItemForm.Difference found = ItemForm.differ(item.doneItem, entry.node, rules, skip(item, entry));
            if (found != null) {
                findings.firm(
                        Invariant.E1,
                        "message " + item.number,
                        terminal.spot(),
                        entry.pointer() + found.pointer(),
                        found.expected(),
                        found.actual());
            }
        }
    }

    /** The text of the last message beside what was streamed for it. */
    private void lastText(List<Entry> entries) {
        Entry last = null;
        for (Entry entry : entries) {
            if (ItemForm.type(entry.node, rules).equals("message")) {
                last = entry;
            }
        }
        if (failed || last == null) {
            return;
        }
        ItemState item = streamed(last, entries);
        if (item == null
                || item.deltaCount() == 0
                || item.parts.values().stream().anyMatch(p -> p.spoiled)) {
            return;
        }
        findings.judged(Invariant.E2);
        String end = ItemForm.text(last.node);
        String sum = item.streamedText();
        if (!end.equals(sum) && !shownBefore(item, end)) {
            String[] both = Json.excerpts(sum, end);
            findings.broken(Invariant.E2, "text", "", terminal.spot(), last.pointer() + "/content", both[0], both[1]);
        }
    }

    /** Whether an earlier event already showed this text: then the breach was reported there. */
    private static boolean shownBefore(ItemState item, String text) {
        if (!item.contentReported) {
            return false;
        }
        StringBuilder done = new StringBuilder();
        StringBuilder closed = new StringBuilder();
        for (PartState part : item.parts.values()) {
            done.append(part.doneText == null ? "" : part.doneText);
            closed.append(part.closedPart.path(part.textMember()).asText(""));
        }
        return text.contentEquals(done) || text.contentEquals(closed) || text.equals(ItemForm.text(item.doneItem));
    }

    private @Nullable ItemState streamed(Entry last, List<Entry> entries) {
        String id = last.node.path("id").asText("");
        List<ItemState> messages = items.stream().filter(ItemState::message).toList();
        for (ItemState item : messages) {
            if (!id.isEmpty() && id.equals(item.id)) {
                return item;
            }
        }
        long shown = entries.stream()
                .filter(e -> ItemForm.type(e.node, rules).equals("message"))
                .count();
        return messages.size() == shown && shown > 0 ? messages.get(messages.size() - 1) : null;
    }

    private void broken(String cause, String pointer, String expected, String actual) {
        findings.broken(Invariant.E1, cause, failed ? "failed" : "", terminal.spot(), pointer, expected, actual);
    }

    private static String describe(List<ItemState> closed) {
        return closed.isEmpty()
                ? "no items"
                : Findings.brief(closed.stream()
                        .map(i -> i.type + (i.id == null ? "" : " " + i.id))
                        .toList());
    }

    private String describeEntries(List<Entry> entries) {
        return entries.isEmpty()
                ? "no items"
                : Findings.brief(entries.stream()
                        .map(e -> ItemForm.type(e.node, rules) + " "
                                + e.node.path("id").asText(""))
                        .toList());
    }
}
