package org.responsestck.mock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.responsestck.mock.conversation.CreateRequest;
import org.responsestck.mock.conversation.Ids;
import org.responsestck.mock.conversation.ResponseStore.Use;
import org.responsestck.mock.conversation.Turn;
import org.responsestck.mock.conversation.Usage;
import org.responsestck.mock.dialect.Dialect;
import org.responsestck.mock.responder.Draft;
import org.responsestck.mock.responder.Prompt;
import org.responsestck.mock.transport.Pace;
import org.responsestck.mock.transport.Reply;
import org.responsestck.mock.transport.StreamEvent;

/** From request to reply: admission, conversation, responder, turn, rendering. Knows no profile and no defect. */
public final class Engine {
    /** A stream with this many deltas or more is long: it is spread over {@link #LONG_STREAM_MILLIS}. */
    private static final int LONG_STREAM_DELTAS = 60;

    private static final int LONG_STREAM_MILLIS = 450;

    private final Dialect dialect;
    private final Seams seams;
    private final @org.jspecify.annotations.Nullable Pace pace;
    private final long seed;

    /** @param pace how fast every stream leaves, or null: long ones over almost half a second, short ones at once */
    public Engine(Dialect dialect, Seams seams, @org.jspecify.annotations.Nullable Pace pace, long seed) {
        this.dialect = dialect;
        this.seams = seams;
        this.pace = pace;
        this.seed = seed;
    }

    /** Never throws for anything a client can send. */
    public Reply answer(Ask ask) {
        try {
            return route(ask);
        } catch (Refusal refusal) {
            return refused(refusal);
        } catch (RuntimeException | StackOverflowError e) {
            return refused(new Refusal(500, "the mock failed: " + e));
        }
    }

    private Reply refused(Refusal refusal) {
        Map<String, String> headers =
                refusal.retryAfter() == null ? Map.of() : Map.of("Retry-After", String.valueOf(refusal.retryAfter()));
        return seams.wire().json(refusal.status(), dialect.error(refusal), headers);
    }

    private Reply route(Ask ask) throws Refusal {
        String path = ask.path();
        boolean collection = path.equals("/responses") || path.equals("/responses/");
        boolean one = !collection && path.startsWith("/responses/") && path.indexOf('/', 11) < 0;
        if (!collection && !one) {
            throw new Refusal(404, "Not Found");
        }
        String tenant = seams.admission().tenant(ask);
        if (collection) {
            return switch (ask.method()) {
                case "POST" -> create(ask, tenant);
                case "GET" -> list(ask, tenant);
                default -> throw new Refusal(405, "Method Not Allowed");
            };
        }
        String id = path.substring(11);
        return switch (ask.method()) {
            case "GET" -> get(tenant, id);
            case "DELETE" -> delete(ask, tenant, id);
            default -> throw new Refusal(405, "Method Not Allowed");
        };
    }

    private Reply get(String tenant, String id) throws Refusal {
        Turn turn = seams.store().find(tenant, id, Use.READ).orElseThrow(() -> dialect.noResponse(id));
        return seams.wire().json(200, seams.document().render(turn, Document.View.GET), Map.of());
    }

    private Reply delete(Ask ask, String tenant, String id) throws Refusal {
        seams.admission().account(ask, tenant);
        if (seams.store().find(tenant, id, Use.DELETE).isEmpty()
                || !seams.store().delete(tenant, id)) {
            throw dialect.noResponse(id);
        }
        return seams.wire().json(200, dialect.deleted(id), Map.of());
    }

    private Reply list(Ask ask, String tenant) throws Refusal {
        Admission.Page page = seams.admission().page(ask);
        List<Turn> all = seams.store().list(tenant);
        int from = 0;
        int to = all.size();
        if (!page.after().isEmpty()) {
            from = position(all, page.after()) + 1;
        }
        if (!page.before().isEmpty()) {
            to = position(all, page.before());
            from = Math.max(from, to - page.limit());
        }
        int end = Math.min(to, from + page.limit());
        List<ObjectNode> entries = new ArrayList<>();
        for (Turn turn : all.subList(Math.min(from, end), end)) {
            entries.add(seams.document().render(turn, Document.View.LIST));
        }
        return seams.wire().json(200, dialect.list(entries, end < all.size()), Map.of());
    }

