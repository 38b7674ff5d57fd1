package org.responsestck.conformance.check;

import java.util.List;
import java.util.stream.Stream;
import org.responsestck.conformance.evidence.Evidence;
import org.responsestck.conformance.evidence.ExchangeView;

/** The answers to the short plain prompt: every try of every take of the scenario {@code basic}. */
final class BasicAnswers {
    private BasicAnswers() {}

    static List<ExchangeView> creates(Evidence evidence) {
        return evidence.takes("basic").stream()
                .flatMap(take -> Stream.of("create", "again").flatMap(step -> take.at(step).stream()))
                .toList();
    }
}
