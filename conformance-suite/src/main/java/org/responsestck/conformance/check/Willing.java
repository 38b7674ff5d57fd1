package org.responsestck.conformance.check;

import java.util.ArrayList;
import java.util.List;
import org.responsestck.conformance.evidence.Evidence;
import org.responsestck.conformance.evidence.ExchangeView;
import org.responsestck.conformance.evidence.Take;

/**
 * Whether the model behind a target does what it is told. One that only echoes, refuses or recites makes no call whatever the request
 * demands, and says nothing about the server in front of it.
 */
final class Willing {
    private Willing() {}

    /** Whether a call was made in this run, or an order in plain words was obeyed each time it was given. */
    static boolean is(Evidence evidence) {
        return evidence.derive(Willing.class, Willing::find);
    }

    /** A reason with what is known about the model. */
    static String doubt(Evidence evidence, String reason) {
        return is(evidence) ? reason : reason + "; the model did nothing else that it was told either";
    }

    private static boolean find(Evidence evidence) {
        if (evidence.exchanges().stream().anyMatch(x -> x.isCreate() && x.ok() && calls(x))) {
            return true;
        }
        List<Boolean> orders = new ArrayList<>();
        for (Take take : evidence.takes("function-call")) {
            for (ExchangeView answer : take.together("order")) {
                String name = answer.at().step().replace('/', '-');
                orders.add(!Said.repeats(answer)
                        && take.drawn(name)
                                .filter(word -> Said.says(answer, word))
                                .isPresent());
            }
        }
        return !orders.isEmpty() && orders.stream().allMatch(obeyed -> obeyed);
    }

    /** Whether an answer shows a call: in its output, or in the events of its stream. */
    static boolean calls(ExchangeView answer) {
        return Said.response(answer).path("output").valueStream().anyMatch(Calls::isAnyCall)
                || (answer.isStream()
                        && answer.events().stream()
                                .anyMatch(e -> Calls.isAnyCall(e.data().path("item"))));
    }
}
