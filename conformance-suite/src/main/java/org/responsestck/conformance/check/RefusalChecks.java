package org.responsestck.conformance.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.responsestck.conformance.evidence.Evidence;
import org.responsestck.conformance.evidence.ExchangeView;
import org.responsestck.conformance.evidence.Why;

/** Requests that are wrong on purpose, each by the rule of its own row; and what all refusals have in common. */
final class RefusalChecks {
    private static final Set<Integer> BAD = Set.of(400, 422);
    private static final Set<Integer> UNREADABLE = Set.of(400, 415, 422);

    private RefusalChecks() {}

    static List<Check> checks() {
        List<Check> all = new ArrayList<>();
        all.add(check(
                "a-body-that-is-no-json-is-refused", "HTTP-REQCT-002", "refusals-body", RefusalChecks::unreadable));
        all.add(check(
                "a-body-that-is-no-object-is-refused", "HTTP-REQCT-003", "refusals-body", RefusalChecks::noObject));
        all.add(check("input-is-required", "INPUT-MISSING-001", "refusals-input", RefusalChecks::noInput));
        all.add(check("model-is-required", "INPUT-MISSING-002", "refusals-input", RefusalChecks::noModel));
        all.add(check(
                "input-of-a-wrong-type-is-refused", "INPUT-TYPE-001", "refusals-input", RefusalChecks::inputType));
        all.add(check("malformed-items-are-refused", "INPUT-ITEMSHAPE-001", "refusals-input", RefusalChecks::items));
        all.add(check("an-empty-input-does-not-crash", "INPUT-EMPTY-001", "refusals-input", RefusalChecks::empty));
        all.add(plain("an-unknown-role-is-refused", "INPUT-ROLE-001", "refusals-input", "role"));
        all.add(plain("an-unknown-truncation-is-refused", "PARAM-TRUNC-003", "refusals-parameters", "truncation"));
        all.add(plain("a-previous-id-of-a-wrong-type-is-refused", "CHAIN-015", "refusals-parameters", "previous"));
        all.add(check("temperature-has-a-range", "PARAM-RANGE-001", "refusals-parameters", e -> range(e, true)));
        all.add(check("top-p-has-a-range", "PARAM-RANGE-002", "refusals-parameters", e -> range(e, false)));
        all.add(check("wrong-types-are-refused", "PARAM-RANGE-004", "refusals-parameters", RefusalChecks::types));
        all.add(check("metadata-has-limits", "PARAM-META-001", "refusals-parameters", RefusalChecks::metadata));
        all.add(check("an-unknown-model-is-refused", "PARAM-MODEL-001", "refusals-parameters", RefusalChecks::model));
        all.add(new Check(
                "schema-violations-are-422-with-locations",
                Set.of("ERR-422-001"),
                Set.of("refusals-input", "refusals-parameters"),
                ValidationErrors::judge));
        all.add(check("an-unknown-id-is-404", "GET-002", "refusals-get", RefusalChecks::unknownId));
        all.add(check("a-malformed-id-does-not-crash", "GET-003", "refusals-get", RefusalChecks::malformedId));
        all.add(new Check(
                "refused-streams-are-readable",
                Set.of("ERR-STREAM-001"),
                Set.of("refusals-stream", "refusals-input", "refusals-parameters", "chain-unknown"),
                e -> RefusedStreams.judge(e).map(o -> RefusalRule.soften(e, o))));
        all.addAll(ErrorChecks.checks());
        return List.copyOf(all);
    }

    private static Check check(
            String name, String requirement, String scenario, Function<Evidence, Stream<Observation>> judge) {
        return new Check(
                name, Set.of(requirement), Set.of(scenario), e -> judge.apply(e).map(o -> RefusalRule.soften(e, o)));
    }

    private static Stream<Observation> unreadable(Evidence evidence) {
        RefusalRule rule = RefusalRule.of("HTTP-REQCT-002", UNREADABLE).resetIsBroken(true);
        return cases(evidence, "refusals-body", "badjson", 2, (i, view) -> rule.judge(view));
    }

    private static Stream<Observation> noObject(Evidence evidence) {
        RefusalRule rule = RefusalRule.of("HTTP-REQCT-003", UNREADABLE).resetIsBroken(true);
        // The last two, null and nothing at all, are near to an empty request.
        return cases(
                evidence,
                "refusals-body",
                "arraybody",
                6,
                (i, view) -> (i < 4 ? rule : rule.accepted("accepted-empty")).judge(view));
    }

    private static Stream<Observation> noInput(Evidence evidence) {
        RefusalRule rule = RefusalRule.invalid(evidence, "INPUT-MISSING-001");
        return evidence.at("refusals-input", "noinput").stream().map(rule::judge);
    }

