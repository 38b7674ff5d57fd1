package org.responsestck.mock.tool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.responsestck.mock.conversation.Outcome;
import org.responsestck.mock.responder.Draft;
import org.responsestck.mock.responder.Prompt;
import org.responsestck.mock.responder.Responder;

/**
 * The rounds of one response: the model is asked, the calls it wants of the server are made, and it is asked again with their results, until
 * it answers in words, calls a function of the client, or may call no more. A script says everything at once, and then nothing is dialled.
 */
public final class ToolLoop {
    /** No call begins later than this after the first round, so that no client waits for a minute. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(40);

    private final Responder responder;
    private final Tools tools;
    private final ToolServers servers;
    private final Function<Draft.Part, List<ObjectNode>> items;

    /** @param items the output items of a part; draws their ids */
    public ToolLoop(
            Responder responder, Tools tools, ToolServers servers, Function<Draft.Part, List<ObjectNode>> items) {
        this.responder = responder;
        this.tools = tools;
        this.servers = servers;
        this.items = items;
    }

    /**
     * What the rounds came to.
     *
     * @param draft the last thing the model said, with the outcome of the response
     * @param output all items of the response
     */
    public record Done(Draft draft, List<ObjectNode> output) {}

    /** What the model says at first. If it {@link #dials}, the rounds follow. */
    public Draft first(Prompt prompt) {
        return tools.fit(prompt, responder.respond(prompt));
    }

    public static boolean dials(Draft draft) {
        return draft.parts().stream().anyMatch(Draft.ToolsWanted.class::isInstance);
    }

    /** The response of a draft that dials nothing. */
    public Done whole(Draft draft) {
        List<ObjectNode> output = new ArrayList<>();
        draft.parts().forEach(part -> output.addAll(items.apply(part)));
        return new Done(draft, output);
    }

    /**
     * Connects, lists and plays the rounds. Blocks for as long as the servers take, within their limits.
     *
     * @param progress hears the items so far whenever a call is about to be made, and after it; the last may still be in progress
     * @throws ToolFailure if a server's tools cannot be listed
     */
    public Done run(Prompt prompt, Consumer<List<ObjectNode>> progress) throws ToolFailure {
        List<ToolServer> open = new ArrayList<>();
        try {
            return new Rounds(prompt, open, progress).play();
        } finally {
            open.forEach(ToolServer::close);
        }
    }

    private final class Rounds {
        private final Prompt prompt;
        private final List<ToolServer> open;
        private final Consumer<List<ObjectNode>> progress;
        private final List<ObjectNode> output = new ArrayList<>();
        private final List<JsonNode> offered = new ArrayList<>();
        private final long begun = System.nanoTime();
        private int made;

        Rounds(Prompt prompt, List<ToolServer> open, Consumer<List<ObjectNode>> progress) {
            this.prompt = prompt;
            this.open = open;
            this.progress = progress;
        }

        Done play() throws ToolFailure {
            offer();
            while (true) {
                int left = servers.left(prompt, made);
                Prompt now = now(left);
                Draft raw = responder.respond(now);
                if (left <= 0 && raw.parts().stream().anyMatch(Draft.ToolCall.class::isInstance)) {
                    return limit(raw);
                }
                Draft draft = tools.fit(now, raw);
                int before = made;
                boolean ours = true;
                for (Draft.Part part : draft.parts()) {
                    if (part instanceof Draft.ToolCall call) {
                        make(call);
                    } else {
                        output.addAll(items.apply(part));
                        ours &= !(part instanceof Draft.FunctionCall);
                    }
                }
                if (made == before || !ours || draft.failure() != null) {
                    return new Done(draft, output);
                }
            }
        }

        /** Lists what can be called. A server that is not dialled is named in a message of its own: the answer must not look as if it had been asked. */
        private void offer() throws ToolFailure {
            for (JsonNode tool : prompt.tools()) {
                String type = tool.path("type").asText();
                if (!type.equals("mcp") && !type.equals("sse")) {
                    offered.add(tool);
                    continue;
                }
                try {
                    ToolServer server = servers.open(tool);
                    open.add(server);
                    for (ToolServer.Listed listed : server.list()) {
                        offered.add(JsonNodeFactory.instance
                                .objectNode()
                                .put("type", Draft.ToolCall.TYPE)
                                .put("server", open.size() - 1)
                                .put("server_label", tool.path("server_label").asText(""))
                                .put("name", listed.name())
                                .put("description", listed.description())
                                .set("parameters", listed.parameters()));
                    }
                } catch (ToolFailure failure) {
                    if (!failure.isRefused()) {
                        throw failure;
                    }
                    output.addAll(items.apply(new Draft.Text(failure.reason())));
                }
            }
        }

        private Prompt now(int left) {
            List<JsonNode> seen = new ArrayList<>(prompt.items());
            seen.addAll(output);
            // What was demanded has been done with the first call.
            JsonNode choice = made > 0 ? TextNode.valueOf("auto") : prompt.toolChoice();
            return prompt.round(seen, offered, choice, Math.max(0, left));
        }

        private Done limit(Draft wanted) {
            if (servers.completesAtLimit()) {
                Prompt words = prompt.round(now(0).items(), offered, TextNode.valueOf("none"), 0);
                Draft draft = responder.respond(words);
                draft.parts().forEach(part -> output.addAll(items.apply(part)));
                return new Done(draft, output);
            }
            return new Done(wanted.with(Outcome.incomplete("max_tool_calls")), output);
        }

        private void make(Draft.ToolCall call) {
            List<ObjectNode> both = items.apply(new Draft.ServerCall(call.name(), call.arguments(), "", false));
            String id = both.get(0).path("id").asText();
            List<ObjectNode> soFar = new ArrayList<>(output);
            soFar.add(both.get(0).deepCopy().put("status", "in_progress"));
            progress.accept(soFar);
            ToolServer.Result result = System.nanoTime() - begun > PATIENCE_NANOS
                    ? new ToolServer.Result("the tools took too long before", true)
                    : open.get(call.server()).call(call.name(), call.arguments().deepCopy());
            made++;
            List<ObjectNode> finished = items.apply(
                    new Draft.ServerCall(call.name(), call.arguments(), result.output(), result.failed(), id));
            output.addAll(finished);
            progress.accept(List.copyOf(output));
        }
    }
}
