package org.responsestck.mock.defect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.responsestck.mock.Refusal;
import org.responsestck.mock.Seams;
import org.responsestck.mock.conversation.Context;
import org.responsestck.mock.conversation.Turn;

/** Faults in what stays: turns without their parent, orders that were replaced, ghosts of what was refused, settings that were not sent. */
final class StandingDefects {
    private StandingDefects() {}

    static List<Twist> all() {
        return Stream.of(turns(), settings()).flatMap(List::stream).toList();
    }

    private static List<Twist> turns() {
        return List.of(
                Twist.defect(
                        "orphan-crashes",
                        "a turn whose parent was deleted cannot be continued: 500",
                        Set.of(),
                        Set.of("DELETE-008"),
                        chain((kept, chain) -> {
                            if (missing(chain) != null) {
                                throw new IllegalStateException("dangling reference");
                            }
                            return chain;
                        })),
                Twist.defect(
                        "deleted-turn-still-told",
                        "later turns keep a copy of what was deleted",
                        Set.of(),
                        Set.of("DELETE-013"),
                        chain((kept, chain) -> {
                            List<Turn> whole = new ArrayList<>(chain);
                            for (String id = missing(whole); id != null && kept.containsKey(id); id = missing(whole)) {
                                whole.add(0, kept.get(id));
                            }
                            return whole;
                        })),
                Twist.defect(
                        "function-outputs-forgotten",
                        "the outputs of functions are context for their own turn only",
                        Set.of(),
                        Set.of("CHAIN-020"),
                        StateDefects.history(item -> !item.path("type").asText().equals("function_call_output"))),
                Twist.defect(
                        "store-of-one",
                        "only the last response is kept",
                        Set.of(),
                        Set.of("STORE-010"),
                        Stores.store(plain -> new Stores.Delegating(plain) {
                            @Override
                            public void put(String tenant, Turn turn) {
                                super.list(tenant).forEach(old -> super.delete(tenant, old.id()));
                                super.put(tenant, turn);
                            }
                        })),
                Twist.defect(
                        "refused-creates-are-listed",
                        "a create that was refused is in the list",
                        Set.of(),
                        Set.of("STORE-011"),
                        StandingDefects::ghosts),
                Twist.defect(
                        "system-messages-unread",
                        "system messages do not reach the model",
                        Set.of(),
                        Set.of("INPUT-ITEMS-006"),
                        seams -> seams.with((Context) (chain, fresh) -> seams.context().assemble(chain, fresh).stream()
                                .filter(item -> !item.path("role").asText().equals("system"))
                                .toList())),
                Twist.defect(
                        "first-instructions-stay",
                        "a continuation obeys the instructions of its parent, not its own",
                        Set.of(),
                        Set.of("INSTR-005"),
                        StandingDefects::firstInstructions),
                Twist.defect(
                        "usage-of-last-input-only",
                        "the input tokens of a continuation are those of its last message",
                        Set.of(),
                        Set.of("USAGE-009"),
                        StateDefects.usage(c -> c.subList(Math.max(0, c.size() - 1), c.size()), u -> u)));
    }

    private interface Chained {
        List<Turn> of(Map<String, Turn> kept, List<Turn> chain);
    }

    /** The context is made of another chain than the one that is stored. */
    private static UnaryOperator<Seams> chain(Chained chained) {
        return seams -> {
            Map<String, Turn> kept = new ConcurrentHashMap<>();
            Context plain = seams.context();
            return noting(turn -> kept.put(turn.id(), turn)).apply(seams).with((Context)
                    (chain, fresh) -> plain.assemble(chained.of(kept, chain), fresh));
        };
    }

    /** Looks at each turn before it is stored. */
    private static UnaryOperator<Seams> noting(Consumer<Turn> note) {
        return Stores.store(store -> new Stores.Delegating(store) {
            @Override
            public void put(String tenant, Turn turn) {
                note.accept(turn);
                super.put(tenant, turn);
            }
        });
    }

    /** Id of the turn before the first one that is left. */
    private static @Nullable String missing(List<Turn> chain) {
        return chain.isEmpty() ? null : chain.get(0).request().previousResponseId();
    }

    private static Seams ghosts(Seams seams) {
        ConcurrentLinkedQueue<JsonNode> refused = new ConcurrentLinkedQueue<>();
        Seams remembering = AdmissionDefects.create((ask, plain) -> {
                    try {
                        return plain.create(ask);
                    } catch (Refusal refusal) {
                        refused.add(Gates.body(ask));
                        throw refusal;
                    }
                })
                .apply(seams);
        return Edits.lists(list -> {
                    ArrayNode data = (ArrayNode) list.get("data");
                    for (JsonNode body : refused) {
                        ObjectNode ghost = data.insertObject(0);
                        ghost.put("id", "resp_ghost" + Math.abs(body.hashCode()));
                        ghost.put("object", "response").put("status", "in_progress");
                        ghost.set("metadata", body.path("metadata"));
                    }
                })
                .apply(remembering);
    }

    private static Seams firstInstructions(Seams seams) {
        Map<String, String> kept = new ConcurrentHashMap<>();
        Seams remembering = noting(turn -> {
                    String instructions = turn.request().instructions();
                    if (instructions != null) {
                        kept.put(turn.id(), instructions);
                    }
                })
                .apply(seams);
        return AdmissionDefects.edit(body -> {
                    String first = kept.get(body.path("previous_response_id").asText());
                    if (first != null && body.has("instructions")) {
                        body.put("instructions", first);
                    }
                })
                .apply(remembering);
    }

    private static List<Twist> settings() {
        return List.of(
                Twist.defect(
                        "instructions-shown-shortened",
                        "instructions are shown without their end",
                        Set.of(),
                        Set.of("INSTR-003", "STREAM-ECHO-001"),
                        Edits.document(Edits.EVERYWHERE, (turn, r) -> {
                            String shown = r.path("instructions").asText("");
                            if (shown.length() > 3) {
                                r.put("instructions", shown.substring(0, 3));
                            }
                        })),
                Twist.defect(
                        "user-shown-otherwise",
                        "user is shown as a number of the server's own",
                        Set.of(),
                        Set.of("PARAM-ECHO-008"),
                        Edits.document(Edits.EVERYWHERE, (turn, r) -> {
                            if (r.path("user").isTextual()) {
                                r.put("user", "user_1");
                            }
                        })),
                unasked("parallel-default-false", "parallel_tool_calls", r -> r.put("parallel_tool_calls", false)),
                unasked("truncation-default-auto", "truncation", r -> r.put("truncation", "auto")),
                unasked("temperature-default-text", "temperature", r -> r.put("temperature", "1")));
    }

    /** A setting that the request does not have is shown with another value than its default. */
    private static Twist unasked(String id, String member, Consumer<ObjectNode> edit) {
        return Twist.defect(
                id,
                member + " is shown with an odd value where the request says nothing",
                Set.of(),
                Set.of("PARAM-DEF-001"),
                Edits.document(Edits.EVERYWHERE, (turn, r) -> {
                    if (!turn.request().body().has(member)) {
                        edit.accept(r);
                    }
                }));
    }
}
