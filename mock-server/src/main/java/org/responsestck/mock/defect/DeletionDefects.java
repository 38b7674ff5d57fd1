package org.responsestck.mock.defect;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.responsestck.mock.Document;
import org.responsestck.mock.Refusal;
import org.responsestck.mock.Seams;
import org.responsestck.mock.conversation.ResponseStore;
import org.responsestck.mock.conversation.ResponseStore.Use;
import org.responsestck.mock.conversation.Turn;

/** Faults in what is deleted, when, and how the answer says so. */
final class DeletionDefects {
    private DeletionDefects() {}

    static List<Twist> all() {
        return List.of(
                Twist.defect(
                        "delete-is-soft",
                        "a deleted response can still be read",
                        Set.of("DELETE-004", "DELETE-011"),
                        Set.of("DELETE-010"),
                        stillFound(Use.READ)),
                Twist.defect(
                        "deleted-parent-continues",
                        "a deleted response can still be continued",
                        Set.of("CHAIN-014", "DELETE-011"),
                        stillFound(Use.CONTINUE)),
                Twist.defect(
                        "list-keeps-deleted",
                        "a deleted response stays in the list",
                        Set.of("LIST-012", "DELETE-011"),
                        Stores.store(plain -> new Stores.Keeping(plain) {
                            @Override
                            public List<Turn> list(String tenant) {
                                return everything(tenant);
                            }
                        })),
                Twist.defect(
                        "deleted-comes-back",
                        "an attempt to continue a deleted response brings it back from a cache",
                        Set.of("DELETE-011"),
                        Stores.finding(Use.CONTINUE, (store, sought) -> {
                            if (sought.found().isEmpty()) {
                                store.ever(sought.tenant(), sought.id()).ifPresent(t -> store.put(sought.tenant(), t));
                            }
                            return sought.found();
                        })),
                Twist.defect(
                        "delete-eventual",
                        "a deleted response can still be read for 300 ms",
                        Set.of("DELETE-004"),
                        eventual(300)),
                Twist.defect(
                        "delete-refuses",
                        "DELETE answers 404 for what is stored",
                        Set.of("DELETE-001"),
                        Stores.finding(Use.DELETE, (store, sought) -> Optional.empty())),
                Twist.defect("delete-not-allowed", "DELETE answers 405", Set.of("DELETE-001"), onDelete(ask -> {
                    throw new Refusal(405, "Method Not Allowed");
                })),
                Twist.defect(
                        "delete-wants-content-type",
                        "DELETE without a Content-Type is refused",
                        Set.of("DELETE-001", "DELETE-009"),
                        onDelete(ask -> {
                            if (ask.header("content-type").isEmpty()) {
                                throw new Refusal(415, "Unsupported Media Type");
                            }
                        })),
                Twist.defect(
                        "delete-wants-body",
                        "DELETE without a body is refused",
                        Set.of("DELETE-001", "DELETE-009"),
                        onDelete(ask -> {
                            if (ask.body().length == 0) {
                                throw new Refusal(400, "Request body is required");
                            }
                        })),
                Twist.defect(
                        "delete-streamed-refused",
                        "a streamed response cannot be deleted",
                        Set.of(),
                        Set.of("DELETE-012"),
                        Stores.finding(
                                Use.DELETE, (store, sought) -> sought.found().filter(t -> !t.request().stream()))),
                Twist.defect(
                        "delete-again-200",
                        "DELETE of a deleted response answers 200",
                        Set.of(),
                        Set.of("DELETE-005"),
                        deletesAlso((store, sought) -> store.ever(sought.tenant(), sought.id()))),
                Twist.defect(
                        "delete-anything-200",
                        "DELETE of any id answers 200",
                        Set.of(),
                        Set.of("DELETE-005", "DELETE-006", "STORE-008"),
                        deletesAlso((store, sought) -> Optional.of(StoreDefects.empty(sought.id(), 0)))),
                Twist.defect(
                        "delete-again-500",
                        "DELETE of a deleted response gives a 500",
                        Set.of("DELETE-005"),
                        Stores.finding(Use.DELETE, (store, sought) -> {
                            if (sought.found().isEmpty()
                                    && store.ever(sought.tenant(), sought.id()).isPresent()) {
                                throw new IllegalStateException("row was deleted");
                            }
                            return sought.found();
                        })),
                Twist.defect(
                        "delete-unknown-500",
                        "DELETE of an unknown id gives a 500",
                        Set.of("DELETE-006"),
                        Set.of("STORE-008"),
                        Stores.finding(Use.DELETE, (store, sought) -> {
                            if (sought.found().isEmpty()
                                    && store.ever(sought.tenant(), sought.id()).isEmpty()) {
                                throw new IllegalStateException("no such row");
                            }
                            return sought.found();
                        })),
                Twist.defect(
                        "delete-takes-parent",
                        "deleting a response deletes its parent too",
                        Set.of(),
                        Set.of("DELETE-007"),
                        deleting((store, tenant, turn) -> {
                            String parent = turn.request().previousResponseId();
                            if (parent != null) {
                                store.delete(tenant, parent);
                            }
                        })),
                Twist.defect(
                        "delete-marks-parent",
                        "deleting a response leaves a note in the metadata of its parent",
                        Set.of(),
                        Set.of("DELETE-007"),
                        seams -> {
                            Set<String> marked = ConcurrentHashMap.newKeySet();
                            return Edits.document(Set.of(Document.View.GET), (turn, response) -> {
                                        if (marked.contains(turn.id())) {
                                            response.putObject("metadata").put("child", "deleted");
                                        }
                                    })
                                    .apply(deleting((store, tenant, turn) -> {
                                                String parent = turn.request().previousResponseId();
                                                if (parent != null) {
                                                    marked.add(parent);
                                                }
                                            })
                                            .apply(seams));
                        }),
                Twist.defect(
                        "delete-takes-all",
                        "deleting a response deletes everything older",
                        Set.of("DELETE-007"),
                        deleting((store, tenant, turn) -> store.list(tenant).forEach(t -> {
                            if (t.createdAt() <= turn.createdAt()) {
                                store.delete(tenant, t.id());
                            }
                        }))),
                Twist.defect(
                        "delete-202",
                        "DELETE answers 202",
                        Set.of("DELETE-001"),
                        Edits.deletions(r -> r.withStatus(202))),
                Twist.defect(
                        "delete-204",
                        "DELETE answers 204",
                        Set.of("DELETE-001"),
                        Edits.deletions(r -> Edits.body(r.withStatus(204), ""))),
                Twist.defect(
                        "delete-answer-empty",
                        "the answer to DELETE has no body",
                        Set.of(),
                        Set.of("DELETE-002"),
                        Edits.deletions(r -> Edits.body(r, ""))),
                Twist.defect(
                        "delete-answer-without-message",
                        "the answer to DELETE has no message",
                        Set.of(),
                        Set.of("DELETE-002"),
                        Edits.deletions(r -> Edits.body(r, "{\"object\":\"response.deleted\",\"deleted\":true}"))));
    }

