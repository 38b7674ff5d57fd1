package org.responsestck.conformance.scenario;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.responsestck.conformance.scenario.Needs.Model;
import org.responsestck.conformance.scenario.Needs.Option;

/** Answers that must fit a JSON schema, with and without reasoning; and a question about an image. */
final class AnswerFormScenarios {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    /** 32 by 32 pixels of pure red. */
    private static final String RED = "data:image/png;base64,"
            + "iVBORw0KGgoAAAANSUhEUgAAACAAAAAgCAIAAAD8GO2jAAAAJ0lEQVR42u3NsQkAAAjAsP7/tF7hIASyp6lTCQQCgUAgEAgE"
            + "gi/BAjLD/C5w/SM9AAAAAElFTkSuQmCC";

    private AnswerFormScenarios() {}

    static List<Scenario> scenarios() {
        return List.of(
                Scenario.of(
                        "structured",
                        "Asks for an answer that fits a JSON schema.",
                        Needs.of(Model.ENFORCEABLE).capability("structured-output"),
                        talk -> talk.send("create", Bodies.create(person(talk)))),
                Scenario.of(
                        "structured-reasoning",
                        "The same of a reasoning model that is asked to think, plain and streamed.",
                        Needs.of(Model.ENFORCEABLE)
                                .capability("structured-output", "reasoning")
                                .option(Option.REASONING_MODEL),
                        AnswerFormScenarios::thinking),
                Scenario.of(
                        "image",
                        "A question about an image that is sent along.",
                        Needs.of(Model.STRUCTURE).capability("images"),
                        AnswerFormScenarios::image));
    }

    private static void thinking(Talk talk) throws Stop {
        talk.send("create", Bodies.create(thoughtful(talk)));
        talk.send("stream", Bodies.create(thoughtful(talk).put("stream", true)));
    }

    private static ObjectNode thoughtful(Talk talk) {
        ObjectNode body = person(talk);
        talk.option(Option.REASONING_MODEL).ifPresent(model -> body.put("model", model));
        body.putObject("reasoning").put("effort", "low");
        return body;
    }

    private static ObjectNode person(Talk talk) {
        ObjectNode schema = JSON.objectNode().put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        properties.putObject("name").put("type", "string");
        properties.putObject("age").put("type", "integer");
        schema.putArray("required").add("name").add("age");
        schema.put("additionalProperties", false);
        ObjectNode body = talk.create("Give a random person.");
        ObjectNode format = body.putObject("text").putObject("format");
        format.put("type", "json_schema").put("name", "person").put("strict", true);
        format.set("schema", schema);
        return body;
    }

    private static void image(Talk talk) throws Stop {
        ObjectNode message =
                Bodies.message("user", Bodies.part("input_text", "Which single colour fills this image? One word."));
        ObjectNode image = JSON.objectNode().put("type", "input_image").put("detail", "auto");
        message.withArray("content").add(image.put("image_url", RED));
        talk.send("create", Bodies.create(talk.create().set("input", Bodies.array(message))));
    }
}
