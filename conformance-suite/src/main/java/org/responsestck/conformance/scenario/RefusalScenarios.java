package org.responsestck.conformance.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.responsestck.conformance.dialect.Trait;
import org.responsestck.conformance.scenario.Needs.Model;
import org.responsestck.conformance.wire.Call;

/** Requests that are wrong on purpose: each should be refused before any model runs. One request per case. */
final class RefusalScenarios {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String MEDIA_TYPE = "application/json";

    private RefusalScenarios() {}

    static List<Scenario> scenarios() {
        return List.of(
                refusal(
                        "refusals-body",
                        "Bodies that are no JSON, and JSON that is no object.",
                        RefusalScenarios::bodies),
                refusal("refusals-input", "No input, no model, wrong input, malformed items.", RefusalScenarios::input),
                refusal(
                        "refusals-parameters",
                        "Values out of range, values of a wrong type, an unknown model.",
                        RefusalScenarios::parameters),
                refusal(
                        "refusals-stream",
                        "Invalid requests that ask for a stream; other scenarios send the very same without.",
                        RefusalScenarios::streamed),
                refusal("refusals-get", "Reads of ids that do not exist.", RefusalScenarios::reads));
    }

    private static Scenario refusal(String id, String purpose, Scenario.Play play) {
        return Scenario.of(id, purpose, Needs.of(Model.NOTHING), play);
    }

    private static void bodies(Talk talk) throws Stop {
        talk.send("badjson/0", text("{\"model\":"));
        talk.send("badjson/1", Call.postText("/responses", "hello", "text/plain"));
        String batch = Bodies.array(talk.create("hi")).toString();
        each(talk, "arraybody", List.of(text("[]"), text(batch), text("\"hi\""), text("42"), text("null"), text("")));
    }

    private static void input(Talk talk) throws Stop {
        talk.send("noinput", Bodies.create(talk.create()));
        talk.send("nomodel", Bodies.create(JSON.objectNode().put("input", "hi")));
        each(
                talk,
                "inputtype",
                List.of(
                        withInput(talk, JSON.numberNode(42)),
                        withInput(talk, JSON.objectNode().put("a", 1))));
        ObjectNode noContent = JSON.objectNode().put("type", "message").put("role", "user");
        ObjectNode noText = Bodies.message("user", JSON.objectNode().put("type", "input_text"));
        ObjectNode noOutput =
                JSON.objectNode().put("type", "function_call_output").put("call_id", "c1");
        ObjectNode unknownItem = JSON.objectNode().put("type", "suite_unknown");
        ObjectNode unknownPart = Bodies.message("user", JSON.objectNode().put("type", "suite_unknown"));
        List<Call> items = new ArrayList<>();
        for (JsonNode item : List.of(noContent, noText, noOutput, JSON.textNode("hello"), unknownItem, unknownPart)) {
            items.add(withInput(talk, Bodies.array(item)));
        }
        each(talk, "item", items);
        talk.send("empty", withInput(talk, JSON.arrayNode()));
        talk.send("role", withInput(talk, Bodies.array(Bodies.message("alien", "hi"))));
    }

    private static void parameters(Talk talk) throws Stop {
        each(talk, "temp", List.of(number(talk, "temperature", 2.1), number(talk, "temperature", -0.1)));
        each(talk, "topp", List.of(number(talk, "top_p", 1.5), number(talk, "top_p", -0.1)));
        each(talk, "types", types(talk));
        each(talk, "metadata", metadata(talk));
        talk.send("model", Bodies.create(talk.create(Bodies.PONG).put("model", Bodies.NO_SUCH_MODEL)));
        List<Call> caps = new ArrayList<>();
        int smallest = talk.dialect().smallestCap();
        for (int cap : smallest == 1 ? new int[] {-1, 0, 1} : new int[] {-1, 0, 1, smallest - 1}) {
            caps.add(with(talk, "max_output_tokens", JSON.numberNode(cap)));
        }
        each(talk, "maxtok", caps);
        each(
                talk,
                "maxtool",
                List.of(
                        with(talk, "max_tool_calls", JSON.numberNode(0)),
                        with(talk, "max_tool_calls", JSON.numberNode(-1))));
        talk.send("truncation", with(talk, "truncation", JSON.textNode("sometimes")));
        ObjectNode tagged = Bodies.basicWith(talk, "previous_response_id", JSON.numberNode(42));
        tagged.putObject("metadata").put("tag", talk.draw("refused"));
        talk.send("previous", Bodies.create(tagged));
    }

