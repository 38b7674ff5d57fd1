package org.responsestck.mock.defect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import org.responsestck.mock.Admission.Page;
import org.responsestck.mock.Ask;
import org.responsestck.mock.Document.View;
import org.responsestck.mock.Refusal;
import org.responsestck.mock.Seams;
import org.responsestck.mock.conversation.Turn;

/** Faults in lists: order, pages, cursors, entries. */
final class ListDefects {
    private ListDefects() {}

    static List<Twist> all() {
        List<Twist> all = new ArrayList<>(pages());
        all.addAll(bodies());
        return all;
    }

    private static List<Twist> pages() {
        return List.of(
                Twist.defect(
                        "list-oldest-first",
                        "lists are in the order of creation",
                        Set.of("LIST-004"),
                        Stores.store(plain -> new Stores.Delegating(plain) {
                            @Override
                            public List<Turn> list(String tenant) {
                                List<Turn> turns = new ArrayList<>(super.list(tenant));
                                Collections.reverse(turns);
                                return turns;
                            }
                        })),
                Twist.defect(
                        "list-lags-8-seconds",
                        "a response is in the list only eight seconds after it was made",
                        Set.of("LIST-003"),
                        Stores.store(plain -> new Stores.Late(plain, t -> 8_000, true))),
                Twist.defect(
                        "list-without-streams",
                        "streamed responses are not in the list",
                        Set.of("LIST-003"),
                        Stores.store(plain -> new Stores.Delegating(plain) {
                            @Override
                            public List<Turn> list(String tenant) {
                                return super.list(tenant).stream()
                                        .filter(t -> !t.request().stream())
                                        .toList();
                            }
                        })),
                Twist.defect(
                        "list-ignores-limit",
                        "the limit of a list is ignored",
                        Set.of("LIST-005"),
                        AdmissionDefects.paging(p -> new Page(1000, p.after(), p.before()))),
                Twist.defect(
                        "list-limit-one-off",
                        "a list has one entry more than its limit",
                        Set.of("LIST-005"),
                        AdmissionDefects.paging(p -> new Page(p.limit() + 1, p.after(), p.before()))),
                Twist.defect(
                        "list-default-limit-50",
                        "a list without limit has up to 50 entries",
                        Set.of("LIST-005"),
                        seams -> AdmissionDefects.paging(
                                        p -> new Page(p.limit() == 20 ? 50 : p.limit(), p.after(), p.before()))
                                .apply(Stores.withOthers(30).apply(seams))),
                Twist.defect(
                        "list-ignores-after",
                        "the cursor after is ignored",
                        Set.of("LIST-007"),
                        AdmissionDefects.paging(p -> new Page(p.limit(), "", p.before()))),
                Twist.defect(
                        "list-ignores-before",
                        "the cursor before is ignored",
                        Set.of("LIST-008"),
                        AdmissionDefects.paging(p -> new Page(p.limit(), p.after(), ""))),
                Twist.defect(
                        "list-cursors-swapped",
                        "after gives what comes before, and before what comes after",
                        Set.of("LIST-007", "LIST-008"),
                        AdmissionDefects.paging(p -> new Page(p.limit(), p.before(), p.after()))),
                Twist.defect(
                        "list-after-refused",
                        "a list with a cursor gives a 500",
                        Set.of("LIST-007"),
                        AdmissionDefects.paging(p -> {
                            if (!p.after().isEmpty()) {
                                throw new IllegalStateException("cursor");
                            }
                            return p;
                        })),
                Twist.defect(
                        "list-limit-crashes",
                        "a list with a limit that is no number gives a 500",
                        Set.of("LIST-006", "ERR-STATUS-001"),
                        AdmissionDefects.asking(ask -> {
                            if (!ask.query().getOrDefault("limit", "1").matches("-?\\d+")) {
                                throw new IllegalStateException("invalid literal for int() with base 10");
                            }
                        })),
                Twist.defect(
                        "list-limit-negative-crashes",
                        "a list with a negative limit gives a 500",
                        Set.of("LIST-006", "ERR-STATUS-001"),
                        AdmissionDefects.asking(ask -> {
                            if (ask.query().getOrDefault("limit", "1").startsWith("-")) {
                                throw new IllegalStateException("LIMIT must not be negative");
                            }
                        })),
                Twist.defect(
                        "list-limit-word-ignored",
                        "a limit that is no number is ignored",
                        Set.of("LIST-006"),
                        AdmissionDefects.reading(
                                ask -> ask.query().getOrDefault("limit", "1").matches("-?\\d+")
                                        ? ask
                                        : new Ask(ask.method(), ask.path(), Map.of(), ask.headers(), ask.body()))),
                Twist.defect(
                        "list-not-implemented", "lists are 405", Set.of("LIST-001"), AdmissionDefects.asking(ask -> {
                            if (ask.method().equals("GET") && ask.path().equals("/responses")) {
                                throw new Refusal(405, "Method Not Allowed");
                            }
                        })));
    }

