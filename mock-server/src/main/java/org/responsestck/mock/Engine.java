package org.responsestck.mock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.responsestck.mock.conversation.CreateRequest;
import org.responsestck.mock.conversation.Ids;
import org.responsestck.mock.conversation.Outcome;
import org.responsestck.mock.conversation.ResponseStore.Use;
import org.responsestck.mock.conversation.Run;
import org.responsestck.mock.conversation.Turn;
import org.responsestck.mock.conversation.Usage;
import org.responsestck.mock.dialect.Dialect;
import org.responsestck.mock.fault.Fault;
import org.responsestck.mock.fault.Faults;
import org.responsestck.mock.journal.Notes;
import org.responsestck.mock.responder.Draft;
import org.responsestck.mock.responder.Prompt;
import org.responsestck.mock.tool.ToolFailure;
import org.responsestck.mock.tool.ToolLoop;
import org.responsestck.mock.transport.Ending;
import org.responsestck.mock.transport.Pace;
import org.responsestck.mock.transport.Reply;
import org.responsestck.mock.transport.StreamEvent;

/** From request to reply: admission, conversation, responder, turn, rendering. Knows no profile and no defect. */
public final class Engine {
    /** A stream with this many deltas or more is long: it is spread over {@link #LONG_STREAM_MILLIS}. */
    private static final int LONG_STREAM_DELTAS = 60;

    private static final int FAILED_DEPENDENCY = 424;

    private static final int LONG_STREAM_MILLIS = 450;

    private final Dialect dialect;
    private final Seams seams;
    private final Faults faults;
    private final @Nullable Pace pace;
    private final long seed;
    private final Executor workers;
    private final ToolLoop loop;
    private final String name;

    /**
     * @param faults what goes wrong on purpose
     * @param pace how fast every stream leaves, or null: long ones over almost half a second, short ones at once
     * @param name of the namespace it answers for
     * @param workers runs what waits for tool servers while a stream has begun
     */
    public Engine(
            Dialect dialect,
            Seams seams,
            Faults faults,
            @Nullable Pace pace,
            long seed,
            String name,
            Executor workers) {
        this.dialect = dialect;
        this.seams = seams;
        this.faults = faults;
        this.pace = pace;
        this.seed = seed;
        this.name = name;
        this.workers = workers;
        this.loop = new ToolLoop(
                seams.responder(), seams.tools(), seams.servers(), part -> dialect.items(part, seams.ids()));
    }

    /**
     * Never throws for anything a client can send.
     *
     * @param notes is told what happens
     */
    public Reply answer(Ask ask, Notes notes) {
        try {
            return route(ask, notes);
        } catch (Refusal refusal) {
            notes.refused(String.valueOf(refusal.getMessage()));
            return refused(refusal);
        } catch (RuntimeException | StackOverflowError e) {
            notes.refused("the mock failed: " + e);
            return refused(new Refusal(500, "the mock failed: " + e));
        }
    }

    /** A refusal as the profile writes it. */
    Reply refused(Refusal refusal) {
        return seams.wire().json(refusal.status(), dialect.error(refusal), refusal.headers());
    }

    private Reply route(Ask ask, Notes notes) throws Refusal {
        String path = ask.path();
        boolean collection = path.equals("/responses") || path.equals("/responses/");
        boolean one = !collection && path.startsWith("/responses/") && path.indexOf('/', 11) < 0;
        if (!collection && !one) {
            throw new Refusal(404, "Not Found");
        }
        String operation = operation(ask, collection);
        String id = collection ? "" : path.substring(11);
        notes.operation(operation, id);
        Mishap mishap = Mishap.armed(faults, operation, ask);
        Reply instead = instead(mishap, ask);
        if (instead != null) {
            return instead;
        }
        String tenant = seams.admission().tenant(ask);
        return switch (operation) {
            case "create" -> create(ask, tenant, mishap, notes);
            case "list" -> mishap.on(list(ask, tenant), List.of());
            case "get" -> mishap.on(get(tenant, id), List.of());
            case "delete" -> mishap.on(delete(ask, tenant, id), List.of());
            default ->
                throw new Refusal(405, "Method Not Allowed", Map.of("Allow", collection ? "GET, POST" : "GET, DELETE"));
        };
    }

