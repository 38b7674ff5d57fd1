package org.responsestck.mock.defect;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.responsestck.mock.Seams;
import org.responsestck.mock.conversation.Context;
import org.responsestck.mock.conversation.CreateRequest;
import org.responsestck.mock.conversation.Ids;
import org.responsestck.mock.conversation.Outcome;
import org.responsestck.mock.conversation.ResponseStore;
import org.responsestck.mock.conversation.Turn;
import org.responsestck.mock.conversation.Usage;

/** Faults in what is remembered, what the model sees, and how things are named and counted. */
final class StateDefects {
    private StateDefects() {}

    static List<Twist> all() {
        List<Twist> all = new ArrayList<>(store());
        all.addAll(context());
        all.addAll(namesAndNumbers());
        return all;
    }

    private static List<Twist> store() {
        return List.of(
                Twist.defect(
                        "delete-is-soft",
                        "a deleted response can still be read",
                        Set.of("DELETE-004", "DELETE-011"),
                        store(plain -> new Keeping(plain) {
                            @Override
                            public Optional<Turn> find(String tenant, String id, Use use) {
                                Optional<Turn> found = super.find(tenant, id, use);
                                return found.isEmpty() && use == Use.READ ? ever(tenant, id) : found;
                            }
                        })),
                Twist.defect(
                        "deleted-parent-continues",
                        "a deleted response can still be continued",
                        Set.of("CHAIN-014", "DELETE-011"),
                        store(plain -> new Keeping(plain) {
                            @Override
                            public Optional<Turn> find(String tenant, String id, Use use) {
                                Optional<Turn> found = super.find(tenant, id, use);
                                return found.isEmpty() && use == Use.CONTINUE ? ever(tenant, id) : found;
                            }
                        })),
                Twist.defect(
                        "list-keeps-deleted",
                        "a deleted response stays in the list",
                        Set.of("LIST-012", "DELETE-011"),
                        store(plain -> new Keeping(plain) {
                            @Override
                            public List<Turn> list(String tenant) {
                                return everything(tenant);
                            }
                        })),
                Twist.defect(
                        "get-not-implemented",
                        "no response can be read by its id",
                        Set.of("GET-001"),
                        store(plain -> new Delegating(plain) {
                            @Override
                            public Optional<Turn> find(String tenant, String id, Use use) {
                                return use == Use.READ ? Optional.empty() : super.find(tenant, id, use);
                            }
                        })),
                Twist.defect(
                        "streams-not-stored",
                        "a streamed response is never stored",
                        Set.of("GET-005", "CHAIN-011"),
                        store(plain -> new Delegating(plain) {
                            @Override
                            public void put(String tenant, Turn turn) {
                                if (!turn.request().stream()) {
                                    super.put(tenant, turn);
                                }
                            }
                        })),
                Twist.defect(
                        "delete-refuses",
                        "DELETE answers 404 for what is stored",
                        Set.of("DELETE-001"),
                        store(plain -> new Delegating(plain) {
                            @Override
                            public Optional<Turn> find(String tenant, String id, Use use) {
                                return use == Use.DELETE ? Optional.empty() : super.find(tenant, id, use);
                            }
                        })),
                Twist.defect(
                        "list-oldest-first",
                        "lists are in the order of creation",
                        Set.of("LIST-004"),
                        store(plain -> new Delegating(plain) {
                            @Override
                            public List<Turn> list(String tenant) {
                                List<Turn> turns = new ArrayList<>(super.list(tenant));
                                java.util.Collections.reverse(turns);
                                return turns;
                            }
                        })),
                Twist.defect(
                        "unknown-previous-ignored",
                        "an unknown previous_response_id starts a fresh conversation",
                        Set.of("CHAIN-008", "CHAIN-014", "STORE-004"),
                        store(plain -> new Delegating(plain) {
                            @Override
                            public Optional<Turn> find(String tenant, String id, Use use) {
                                Optional<Turn> found = super.find(tenant, id, use);
                                return found.isEmpty() && use == Use.CONTINUE ? Optional.of(empty(id)) : found;
                            }
                        })));
    }

    private static List<Twist> context() {
        return List.of(
                Twist.defect(
                        "chain-ignored",
                        "previous_response_id is accepted, but the model sees nothing of it",
                        Set.of("CHAIN-002", "CHAIN-003"),
                        context((chain, fresh) -> fresh)),
                Twist.defect(
                        "chain-direct-parent-only",
                        "the model sees the direct parent only",
                        Set.of("CHAIN-004"),
                        seams -> seams.with((Context) (chain, fresh) -> seams.context()
                                .assemble(
                                        chain.isEmpty() ? chain : chain.subList(chain.size() - 1, chain.size()),
                                        fresh))),
                Twist.defect(
                        "chain-drops-output",
                        "earlier model output is not part of the context",
                        Set.of("CHAIN-003"),
                        context((chain, fresh) -> {
                            List<JsonNode> items = new ArrayList<>();
                            chain.forEach(t -> items.addAll(t.request().input()));
                            items.addAll(fresh);
                            return items;
                        })),
                Twist.defect(
                        "chain-reversed",
                        "earlier turns reach the model newest first",
                        Set.of("CHAIN-005"),
                        seams -> seams.with((Context) (chain, fresh) -> {
                            List<Turn> turns = new ArrayList<>(chain);
                            java.util.Collections.reverse(turns);
                            return seams.context().assemble(turns, fresh);
                        })),
                Twist.defect(
                        "chain-shares-branches",
                        "branches of one conversation see each other",
                        Set.of("CHAIN-006"),
                        seams -> {
                            Map<String, List<JsonNode>> byRoot = new ConcurrentHashMap<>();
                            return seams.with((Context) (chain, fresh) -> {
                                if (chain.isEmpty()) {
                                    return seams.context().assemble(chain, fresh);
                                }
                                List<JsonNode> said = byRoot.computeIfAbsent(
                                        chain.get(0).id(),
                                        k -> java.util.Collections.synchronizedList(new ArrayList<>()));
                                List<JsonNode> items =
                                        new ArrayList<>(seams.context().assemble(chain, List.of()));
                                items.addAll(List.copyOf(said));
                                items.addAll(fresh);
                                said.addAll(fresh);
                                return items;
                            });
                        }),
                Twist.defect(
                        "context-is-global",
                        "a fresh conversation sees what others have said",
                        Set.of("CHAIN-019"),
                        seams -> {
                            List<JsonNode> said = java.util.Collections.synchronizedList(new ArrayList<>());
                            return seams.with((Context) (chain, fresh) -> {
                                List<JsonNode> items = new ArrayList<>(List.copyOf(said));
                                items.addAll(seams.context().assemble(chain, fresh));
                                said.addAll(fresh);
                                return items;
                            });
                        }));
    }

