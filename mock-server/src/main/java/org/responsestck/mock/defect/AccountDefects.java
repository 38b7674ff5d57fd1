package org.responsestck.mock.defect;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.responsestck.mock.Ask;
import org.responsestck.mock.Refusal;
import org.responsestck.mock.Seams;
import org.responsestck.mock.conversation.Context;
import org.responsestck.mock.conversation.ResponseStore;
import org.responsestck.mock.conversation.Turn;

/** Faults in who may see what: keys that are not looked at, and accounts that are not kept apart. */
final class AccountDefects {
    private static final int REMEMBERED = 20;

    private AccountDefects() {}

    static List<Twist> all() {
        List<Twist> all = new ArrayList<>(keys());
        all.addAll(accounts());
        return all;
    }

    private static List<Twist> keys() {
        return List.of(
                Twist.defect(
                        "no-key-accepted",
                        "a request without a key is served",
                        Set.of("AUTH-002"),
                        admitting(ask -> !hasKey(ask))),
                Twist.defect(
                        "no-key-accepted-for-lists",
                        "the list is shown without a key",
                        Set.of("AUTH-002"),
                        admitting(ask -> !hasKey(ask)
                                && ask.method().equals("GET")
                                && ask.path().equals("/responses"))),
                Twist.defect(
                        "no-key-crashes",
                        "a request without a key gives a 500",
                        Set.of("AUTH-002"),
                        refusing((ask, plain) -> hasKey(ask) ? plain : new Refusal(500, "KeyError: 'authorization'"))),
                Twist.defect(
                        "no-key-bad-request",
                        "a request without a key gives a 400",
                        Set.of(),
                        Set.of("AUTH-002"),
                        refusing((ask, plain) -> hasKey(ask) ? plain : new Refusal(400, "A key is required"))),
                Twist.defect(
                        "refused-delete-without-key-deletes",
                        "a DELETE without a key is refused, and the response is gone",
                        Set.of("AUTH-002"),
                        seams -> {
                            Owners owners = new Owners(seams.store());
                            return refusing((ask, plain) -> {
                                        if (!hasKey(ask) && ask.method().equals("DELETE")) {
                                            owners.of(id(ask)).ifPresent(owner -> owners.delete(owner, id(ask)));
                                        }
                                        return plain;
                                    })
                                    .apply(seams.with(owners));
                        }),
                Twist.defect(
                        "wrong-key-accepted",
                        "any key is served",
                        Set.of("AUTH-003"),
                        admitting(AccountDefects::hasKey)),
                Twist.defect("wrong-key-reads", "only creates look at the key", Set.of("AUTH-003"), seams -> {
                    Owners owners = new Owners(seams.store());
                    return seams.with(owners).with(new AdmissionDefects.Delegating(seams.admission()) {
                        @Override
                        public String tenant(Ask ask) throws Refusal {
                            Optional<String> owner =
                                    hasKey(ask) && !ask.method().equals("POST") ? owners.of(id(ask)) : Optional.empty();
                            return owner.isPresent() ? owner.get() : super.tenant(ask);
                        }
                    });
                }),
                Twist.defect(
                        "body-before-key",
                        "a create is validated before its key is looked at",
                        Set.of(),
                        Set.of("AUTH-004"),
                        seams -> seams.with(new AdmissionDefects.Delegating(seams.admission()) {
                            @Override
                            public String tenant(Ask ask) throws Refusal {
                                if (ask.method().equals("POST")) {
                                    super.create(ask);
                                }
                                return super.tenant(ask);
                            }
                        })),
                Twist.defect(
                        "account-header-refused",
                        "a delete with the header x-fireworks-account-id is refused",
                        Set.of("AUTH-006"),
                        Gates.before(ask -> {
                            if (ask.header("x-fireworks-account-id").isPresent()) {
                                throw new Refusal(400, "unknown header x-fireworks-account-id");
                            }
                        })),
                Twist.variation(
                        "account-header-ignored",
                        "the header x-fireworks-account-id means nothing",
                        seams -> seams.with(new AdmissionDefects.Delegating(seams.admission()) {
                            @Override
                            public void account(Ask ask, String tenant) {
                                // Whatever it names, the key decides.
                            }
                        })),
                Twist.variation(
                        "unknown-key-forbidden",
                        "a key that nobody owns gives 403, a missing one 401",
                        refusing((ask, plain) -> hasKey(ask) ? new Refusal(403, "unauthorized") : plain)));
    }

