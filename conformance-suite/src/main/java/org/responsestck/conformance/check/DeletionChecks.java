package org.responsestck.conformance.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.responsestck.conformance.evidence.Evidence;
import org.responsestck.conformance.evidence.ExchangeView;
import org.responsestck.conformance.evidence.Take;
import org.responsestck.conformance.evidence.Why;

/** The answer to DELETE. What is left afterwards is in {@link GoneChecks}. */
final class DeletionChecks {
    private static final String NO_DELETE = "no DELETE of this run was answered: DELETE-001";
    private static final Set<String> DELETE = Set.of("delete");

    private DeletionChecks() {}

    static List<Check> checks() {
        List<Check> all = new ArrayList<>(List.of(
                new Check(
                        "a-stored-response-can-be-deleted",
                        Set.of("DELETE-001"),
                        DELETE,
                        e -> answer(e, "DELETE-001", DeletionChecks::status)),
                new Check("the-delete-answer-has-a-message", Set.of("DELETE-002"), DELETE, DeletionChecks::body),
                new Check("a-second-delete-finds-nothing", Set.of("DELETE-005"), DELETE, DeletionChecks::again),
                new Check(
                        "an-unknown-id-cannot-be-deleted",
                        Set.of("DELETE-006"),
                        Set.of("delete-unknown"),
                        DeletionChecks::unknown),
                new Check(
                        "delete-needs-no-body",
                        Set.of("DELETE-009"),
                        DELETE,
                        e -> answer(e, "DELETE-009", DeletionChecks::withoutBody)),
                new Check(
                        "a-response-can-be-deleted-at-once",
                        Set.of("DELETE-010"),
                        Set.of("delete-race"),
                        DeletionChecks::atOnce),
                new Check(
                        "a-streamed-response-can-be-deleted",
                        Set.of("DELETE-012"),
                        Set.of("stream-chain", "delete"),
                        DeletionChecks::streamed),
                new Check(
                        "delete-through-the-sdk",
                        Set.of("SDK-005"),
                        DELETE,
                        e -> answer(e, "SDK-005", about -> sdk(e, about)))));
        all.addAll(GoneChecks.checks());
        return List.copyOf(all);
    }

    /** Judges the answer to the first delete, unless it says that an account id is missing. */
    private static Stream<Observation> answer(
            Evidence evidence, String requirement, Function<About, Observation> judge) {
        Optional<ExchangeView> delete = Facts.first(evidence, "delete").flatMap(t -> t.at("delete"));
        if (delete.isEmpty()) {
            return Facts.missing(evidence, requirement, "delete");
        }
        About about = new About(requirement, delete.get());
        return Stream.of(
                about.trouble().or(() -> about.accountMissing(evidence)).orElseGet(() -> judge.apply(about)));
    }

    private static Observation status(About about) {
        if (about.at().status() == 200) {
            return about.held();
        }
        String variant = about.at().status() == 204
                ? "no-content"
                : about.fiveHundred() ? "server-error" : about.clientError() ? "refused" : "other-status";
        return about.status(variant, "200");
    }

    private static Stream<Observation> body(Evidence evidence) {
        return Facts.first(evidence, "delete").flatMap(t -> t.at("delete")).stream()
                .map(x -> {
                    About about = new About("DELETE-002", x);
                    return about.trouble().orElseGet(() -> message(about));
                });
    }

    private static Observation message(About about) {
        if (!about.at().ok()) {
            return about.unclear(
                    Why.VALUE_MISSING, "DELETE answered " + about.at().status() + ": DELETE-001");
        }
        String expected = "an object with a message";
        if (about.at().text().isBlank()) {
            return about.broken("empty-body", expected, "an empty body");
        }
        JsonNode body = about.at().json().value();
        JsonNode message = body.path("message");
        if (message.isTextual() && !message.textValue().isBlank()) {
            return about.held("/message");
        }
        boolean other = body.path("deleted").isBoolean() && body.path("id").isTextual();
        return about.broken(
                other ? "openai-form" : "missing-message", expected, about.at().text());
    }

    private static Stream<Observation> again(Evidence evidence) {
        return Facts.first(evidence, "delete").flatMap(t -> t.at("delete-again")).stream()
                .map(x -> {
                    About about = new About("DELETE-005", x);
                    return about.accountMissing(evidence).orElseGet(() -> Refusal.gone(about, "accepted"));
                });
    }

