package org.responsestck.conformance.scenario;

import java.util.ArrayList;
import java.util.List;
import org.responsestck.conformance.wire.Call;

/** The scenarios about stored state in the order of a run, for tests of the checks. */
public final class StateScenarios {
    private StateScenarios() {}

    public static List<Scenario> all() {
        List<Scenario> all = new ArrayList<>();
        all.add(Scenario.of("basic", "one answer, read twice", Needs.of(Needs.Model.STRUCTURE), StateScenarios::basic));
        all.add(Scenario.of("stream", "one stream, read", Needs.of(Needs.Model.STRUCTURE), StateScenarios::stream));
        all.addAll(own());
        return all;
    }

    public static List<Scenario> own() {
        List<Scenario> all = new ArrayList<>();
        all.addAll(ChainScenarios.scenarios());
        all.addAll(StorageScenarios.scenarios());
        all.addAll(DeletionScenarios.scenarios());
        all.addAll(ListingScenarios.scenarios());
        all.addAll(AuthScenarios.scenarios());
        all.addAll(ConcurrencyScenarios.scenarios());
        all.sort(java.util.Comparator.comparing(s -> s.needs().last()));
        return all;
    }

    private static void basic(Talk talk) throws Stop {
        Reply create = talk.send("create", Call.post("/responses", talk.create(Turns.PONG)));
        String id = create.need("/id");
        talk.send("get", Call.getResponse(id));
        talk.send("get-again", Call.getResponse(id));
    }

    private static void stream(Talk talk) throws Stop {
        Reply count = talk.send(
                "count",
                Call.post(
                        "/responses",
                        talk.create("Count from 1 to 20, separated by commas.").put("stream", true)));
        talk.send("get", Call.getResponse(count.need("/id")));
    }
}