    private static List<Twist> namesAndNumbers() {
        return List.of(
                Twist.defect(
                        "ids-constant",
                        "every response has the same id",
                        Set.of("HTTP-IDEMP-001", "HTTP-CONC-001"),
                        seams -> seams.with((Ids) kind -> kind == Ids.Kind.RESPONSE
                                ? "resp_0123456789abcdef0123456789abcdef"
                                : seams.ids().next(kind))),
                Twist.defect(
                        "call-ids-not-strings",
                        "item ids of one response are all equal",
                        Set.of("RESP-ITEMID-001"),
                        seams -> seams.with((Ids) kind -> kind == Ids.Kind.FUNCTION_CALL
                                ? "fc_0"
                                : seams.ids().next(kind))),
                Twist.defect(
                        "created-at-milliseconds",
                        "created_at counts milliseconds",
                        Set.of("RESP-CREATED-001"),
                        Edits.document(Edits.EVERYWHERE, (turn, r) -> r.put("created_at", turn.createdAt() * 1000))),
                Twist.defect(
                        "clock-in-1970",
                        "created_at is 0",
                        Set.of("RESP-CREATED-001"),
                        seams -> seams.with(java.time.Clock.fixed(java.time.Instant.EPOCH, java.time.ZoneOffset.UTC))),
                Twist.defect(
                        "usage-zero", "token counts are zero", Set.of("USAGE-007"), usage(u -> new Usage(0, 0, 0))),
                Twist.defect(
                        "usage-cached-too-many",
                        "more tokens are cached than were read",
                        Set.of("USAGE-006", "USAGE-003"),
                        usage(u -> new Usage(u.input(), u.input() + 1, u.output()))));
    }

    private static UnaryOperator<Seams> usage(UnaryOperator<Usage> edit) {
        return seams -> {
            org.responsestck.mock.conversation.Meter plain = seams.meter();
            return seams.with(new org.responsestck.mock.conversation.Meter() {
                @Override
                public List<String> tokens(String text) {
                    return plain.tokens(text);
                }

                @Override
                public Usage usage(
                        @org.jspecify.annotations.Nullable String instructions,
                        List<JsonNode> context,
                        List<JsonNode> tools,
                        List<? extends JsonNode> output) {
                    return edit.apply(plain.usage(instructions, context, tools, output));
                }
            });
        };
    }

    private static UnaryOperator<Seams> store(UnaryOperator<ResponseStore> twist) {
        return seams -> seams.with(twist.apply(seams.store()));
    }

    private static UnaryOperator<Seams> context(Context context) {
        return seams -> seams.with(context);
    }

    /** A turn in which nothing was said. */
    private static Turn empty(String id) {
        CreateRequest request = new CreateRequest(
                com.fasterxml.jackson.databind.node.JsonNodeFactory.instance.objectNode(),
                "none",
                List.of(),
                null,
                null,
                true,
                false,
                List.of(),
                com.fasterxml.jackson.databind.node.TextNode.valueOf("auto"),
                true,
                null,
                null);
        return new Turn(id, request, 0, Outcome.COMPLETED, List.of(), new Usage(0, 0, 0), null, Map.of());
    }

    private static class Delegating implements ResponseStore {
        private final ResponseStore plain;

        Delegating(ResponseStore plain) {
            this.plain = plain;
        }

        @Override
        public void put(String tenant, Turn turn) {
            plain.put(tenant, turn);
        }

        @Override
        public Optional<Turn> find(String tenant, String id, Use use) {
            return plain.find(tenant, id, use);
        }

        @Override
        public boolean delete(String tenant, String id) {
            return plain.delete(tenant, id);
        }

        @Override
        public List<Turn> list(String tenant) {
            return plain.list(tenant);
        }
    }

    /** Remembers for ever what was once put. */
    private static class Keeping extends Delegating {
        private final Map<String, List<Turn>> ever = new ConcurrentHashMap<>();

        Keeping(ResponseStore plain) {
            super(plain);
        }

        @Override
        public void put(String tenant, Turn turn) {
            ever.computeIfAbsent(tenant, t -> java.util.Collections.synchronizedList(new ArrayList<>()))
                    .add(0, turn);
            super.put(tenant, turn);
        }

        List<Turn> everything(String tenant) {
            return List.copyOf(ever.getOrDefault(tenant, List.of()));
        }

        Optional<Turn> ever(String tenant, String id) {
            Function<Turn, String> name = Turn::id;
            return everything(tenant).stream()
                    .filter(t -> name.apply(t).equals(id))
                    .findFirst();
        }
    }
}
