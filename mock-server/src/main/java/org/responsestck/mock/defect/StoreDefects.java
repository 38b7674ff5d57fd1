package org.responsestck.mock.defect;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.responsestck.mock.Document;
import org.responsestck.mock.Document.View;
import org.responsestck.mock.Refusal;
import org.responsestck.mock.Seams;
import org.responsestck.mock.conversation.CreateRequest;
import org.responsestck.mock.conversation.Outcome;
import org.responsestck.mock.conversation.ResponseStore;
import org.responsestck.mock.conversation.ResponseStore.Use;
import org.responsestck.mock.conversation.Turn;
import org.responsestck.mock.conversation.Usage;

/** Faults in what is remembered, and in what can be read and continued. */
final class StoreDefects {
    private static final Predicate<Turn> STREAMED = t -> t.request().stream();

    private StoreDefects() {}

    static List<Twist> all() {
        List<Twist> all = new ArrayList<>(reading());
        all.addAll(continuing());
        all.addAll(notStoring());
        return all;
    }

    private static List<Twist> reading() {
        return List.of(
                Twist.defect(
                        "get-not-implemented",
                        "no response can be read by its id",
                        Set.of("GET-001"),
                        Stores.finding(Use.READ, (store, sought) -> Optional.empty())),
                Twist.defect(
                        "streams-not-stored",
                        "a streamed response is never stored",
                        Set.of("GET-005", "CHAIN-011"),
                        Set.of("DELETE-012"),
                        storing(STREAMED.negate())),
                Twist.defect(
                        "get-every-second-fails",
                        "of two workers behind one address only one knows a response",
                        Set.of("GET-004"),
                        seams -> {
                            AtomicInteger reads = new AtomicInteger();
                            return Stores.finding(
                                            Use.READ,
                                            (store, sought) -> reads.getAndIncrement() % 2 == 0
                                                    ? sought.found()
                                                    : Optional.empty())
                                    .apply(seams);
                        }),
                Twist.defect(
                        "get-unknown-shows-latest",
                        "GET of an unknown id shows the newest response",
                        Set.of("GET-002", "DELETE-004", "STORE-005"),
                        Set.of("DELETE-010"),
                        Stores.finding(
                                Use.READ,
                                (store, sought) -> sought.found()
                                        .or(() -> store.everything(sought.tenant()).stream()
                                                .findFirst())
                                        .or(() -> Optional.of(empty(sought.id()))))),
                Twist.defect(
                        "get-deleted-crashes",
                        "GET of a deleted response gives a 500",
                        Set.of("DELETE-004"),
                        Stores.finding(Use.READ, (store, sought) -> {
                            if (sought.found().isEmpty()
                                    && store.ever(sought.tenant(), sought.id()).isPresent()) {
                                throw new IllegalStateException("21 validation errors");
                            }
                            return sought.found();
                        })),
                Twist.defect(
                        "get-odd-id-crashes",
                        "GET of an id without the usual form gives a 500",
                        Set.of("GET-003"),
                        AdmissionDefects.asking(ask -> {
                            if (ask.method().equals("GET")
                                    && ask.path().startsWith("/responses/")
                                    && !ask.path().startsWith("/responses/resp_")) {
                                throw new IllegalStateException("badly formed hexadecimal UUID string");
                            }
                        })),
                Twist.defect(
                        "get-refused",
                        "GET of a response is refused for want of a model",
                        Set.of(),
                        Set.of("GET-001", "STORE-001"),
                        AdmissionDefects.asking(ask -> {
                            if (ask.method().equals("GET") && ask.path().startsWith("/responses/")) {
                                throw new Refusal(400, "invalid model name None");
                            }
                        })),
                Twist.defect(
                        "stored-stream-without-usage",
                        "the stored copy of a streamed response has no usage",
                        Set.of("GET-005"),
                        storedStream((t, r) -> r.putNull("usage"))),
                Twist.defect(
                        "stored-stream-in-progress",
                        "the stored copy of a streamed response stays in_progress",
                        Set.of("GET-005"),
                        storedStream((t, r) -> {
                            r.put("status", "in_progress").putNull("usage");
                            r.putArray("output");
                        })));
    }

    private static UnaryOperator<Seams> storedStream(BiConsumer<Turn, ObjectNode> edit) {
        return Edits.document(Set.of(View.GET, View.LIST), (t, r) -> {
            if (STREAMED.test(t)) {
                edit.accept(t, r);
            }
        });
    }

