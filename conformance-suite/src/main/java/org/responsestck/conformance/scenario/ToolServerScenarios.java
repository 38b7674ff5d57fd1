package org.responsestck.conformance.scenario;

import static org.responsestck.conformance.scenario.Turns.create;
import static org.responsestck.conformance.scenario.Turns.refused;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.responsestck.conformance.scenario.Needs.Model;
import org.responsestck.conformance.scenario.Needs.Option;

/** Tools that the target calls itself, served by the run's own tool server. */
final class ToolServerScenarios {
    private static final String SECRET = "get_secret";
    private static final String OTHER = "get_other";
    private static final String ASK = "Call the tool get_secret and tell me the word it returns.";

    private ToolServerScenarios() {}

    static List<Scenario> scenarios() {
        return List.of(
                served(
                        "tool-server",
                        "A tool of a server is called: answered at once, continued, and streamed",
                        ToolServerScenarios::call),
                served(
                        "tool-server-arguments",
                        "A tool with arguments, over the older transport",
                        ToolServerScenarios::arguments),
                served("tool-server-parallel", "Two tools in the same step", ToolServerScenarios::parallel),
                served("tool-server-error", "A tool that fails", ToolServerScenarios::error),
                served(
                        "tool-server-extras",
                        "A tool server with allowed tools and headers of its own",
                        ToolServerScenarios::extras),
                served("tool-server-mixed", "A tool of a server beside a function", ToolServerScenarios::mixed),
                served(
                        "tool-server-limit",
                        "More calls asked for than max_tool_calls allows",
                        ToolServerScenarios::limit),
                Scenario.of(
                        "tool-server-down",
                        "A tool server that is not there",
                        Needs.of(Model.STRUCTURE).capability("server-tools"),
                        ToolServerScenarios::down),
                Scenario.of(
                        "python-tool",
                        "A tool of the type python",
                        Needs.of(Model.STRUCTURE).capability("server-tools"),
                        ToolServerScenarios::python),
                Scenario.of(
                        "tool-limit-alone",
                        "max_tool_calls without any tool",
                        Needs.of(Model.STRUCTURE),
                        talk -> talk.send(
                                "create", create(talk.create(Bodies.PONG).put("max_tool_calls", 3)))));
    }

    private static Scenario served(String id, String purpose, Scenario.Play play) {
        return Scenario.of(
                id,
                purpose,
                Needs.of(Model.COOPERATION)
                        .capability("server-tools")
                        .option(Option.WITNESS)
                        .takes(3),
                play);
    }

    private static ServedTool secret(Talk talk) {
        return ServedTool.of(SECRET, "Returns the secret word.", talk.draw("secret"));
    }

    private static ServedTool other(Talk talk) {
        return ServedTool.of(OTHER, "Returns the other word.", talk.draw("other"));
    }

    /** The form of the guide; tool_choice is forced in the last take only, for it is not what the guide shows. */
    private static ObjectNode ask(Talk talk, String type, String url, String input) {
        ObjectNode body = Turns.first(talk, input);
        body.putArray("tools").addObject().put("type", type).put("server_url", url);
        return body.put("tool_choice", talk.take() < 3 ? "auto" : "required");
    }

    private static ObjectNode tool(ObjectNode body) {
        return (ObjectNode) body.path("tools").get(0);
    }

    private static void call(Talk talk) throws Stop {
        String url = talk.toolServer("main", secret(talk)).url();
        Reply first = talk.send("call", create(ask(talk, "mcp", url, ASK)));
        if (first.ok() && first.text("/id").isPresent()) {
            ObjectNode next = Turns.next(talk, first.need("/id"), "Which word did the tool return?");
            next.putArray("tools").addObject().put("type", "mcp").put("server_url", url);
            talk.send("continue", create(next));
        }
        ObjectNode labelled = ask(talk, "mcp", url, ASK).put("stream", true);
        tool(labelled).put("server_label", "suite").put("require_approval", "never");
        if (refused(talk.send("labelled-stream", create(labelled)))) {
            talk.send("stream", create(ask(talk, "mcp", url, ASK).put("stream", true)));
        }
        Turns.control(
                talk,
                "control",
                talk.create(
                        "The tool get_secret returned: " + talk.draw("secret") + ". Tell me the word it returned."));
    }

