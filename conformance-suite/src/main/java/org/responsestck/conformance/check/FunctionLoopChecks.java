package org.responsestck.conformance.check;

import static org.responsestck.conformance.check.ToolAnswers.blocked;
import static org.responsestck.conformance.check.ToolAnswers.broken;
import static org.responsestck.conformance.check.ToolAnswers.is5xx;
import static org.responsestck.conformance.check.ToolAnswers.status;
import static org.responsestck.conformance.check.ToolAnswers.unclear;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.responsestck.conformance.evidence.Evidence;
import org.responsestck.conformance.evidence.ExchangeView;
import org.responsestck.conformance.evidence.ResponseObject;
import org.responsestck.conformance.evidence.Take;
import org.responsestck.conformance.evidence.Why;

/** The way back: the output of a function reaches the model, with and without the server's memory. */
final class FunctionLoopChecks {
    private static final int TAKES = 3;

    /** Judged only where the turn with the output was served: else that is the matter of its own row. */
    private static final WordRecall LATER =
            new WordRecall(new Judging("CHAIN-020"), "function-loop", "later", "sensor", "later-control", TAKES);

    private FunctionLoopChecks() {}

    static List<Check> checks() {
        return List.of(
                new Check(
                        "function-output-continues-a-stored-call",
                        Set.of("CHAIN-013"),
                        Set.of("function-loop"),
                        FunctionLoopChecks::loop),
                new Check(
                        "function-output-stays-in-context",
                        Set.of("CHAIN-020"),
                        Set.of("function-loop"),
                        FunctionLoopChecks::later),
                new Check(
                        "function-output-is-used-without-memory",
                        Set.of("TOOLS-FN-010"),
                        Set.of("function-call"),
                        FunctionLoopChecks::replay));
    }

    /** What is judged in the takes of a scenario: the word is in the answer, or not, or nothing can be said. */
    private static final class Tally {
        private final String id;
        private final List<Observation> all = new ArrayList<>();
        private int silent;
        private ExchangeView last;

        Tally(String id, ExchangeView first) {
            this.id = id;
            this.last = first;
        }

        void answer(Evidence evidence, ExchangeView view, String word, boolean again) {
            Optional<ResponseObject> response = ToolAnswers.response(evidence, view);
            if (response.isEmpty()) {
                all.add(unclear(id, Why.WIRE, "no response object", again, view));
                return;
            }
            JsonNode node = response.get().node();
            String text = ToolAnswers.text(node);
            if (ToolAnswers.says(text, word)) {
                all.add(new Observation.Held(id, ToolAnswers.where(response.get(), "/output")));
            } else if (!status(node).equals("completed")) {
                all.add(unclear(id, Why.MODEL, "status " + status(node), again, view));
            } else if (text.isBlank() && !Calls.in(node, "").isEmpty()) {
                all.add(unclear(id, Why.MODEL, "another call instead of an answer", again, view));
            } else {
                silent++;
                last = view;
                all.add(unclear(id, Why.MODEL, "the word of the tool's result is not in the answer", again, view));
            }
        }

        /** Silence in three takes is a breach when the control was right three times out of three. */
        Stream<Observation> settle(int controls, int passed) {
            if (silent >= TAKES
                    && controls >= TAKES
                    && controls == passed
                    && all.stream().noneMatch(Observation.Held.class::isInstance)) {
                all.add(broken(
                        id,
                        "ignored",
                        last,
                        "the word of the tool's result in the answer",
                        "absent in " + silent + " of " + silent + " takes, control right " + passed + " times"));
            }
            return ToolAnswers.settle(all);
        }
    }

    private static Stream<Observation> loop(Evidence evidence) {
        List<ExchangeView> forced = evidence.at("function-loop", "forced");
        if (forced.isEmpty()) {
            return Stream.empty();
        }
        Tally tally = new Tally("CHAIN-013", forced.get(0));
        for (Take take : evidence.takes("function-loop")) {
            boolean again = take.number() < TAKES;
            Optional<ExchangeView> turn = take.at("continue");
            if (turn.isEmpty()) {
                take.at("forced").ifPresent(v -> tally.all.add(noCall("CHAIN-013", v, take, again)));
            } else if (!callsHaveIds(evidence, take) && !used(take, turn.get())) {
                tally.all.add(unclear(
                        "CHAIN-013", Why.VALUE_MISSING, "a call has no call_id to answer it by", false, turn.get()));
            } else {
                turn(evidence, take, turn.get(), tally, again);
            }
        }
        return controls(evidence, "function-loop", "control", "control-", tally);
    }

