package org.responsestck.conformance.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.responsestck.conformance.dialect.Trait;
import org.responsestck.conformance.evidence.Evidence;
import org.responsestck.conformance.evidence.ExchangeView;
import org.responsestck.conformance.evidence.ResponseObject;
import org.responsestck.conformance.evidence.Take;
import org.responsestck.conformance.evidence.Why;

/**
 * How a response ends that a cap must cut. A completed one is a breach only where the text is there to show it, or where the same
 * prompt without the cap gives much more in every control: a model may also stop early by itself.
 */
final class CappedAnswers {
    private static final int TAKES = 3;
    private static final int CONTROLS = 2;
    /** The cap of the scenario, in tokens: what a control must exceed by more than twice. */
    private static final int CAP = 16;

    private final Evidence evidence;
    private final Judging judging;
    private final String step;
    private final boolean streamed;

    private CappedAnswers(Evidence evidence, String requirement, String step, boolean streamed) {
        this.evidence = evidence;
        this.judging = new Judging(requirement);
        this.step = step;
        this.streamed = streamed;
    }

    static CappedAnswers plain(Evidence evidence) {
        return new CappedAnswers(evidence, "LIMIT-TOKENS-001", "capped", false);
    }

    static CappedAnswers streamed(Evidence evidence) {
        return new CappedAnswers(evidence, "STREAM-INC-002", "stream", true);
    }

    /**
     * The finished response of an answer.
     *
     * @param response the object
     * @param where where it stands
     * @param event the type of the terminal event; empty for a JSON answer
     */
    record Finished(JsonNode response, Where where, String event) {
        static Optional<Finished> of(Evidence evidence, ExchangeView view) {
            return evidence.responses().stream()
                    .filter(r -> r.from() == view && r.finished())
                    .findFirst()
                    .map(r -> new Finished(r.node(), Judging.in(r, ""), event(r)));
        }

        private static String event(ResponseObject response) {
            return response.streamed()
                    ? response.from().events().get(response.event()).type()
                    : "";
        }

        String status() {
            return response.path("status").asText("");
        }

        String reason() {
            return response.path("incomplete_details").path("reason").asText("");
        }
    }

    Stream<Observation> judge() {
        List<Take> takes = evidence.takes("max-tokens");
        List<Observation> all =
                takes.stream().flatMap(t -> t.at(step).stream()).map(this::one).toList();
        List<Observation> broken =
                all.stream().filter(Observation.Broken.class::isInstance).toList();
        if (!broken.isEmpty()) {
            return broken.stream();
        }
        List<Observation> held =
                all.stream().filter(Observation.Held.class::isInstance).toList();
        if (!held.isEmpty() || all.isEmpty()) {
            return held.stream();
        }
        return takes.size() < TAKES ? all.stream().skip(all.size() - 1L) : Stream.of(uncapped(takes, all));
    }

    private Observation one(ExchangeView view) {
        if (streamed && view.ok() && !view.isStream()) {
            return judging.unclear(view, Why.WIRE, "answered without a stream: STREAM-FRAME-001");
        }
        return switch (AnswerKind.of(view)) {
            case SUCCESS ->
                Finished.of(evidence, view)
                        .map(f -> one(view, f))
                        .orElseGet(
                                () -> judging.unclear(view, Why.VALUE_MISSING, "no finished response in the answer"));
            case SERVER_ERROR ->
                streamed
                        ? judging.unanswered(view)
                        : judging.broken(view, "server-error", "an incomplete response", Judging.said(view));
            default -> judging.unanswered(view);
        };
    }

    private Observation one(ExchangeView view, Finished finished) {
        return switch (finished.status()) {
            case "incomplete" -> incomplete(view, finished);
            case "completed" -> completed(view, finished);
            default ->
                streamed
                        ? judging.unclear(view, Why.WIRE, "status \"" + finished.status() + "\"")
                        : judging.broken(
                                finished.where(),
                                "other-outcome",
                                "status incomplete",
                                "status \"" + finished.status() + "\"");
        };
    }

    private Observation incomplete(ExchangeView view, Finished finished) {
        if (streamed) {
            return finished.event().equals("response.incomplete")
                    ? judging.held(finished.where())
                    : judging.broken(finished.where(), "completed-event", "response.incomplete", finished.event());
        }
        String reason = finished.reason();
        if (reason.equals("max_output_tokens")
                || (evidence.header().dialect().is(Trait.FREE_REASONS) && !reason.isEmpty())) {
            return judging.held(finished.where());
        }
        // Another limit came first: the cap was not put to the test.
        if (Set.of("content_filter", "max_tool_calls").contains(reason)) {
            return judging.tryAgain(view, Why.MODEL, "incomplete because of " + reason);
        }
        return judging.broken(
                finished.where(),
                reason.equals("max_tokens") ? "max-tokens-reason" : "other-outcome",
                "incomplete_details.reason max_output_tokens",
                "\"" + reason + "\"");
    }

    private Observation completed(ExchangeView view, Finished finished) {
        long cap = cap(view);
        int words = words(view, finished);
        return words > 4 * cap
                ? judging.broken(
                        finished.where(), "", "status incomplete", "completed with " + words + " words of text")
                : judging.tryAgain(view, Why.MODEL, "the response is completed in spite of the cap");
    }

    /** The last word after all takes: every answer was completed, or told nothing. */
    private Observation uncapped(List<Take> takes, List<Observation> all) {
        List<Boolean> controls = takes.stream()
                .flatMap(t -> t.at("control").stream())
                .map(this::isLong)
                .toList();
        boolean controlled = controls.size() >= CONTROLS && controls.stream().allMatch(c -> c);
        Optional<Finished> full = takes.stream()
                .flatMap(t -> t.at(step).stream())
                .flatMap(v -> full(v).stream())
                .findFirst();
        if (controlled && full.isPresent()) {
            return judging.broken(
                    full.get().where(),
                    "",
                    "status incomplete: without the cap the text is more than twice as long",
                    "status completed");
        }
        Observation last = all.get(all.size() - 1);
        return last instanceof Observation.Unclear unclear
                ? new Observation.Unclear(
                        unclear.requirement(), unclear.why(), unclear.detail(), false, unclear.where())
                : last;
    }

    private boolean isLong(ExchangeView control) {
        return Finished.of(evidence, control)
                .filter(f -> tokens(f) > 2 * CAP || words(control, f) > 2 * CAP)
                .isPresent();
    }

    /** A completed answer that fills its cap; one that is shorter may have ended by itself. */
    private Optional<Finished> full(ExchangeView view) {
        if (AnswerKind.of(view) != AnswerKind.SUCCESS) {
            return Optional.empty();
        }
        long cap = cap(view);
        return Finished.of(evidence, view)
                .filter(f -> f.status().equals("completed"))
                .filter(f -> tokens(f) > 0 ? tokens(f) >= cap : words(view, f) * 2L >= cap);
    }

    private long tokens(Finished finished) {
        return LimitChecks.outputTokens(evidence, finished.response()).asLong(0);
    }

    /** Of a stream also what its deltas say, for its last response may leave the output out. */
    private static int words(ExchangeView view, Finished finished) {
        int words = SpokenText.words(finished.response());
        if (finished.event().isEmpty()) {
            return words;
        }
        StringBuilder text = new StringBuilder();
        view.events().stream()
                .filter(e -> e.type().equals("response.output_text.delta"))
                .forEach(e -> text.append(e.data().path("delta").asText("")));
        return Math.max(words, SpokenText.words(text.toString()));
    }

    private static long cap(ExchangeView view) {
        return view.request().path("max_output_tokens").asLong();
    }
}