    private static List<Twist> continuing() {
        return List.of(
                Twist.defect(
                        "continuation-not-found",
                        "no stored response can be continued",
                        Set.of("CHAIN-001", "STORE-001"),
                        Stores.finding(Use.CONTINUE, (store, sought) -> Optional.empty())),
                Twist.defect(
                        "continuation-crashes",
                        "a continuation gives a 500",
                        Set.of("CHAIN-001", "ERR-STATUS-003"),
                        Stores.finding(Use.CONTINUE, (store, sought) -> {
                            if (sought.found().isPresent()) {
                                throw new IllegalStateException("'NoneType' object is not subscriptable");
                            }
                            return sought.found();
                        })),
                Twist.defect(
                        "streams-not-continuable",
                        "a streamed response can be read but not continued",
                        Set.of("CHAIN-011"),
                        Stores.finding(
                                Use.CONTINUE, (store, sought) -> sought.found().filter(STREAMED.negate()))),
                Twist.defect(
                        "continuation-only-once",
                        "a response can be continued once only",
                        Set.of("CHAIN-001"),
                        seams -> {
                            Map<String, Boolean> continued = new ConcurrentHashMap<>();
                            return Stores.finding(
                                            Use.CONTINUE,
                                            (store, sought) -> continued.put(sought.id(), true) == null
                                                    ? sought.found()
                                                    : Optional.empty())
                                    .apply(seams);
                        }),
                Twist.defect(
                        "child-output-in-parent",
                        "what a continuation says is added to its parent",
                        Set.of("CHAIN-007"),
                        childChanges((parent, child) -> {
                            List<ObjectNode> output = new ArrayList<>(parent.output());
                            output.addAll(child.output());
                            return with(parent, output, parent.usage());
                        })),
                Twist.defect(
                        "child-usage-in-parent",
                        "the tokens of a continuation are counted on its parent too",
                        Set.of("CHAIN-007"),
                        childChanges((parent, child) -> with(
                                parent,
                                parent.output(),
                                new Usage(
                                        parent.usage().input() + child.usage().input(),
                                        parent.usage().cached(),
                                        parent.usage().output() + child.usage().output())))),
                Twist.defect(
                        "unknown-previous-ignored",
                        "an unknown previous_response_id starts a fresh conversation",
                        Set.of("CHAIN-008", "CHAIN-010", "CHAIN-014", "STORE-004"),
                        Stores.finding(
                                Use.CONTINUE,
                                (store, sought) -> sought.found().or(() -> Optional.of(empty(sought.id()))))));
    }

    private static List<Twist> notStoring() {
        return List.of(
                Twist.defect(
                        "store-off-by-default",
                        "a response is stored only where the request says so",
                        Set.of("STORE-001", "GET-001", "CHAIN-001"),
                        storing(t -> t.request().body().path("store").asBoolean(false))),
                Twist.defect(
                        "store-forced-false",
                        "no response is stored, and store is false whatever was asked",
                        Set.of("STORE-001", "STORE-002", "RESP-STORE-001"),
                        seams -> Edits.document(Edits.EVERYWHERE, (t, r) -> r.put("store", false))
                                .apply(storing(t -> false).apply(seams))),
                Twist.defect(
                        "store-true-not-kept",
                        "a response is not stored when the request says store=true",
                        Set.of("STORE-002"),
                        storing(t -> !t.request().body().path("store").asBoolean(false))),
                Twist.defect(
                        "unstored-continues",
                        "a response that is not stored can be continued",
                        Set.of("STORE-004", "STREAM-STORE-001"),
                        Set.of("STORE-009"),
                        unstored(Use.CONTINUE)),
                Twist.defect(
                        "unstored-is-readable",
                        "a response that is not stored can be read",
                        Set.of("STORE-005", "STREAM-STORE-001"),
                        unstored(Use.READ)),
                Twist.defect(
                        "unstored-stream-is-stored",
                        "store=false is ignored for streams",
                        Set.of("STREAM-STORE-001"),
                        unstored(STREAMED, Use.READ, Use.CONTINUE, Use.DELETE)),
                Twist.defect(
                        "unstored-is-listed",
                        "a response that is not stored is in the list",
                        Set.of("STORE-007"),
                        unstored(Use.LIST)),
                Twist.defect(
                        "unstored-continuation-crashes",
                        "the continuation of a response that is not stored gives a 500",
                        Set.of("STORE-004", "CHAIN-008"),
                        Stores.finding(Use.CONTINUE, (store, sought) -> {
                            if (sought.found().isEmpty()) {
                                throw new IllegalStateException("KeyError: '" + sought.id() + "'");
                            }
                            return sought.found();
                        })),
                Twist.defect(
                        "unstored-child-removes-parent",
                        "a continuation with store=false removes its parent",
                        Set.of(),
                        Set.of("STORE-009"),
                        unstoredChildRemovesParent()),
                Twist.defect(
                        "store-true-echoed-in-created",
                        "response.created says store true for a response that is not stored",
                        Set.of("STREAM-STORE-001"),
                        Edits.document(Set.of(View.CREATED), (t, r) -> r.put("store", true))),
                Twist.defect(
                        "unstored-id-empty",
                        "the id of a response that is not stored is empty",
                        Set.of("STORE-006"),
                        Edits.document(Edits.EVERYWHERE, (t, r) -> {
                            if (!t.request().store()) {
                                r.put("id", "");
                            }
                        })),
                Twist.defect(
                        "unstored-id-number",
                        "the id of a response that is not stored is a number",
                        Set.of("STORE-006"),
                        Edits.document(Edits.EVERYWHERE, (t, r) -> {
                            if (!t.request().store()) {
                                r.put("id", 0);
                            }
                        })));
    }

