package org.responsestck.conformance.scenario;

import static org.responsestck.conformance.scenario.Turns.PONG;
import static org.responsestck.conformance.scenario.Turns.create;
import static org.responsestck.conformance.scenario.Turns.first;
import static org.responsestck.conformance.scenario.Turns.id;
import static org.responsestck.conformance.scenario.Turns.next;
import static org.responsestck.conformance.wire.Call.getResponse;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.responsestck.conformance.evidence.Why;
import org.responsestck.conformance.wire.Call;

/** Responses that are deleted. */
final class DeletionScenarios {
    /** Name under which a deleted id is left for the check at the end of the run. */
    private static final String DELETED = "deleted-response";

    private static final int THOROUGH_ROUNDS = 10;

    private DeletionScenarios() {}

    static List<Scenario> scenarios() {
        Needs deletes = Needs.of(Needs.Model.STRUCTURE).capability("deletion");
        return List.of(
                Scenario.of(
                        "delete",
                        "A stored response is deleted, then read, deleted again, continued and looked for in the list.",
                        // Alone: where a delete takes more than its own, what stands by must not be gone before.
                        deletes.playedAlone(),
                        DeletionScenarios::remove),
                Scenario.of(
                        "delete-race",
                        "Responses are deleted the moment they are answered.",
                        deletes,
                        DeletionScenarios::race),
                Scenario.of(
                        "delete-unknown",
                        "A response that never existed is deleted.",
                        Needs.of(Needs.Model.NOTHING).capability("deletion"),
                        talk -> talk.send("delete", talk.delete(Turns.UNKNOWN_ID))),
                Scenario.of(
                        "delete-recheck",
                        "At the end of the run a deleted response is read, continued and looked for in the list.",
                        Needs.of(Needs.Model.NOTHING).capability("deletion").playedLast(),
                        DeletionScenarios::recheck));
    }

    private static void remove(Talk talk) throws Stop {
        Reply other = talk.send("other", create(first(talk, PONG)));
        Optional<String> bystander = other.ok() ? other.text("/id") : Optional.empty();
        if (bystander.isPresent()) {
            talk.send("get-other", getResponse(bystander.get()));
        }
        String id = id(talk.send(
                "create", create(talk.create("What is the capital of France?").put("store", true))));
        talk.send("get-before", getResponse(id));
        if (!talk.send("delete", talk.delete(id)).ok()) {
            throw new Stop(Why.VALUE_MISSING, "nothing was deleted");
        }
        talk.leave(DELETED, id);
        talk.send("get", getResponse(id));
        talk.send("list", Call.get("/responses?limit=100"));
        talk.pause("pause", Duration.ofSeconds(1));
        talk.send("get-later", getResponse(id));
        talk.send("delete-again", talk.delete(id));
        talk.send("chain", create(next(talk, id, PONG)));
        if (bystander.isPresent()) {
            talk.send("get-other-after", getResponse(bystander.get()));
        }
    }

    private static void race(Talk talk) throws Stop {
        int rounds = talk.thorough() ? THOROUGH_ROUNDS : ChainScenarios.RACE_ROUNDS;
        String last = "";
        for (int i = 1; i <= rounds; i++) {
            last = id(talk.send("create-" + i, create(first(talk, PONG))));
            Call call = talk.delete(last);
            Reply gone = talk.send("delete-" + i, call);
            if (Turns.refused(gone)) {
                talk.pause("pause-" + i, Duration.ofSeconds(1));
                gone = talk.send("later-" + i, call);
            }
            if (!gone.ok()) {
                throw new Stop(Why.VALUE_MISSING, "nothing was deleted");
            }
        }
        talk.send("get", getResponse(last));
    }

    private static void recheck(Talk talk) throws Stop {
        String id = talk.left(DELETED)
                .orElseThrow(() -> new Stop(Why.VALUE_MISSING, "no response of this run was deleted"));
        talk.send("get", getResponse(id));
        talk.send("list", Call.get("/responses?limit=100"));
        talk.send("chain", create(next(talk, id, PONG)));
    }
}
