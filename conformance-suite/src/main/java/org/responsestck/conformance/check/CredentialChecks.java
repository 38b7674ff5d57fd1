package org.responsestck.conformance.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.responsestck.conformance.evidence.Evidence;
import org.responsestck.conformance.evidence.ExchangeView;
import org.responsestck.conformance.evidence.Take;
import org.responsestck.conformance.evidence.Why;

/** Requests without the right key: refused, without effect, and without a look at what another account has. */
final class CredentialChecks {
    private static final String CREDENTIALS = "credentials";
    private static final String SECOND = "second-account";
    private static final String OPEN = " (a target that asks for no key says so: --capability -auth)";

    private CredentialChecks() {}

    static List<Check> checks() {
        return List.of(
                new Check(
                        "no-key-is-refused",
                        Set.of("AUTH-002"),
                        Set.of(CREDENTIALS),
                        e -> Stream.concat(refused(e, "AUTH-002", "no-key"), noEffect(e))),
                new Check(
                        "an-unknown-key-is-refused",
                        Set.of("AUTH-003"),
                        Set.of(CREDENTIALS),
                        e -> refused(e, "AUTH-003", "wrong-key")),
                new Check(
                        "the-key-is-looked-at-before-the-body",
                        Set.of("AUTH-004"),
                        Set.of(CREDENTIALS),
                        e -> e.at(CREDENTIALS, "wrong-key-bad-body").stream()
                                .map(x -> keyFirst(e, new About("AUTH-004", x)))),
                new Check(
                        "responses-are-private-to-the-account",
                        Set.of("AUTH-005"),
                        Set.of(SECOND),
                        e -> Facts.first(e, SECOND).stream().flatMap(t -> apart(e, t).stream())),
                new Check(
                        "nothing-is-remembered-across-accounts",
                        Set.of("AUTH-009"),
                        Set.of(SECOND),
                        CredentialChecks::forgotten));
    }

    private static Stream<Observation> refused(Evidence evidence, String id, String who) {
        List<Observation> all = new ArrayList<>();
        for (String operation : List.of("create", "list", "get", "delete")) {
            for (ExchangeView x : evidence.at(CREDENTIALS, who + "-" + operation)) {
                refused(evidence, new About(id, x), operation).ifPresent(all::add);
            }
        }
        return all.isEmpty() ? Facts.missing(evidence, id, CREDENTIALS) : all.stream();
    }

    private static Optional<Observation> refused(Evidence evidence, About about, String operation) {
        Optional<Observation> trouble = about.trouble();
        if (trouble.isPresent()) {
            return trouble;
        }
        int status = about.at().status();
        boolean create = operation.equals("create");
        if (status == 401 || status == 403) {
            return Optional.of(about.held());
        }
        if (!create && !about.at().ok() && !works(evidence, operation)) {
            return Optional.empty(); // there is no such operation: nothing to protect
        }
        if (status == 404 && !create) {
            return Optional.of(about.held());
        }
        if (status / 100 == 3 || AnswerKind.of(about.at()) == AnswerKind.OVERLOADED) {
            return Optional.of(about.unclear(Why.WIRE, "status " + status));
        }
        boolean lost = create && status == 404 && about.requirement().equals("AUTH-003");
        String expected = create ? "401 or 403" : "401, 403 or 404";
        return Optional.of(about.status(about.clientError() && !lost ? "other-4xx" : "", expected + OPEN));
    }

    /** Whether an operation is there at all: it worked with the key somewhere in this run. */
    private static boolean works(Evidence evidence, String operation) {
        Facts facts = Facts.of(evidence);
        return switch (operation) {
            case "list" -> facts.lists();
            case "get" -> facts.retrieves();
            case "delete" -> facts.deletes();
            default -> true;
        };
    }

    /** What was deleted without a key is gone, whatever the answer said. */
    private static Stream<Observation> noEffect(Evidence evidence) {
        return evidence.at(CREDENTIALS, "get").stream()
                .filter(x -> x.status() == 404 && Facts.of(evidence).retrieves())
                .filter(x -> evidence.at(CREDENTIALS, "no-key-delete").stream().noneMatch(ExchangeView::ok))
                .map(x -> new About("AUTH-002", x)
                        .broken("", "the response still there after the refused DELETE", "status 404"));
    }

