package org.responsestck.conformance.scenario;

import static org.responsestck.conformance.scenario.Turns.ASK;
import static org.responsestck.conformance.scenario.Turns.create;
import static org.responsestck.conformance.scenario.Turns.first;
import static org.responsestck.conformance.scenario.Turns.id;
import static org.responsestck.conformance.scenario.Turns.next;
import static org.responsestck.conformance.scenario.Turns.remember;
import static org.responsestck.conformance.scenario.Turns.said;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Conversations in which the model must know what was said before. Later takes also send the dialogue as plain input. */
final class RecallScenarios {
    private static final String RED = "Reply with the single word red.";
    private static final String GREEN = "Reply with the single word green.";
    private static final String BLUE = "Reply with the single word blue.";
    private static final String INVENT = "Invent a random six digit number and reply with it only.";
    private static final String REPEAT = "Repeat your number.";
    private static final String LATEST = "What is the latest value? Reply with it only.";
    private static final String LIST = "List every special word you were told.";
    private static final String PROJECT = "What is the project called? Reply with the name only.";
    /** Makes a turn long enough for a history that is read twice to show in the token counts. */
    private static final String PADDING =
            "Ignore this: " + "Rivers run to the sea, and the sea is not full. ".repeat(20);

    private static final Needs NEEDS =
            Needs.of(Needs.Model.COOPERATION).takes(3).capability("chaining", "storage");

    private RecallScenarios() {}

    static List<Scenario> scenarios() {
        return List.of(
                Scenario.of(
                        "chain-long",
                        "A codeword of the first turn is asked for in the fifth, and in a third.",
                        NEEDS,
                        RecallScenarios::chainLong),
                Scenario.of(
                        "chain-output",
                        "The model invents a number and is asked for it in the next turn.",
                        NEEDS,
                        RecallScenarios::output),
                Scenario.of(
                        "chain-order", "A value is set, then set anew, then asked for.", NEEDS, RecallScenarios::order),
                Scenario.of(
                        "chain-branch",
                        "One turn is continued twice; one branch must not know what the other was told.",
                        NEEDS,
                        RecallScenarios::branch),
                Scenario.of(
                        "chain-system",
                        "A system message of the first turn is needed in the second.",
                        NEEDS,
                        RecallScenarios::system),
                Scenario.of(
                        "stream-chain",
                        "A streamed turn is continued as soon as it has ended, and then deleted.",
                        Needs.of(Needs.Model.COOPERATION).takes(3).capability("chaining", "storage", "streaming"),
                        RecallScenarios::streamed));
    }

    private static void chainLong(Talk talk) throws Stop {
        String first = PADDING + remember(talk.draw("codeword"));
        Reply one = talk.send("turn-1", create(first(talk, first)));
        Reply two = talk.send("turn-2", create(next(talk, id(one), RED)));
        Reply three = talk.send("turn-3", create(next(talk, id(two), GREEN)));
        Reply four = talk.send("turn-4", create(next(talk, id(three), BLUE)));
        talk.send("ask-5", create(next(talk, id(four), ASK)));
        talk.send("ask-3", create(next(talk, id(two), ASK)));
        Turns.control(talk, "control-3", Turns.dialogue(talk, first, said(one), RED, said(two), ASK));
        Turns.control(
                talk,
                "control-5",
                Turns.dialogue(talk, first, said(one), RED, said(two), GREEN, said(three), BLUE, said(four), ASK));
    }

    private static void output(Talk talk) throws Stop {
        Reply number = talk.send("turn-1", create(first(talk, INVENT)));
        talk.send("turn-2", create(next(talk, id(number), REPEAT)));
        Turns.control(talk, "control", Turns.dialogue(talk, INVENT, said(number), REPEAT));
    }

    private static void order(Talk talk) throws Stop {
        String a = "The value is " + talk.draw("first") + ". Reply OK.";
        String b = "The value is now " + talk.draw("second") + ". Reply OK.";
        Reply one = talk.send("turn-1", create(first(talk, a)));
        Reply two = talk.send("turn-2", create(next(talk, id(one), b)));
        talk.send("turn-3", create(next(talk, id(two), LATEST)));
        Turns.control(talk, "control", Turns.dialogue(talk, a, said(one), b, said(two), LATEST));
    }

    private static void branch(Talk talk) throws Stop {
        String trunk = id(talk.send("trunk", create(first(talk, "Trunk word " + talk.draw("trunk") + ". Reply OK."))));
        Reply left =
                talk.send("branch-1", create(next(talk, trunk, "Branch word " + talk.draw("branch") + ". Reply OK.")));
        talk.send("branch-2", create(next(talk, trunk, LIST)));
        talk.send("branch-1-list", create(next(talk, id(left), LIST)));
    }

    private static void system(Talk talk) throws Stop {
        String order = "The project is called " + talk.draw("project") + ".";
        ObjectNode body = systemTurn(first(talk, ""), order);
        Reply opening = talk.send("turn-1", create(body));
        talk.send("turn-2", create(next(talk, id(opening), PROJECT)));
        ObjectNode replay = systemTurn(talk.create(), order);
        Turns.item(input(replay), "assistant", said(opening));
        Turns.item(input(replay), "user", PROJECT);
        Turns.control(talk, "control", replay);
    }

    private static ObjectNode systemTurn(ObjectNode body, String order) {
        ArrayNode input = body.putArray("input");
        Turns.item(input, "system", order);
        Turns.item(input, "user", "Reply OK.");
        return body;
    }

    private static ArrayNode input(JsonNode body) {
        return (ArrayNode) body.get("input");
    }

    private static void streamed(Talk talk) throws Stop {
        String word = talk.draw("codeword");
        Reply opening = talk.send("turn-1", create(first(talk, remember(word)).put("stream", true)));
        String parent = id(opening);
        talk.send("turn-2", create(next(talk, parent, ASK)));
        if (talk.take() == 1) {
            talk.send("delete", talk.delete(parent));
        }
        Turns.control(talk, "control", Turns.dialogue(talk, remember(word), said(opening), ASK));
    }
}
