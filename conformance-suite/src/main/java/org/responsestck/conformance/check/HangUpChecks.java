package org.responsestck.conformance.check;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.responsestck.conformance.evidence.Event;
import org.responsestck.conformance.evidence.Evidence;
import org.responsestck.conformance.evidence.ExchangeView;
import org.responsestck.conformance.evidence.ResponseObject;
import org.responsestck.conformance.evidence.Take;
import org.responsestck.conformance.evidence.Why;
import org.responsestck.conformance.wire.End;

/** A client that goes away leaves nothing behind. */
final class HangUpChecks {
    private static final Judging JUDGING = new Judging("STREAM-CANCEL-001");
    private static final String SCENARIO = "hang-up";
    private static final Set<String> RUNNING = Set.of("in_progress", "queued");

    private HangUpChecks() {}

    static List<Check> checks() {
        return List.of(new Check(
                "a-client-may-hang-up", Set.of(JUDGING.requirement()), Set.of(SCENARIO), HangUpChecks::judge));
    }

    private static Stream<Observation> judge(Evidence evidence) {
        return evidence.takes(SCENARIO).stream()
                .flatMap(take -> take.at("stream").stream()
                        .flatMap(view -> hungUp(evidence, view)
                                ? after(evidence, take)
                                : Stream.of(JUDGING.unclear(
                                        view,
                                        AnswerKind.of(view) == AnswerKind.SUCCESS
                                                ? Why.WIRE
                                                : AnswerKind.of(view).why(),
                                        "there was no stream to hang up on: " + Judging.said(view) + ", ended "
                                                + view.end()))));
    }

    /** Whether we went before the response was over. */
    private static boolean hungUp(Evidence evidence, ExchangeView view) {
        boolean over = evidence.responses().stream()
                .anyMatch(r -> r.from() == view && r.kind() == ResponseObject.Kind.TERMINAL);
        return view.ok() && view.end() == End.CLOSED_BY_US && !over;
    }

    private static Stream<Observation> after(Evidence evidence, Take take) {
        return Stream.concat(
                take.at("next").map(HangUpChecks::next).stream(),
                take.at("get").flatMap(view -> record(evidence, take, view)).stream());
    }

    private static Observation next(ExchangeView view) {
        return switch (AnswerKind.of(view)) {
            case SUCCESS -> JUDGING.held(view);
            case SERVER_ERROR, NOT_IMPLEMENTED ->
                JUDGING.broken(view, "server-error", "the next request works", Judging.said(view));
            default -> JUDGING.unanswered(view);
        };
    }

    /** Empty where responses cannot be read at all. */
    private static Optional<Observation> record(Evidence evidence, Take take, ExchangeView view) {
        String expected = "a terminal status within 60 seconds, or 404";
        return switch (AnswerKind.of(view)) {
            case SUCCESS -> {
                String status = view.json().value().path("status").asText("");
                yield Optional.of(
                        !RUNNING.contains(status)
                                ? JUDGING.held(view)
                                : waited(take)
                                        ? JUDGING.broken(view, "never-ends", expected, "status " + status)
                                        : JUDGING.unclear(view, Why.BUDGET, "not read until the bound"));
            }
            case REFUSED ->
                view.status() == 404 || view.status() == 410
                        ? Optional.of(JUDGING.held(view))
                        : Optional.<Observation>of(JUDGING.unanswered(view))
                                .filter(o -> Facts.of(evidence).retrieves());
            case SERVER_ERROR ->
                Facts.of(evidence).retrieves()
                        ? Optional.of(JUDGING.broken(view, "server-error", expected, Judging.said(view)))
                        : Optional.empty();
            case NOT_IMPLEMENTED -> Optional.empty();
            default -> Optional.of(JUDGING.unanswered(view));
        };
    }

    /** Whether it was read until the bound was reached. */
    private static boolean waited(Take take) {
        return take.events().stream().anyMatch(e -> e instanceof Event.Waited w && !w.met());
    }
}
