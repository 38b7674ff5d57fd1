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
        Stream.of(
                        FunctionToolChecks.checks(),
                        FunctionLoopChecks.checks(),
                        CallItemChecks.checks(),
                        CallStreamChecks.checks(),
                        ToolChoiceChecks.checks(),
                        ToolFormChecks.checks(),
                        ToolServerChecks.checks(),
                        ReasoningChecks.checks(),
                        StreamChecks.checks(),
                        ChainChecks.checks(),
                        StorageChecks.checks(),
                        RetrievalChecks.checks(),
                        DeletionChecks.checks(),
                        ListingChecks.checks(),
                        AuthChecks.checks(),
                        ConcurrencyChecks.checks(),
                        TransportChecks.checks(),
                        CreateChecks.checks(),
                        ParameterChecks.checks(),
                        RefusalChecks.checks(),
                        LimitChecks.checks(),
                        SdkChecks.checks(),
                        ShapeChecks.checks(),
                        OutputChecks.checks(),
                        UsageChecks.checks())
                .flatMap(List::stream)
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

    public static List<Check> all() {
        return Holder.ALL;
    }
}
