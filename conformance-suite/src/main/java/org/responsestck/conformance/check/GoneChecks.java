package org.responsestck.conformance.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.responsestck.conformance.evidence.Evidence;
import org.responsestck.conformance.evidence.ExchangeView;
import org.responsestck.conformance.evidence.Take;
import org.responsestck.conformance.evidence.Why;

/** What is gone after a delete, and what must still be there. */
final class GoneChecks {
    private static final String RECHECK = "delete-recheck";

    private GoneChecks() {}

    static List<Check> checks() {
        return List.of(
                new Check(
                        "a-deleted-response-cannot-be-read",
                        Set.of("DELETE-004"),
                        Set.of("delete", RECHECK),
                        GoneChecks::unreadable),
                new Check(
                        "a-deleted-response-cannot-be-continued",
                        Set.of("CHAIN-014"),
                        Set.of("delete"),
                        GoneChecks::notContinuable),
                new Check(
                        "a-deleted-response-leaves-the-list",
                        Set.of("LIST-012"),
                        Set.of("delete"),
                        GoneChecks::unlisted),
                new Check(
                        "delete-leaves-other-responses",
                        Set.of("DELETE-007"),
                        Set.of("chain", "delete"),
                        GoneChecks::others),
                new Check(
                        "nothing-brings-it-back",
                        Set.of("DELETE-011"),
                        Set.of("delete", RECHECK),
                        GoneChecks::forGood));
    }

    /** The take in which a response was deleted, when the delete succeeded. */
    private static Optional<Take> deleted(Evidence evidence) {
        return Facts.first(evidence, "delete")
                .filter(t -> t.at("delete").filter(ExchangeView::ok).isPresent());
    }

    private static Stream<Observation> notDeleted(Evidence evidence, String requirement) {
        return Facts.first(evidence, "delete").stream()
                .map(t -> Facts.unclear(requirement, Why.VALUE_MISSING, "nothing was deleted: DELETE-001"));
    }

    private static Stream<Observation> unreadable(Evidence evidence) {
        Optional<Take> take = deleted(evidence);
        if (take.isEmpty()) {
            return notDeleted(evidence, "DELETE-004");
        }
        if (take.get().at("get-before").filter(ExchangeView::ok).isEmpty()) {
            return Stream.of(Facts.unclear(
                    "DELETE-004", Why.VALUE_MISSING, "the response could not be read before it was deleted either"));
        }
        return Stream.of(
                        take.get().at("get"),
                        take.get().at("get-later"),
                        Facts.first(evidence, RECHECK).flatMap(t -> t.at("get")))
                .flatMap(Optional::stream)
                .map(x -> Refusal.gone(new About("DELETE-004", x), "accepted"));
    }

    private static Stream<Observation> notContinuable(Evidence evidence) {
        Optional<ExchangeView> chain = deleted(evidence).flatMap(t -> t.at("chain"));
        return chain.isPresent()
                ? Stream.of(Refusal.of(evidence, new About("CHAIN-014", chain.get())))
                : notDeleted(evidence, "CHAIN-014");
    }

    private static Stream<Observation> unlisted(Evidence evidence) {
        if (deleted(evidence).isEmpty()) {
            return notDeleted(evidence, "LIST-012");
        }
        List<Observation> found = new ArrayList<>();
        List<ExchangeView> deletes = evidence.exchanges().stream()
                .filter(x -> x.isDelete() && x.ok())
                .toList();
        for (ExchangeView list : evidence.exchanges()) {
            if (isPage(list)) {
                deletes.stream()
                        .filter(d -> before(d, list) && Facts.own(evidence).containsKey(d.idInPath()))
                        .forEach(d ->
                                found.add(Listing.absence("LIST-012", list, d.idInPath(), "an id that was deleted")));
            }
        }
        return found.isEmpty()
                ? Stream.of(
                        Facts.unclear("LIST-012", Why.VALUE_MISSING, "no list was answered after a delete: LIST-001"))
                : found.stream();
    }

    private static boolean isPage(ExchangeView x) {
        return x.isList() && x.ok() && Listing.data(x).isArray();
    }

    /** Whether an exchange had ended before another was sent: by the order of one take, else by the clock. */
    private static boolean before(ExchangeView first, ExchangeView second) {
        boolean together = first.at().scenario().equals(second.at().scenario())
                && first.at().take() == second.at().take();
        return together
                ? first.id() < second.id()
                : Facts.endMillis(first) < second.exchange().sentAtMillis();
    }

    private static Stream<Observation> others(Evidence evidence) {
        Stream<Observation> parent = Facts.first(evidence, "chain").stream()
                .filter(t -> t.at("delete-turn-2").filter(ExchangeView::ok).isPresent())
                .flatMap(t -> Unchanged.of(
                        evidence,
                        "DELETE-007",
                        t,
                        "get-turn-1-last",
                        "get-turn-1-after-delete",
                        "parent-gone",
                        "parent-changed")
                        .stream());
        Stream<Observation> unrelated = deleted(evidence).stream()
                .filter(t -> t.at("get-other").isPresent())
                .flatMap(t -> Unchanged.of(
                        evidence,
                        "DELETE-007",
                        t,
                        "get-other",
                        "get-other-after",
                        "unrelated-gone",
                        "unrelated-changed")
                        .stream());
        List<Observation> found = Stream.concat(parent, unrelated).toList();
        return found.isEmpty() ? notDeleted(evidence, "DELETE-007") : found.stream();
    }

    private static Stream<Observation> forGood(Evidence evidence) {
        Optional<Take> last = Facts.first(evidence, RECHECK);
        Optional<Take> take = deleted(evidence);
        if (last.isEmpty() || take.isEmpty()) {
            return last.isEmpty() ? Stream.empty() : notDeleted(evidence, "DELETE-011");
        }
        String id = take.get().at("delete").map(ExchangeView::idInPath).orElse("");
        List<Observation> found = new ArrayList<>();
        boolean readable = take.get().at("get-before").filter(ExchangeView::ok).isPresent();
        last.get().at("get").filter(x -> readable).map(GoneChecks::stillThere).ifPresent(found::add);
        last.get()
                .at("list")
                .filter(GoneChecks::isPage)
                .map(x -> Listing.absence("DELETE-011", x, id, "an id that was deleted"))
                .ifPresent(found::add);
        last.get().at("chain").map(GoneChecks::stillContinuable).ifPresent(found::add);
        return found.stream();
    }

    private static Observation stillThere(ExchangeView x) {
        About about = new About("DELETE-011", x);
        return about.fiveHundred() ? about.serverError() : Refusal.gone(about, "still-retrievable");
    }

    private static Observation stillContinuable(ExchangeView x) {
        About about = new About("DELETE-011", x);
        return about.trouble().orElseGet(() -> {
            if (about.clientError()) {
                return about.held();
            }
            return x.ok() ? about.status("still-continuable", "a refusal") : about.serverError();
        });
    }
}
