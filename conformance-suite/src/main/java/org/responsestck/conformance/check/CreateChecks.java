package org.responsestck.conformance.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.responsestck.conformance.evidence.Evidence;
import org.responsestck.conformance.evidence.ExchangeView;
import org.responsestck.conformance.evidence.Why;

/** What a create request may look like, and what its input and instructions do. */
final class CreateChecks {
    private static final Judging NULLS = new Judging("HTTP-NULLS-001");
    private static final Judging STRING = new Judging("INPUT-STR-001");
    private static final Judging STREAM_FALSE = new Judging("STREAM-FRAME-012");
    private static final int TAKES = 3;
    /**
     * Settings that a null must leave at their default. Not {@code reasoning}, which is output
     * in one profile, and not {@code service_tier}, which the load decides.
     */
    private static final List<String> SETTINGS = List.of(
            "background",
            "frequency_penalty",
            "instructions",
            "max_output_tokens",
            "max_tool_calls",
            "metadata",
            "parallel_tool_calls",
            "presence_penalty",
            "previous_response_id",
            "safety_identifier",
            "prompt_cache_key",
            "store",
            "temperature",
            "text",
            "tool_choice",
            "tools",
            "top_logprobs",
            "top_p",
            "truncation",
            "user");

    private CreateChecks() {}

    static List<Check> checks() {
        return List.of(
                check("null-is-absent", "HTTP-NULLS-001", Set.of("basic", "nulls"), CreateChecks::nulls),
                check(
                        "unknown-members-do-not-crash",
                        "HTTP-UNKNOWN-001",
                        Set.of(Liberties.SCENARIO),
                        e -> Liberties.of(e, "unknown-member").stream().map(v -> unknownMember(v))),
                check("string-input-is-read", "INPUT-STR-001", Set.of("basic", "nonce-echo"), CreateChecks::string),
                check("message-items-are-taken", "INPUT-ITEMS-001", Set.of("items"), CreateChecks::items),
                check("messages-without-type-are-taken", "INPUT-ITEMS-002", Set.of("items"), CreateChecks::untyped),
                check("replayed-history-is-read", "INPUT-ITEMS-003", Set.of("history"), History::judge),
                check("roles-are-taken", "INPUT-ITEMS-005", Set.of("roles"), CreateChecks::roles),
                check(
                        "stream-false-gives-json",
                        "STREAM-FRAME-012",
                        Set.of(Liberties.SCENARIO, "nulls"),
                        CreateChecks::streamFalse),
                check("instructions-steer", "INSTR-001", Set.of("instructions"), CreateChecks::instructions));
    }

    private static Check check(
            String name, String requirement, Set<String> scenarios, Function<Evidence, Stream<Observation>> judge) {
        return new Check(name, Set.of(requirement), scenarios, judge);
    }

    private static Stream<Observation> nulls(Evidence evidence) {
        Optional<JsonNode> plain = evidence.at("basic", "create").stream()
                .filter(v -> AnswerKind.of(v) == AnswerKind.SUCCESS)
                .map(v -> v.json().value())
                .findFirst();
        return evidence.at("nulls", "create").stream().flatMap(view -> {
            Observation taken = AcceptanceRule.of("HTTP-NULLS-001").judge(evidence, view);
            boolean comparable = taken instanceof Observation.Held && plain.isPresent() && !view.isStream();
            return comparable ? sameSettings(view, plain.get()) : Stream.of(taken);
        });
    }

    /** A setting that one of the two answers does not show is not compared. */
    private static Stream<Observation> sameSettings(ExchangeView view, JsonNode plain) {
        JsonNode nulls = view.json().value();
        List<Observation> different = SETTINGS.stream()
                .filter(m -> plain.hasNonNull(m) && nulls.hasNonNull(m))
                .filter(m -> !Compare.same(plain.get(m), nulls.get(m)))
                .map(m -> NULLS.broken(
                        Where.exchange(view.id()).at("/" + m),
                        "other-outcome",
                        plain.get(m) + " as without the member",
                        nulls.get(m).toString()))
                .toList();
        return different.isEmpty() ? Stream.of(NULLS.held(view)) : different.stream();
    }

