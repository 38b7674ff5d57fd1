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
import org.responsestck.conformance.evidence.Take;

/** Whether metadata is shown as it was sent wherever the response is shown: create, GET, list. */
final class MetadataSurvival {
    private static final Judging JUDGING = new Judging("PARAM-META-002");
    /** GET is not offered: then only the create answer is judged. */
    private static final Set<Integer> NO_GET = Set.of(404, 405, 410, 501);

    private MetadataSurvival() {}

    static Stream<Observation> judge(Evidence evidence) {
        return evidence.takes("echo").stream()
                .flatMap(take ->
                        Stream.concat(judge(evidence, take, "echo", "get"), judge(evidence, take, "meta", "meta-get")));
    }

    private static Stream<Observation> judge(Evidence evidence, Take take, String step, String get) {
        Optional<ExchangeView> created = take.at(step).filter(v -> AnswerKind.of(v) == AnswerKind.SUCCESS);
        if (created.isEmpty()) {
            return Stream.empty();
        }
        JsonNode sent = created.get().request().path("metadata");
        JsonNode answer = created.get().json().value();
        JsonNode first = answer.path("metadata");
        boolean shown = !(first.isMissingNode() || first.isNull());
        List<Observation> all = new ArrayList<>();
        if (shown) {
            all.add(compared(Where.exchange(created.get().id()).at("/metadata"), sent, first));
        }
        take.at(get).flatMap(view -> read(view, sent, shown)).ifPresent(all::add);
        listed(evidence, answer.path("id").asText(""))
                .map(entry -> compared(
                        Judging.in(entry, "/metadata"), sent, entry.node().path("metadata")))
                .filter(o -> shown || o instanceof Observation.Held)
                .forEach(all::add);
        return all.stream();
    }

    private static Optional<Observation> read(ExchangeView view, JsonNode sent, boolean shown) {
        if (AnswerKind.of(view) != AnswerKind.SUCCESS) {
            return NO_GET.contains(view.status()) ? Optional.empty() : Optional.of(JUDGING.unanswered(view));
        }
        JsonNode read = view.json().value().path("metadata");
        boolean there = !(read.isMissingNode() || read.isNull());
        return shown || there
                ? Optional.of(compared(Where.exchange(view.id()).at("/metadata"), sent, read))
                : Optional.empty();
    }

    private static Stream<ResponseObject> listed(Evidence evidence, String id) {
        return evidence.responses().stream()
                .filter(r -> r.kind() == ResponseObject.Kind.LISTED && !id.isEmpty() && r.id().equals(id));
    }

    private static Observation compared(Where where, JsonNode sent, JsonNode shown) {
        return switch (Echo.compare("metadata", sent, shown)) {
            case SAME -> JUDGING.held(where);
            case EMPTY_LEFT_OUT -> JUDGING.broken(where, "empty-left-out", sent.toString(), shown.toString());
            default ->
                JUDGING.broken(where, "", sent.toString(), shown.isMissingNode() ? "no metadata" : shown.toString());
        };
    }
}
