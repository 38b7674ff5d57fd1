package org.responsestck.conformance.scenario;

import static org.responsestck.conformance.scenario.Turns.create;
import static org.responsestck.conformance.scenario.Turns.id;
import static org.responsestck.conformance.scenario.Turns.next;
import static org.responsestck.conformance.wire.Call.getResponse;

import java.util.List;
import org.responsestck.conformance.wire.Call;

/** Responses that are not to be stored. What is stored is seen in the scenarios that use it. */
final class StorageScenarios {
    private static final String FACTS = "Give me five facts about rivers.";
    private static final String EXPLAIN = "Explain the second fact in more detail.";

    private StorageScenarios() {}

    static List<Scenario> scenarios() {
        return List.of(
                Scenario.of(
                        "store-false",
                        "A response is not to be stored; then it is continued, read, looked for in the list and deleted.",
                        Needs.of(Needs.Model.STRUCTURE),
                        StorageScenarios::unstored),
                Scenario.of(
                        "stream-store-false",
                        "A streamed response is not to be stored; then it is read and continued.",
                        Needs.of(Needs.Model.STRUCTURE).capability("streaming"),
                        StorageScenarios::unstoredStream));
    }

    private static void unstored(Talk talk) throws Stop {
        String id = id(talk.send("create", create(talk.create(FACTS).put("store", false))));
        talk.send("chain", create(next(talk, id, EXPLAIN)));
        talk.send("get", getResponse(id));
        talk.send("list", Call.get("/responses?limit=100"));
        talk.send("delete", talk.delete(id));
    }

    private static void unstoredStream(Talk talk) throws Stop {
        String id = id(talk.send(
                "create", create(talk.create(FACTS).put("stream", true).put("store", false))));
        talk.send("get", getResponse(id));
        talk.send("chain", create(next(talk, id, Turns.PONG)));
    }
}
