package org.responsestck.conformance.scenario;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.responsestck.conformance.dialect.Trait;
import org.responsestck.conformance.scenario.Needs.Model;
import org.responsestck.conformance.wire.Call;

/** A function demanded by name, and tools that are not well-formed. */
final class ToolChoiceScenarios {
    private ToolChoiceScenarios() {}

    static List<Scenario> scenarios() {
        return List.of(
                Scenario.of(
                        "tool-choice",
                        "A function demanded by name although another fits better",
                        Needs.of(Model.ENFORCEABLE)
                                .capability("function-tools", "tool-choice")
                                .takes(2),
                        ToolChoiceScenarios::named),
                Scenario.of(
                        "tool-form",
                        "A function tool in the nested form of Chat Completions",
                        Needs.of(Model.ENFORCEABLE).capability("function-tools"),
                        ToolChoiceScenarios::nested),
                Scenario.of(
                        "tool-url",
                        "Server-side tools without a usable address",
                        Needs.of(Model.NOTHING),
                        ToolChoiceScenarios::addresses),
                Scenario.of(
                        "reason",
                        "A question that asks for low reasoning effort",
                        Needs.of(Model.STRUCTURE).capability("reasoning"),
                        ToolChoiceScenarios::reason));
    }

    private static void named(Talk talk) throws Stop {
        ObjectNode body = body(talk);
        body.putObject("tool_choice").put("type", "function").put("name", "get_time");
        Reply reply = talk.send("named", Call.post("/responses", body));
        boolean called = ToolBodies.calls(reply).stream()
                .anyMatch(c -> ToolBodies.name(c).equals("get_time"));
        if (!called && talk.dialect().is(Trait.OPEN_TOOL_CHOICE)) {
            // The nested form is the other usual one.
            ObjectNode again = body(talk);
            again.putObject("tool_choice")
                    .put("type", "function")
                    .putObject("function")
                    .put("name", "get_time");
            talk.send("named-nested", Call.post("/responses", again));
        }
    }

    private static ObjectNode body(Talk talk) {
        ObjectNode body = talk.create(ToolBodies.WEATHER);
        body.putArray("tools").add(ToolBodies.weather(talk)).add(ToolBodies.time(talk));
        return body;
    }

    private static void nested(Talk talk) throws Stop {
        ObjectNode flat = ToolBodies.weather(talk);
        ObjectNode body = talk.create(ToolBodies.WEATHER).put("tool_choice", "required");
        flat.remove("type");
        body.putArray("tools").addObject().put("type", "function").set("function", flat);
        talk.send("nestedtool", Call.post("/responses", body));
    }

    private static void addresses(Talk talk) throws Stop {
        send(talk, "mcpurl/0", null);
        send(talk, "mcpurl/1", "file:///etc/hosts");
    }

    private static void send(Talk talk, String step, @Nullable String url) throws Stop {
        ObjectNode body = talk.create("Reply with the single word pong.");
        ObjectNode tool = body.putArray("tools").addObject().put("type", "mcp");
        if (talk.dialect().is(Trait.LABELLED_MCP)) {
            tool.put("server_label", "suite").put("require_approval", "never");
        }
        if (url != null) {
            tool.put("server_url", url);
        }
        talk.send(step, Call.post("/responses", body));
    }

    private static void reason(Talk talk) throws Stop {
        ObjectNode body = talk.create("How many letters r are in strawberry? Think first.");
        talk.option(Needs.Option.REASONING_MODEL).ifPresent(model -> body.put("model", model));
        body.putObject("reasoning").put("effort", "low");
        talk.send("create", Call.post("/responses", body));
    }
}