    /** Stores only some turns. */
    private static UnaryOperator<Seams> storing(Predicate<Turn> which) {
        return Stores.store(plain -> new Stores.Delegating(plain) {
            @Override
            public void put(String tenant, Turn turn) {
                if (which.test(turn)) {
                    super.put(tenant, turn);
                }
            }
        });
    }

    private interface ChildEffect {
        Turn change(Turn parent, Turn child);
    }

    /** Storing a continuation changes its stored parent. */
    private static UnaryOperator<Seams> childChanges(ChildEffect effect) {
        return Stores.store(plain -> new Stores.Delegating(plain) {
            @Override
            public void put(String tenant, Turn turn) {
                super.put(tenant, turn);
                String parent = turn.request().previousResponseId();
                if (parent != null) {
                    find(tenant, parent, Use.READ).ifPresent(p -> super.put(tenant, effect.change(p, turn)));
                }
            }
        });
    }

    static Turn with(Turn turn, List<ObjectNode> output, Usage usage) {
        return new Turn(
                turn.id(),
                turn.request(),
                turn.createdAt(),
                turn.outcome(),
                output,
                usage,
                turn.pace(),
                turn.progress());
    }

    private static UnaryOperator<Seams> unstored(Use... uses) {
        return unstored(t -> true, uses);
    }

    /** Some turns that are not to be stored can be found for some uses all the same. The store never sees them: rendering does. */
    private static UnaryOperator<Seams> unstored(Predicate<Turn> which, Use... uses) {
        return seams -> {
            Set<Use> where = Set.of(uses);
            Map<String, Turn> kept = Collections.synchronizedMap(new LinkedHashMap<>());
            ResponseStore store = new Stores.Delegating(seams.store()) {
                @Override
                public Optional<Turn> find(String tenant, String id, Use use) {
                    return super.find(tenant, id, use)
                            .or(() -> where.contains(use) ? Optional.ofNullable(kept.get(id)) : Optional.empty());
                }

                @Override
                public boolean delete(String tenant, String id) {
                    return super.delete(tenant, id) || kept.remove(id) != null;
                }

                @Override
                public List<Turn> list(String tenant) {
                    List<Turn> all = new ArrayList<>(super.list(tenant));
                    if (where.contains(Use.LIST)) {
                        all.addAll(0, kept.values());
                    }
                    return all;
                }
            };
            Document plain = seams.document();
            return seams.with(store).with((Document) (turn, view) -> {
                if (!turn.request().store() && which.test(turn)) {
                    kept.put(turn.id(), turn);
                }
                return plain.render(turn, view);
            });
        };
    }

    /** Rendering a continuation that is not stored removes its parent from the store. */
    private static UnaryOperator<Seams> unstoredChildRemovesParent() {
        return seams -> {
            Map<String, String> tenants = new ConcurrentHashMap<>();
            ResponseStore store = new Stores.Delegating(seams.store()) {
                @Override
                public void put(String tenant, Turn turn) {
                    tenants.put(turn.id(), tenant);
                    super.put(tenant, turn);
                }
            };
            Document plain = seams.document();
            return seams.with(store).with((Document) (turn, view) -> {
                String parent = turn.request().previousResponseId();
                if (!turn.request().store() && parent != null && tenants.containsKey(parent)) {
                    store.delete(tenants.get(parent), parent);
                }
                return plain.render(turn, view);
            });
        };
    }

    private static Turn empty(String id) {
        return empty(id, 0);
    }

    /** A turn in which nothing was said. */
    static Turn empty(String id, long createdAt) {
        CreateRequest request = new CreateRequest(
                JsonNodeFactory.instance.objectNode(),
                "none",
                List.of(),
                null,
                null,
                true,
                false,
                List.of(),
                TextNode.valueOf("auto"),
                true,
                null,
                null);
        return new Turn(id, request, createdAt, Outcome.COMPLETED, List.of(), new Usage(0, 0, 0), null, Map.of());
    }
}
