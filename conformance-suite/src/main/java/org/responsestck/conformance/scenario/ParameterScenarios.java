package org.responsestck.conformance.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.responsestck.conformance.dialect.Trait;
import org.responsestck.conformance.scenario.Needs.Model;
import org.responsestck.conformance.wire.Call;

/** Settings that the response shows again. */
final class ParameterScenarios {
    private ParameterScenarios() {}

    static List<Scenario> scenarios() {
        return List.of(Scenario.of(
                "echo",
                "A create with every setting and difficult metadata, plain and streamed, read again; one by one where that is refused.",
                Needs.of(Model.STRUCTURE),
                ParameterScenarios::echo));
    }

    private static void echo(Talk talk) throws Stop {
        ObjectNode settings = settings(talk);
        Reply reply = talk.send("echo", Bodies.create(talk.create(Bodies.PONG).setAll(settings)));
        boolean refused = refused(reply);
        if (refused) {
            settings.set("metadata", plainMetadata(talk));
            settings = oneByOne(talk, settings);
        }
        read(talk, "get", reply);
        talk.send(
                "stream",
                Bodies.create(
                        talk.create(Bodies.PONG).<ObjectNode>setAll(settings).put("stream", true)));
        if (refused) {
            Reply meta = talk.send("meta", Bodies.create(Bodies.basicWith(talk, "metadata", metadata(talk))));
            read(talk, "meta-get", meta);
        }
    }

    private static ObjectNode settings(Talk talk) {
        ObjectNode all = JsonNodeFactory.instance
                .objectNode()
                .put("temperature", 0.2)
                .put("top_p", 0.5)
                .put("max_output_tokens", 64)
                .put("parallel_tool_calls", false)
                .put("truncation", "auto");
        all.set("metadata", metadata(talk));
        all.put("instructions", "Be brief.");
        all.set("tools", Bodies.array(ToolBodies.weather(talk)));
        all.put("tool_choice", "none").put("max_tool_calls", 3);
        return talk.dialect().foreignMembers().contains("user") ? all : all.put("user", "u-" + talk.draw("user"));
    }

    /** One request per member at the step of its name; returns the members that were taken. */
    private static ObjectNode oneByOne(Talk talk, ObjectNode settings) throws Stop {
        ObjectNode taken = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> member : settings.properties()) {
            ObjectNode body = Bodies.basicWith(talk, member.getKey(), member.getValue());
            if (member.getKey().equals("tool_choice") && taken.has("tools")) {
                // A choice without tools is another question.
                body.set("tools", settings.path("tools"));
            }
            if (talk.send(member.getKey(), Bodies.create(body)).ok()) {
                taken.set(member.getKey(), member.getValue());
            }
        }
        return taken;
    }

    private static ObjectNode plainMetadata(Talk talk) {
        return JsonNodeFactory.instance.objectNode().put("suite", talk.draw("suite"));
    }

    /** Upper and lower case, a key with a space, an empty value, two spaces, letters of one to four bytes. */
    private static ObjectNode metadata(Talk talk) {
        String word = talk.draw("meta");
        String capital = word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
        return JsonNodeFactory.instance
                .objectNode()
                .put("Suite-Key " + word.toUpperCase(Locale.ROOT), "MiXed " + capital + " Ä 漢 😀")
                .put("empty", "")
                .put("k64", "value with  two spaces");
    }

    private static void read(Talk talk, String step, Reply reply) throws Stop {
        Optional<String> id = reply.ok() ? reply.text("/id") : Optional.empty();
        if (id.isPresent() && talk.dialect().is(Trait.RETRIEVAL)) {
            talk.send(step, Call.getResponse(id.get()));
        }
    }

    private static boolean refused(Reply reply) {
        return reply.status() >= 400 && reply.status() < 500 && reply.status() != 429;
    }
}
