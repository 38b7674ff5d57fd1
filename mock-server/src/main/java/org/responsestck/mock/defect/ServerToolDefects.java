package org.responsestck.mock.defect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.responsestck.mock.Seams;
import org.responsestck.mock.responder.Prompt;
import org.responsestck.mock.responder.Responder;
import org.responsestck.mock.tool.ToolFailure;
import org.responsestck.mock.tool.ToolServer;
import org.responsestck.mock.tool.ToolServers;

/** Faults in how tools of servers are listed, called and counted. Only somebody whose tool server is called can see them. */
final class ServerToolDefects {
    private ServerToolDefects() {}

    static List<Twist> all() {
        List<Twist> all = new ArrayList<>(asking());
        all.addAll(calling());
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
