package org.responsestck.conformance.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.responsestck.conformance.evidence.Evidence;
import org.responsestck.conformance.evidence.ExchangeView;

/** Whether a request that breaks the request schema gets 422 with a list of locations. */
final class ValidationErrors {
    /** How many of the {@code types} cases no coercion can read; the others a lax reader may take. */
    static final int STRICT_TYPES = 5;

    private static final Judging JUDGING = new Judging("ERR-422-001");
    private static final String EXPECTED = "status 422 with detail [{loc, msg, type}]";

    private ValidationErrors() {}

    static Stream<Observation> judge(Evidence evidence) {
        Stream<ExchangeView> strict = Stream.of(
                        evidence.at("refusals-input", "nomodel").stream(),
                        cases(evidence, "temp", 0, 2),
                        cases(evidence, "types", 0, STRICT_TYPES))
                .flatMap(s -> s);
        Stream<ExchangeView> lax = cases(evidence, "types", STRICT_TYPES, 9).filter(v -> !v.ok());
        return Stream.concat(strict, lax).map(ValidationErrors::judge).map(o -> RefusalRule.soften(evidence, o));
    }

    private static Stream<ExchangeView> cases(Evidence evidence, String step, int from, int to) {
        return IntStream.range(from, to)
                .boxed()
                .flatMap(i -> evidence.at("refusals-parameters", step + "/" + i).stream());
    }

    private static Observation judge(ExchangeView view) {
        return switch (AnswerKind.of(view)) {
            case SUCCESS, CUT -> JUDGING.broken(view, "accepted", EXPECTED, Judging.said(view));
            case SERVER_ERROR -> JUDGING.broken(view, "server-error", EXPECTED, Judging.said(view));
            case REFUSED -> refused(view);
            default -> JUDGING.unanswered(view);
        };
    }

    private static Observation refused(ExchangeView view) {
        JsonNode body = view.json().value();
        if (view.status() == 422) {
            return ErrorBody.isValidationList(body.path("detail"))
                    ? JUDGING.held(view)
                    : JUDGING.broken(Where.exchange(view.id()).at("/detail"), "", EXPECTED, "422 with " + shape(body));
        }
        if (view.status() == 400) {
            String variant = ErrorBody.readable(body) ? "bad-request" : "other-outcome";
            return JUDGING.broken(view, variant, EXPECTED, "400 with " + shape(body));
        }
        return JUDGING.broken(view, "other-4xx", EXPECTED, Judging.said(view));
    }

    private static String shape(JsonNode body) {
        return body.isMissingNode() ? "no JSON" : body.toString();
    }
}
