package org.responsestck.conformance.check;

import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.responsestck.conformance.evidence.Evidence;
import org.responsestck.conformance.evidence.ExchangeView;

/** Tools and choices that are wrong on purpose; and requests that may be refused or served, but not crash. */
final class ToolRefusalChecks {
    private static final String SCENARIO = "refusals-tools";
    private static final Set<Integer> BAD = Set.of(400, 422);
    private static final int MALFORMED_TOOLS = 3;

    private ToolRefusalChecks() {}

    static List<Check> checks() {
        return List.of(
                check("malformed-tools-are-refused", "TOOLS-FN-020", SCENARIO, ToolRefusalChecks::malformed),
                refused("an-unknown-tool-type-is-refused", "TOOLS-FN-021", "unknown-type"),
                refused("a-choice-that-names-no-tool-is-refused", "TOOLCHOICE-004", "choice-unknown"),
                refused("an-unknown-tool-choice-is-refused", "TOOLCHOICE-008", "choice-illegal"),
                survived("two-tools-of-one-name-do-not-crash", "TOOLS-FN-022", SCENARIO, "twins"),
                survived(
                        "a-demanded-call-without-tools-does-not-crash",
                        "TOOLCHOICE-009",
                        SCENARIO,
                        "choice-without-tools"),
                survived("a-call-without-output-does-not-crash", "TOOLS-FN-013", "function-loop", "unanswered"),
                survived("an-image-does-not-crash", "IMAGE-003", "image", "create"));
    }

    private static Check refused(String name, String requirement, String step) {
        RefusalRule rule = rule(requirement);
        return check(
                name, requirement, SCENARIO, e -> e.at(SCENARIO, step).stream().map(rule::judge));
    }

    private static Check survived(String name, String requirement, String scenario, String step) {
        Judging judging = new Judging(requirement);
        return check(
                name, requirement, scenario, e -> e.at(scenario, step).stream().map(view -> survived(judging, view)));
    }

    private static Check check(
            String name, String requirement, String scenario, Function<Evidence, Stream<Observation>> judge) {
        return new Check(
                name, Set.of(requirement), Set.of(scenario), e -> judge.apply(e).map(o -> RefusalRule.soften(e, o)));
    }

    /** A 501 says that there are no such tools at all, which is another row's business. */
    private static RefusalRule rule(String requirement) {
        return RefusalRule.of(requirement, BAD).may501(true);
    }

    private static Stream<Observation> malformed(Evidence evidence) {
        RefusalRule rule = rule("TOOLS-FN-020");
        return IntStream.range(0, MALFORMED_TOOLS)
                .boxed()
                .flatMap(i -> evidence.at(SCENARIO, "tool/" + i).stream())
                .map(rule::judge);
    }

    private static Observation survived(Judging judging, ExchangeView view) {
        return switch (AnswerKind.of(view)) {
            case SUCCESS, REFUSED -> judging.held(view);
            case SERVER_ERROR, NOT_IMPLEMENTED -> judging.broken(view, "", "an answer, or a 4xx", Judging.said(view));
            default -> judging.unanswered(view);
        };
    }
}
