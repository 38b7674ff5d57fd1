package org.responsestck.conformance.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.responsestck.conformance.evidence.Evidence;
import org.responsestck.conformance.evidence.ExchangeView;
import org.responsestck.conformance.evidence.ResponseObject;
import org.responsestck.conformance.evidence.Why;

/** What a model had said when the cap stopped it is kept. */
final class PartialTextChecks {
    private static final Judging JUDGING = new Judging("LIMIT-TOKENS-002");
    private static final String SCENARIO = "max-tokens";
    private static final String EXPECTED = "the text produced before the cap";

    private PartialTextChecks() {}

    static List<Check> checks() {
        return List.of(new Check(
                "a-cap-keeps-the-text-so-far",
                Set.of(JUDGING.requirement()),
                Set.of(SCENARIO),
                PartialTextChecks::judge));
    }

    private record Capped(ExchangeView view, CappedAnswers.Finished finished) {
        boolean hasText() {
            return says(finished.response())
                    || view.events().stream()
                            .filter(e -> e.type().equals("response.output_text.delta"))
                            .anyMatch(e -> !Calls.text(e.data().path("delta")).isEmpty());
        }
    }

    private static Stream<Observation> judge(Evidence evidence) {
        List<Capped> cut = new ArrayList<>();
        List<Observation> all = new ArrayList<>();
        Stream.of("capped", "longin", "stream")
                .flatMap(step -> evidence.at(SCENARIO, step).stream())
                .forEach(view -> {
                    Optional<CappedAnswers.Finished> finished = AnswerKind.of(view) == AnswerKind.SUCCESS
                            ? CappedAnswers.Finished.of(evidence, view)
                            : Optional.empty();
                    if (finished.filter(f -> f.status().equals("incomplete")).isPresent()) {
                        cut.add(new Capped(view, finished.get()));
                    } else if (finished.isPresent()) {
                        all.add(JUDGING.unclear(view, Why.MODEL, "the response is not incomplete"));
                    } else {
                        all.add(JUDGING.unanswered(view));
                    }
                });
        boolean speaks = cut.stream().anyMatch(Capped::hasText);
        cut.forEach(c -> all.add(cut(c, speaks, thinks(evidence, c.view()))));
        return ToolAnswers.settle(all);
    }

    private static Observation cut(Capped capped, boolean speaks, boolean thinks) {
        CappedAnswers.Finished finished = capped.finished();
        JsonNode response = finished.response();
        long cap = capped.view().request().path("max_output_tokens").asLong();
        if (capped.hasText() || 2 * reasoningTokens(response) >= cap) {
            return JUDGING.held(finished.where());
        }
        if (thinks) {
            return JUDGING.unclear(capped.view(), Why.MODEL, "no text, but the model is one that reasons first");
        }
        boolean nothing = Items.output(response).stream().allMatch(Items::isEcho);
        if (!nothing && !speaks) {
            return JUDGING.unclear(capped.view(), Why.MODEL, "an item without text, and none elsewhere under the cap");
        }
        return JUDGING.broken(
                finished.where().at(finished.where().pointer() + "/output"),
                "",
                EXPECTED,
                nothing ? "no output" : "an item without text");
    }

    private static boolean says(JsonNode response) {
        return Items.output(response).stream()
                .anyMatch(i ->
                        ToolAnswers.isAnswer(i) && !ToolAnswers.messageText(i).isEmpty());
    }

    /** Whether any answer of the same model shows that it reasons. */
    private static boolean thinks(Evidence evidence, ExchangeView capped) {
        return evidence.responses().stream()
                .filter(ResponseObject::finished)
                .filter(r -> r.from().isCreate()
                        && r.from()
                                .request()
                                .path("model")
                                .equals(capped.request().path("model")))
                .map(ResponseObject::node)
                .anyMatch(r -> reasoningTokens(r) > 0
                        || Items.output(r).stream()
                                .anyMatch(i -> Calls.text(i.path("type")).equals("reasoning")
                                        || (ToolAnswers.isAnswer(i)
                                                && ToolAnswers.messageText(i).contains("<think>"))));
    }

    private static long reasoningTokens(JsonNode response) {
        JsonNode usage = response.path("usage");
        return Stream.of("completion_tokens_details", "output_tokens_details")
                .mapToLong(m -> usage.path(m).path("reasoning_tokens").asLong(0))
                .max()
                .orElse(0);
    }
}
