package org.responsestck.conformance.check;

import java.util.List;
import java.util.Optional;
import org.responsestck.conformance.dialect.Trait;
import org.responsestck.conformance.evidence.Evidence;
import org.responsestck.conformance.evidence.ExchangeView;
import org.responsestck.conformance.evidence.Take;
import org.responsestck.conformance.evidence.Why;

/** Two GETs of one response with something between them that must not touch it. */
final class Unchanged {
    private Unchanged() {}

    /** Observations of the plain row: gone or changed is the plain breach. */
    static List<Observation> of(Evidence evidence, String requirement, Take take, String before, String after) {
        return of(evidence, requirement, take, before, after, "", "");
    }

    /**
     * @param gone the variant when the second GET finds nothing
     * @param changed the variant when it finds something else
     */
    static List<Observation> of(
            Evidence evidence,
            String requirement,
            Take take,
            String before,
            String after,
            String gone,
            String changed) {
        Optional<ExchangeView> one = take.at(before);
        Optional<ExchangeView> two = take.at(after);
        if (one.isEmpty() || two.isEmpty()) {
            return List.of(Facts.unclear(requirement, Why.VALUE_MISSING, "no GET before and after"));
        }
        About first = new About(requirement, one.get());
        About second = new About(requirement, two.get());
        Optional<Observation> trouble = first.trouble().or(second::trouble);
        if (trouble.isPresent()) {
            return List.of(trouble.get());
        }
        if (!one.get().ok()) {
            return List.of(
                    first.unclear(Why.VALUE_MISSING, "GET answered " + one.get().status()));
        }
        if (second.clientError()) {
            return List.of(second.status(gone, "the same as before: 200"));
        }
        if (!two.get().ok()) {
            return List.of(second.serverError());
        }
        List<Readings.Difference> found = Readings.getAndGet(
                one.get().json().value(),
                two.get().json().value(),
                evidence.header().dialect().is(Trait.ECHOES_INPUT));
        return found.isEmpty()
                ? List.of(second.held())
                : found.stream().map(d -> difference(second, d, changed)).toList();
    }

    static Observation difference(About about, Readings.Difference d, String changed) {
        String variant = d.variant().isEmpty() ? changed : d.variant();
        return about.broken(
                variant, about.where().at(d.pointer()), d.pointer() + " as it was: " + d.expected(), d.actual());
    }
}
