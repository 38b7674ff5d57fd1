package org.responsestck.conformance.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.responsestck.conformance.check.Observation.Broken;
import org.responsestck.conformance.check.Observation.Held;
import org.responsestck.conformance.check.Observation.Unclear;
import org.responsestck.conformance.dialect.UsageNames;
import org.responsestck.conformance.evidence.Evidence;
import org.responsestck.conformance.evidence.ExchangeView;
import org.responsestck.conformance.evidence.ResponseObject;
import org.responsestck.conformance.evidence.Why;

/** Token counts: there, named, typed, and adding up. */
final class UsageChecks {
    /** 200 words are at least so many tokens in any tokenizer. */
    private static final long GROWTH = 100;

    private UsageChecks() {}

    static List<Check> checks() {
        return List.of(
                Shapes.passive(
                        "finished-responses-have-usage",
                        "USAGE-001",
                        e -> Shapes.finished(e).flatMap(UsageChecks::present)),
                Shapes.passive(
                        "usage-has-the-names-of-the-profile",
                        "USAGE-002",
                        e -> Shapes.finished(e)
                                .filter(UsageChecks::hasUsage)
                                .flatMap(j -> names(j, e.header().dialect().usage()))),
                Shapes.passive("cached-tokens-are-told", "USAGE-003", e -> counted(e, UsageChecks::cached)),
                Shapes.passive("total-is-the-sum", "USAGE-005", e -> counted(e, UsageChecks::sum)),
                Shapes.passive("parts-stay-within-their-counts", "USAGE-006", e -> counted(e, UsageChecks::bounds)),
                Shapes.passive("counts-of-an-answer-are-not-zero", "USAGE-007", e -> counted(e, UsageChecks::nonZero)),
                Shapes.played(
                        "input-tokens-grow-with-the-input", "USAGE-008", Set.of("max-tokens"), UsageChecks::growth),
                Shapes.played(
                        "a-continuation-counts-its-context",
                        "USAGE-009",
                        Set.of("chain-long", "parallel"),
                        UsageChecks::context),
                Shapes.passive("both-namings-agree", "USAGE-012", e -> counted(e, UsageChecks::agree)));
    }

    /** One usage object that is an object, with what is needed to speak about it. */
    private record Usage(ResponseObject response, JsonNode node, UsageNames names) {
        OptionalLong count(String name) {
            return Numbers.integer(node.path(name));
        }

        Observation held(String requirement) {
            return new Held(requirement, Shapes.at(response, "/usage"));
        }

        Observation broken(String requirement, String variant, String member, String expected, String actual) {
            return Shapes.broken(requirement, variant, response, "/usage" + member, expected, actual);
        }
    }

    private static Stream<Observation> counted(Evidence evidence, Function<Usage, Stream<Observation>> judge) {
        UsageNames names = evidence.header().dialect().usage();
        return Shapes.finished(evidence)
                .filter(UsageChecks::hasUsage)
                .flatMap(j -> judge.apply(new Usage(j.response(), j.node().path("usage"), names)));
    }

    private static boolean hasUsage(Shapes.Judged judged) {
        return judged.node().path("usage").isObject();
    }

    private static Stream<Observation> present(Shapes.Judged judged) {
        ResponseObject response = judged.response();
        JsonNode usage = response.node().path("usage");
        return switch (response.status()) {
            case "completed", "incomplete" ->
                Stream.of(
                        usage.isObject()
                                ? Shapes.held("USAGE-001", response)
                                : Shapes.broken(
                                        "USAGE-001",
                                        response.status().equals("incomplete") && Items.nothing(usage)
                                                ? "incomplete"
                                                : "",
                                        response,
                                        "/usage",
                                        "an object",
                                        Shown.of(usage)));
            default -> Stream.of();
        };
    }