    private static List<Twist> accounts() {
        return List.of(
                across(
                        "second-key-reads",
                        "a response is read with the key of another account",
                        ResponseStore.Use.READ),
                across(
                        "second-key-continues",
                        "a response is continued with the key of another account",
                        ResponseStore.Use.CONTINUE),
                across(
                        "second-key-deletes",
                        "a response is deleted with the key of another account",
                        ResponseStore.Use.DELETE),
                Twist.defect(
                        "second-key-lists",
                        "the list shows the responses of all accounts",
                        Set.of("AUTH-005"),
                        seams -> seams.with(new Owners(seams.store()) {
                            @Override
                            public List<Turn> list(String tenant) {
                                List<Turn> all = new ArrayList<>(super.list(tenant));
                                tenants().stream()
                                        .filter(other -> !other.equals(tenant))
                                        .forEach(other -> all.addAll(0, super.list(other)));
                                return all;
                            }
                        })),
                Twist.defect(
                        "context-crosses-accounts",
                        "a new conversation sees what was said under the key of another account",
                        Set.of("AUTH-009"),
                        AccountDefects::crossing));
    }

    private static Twist across(String id, String description, ResponseStore.Use wrong) {
        return Twist.defect(
                id,
                description,
                Set.of("AUTH-005"),
                seams -> seams.with(new Owners(seams.store()) {
                    @Override
                    public Optional<Turn> find(String tenant, String id, Use use) {
                        return super.find(use == wrong ? of(id).orElse(tenant) : tenant, id, use);
                    }

                    @Override
                    public boolean delete(String tenant, String id) {
                        return super.delete(wrong == Use.DELETE ? of(id).orElse(tenant) : tenant, id);
                    }
                }));
    }

    /** The thread that lets a request in is the one that assembles what its model sees. */
    private static Seams crossing(Seams seams) {
        ThreadLocal<String> current = ThreadLocal.withInitial(() -> "");
        Map<String, Deque<Turn>> said = new ConcurrentHashMap<>();
        Owners store = new Owners(seams.store()) {
            @Override
            public void put(String tenant, Turn turn) {
                Deque<Turn> turns = said.computeIfAbsent(tenant, k -> new ArrayDeque<>());
                synchronized (turns) {
                    turns.addLast(turn);
                    if (turns.size() > REMEMBERED) {
                        turns.removeFirst();
                    }
                }
                super.put(tenant, turn);
            }
        };
        Context context = (chain, fresh) -> {
            List<Turn> all = new ArrayList<>();
            said.forEach((tenant, turns) -> {
                synchronized (turns) {
                    all.addAll(tenant.equals(current.get()) ? List.of() : turns);
                }
            });
            all.addAll(chain);
            return seams.context().assemble(all, fresh);
        };
        return seams.with(store).with(context).with(new AdmissionDefects.Delegating(seams.admission()) {
            @Override
            public String tenant(Ask ask) throws Refusal {
                String tenant = super.tenant(ask);
                current.set(tenant);
                return tenant;
            }
        });
    }

    private static boolean hasKey(Ask ask) {
        return !ask.header("authorization").orElse("").isBlank();
    }

    private static String id(Ask ask) {
        return ask.path().substring(ask.path().lastIndexOf('/') + 1);
    }

    /** Lets some of those in who would be refused: as the owner of what they ask for, or as somebody new. */
    private static UnaryOperator<Seams> admitting(java.util.function.Predicate<Ask> when) {
        return seams -> {
            Owners owners = new Owners(seams.store());
            return seams.with(owners).with(new AdmissionDefects.Delegating(seams.admission()) {
                @Override
                public String tenant(Ask ask) throws Refusal {
                    try {
                        return super.tenant(ask);
                    } catch (Refusal refusal) {
                        if (when.test(ask)) {
                            return owners.of(id(ask)).orElse("anybody");
                        }
                        throw refusal;
                    }
                }
            });
        };
    }

    /** Changes the refusal of those who are not let in. */
    private static UnaryOperator<Seams> refusing(BiFunction<Ask, Refusal, Refusal> edit) {
        return seams -> seams.with(new AdmissionDefects.Delegating(seams.admission()) {
            @Override
            public String tenant(Ask ask) throws Refusal {
                try {
                    return super.tenant(ask);
                } catch (Refusal refusal) {
                    throw edit.apply(ask, refusal);
                }
            }
        });
    }

    /** Knows to whom each response belongs. */
    private static class Owners extends Stores.Delegating {
        private final Map<String, String> owners = new ConcurrentHashMap<>();

        Owners(ResponseStore plain) {
            super(plain);
        }

        @Override
        public void put(String tenant, Turn turn) {
            owners.put(turn.id(), tenant);
            super.put(tenant, turn);
        }

        Optional<String> of(String id) {
            return Optional.ofNullable(owners.get(id));
        }

        Set<String> tenants() {
            return Set.copyOf(owners.values());
        }
    }
}
