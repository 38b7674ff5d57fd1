package org.responsestck.conformance.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.responsestck.conformance.evidence.Evidence;
import org.responsestck.conformance.evidence.ExchangeView;
import org.responsestck.conformance.evidence.ResponseObject;
import org.responsestck.conformance.evidence.Take;
import org.responsestck.conformance.evidence.Why;

/** The list of responses: shape, contents and order. Its pages are in {@link PagingChecks}. */
final class ListingChecks {
    private static final String NO_LIST = "the list was not answered: LIST-001";

    private ListingChecks() {}

    static List<Check> checks() {
        Set<String> list = Set.of("list");
        List<Check> all = new ArrayList<>(List.of(
                new Check("responses-can-be-listed", Set.of("LIST-001"), list, ListingChecks::shape),
                new Check("stored-responses-are-listed", Set.of("LIST-003"), list, ListingChecks::listed),
                new Check("the-newest-comes-first", Set.of("LIST-004"), list, ListingChecks::order),
                new Check("limit-is-kept", Set.of("LIST-005"), list, ListingChecks::limit),
                new Check(
                        "an-illegal-limit-is-refused-or-clamped",
                        Set.of("LIST-006"),
                        Set.of("list-limits"),
                        ListingChecks::illegal),
                new Check("first-and-last-id", Set.of("LIST-010"), list, ListingChecks::ends)));
        all.addAll(PagingChecks.checks());
        return List.copyOf(all);
    }

    /** A page of the scenario that was answered with an array of entries. */
    static Optional<ExchangeView> page(Take take, String step) {
        return take.at(step).filter(x -> x.ok() && Listing.data(x).isArray());
    }

    /** The reason why a step is no page. */
    static Observation none(Take take, String requirement, String step) {
        return take.at(step)
                .flatMap(x -> new About(requirement, x).trouble())
                .orElseGet(() -> Facts.unclear(requirement, Why.VALUE_MISSING, NO_LIST));
    }

    private static Stream<Observation> shape(Evidence evidence) {
        return Facts.first(evidence, "list").stream()
                .flatMap(t -> t.at("first-page").map(x -> shape(new About("LIST-001", x))).stream());
    }

    private static Observation shape(About about) {
        Optional<Observation> trouble = about.trouble();
        if (trouble.isPresent()) {
            return trouble.get();
        }
        int status = about.at().status();
        if (status == 404 || status == 405 || status == 501) {
            return about.absent("status " + status + " to GET /responses");
        }
        if (status != 200) {
            return about.fiveHundred() ? about.serverError() : about.other("200");
        }
        JsonNode body = about.at().json().value();
        if (!body.isObject()) {
            return about.broken("wrong-type", "an object with data and has_more", "a JSON " + body.getNodeType());
        }
        JsonNode object = body.path("object");
        if (!Compare.absent(object) && !object.asText().equals("list")) {
            return about.broken("wrong-value", about.where().at("/object"), "\"list\"", object.toString());
        }
        Optional<Observation> data =
                member(about, body, "data", body.path("data").isArray(), "an array");
        return data.or(() ->
                        member(about, body, "has_more", body.path("has_more").isBoolean(), "a boolean"))
                .orElseGet(about::held);
    }

    private static Optional<Observation> member(
            About about, JsonNode body, String name, boolean right, String expected) {
        JsonNode value = body.path(name);
        return right
                ? Optional.empty()
                : Optional.of(about.broken(
                        value.isMissingNode() ? "absent" : "wrong-type",
                        about.where().at("/" + name),
                        expected,
                        value.isMissingNode() ? "absent" : About.cut(value.toString())));
    }

    private static Stream<Observation> listed(Evidence evidence) {
        return Facts.first(evidence, "list").stream().flatMap(take -> {
            List<ResponseObject> made = made(evidence, take);
            if (made.isEmpty()) {
                return Facts.missing(evidence, "LIST-003", "list");
            }
            Optional<ExchangeView> page = page(take, "first-page");
            return page.isEmpty()
                    ? Stream.of(none(take, "LIST-003", "first-page"))
                    : made.stream().map(one -> listed(take, page.get(), one));
        });
    }

