package org.responsestck.conformance.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.responsestck.conformance.dialect.Trait;
import org.responsestck.conformance.evidence.Why;
import org.responsestck.conformance.wire.Call;

/** The requests that scenarios about stored state have in common. */
final class Turns {
    static final String UNKNOWN_ID = "resp_00000000000000000000000000000000";
    static final String PONG = "Reply with the single word pong.";
    static final String ASK = "What is the codeword? Reply with it only.";

    private static final Set<String> ASKING = Set.of("user", "system", "developer");

    private Turns() {}

    /** A first turn that may be continued: only where the documents leave the default open it says that it is to be stored. */
    static ObjectNode first(Talk talk, String input) {
        return keep(talk, talk.create(input));
    }

    /** A turn that continues another. */
    static ObjectNode next(Talk talk, String previous, String input) {
        return keep(talk, talk.create(input).put("previous_response_id", previous));
    }

    static ObjectNode keep(Talk talk, ObjectNode body) {
        return talk.dialect().is(Trait.STORED_BY_DEFAULT) ? body : body.put("store", true);
    }

    static String remember(String word) {
        return "Remember the codeword " + word + ". Reply OK.";
    }

    static Call create(ObjectNode body) {
        return Call.post("/responses", body);
    }

    /** The id of an accepted create; ends the take where there is none. */
    static String id(Reply reply) throws Stop {
        if (reply.ok()) {
            return reply.need("/id");
        }
        Why why = reply.status() == 0 ? Why.UNREACHABLE : reply.status() == 429 ? Why.BUDGET : Why.VALUE_MISSING;
        throw new Stop(why, "no response to go on with: status " + reply.status());
    }

    /** Refused by the target itself, not for want of quota. */
    static boolean refused(Reply reply) {
        return reply.status() >= 400 && reply.status() < 500 && reply.status() != 429;
    }

    /** A dialogue as plain input items: user and assistant in turn, beginning with the user. */
    static ObjectNode dialogue(Talk talk, String... texts) {
        ObjectNode body = talk.create();
        ArrayNode input = body.putArray("input");
        for (int i = 0; i < texts.length; i++) {
            item(input, i % 2 == 0 ? "user" : "assistant", texts[i]);
        }
        return body;
    }

    /**
     * What the assistant said in an answer, thoughts included, as a history would hold it: a control replays the dialogue that took
     * place. "OK." where the answer holds no text.
     */
    static String said(Reply reply) {
        List<String> texts = new ArrayList<>();
        for (JsonNode item : reply.node("/output").orElse(MissingNode.getInstance())) {
            String role = item.path("role").asText();
            if (ASKING.contains(role)) {
                // Output may repeat the dialogue up to here.
                texts.clear();
            } else if (role.equals("assistant")) {
                item.path("content").forEach(part -> texts.add(part.path("text").asText("")));
            }
        }
        String all = String.join("", texts);
        return all.isBlank() ? "OK." : all;
    }

    static void item(ArrayNode input, String role, String text) {
        input.addObject().put("type", "message").put("role", role).put("content", text);
    }

    /**
     * The control of a claim that needs the model's help: one request in the second take, two in the third, none in the first.
     * Steps are {@code name-1} and {@code name-2}.
     */
    static void control(Talk talk, String name, ObjectNode body) throws Stop {
        for (int i = 1; i < Math.min(talk.take(), 3); i++) {
            talk.send(name + "-" + i, create(body));
        }
    }
}