    private static Stream<Observation> names(Shapes.Judged judged, UsageNames names) {
        ResponseObject response = judged.response();
        String other = names.other().input();
        boolean otherNaming = judged.node().path("usage").has(other);
        List<Observation> broken = judged.of("USAGE-002")
                .map(f -> Shapes.broken(
                        "USAGE-002",
                        f.variant(),
                        response,
                        f.pointer(),
                        f.expected(),
                        f.actual().equals("absent") && otherNaming
                                ? "absent; " + other + " is there, the naming of another profile"
                                : f.actual()))
                .toList();
        return broken.isEmpty() ? Stream.of(Shapes.held("USAGE-002", response)) : broken.stream();
    }

    private static Stream<Observation> cached(Usage usage) {
        JsonNode details = usage.node().path("prompt_tokens_details");
        JsonNode cached = details.path("cached_tokens");
        String pointer = "/prompt_tokens_details" + (details.isObject() ? "/cached_tokens" : "");
        if (Items.nothing(details) || (details.isObject() && Items.nothing(cached))) {
            return Stream.of(usage.broken(
                    "USAGE-003", "absent", pointer, "an integer", Shown.of(details.isObject() ? cached : details)));
        }
        OptionalLong value = Numbers.integer(cached);
        if (value.isEmpty()) {
            return Stream.of(usage.broken(
                    "USAGE-003", "wrong-type", pointer, "an integer", Shown.of(details.isObject() ? cached : details)));
        }
        OptionalLong prompt = usage.count("prompt_tokens");
        if (value.getAsLong() < 0 || (prompt.isPresent() && value.getAsLong() > prompt.getAsLong())) {
            String most = prompt.isPresent() ? " to " + prompt.getAsLong() : " or more";
            return Stream.of(usage.broken("USAGE-003", "out-of-range", pointer, "0" + most, Shown.of(cached)));
        }
        return Stream.of(usage.held("USAGE-003"));
    }

    private static Stream<Observation> sum(Usage usage) {
        UsageNames names = usage.count(usage.names().input()).isPresent() ? usage.names() : UsageNames.RESPONSES;
        OptionalLong input = usage.count(names.input());
        OptionalLong output = usage.count(names.output());
        OptionalLong total = usage.count("total_tokens");
        if (input.isEmpty() || output.isEmpty() || total.isEmpty()) {
            // Names and types are judged by rows of their own.
            return Stream.of();
        }
        long sum = input.getAsLong() + output.getAsLong();
        return Stream.of(
                sum == total.getAsLong()
                        ? usage.held("USAGE-005")
                        : usage.broken(
                                "USAGE-005",
                                "",
                                "/total_tokens",
                                input.getAsLong() + " + " + output.getAsLong() + " = " + sum,
                                "" + total.getAsLong()));
    }

    private static Stream<Observation> bounds(Usage usage) {
        List<Observation> broken = new ArrayList<>();
        for (UsageNames names : List.of(UsageNames.CHAT, UsageNames.RESPONSES)) {
            within(usage, names.inputDetails(), "cached_tokens", names.input(), broken);
            within(usage, names.outputDetails(), "reasoning_tokens", names.output(), broken);
        }
        return broken.isEmpty() ? Stream.of(usage.held("USAGE-006")) : broken.stream();
    }

    private static void within(Usage usage, String details, String part, String whole, List<Observation> broken) {
        OptionalLong small = Numbers.integer(usage.node().path(details).path(part));
        OptionalLong large = usage.count(whole);
        if (small.isPresent() && large.isPresent() && small.getAsLong() > large.getAsLong()) {
            broken.add(usage.broken(
                    "USAGE-006",
                    "",
                    "/" + details + "/" + part,
                    "at most " + whole + " " + large.getAsLong(),
                    "" + small.getAsLong()));
        }
    }

