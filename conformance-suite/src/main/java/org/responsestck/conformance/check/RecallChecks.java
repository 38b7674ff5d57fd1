package org.responsestck.conformance.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.responsestck.conformance.check.Recall.Try;
import org.responsestck.conformance.evidence.Evidence;
import org.responsestck.conformance.evidence.ExchangeView;
import org.responsestck.conformance.evidence.Take;
import org.responsestck.conformance.evidence.Why;

/** What a model must know, or must not know, in a conversation. */
final class RecallChecks {
    private RecallChecks() {}

    static List<Check> checks() {
        return List.of(
                new Check("earlier-user-input-is-context", Set.of("CHAIN-002"), Set.of("chain"), RecallChecks::input),
                new Check(
                        "earlier-model-output-is-context",
                        Set.of("CHAIN-003"),
                        Set.of("chain-output"),
                        RecallChecks::output),
                new Check(
                        "context-is-transitive",
                        Set.of("CHAIN-004"),
                        Set.of("chain-long", "chain"),
                        RecallChecks::transitive),
                new Check("context-keeps-its-order", Set.of("CHAIN-005"), Set.of("chain-order"), RecallChecks::order),
                new Check(
                        "branches-do-not-see-each-other",
                        Set.of("CHAIN-006"),
                        Set.of("chain-branch"),
                        RecallChecks::branches),
                new Check(
                        "a-streamed-response-can-be-continued",
                        Set.of("CHAIN-011"),
                        Set.of("stream-chain", "chain"),
                        RecallChecks::streamed),
                new Check(
                        "an-earlier-system-message-is-context",
                        Set.of("CHAIN-018"),
                        Set.of("chain-system"),
                        RecallChecks::system),
                new Check(
                        "a-new-conversation-knows-nothing-of-others",
                        Set.of("CHAIN-019"),
                        Set.of("chain"),
                        RecallChecks::isolated));
    }

    private static Stream<Observation> words(
            Evidence evidence, String requirement, String scenario, String step, String drawn, String controls) {
        List<Take> takes = evidence.takes(scenario);
        List<Try> tries = takes.stream()
                .map(t -> Recall.word(t, step, t.drawn(drawn).orElse("")))
                .toList();
        String word =
                takes.isEmpty() ? "" : takes.get(takes.size() - 1).drawn(drawn).orElse("");
        return Recall.judge(
                requirement, "the word of an earlier turn: " + word, tries, Recall.controls(takes, controls, drawn));
    }

    private static Stream<Observation> input(Evidence evidence) {
        return words(evidence, "CHAIN-002", "chain", "turn-2", "codeword", "control");
    }

    private static Stream<Observation> system(Evidence evidence) {
        return words(evidence, "CHAIN-018", "chain-system", "turn-2", "project", "control");
    }

    /** Whether two turns are enough to know that the model remembers; true where that was not asked. */
    private static boolean twoTurns(Evidence evidence) {
        List<Observation> found = input(evidence).toList();
        return found.isEmpty() || found.stream().allMatch(o -> o instanceof Observation.Held);
    }

    private static Stream<Observation> transitive(Evidence evidence) {
        if (evidence.takes("chain-long").isEmpty()) {
            return Stream.empty();
        }
        Stream<Observation> found = Stream.of("3", "5")
                .flatMap(n -> words(evidence, "CHAIN-004", "chain-long", "ask-" + n, "codeword", "control-" + n));
        return twoTurns(evidence) ? found : found.map(RecallChecks::notEvenTwo);
    }

    private static Observation notEvenTwo(Observation o) {
        return o instanceof Observation.Broken broken
                ? Facts.unclear(broken.requirement(), Why.MODEL, "recall over two turns fails already: CHAIN-002")
                : o;
    }

    private static Stream<Observation> streamed(Evidence evidence) {
        List<Take> takes = evidence.takes("stream-chain");
        for (Take take : takes) {
            Optional<ExchangeView> refused =
                    take.at("turn-2").filter(x -> x.status() >= 400 && x.status() < 500 && x.status() != 429);
            if (refused.isPresent()) {
                return Stream.of(refusedStream(evidence, new About("CHAIN-011", refused.get())));
            }
        }
        Stream<Observation> found = words(evidence, "CHAIN-011", "stream-chain", "turn-2", "codeword", "control");
        return twoTurns(evidence) ? found : found.map(RecallChecks::notEvenTwo);
    }

    private static Observation refusedStream(Evidence evidence, About about) {
        boolean known = evidence.exchanges().stream()
                .anyMatch(x -> x.ok()
                        && x.isCreate()
                        && !x.askedForStream()
                        && !Facts.previous(x).isEmpty());
        return known || evidence.takes("chain").isEmpty()
                ? about.status("refused", "200")
                : about.unclear(Why.VALUE_MISSING, "no response of this run could be continued: CHAIN-001");
    }

