package org.responsestck.conformance.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.responsestck.conformance.evidence.Evidence;
import org.responsestck.conformance.evidence.ExchangeView;
import org.responsestck.conformance.evidence.Take;
import org.responsestck.conformance.evidence.Why;

/** Pages of the list by cursor, judged against a page of a hundred. The order within one second is open. */
final class PagingChecks {
    private PagingChecks() {}

    static List<Check> checks() {
        Set<String> list = Set.of("list");
        return List.of(
                new Check("after-gives-what-comes-next", Set.of("LIST-007"), list, e -> paged(e, "LIST-007", "after")),
                new Check(
                        "before-gives-what-came-before", Set.of("LIST-008"), list, e -> paged(e, "LIST-008", "before")),
                new Check("has-more-is-true-to-the-next-page", Set.of("LIST-009"), list, PagingChecks::hasMore));
    }

    /** What a cursor request is judged by. */
    private record Paged(
            About about, String cursor, Listing page, Listing all, Set<String> steady, Set<String> settled) {
        int place(String id) {
            return all.ids().indexOf(id);
        }

        /** Whether the order of an entry against the cursor is known. */
        boolean ordered(String id) {
            return all.has(id) && apart(id, cursor);
        }

        /** Entries of one second have an order where two lists show the same. */
        boolean apart(String one, String other) {
            return !all.tied(one, other) || (settled.contains(one) && settled.contains(other));
        }
    }

    private static Stream<Observation> paged(Evidence evidence, String requirement, String step) {
        return Facts.first(evidence, "list").stream().map(take -> {
            Optional<ExchangeView> all = ListingChecks.page(take, "limit-100");
            Optional<ExchangeView> page = take.at(step);
            if (all.isEmpty() || page.isEmpty()) {
                return ListingChecks.none(take, requirement, "limit-100");
            }
            About about = new About(requirement, page.get());
            Optional<Observation> trouble = about.trouble();
            if (trouble.isPresent()) {
                return trouble.get();
            }
            if (ListingChecks.page(take, step).isEmpty()) {
                return about.clientError()
                        ? about.status("refused", "200")
                        : crashing(take) ? about.status("server-error", "200") : about.serverError();
            }
            Set<String> steady = new HashSet<>(Facts.own(evidence).keySet());
            steady.removeAll(Facts.deletedBefore(evidence, page.get()));
            Listing whole = Listing.of(all.get());
            Paged paged = new Paged(
                    about, asked(page.get(), step), Listing.of(page.get()), whole, steady, settled(take, whole));
            if (!paged.all().has(paged.cursor())) {
                return about.unclear(Why.VALUE_MISSING, "the cursor is not in the page of a hundred");
            }
            return step.equals("after") ? after(paged, firstPage(take)) : before(paged);
        });
    }

    /** The first entries of the page of a hundred, where another list begins with the same in the same order; else none. */
    private static Set<String> settled(Take take, Listing all) {
        List<String> first = ListingChecks.page(take, "first-page")
                .map(x -> Listing.of(x).ids())
                .orElse(List.of());
        boolean same = all.ids().size() >= first.size()
                && all.ids().subList(0, first.size()).equals(first);
        return same ? Set.copyOf(first) : Set.of();
    }

    /** Whether every page by cursor ends in a 5xx: then it is the cursor, and no accident. */
    private static boolean crashing(Take take) {
        return Stream.of("after", "before", "after-end")
                        .flatMap(step -> take.at(step).stream())
                        .filter(x -> x.status() >= 500 && x.status() != 503)
                        .count()
                >= 2;
    }

    private static Set<String> firstPage(Take take) {
        return ListingChecks.page(take, "limit-2")
                .map(x -> Set.copyOf(Listing.of(x).ids()))
                .orElse(Set.of());
    }

