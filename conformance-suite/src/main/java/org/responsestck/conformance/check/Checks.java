package org.responsestck.conformance.check;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** All checks. */
public final class Checks {
    private Checks() {}

    private static final class Holder {
        static final List<Check> ALL = collect();
    }

    private static List<Check> collect() {
        List<Check> all = new ArrayList<>();
        Stream<List<Check>> whateverTheKey = Stream.of(
                AuthChecks.checks(),
                TransportChecks.checks(),
                RefusalChecks.checks(),
                LeakChecks.checks(),
                SdkChecks.checks());
        Stream<List<Check>> withTheKey = Stream.of(
                FunctionToolChecks.checks(),
                FunctionLoopChecks.checks(),
                CallItemChecks.checks(),
                CallStreamChecks.checks(),
                ToolChoiceChecks.checks(),
                ToolFormChecks.checks(),
                ToolServerChecks.checks(),
                ReasoningChecks.checks(),
                RouteChecks.checks(),
                StandingChecks.checks(),
                OrphanChecks.checks(),
                OrderChecks.checks(),
                ToolRefusalChecks.checks(),
                CallHabitChecks.checks(),
                StructuredChecks.checks(),
                PartialTextChecks.checks(),
                ReasoningOrderChecks.checks(),
                HangUpChecks.checks(),
                StreamChecks.checks(),
                ChainChecks.checks(),
                StorageChecks.checks(),
                RetrievalChecks.checks(),
                DeletionChecks.checks(),
                ListingChecks.checks(),
                ConcurrencyChecks.checks(),
                CreateChecks.checks(),
                ParameterChecks.checks(),
                LimitChecks.checks(),
                ShapeChecks.checks(),
                OutputChecks.checks(),
                UsageChecks.checks());
        Stream.concat(
                        whateverTheKey.flatMap(List::stream),
                        withTheKey.flatMap(List::stream).map(Checks::withOwnKey))
                .map(Served::only)
                .forEach(all::add);
        Set<String> names = new HashSet<>();
        for (Check check : all) {
            if (!names.add(check.name())) {
                throw new IllegalStateException("two checks are named " + check.name());
            }
        }
        return List.copyOf(all);
    }

    /** What another account, or nobody, was answered says nothing about what is stored under the key of the target. */
    private static Check withOwnKey(Check check) {
        return new Check(
                check.name(),
                check.proves(),
                check.scenarios(),
                evidence -> check.judge().apply(evidence.withOwnKey()));
    }

    public static List<Check> all() {
        return Holder.ALL;
    }
}
