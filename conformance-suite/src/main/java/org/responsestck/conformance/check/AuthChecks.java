package org.responsestck.conformance.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.responsestck.conformance.evidence.Evidence;
import org.responsestck.conformance.evidence.ExchangeView;
import org.responsestck.conformance.evidence.Take;
import org.responsestck.conformance.evidence.Why;
import org.responsestck.conformance.wire.Who;

/** Credentials. */
final class AuthChecks {
    /** A request of each operation that nothing but the credential could make the target refuse as forbidden. */
    private static final Map<String, List<String>> OPERATIONS = Map.of(
            "basic", List.of("create", "get"),
            "delete", List.of("create", "get-before", "delete"),
            "list", List.of("create-1", "first-page"));

    private AuthChecks() {}

    static List<Check> checks() {
        List<Check> all = new ArrayList<>(CredentialChecks.checks());
        all.addAll(List.of(
                new Check("the-key-is-accepted", Set.of("AUTH-001"), OPERATIONS.keySet(), AuthChecks::accepted),
                new Check("no-account-header-is-needed", Set.of("AUTH-007"), Set.of("basic"), AuthChecks::noHeader),
                new Check(
                        "a-wrong-account-deletes-nothing",
                        Set.of("AUTH-008"),
                        Set.of("wrong-account"),
                        AuthChecks::wrongAccount),
                new Check("an-account-deletes-its-own", Set.of("AUTH-006"), Set.of("own-account"), AuthChecks::own)));
        return List.copyOf(all);
    }

    private static Stream<Observation> own(Evidence evidence) {
        List<ExchangeView> deletes = evidence.at("own-account", "delete");
        return deletes.isEmpty()
                ? Facts.missing(evidence, "AUTH-006", "own-account")
                : deletes.stream().map(x -> own(new About("AUTH-006", x)));
    }

    private static Observation own(About about) {
        return about.trouble()
                .orElseGet(() -> about.at().ok()
                        ? about.held()
                        : about.status(
                                about.fiveHundred() ? "server-error" : "refused",
                                "200, as without the account header"));
    }

    private static Stream<Observation> accepted(Evidence evidence) {
        return OPERATIONS.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .flatMap(e -> e.getValue().stream().flatMap(step -> evidence.at(e.getKey(), step).stream()))
                .filter(x -> x.who() == Who.KEY)
                .flatMap(x -> accepted(evidence, new About("AUTH-001", x)).stream());
    }

    private static Optional<Observation> accepted(Evidence evidence, About about) {
        ExchangeView x = about.at();
        Optional<Observation> open = about.trouble();
        if (open.isPresent()) {
            return open;
        }
        if (x.ok()) {
            return Optional.of(about.held());
        }
        if (x.isDelete() && about.accountMissing(evidence).isPresent()) {
            return about.accountMissing(evidence);
        }
        // An operation that is not there at all says nothing about the key; neither does another refusal.
        if (x.status() != 401 && x.status() != 403) {
            return Optional.empty();
        }
        if (x.status() == 403 && namesModel(evidence, x)) {
            return Optional.of(about.unclear(Why.VALUE_MISSING, "status 403 names the model: configure another"));
        }
        return Optional.of(about.status("", "2xx with a valid key"));
    }

    private static boolean namesModel(Evidence evidence, ExchangeView x) {
        String text = x.text().toLowerCase(Locale.ROOT);
        String model = evidence.header().model().toLowerCase(Locale.ROOT);
        return text.contains("model") || (model.length() > 2 && text.contains(model));
    }

    private static Stream<Observation> noHeader(Evidence evidence) {
        return Stream.of("create", "get")
                .flatMap(step -> evidence.at("basic", step).stream())
                .filter(x -> !About.hasAccount(evidence, x.call()))
                .map(x -> {
                    About about = new About("AUTH-007", x);
                    return about.trouble().orElseGet(() -> noHeader(about));
                });
    }

    private static Observation noHeader(About about) {
        if (about.at().ok()) {
            return about.held();
        }
        String text = about.at().text().toLowerCase(Locale.ROOT);
        return about.clientError() && text.contains("account")
                ? about.broken(
                        "",
                        "2xx without an account header",
                        "status " + about.at().status() + ", which names it")
                : about.unclear(Why.VALUE_MISSING, "status " + about.at().status());
    }

    private static Stream<Observation> wrongAccount(Evidence evidence) {
        Optional<Take> take = Facts.first(evidence, "wrong-account");
        Optional<ExchangeView> delete = take.flatMap(t -> t.at("delete"));
        if (delete.isEmpty()) {
            return Facts.missing(evidence, "AUTH-008", "wrong-account");
        }
        About about = new About("AUTH-008", delete.get());
        Optional<ExchangeView> get = take.get().at("get");
        Optional<Observation> trouble = about.trouble().or(() -> get.flatMap(x -> new About("AUTH-008", x).trouble()));
        return Stream.of(trouble.orElseGet(() -> wrongAccount(evidence, about, get)));
    }

    private static Observation wrongAccount(Evidence evidence, About about, Optional<ExchangeView> get) {
        if (about.fiveHundred()) {
            return about.status("server-error", "a refusal, or a delete that ignores the header");
        }
        if (get.isEmpty() || !Facts.of(evidence).retrieves()) {
            return about.unclear(Why.VALUE_MISSING, "the response cannot be read: GET-001");
        }
        boolean there = get.get().ok();
        boolean gone = get.get().status() == 404;
        if ((about.clientError() && there) || (about.at().ok() && gone)) {
            return about.held();
        }
        return about.broken(
                "other-outcome",
                "refused and still there, or deleted and gone",
                "DELETE " + about.at().status() + ", then GET " + get.get().status());
    }
}
