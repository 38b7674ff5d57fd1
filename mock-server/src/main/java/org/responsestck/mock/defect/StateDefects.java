package org.responsestck.mock.defect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.responsestck.mock.Seams;
import org.responsestck.mock.conversation.Context;
import org.responsestck.mock.conversation.Ids;
import org.responsestck.mock.conversation.Meter;
import org.responsestck.mock.conversation.Turn;
import org.responsestck.mock.conversation.Usage;

/** Faults in what the model sees, and how things are named and counted. */
final class StateDefects {
    private StateDefects() {}

    static List<Twist> all() {
        List<Twist> all = new ArrayList<>(context());
        all.addAll(namesAndNumbers());
        return all;
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
                        chain(chain -> chain.subList(Math.max(0, chain.size() - 1), chain.size()))),
                Twist.defect(
                        "chain-last-two-turns",
                        "the model sees the last two turns only",
                        Set.of("CHAIN-004"),
                        chain(chain -> chain.subList(Math.max(0, chain.size() - 2), chain.size()))),
                Twist.defect(
                        "chain-forgets-first",
                        "from the fifth turn on the model does not see the first",
                        Set.of("CHAIN-004"),
                        chain(chain -> chain.size() < 4 ? chain : chain.subList(1, chain.size()))),
                Twist.defect(
                        "chain-doubles-history",
                        "every turn reads the history of its conversation twice",
                        Set.of(),
                        Set.of("USAGE-013"),
                        doubled()),
                Twist.defect(
                        "history-after-input",
                        "the history stands behind the new input",
                        Set.of("CHAIN-002", "CHAIN-003"),
                        seams -> seams.with((Context) (chain, fresh) -> {
                            List<JsonNode> items = new ArrayList<>(fresh);
                            items.addAll(seams.context().assemble(chain, List.of()));
                            return items;
                        })),
                Twist.defect(
                        "chain-drops-input",
                        "earlier input is not part of the context",
                        Set.of("CHAIN-002"),
                        context((chain, fresh) -> {
                            List<JsonNode> items = new ArrayList<>();
                            chain.forEach(t -> items.addAll(t.output()));
                            items.addAll(fresh);
                            return items;
                        })),
                Twist.defect(
                        "chain-drops-system",
                        "system messages of earlier turns are not part of the context",
                        Set.of(),
                        Set.of("CHAIN-018"),
                        history(item -> !item.path("role").asText().equals("system"))),
                Twist.defect(
                        "chain-drops-calls",
                        "function calls of earlier turns are not part of the context",
                        Set.of(),
                        Set.of("CHAIN-013"),
                        history(item -> !item.path("type").asText().equals("function_call"))),
                Twist.defect(
                        "function-output-unread",
                        "the model does not see the output of a function",
                        Set.of(),
                        Set.of("CHAIN-013", "TOOLS-FN-010"),
                        seams -> seams.with((Context) (chain, fresh) -> seams.context().assemble(chain, fresh).stream()
                                .map(item -> item.path("type").asText().equals("function_call_output")
                                        ? ((ObjectNode) item.deepCopy()).put("output", "")
                                        : item)
                                .toList())),
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
                        "continuation-keeps-id",
                        "a continuation has the id of its parent",
                        Set.of("CHAIN-001"),
                        Edits.document(Edits.EVERYWHERE, (t, r) -> {
                            if (t.request().previousResponseId() != null) {
                                r.put("id", t.request().previousResponseId());
                            }
                        })),
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
                        "context-grows-unseen",
                        "every request is counted with the tokens of those before it",
                        Set.of(),
                        Set.of("CHAIN-019"),
                        seams -> {
                            AtomicInteger requests = new AtomicInteger();
                            return usage(u -> new Usage(
                                            u.input() + 20 * requests.getAndIncrement(), u.cached(), u.output()))
                                    .apply(seams);
                        }),
                Twist.defect(
                        "usage-cached-too-many",
                        "more tokens are cached than were read",
                        Set.of("USAGE-006", "USAGE-003"),
                        usage(u -> new Usage(u.input(), u.input() + 1, u.output()))));
    }

    /** What a turn read is kept with it, and read again beside the chain. */
    private static UnaryOperator<Seams> doubled() {
        return seams -> seams.with((Context) (chain, fresh) -> {
            List<JsonNode> items = new ArrayList<>();
            for (Turn turn : chain) {
                List<JsonNode> before = List.copyOf(items);
                items.addAll(before);
                items.addAll(turn.request().input());
                items.addAll(turn.output());
            }
            items.addAll(fresh);
            return items;
        });
    }

    /** The model sees other turns than those of the chain. */
    private static UnaryOperator<Seams> chain(UnaryOperator<List<Turn>> edit) {
        return seams -> seams.with((Context) (chain, fresh) -> seams.context().assemble(edit.apply(chain), fresh));
    }

    /** The model sees some items of earlier turns only. */
    static UnaryOperator<Seams> history(Predicate<JsonNode> which) {
        return seams -> seams.with((Context) (chain, fresh) -> {
            List<JsonNode> items = new ArrayList<>(seams.context().assemble(chain, List.of()));
            items.removeIf(which.negate());
            items.addAll(fresh);
            return items;
        });
    }

    private static UnaryOperator<Seams> usage(UnaryOperator<Usage> edit) {
        return usage(context -> context, edit);
    }

    /** Counts another context than the model saw, and shows other counts than came of it. */
    static UnaryOperator<Seams> usage(UnaryOperator<List<JsonNode>> counted, UnaryOperator<Usage> edit) {
        return seams -> {
            Meter plain = seams.meter();
            return seams.with(new Meter() {
                @Override
                public List<String> tokens(String text) {
                    return plain.tokens(text);
                }

                @Override
                public Usage usage(
                        @Nullable String instructions,
                        List<JsonNode> context,
                        List<JsonNode> tools,
                        List<? extends JsonNode> output) {
                    return edit.apply(plain.usage(instructions, counted.apply(context), tools, output));
                }
            });
        };
    }

    private static UnaryOperator<Seams> context(Context context) {
        return seams -> seams.with(context);
    }
}