    private static Observation unknownMember(ExchangeView view) {
        Judging judging = new Judging("HTTP-UNKNOWN-001");
        return switch (AnswerKind.of(view)) {
            case SUCCESS, CUT -> judging.held(view);
            case REFUSED ->
                view.status() == 400 || view.status() == 422
                        ? judging.held(view)
                        : judging.broken(view, "other-4xx", "status 200, 400 or 422", Judging.said(view));
            case SERVER_ERROR, NOT_IMPLEMENTED ->
                judging.broken(view, "server-error", "status 200, 400 or 422", Judging.said(view));
            default -> judging.unanswered(view);
        };
    }

    private static Stream<Observation> string(Evidence evidence) {
        Stream<Observation> refused = Stream.concat(
                        evidence.at("basic", "create").stream(), evidence.at("nonce-echo", "echo").stream())
                .flatMap(v -> refusedString(evidence, v).stream());
        return Stream.concat(
                refused, new WordRecall(STRING, "nonce-echo", "echo", "nonce", "", TAKES).judge(evidence).stream());
    }

    private static Optional<Observation> refusedString(Evidence evidence, ExchangeView view) {
        return switch (AnswerKind.of(view)) {
            case SUCCESS -> Optional.empty();
            case REFUSED -> {
                // This row takes the blame where every create is refused for what it says.
                boolean forItsBody = Set.of(400, 415, 422).contains(view.status())
                        && !ErrorBody.namesModel(view)
                        && !ErrorBody.namesAccount(view);
                yield Optional.of(
                        forItsBody || AcceptanceRule.served(evidence)
                                ? STRING.broken(view, "refused", "status 200", Judging.said(view))
                                : STRING.unclear(
                                        view, Why.VALUE_MISSING, "no create at all was served; " + Judging.said(view)));
            }
            case SERVER_ERROR -> Optional.of(STRING.broken(view, "server-error", "status 200", Judging.said(view)));
            default -> Optional.of(STRING.unanswered(view));
        };
    }

    private static Stream<Observation> items(Evidence evidence) {
        AcceptanceRule rule = AcceptanceRule.of("INPUT-ITEMS-001");
        return Stream.of("parts", "string")
                .flatMap(step -> evidence.at("items", step).stream())
                .map(v -> rule.judge(evidence, v));
    }

    private static Stream<Observation> untyped(Evidence evidence) {
        AcceptanceRule rule = AcceptanceRule.of("INPUT-ITEMS-002").serverError(null);
        return evidence.at("items", "notype").stream().map(v -> rule.judge(evidence, v));
    }

    private static Stream<Observation> roles(Evidence evidence) {
        AcceptanceRule system = AcceptanceRule.of("INPUT-ITEMS-005");
        AcceptanceRule developer = system.refused("developer-refused").serverError("developer-server-error");
        return Stream.concat(
                evidence.at("roles", "system").stream().map(v -> system.judge(evidence, v)),
                evidence.at("roles", "developer").stream().map(v -> developer.judge(evidence, v)));
    }

    private static Stream<Observation> streamFalse(Evidence evidence) {
        // Null among other nulls: only an answer that serves it tells about the stream.
        Stream<ExchangeView> nulls = evidence.at("nulls", "create").stream()
                .filter(view -> view.ok() && view.request().path("stream").isNull());
        return Stream.concat(Liberties.of(evidence, "stream-false").stream(), nulls)
                .map(view -> streamFalse(evidence, view));
    }

    private static Observation streamFalse(Evidence evidence, ExchangeView view) {
        AnswerKind kind = AnswerKind.of(view);
        if (kind == AnswerKind.SUCCESS || kind == AnswerKind.CUT) {
            if (view.mediaType().equals("application/json")) {
                return STREAM_FALSE.held(view);
            }
            return STREAM_FALSE.broken(
                    view, view.isStream() ? "" : "other-outcome", "application/json", "\"" + view.mediaType() + "\"");
        }
        return kind == AnswerKind.REFUSED && AcceptanceRule.served(evidence)
                ? STREAM_FALSE.broken(view, "other-outcome", "status 200", Judging.said(view))
                : STREAM_FALSE.unanswered(view);
    }

    private static Stream<Observation> instructions(Evidence evidence) {
        Judging judging = new Judging("INSTR-001");
        AcceptanceRule taken =
                AcceptanceRule.of("INSTR-001").refused("other-outcome").serverError(null);
        Stream<Observation> refused = evidence.at("instructions", "steer").stream()
                .map(v -> taken.judge(evidence, v))
                .filter(o -> !(o instanceof Observation.Held));
        return Stream.concat(
                refused,
                new WordRecall(judging, "instructions", "steer", "nonce", "control", TAKES).judge(evidence).stream());
    }
}
