package org.responsestck.conformance.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.responsestck.conformance.evidence.Evidence;
import org.responsestck.conformance.evidence.ExchangeView;
import org.responsestck.conformance.evidence.Take;
import org.responsestck.conformance.evidence.Why;

/** How the input tokens of a conversation grow. The first turn is long, so that a history read twice shows. */
final class ChainGrowth {
    private static final String ID = "USAGE-013";

    /** Room for the new input, roles and markers of a turn, in tokens. */
    private static final long ROOM = 80;

    private ChainGrowth() {}

    static Check check() {
        return new Check("history-is-counted-once", Set.of(ID), Set.of("chain-long"), ChainGrowth::judge);
    }

    private record Count(ExchangeView at, long input, long output) {}

    private static Stream<Observation> judge(Evidence evidence) {
        return Facts.first(evidence, "chain-long").stream().flatMap(take -> {
            List<Count> counts = counts(evidence, take);
            if (counts.size() < 4) {
                return Stream.of(Facts.unclear(ID, Why.VALUE_MISSING, "fewer than four turns with token counts"));
            }
            List<Observation> steep = new ArrayList<>();
            for (int i = 1; i < counts.size(); i++) {
                Count before = counts.get(i - 1);
                Count here = counts.get(i);
                long most = before.input() + before.output() + ROOM;
                if (here.input() > most) {
                    steep.add(new About(ID, here.at())
                            .broken("", "at most " + most + " input tokens", String.valueOf(here.input())));
                }
            }
            return steep.size() < 2 ? Stream.of(new About(ID, counts.get(3).at()).held("/usage")) : steep.stream();
        });
    }

    private static List<Count> counts(Evidence evidence, Take take) {
        List<Count> counts = new ArrayList<>();
        for (int i = 1; i <= 4; i++) {
            take.at("turn-" + i)
                    .filter(ExchangeView::ok)
                    .ifPresent(x -> Facts.made(evidence, x)
                            .map(r -> r.node().path("usage"))
                            .map(u -> new Count(
                                    x,
                                    count(u, "prompt_tokens", "input_tokens"),
                                    count(u, "completion_tokens", "output_tokens")))
                            .filter(c -> c.input() > 0)
                            .ifPresent(counts::add));
        }
        return counts;
    }

    private static long count(JsonNode usage, String name, String other) {
        JsonNode value = usage.path(name);
        return value.isMissingNode() ? usage.path(other).asLong(0) : value.asLong(0);
    }
}
