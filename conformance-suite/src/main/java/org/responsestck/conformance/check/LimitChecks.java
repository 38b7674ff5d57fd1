package org.responsestck.conformance.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.responsestck.conformance.dialect.UsageNames;
import org.responsestck.conformance.evidence.Evidence;
import org.responsestck.conformance.evidence.ExchangeView;
import org.responsestck.conformance.evidence.Why;

/** Limits on what a response may cost. */
final class LimitChecks {
    private static final Judging USAGE = new Judging("USAGE-010");
    private static final String SCENARIO = "max-tokens";

    private LimitChecks() {}

    static List<Check> checks() {
        return List.of(
                new Check(
                        "a-cap-ends-the-response-incomplete",
                        Set.of("LIMIT-TOKENS-001"),
                        Set.of(SCENARIO),
                        e -> CappedAnswers.plain(e).judge()),
                new Check(
                        "a-cap-ends-the-stream-incomplete",
                        Set.of("STREAM-INC-002"),
                        Set.of(SCENARIO),
                        e -> CappedAnswers.streamed(e).judge()),
                new Check(
                        "input-beyond-the-context-is-refused",
                        Set.of("PARAM-TRUNC-001"),
                        Set.of("overflow"),
                        e -> overflow(e, "PARAM-TRUNC-001", "disabled")),
                new Check(
                        "a-conversation-beyond-the-context-is-refused",
                        Set.of("PARAM-TRUNC-004"),
                        Set.of("overflow"),
                        e -> overflow(e, "PARAM-TRUNC-004", "turn-2")),
                new Check(
                        "truncation-auto-copes-with-overflow",
                        Set.of("PARAM-TRUNC-002"),
                        Set.of("overflow"),
                        e -> e.at("overflow", "auto").stream()
                                .map(x -> AcceptanceRule.of("PARAM-TRUNC-002")
                                        .serverError(null)
                                        .judge(e, x))),
                new Check("a-cap-shows-in-usage", Set.of("USAGE-010"), Set.of(SCENARIO), LimitChecks::usage),
                new Check(
                        "a-cap-below-the-minimum-is-refused",
                        Set.of("LIMIT-TOKENS-003"),
                        Set.of("refusals-parameters"),
                        LimitChecks::belowMinimum),
                new Check(
                        "max-tool-calls-below-one-is-refused",
                        Set.of("LIMIT-TOOLCALLS-003"),
                        Set.of("refusals-parameters"),
                        LimitChecks::toolCalls));
    }

    /** Refused, or failed with an error: anything but an answer to a part of what was said. */
    private static Stream<Observation> overflow(Evidence evidence, String id, String step) {
        List<ExchangeView> all = evidence.at("overflow", step);
        return all.isEmpty()
                ? Facts.missing(evidence, id, "overflow")
                : all.stream().map(view -> overflow(evidence, new About(id, view)));
    }

    private static Observation overflow(Evidence evidence, About about) {
        Optional<Observation> trouble = about.trouble();
        if (trouble.isPresent()) {
            return trouble.get();
        }
        if (about.clientError()) {
            return about.held();
        }
        if (!about.at().ok()) {
            return about.serverError();
        }
        String status =
                ToolAnswers.response(evidence, about.at()).map(r -> r.status()).orElse("");
        return switch (status) {
            case "failed" -> about.held();
            case "completed", "incomplete" ->
                about.broken("", "a 4xx, or status failed", "status " + status + ": the input was cut silently");
            default -> about.unclear(Why.VALUE_MISSING, "the response has status " + status);
        };
    }

    private static Stream<Observation> usage(Evidence evidence) {
        return Stream.of("capped", "longin", "stream")
                .flatMap(step -> evidence.at(SCENARIO, step).stream())
                .map(view -> usage(evidence, view));
    }

    private static Observation usage(Evidence evidence, ExchangeView view) {
        if (AnswerKind.of(view) != AnswerKind.SUCCESS) {
            return USAGE.unanswered(view);
        }
        Optional<CappedAnswers.Finished> finished = CappedAnswers.Finished.of(evidence, view);
        if (finished.isEmpty()) {
            return USAGE.unclear(view, Why.VALUE_MISSING, "no finished response in the answer");
        }
        OptionalLong counted =
                Numbers.integer(outputTokens(evidence, finished.get().response()));
        if (counted.isEmpty()) {
            return USAGE.unclear(view, Why.VALUE_MISSING, "usage does not count the output");
        }
        long cap = view.request().path("max_output_tokens").asLong();
        long count = counted.getAsLong();
        if (count <= cap) {
            return USAGE.held(finished.get().where());
        }
        return USAGE.broken(
                finished.get().where(),
                count == cap + 1 ? "off-by-one" : "",
                "at most " + cap + " output tokens",
                String.valueOf(count));
    }

    /** The count of output tokens under the name of the profile, else under the other name; missing when there is none. */
    static JsonNode outputTokens(Evidence evidence, JsonNode response) {
        JsonNode usage = response.path("usage");
        UsageNames names = evidence.header().dialect().usage();
        return usage.path(
                usage.has(names.output()) ? names.output() : names.other().output());
    }

    private static Stream<Observation> belowMinimum(Evidence evidence) {
        boolean smallServed = evidence.header().dialect().smallestCap() == 1;
        RefusalRule zero = RefusalRule.of("LIMIT-TOKENS-003", Set.of(400, 422));
        AcceptanceRule small = AcceptanceRule.of("LIMIT-TOKENS-003");
        return Stream.of(0, 1, 2, 3)
                .flatMap(i -> evidence.at("refusals-parameters", "maxtok/" + i).stream()
                        .map(view -> {
                            if (i < 2) {
                                return zero.judge(view);
                            }
                            return smallServed
                                    ? small.judge(evidence, view)
                                    : zero.accepted("accepted-small").judge(view);
                        }));
    }

    private static Stream<Observation> toolCalls(Evidence evidence) {
        RefusalRule rule = RefusalRule.invalid(evidence, "LIMIT-TOOLCALLS-003");
        return Stream.of(0, 1)
                .flatMap(i -> evidence.at("refusals-parameters", "maxtool/" + i).stream())
                .map(rule::judge)
                .map(o -> RefusalRule.soften(evidence, o));
    }
}