    private static Stream<Observation> noModel(Evidence evidence) {
        RefusalRule rule = RefusalRule.invalid(evidence, "INPUT-MISSING-002");
        return evidence.at("refusals-input", "nomodel").stream().map(view -> {
            if (view.ok() && evidence.header().declares("default-model")) {
                return rule.judging().unclear(view, Why.UNSUPPORTED, "the target declares a default model");
            }
            Observation seen = rule.judge(view);
            return seen instanceof Observation.Held
                            && !NamedMembers.named(
                                    evidence.header().dialect(), view.json().value(), "model")
                    ? rule.judging().broken(view, "unnamed", "an error that points at model", "one that does not")
                    : seen;
        });
    }

    private static Stream<Observation> inputType(Evidence evidence) {
        RefusalRule rule = RefusalRule.of("INPUT-TYPE-001", BAD);
        return cases(evidence, "refusals-input", "inputtype", 2, (i, view) -> rule.judge(view));
    }

    private static Stream<Observation> items(Evidence evidence) {
        RefusalRule rule = RefusalRule.of("INPUT-ITEMSHAPE-001", BAD).may501(true);
        int noObject = 3;
        return cases(
                evidence,
                "refusals-input",
                "item",
                6,
                (i, view) -> (i == noObject ? rule.accepted("accepted-element") : rule).judge(view));
    }

    /** One request, to be refused with a 400 or 422. */
    private static Check plain(String name, String requirement, String scenario, String step) {
        RefusalRule rule = RefusalRule.of(requirement, BAD);
        return check(
                name, requirement, scenario, e -> e.at(scenario, step).stream().map(rule::judge));
    }

    private static Stream<Observation> empty(Evidence evidence) {
        RefusalRule rule = RefusalRule.of("INPUT-EMPTY-001", BAD);
        return evidence.at("refusals-input", "empty").stream().map(view -> {
            if (AnswerKind.of(view) != AnswerKind.SUCCESS) {
                return rule.judge(view);
            }
            String status = view.json().value().path("status").asText();
            return status.equals("failed")
                    ? rule.judging()
                            .broken(view, "failed", "a refusal, or an answer that is completed or incomplete", status)
                    : rule.judging().held(view);
        });
    }

    private static Stream<Observation> range(Evidence evidence, boolean temperature) {
        RefusalRule rule = RefusalRule.of(temperature ? "PARAM-RANGE-001" : "PARAM-RANGE-002", BAD);
        return cases(evidence, "refusals-parameters", temperature ? "temp" : "topp", 2, (i, view) -> rule.judge(view));
    }

    private static Stream<Observation> types(Evidence evidence) {
        RefusalRule rule = RefusalRule.of("PARAM-RANGE-004", BAD);
        return cases(
                evidence,
                "refusals-parameters",
                "types",
                9,
                (i, view) -> (i < ValidationErrors.STRICT_TYPES ? rule : rule.accepted("lax-accepted")).judge(view));
    }

    private static Stream<Observation> metadata(Evidence evidence) {
        RefusalRule rule = RefusalRule.of("PARAM-META-001", BAD);
        return cases(evidence, "refusals-parameters", "metadata", 4, (i, view) -> rule.judge(view));
    }

    private static Stream<Observation> model(Evidence evidence) {
        RefusalRule rule = RefusalRule.of("PARAM-MODEL-001", Set.of(400, 404));
        return evidence.at("refusals-parameters", "model").stream()
                .map(view -> view.ok() && evidence.header().declares("any-model")
                        ? rule.judging().unclear(view, Why.UNSUPPORTED, "the target declares one model for any name")
                        : rule.judge(view));
    }

    private static Stream<Observation> unknownId(Evidence evidence) {
        RefusalRule rule = RefusalRule.of("GET-002", Set.of(404)).tolerating(400, "bad-request");
        return evidence.at("refusals-get", "get404").stream()
                .map(view -> view.status() == 405 || view.status() == 501
                        ? new Observation.Absent("GET-002", Judging.said(view), Where.exchange(view.id()))
                        : rule.judge(view));
    }

    private static Stream<Observation> malformedId(Evidence evidence) {
        Judging judging = new Judging("GET-003");
        return IntStream.range(0, 4)
                .boxed()
                .flatMap(i -> evidence.at("refusals-get", "getbad/" + i).stream())
                // Where a redirect that was not followed leads is not known; the other cases tell.
                .filter(view -> AnswerKind.of(view) != AnswerKind.REDIRECT)
                .map(view -> switch (AnswerKind.of(view)) {
                    case REFUSED -> judging.held(view);
                    case SUCCESS, CUT -> judging.broken(view, "accepted", "a 4xx", Judging.said(view));
                    case SERVER_ERROR -> judging.broken(view, "server-error", "a 4xx", Judging.said(view));
                    default -> judging.unanswered(view);
                });
    }

    private static Stream<Observation> cases(
            Evidence evidence,
            String scenario,
            String step,
            int count,
            BiFunction<Integer, ExchangeView, Observation> judge) {
        return IntStream.range(0, count)
                .boxed()
                .flatMap(i -> evidence.at(scenario, step + "/" + i).stream().map(view -> judge.apply(i, view)));
    }
}
