package org.responsestck.conformance.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.responsestck.conformance.check.grammar.StreamAnalysis;
import org.responsestck.conformance.check.grammar.StreamAnalysis.Terminal;
import org.responsestck.conformance.evidence.Evidence;
import org.responsestck.conformance.evidence.ExchangeView;
import org.responsestck.conformance.evidence.Why;
import org.responsestck.conformance.wire.End;
import org.responsestck.conformance.wire.Who;

/** The same request with and without stream. */
final class StreamChecksTwin {
    private static final String PARITY = "STREAM-PARITY-001";
    private static final String SHAPE = "STREAM-SNAP-003";

    private StreamChecksTwin() {}

    static List<Check> checks() {
        return List.of(
                new Check(
                        "stream-parity",
                        Set.of(PARITY),
                        Set.of("parity", "function-call", "echo", "reason", "store-false", "stream-store-false"),
                        StreamChecksTwin::parity),
                new Check("stream-same-shape", Set.of(SHAPE), Set.of(), StreamChecksTwin::shape));
    }

    /** A request in both forms. */
    private record Twins(JsonNode request, List<ExchangeView> plain, List<ExchangeView> streamed) {}

    private static List<Twins> twins(Evidence evidence) {
        return evidence.derive("stream-twins", e -> {
            Map<JsonNode, Twins> map = new LinkedHashMap<>();
            for (ExchangeView view : e.exchanges()) {
                if (view.isCreate()
                        && view.who() == Who.KEY
                        && view.request() instanceof ObjectNode body
                        && !view.call().headers().keySet().stream().anyMatch("accept"::equalsIgnoreCase)) {
                    ObjectNode key = body.deepCopy();
                    key.remove(List.of("stream", "stream_options"));
                    Twins twins = map.computeIfAbsent(key, k -> new Twins(k, new ArrayList<>(), new ArrayList<>()));
                    (view.askedForStream() ? twins.streamed : twins.plain).add(view);
                }
            }
            return map.values().stream()
                    .filter(t -> !t.plain.isEmpty() && !t.streamed.isEmpty())
                    .toList();
        });
    }

    private static Map<Integer, StreamAnalysis> analyses(Evidence evidence) {
        Map<Integer, StreamAnalysis> map = new HashMap<>();
        StreamChecks.analyses(evidence).forEach(a -> map.put(a.view().id(), a));
        return map;
    }

    // ---------------------------------------------------------------- parity

    private enum Outcome {
        RIGHT,
        NOT_JUDGED,
        BUDGET,
        REFUSED,
        DEAD,
        FAILED,
        NO_CALL
    }

    private record Try(ExchangeView view, Outcome outcome, String words) {}

    private static Stream<Observation> parity(Evidence evidence) {
        Map<Integer, StreamAnalysis> analyses = analyses(evidence);
        return twins(evidence).stream().flatMap(t -> parity(t, analyses).stream());
    }

    private static Optional<Observation> parity(Twins twins, Map<Integer, StreamAnalysis> analyses) {
        Optional<ExchangeView> plain =
                twins.plain.stream().filter(StreamChecksTwin::accepted).findFirst();
        if (plain.isEmpty()) {
            return Optional.empty();
        }
        boolean call =
                forced(twins.request) && hasCall(plain.get().json().value().path("output"));
        boolean completed = plain.get().json().value().path("status").asText("").equals("completed");
        List<Try> tries = twins.streamed.stream()
                .map(view -> judge(view, analyses.get(view.id()), call))
                .filter(t -> t.outcome != Outcome.NOT_JUDGED)
                .filter(t -> t.outcome != Outcome.FAILED || completed)
                .toList();
        return verdict(tries, twins.request.path("tool_choice").isObject());
    }

    private static Optional<Observation> verdict(List<Try> tries, boolean named) {
        Optional<Try> right =
                tries.stream().filter(t -> t.outcome == Outcome.RIGHT).findFirst();
        if (right.isPresent()) {
            return Optional.of(
                    new Observation.Held(PARITY, Where.exchange(right.get().view.id())));
        }
        List<Try> bad = tries.stream().filter(t -> t.outcome != Outcome.BUDGET).toList();
        if (tries.isEmpty()) {
            return Optional.empty();
        }
        if (bad.isEmpty()) {
            Try last = tries.get(tries.size() - 1);
            return Optional.of(
                    new Observation.Unclear(PARITY, Why.BUDGET, last.words, true, Where.exchange(last.view.id())));
        }
        Try last = bad.get(bad.size() - 1);
        Where where = Where.exchange(last.view.id());
        if (last.outcome != Outcome.REFUSED && bad.size() < 2) {
            return Optional.of(new Observation.Unclear(PARITY, Why.WIRE, last.words + ", in one try", true, where));
        }
        return Optional.of(new Observation.Broken(
                PARITY,
                variant(bad, named),
                where,
                "what works without stream works with stream",
                last.words + " in " + bad.size() + " of " + tries.size() + " tries"));
    }

