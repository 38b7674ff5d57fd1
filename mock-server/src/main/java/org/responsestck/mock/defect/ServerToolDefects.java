package org.responsestck.mock.defect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.UnaryOperator;
import org.responsestck.mock.Seams;
import org.responsestck.mock.responder.Prompt;
import org.responsestck.mock.responder.Responder;
import org.responsestck.mock.tool.ToolFailure;
import org.responsestck.mock.tool.ToolServer;
import org.responsestck.mock.tool.ToolServers;

/** Faults in how tools of servers are listed, called and counted. Only somebody whose tool server is called can see them. */
final class ServerToolDefects {
    private static final ToolServer NOTHING = new ToolServer() {
        @Override
        public List<Listed> list() {
            return List.of();
        }

        @Override
        public Result call(String name, ObjectNode arguments) {
            return new Result("", true);
        }

        @Override
        public void close() {
            // Nothing was opened.
        }
    };

    private ServerToolDefects() {}

    static List<Twist> all() {
        List<Twist> all = new ArrayList<>(asking());
        all.addAll(calling());
        all.addAll(refusing());
        all.addAll(showing());
        return all;
    }

    private static List<Twist> asking() {
        return List.of(
                Twist.defect(
                        "allowed-tools-ignored",
                        "allowed_tools of an mcp tool is ignored",
                        Set.of(),
                        Set.of("TOOLS-MCP-011"),
                        tools(tool -> tool.remove("allowed_tools"))),
                Twist.defect(
                        "tool-headers-dropped",
                        "headers and authorization of an mcp tool are not sent",
                        Set.of(),
                        Set.of("TOOLS-MCP-015"),
                        tools(tool -> tool.remove(List.of("headers", "authorization")))),
                Twist.defect(
                        "tool-headers-echoed",
                        "headers and authorization of an mcp tool stand in the response",
                        Set.of(),
                        Set.of("TOOLS-MCP-015"),
                        Edits.document(Edits.EVERYWHERE, (turn, response) -> {
                            JsonNode sent = turn.request().body().path("tools");
                            if (sent.isArray()) {
                                response.set("tools", sent.deepCopy());
                            }
                        })),
                Twist.defect(
                        "max-tool-calls-not-enforced",
                        "the server runs more tool calls than max_tool_calls",
                        Set.of("LIMIT-TOOLCALLS-001"),
                        limit((prompt, made) -> ToolServers.MOST_CALLS - made)),
                Twist.defect(
                        "max-tool-calls-per-round",
                        "max_tool_calls counts anew after each result, so the response goes on behind its limit",
                        Set.of("LIMIT-TOOLCALLS-001"),
                        limit((prompt, made) -> made >= ToolServers.MOST_CALLS || prompt.maxToolCalls() == null
                                ? ToolServers.MOST_CALLS - made
                                : prompt.maxToolCalls())));
    }

    private static List<Twist> calling() {
        return List.of(
                Twist.defect(
                        "tool-result-invented",
                        "a tool is reported as called and its result is made up",
                        Set.of("TOOLS-MCP-003", "TOOLS-MCP-004", "TOOLS-MCP-020"),
                        calls((server, name, arguments) -> new ToolServer.Result("all is well", false))),
                Twist.defect(
                        "tool-called-twice",
                        "each reported call is made twice",
                        Set.of("TOOLS-MCP-020"),
                        calls((server, name, arguments) -> {
                            server.call(name, arguments.deepCopy());
                            return server.call(name, arguments);
                        })),
                Twist.defect(
                        "tool-arguments-altered",
                        "a tool gets other arguments than the response reports",
                        Set.of("TOOLS-MCP-024"),
                        calls((server, name, arguments) -> server.call(name, arguments.put("extra", "surprise")))),
                Twist.defect(
                        "tool-error-hidden",
                        "the error of a tool is shown as a success",
                        Set.of(),
                        Set.of("TOOLS-MCP-010"),
                        calls((server, name, arguments) -> {
                            ToolServer.Result result = server.call(name, arguments);
                            return result.failed() ? new ToolServer.Result("done", false) : result;
                        })),
                Twist.defect(
                        "tool-result-unseen",
                        "the model does not see what tools returned",
                        Set.of("TOOLS-MCP-004"),
                        seams -> {
                            Responder plain = seams.responder();
                            return seams.with((Responder) prompt -> plain.respond(blind(prompt)));
                        }));
    }