    private static Stream<Observation> unknown(Evidence evidence) {
        return Facts.first(evidence, "delete-unknown").flatMap(t -> t.at("delete")).stream()
                .map(x -> {
                    About about = new About("DELETE-006", x);
                    return about.trouble()
                            .or(() -> about.accountMissing(evidence))
                            .orElseGet(() -> unknown(evidence, about));
                });
    }

    private static Observation unknown(Evidence evidence, About about) {
        Set<Integer> loose = evidence.header().dialect().unknownDelete();
        int status = about.at().status();
        boolean offered =
                Facts.of(evidence).deletes() || evidence.takes("delete").isEmpty();
        if ((about.clientError() || status == 501) && !offered) {
            return about.unclear(Why.VALUE_MISSING, NO_DELETE);
        }
        return about.clientError() && (loose.isEmpty() || loose.contains(status))
                ? about.held()
                : Refusal.gone(about, "accepted");
    }

    private static Observation withoutBody(About about) {
        int status = about.at().status();
        if (status == 400 || status == 411 || status == 415) {
            return about.status("", "200");
        }
        return about.at().ok()
                ? about.held()
                : about.unclear(Why.VALUE_MISSING, "DELETE answered " + status + ": DELETE-001");
    }

    private static Observation sdk(Evidence evidence, About about) {
        if (about.clientError() && !Facts.of(evidence).deletes()) {
            return about.unclear(Why.VALUE_MISSING, "no DELETE of this run was answered: DELETE-001");
        }
        return about.at().ok() ? about.held() : about.status("", "2xx");
    }

    private static Stream<Observation> atOnce(Evidence evidence) {
        List<Observation> found = new ArrayList<>();
        for (Take take : evidence.takes("delete-race")) {
            for (int i = 1; take.at("delete-" + i).isPresent(); i++) {
                found.add(race(evidence, take.at("delete-" + i).get(), take.at("later-" + i)));
            }
            take.at("get").map(x -> raceGet(evidence, x)).ifPresent(found::add);
        }
        return found.isEmpty() ? Facts.missing(evidence, "DELETE-010", "delete-race") : Facts.enough(found);
    }

    private static Observation race(Evidence evidence, ExchangeView first, Optional<ExchangeView> later) {
        About about = new About("DELETE-010", first);
        return about.trouble().or(() -> about.accountMissing(evidence)).orElseGet(() -> {
            if (first.ok()) {
                return about.held();
            }
            if (first.status() == 404 && later.filter(ExchangeView::ok).isPresent()) {
                return about.broken("", "200", "status 404, but deleted a second later");
            }
            if (first.status() == 404 && Facts.of(evidence).deletes()) {
                return about.broken("", "200", "status 404, though other responses of this run were deleted");
            }
            return about.fiveHundred()
                    ? about.serverError()
                    : about.unclear(Why.VALUE_MISSING, "DELETE answered " + first.status() + ": DELETE-001");
        });
    }

    private static Observation raceGet(Evidence evidence, ExchangeView x) {
        About about = new About("DELETE-010", x);
        return about.trouble().orElseGet(() -> {
            if (x.status() == 404) {
                return about.held();
            }
            return about.fiveHundred() || !Facts.of(evidence).retrieves() ? about.serverError() : about.other("404");
        });
    }

    private static Stream<Observation> streamed(Evidence evidence) {
        return Facts.first(evidence, "stream-chain").flatMap(t -> t.at("delete")).stream()
                .map(x -> {
                    About about = new About("DELETE-012", x);
                    return about.trouble()
                            .or(() -> about.accountMissing(evidence))
                            .orElseGet(() -> streamed(evidence, about));
                });
    }

    private static Observation streamed(Evidence evidence, About about) {
        if (about.at().status() == 200) {
            return about.held();
        }
        if (about.at().ok()) {
            return about.other("200");
        }
        return about.at().status() == 404 && Facts.of(evidence).deletes()
                ? about.status("", "200")
                : about.unclear(
                        Why.VALUE_MISSING, "DELETE answered " + about.at().status() + ": DELETE-001");
    }
}
