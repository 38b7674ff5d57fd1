package org.responsestck.conformance.check;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.responsestck.conformance.evidence.Event;
import org.responsestck.conformance.evidence.ExchangeView;
import org.responsestck.conformance.evidence.Take;
import org.responsestck.conformance.evidence.Why;

/**
 * A claim that needs the model's help. It holds on one take; it breaks only when three takes missed and three controls, the same
 * dialogue sent as plain input, passed.
 */
final class Recall {
    private static final int ENOUGH = 3;

    private Recall() {}

    /** How one take went. */
    enum Found {
        RECALLED,
        MISSED,
        OPEN
    }

    /**
     * @param at the exchange that shows it, or null
     * @param why the reason of an open one
     * @param detail what was there in place of what was asked for
     */
    record Try(Found found, @Nullable ExchangeView at, Why why, String detail) {
        static Try recalled(ExchangeView at) {
            return new Try(Found.RECALLED, at, Why.MODEL, "");
        }

        static Try missed(ExchangeView at, String actual) {
            return new Try(Found.MISSED, at, Why.MODEL, actual);
        }

        static Try open(@Nullable ExchangeView at, Why why, String detail) {
            return new Try(Found.OPEN, at, why, detail);
        }
    }

    /** Whether the answer at a step holds a word; open where there is no answer to look into. */
    static Try word(Take take, String step, String word) {
        Optional<Try> open = open(take, step);
        if (open.isPresent()) {
            return open.get();
        }
        ExchangeView x = take.at(step).orElseThrow();
        return Said.says(x, word) ? Try.recalled(x) : Try.missed(x, "the answer: " + answer(x));
    }

    /** Why the answer at a step cannot be looked into; empty when it can. */
    static Optional<Try> open(Take take, String step) {
        Optional<ExchangeView> found = take.at(step);
        if (found.isEmpty()) {
            Optional<Event.Stopped> stopped = take.stopped();
            return Optional.of(Try.open(
                    null,
                    stopped.map(Event.Stopped::why).orElse(Why.VALUE_MISSING),
                    "the scenario did not get to " + step
                            + stopped.map(s -> ": " + s.detail()).orElse("")));
        }
        ExchangeView x = found.get();
        About about = new About("", x);
        if (about.trouble().isPresent()) {
            Observation.Unclear trouble = (Observation.Unclear) about.trouble().get();
            return Optional.of(Try.open(x, trouble.why(), trouble.detail()));
        }
        if (!x.ok()) {
            Why why = about.fiveHundred() ? Why.WIRE : Why.VALUE_MISSING;
            return Optional.of(Try.open(x, why, "status " + x.status()));
        }
        if (Said.answers(x).isEmpty()) {
            return Optional.of(Try.open(x, Why.MODEL, "no text in the answer"));
        }
        return Optional.empty();
    }

    static String answer(ExchangeView x) {
        return About.cut(String.join(" / ", Said.answers(x)));
    }

    /** Outcomes of the controls {@code name-1} and {@code name-2} of each take; an echo passes none. */
    static List<Boolean> controls(
            List<Take> takes, String name, java.util.function.BiPredicate<Take, ExchangeView> passed) {
        return takes.stream()
                .flatMap(take -> IntStream.rangeClosed(1, 2)
                        .mapToObj(i -> take.at(name + "-" + i))
                        .flatMap(Optional::stream)
                        .map(x -> x.ok() && !Said.repeats(x) && passed.test(take, x)))
                .toList();
    }

    /** Controls that pass when the answer holds the word drawn under a name. */
    static List<Boolean> controls(List<Take> takes, String name, String drawn) {
        return controls(
                takes,
                name,
                (take, x) -> take.drawn(drawn).filter(w -> Said.says(x, w)).isPresent());
    }

    /** The observation that all takes together allow; none when there is no take. */
    static Stream<Observation> judge(String requirement, String expected, List<Try> tries, List<Boolean> controls) {
        if (tries.isEmpty()) {
            return Stream.empty();
        }
        Optional<Try> recalled = first(tries, t -> t.found() == Found.RECALLED);
        if (recalled.isPresent()) {
            return Stream.of(new About(requirement, view(recalled.get())).held());
        }
        Try last = tries.get(tries.size() - 1);
        long misses = tries.stream().filter(t -> t.found() == Found.MISSED).count();
        boolean able = controls.size() >= ENOUGH && controls.stream().allMatch(passed -> passed);
        if (misses >= ENOUGH && misses == tries.size() && able) {
            return Stream.of(new About(requirement, view(last))
                    .broken("", expected, last.detail() + " (" + misses + " of " + misses + " takes)"));
        }
        boolean helps = last.why() == Why.MODEL;
        String detail = misses == 0
                ? last.detail()
                : misses + " of " + tries.size() + " takes missed, "
                        + controls.stream().filter(p -> p).count() + " of " + controls.size() + " controls passed; "
                        + last.detail();
        return Stream.of(new Observation.Unclear(
                requirement,
                last.why(),
                About.cut(detail),
                helps,
                last.at() == null ? null : Where.exchange(last.at().id())));
    }

    private static Optional<Try> first(List<Try> tries, Predicate<Try> test) {
        return tries.stream().filter(test).findFirst();
    }

    private static ExchangeView view(Try t) {
        return java.util.Objects.requireNonNull(t.at(), "a take that was seen has an exchange");
    }
}