    private static List<Twist> refusing() {
        return List.of(
                Twist.defect(
                        "mcp-tools-want-a-label",
                        "an mcp tool without server_label is refused",
                        Set.of("TOOLS-MCP-001"),
                        refusing("mcp", (tool, body) -> !tool.has("server_label"))),
                Twist.defect(
                        "sse-tools-refused",
                        "only tools of the type mcp are known",
                        Set.of("TOOLS-MCP-002"),
                        refusing("sse", (tool, body) -> true)),
                Twist.defect(
                        "require-approval-refused",
                        "the member require_approval is refused",
                        Set.of("TOOLS-MCP-014"),
                        refusing("mcp", (tool, body) -> tool.has("require_approval"))),
                Twist.defect(
                        "continued-server-tools-refused",
                        "a continuation with an mcp tool is refused",
                        Set.of("TOOLS-MCP-023"),
                        refusing("mcp", (tool, body) -> body.hasNonNull("previous_response_id"))),
                Twist.defect(
                        "max-tool-calls-wants-tools",
                        "max_tool_calls without tools is refused",
                        Set.of(),
                        Set.of("LIMIT-TOOLCALLS-004"),
                        Gates.refusing(
                                b -> b.path("max_tool_calls").asInt() > 0 && !b.hasNonNull("tools"),
                                422,
                                "max_tool_calls needs tools")),
                Twist.defect(
                        "tool-server-down-ignored",
                        "a tool server that cannot be reached is as good as none",
                        Set.of(),
                        Set.of("TOOLS-MCP-009"),
                        seams -> seams.with((ToolServers) new Around(seams.servers()) {
                            @Override
                            public ToolServer open(JsonNode tool) throws ToolFailure {
                                try {
                                    return super.open(tool);
                                } catch (ToolFailure failure) {
                                    return NOTHING;
                                }
                            }
                        })));
    }

    private static List<Twist> showing() {
        return List.of(
                Twist.defect(
                        "server-calls-not-shown",
                        "the output holds nothing of the calls that the server made",
                        Set.of("TOOLS-MCP-005", "TOOLS-MCP-020"),
                        Edits.document(
                                Edits.FINISHED,
                                (turn, response) -> Edits.removeItems(
                                        response, item -> isA(item, "mcp_call") || isA(item, "tool_output")))),
                Twist.defect(
                        "server-calls-without-names",
                        "calls that the server made have no name",
                        Set.of("TOOLS-MCP-005", "TOOLS-MCP-024"),
                        Edits.items("mcp_call", call -> {
                            call.remove("name");
                            if (call.path("mcp") instanceof ObjectNode mcp) {
                                mcp.put("name", "");
                            }
                        })),
                Twist.defect(
                        "tool-output-of-another-call",
                        "the result of a tool names a call that is not there",
                        Set.of("TOOLS-MCP-006"),
                        Edits.items("tool_output", output -> output.put("tool_call_id", "call_of_another"))),
                Twist.defect(
                        "tool-output-not-shown",
                        "the results of tools are not in the output",
                        Set.of("TOOLS-MCP-006"),
                        Edits.document(
                                Edits.FINISHED,
                                (turn, response) -> Edits.removeItems(response, item -> isA(item, "tool_output")))),
                Twist.defect(
                        "answer-before-calls",
                        "the final message stands before the calls it was made from",
                        Set.of("RESP-OUTPUT-004"),
                        Edits.document(Edits.FINISHED, (turn, response) -> {
                            ArrayNode output = (ArrayNode) response.path("output");
                            int last = output.size() - 1;
                            if (last > 0 && isA(output.get(last), "message")) {
                                output.insert(0, output.remove(last));
                            }
                        })),
                Twist.defect(
                        "server-calls-not-streamed",
                        "streams show nothing of the calls that the server makes",
                        Set.of(),
                        Set.of("TOOLS-MCP-018"),
                        Edits.without(event -> isA(event.data().path("item"), "mcp_call")
                                || event.type().contains("mcp_call"))),
                Twist.defect(
                        "functions-answered-by-the-server",
                        "the server claims a result of a function that the client should run",
                        Set.of(),
                        Set.of("TOOLS-MCP-016"),
                        Edits.document(Edits.FINISHED, (turn, response) -> {
                            ArrayNode output = (ArrayNode) response.path("output");
                            for (int i = output.size() - 1; i >= 0; i--) {
                                if (isA(output.get(i), "function_call")) {
                                    output.insertObject(i + 1)
                                            .put("type", "tool_output")
                                            .put(
                                                    "tool_call_id",
                                                    output.get(i)
                                                            .path("call_id")
                                                            .asText())
                                            .put("output", "sunny");
                                }
                            }
                        })),
                Twist.defect(
                        "tool-limit-fails",
                        "a response that reaches max_tool_calls fails",
                        Set.of(),
                        Set.of("LIMIT-TOOLCALLS-002"),
                        Edits.document(Edits.FINISHED, (turn, response) -> {
                            JsonNode reason =
                                    response.path("incomplete_details").path("reason");
                            if (reason.asText().equals("max_tool_calls")) {
                                response.put("status", "failed").putNull("incomplete_details");
                                response.putObject("error").put("code", "limit").put("message", "too many calls");
                            }
                        })));
    }