    private static Stream<Observation> nonZero(Usage usage) {
        String status = usage.response().status();
        boolean text = !Items.modelText(usage.response().node()).isEmpty();
        if (!text || !(status.equals("completed") || status.equals("incomplete"))) {
            return Stream.of();
        }
        List<Observation> broken = new ArrayList<>();
        boolean seen = false;
        for (String name : List.of(usage.names().input(), usage.names().output())) {
            OptionalLong count = usage.count(name);
            seen |= count.isPresent();
            if (count.isPresent() && count.getAsLong() == 0) {
                broken.add(usage.broken("USAGE-007", "", "/" + name, "at least 1", "0"));
            }
        }
        return !broken.isEmpty() || !seen ? broken.stream() : Stream.of(usage.held("USAGE-007"));
    }

    private static Stream<Observation> agree(Usage usage) {
        List<Observation> broken = new ArrayList<>();
        differ(usage, UsageNames.CHAT.input(), UsageNames.RESPONSES.input(), broken);
        differ(usage, UsageNames.CHAT.output(), UsageNames.RESPONSES.output(), broken);
        return broken.isEmpty() ? Stream.of(usage.held("USAGE-012")) : broken.stream();
    }

    private static void differ(Usage usage, String one, String other, List<Observation> broken) {
        JsonNode left = usage.node().path(one);
        JsonNode right = usage.node().path(other);
        if (!Items.nothing(left) && !Items.nothing(right) && !Compare.same(left, right)) {
            broken.add(usage.broken("USAGE-012", "", "/" + other, one + " " + Shown.of(left), Shown.of(right)));
        }
    }

    /** The question alone, and the same question after a long turn. */
    private static Stream<Observation> context(Evidence evidence) {
        Judging judging = new Judging("USAGE-009");
        OptionalLong alone = evidence.at("parallel", "alone").stream()
                .filter(ExchangeView::ok)
                .map(Isolation::inputTokens)
                .findFirst()
                .orElse(OptionalLong.empty());
        return evidence.at("chain-long", "ask-5").stream()
                .filter(view -> AnswerKind.of(view) == AnswerKind.SUCCESS)
                .map(view -> {
                    OptionalLong now = Isolation.inputTokens(view);
                    if (alone.isEmpty() || now.isEmpty()) {
                        return judging.unclear(view, Why.VALUE_MISSING, "no count of input tokens to compare");
                    }
                    return now.getAsLong() > alone.getAsLong()
                            ? judging.held(view)
                            : judging.broken(
                                    Where.exchange(view.id()).at("/usage"),
                                    "",
                                    "more input tokens than the same question alone has, " + alone.getAsLong(),
                                    String.valueOf(now.getAsLong()));
                });
    }

    private static Stream<Observation> growth(Evidence evidence) {
        List<ExchangeView> longs = evidence.at("max-tokens", "longin");
        if (longs.isEmpty()) {
            return Stream.of();
        }
        String input = evidence.header().dialect().usage().input();
        OptionalLong small = evidence.at("max-tokens", "capped").stream()
                .map(v -> Numbers.integer(v.json().value().path("usage").path(input)))
                .filter(OptionalLong::isPresent)
                .findFirst()
                .orElse(OptionalLong.empty());
        return longs.stream().map(view -> {
            JsonNode shown = view.json().value().path("usage").path(input);
            OptionalLong large = Numbers.integer(shown);
            if (!view.ok()) {
                return Shapes.unanswered("USAGE-008", view);
            }
            if (small.isEmpty() || large.isEmpty()) {
                return new Unclear(
                        "USAGE-008", Why.VALUE_MISSING, "no count of input tokens", false, Where.exchange(view.id()));
            }
            long grown = large.getAsLong() - small.getAsLong();
            Where where = Where.exchange(view.id()).at("/usage/" + input);
            return grown >= GROWTH
                    ? new Held("USAGE-008", where)
                    : new Broken(
                            "USAGE-008", "", where, "at least " + (small.getAsLong() + GROWTH), "" + large.getAsLong());
        });
    }
}