    private static void arguments(Talk talk) throws Stop {
        ServedTool mark = ServedTool.of("mark", "Marks a token so many times.", "marked")
                .with("token", "string")
                .with("count", "integer");
        ToolServer server = talk.toolServer("main", mark);
        String input = "Call mark with token " + talk.draw("token") + " and count 3.";
        if (refused(talk.send("sse", create(ask(talk, "sse", server.sseUrl(), input))))) {
            talk.send("mcp", create(ask(talk, "mcp", server.url(), input)));
        }
    }

    private static void parallel(Talk talk) throws Stop {
        ToolServer server = talk.toolServer("main", secret(talk), other(talk));
        String input = "Call get_secret and get_other, both in the same step, and tell me both words.";
        talk.send("call", create(ask(talk, "mcp", server.url(), input).put("parallel_tool_calls", true)));
    }

    private static void error(Talk talk) throws Stop {
        ServedTool broken = ServedTool.of(SECRET, "Returns the secret word.", "Failure " + talk.draw("failure"))
                .manner(ServedTool.Manner.FAILS);
        talk.send(
                "call", create(ask(talk, "mcp", talk.toolServer("main", broken).url(), ASK)));
    }

    /** Both at once; where that is refused, one by one, so that the one is not blamed for the other. */
    private static void extras(Talk talk) throws Stop {
        String url = talk.toolServer("main", secret(talk), other(talk)).url();
        if (refused(talk.send("both", create(headers(talk, allowed(extra(talk, url))))))) {
            talk.send("allowed", create(allowed(extra(talk, url))));
            talk.send("headers", create(headers(talk, extra(talk, url))));
        }
    }

    private static ObjectNode extra(Talk talk, String url) {
        return ask(
                talk,
                "mcp",
                url,
                "Call the tool get_secret, or get_other if there is no get_secret, and tell me the word it returns.");
    }

    private static ObjectNode allowed(ObjectNode body) {
        tool(body).putArray("allowed_tools").add(OTHER);
        return body;
    }

    private static ObjectNode headers(Talk talk, ObjectNode body) {
        tool(body).putObject("headers").put("X-Suite", talk.draw("header"));
        tool(body).put("authorization", talk.draw("authorization"));
        return body;
    }

    private static void mixed(Talk talk) throws Stop {
        ToolServer server = talk.toolServer("main", secret(talk));
        ObjectNode body = ask(
                talk,
                "mcp",
                server.url(),
                "Call the tool get_secret and tell me the word it returns. Also call get_weather for Paris, France.");
        ((ArrayNode) body.path("tools")).add(ToolBodies.weather(talk));
        talk.send("call", create(body));
    }

    private static void limit(Talk talk) throws Stop {
        String input = "Call next_number five times, one after the other, and list the numbers.";
        talk.send(
                "limited",
                create(ask(talk, "mcp", numbers(talk, "limited"), input).put("max_tool_calls", 2)));
        talk.send("unlimited", create(ask(talk, "mcp", numbers(talk, "unlimited"), input)));
    }

    private static String numbers(Talk talk, String server) throws Stop {
        ServedTool next = ServedTool.of(
                "next_number", "Returns the next number of a series.", "17", "23", "42", "58", "64", "71", "89");
        return talk.toolServer(server, next).url();
    }

    /** Port 9 is reserved for discarding what comes; nothing listens there. */
    private static void down(Talk talk) throws Stop {
        talk.send("call", create(ask(talk, "mcp", "http://127.0.0.1:9/mcp", ASK)));
    }

    private static void python(Talk talk) throws Stop {
        ObjectNode body = talk.create(Bodies.PONG);
        body.putArray("tools").addObject().put("type", "python");
        talk.send("create", create(body));
    }
}