    /** The responses that the first page was read for. */
    private static List<ResponseObject> made(Evidence evidence, Take take) {
        return Stream.of("create-2", "create-3")
                .flatMap(step -> take.at(step).flatMap(x -> Facts.made(evidence, x)).stream())
                .filter(made -> !made.id().isEmpty())
                .toList();
    }

    private static Observation listed(Take take, ExchangeView page, ResponseObject made) {
        About about = new About("LIST-003", page);
        Listing first = Listing.of(page);
        if (first.has(made.id())) {
            return about.held("/data");
        }
        // With much other traffic, or on a target of small pages, it stands further behind.
        List<ExchangeView> behind = behind(take);
        for (ExchangeView next : behind) {
            if (Listing.of(next).has(made.id())) {
                return new About("LIST-003", next).held("/data");
            }
        }
        Listing last = behind.isEmpty() ? first : Listing.of(behind.get(behind.size() - 1));
        return endsAfter(last, made)
                ? about.unclear(Why.VALUE_MISSING, "the pages that were read do not reach back to it")
                : about.broken(
                        "",
                        made.id(),
                        "not among the first " + Listing.data(page).size() + ", nor on the " + behind.size()
                                + " other pages");
    }

    /** The page of a hundred and what the cursor led to from there. */
    private static List<ExchangeView> behind(Take take) {
        return Stream.concat(page(take, "limit-100").stream(), older(take)).toList();
    }

    private static Stream<ExchangeView> older(Take take) {
        return take.together("older").stream()
                .filter(x -> x.ok() && Listing.data(x).isArray());
    }

    /** Whether a page that is not the last ends with an entry that is newer than the response, or as new. */
    private static boolean endsAfter(Listing page, ResponseObject made) {
        List<String> ids = page.ids();
        boolean more = page.at().json().value().path("has_more").asBoolean() || ids.size() >= 100;
        return more
                && !ids.isEmpty()
                && page.madeAt(ids.get(ids.size() - 1)).asDouble()
                        >= made.node().path("created_at").asDouble();
    }

    private static Stream<Observation> order(Evidence evidence) {
        return Facts.first(evidence, "list").stream().flatMap(take -> {
            Optional<ExchangeView> page = page(take, "limit-100").or(() -> page(take, "first-page"));
            if (page.isEmpty()) {
                return Stream.of(none(take, "LIST-004", "first-page"));
            }
            // On a busy account the responses made seconds apart do not stand on one page.
            Listing all = Listing.of(page.get());
            for (ExchangeView next : older(take).toList()) {
                all = all.then(Listing.of(next));
            }
            return order(evidence, all);
        });
    }

    private static Stream<Observation> order(Evidence evidence, Listing listing) {
        About about = new About("LIST-004", listing.at());
        List<String> ids = listing.ids();
        Map<String, ExchangeView> own = Facts.own(evidence);
        List<Observation> found = new ArrayList<>();
        int pairs = 0;
        for (int i = 0; i < ids.size(); i++) {
            for (int j = i + 1; j < ids.size(); j++) {
                ExchangeView upper = own.get(ids.get(i));
                ExchangeView lower = own.get(ids.get(j));
                if (upper == null || lower == null) {
                    continue;
                }
                pairs += apart(lower, upper) ? 1 : 0;
                if (apart(upper, lower)) {
                    found.add(about.broken(
                            "",
                            about.where().at("/data/" + j),
                            ids.get(j) + ", which is newer, before " + ids.get(i),
                            "after it"));
                    return found.stream();
                }
            }
        }
        foreign(listing, own)
                .ifPresent(i -> found.add(about.broken(
                        "others-order",
                        about.where().at("/data/" + i + "/created_at"),
                        "not later than the entry before",
                        String.valueOf(listing.entries().get(ids.get(i))))));
        if (pairs > 0) {
            found.add(about.held("/data"));
        }
        return found.isEmpty()
                ? Stream.of(
                        about.unclear(Why.VALUE_MISSING, "fewer than two responses of this run, made seconds apart"))
                : found.stream();
    }

    /** Whether the first had ended two seconds before the second was asked for. */
    private static boolean apart(ExchangeView first, ExchangeView second) {
        return second.exchange().sentAtMillis() - Facts.endMillis(first) >= 2000;
    }