    private int position(List<Turn> all, String id) throws Refusal {
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).id().equals(id)) {
                return i;
            }
        }
        throw dialect.noResponse(id);
    }

    private Reply create(Ask ask, String tenant) throws Refusal {
        CreateRequest request = seams.admission().create(ask);
        List<Turn> chain = chain(tenant, request);
        List<JsonNode> context = References.resolve(
                seams.store(), tenant, seams.context().assemble(chain, request.input()), request.input());
        orphans(context, request);
        Prompt prompt = new Prompt(
                request.model(),
                request.instructions(),
                context,
                request.tools(),
                request.toolChoice(),
                request.parallelToolCalls(),
                request.maxToolCalls(),
                request.body().path("text").path("format").isObject()
                        ? request.body().path("text").path("format")
                        : null,
                request.body(),
                chain.size() + 1,
                seed);
        Draft draft = seams.tools().fit(prompt, seams.responder().respond(prompt));
        Draft.Failure failure = draft.failure();
        if (failure != null) {
            throw new Refusal(failure.status(), failure.message(), failure.retryAfter());
        }
        Turn turn = turn(request, context, draft);
        if (request.store()) {
            // Before a byte leaves: whoever has read the answer can continue it.
            seams.store().put(tenant, turn);
        }
        if (!request.stream()) {
            return seams.wire().json(200, seams.document().render(turn, Document.View.JSON), Map.of());
        }
        List<StreamEvent> events = seams.events().of(turn, seams.document());
        return seams.wire().stream(events, pace(turn, events), turn.ending());
    }

    private List<Turn> chain(String tenant, CreateRequest request) throws Refusal {
        List<Turn> chain = new ArrayList<>();
        String id = request.previousResponseId();
        boolean direct = true;
        while (id != null) {
            String parent = id;
            var found = seams.store().find(tenant, parent, Use.CONTINUE);
            if (found.isEmpty()) {
                if (direct) {
                    throw dialect.noPreviousResponse();
                }
                break; // an earlier turn was deleted: what is left is the context
            }
            direct = false;
            chain.add(0, found.get());
            id = found.get().request().previousResponseId();
        }
        return chain;
    }

    /** An output must belong to a call that the context knows. */
    private static void orphans(List<JsonNode> context, CreateRequest request) throws Refusal {
        Set<String> calls = new HashSet<>();
        for (JsonNode item : context) {
            String type = item.path("type").asText();
            if (type.equals("function_call") || type.equals("tool_call") || type.equals("mcp_call")) {
                calls.add(item.path("call_id").asText(""));
                calls.add(item.path("id").asText(""));
            }
        }
        for (JsonNode item : request.input()) {
            if (item.path("type").asText().equals("function_call_output")
                    && !calls.contains(item.path("call_id").asText(""))) {
                throw new Refusal(
                        400,
                        "No tool call found for function call output with call_id "
                                + item.path("call_id").asText(""));
            }
        }
    }

    private Turn turn(CreateRequest request, List<JsonNode> context, Draft draft) {
        List<ObjectNode> output = new ArrayList<>();
        draft.parts().forEach(part -> output.addAll(dialect.items(part, seams.ids())));
        boolean cut = request.maxOutputTokens() != null && cut(output, request.maxOutputTokens());
        Usage usage = seams.meter().usage(request.instructions(), context, request.tools(), output);
        return new Turn(
                seams.ids().next(Ids.Kind.RESPONSE),
                request,
                seams.clock().instant().getEpochSecond(),
                cut ? "incomplete" : "completed",
                cut ? "max_output_tokens" : null,
                output,
                usage,
                draft.pace(),
                draft.ending());
    }

    /** Shortens the output to a number of tokens, at a token border. Only texts are shortened: a cut call would be no JSON. */
    private boolean cut(List<ObjectNode> output, int most) {
        int left = most;
        for (int i = 0; i < output.size(); i++) {
            ObjectNode item = output.get(i);
            int size = seams.meter()
                    .usage(null, List.of(), List.of(), List.of(item))
                    .output();
            if (size <= left) {
                left -= size;
                continue;
            }
            JsonNode part = item.path("content").path(0);
            if (!part.isObject()) {
                left = Math.max(0, left - size);
                continue;
            }
            List<String> tokens = seams.meter().tokens(part.path("text").asText());
            ((ObjectNode) part).put("text", String.join("", tokens.subList(0, Math.min(left, tokens.size()))));
            item.put("status", "incomplete");
            output.subList(i + 1, output.size()).clear();
            return true;
        }
        return false;
    }

    private Pace pace(Turn turn, List<StreamEvent> events) {
        if (turn.pace() != null) {
            return turn.pace();
        }
        if (pace != null) {
            return pace;
        }
        long deltas = events.stream().filter(StreamEvent::delta).count();
        return deltas < LONG_STREAM_DELTAS
                ? Pace.NONE
                : new Pace(0, (int) Math.max(1, (LONG_STREAM_MILLIS + deltas - 1) / deltas));
    }
}
