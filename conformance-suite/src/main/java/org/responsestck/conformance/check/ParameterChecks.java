package org.responsestck.conformance.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.responsestck.conformance.evidence.Evidence;
import org.responsestck.conformance.evidence.ExchangeView;
import org.responsestck.conformance.evidence.ResponseObject;
import org.responsestck.conformance.evidence.Take;
import org.responsestck.conformance.evidence.Why;

/** Settings that the response shows again. */
final class ParameterChecks {
    private static final String ECHO = "echo";
    private static final Judging MAX_TOOL = new Judging("RESP-MAXTOOL-001");
    private static final Judging TEXT = new Judging("PARAM-TEXT-001");
    private static final Judging STREAM = new Judging("STREAM-ECHO-001");
    private static final Judging DEFAULTS = new Judging("PARAM-DEF-001");
    private static final Judging INCLUDE = new Judging("PARAM-INCLUDE-003");
    /** The members of the combined request and the row of each; those without a row are judged in the stream only. */
    private static final Map<String, String> ROWS = Map.of(
            "temperature",
            "PARAM-ECHO-001",
            "top_p",
            "PARAM-ECHO-002",
            "max_output_tokens",
            "PARAM-ECHO-003",
            "parallel_tool_calls",
            "PARAM-ECHO-004",
            "tool_choice",
            "PARAM-ECHO-005",
            "truncation",
            "PARAM-ECHO-006",
            "metadata",
            "PARAM-ECHO-007",
            "instructions",
            "INSTR-003",
            "user",
            "PARAM-ECHO-008",
            "tools",
            "PARAM-ECHO-015");

    private static final List<String> MEMBERS = List.of(
            "temperature",
            "top_p",
            "max_output_tokens",
            "parallel_tool_calls",
            "truncation",
            "metadata",
            "instructions",
            "tools",
            "tool_choice",
            "max_tool_calls");
    /** Judged where the request shows it, and not in the stream. */
    private static final String USER = "user";

    private static final Set<String> SAMPLING = Set.of("temperature", "top_p");
    /** What is shown of a setting that was not sent. */
    private static final List<Default> DOCUMENTED = List.of(
            // Models may fix their sampling: any number is right.
            new Default("temperature", "a number", JsonNode::isNumber),
            new Default("top_p", "a number", JsonNode::isNumber),
            new Default("tool_choice", "\"auto\"", v -> v.asText().equals("auto")),
            new Default("parallel_tool_calls", "true", JsonNode::asBoolean),
            new Default("truncation", "\"disabled\"", v -> v.asText().equals("disabled")),
            new Default("tools", "[]", v -> v.isArray() && v.isEmpty()),
            new Default("metadata", "{}", v -> v.isObject() && v.isEmpty()),
            new Default("store", "true", JsonNode::asBoolean));

    private record Default(String member, String words, Predicate<JsonNode> right) {}

    private static final Set<String> LEAVABLE = Set.of("max_tool_calls", "max_output_tokens", "truncation");

    private ParameterChecks() {}

    static List<Check> checks() {
        List<Check> all = new ArrayList<>();
        Stream.concat(MEMBERS.stream(), Stream.of(USER))
                .filter(ROWS::containsKey)
                .forEach(member -> all.add(check(
                        member.replace('_', '-') + "-is-echoed", row(member), Set.of(ECHO), e -> echoed(e, member))));
        all.add(check(
                "max-tool-calls-is-echoed",
                MAX_TOOL.requirement(),
                Set.of("basic", ECHO),
                e -> Stream.concat(notSet(e), echoedMaxTool(e))));
        all.add(check("a-stream-echoes-too", STREAM.requirement(), Set.of(ECHO), ParameterChecks::streamed));
        all.add(check("metadata-survives", "PARAM-META-002", Set.of(ECHO, "list"), MetadataSurvival::judge));
        all.add(check("text-may-be-empty", TEXT.requirement(), Set.of(Liberties.SCENARIO), ParameterChecks::emptyText));
        all.add(check("defaults-are-shown", DEFAULTS.requirement(), Set.of("basic"), ParameterChecks::defaults));
        all.add(check(
                "include-may-be-empty",
                INCLUDE.requirement(),
                Set.of(Liberties.SCENARIO),
                ParameterChecks::emptyInclude));
        return List.copyOf(all);
    }