    /** Of several bad outcomes the mildest: the tries must agree on the worse one. */
    private static String variant(List<Try> bad, boolean named) {
        if (bad.stream().anyMatch(t -> t.outcome == Outcome.REFUSED)) {
            return "refused";
        }
        if (bad.stream().anyMatch(t -> t.outcome == Outcome.FAILED)) {
            return "failed";
        }
        return named && bad.stream().anyMatch(t -> t.outcome == Outcome.NO_CALL) ? "named" : "";
    }

    private static boolean accepted(ExchangeView view) {
        return view.ok() && view.end() == End.COMPLETE && view.json().value().isObject();
    }

    private static boolean forced(JsonNode request) {
        JsonNode choice = request.path("tool_choice");
        return choice.asText("").equals("required")
                || choice.path("type").asText("").equals("function");
    }

    private static boolean hasCall(JsonNode output) {
        for (JsonNode item : output) {
            String type = item.path("type").asText("");
            if (type.equals("function_call") || type.equals("tool_call")) {
                return true;
            }
        }
        return false;
    }

    private static Try judge(ExchangeView view, @Nullable StreamAnalysis analysis, boolean call) {
        int status = view.status();
        if (status == 429 || status == 408 || view.end() == End.REFUSED || (status == 0 && view.end() == End.TIMEOUT)) {
            return new Try(view, Outcome.BUDGET, status == 0 ? "no answer" : "status " + status);
        }
        if (status == 401 || status == 403 || view.end() == End.CLOSED_BY_US || view.end() == End.LIMIT) {
            return new Try(view, Outcome.NOT_JUDGED, "");
        }
        if (status >= 400 && status < 500) {
            return new Try(view, Outcome.REFUSED, "status " + status);
        }
        if (status >= 500 || status == 0) {
            return new Try(view, Outcome.DEAD, status == 0 ? "the connection was cut" : "status " + status);
        }
        return analysis == null
                // Another media type is the matter of STREAM-FRAME-001; an empty body has none.
                ? new Try(view, view.body().length == 0 ? Outcome.DEAD : Outcome.NOT_JUDGED, "an empty body")
                : streamed(view, analysis, call);
    }

    private static Try ended(ExchangeView view, StreamAnalysis analysis, boolean call, Terminal terminal) {
        if (terminal.type().equals("response.failed")) {
            return new Try(view, Outcome.FAILED, "response.failed");
        }
        if (terminal.type().equals("response.incomplete") || terminal.status().equals("incomplete")) {
            return new Try(view, Outcome.NOT_JUDGED, "");
        }
        boolean called = hasCall(terminal.response().path("output"))
                || analysis.items().stream()
                        .anyMatch(i ->
                                i.type().equals("function_call") || i.type().equals("tool_call"));
        return call && !called
                ? new Try(view, Outcome.NO_CALL, "a forced call without stream, none in the completed stream")
                : new Try(view, Outcome.RIGHT, "");
    }

    private static Try streamed(ExchangeView view, StreamAnalysis analysis, boolean call) {
        if (analysis.terminal().isPresent()) {
            return ended(view, analysis, call, analysis.terminal().get());
        }
        return analysis.errorSeen()
                ? new Try(view, Outcome.FAILED, "an error event")
                : new Try(view, Outcome.DEAD, "neither a terminal nor an error event");
    }

    // ---------------------------------------------------------------- same shape

    private static Stream<Observation> shape(Evidence evidence) {
        Map<Integer, StreamAnalysis> analyses = analyses(evidence);
        List<Observation> all = new ArrayList<>();
        for (Twins twins : twins(evidence)) {
            Optional<ExchangeView> plain = twins.plain.stream()
                    .filter(StreamChecksTwin::accepted)
                    .filter(v -> v.json().value().path("status").asText("").equals("completed"))
                    .findFirst();
            for (ExchangeView view : twins.streamed) {
                StreamAnalysis analysis = analyses.get(view.id());
                Terminal terminal =
                        analysis == null ? null : analysis.terminal().orElse(null);
                if (plain.isPresent() && terminal != null && terminal.status().equals("completed")) {
                    all.add(shape(plain.get().json().value(), terminal, view));
                }
            }
        }
        return all.stream();
    }

    private static Observation shape(JsonNode plain, Terminal terminal, ExchangeView view) {
        Set<String> without = members(plain);
        Set<String> with = members(terminal.response());
        Where where = Where.exchange(view.id()).event(terminal.event(), -1).at("/response");
        if (without.equals(with)) {
            return new Observation.Held(SHAPE, where);
        }
        Set<String> missing = new TreeSet<>(without);
        missing.removeAll(with);
        Set<String> extra = new TreeSet<>(with);
        extra.removeAll(without);
        return new Observation.Broken(
                SHAPE,
                "",
                where,
                "the members of the answer without stream",
                (missing.isEmpty() ? "" : "missing " + missing + (extra.isEmpty() ? "" : ", "))
                        + (extra.isEmpty() ? "" : "more " + extra));
    }

    private static Set<String> members(JsonNode node) {
        Set<String> names = new TreeSet<>();
        for (var member : node.properties()) {
            if (!member.getValue().isNull()) {
                names.add(member.getKey());
            }
        }
        return names;
    }
}
