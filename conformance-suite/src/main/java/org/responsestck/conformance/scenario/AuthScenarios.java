package org.responsestck.conformance.scenario;

import static org.responsestck.conformance.scenario.Turns.create;
import static org.responsestck.conformance.scenario.Turns.first;
import static org.responsestck.conformance.scenario.Turns.get;
import static org.responsestck.conformance.scenario.Turns.id;
import static org.responsestck.conformance.scenario.Turns.segment;

import java.util.List;
import org.responsestck.conformance.wire.Call;

/** Credentials. That the key of the target is accepted is seen in the scenarios that use it. */
final class AuthScenarios {
    private AuthScenarios() {}

    static List<Scenario> scenarios() {
        return List.of(Scenario.of(
                "wrong-account",
                "A response is deleted in the name of an account that does not exist.",
                Needs.of(Needs.Model.STRUCTURE).capability("deletion"),
                AuthScenarios::wrongAccount));
    }

    private static void wrongAccount(Talk talk) throws Stop {
        String id = id(talk.send("create", create(first(talk, "What is the capital of France?"))));
        talk.send("delete", Call.delete("/responses/" + segment(id)).with(Turns.ACCOUNT, "suite-no-such-account"));
        talk.send("get", get(id));
    }
}
