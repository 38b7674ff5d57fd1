package org.responsestck.conformance.scenario;

import static org.responsestck.conformance.scenario.Turns.create;
import static org.responsestck.conformance.scenario.Turns.first;
import static org.responsestck.conformance.scenario.Turns.id;
import static org.responsestck.conformance.wire.Call.getResponse;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.Optional;
import org.responsestck.conformance.dialect.Trait;
import org.responsestck.conformance.wire.Call;
import org.responsestck.conformance.wire.Who;

/** Credentials. That the key of the target is accepted is seen in the scenarios that use it. */
final class AuthScenarios {
    private AuthScenarios() {}

    static List<Scenario> scenarios() {
        return List.of(
                Scenario.of(
                        "wrong-account",
                        "A response is deleted in the name of an account that does not exist.",
                        Needs.of(Needs.Model.STRUCTURE).capability("deletion"),
                        AuthScenarios::wrongAccount),
                Scenario.of(
                        "own-account",
                        "A response is deleted in the name of the account that the key belongs to.",
                        Needs.of(Needs.Model.STRUCTURE).capability("deletion").option(Needs.Option.ACCOUNT_ID),
                        AuthScenarios::ownAccount),
                Scenario.of(
                        "credentials",
                        "Every operation without a key and with a key that nobody owns.",
                        Needs.of(Needs.Model.STRUCTURE).option(Needs.Option.KEY),
                        AuthScenarios::credentials),
                Scenario.of(
                        "second-account",
                        "What one account has stored is asked for with the key of another.",
                        Needs.of(Needs.Model.COOPERATION)
                                .option(Needs.Option.SECOND_KEY)
                                .takes(2),
                        AuthScenarios::secondAccount));
    }

    private static void ownAccount(Talk talk) throws Stop {
        String id = id(talk.send("create", create(first(talk, Turns.PONG))));
        talk.send("delete", talk.delete(id));
    }

    private static void credentials(Talk talk) throws Stop {
        String id = id(talk.send("create", create(first(talk, Turns.PONG))));
        everything(talk, "no-key", Who.NO_KEY, id);
        talk.send("get", getResponse(id));
        everything(talk, "wrong-key", Who.WRONG_KEY, id);
        // Neither a model nor an input: what is wrong with it is nobody's business without a key.
        talk.send("wrong-key-bad-body", Who.WRONG_KEY, create(JsonNodeFactory.instance.objectNode()));
    }

    private static void everything(Talk talk, String name, Who who, String id) throws Stop {
        talk.send(name + "-create", who, create(talk.create(Turns.PONG)));
        if (who == Who.NO_KEY && talk.dialect().is(Trait.LISTING)) {
            talk.send(name + "-list", who, Call.get("/responses"));
        }
        talk.send(name + "-get", who, getResponse(id));
        talk.send(name + "-delete", who, talk.delete(id));
    }

    private static void secondAccount(Talk talk) throws Stop {
        talk.send("fresh", Who.SECOND_KEY, create(talk.create(Turns.ASK)));
        String word = talk.draw("codeword");
        String id = id(talk.send("remember", create(first(talk, Turns.remember(word)))));
        talk.send("control", create(Turns.next(talk, id, Turns.ASK)));
        talk.send("fresh-after", Who.SECOND_KEY, create(talk.create(Turns.ASK)));
        talk.send("continue", Who.SECOND_KEY, create(Turns.next(talk, id, Turns.ASK)));
        talk.send("get", Who.SECOND_KEY, getResponse(id));
        if (talk.dialect().is(Trait.LISTING)) {
            talk.send("list", Who.SECOND_KEY, Call.get("/responses?limit=100"));
        }
        talk.send("delete", Who.SECOND_KEY, Call.deleteResponse(id));
        talk.send("get-own", getResponse(id));
    }

    private static void wrongAccount(Talk talk) throws Stop {
        Optional<String> header = talk.dialect().accountHeader();
        if (header.isEmpty()) {
            return;
        }
        String id = id(talk.send("create", create(first(talk, "What is the capital of France?"))));
        talk.send("delete", Call.deleteResponse(id).with(header.get(), "suite-no-such-account"));
        talk.send("get", getResponse(id));
    }
}
