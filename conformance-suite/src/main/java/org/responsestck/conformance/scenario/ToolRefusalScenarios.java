package org.responsestck.conformance.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.responsestck.conformance.scenario.Needs.Model;

/** Tools and choices that are wrong on purpose, each in a request that a model could answer without any tool. */
final class ToolRefusalScenarios {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private ToolRefusalScenarios() {}

    static List<Scenario> scenarios() {
        return List.of(Scenario.of(
                "refusals-tools",
                "Malformed, unknown and repeated tools, and choices that name nothing.",
                Needs.of(Model.NOTHING).capability("function-tools"),
                ToolRefusalScenarios::play));
    }

    private static void play(Talk talk) throws Stop {
        ObjectNode nameless = ToolBodies.weather(talk);
        nameless.remove("name");
        ObjectNode spaced = ToolBodies.weather(talk).put("name", "a b");
        ObjectNode numbered = ToolBodies.weather(talk).put("parameters", 1);
        List<ObjectNode> malformed = List.of(nameless, spaced, numbered);
        for (int i = 0; i < malformed.size(); i++) {
            tools(talk, "tool/" + i, malformed.get(i));
        }
        tools(talk, "unknown-type", JSON.objectNode().put("type", "suite_unknown"));
        tools(talk, "twins", ToolBodies.weather(talk), ToolBodies.weather(talk));
        ObjectNode nope = JSON.objectNode().put("type", "function").put("name", "nope");
        choice(talk, "choice-unknown", nope, ToolBodies.weather(talk));
        choice(talk, "choice-illegal", JSON.textNode("sometimes"), ToolBodies.weather(talk));
        choice(talk, "choice-without-tools", JSON.textNode("required"));
    }

    private static void tools(Talk talk, String step, ObjectNode... tools) throws Stop {
        talk.send(step, Bodies.create(Bodies.basicWith(talk, "tools", Bodies.array(tools))));
    }

    private static void choice(Talk talk, String step, JsonNode choice, ObjectNode... tools) throws Stop {
        ObjectNode body = Bodies.basicWith(talk, "tool_choice", choice);
        if (tools.length > 0) {
            body.set("tools", Bodies.array(tools));
        }
        talk.send(step, Bodies.create(body));
    }
}