    /** A value in the query, as the scenario sent it. */
    private static String asked(ExchangeView x, String name) {
        String path = x.call().path();
        String raw = path.substring(path.indexOf(name + "=") + name.length() + 1);
        return URLDecoder.decode(raw.replaceAll("&.*", "").replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static Observation after(Paged p, Set<String> first) {
        List<String> ids = p.page().ids();
        for (String id : ids) {
            boolean earlier = p.ordered(id) && p.place(id) < p.place(p.cursor());
            if (id.equals(p.cursor()) || earlier || (first.contains(id) && p.ordered(id))) {
                return p.about().broken("overlap", "entries after " + p.cursor(), id + " at /data/" + ids.indexOf(id));
            }
        }
        return gap(p, ids)
                .map(id -> p.about().broken("gap", id + " in the page", "left out"))
                .orElseGet(p.about()::held);
    }

    /** A response of this run that stands between the cursor and the end of the page, and is not in the page. */
    private static Optional<String> gap(Paged p, List<String> ids) {
        int end = ids.stream().mapToInt(p::place).max().orElse(-1);
        // A target may put fewer entries on a page than it is asked for, and says so with has_more.
        boolean full = ids.size() >= limit(p)
                || p.page().at().json().value().path("has_more").asBoolean();
        List<String> all = p.all().ids();
        for (int i = p.place(p.cursor()) + 1; i < all.size(); i++) {
            String id = all.get(i);
            boolean due = !full || (i < end && !tiedWithLast(p, ids, id));
            if (due && p.steady().contains(id) && p.ordered(id) && !ids.contains(id)) {
                return Optional.of(id);
            }
        }
        return Optional.empty();
    }

    private static int limit(Paged p) {
        return Integer.parseInt(asked(p.about().at(), "limit"));
    }

    private static boolean tiedWithLast(Paged p, List<String> ids, String id) {
        return !ids.isEmpty() && !p.apart(id, ids.get(ids.size() - 1));
    }

    private static Observation before(Paged p) {
        List<String> ids = p.page().ids();
        for (String id : ids) {
            boolean later = p.ordered(id) && p.place(id) > p.place(p.cursor());
            if (id.equals(p.cursor()) || later) {
                return p.about().broken("", "entries before " + p.cursor(), id + " at /data/" + ids.indexOf(id));
            }
        }
        boolean due = p.all().ids().stream()
                .limit(p.place(p.cursor()))
                .anyMatch(id -> p.steady().contains(id) && p.ordered(id));
        return ids.isEmpty() && due
                ? p.about().broken("other-outcome", "entries before " + p.cursor(), "an empty page")
                : p.about().held();
    }

    private static Stream<Observation> hasMore(Evidence evidence) {
        return Facts.first(evidence, "list").stream()
                .flatMap(take -> Stream.concat(
                        Stream.of(hasMore(take, "limit-2", "after"), hasMore(take, "limit-100", "after-end")),
                        endsWithTheList(take) ? Stream.of(hasMore(take, "after", "after-end")) : Stream.of()));
    }

    /** Whether the page behind the first two ends where the page of a hundred ends: what follows is the same. */
    private static boolean endsWithTheList(Take take) {
        Optional<String> whole = ListingChecks.page(take, "limit-100").flatMap(PagingChecks::lastId);
        return whole.isPresent()
                && whole.equals(ListingChecks.page(take, "after").flatMap(PagingChecks::lastId))
                && ListingChecks.page(take, "after-end").isPresent();
    }

    private static Optional<String> lastId(ExchangeView page) {
        List<String> ids = Listing.of(page).ids();
        return ids.isEmpty() ? Optional.empty() : Optional.of(ids.get(ids.size() - 1));
    }

    private static Observation hasMore(Take take, String step, String next) {
        Optional<ExchangeView> page = ListingChecks.page(take, step);
        Optional<ExchangeView> following = ListingChecks.page(take, next);
        if (page.isEmpty() || following.isEmpty()) {
            return ListingChecks.none(take, "LIST-009", page.isEmpty() ? step : next);
        }
        About about = new About("LIST-009", page.get());
        JsonNode more = page.get().json().value().path("has_more");
        if (!more.isBoolean()) {
            return about.unclear(Why.VALUE_MISSING, "has_more is not a boolean: LIST-001");
        }
        List<String> ids = Listing.of(page.get()).ids();
        boolean repeated = Listing.of(following.get()).ids().stream().anyMatch(ids::contains);
        if (repeated) {
            return about.unclear(Why.VALUE_MISSING, "the next page repeats this one: LIST-007");
        }
        boolean entries = !Listing.data(following.get()).isEmpty();
        return more.booleanValue() == entries
                ? about.held("/has_more")
                : about.broken(
                        "",
                        about.where().at("/has_more"),
                        entries + ": the next page has "
                                + Listing.data(following.get()).size() + " entries",
                        more.toString());
    }
}