    private static boolean isA(JsonNode item, String type) {
        return item.path("type").asText().equals(type);
    }

    /** Refuses a create with a tool of a type about which something is so. */
    private static UnaryOperator<Seams> refusing(String type, BiPredicate<JsonNode, JsonNode> when) {
        return Gates.refusing(
                body -> {
                    for (JsonNode tool : body.path("tools")) {
                        if (isA(tool, type) && when.test(tool, body)) {
                            return true;
                        }
                    }
                    return false;
                },
                422,
                "unsupported tool: " + type);
    }

    private static Prompt blind(Prompt prompt) {
        List<JsonNode> seen = new ArrayList<>();
        for (JsonNode item : prompt.items()) {
            seen.add(
                    item.path("type").asText().equals("tool_output")
                            ? ((ObjectNode) item.deepCopy()).put("output", "nothing")
                            : item);
        }
        return prompt.seeing(seen);
    }

    private interface Calling {
        ToolServer.Result call(ToolServer server, String name, ObjectNode arguments);
    }

    private interface Left {
        int left(Prompt prompt, int made);
    }

    /** Changes the tool before its server is dialled. */
    private static UnaryOperator<Seams> tools(java.util.function.Consumer<ObjectNode> edit) {
        return seams -> seams.with((ToolServers) new Around(seams.servers()) {
            @Override
            public ToolServer open(JsonNode tool) throws ToolFailure {
                ObjectNode edited = tool.deepCopy();
                edit.accept(edited);
                return super.open(edited);
            }
        });
    }

    private static UnaryOperator<Seams> limit(Left other) {
        return seams -> seams.with((ToolServers) new Around(seams.servers()) {
            @Override
            public int left(Prompt prompt, int made) {
                return other.left(prompt, made);
            }
        });
    }

    /** A response at its limit that ends in words. */
    static UnaryOperator<Seams> completing() {
        return seams -> seams.with((ToolServers) new Around(seams.servers()) {
            @Override
            public boolean completesAtLimit() {
                return true;
            }
        });
    }

    private static UnaryOperator<Seams> calls(Calling calling) {
        return seams -> seams.with((ToolServers) new Around(seams.servers()) {
            @Override
            public ToolServer open(JsonNode tool) throws ToolFailure {
                ToolServer plain = super.open(tool);
                return new ToolServer() {
                    @Override
                    public List<Listed> list() throws ToolFailure {
                        return plain.list();
                    }

                    @Override
                    public Result call(String name, ObjectNode arguments) {
                        return calling.call(plain, name, arguments);
                    }

                    @Override
                    public void close() {
                        plain.close();
                    }
                };
            }
        });
    }

    /** Does what another does. */
    private static class Around implements ToolServers {
        private final ToolServers plain;

        Around(ToolServers plain) {
            this.plain = plain;
        }

        @Override
        public ToolServer open(JsonNode tool) throws ToolFailure {
            return plain.open(tool);
        }

        @Override
        public int left(Prompt prompt, int made) {
            return plain.left(prompt, made);
        }

        @Override
        public boolean completesAtLimit() {
            return plain.completesAtLimit();
        }
    }
}