    /** A turn that tells the word itself leaves it in the conversation: then the next one shows nothing. */
    private static Stream<Observation> later(Evidence evidence) {
        Optional<ExchangeView> told = evidence.takes("function-loop").stream()
                .flatMap(take -> Stream.of("continue", "continue-none")
                        .flatMap(step -> take.at(step).stream())
                        .filter(x -> take.drawn("sensor")
                                .filter(w -> Said.shows(x, w))
                                .isPresent()))
                .findFirst();
        return told.isPresent()
                ? Stream.of(
                        unclear("CHAIN-020", Why.MODEL, "the turn before tells the word already", false, told.get()))
                : LATER.judge(evidence).stream();
    }

    /** Whether the result came through although the call has no call_id: its id then served as one. */
    private static boolean used(Take take, ExchangeView turn) {
        return turn.ok()
                && take.drawn("station").filter(w -> Said.says(turn, w)).isPresent();
    }

    private static void turn(Evidence evidence, Take take, ExchangeView turn, Tally tally, boolean again) {
        Optional<Observation> blocked = blocked("CHAIN-013", turn);
        if (blocked.isPresent()) {
            tally.all.add(blocked.get());
        } else if (!turn.ok()) {
            tally.all.add(refused("CHAIN-013", turn));
        } else {
            ExchangeView judged = take.at("continue-none").orElse(turn);
            if (judged.ok()) {
                tally.answer(evidence, judged, take.drawn("station").orElse("\0"), again);
            } else {
                tally.all.add(unclear(
                        "CHAIN-013", Why.MODEL, "another call, and no answer with tool_choice none", again, judged));
            }
        }
    }

    private static Observation noCall(String id, ExchangeView forced, Take take, boolean again) {
        return blocked(id, forced).orElseGet(() -> {
            if (!forced.ok()) {
                Why why = is5xx(forced) ? Why.WIRE : Why.UNSUPPORTED;
                return unclear(
                        id, why, "the call was refused with status " + forced.status(), again && is5xx(forced), forced);
            }
            return take.stopped()
                    .map(s -> unclear(id, s.why(), s.detail(), again, forced))
                    .orElseGet(() -> unclear(id, Why.MODEL, "no call item", again, forced));
        });
    }

    private static boolean callsHaveIds(Evidence evidence, Take take) {
        return take.at("forced")
                .flatMap(v -> ToolAnswers.response(evidence, v))
                .filter(r -> Calls.in(r.node(), "").stream()
                        .noneMatch(c -> c.callId().isEmpty()))
                .isPresent();
    }

    /** 501 says "not offered", like a 4xx; any other 5xx is the target's failure. */
    private static Observation refused(String id, ExchangeView view) {
        String variant = is5xx(view) && view.status() != 501 ? "server-error" : "refused";
        return broken(id, variant, view, "status 200: every call is answered", "status " + view.status());
    }

    private static Stream<Observation> replay(Evidence evidence) {
        List<ExchangeView> forced = evidence.at("function-call", "forced");
        if (forced.isEmpty()) {
            return Stream.empty();
        }
        String id = "TOOLS-FN-010";
        Tally tally = new Tally(id, forced.get(0));
        for (Take take : evidence.takes("function-call")) {
            boolean again = take.number() < TAKES;
            Optional<ExchangeView> first = take.at("replay");
            if (first.isEmpty()) {
                take.at("forced").ifPresent(v -> tally.all.add(noCall(id, v, take, again)));
                continue;
            }
            // The bare form counts only where the items as received were refused.
            ExchangeView judged =
                    first.get().ok() ? first.get() : take.at("replay-bare").orElse(first.get());
            Optional<Observation> blocked = blocked(id, first.get()).or(() -> blocked(id, judged));
            if (blocked.isPresent()) {
                tally.all.add(blocked.get());
            } else if (!judged.ok()) {
                tally.all.add(
                        hasReasoning(evidence, take)
                                ? unclear(id, Why.MODEL, "refused, maybe for a missing reasoning item", again, judged)
                                : refused(id, judged));
            } else {
                tally.answer(evidence, judged, take.drawn("replay-station").orElse("\0"), again);
            }
        }
        return controls(evidence, "function-call", "replay-control", "replay-control-", tally);
    }

    private static boolean hasReasoning(Evidence evidence, Take take) {
        return take.at("forced")
                .flatMap(v -> ToolAnswers.response(evidence, v))
                .map(r -> r.node().path("output"))
                .filter(o -> o.findValuesAsText("type").contains("reasoning"))
                .isPresent();
    }

    private static Stream<Observation> controls(
            Evidence evidence, String scenario, String step, String word, Tally tally) {
        int played = 0;
        int passed = 0;
        for (Take take : evidence.takes(scenario)) {
            for (ExchangeView view : take.together(step)) {
                Optional<ResponseObject> response = ToolAnswers.response(evidence, view);
                String number = view.at().step().substring(step.length() + 1);
                played++;
                if (response.isPresent()
                        && !Said.repeats(view)
                        && ToolAnswers.says(
                                ToolAnswers.text(response.get().node()),
                                take.drawn(word + number).orElse("\0"))) {
                    passed++;
                }
            }
        }
        return tally.settle(played, passed);
    }
}
