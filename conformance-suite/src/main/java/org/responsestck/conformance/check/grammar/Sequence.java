package org.responsestck.conformance.check.grammar;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.responsestck.conformance.evidence.ExchangeView.StreamEvent;

/** The sequence numbers of a stream. One misnumbered event is one finding, whatever it does to its neighbours. */
final class Sequence {
    private record Numbered(Spot spot, long number, boolean error, int skippedBefore) {}

    private final Findings findings;
    private final List<Numbered> numbers = new ArrayList<>();
    private int skipped;

    Sequence(Findings findings) {
        this.findings = findings;
    }

    /** An event of the vocabulary. */
    void known(StreamEvent event, boolean error) {
        findings.judged(Invariant.S1);
        JsonNode node = event.data().path("sequence_number");
        Long number = Json.integer(node);
        Spot spot = Spot.of(event);
        if (number == null || number < 0) {
            String what = number != null ? "out-of-range" : Json.nothing(node) ? "absent" : "wrong-type";
            findings.broken(
                    Invariant.S1,
                    what,
                    error ? "error-event" : "",
                    spot,
                    "/sequence_number",
                    "an integer of at least 0",
                    Json.show(node) + " in " + event.type());
            skipped++;
            return;
        }
        numbers.add(new Numbered(spot, number, error, skipped));
        skipped = 0;
    }

    /** An event that need not be numbered, or whose number cannot be read. */
    void foreign() {
        skipped++;
    }

    void finish() {
        if (numbers.isEmpty()) {
            return;
        }
        findings.judged(Invariant.S2);
        List<Numbered> gaps = new ArrayList<>();
        List<Long> before = new ArrayList<>();
        long last = -1;
        for (int i = 0; i < numbers.size(); i++) {
            Numbered at = numbers.get(i);
            if (at.number == last + 1) {
                last = at.number;
            } else if (i + 1 < numbers.size() && numbers.get(i + 1).number == last + 2) {
                // Only this one is off: its neighbours count on as if it had the number between.
                decrease(at, last, numbers.get(i + 1).number);
                last++;
            } else if (at.number <= last) {
                decrease(at, last, -1);
                last = at.number;
            } else {
                if (at.number - last - 1 > at.skippedBefore) {
                    gaps.add(at);
                    before.add(last);
                }
                last = at.number;
            }
        }
        if (findings.isBroken(Invariant.S2) || findings.isBroken(Invariant.S1)) {
            return; // a gap would be an echo
        }
        findings.judged(Invariant.S3);
        for (int i = 0; i < gaps.size(); i++) {
            Numbered gap = gaps.get(i);
            findings.broken(
                    Invariant.S3,
                    "gap",
                    "",
                    gap.spot,
                    "/sequence_number",
                    String.valueOf(before.get(i) + 1),
                    String.valueOf(gap.number));
        }
    }

    private void decrease(Numbered at, long last, long next) {
        String expected = last < 0 ? "a number below " + next : "more than " + last;
        String actual =
                next >= 0 && at.number >= next ? at.number + ", followed by " + next : String.valueOf(at.number);
        if (next >= 0 && at.number >= next) {
            expected = String.valueOf(last + 1);
        }
        findings.broken(
                Invariant.S2,
                at.error ? "error" : "",
                at.error ? "error-event" : "",
                at.spot,
                "/sequence_number",
                expected,
                actual);
    }
}
