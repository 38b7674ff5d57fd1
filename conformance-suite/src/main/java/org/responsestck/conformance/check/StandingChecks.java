package org.responsestck.conformance.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.responsestck.conformance.evidence.Evidence;
import org.responsestck.conformance.evidence.ExchangeView;
import org.responsestck.conformance.evidence.Take;
import org.responsestck.conformance.evidence.Why;

/** What is in the store at the end of a run: what was made, and nothing of what was refused. */
final class StandingChecks {
    private static final String SCENARIO = "late";

    private StandingChecks() {}

    static List<Check> checks() {
        return List.of(
                new Check(
                        "a-response-is-still-there-at-the-end",
                        Set.of("STORE-010"),
                        Set.of(SCENARIO),
                        e -> e.at(SCENARIO, "get").stream().map(StandingChecks::still)),
                new Check(
                        "a-refused-create-stores-nothing",
                        Set.of("STORE-011"),
                        Set.of(SCENARIO, "refusals-parameters"),
                        StandingChecks::refused),
                new Check(
                        "an-unknown-cursor-gives-no-first-page",
                        Set.of("LIST-011"),
                        Set.of(SCENARIO),
                        StandingChecks::cursor));
    }

    private static Observation still(ExchangeView view) {
        Judging judging = new Judging("STORE-010");
        return switch (AnswerKind.of(view)) {
            case SUCCESS -> judging.held(view);
            case REFUSED ->
                view.status() == 404 ? judging.broken(view, "", "status 200", "status 404") : judging.unanswered(view);
            default -> judging.unanswered(view);
        };
    }

    /** Others may use the account: only the mark of the refused request tells. */
    private static Stream<Observation> refused(Evidence evidence) {
        Judging judging = new Judging("STORE-011");
        Optional<Take> refusals = Facts.first(evidence, "refusals-parameters");
        Optional<ExchangeView> create = refusals.flatMap(t -> t.at("previous"));
        String tag = refusals.flatMap(t -> t.drawn("refused")).orElse("");
        if (create.isEmpty() || tag.isEmpty()) {
            return Stream.empty();
        }
        if (AnswerKind.of(create.get()) != AnswerKind.REFUSED) {
            return Stream.of(judging.unclear(
                    create.get(), Why.VALUE_MISSING, "the request was not refused: " + Judging.said(create.get())));
        }
        return evidence.at(SCENARIO, "list").stream().map(page -> {
            if (!page.ok() || !Listing.data(page).isArray()) {
                return judging.unclear(page, Why.VALUE_MISSING, "no list: " + Judging.said(page));
            }
            JsonNode data = Listing.data(page);
            for (int i = 0; i < data.size(); i++) {
                if (data.get(i).path("metadata").path("tag").asText().equals(tag)) {
                    return judging.broken(
                            Where.exchange(page.id()).at("/data/" + i),
                            "",
                            "nothing of a create that was refused",
                            "an entry with its metadata");
                }
            }
            boolean marked = data.isEmpty()
                    || data.valueStream()
                            .anyMatch(entry -> entry.path("metadata").isObject());
            return marked
                    ? judging.held(page)
                    : judging.unclear(page, Why.VALUE_MISSING, "no entry shows the metadata it was made with");
        });
    }

    private static Stream<Observation> cursor(Evidence evidence) {
        Judging judging = new Judging("LIST-011");
        Optional<ExchangeView> list = Facts.first(evidence, SCENARIO)
                .flatMap(t -> t.at("list"))
                .filter(x -> x.ok() && Listing.data(x).isArray());
        return evidence.at(SCENARIO, "cursor").stream().map(view -> {
            if (list.isEmpty()) {
                return AnswerKind.of(view) == AnswerKind.REFUSED
                        ? new Observation.Absent("LIST-011", "no list at all", Where.exchange(view.id()))
                        : judging.unanswered(view);
            }
            return switch (AnswerKind.of(view)) {
                case REFUSED -> judging.held(view);
                case SUCCESS -> page(judging, list.get(), view);
                case SERVER_ERROR -> judging.broken(view, "", "a 4xx, or an empty page", Judging.said(view));
                default -> judging.unanswered(view);
            };
        });
    }

    private static Observation page(Judging judging, ExchangeView list, ExchangeView view) {
        if (!Listing.data(view).isArray()) {
            return judging.unclear(view, Why.VALUE_MISSING, "no list in the answer");
        }
        if (!Listing.data(view).isEmpty()) {
            return judging.broken(
                    view,
                    "",
                    "a 4xx, or an empty page",
                    "a page of " + Listing.data(view).size());
        }
        return Listing.data(list).isEmpty()
                ? judging.unclear(view, Why.VALUE_MISSING, "the whole list is empty")
                : judging.held(view);
    }
}
