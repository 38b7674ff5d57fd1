package org.responsestck.conformance.check.grammar;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import org.responsestck.conformance.dialect.Trait;

/** What an item must look like when it is added and when it is done. */
final class ItemShape {
    private static final List<String> IDENTITY = List.of("id", "type", "role", "name", "call_id");
    private static final Set<String> FINAL = Set.of("completed", "incomplete");

    private final Rules rules;
    private final Findings findings;

    ItemShape(Rules rules, Findings findings) {
        this.rules = rules;
        this.findings = findings;
    }

    /** What an item must look like when it is added. */
    void opened(ItemState item, JsonNode node, Spot spot) {
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

    /** What an item must look like when it is done. */
    void closed(ItemState item, JsonNode node, Spot spot) {
        if (echoed(node)) {
            return;
        }
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
}
