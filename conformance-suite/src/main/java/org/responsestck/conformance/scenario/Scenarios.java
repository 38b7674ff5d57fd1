package org.responsestck.conformance.scenario;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** All scenarios, in the order in which they are started. */
public final class Scenarios {
    private Scenarios() {}

    private static final class Holder {
        static final List<Scenario> ALL = collect();
    }

    private static List<Scenario> collect() {
        List<Scenario> all = new ArrayList<>();
        Stream.of(
                        ListingScenarios.scenarios(),
                        CoreScenarios.scenarios(),
                        StreamScenarios.scenarios(),
                        DeletionScenarios.scenarios(),
                        ChainScenarios.scenarios(),
                        StorageScenarios.scenarios(),
                        AuthScenarios.scenarios(),
                        FunctionToolScenarios.scenarios(),
                        ToolChoiceScenarios.scenarios(),
                        ToolServerScenarios.scenarios(),
                        ShapeScenarios.scenarios(),
                        ParameterScenarios.scenarios(),
                        StreamScenarios.twins(),
                        LimitScenarios.scenarios(),
                        RefusalScenarios.scenarios(),
                        RouteScenarios.scenarios(),
                        StandingScenarios.scenarios(),
                        ToolRefusalScenarios.scenarios(),
                        AnswerFormScenarios.scenarios(),
                        HangUpScenarios.scenarios(),
                        ConcurrencyScenarios.scenarios())
                .forEach(all::addAll);
        Set<String> ids = new HashSet<>();
        for (Scenario scenario : all) {
            if (!ids.add(scenario.id())) {
                throw new IllegalStateException("two scenarios are named " + scenario.id());
            }
        }
        return List.copyOf(all);
    }

    public static List<Scenario> all() {
        return Holder.ALL;
    }
}