    /** Empty for a method that is not served. */
    private static String operation(Ask ask, boolean collection) {
        return switch (ask.method()) {
            case "POST" -> collection ? "create" : "";
            case "GET" -> collection ? "list" : "get";
            case "DELETE" -> collection ? "" : "delete";
            default -> "";
        };
    }

    private @Nullable Reply instead(Mishap mishap, Ask ask) throws Refusal {
        Fault fault = mishap.fault();
        if (fault == null || fault.kind() != Fault.Kind.REDIRECT) {
            return mishap.instead();
        }
        JsonNode body = dialect.error(new Refusal(fault.status(), "Moved"));
        return seams.wire().json(fault.status(), body, Map.of("Location", Elsewhere.location(ask, name)));
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
        return seams.wire().json(200, dialect.list(entries, !entries.isEmpty() && end < all.size()), Map.of());
    }

    private int position(List<Turn> all, String id) throws Refusal {
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).id().equals(id)) {
                return i;
            }
        }
        throw dialect.noResponse(id);
    }

    private Reply create(Ask ask, String tenant, Mishap outer, Notes notes) throws Refusal {
        CreateRequest request = seams.admission().create(ask);
        notes.asked(request);
        List<Turn> chain = chain(tenant, request, notes);
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
                Math.max(chain.size(), Run.of(context).size()) + 1,
                seed,
                ask.headers(),
                chain.isEmpty() ? null : chain.get(chain.size() - 1).progress());
        Draft first = loop.first(prompt);
        notes.origin(first.origin().script(), first.origin().miss());
        boolean dials = ToolLoop.dials(first);
        if (dials && request.stream() && outer.fault() == null) {
            return live(tenant, request, context, prompt, notes);
        }
        ToolLoop.Done done = dials ? dialled(prompt) : loop.whole(first);
        Draft draft = done.draft();
        Draft.Failure failure = draft.failure();
        if (failure != null) {
            throw new Refusal(failure.status(), failure.message(), failure.retryAfter());
        }
        Mishap mishap = outer.or(draft.fault());
        Reply instead = instead(mishap, ask);
        if (instead != null) {
            return instead;
        }
        Turn whole = turn(seams.ids().next(Ids.Kind.RESPONSE), now(), request, context, done, prompt);
        Mishap.Said said = mishap.said(whole, request.stream(), draft.usage() == null, seams, dialect);
        notes.said(said.turn());
        Reply reply = said.rest().on(reply(said, request.stream()), said.events());
        if (request.store()) {
            // Before a byte leaves: whoever has read the answer can continue it.
            seams.store().put(tenant, said.turn());
        }
        return reply;
    }

    private long now() {
        return seams.clock().instant().getEpochSecond();
    }

    private ToolLoop.Done dialled(Prompt prompt) throws Refusal {
        try {
            return loop.run(prompt, soFar -> {});
        } catch (ToolFailure failure) {
            throw new Refusal(FAILED_DEPENDENCY, failure.reason());
        }
    }

    /** A stream that begins before the servers of its tools are dialled. */
    private Reply live(String tenant, CreateRequest request, List<JsonNode> context, Prompt prompt, Notes notes) {
        LiveStream stream = new LiveStream(seams, this::pace);
        String id = seams.ids().next(Ids.Kind.RESPONSE);
        long createdAt = now();
        Function<List<ObjectNode>, Turn> running = output -> new Turn(
                id,
                request,
                createdAt,
                Outcome.RUNNING,
                output,
                seams.meter().usage(request.instructions(), context, request.tools(), output),
                null,
                Map.of());
        return stream.begin(running.apply(List.of())).withLive(sink -> {
            Runnable rest = () -> {
                Turn turn = finished(id, createdAt, request, context, prompt, o -> stream.grow(running.apply(o), sink));
                notes.said(turn);
                if (request.store()) {
                    seams.store().put(tenant, turn);
                }
                stream.end(turn, sink);
            };
            try {
                workers.execute(rest);
            } catch (RejectedExecutionException e) {
                stream.end(failed(running.apply(List.of()), "server_overloaded", "too many tools are running"), sink);
            }
        });
    }

    private Turn finished(
            String id,
            long createdAt,
            CreateRequest request,
            List<JsonNode> context,
            Prompt prompt,
            Consumer<List<ObjectNode>> progress) {
        List<ObjectNode> heard = new ArrayList<>();
        String code;
        String message;
        try {
            ToolLoop.Done done = loop.run(prompt, soFar -> {
                heard.clear();
                heard.addAll(soFar);
                progress.accept(soFar);
            });
            Draft.Failure failure = done.draft().failure();
            if (failure == null) {
                return turn(id, createdAt, request, context, done, prompt);
            }
            code = "server_error";
            message = failure.message();
        } catch (ToolFailure failure) {
            code = "external_connector_error";
            message = failure.reason();
        } catch (RuntimeException | StackOverflowError e) {
            code = "server_error";
            message = "the mock failed: " + e;
        }
        ToolLoop.Done heardOnly = new ToolLoop.Done(Draft.of(List.of()), heard);
        return failed(turn(id, createdAt, request, context, heardOnly, prompt), code, message);
    }

    private static Turn failed(Turn turn, String code, String message) {
        return turn.failed(code, message, turn.output(), turn.usage());
    }

    private Reply reply(Mishap.Said said, boolean stream) {
        Turn turn = said.turn();
        if (stream) {
            return seams.wire().stream(said.events(), pace(turn, said.events()), Ending.NORMAL);
        }
        Reply reply = seams.wire().json(200, seams.document().render(turn, Document.View.JSON), Map.of());
        Pace own = turn.pace();
        if (own == null) {
            return reply;
        }
        int whole = own.wholeMillis(turn.usage().output());
        return reply.with(reply.frames().stream().map(f -> f.withDelay(whole)).toList());
    }

    private List<Turn> chain(String tenant, CreateRequest request, Notes notes) throws Refusal {
        List<Turn> chain = new ArrayList<>();
        String id = request.previousResponseId();
        boolean direct = true;
        while (id != null) {
            String parent = id;
            var found = seams.store().find(tenant, parent, Use.CONTINUE);
            if (found.isEmpty()) {
                if (direct) {
                    notes.dead();
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
                calls.add(item.path("call_id").asText(item.path("id").asText("")));
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

    private Turn turn(
            String id,
            long createdAt,
            CreateRequest request,
            List<JsonNode> context,
            ToolLoop.Done done,
            Prompt prompt) {
        Draft draft = done.draft();
        List<ObjectNode> output = new ArrayList<>(done.output());
        boolean cut = request.maxOutputTokens() != null && cut(output, request.maxOutputTokens());
        if (draft.outcome().status().equals("incomplete")
                && !output.isEmpty()
                && output.get(output.size() - 1).has("status")) {
            output.get(output.size() - 1).put("status", "incomplete");
        }
        Usage given = draft.usage();
        Map<String, Integer> progress = draft.progress() == null ? prompt.progress() : draft.progress();
        return new Turn(
                id,
                request,
                createdAt,
                cut ? Outcome.incomplete("max_output_tokens") : draft.outcome(),
                output,
                given == null ? seams.meter().usage(request.instructions(), context, request.tools(), output) : given,
                draft.pace(),
                progress == null ? Map.of() : progress);
    }

    /**
     * Shortens the output to a number of tokens, at a token border. A call of a function that does not fit is left out: cut, it would be no
     * JSON. What servers of tools said is not the model's, and stays.
     */
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
            if (item.path("type").asText().equals("function_call")) {
                output.subList(i, output.size()).clear();
                return true;
            }
            if (!(item.path("content") instanceof ArrayNode content) || content.isEmpty()) {
                left = Math.max(0, left - size);
                continue;
            }
            shorten(content, left);
            item.put("status", "incomplete");
            output.subList(i + 1, output.size()).clear();
            return true;
        }
        return false;
    }

    /** Keeps of the parts of a message, which have more tokens than that, the first few. */
    private void shorten(ArrayNode content, int most) {
        int left = most;
        for (int i = 0; i < content.size(); i++) {
            ObjectNode part = (ObjectNode) content.get(i);
            String member = part.has("refusal") ? "refusal" : "text";
            List<String> tokens = seams.meter().tokens(part.path(member).asText());
            if (tokens.size() > left) {
                part.put(member, String.join("", tokens.subList(0, left)));
                // Of a part that had not begun nothing is seen.
                int kept = left == 0 && i > 0 ? i : i + 1;
                while (content.size() > kept) {
                    content.remove(content.size() - 1);
                }
                return;
            }
            left -= Math.min(left, tokens.size());
        }
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
