package org.responsestck.conformance.check;

import java.util.List;
import java.util.Optional;
import org.responsestck.conformance.evidence.Evidence;
import org.responsestck.conformance.evidence.ExchangeView;
import org.responsestck.conformance.evidence.Take;
import org.responsestck.conformance.evidence.Why;

/**
 * A claim that only a model can show: the answer at a step has the word drawn for its take. One take that shows it is enough; it is
 * broken only when no take shows it and every control, which asks the model for the same in plain words, does.
 *
 * @param judging the requirement
 * @param scenario the scenario
 * @param step the step whose answer should have the word
 * @param word the name under which the word was drawn
 * @param control the steps of the control, {@code control/1} and on; empty where nothing can break the claim
 * @param takes how many takes there are
 */
record WordRecall(Judging judging, String scenario, String step, String word, String control, int takes) {
    /** How many controls must have passed, and none failed. */
    private static final int CONTROLS = 3;

    /** Empty where no answer was there to look at. */
    Optional<Observation> judge(Evidence evidence) {
        List<Take> played = evidence.takes(scenario);
        List<ExchangeView> silent = new java.util.ArrayList<>();
        for (Take take : played) {
            Optional<ExchangeView> answer = take.at(step).filter(v -> AnswerKind.of(v) == AnswerKind.SUCCESS);
            if (answer.isPresent() && says(take, answer.get())) {
                return Optional.of(judging.held(answer.get()));
            }
            answer.ifPresent(silent::add);
        }
        if (silent.isEmpty()) {
            return Optional.empty();
        }
        ExchangeView last = silent.get(silent.size() - 1);
        if (played.size() < takes) {
            return Optional.of(judging.tryAgain(last, Why.MODEL, "the answer does not have the word"));
        }
        return Optional.of(verdict(played, silent.size(), last));
    }

    private Observation verdict(List<Take> played, int silent, ExchangeView last) {
        List<Boolean> controls = played.stream()
                .filter(take -> !control.isEmpty())
                .flatMap(take -> take.together(control).stream().map(view -> says(take, view) && !Said.repeats(view)))
                .toList();
        long passed = controls.stream().filter(c -> c).count();
        String score = control.isEmpty() ? "" : "; the control passed " + passed + " of " + controls.size() + " times";
        boolean broken = silent >= takes && passed >= CONTROLS && passed == controls.size();
        return broken
                ? judging.broken(last, "", "the word in one of " + takes + " answers", "in none" + score)
                : judging.unclear(last, Why.MODEL, "no answer has the word" + score);
    }

    private boolean says(Take take, ExchangeView view) {
        return view.ok()
                && take.drawn(word)
                        .filter(w -> SpokenText.says(view.json().value(), w))
                        .isPresent();
    }
}