    private static String row(String member) {
        return Objects.requireNonNull(ROWS.get(member), member);
    }

    private static Check check(
            String name, String requirement, Set<String> scenarios, Function<Evidence, Stream<Observation>> judge) {
        return new Check(name, Set.of(requirement), scenarios, judge);
    }

    private static Stream<Observation> echoed(Evidence evidence, String member) {
        Judging judging = new Judging(row(member));
        Stream<Observation> main = asked(evidence, member)
                .map(view -> AnswerKind.of(view) == AnswerKind.SUCCESS
                        ? compared(evidence, judging, view, member)
                        : judging.unanswered(view));
        // Difficult metadata may be refused: then only the plain pair is judged.
        Stream<Observation> difficult = !member.equals("metadata")
                ? Stream.empty()
                : evidence.at(ECHO, "meta").stream()
                        .filter(view -> AnswerKind.of(view) == AnswerKind.SUCCESS)
                        .map(view -> compared(evidence, judging, view, member));
        return Stream.concat(main, difficult);
    }

    /** The request that tells about a member: the combined one, or where that was refused the one for this member. */
    private static Stream<ExchangeView> asked(Evidence evidence, String member) {
        return evidence.takes(ECHO).stream().flatMap(take -> asked(take, member).stream());
    }

    private static Optional<ExchangeView> asked(Take take, String member) {
        Optional<ExchangeView> combined = take.at("echo");
        Optional<ExchangeView> single = take.at(member);
        return combined.filter(ExchangeView::ok).isPresent() || single.isEmpty() ? combined : single;
    }

    private static Observation compared(Evidence evidence, Judging judging, ExchangeView view, String member) {
        return compared(
                evidence,
                judging,
                Where.exchange(view.id()).at("/" + member),
                member,
                view.request().path(member),
                view.json().value().path(member),
                "absent");
    }

    private static Observation compared(
            Evidence evidence,
            Judging judging,
            Where where,
            String member,
            JsonNode sent,
            JsonNode shown,
            String absent) {
        return switch (Echo.compare(member, sent, shown)) {
            case SAME -> judging.held(where);
            case ABSENT -> judging.broken(where, absent, sent.toString(), shown.isNull() ? "null" : "no " + member);
            case EMPTY_LEFT_OUT -> judging.broken(where, "empty-left-out", sent.toString(), shown.toString());
            case OTHER ->
                judging.broken(
                        where,
                        SAMPLING.contains(member) && evidence.header().declares("fixed-sampling")
                                ? "fixed-sampling"
                                : "",
                        sent.toString(),
                        shown.toString());
        };
    }

    private static Stream<Observation> notSet(Evidence evidence) {
        return evidence.at("basic", "create").stream()
                .filter(view -> AnswerKind.of(view) == AnswerKind.SUCCESS
                        && view.json().value().isObject()
                        && !ErrorBody.isOnlyAnError(view.json().value()))
                .map(view -> {
                    JsonNode shown = view.json().value().path("max_tool_calls");
                    Where where = Where.exchange(view.id()).at("/max_tool_calls");
                    if (shown.isMissingNode()) {
                        return MAX_TOOL.broken(where, "absent", "null, for it was not set", "no max_tool_calls");
                    }
                    return shown.isNull()
                            ? MAX_TOOL.held(where)
                            : MAX_TOOL.broken(where, "", "null, for it was not set", shown.toString());
                });
    }

    private static Stream<Observation> echoedMaxTool(Evidence evidence) {
        return asked(evidence, "max_tool_calls").map(view -> {
            if (AnswerKind.of(view) != AnswerKind.SUCCESS
                    || !view.json().value().isObject()) {
                return MAX_TOOL.unanswered(view);
            }
            JsonNode sent = view.request().path("max_tool_calls");
            JsonNode shown = view.json().value().path("max_tool_calls");
            Where where = Where.exchange(view.id()).at("/max_tool_calls");
            return Echo.compare("max_tool_calls", sent, shown) == Echo.Outcome.SAME
                    ? MAX_TOOL.held(where)
                    : MAX_TOOL.broken(
                            where, "", sent.toString(), shown.isMissingNode() ? "no max_tool_calls" : shown.toString());
        });
    }

