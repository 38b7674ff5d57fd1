package org.responsestck.conformance.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.responsestck.conformance.dialect.Trait;
import org.responsestck.conformance.scenario.Needs.Model;
import org.responsestck.conformance.wire.Call;

/** Functions that the client executes: offered, called, answered. */
final class FunctionToolScenarios {
    private static final String SENSOR = "Name the sensor only.";

    private FunctionToolScenarios() {}

    static List<Scenario> scenarios() {
        return List.of(
                Scenario.of(
                        "function-call",
                        "A demanded call, read again, streamed, and answered without the server's memory",
                        Needs.of(Model.COOPERATION).capability("function-tools").takes(3),
                        FunctionToolScenarios::call),
                Scenario.of(
                        "function-offer",
                        "The same function offered with tool_choice auto, without it, with none, and for nothing",
                        Needs.of(Model.COOPERATION).capability("function-tools").takes(2),
                        FunctionToolScenarios::offer),
                Scenario.of(
                        "function-loop",
                        "A demanded call, answered by previous_response_id, and left without an answer",
                        Needs.of(Model.COOPERATION)
                                .capability("function-tools", "chaining", "storage")
                                .takes(3),
                        FunctionToolScenarios::loop),
                Scenario.of(
                        "function-nulls",
                        "Function tools with null and false members",
                        Needs.of(Model.STRUCTURE).capability("function-tools"),
                        FunctionToolScenarios::nulls),
                Scenario.of(
                        "function-parallel",
                        "Two functions asked for at once: allowed, forbidden, and limited to one call",
                        Needs.of(Model.COOPERATION).capability("function-tools").takes(2),
                        FunctionToolScenarios::parallel));
    }

    private static void call(Talk talk) throws Stop {
        Reply forced = talk.send("forced", Call.post("/responses", ToolBodies.forced(talk)));
        if (forced.status() >= 400 && forced.status() < 500) {
            talk.send(
                    "auto", Call.post("/responses", ToolBodies.askWeather(talk).put("tool_choice", "auto")));
        }
        var id = forced.text("/id");
        if (forced.ok() && id.isPresent()) {
            talk.send("get", Call.getResponse(id.get()));
        }
        talk.send("stream", Call.post("/responses", ToolBodies.forced(talk).put("stream", true)));
        List<JsonNode> calls = ToolBodies.calls(forced);
        if (forced.ok() && !calls.isEmpty()) {
            replay(talk, forced, calls);
            controls(talk);
        }
        if (forced.ok() && calls.isEmpty()) {
            obedience(talk);
        }
    }

    /** Shows whether the model does what it is told at all, where it made no call although one was demanded. */
    private static void obedience(Talk talk) throws Stop {
        for (int i = 1; i < talk.take(); i++) {
            String word = talk.draw("order-" + i);
            talk.send(
                    "order/" + i,
                    Call.post("/responses", talk.create("Repeat exactly this word and nothing else: " + word)));
        }
    }

    private static void replay(Talk talk, Reply forced, List<JsonNode> calls) throws Stop {
        String station = talk.draw("replay-station");
        ObjectNode body = talk.create().put("store", false);
        ArrayNode input = body.putArray("input");
        input.add(ToolBodies.user(ToolBodies.WEATHER));
        if (talk.dialect().is(Trait.OUTPUT_IS_INPUT)) {
            forced.needNode("/output").forEach(input::add);
        } else {
            calls.forEach(input::add);
        }
        Reply reply =
                talk.send("replay", Call.post("/responses", finish(body, input, calls, ToolBodies.result(station))));
        if (!reply.ok() && reply.status() >= 400) {
            ObjectNode bare = talk.create().put("store", false);
            ArrayNode items = bare.putArray("input");
            items.add(ToolBodies.user(ToolBodies.WEATHER));
            for (JsonNode call : calls) {
                items.add(ToolBodies.bare(call));
            }
            talk.send("replay-bare", Call.post("/responses", finish(bare, items, calls, ToolBodies.result(station))));
        }
    }

    private static ObjectNode finish(ObjectNode body, ArrayNode input, List<JsonNode> calls, String result)
            throws Stop {
        for (JsonNode call : calls) {
            input.add(ToolBodies.output(call, result));
        }
        input.add(ToolBodies.user("Name the station."));
        return body;
    }

    /** One of each control in the second take, two in the third: three in all. */
    private static void controls(Talk talk) throws Stop {
        for (int i = 1; i < talk.take(); i++) {
            talk.send(
                    "control-json/" + i,
                    Call.post(
                            "/responses",
                            talk.create("Write one JSON object with the single member location whose value is"
                                    + " \"San Francisco, CA\". Write the JSON only.")));
            station(talk, "replay-control/" + i, "replay-control-" + i);
        }
    }