    private static Observation keyFirst(Evidence evidence, About about) {
        Optional<Observation> trouble = about.trouble();
        if (trouble.isPresent()) {
            return trouble.get();
        }
        int status = about.at().status();
        if (status == 401 || status == 403) {
            return about.held();
        }
        boolean guarded = evidence.at(CREDENTIALS, "wrong-key-create").stream()
                .anyMatch(x -> x.status() == 401 || x.status() == 403);
        return guarded && (status == 400 || status == 422)
                ? about.status("", "401 or 403, as for a valid body")
                : about.unclear(Why.VALUE_MISSING, "status " + status + "; whether the key is looked at: AUTH-003");
    }

    private static Stream<Observation> forgotten(Evidence evidence) {
        List<Observation> all = new ArrayList<>();
        for (Take take : evidence.takes(SECOND)) {
            Optional<ExchangeView> after = take.at("fresh-after");
            boolean control = take.at("control")
                    .filter(x -> Said.says(x, take.drawn("codeword").orElse("")))
                    .isPresent();
            after.ifPresent(
                    x -> all.addAll(Isolation.fresh(evidence, take, new About("AUTH-009", x), control, "count-grown")));
        }
        return all.isEmpty() ? Facts.missing(evidence, "AUTH-009", SECOND) : ToolAnswers.settle(all);
    }

    private static List<Observation> apart(Evidence evidence, Take take) {
        String id = "AUTH-005";
        Optional<ExchangeView> fresh = take.at("fresh");
        if (fresh.isPresent() && !fresh.get().ok()) {
            return List.of(new About(id, fresh.get())
                    .unclear(Why.VALUE_MISSING, "status " + fresh.get().status() + " with the second key"));
        }
        List<Observation> all = new ArrayList<>();
        take.at("get").ifPresent(x -> all.add(read(new About(id, x))));
        take.at("continue").ifPresent(x -> all.add(continued(take, new About(id, x))));
        take.at("list").flatMap(x -> listed(evidence, take, new About(id, x))).ifPresent(all::add);
        take.at("delete").ifPresent(x -> all.add(deleted(evidence, take, new About(id, x))));
        return all.isEmpty() ? Facts.missing(evidence, id, SECOND).toList() : all;
    }

    private static Observation read(About about) {
        return about.trouble().orElseGet(() -> {
            if (about.clientError()) {
                return about.held();
            }
            return about.at().ok() ? about.status("read", "a 4xx, as for an id that nobody has") : about.serverError();
        });
    }

    /** That the target takes an id it does not know is the matter of CHAIN-003; here it must not know what was said. */
    private static Observation continued(Take take, About about) {
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
        String word = take.drawn("codeword").orElse("");
        OptionalLong alone = take.at("fresh").map(Isolation::inputTokens).orElse(OptionalLong.empty());
        OptionalLong now = Isolation.inputTokens(about.at());
        boolean loaded = alone.isPresent() && now.isPresent() && now.getAsLong() > alone.getAsLong() + Isolation.SLACK;
        return Said.shows(about.at(), word) || loaded
                ? about.broken("continued", "a 4xx, or nothing of the other account", "its conversation goes on")
                : about.unclear(Why.MODEL, "status 200, and nothing of the other account shows");
    }

    private static Optional<Observation> listed(Evidence evidence, Take take, About about) {
        Optional<Observation> trouble = about.trouble();
        if (trouble.isPresent()) {
            return trouble;
        }
        if (!about.at().ok()) {
            return Optional.empty(); // listing is judged elsewhere; nothing was shown here
        }
        String own = take.at("remember")
                .flatMap(x -> Facts.made(evidence, x))
                .map(r -> r.id())
                .orElse("");
        JsonNode data = about.at().json().value().path("data");
        for (int i = 0; i < data.size(); i++) {
            if (!own.isEmpty() && data.get(i).path("id").asText().equals(own)) {
                return Optional.of(about.broken(
                        "listed",
                        about.where().at("/data/" + i + "/id"),
                        "nothing of the other account",
                        "its response " + own));
            }
        }
        return Optional.of(about.held());
    }

    /** What counts is whether it is gone: some servers answer the same to every id. */
    private static Observation deleted(Evidence evidence, Take take, About about) {
        Optional<Observation> trouble = about.trouble();
        if (trouble.isPresent()) {
            return trouble.get();
        }
        Optional<ExchangeView> own = take.at("get-own");
        if (own.isPresent() && own.get().status() == 404 && Facts.of(evidence).retrieves()) {
            return new About(about.requirement(), own.get())
                    .broken("deleted", "still there after a DELETE with the other key", "status 404");
        }
        return about.clientError()
                        || (about.at().ok() && own.filter(ExchangeView::ok).isPresent())
                ? about.held()
                : about.at().ok()
                        ? about.unclear(Why.VALUE_MISSING, "status 200, and whether it is gone cannot be seen")
                        : about.serverError();
    }
}
