package org.responsestck.conformance.check;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.responsestck.conformance.evidence.Evidence;
import org.responsestck.conformance.evidence.ExchangeView;
import org.responsestck.conformance.evidence.Why;

/** What a server does with methods and paths that do not exist, an offer to upgrade, and a large body. */
final class RouteChecks {
    private static final Judging METHOD = new Judging("HTTP-METHOD-001");
    private static final Judging ROUTE = new Judging("ERR-404ROUTE-001");
    private static final Judging UPGRADE = new Judging("HTTP-UPGRADE-001");
    private static final Judging SIZE = new Judging("HTTP-SIZE-001");
    /** Words of a refusal that concerns what the model can read. */
    private static final Pattern CONTEXT = Pattern.compile("context|token|length|too long|maximum");

    private RouteChecks() {}

    static List<Check> checks() {
        return List.of(
                new Check(
                        "an-unknown-method-is-refused",
                        Set.of(METHOD.requirement()),
                        Set.of("routes"),
                        e -> e.at("routes", "method").stream().map(RouteChecks::method)),
                new Check(
                        "an-unknown-path-is-404",
                        Set.of(ROUTE.requirement()),
                        Set.of("routes"),
                        e -> e.at("routes", "route").stream().map(RouteChecks::route)),
                new Check(
                        "an-offer-to-upgrade-is-no-reason-to-hang-up",
                        Set.of(UPGRADE.requirement()),
                        Set.of("upgrade"),
                        e -> e.at("upgrade", "create").stream().map(view -> upgrade(e, view))),
                new Check("a-large-input-is-taken", Set.of(SIZE.requirement()), Set.of("large"), RouteChecks::large));
    }

    private static Observation method(ExchangeView view) {
        return switch (AnswerKind.of(view)) {
            case REFUSED, NOT_IMPLEMENTED -> METHOD.held(view);
            case SUCCESS, CUT, SERVER_ERROR -> METHOD.broken(view, "", "a 4xx, or 501", Judging.said(view));
            default -> METHOD.unanswered(view);
        };
    }

    private static Observation route(ExchangeView view) {
        boolean html = view.mediaType().equals("text/html")
                || view.text().stripLeading().toLowerCase(Locale.ROOT).startsWith("<");
        return switch (AnswerKind.of(view)) {
            case SUCCESS, CUT, SERVER_ERROR -> ROUTE.broken(view, "", "status 404 with JSON", Judging.said(view));
            case REFUSED ->
                html
                        ? ROUTE.broken(view, "", "status 404 with JSON", Judging.said(view) + " with a page in HTML")
                        : view.status() == 404 && view.json().problem() == null
                                ? ROUTE.held(view)
                                : ROUTE.unclear(view, Why.WIRE, Judging.said(view) + ", which is no breach either");
            default -> ROUTE.unanswered(view);
        };
    }

    private static Observation upgrade(Evidence evidence, ExchangeView view) {
        if (!evidence.header().url().startsWith("http:")) {
            return new Observation.Absent(
                    UPGRADE.requirement(), "the target is reached by TLS", Where.exchange(view.id()));
        }
        return switch (AnswerKind.of(view)) {
            case SUCCESS -> UPGRADE.held(view);
            case RESET -> UPGRADE.broken(view, "", "an answer", Judging.said(view));
            case REFUSED, SERVER_ERROR ->
                AcceptanceRule.served(evidence)
                        ? UPGRADE.broken(view, "", "status 200, as without the offer to upgrade", Judging.said(view))
                        : UPGRADE.unanswered(view);
            default -> UPGRADE.unanswered(view);
        };
    }

    private static Stream<Observation> large(Evidence evidence) {
        return evidence.at("large", "create").stream().map(view -> switch (AnswerKind.of(view)) {
            case SUCCESS -> SIZE.held(view);
            case RESET, SERVER_ERROR -> tooLarge(view);
            case REFUSED ->
                view.status() == 413
                                && !CONTEXT.matcher(view.text().toLowerCase(Locale.ROOT))
                                        .find()
                        ? tooLarge(view)
                        : SIZE.unclear(view, Why.UNSUPPORTED, Judging.said(view) + ", perhaps for want of context");
            default -> SIZE.unanswered(view);
        });
    }

    private static Observation tooLarge(ExchangeView view) {
        return SIZE.broken(view, "", "status 200, or a refusal that speaks of the context", Judging.said(view));
    }
}