    /** Five values that nothing can be read from, then four that a lax reader can. */
    private static List<Call> types(Talk talk) {
        return List.of(
                with(talk, "temperature", JSON.textNode("hot")),
                with(talk, "stream", JSON.objectNode().put("a", 1)),
                with(talk, "tools", JSON.objectNode()),
                with(talk, "store", JSON.arrayNode()),
                with(talk, "max_output_tokens", JSON.textNode("many")),
                with(talk, "stream", JSON.textNode("yes")),
                with(talk, "store", JSON.textNode("no")),
                with(talk, "temperature", JSON.textNode("0.5")),
                with(talk, "max_output_tokens", JSON.numberNode(32.5)));
    }

    /** Too many pairs; where the documents bound keys and values, also those. */
    private static List<Call> metadata(Talk talk) {
        ObjectNode many = JSON.objectNode();
        for (int i = 0; i < 17; i++) {
            many.put("k" + i, "v");
        }
        List<Call> calls = new ArrayList<>();
        calls.add(with(talk, "metadata", many));
        if (talk.dialect().is(Trait.BOUNDED_METADATA)) {
            calls.add(with(talk, "metadata", JSON.objectNode().put("k".repeat(65), "v")));
            calls.add(with(talk, "metadata", JSON.objectNode().put("k", "v".repeat(513))));
            calls.add(with(talk, "metadata", JSON.objectNode().put("n", 1)));
        }
        return calls;
    }

    private static void streamed(Talk talk) throws Stop {
        ObjectNode hot = talk.create(Bodies.PONG).put("temperature", 2.1);
        ObjectNode orphan = Turns.next(talk, Turns.UNKNOWN_ID, Bodies.PONG);
        List<ObjectNode> bodies = List.of(
                talk.create(Bodies.PONG).put("model", Bodies.NO_SUCH_MODEL),
                talk.create(),
                hot,
                talk.create(Bodies.PONG).put("max_output_tokens", -1),
                orphan);
        List<Call> calls = new ArrayList<>();
        bodies.forEach(b -> calls.add(Bodies.create(b.put("stream", true))));
        each(talk, "stream", calls);
    }

    private static void reads(Talk talk) throws Stop {
        if (!talk.dialect().is(Trait.RETRIEVAL)) {
            return;
        }
        talk.send("get404", Call.getResponse(Bodies.NO_SUCH_ID));
        each(
                talk,
                "getbad",
                List.of(
                        Call.getResponse("x"),
                        Call.getResponse("a".repeat(2000)),
                        Call.getResponse("a/b"),
                        Call.getResponse("漢")));
    }

    private static void each(Talk talk, String step, List<Call> calls) throws Stop {
        for (int i = 0; i < calls.size(); i++) {
            talk.send(step + "/" + i, calls.get(i));
        }
    }

    private static Call text(String body) {
        return Call.postText("/responses", body, MEDIA_TYPE);
    }

    private static Call withInput(Talk talk, JsonNode input) {
        return Bodies.create(talk.create().set("input", input));
    }

    private static Call number(Talk talk, String member, double value) {
        return with(talk, member, JSON.numberNode(value));
    }

    private static Call with(Talk talk, String member, JsonNode value) {
        return Bodies.create(Bodies.basicWith(talk, member, value));
    }
}