    private static List<Twist> bodies() {
        return List.of(
                Twist.defect(
                        "list-summaries",
                        "list entries have no output",
                        Set.of("LIST-002"),
                        Edits.document(Set.of(View.LIST), (t, r) -> r.remove("output"))),
                Twist.defect(
                        "list-entries-without-status",
                        "list entries have no status",
                        Set.of("LIST-002"),
                        Edits.document(Set.of(View.LIST), (t, r) -> r.remove("status"))),
                Twist.defect("list-entries-are-ids", "list entries are ids", Set.of("LIST-002"), Edits.lists(list -> {
                    ArrayNode data = (ArrayNode) list.path("data");
                    for (int i = 0; i < data.size(); i++) {
                        data.set(i, data.get(i).path("id"));
                    }
                })),
                Twist.defect(
                        "list-is-array",
                        "a list is a bare array",
                        Set.of("LIST-001"),
                        Edits.bodies(r -> r.text().startsWith("{\"object\":\"list\"")
                                ? Edits.body(
                                        r,
                                        r.text()
                                                .replaceFirst("^\\{\"object\":\"list\",\"data\":", "")
                                                .replaceFirst("(?s),\"has_more\":(true|false),\"first_id\".*$", ""))
                                : r)),
                Twist.defect(
                        "list-without-has-more",
                        "a list has no has_more",
                        Set.of("LIST-001"),
                        Edits.lists(list -> list.remove("has_more"))),
                Twist.defect(
                        "list-under-responses",
                        "the entries of a list are in a member of another name",
                        Set.of("LIST-001"),
                        Edits.lists(list -> list.set("responses", list.remove("data")))),
                Twist.defect(
                        "has-more-always-false",
                        "has_more is always false",
                        Set.of("LIST-009"),
                        Edits.lists(list -> list.put("has_more", false))),
                Twist.defect(
                        "has-more-always-true",
                        "has_more is always true",
                        Set.of("LIST-009"),
                        Edits.lists(list -> list.put("has_more", true))),
                Twist.defect(
                        "list-ids-swapped",
                        "first_id and last_id are swapped",
                        Set.of("LIST-010"),
                        Edits.lists(list -> {
                            JsonNode first = list.path("first_id");
                            list.set("first_id", list.path("last_id"));
                            list.set("last_id", first);
                        })),
                Twist.defect(
                        "list-last-id-null",
                        "last_id is null although there are entries",
                        Set.of("LIST-010"),
                        Edits.lists(list -> list.putNull("last_id"))),
                Twist.defect(
                        "list-last-id-of-message",
                        "last_id is the id of a message",
                        Set.of("LIST-010"),
                        Edits.lists(list -> {
                            if (list.path("last_id").isTextual()) {
                                list.put(
                                        "last_id", "msg_" + list.path("last_id").asText());
                            }
                        })),
                Twist.defect(
                        "list-cursor-included",
                        "a page begins with the entry of its cursor",
                        Set.of("LIST-007"),
                        pages(
                                p -> p,
                                // The entry of the cursor is read once more: what is after x begins with x.
                                (page, list) -> {
                                    ArrayNode data = (ArrayNode) list.path("data");
                                    ObjectNode entry = data.isEmpty()
                                            ? JsonNodeFactory.instance.objectNode()
                                            : data.get(0).deepCopy();
                                    if (!page.after().isEmpty()) {
                                        data.insert(0, entry.put("id", page.after()));
                                        list.put("first_id", page.after());
                                    }
                                })),
                Twist.defect(
                        "list-after-skips-one",
                        "a page leaves out the first entry behind its cursor",
                        Set.of("LIST-007"),
                        pages(
                                p -> p.after().isEmpty() ? p : new Page(p.limit() + 1, p.after(), p.before()),
                                (page, list) -> {
                                    if (!page.after().isEmpty()) {
                                        ((ArrayNode) list.path("data")).remove(0);
                                    }
                                })),
                Twist.defect(
                        "has-more-when-full",
                        "has_more is true of every full page, also of the last",
                        Set.of("LIST-009"),
                        pages(
                                p -> p,
                                (page, list) ->
                                        list.put("has_more", list.path("data").size() == page.limit()))));
    }

    /** Changes each list in the knowledge of what was asked. */
    private static UnaryOperator<Seams> pages(UnaryOperator<Page> asked, BiConsumer<Page, ObjectNode> edit) {
        return seams -> {
            ThreadLocal<Page> current = new ThreadLocal<>();
            Seams paged = AdmissionDefects.paging(p -> {
                        current.set(p);
                        return asked.apply(p);
                    })
                    .apply(seams);
            return Edits.lists(list -> edit.accept(Objects.requireNonNull(current.get()), list))
                    .apply(paged);
        };
    }
}
