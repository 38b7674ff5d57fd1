package org.responsestck.conformance.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.responsestck.conformance.evidence.Evidence;
import org.responsestck.conformance.evidence.ExchangeView;
import org.responsestck.conformance.evidence.Place;
import org.responsestck.conformance.evidence.Why;

/** The 5xx answers of a run: never to a malformed request, and not three times to a valid one. */
final class ServerErrors {
    private static final Judging CLIENT = new Judging("ERR-STATUS-001");
    private static final Judging SERVER = new Judging("ERR-STATUS-003");
    private static final int LASTING = 3;
    private static final Set<Probes.Kind> CLIENT_ERRORS =
            Set.of(Probes.Kind.MALFORMED, Probes.Kind.UNKNOWN_ID, Probes.Kind.ODD_ID, Probes.Kind.ROUTE);

    private ServerErrors() {}

    static Stream<Observation> malformed(Evidence evidence) {
        return tries(evidence, CLIENT_ERRORS).stream().flatMap(tries -> {
            ExchangeView last = last(tries);
            return switch (AnswerKind.of(last)) {
                case SUCCESS, REFUSED, REDIRECT -> Stream.of(CLIENT.held(last));
                case SERVER_ERROR ->
                    Stream.of(
                            perhapsPassing(last) && inARow(tries) < LASTING
                                    ? CLIENT.unanswered(last)
                                    : CLIENT.broken(last, "", "no 5xx to a malformed request", Judging.said(last)));
                case OVERLOADED -> Stream.of(CLIENT.unanswered(last));
                default -> Stream.empty();
            };
        });
    }

    /** 502 and 504 may be about something between us and the target, and are worth another try. */
    private static boolean perhapsPassing(ExchangeView view) {
        return view.status() == 502 || view.status() == 504;
    }

    static Stream<Observation> valid(Evidence evidence) {
        Collection<List<ExchangeView>> all = tries(evidence, Set.of(Probes.Kind.VALID));
        Map<String, List<List<ExchangeView>>> alike = all.stream()
                .collect(Collectors.groupingBy(t -> shape(last(t)), LinkedHashMap::new, Collectors.toList()));
        return all.stream().flatMap(tries -> valid(tries, alike.getOrDefault(shape(last(tries)), List.of())));
    }

    private static Stream<Observation> valid(List<ExchangeView> tries, List<List<ExchangeView>> alike) {
        ExchangeView last = last(tries);
        return switch (AnswerKind.of(last)) {
            case SUCCESS, REFUSED, REDIRECT ->
                Stream.of(
                        tries.stream().anyMatch(v -> AnswerKind.of(v) == AnswerKind.SERVER_ERROR)
                                ? recovered(tries.get(0))
                                : SERVER.held(last));
            case SERVER_ERROR -> Stream.of(failing(tries, alike));
            case OVERLOADED -> Stream.of(SERVER.unanswered(last));
            default -> Stream.empty();
        };
    }

    private static Observation failing(List<ExchangeView> tries, List<List<ExchangeView>> alike) {
        ExchangeView last = last(tries);
        if (inARow(tries) >= LASTING || alwaysFails(last.status(), alike)) {
            return SERVER.broken(last, "", "no lasting 5xx to a valid request", Judging.said(last) + " each time");
        }
        boolean servedElsewhere = alike.stream()
                .map(ServerErrors::last)
                .anyMatch(v -> v.ok() && v.call().equals(last.call()));
        return servedElsewhere
                ? recovered(last)
                : SERVER.unclear(last, Why.WIRE, Judging.said(last) + ", and too few tries to call it lasting");
    }

    private static Observation recovered(ExchangeView view) {
        return SERVER.broken(view, "recovered", "no 5xx to a valid request", Judging.said(view) + ", later a success");
    }

    /** Whether every request of the same kind in the run ended in this status, and there were enough of them. */
    private static boolean alwaysFails(int status, List<List<ExchangeView>> alike) {
        return alike.stream().mapToInt(List::size).sum() >= LASTING
                && alike.stream().flatMap(List::stream).allMatch(v -> v.status() == status);
    }

    /** How many of the last tries ended in the same status. */
    private static int inARow(List<ExchangeView> tries) {
        int status = last(tries).status();
        int count = 0;
        for (int i = tries.size() - 1; i >= 0 && tries.get(i).status() == status; i--) {
            count++;
        }
        return count;
    }

    /** The tries at each step of each take, in order of the evidence. */
    private static Collection<List<ExchangeView>> tries(Evidence evidence, Set<Probes.Kind> kinds) {
        Probes probes = Probes.of(evidence);
        Map<Place, List<ExchangeView>> byPlace = new LinkedHashMap<>();
        evidence.exchanges().stream()
                .filter(x -> kinds.contains(probes.kind(x)))
                .forEach(x ->
                        byPlace.computeIfAbsent(x.at(), k -> new ArrayList<>()).add(x));
        return byPlace.values();
    }

    /** What a request is like, without the values that differ from one to the next. */
    private static String shape(ExchangeView view) {
        JsonNode body = view.request();
        Set<String> members =
                body.propertyStream().map(Map.Entry::getKey).collect(Collectors.toCollection(TreeSet::new));
        String path = view.path().replaceFirst("^/responses/[^/]+", "/responses/{id}");
        return String.join(
                " ",
                view.call().method(),
                path,
                members.toString(),
                body.path("input").getNodeType().name(),
                body.path("stream").asText(""),
                body.path("tool_choice").toString(),
                body.path("text").path("format").path("type").asText(""));
    }

    private static ExchangeView last(List<ExchangeView> tries) {
        return tries.get(tries.size() - 1);
    }
}