    private static void station(Talk talk, String step, String word) throws Stop {
        talk.send(step, Call.post("/responses", ToolBodies.stationControl(talk, talk.draw(word))));
    }

    private static void offer(Talk talk) throws Stop {
        talk.send("auto", Call.post("/responses", ToolBodies.askWeather(talk).put("tool_choice", "auto")));
        ObjectNode unneeded = ToolBodies.askWeather(talk).put("tool_choice", "auto");
        talk.send("unneeded", Call.post("/responses", unneeded.put("input", "Reply with the single word pong.")));
        if (talk.take() == 1) {
            talk.send("default", Call.post("/responses", ToolBodies.askWeather(talk)));
        }
        talk.send("none", Call.post("/responses", ToolBodies.askWeather(talk).put("tool_choice", "none")));
    }

    private static void loop(Talk talk) throws Stop {
        Reply forced = talk.send("forced", Call.post("/responses", ToolBodies.forced(talk)));
        List<JsonNode> calls = ToolBodies.calls(forced);
        if (!forced.ok() || calls.isEmpty()) {
            return;
        }
        String id = forced.need("/id");
        String result = ToolBodies.result(talk.draw("station"), talk.draw("sensor"));
        Reply reply = talk.send("continue", Call.post("/responses", turn(talk, id, calls, result)));
        if (reply.ok() && endsWithACall(reply)) {
            reply = talk.send(
                    "continue-none",
                    Call.post("/responses", turn(talk, id, calls, result).put("tool_choice", "none")));
        }
        if (reply.ok() && reply.text("/id").isPresent()) {
            talk.send("later", Call.post("/responses", Turns.next(talk, reply.need("/id"), SENSOR)));
        }
        if (talk.take() == 1) {
            talk.send("unanswered", Call.post("/responses", Turns.next(talk, id, "Hello?")));
        }
        for (int i = 1; i < talk.take(); i++) {
            station(talk, "control/" + i, "control-" + i);
            ObjectNode told = talk.create();
            told.putArray("input")
                    .add(ToolBodies.user("The weather service says: " + result))
                    .add(ToolBodies.user(SENSOR));
            talk.send("later-control/" + i, Call.post("/responses", told));
        }
    }

    private static ObjectNode turn(Talk talk, String id, List<JsonNode> calls, String result) throws Stop {
        ObjectNode body = talk.create().put("previous_response_id", id);
        body.putArray("tools").add(ToolBodies.weather(talk));
        return finish(body, body.putArray("input"), calls, result);
    }

    private static boolean endsWithACall(Reply reply) {
        JsonNode output = reply.node("/output").orElse(null);
        if (output == null || !output.isArray() || output.isEmpty()) {
            return false;
        }
        String type = output.get(output.size() - 1).path("type").asText("");
        return type.equals("function_call") || type.equals("tool_call");
    }

    private static void nulls(Talk talk) throws Stop {
        ObjectNode strict = ToolBodies.weather(talk);
        strict.putNull("strict");
        ObjectNode description = ToolBodies.weather(talk);
        description.putNull("description");
        ObjectNode loose = ToolBodies.weather(talk).put("strict", false);
        ObjectNode all = talk.create(ToolBodies.WEATHER).put("tool_choice", "auto");
        all.putArray("tools")
                .add(strict)
                .add(description.deepCopy().put("name", "get_forecast"))
                .add(loose.deepCopy().put("name", "get_climate"));
        if (!talk.send("all", Call.post("/responses", all)).ok()) {
            // One by one, to see which of them it is.
            send(talk, "strict-null", strict);
            send(talk, "description-null", description);
            send(talk, "strict-false", loose);
        }
    }

    private static void send(Talk talk, String step, ObjectNode tool) throws Stop {
        ObjectNode body = talk.create(ToolBodies.WEATHER).put("tool_choice", "auto");
        body.putArray("tools").add(tool);
        talk.send(step, Call.post("/responses", body));
    }

    private static void parallel(Talk talk) throws Stop {
        if (talk.take() == 1) {
            talk.send(
                    "allowed", Call.post("/responses", ToolBodies.askBoth(talk).put("parallel_tool_calls", true)));
            // Several items in one stream: the only place where indexes and ids of items can be mixed up.
            talk.send(
                    "stream",
                    Call.post(
                            "/responses",
                            ToolBodies.askBoth(talk)
                                    .put("parallel_tool_calls", true)
                                    .put("stream", true)));
        }
        talk.send("forbidden", Call.post("/responses", ToolBodies.askBoth(talk).put("parallel_tool_calls", false)));
        talk.send(
                "limited",
                Call.post(
                        "/responses",
                        ToolBodies.askBoth(talk)
                                .put("parallel_tool_calls", true)
                                .put("max_tool_calls", 1)));
    }
}