    private static Stream<Observation> output(Evidence evidence) {
        List<Take> takes = evidence.takes("chain-output");
        List<Boolean> controls = Recall.controls(takes, "control", (take, x) -> {
            JsonNode input = x.request().path("input");
            Set<String> told = Said.numbers(input.path(input.size() - 2));
            return Said.numbers(x).stream().anyMatch(told::contains);
        });
        return Recall.judge(
                "CHAIN-003",
                "the number of the first turn",
                takes.stream().map(RecallChecks::number).toList(),
                controls);
    }

    private static Try number(Take take) {
        Optional<Try> open = Recall.open(take, "turn-1").or(() -> Recall.open(take, "turn-2"));
        if (open.isPresent()) {
            return open.get();
        }
        ExchangeView first = take.at("turn-1").orElseThrow();
        ExchangeView second = take.at("turn-2").orElseThrow();
        Set<String> invented = Said.numbers(first);
        if (invented.isEmpty()) {
            return Try.open(first, Why.MODEL, "no number of six digits in the first turn");
        }
        return Said.numbers(second).stream().anyMatch(invented::contains)
                ? Try.recalled(second)
                : Try.missed(second, "invented: " + Recall.answer(first) + ", the answer: " + Recall.answer(second));
    }

    private static Stream<Observation> order(Evidence evidence) {
        List<Take> takes = evidence.takes("chain-order");
        return Recall.judge(
                "CHAIN-005",
                "the value of the second turn",
                takes.stream().map(RecallChecks::latest).toList(),
                Recall.controls(takes, "control", (take, x) -> says(take, x, "second") && !says(take, x, "first")));
    }

    private static Try latest(Take take) {
        Optional<Try> open = Recall.open(take, "turn-3");
        if (open.isPresent()) {
            return open.get();
        }
        ExchangeView x = take.at("turn-3").orElseThrow();
        boolean old = says(take, x, "first");
        boolean latest = says(take, x, "second");
        if (old == latest) {
            return Try.open(x, Why.MODEL, (old ? "both values" : "neither value") + " in the answer");
        }
        return latest ? Try.recalled(x) : Try.missed(x, "the value of the first turn");
    }

    private static boolean says(Take take, ExchangeView x, String drawn) {
        return take.drawn(drawn).filter(word -> Said.says(x, word)).isPresent();
    }

    private static Stream<Observation> branches(Evidence evidence) {
        List<Observation> found = new ArrayList<>();
        for (Take take : evidence.takes("chain-branch")) {
            branch(take).ifPresent(found::add);
        }
        boolean broken = found.stream().anyMatch(o -> o instanceof Observation.Broken);
        boolean held = found.stream().anyMatch(o -> o instanceof Observation.Held);
        return broken || !held ? found.stream() : found.stream().filter(o -> o instanceof Observation.Held);
    }

    private static Optional<Observation> branch(Take take) {
        Optional<ExchangeView> second = take.at("branch-2");
        Optional<ExchangeView> first = take.at("branch-1");
        if (second.isEmpty() || first.isEmpty()) {
            return take.stopped()
                    .map(s -> Facts.unclear("CHAIN-006", s.why(), "the scenario did not get to the second branch"));
        }
        About about = new About("CHAIN-006", second.get());
        if (about.trouble().isPresent()) {
            return about.trouble();
        }
        if (about.clientError()) {
            return Optional.of(
                    first.get().ok()
                            ? about.status("refused", "200, as for the first branch")
                            : about.unclear(Why.VALUE_MISSING, "no branch was answered: CHAIN-001"));
        }
        if (!second.get().ok()) {
            return Optional.of(about.serverError());
        }
        String foreign = take.drawn("branch").orElse("");
        if (Said.shows(second.get(), foreign)) {
            return Optional.of(about.broken("", "nothing of the other branch", "its word " + foreign));
        }
        boolean both = says(take, second.get(), "trunk")
                && take.at("branch-1-list")
                        .filter(x -> x.ok() && says(take, x, "trunk"))
                        .isPresent();
        return Optional.of(
                both
                        ? about.held()
                        : new Observation.Unclear(
                                "CHAIN-006",
                                Why.MODEL,
                                "the word of the trunk is not recalled in both branches",
                                true,
                                about.where()));
    }

    private static Stream<Observation> isolated(Evidence evidence) {
        Optional<Take> first = Facts.first(evidence, "chain");
        if (first.isEmpty()) {
            return Stream.empty();
        }
        Take take = first.get();
        boolean control = twoTurns(evidence);
        List<Observation> found = new ArrayList<>();
        for (int i = 1; i <= 3; i++) {
            Optional<ExchangeView> fresh = take.at("fresh-" + i);
            if (fresh.isPresent()) {
                About about = new About("CHAIN-019", fresh.get());
                found.addAll(Isolation.fresh(evidence, take, about, control, "token-growth"));
            }
        }
        return found.isEmpty() ? Facts.missing(evidence, "CHAIN-019", "chain") : Facts.enough(found);
    }
}