    private static Optional<Integer> foreign(Listing listing, Map<String, ExchangeView> own) {
        List<String> ids = listing.ids();
        for (int i = 1; i < ids.size(); i++) {
            JsonNode above = listing.madeAt(ids.get(i - 1));
            JsonNode here = listing.madeAt(ids.get(i));
            boolean both = own.containsKey(ids.get(i - 1)) && own.containsKey(ids.get(i));
            if (!both
                    && above.isNumber()
                    && here.isNumber()
                    && Math.floor(here.asDouble()) > Math.floor(above.asDouble())) {
                return Optional.of(i);
            }
        }
        return Optional.empty();
    }

    private static Stream<Observation> limit(Evidence evidence) {
        return Facts.first(evidence, "list").stream()
                .flatMap(take -> Stream.of(
                        limit(take, "first-page", 20),
                        limit(take, "limit-1", 1),
                        limit(take, "limit-2", 2),
                        limit(take, "limit-100", 100)));
    }

    private static Observation limit(Take take, String step, int most) {
        Optional<ExchangeView> page = page(take, step);
        if (page.isEmpty()) {
            Optional<ExchangeView> refused = take.at(step).filter(x -> x.status() >= 400 && x.status() < 500);
            boolean worked = page(take, "first-page").isPresent();
            return refused.isPresent() && worked && refused.get().status() != 429
                    ? new About("LIST-005", refused.get()).status("refused", "200 with at most " + most)
                    : none(take, "LIST-005", step);
        }
        About about = new About("LIST-005", page.get());
        int size = Listing.data(page.get()).size();
        return size <= most
                ? about.held("/data")
                : about.broken("", about.where().at("/data"), "at most " + most + " entries", size + " entries");
    }

    private static Stream<Observation> illegal(Evidence evidence) {
        return evidence.takes("list-limits").stream()
                .flatMap(take -> take.together("limit").stream())
                .map(x -> {
                    About about = new About("LIST-006", x);
                    return about.trouble().orElseGet(() -> illegal(evidence, about));
                });
    }

    private static Observation illegal(Evidence evidence, About about) {
        boolean word = about.at().at().step().endsWith("/abc");
        int status = about.at().status();
        boolean missing = status == 404 || status == 405 || status == 501;
        if (missing && !Facts.of(evidence).lists()) {
            return about.unclear(Why.VALUE_MISSING, NO_LIST);
        }
        if (about.fiveHundred()) {
            return about.status("server-error", word ? "422" : "4xx, or a page of at most 100");
        }
        if (about.clientError()
                && status != 400
                && status != 422
                && !Facts.of(evidence).lists()) {
            return about.unclear(Why.VALUE_MISSING, "no list at all was served; status " + status);
        }
        if (about.clientError()) {
            return word && status != 422 ? about.status("other-4xx", "422") : about.held();
        }
        if (!about.at().ok()) {
            return about.other(word ? "422" : "4xx, or a page of at most 100");
        }
        if (word) {
            return about.status("accepted", "422");
        }
        int size = Listing.data(about.at()).size();
        return size <= 100
                ? about.held("/data")
                : about.broken("not-clamped", about.where().at("/data"), "at most 100 entries", size + " entries");
    }

    private static Stream<Observation> ends(Evidence evidence) {
        List<Observation> found = evidence.exchanges().stream()
                .filter(x -> x.isList() && x.ok() && Listing.data(x).isArray())
                .flatMap(ListingChecks::ends)
                .toList();
        return found.isEmpty()
                ? Facts.first(evidence, "list").stream().map(t -> none(t, "LIST-010", "first-page"))
                : found.stream();
    }

    private static Stream<Observation> ends(ExchangeView page) {
        JsonNode data = Listing.data(page);
        return Stream.of(
                end(new About("LIST-010", page), "first_id", data.path(0).path("id")),
                end(
                        new About("LIST-010", page),
                        "last_id",
                        data.path(data.size() - 1).path("id")));
    }

    private static Observation end(About about, String name, JsonNode entry) {
        JsonNode shown = about.at().json().value().path(name);
        boolean right = shown.isMissingNode() || (entry.isMissingNode() ? shown.isNull() : shown.equals(entry));
        if (right) {
            return about.held("/" + name);
        }
        return about.broken(
                "",
                about.where().at("/" + name),
                entry.isMissingNode() ? "null for an empty page" : entry.toString(),
                shown.toString());
    }
}