    private static UnaryOperator<Seams> stillFound(Use use) {
        return Stores.finding(
                use, (store, sought) -> sought.found().or(() -> store.ever(sought.tenant(), sought.id())));
    }

    /** DELETE answers 200 also for what the function finds. */
    private static UnaryOperator<Seams> deletesAlso(BiFunction<Stores.Keeping, Stores.Sought, Optional<Turn>> also) {
        return Stores.store(plain -> new Stores.Keeping(plain) {
            @Override
            public Optional<Turn> find(String tenant, String id, Use use) {
                Optional<Turn> found = super.find(tenant, id, use);
                return use == Use.DELETE
                        ? found.or(() -> also.apply(this, new Stores.Sought(tenant, id, found)))
                        : found;
            }

            @Override
            public boolean delete(String tenant, String id) {
                super.delete(tenant, id);
                return true;
            }
        });
    }

    /** What is deleted can be read for some time. */
    private static UnaryOperator<Seams> eventual(int millis) {
        return Stores.store(plain -> new Stores.Keeping(plain) {
            private final Map<String, Long> gone = new ConcurrentHashMap<>();

            @Override
            public boolean delete(String tenant, String id) {
                gone.put(id, System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis));
                return super.delete(tenant, id);
            }

            @Override
            public Optional<Turn> find(String tenant, String id, Use use) {
                Long until = gone.get(id);
                return use == Use.READ && until != null && System.nanoTime() - until < 0
                        ? ever(tenant, id)
                        : super.find(tenant, id, use);
            }
        });
    }

    private interface Deleting {
        void deleted(ResponseStore store, String tenant, Turn turn);
    }

    /** Deleting a response has a further effect. */
    private static UnaryOperator<Seams> deleting(Deleting effect) {
        return Stores.store(plain -> new Stores.Delegating(plain) {
            @Override
            public boolean delete(String tenant, String id) {
                Optional<Turn> turn = find(tenant, id, Use.DELETE);
                boolean deleted = super.delete(tenant, id);
                turn.ifPresent(t -> effect.deleted(plain, tenant, t));
                return deleted;
            }
        });
    }

    /** DELETE is checked once more. */
    private static UnaryOperator<Seams> onDelete(AdmissionDefects.Asking checking) {
        return AdmissionDefects.asking(ask -> {
            if (ask.method().equals("DELETE")) {
                checking.check(ask);
            }
        });
    }
}