    private static Stream<Observation> streamed(Evidence evidence) {
        return evidence.at(ECHO, "stream").stream().flatMap(view -> {
            if (AnswerKind.of(view) != AnswerKind.SUCCESS) {
                return Stream.of(STREAM.unanswered(view));
            }
            Optional<ResponseObject> terminal = evidence.responses().stream()
                    .filter(r -> r.from() == view && r.kind() == ResponseObject.Kind.TERMINAL)
                    .findFirst();
            return terminal.isPresent()
                    ? streamed(evidence, terminal.get())
                    : Stream.of(STREAM.unclear(view, Why.VALUE_MISSING, "no terminal event with a response"));
        });
    }

    private static Stream<Observation> streamed(Evidence evidence, ResponseObject terminal) {
        JsonNode request = terminal.from().request();
        return MEMBERS.stream()
                .filter(request::has)
                .map(member -> compared(
                        evidence,
                        STREAM,
                        Judging.in(terminal, "/" + member),
                        member,
                        request.path(member),
                        terminal.node().path(member),
                        LEAVABLE.contains(member) ? "absent-optional" : "absent"));
    }

    private static Stream<Observation> emptyText(Evidence evidence) {
        return Liberties.of(evidence, "text-empty").stream()
                .map(view -> AnswerKind.of(view) == AnswerKind.REFUSED && !takesText(evidence)
                        ? TEXT.unclear(view, Why.UNSUPPORTED, "text is refused in every form")
                        : AcceptanceRule.of(TEXT.requirement()).judge(evidence, view));
    }

    /** Who refuses a list with something in it as well does not have the member. */
    private static Stream<Observation> emptyInclude(Evidence evidence) {
        boolean known =
                evidence.at(Liberties.SCENARIO, "include-known").stream().anyMatch(ExchangeView::ok);
        return Liberties.of(evidence, "include-empty").stream()
                .map(view -> AnswerKind.of(view) == AnswerKind.REFUSED && !known && AcceptanceRule.served(evidence)
                        ? new Observation.Absent(
                                INCLUDE.requirement(),
                                Judging.said(view) + " to include in every form",
                                Where.exchange(view.id()))
                        : AcceptanceRule.of(INCLUDE.requirement()).judge(evidence, view));
    }

    private static Stream<Observation> defaults(Evidence evidence) {
        return evidence.at("basic", "create").stream()
                .filter(view -> AnswerKind.of(view) == AnswerKind.SUCCESS
                        && view.json().value().isObject()
                        && !ErrorBody.isOnlyAnError(view.json().value()))
                .flatMap(ParameterChecks::defaults);
    }

    /** What is not shown is not judged. */
    private static Stream<Observation> defaults(ExchangeView view) {
        JsonNode response = view.json().value();
        List<Default> shown =
                DOCUMENTED.stream().filter(d -> response.hasNonNull(d.member())).toList();
        if (shown.isEmpty()) {
            return Stream.of(DEFAULTS.unclear(view, Why.VALUE_MISSING, "the response shows no setting"));
        }
        List<Observation> wrong = shown.stream()
                .filter(d -> !d.right().test(response.path(d.member())))
                .map(d -> DEFAULTS.broken(
                        Where.exchange(view.id()).at("/" + d.member()),
                        "",
                        d.words(),
                        response.path(d.member()).toString()))
                .toList();
        return wrong.isEmpty() ? Stream.of(DEFAULTS.held(view)) : wrong.stream();
    }

    /** Whether any request of the run that says something in {@code text} was served. */
    private static boolean takesText(Evidence evidence) {
        return evidence.exchanges().stream()
                .anyMatch(x -> x.isCreate()
                        && x.ok()
                        && x.request().path("text").isObject()
                        && !x.request().path("text").isEmpty());
    }
}
