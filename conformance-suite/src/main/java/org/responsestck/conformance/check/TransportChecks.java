package org.responsestck.conformance.check;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.responsestck.conformance.dialect.Dialect;
import org.responsestck.conformance.dialect.Trait;
import org.responsestck.conformance.evidence.Evidence;
import org.responsestck.conformance.evidence.ExchangeView;
import org.responsestck.conformance.evidence.Why;

/** Path, media types and whether bodies are JSON at all. */
final class TransportChecks {
    private static final Judging JSON = new Judging("HTTP-JSON-001");
    private static final Judging ERROR_JSON = new Judging("HTTP-JSON-002");
    private static final Judging PATH = new Judging("HTTP-PATH-001");
    private static final Judging CHARSET = new Judging("HTTP-REQCT-001");

    private TransportChecks() {}

    static List<Check> checks() {
        return List.of(
                new Check(
                        "success-is-one-json-object", Set.of(JSON.requirement()), Set.of(), TransportChecks::successes),
                new Check("error-bodies-are-json", Set.of(ERROR_JSON.requirement()), Set.of(), TransportChecks::errors),
                new Check("create-is-at-its-path", Set.of(PATH.requirement()), Set.of("basic"), TransportChecks::path),
                new Check(
                        "content-type-may-have-a-charset",
                        Set.of(CHARSET.requirement()),
                        Set.of("basic", Liberties.SCENARIO),
                        TransportChecks::charset));
    }

    private static Stream<Observation> successes(Evidence evidence) {
        Probes probes = Probes.of(evidence);
        return evidence.exchanges().stream()
                .filter(x -> x.isCreate() && !x.askedForStream() && AnswerKind.of(x) == AnswerKind.SUCCESS)
                // An Accept header of its own is another question.
                .filter(x -> x.call().headers().keySet().stream().noneMatch("accept"::equalsIgnoreCase))
                .filter(x -> probes.kind(x) == Probes.Kind.VALID)
                .map(TransportChecks::success);
    }

    private static Observation success(ExchangeView view) {
        if (view.status() != 200) {
            return JSON.broken(view, "", "status 200", Judging.said(view));
        }
        if (!view.mediaType().equals("application/json")) {
            return JSON.broken(view, "", "media type application/json", mediaType(view));
        }
        String instead = JsonText.insteadOfObject(view.text());
        return instead == null ? JSON.held(view) : JSON.broken(view, "", "one JSON object", instead);
    }

    private static Stream<Observation> errors(Evidence evidence) {
        return ErrorAnswers.of(evidence).map(answer -> {
            String wrong = wrong(answer.view(), evidence.header().dialect());
            return wrong == null
                    ? ERROR_JSON.held(answer.view())
                    : ERROR_JSON.broken(
                            answer.view(),
                            answer.exempted() ? "exempted" : "",
                            "a JSON object with a JSON media type",
                            Judging.said(answer.view()) + " with " + wrong);
        });
    }

    private static @Nullable String wrong(ExchangeView view, Dialect dialect) {
        String type = view.mediaType();
        boolean json =
                type.equals("application/json") || (type.endsWith("+json") && !dialect.is(Trait.PLAIN_JSON_ERRORS));
        String instead = JsonText.insteadOfObject(view.text());
        return instead != null || json ? instead : mediaType(view);
    }

    private static Stream<Observation> path(Evidence evidence) {
        return evidence.at("basic", "create").stream()
                .map(created -> AnswerKind.of(created) == AnswerKind.REDIRECT
                        ? PATH.unanswered(created)
                        : path(evidence, created));
    }

    private static Observation path(Evidence evidence, ExchangeView view) {
        if (view.status() != 404 && view.status() != 405) {
            boolean open = Set.of(AnswerKind.SUCCESS, AnswerKind.CUT, AnswerKind.REFUSED, AnswerKind.SERVER_ERROR)
                    .contains(AnswerKind.of(view));
            return open ? PATH.held(view) : PATH.unanswered(view);
        }
        if (ErrorBody.namesModel(view)) {
            return PATH.unclear(view, Why.OPTION_MISSING, "the answer is about the model: is its name right?");
        }
        if (AcceptanceRule.served(evidence)) {
            return PATH.unclear(view, Why.WIRE, Judging.said(view) + ", but other creates were served");
        }
        return PATH.broken(view, "", "an operation at this path", Judging.said(view));
    }

    private static Stream<Observation> charset(Evidence evidence) {
        boolean plain = evidence.at("basic", "create").stream().anyMatch(ExchangeView::ok);
        Stream<Observation> with = Liberties.of(evidence, "charset").stream()
                .map(view -> plain || AnswerKind.of(view) != AnswerKind.REFUSED
                        ? charset(view)
                        : CHARSET.unclear(view, Why.VALUE_MISSING, "the plain create was not served either"));
        Stream<Observation> without =
                evidence.at("basic", "create").stream().filter(ExchangeView::ok).map(CHARSET::held);
        return Stream.concat(without, with);
    }

    private static Observation charset(ExchangeView view) {
        return switch (AnswerKind.of(view)) {
            case SUCCESS, CUT -> CHARSET.held(view);
            case REFUSED ->
                CHARSET.broken(
                        view,
                        view.status() == 400 || view.status() == 415 ? "refused" : "other-4xx",
                        "status 200 for application/json; charset=utf-8",
                        Judging.said(view));
            default -> CHARSET.unanswered(view);
        };
    }

    private static String mediaType(ExchangeView view) {
        return view.mediaType().isEmpty()
                ? "no media type"
                : "media type " + view.mediaType().toLowerCase(Locale.ROOT);
    }
}
