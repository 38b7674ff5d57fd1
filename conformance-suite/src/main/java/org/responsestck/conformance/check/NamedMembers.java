package org.responsestck.conformance.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.responsestck.conformance.dialect.Dialect;
import org.responsestck.conformance.evidence.Evidence;
import org.responsestck.conformance.evidence.ExchangeView;
import org.responsestck.conformance.evidence.Why;

/** Whether the refusal of a request with one wrong member says, in a location, a parameter or its words, which one. */
final class NamedMembers {
    private static final Judging JUDGING = new Judging("ERR-422-002");
    private static final Set<Integer> BAD = Set.of(400, 422);
    /** What repeats the request, or is a word of a machine: a name in there points at nothing. */
    private static final Set<String> NO_PLACE = Set.of("input", "type", "code", "url", "ctx", "request", "body");

    private NamedMembers() {}

    static Stream<Observation> judge(Evidence evidence) {
        List<ExchangeView> noModel = evidence.at("refusals-input", "nomodel");
        List<ExchangeView> temperature = Stream.of("temp/0", "temp/1")
                .flatMap(step -> evidence.at("refusals-parameters", step).stream())
                .toList();
        List<Observation> told = Stream.concat(
                        noModel.stream().flatMap(view -> judge(view, "model")),
                        temperature.stream().flatMap(view -> judge(view, "temperature")))
                .toList();
        if (!told.isEmpty()) {
            return told.stream();
        }
        // That they are served, or refused in another way, is the matter of other rows.
        return Stream.concat(noModel.stream(), temperature.stream())
                .limit(1)
                .map(view -> AnswerKind.of(view) == AnswerKind.SUCCESS
                        ? JUDGING.unclear(view, Why.VALUE_MISSING, "nothing was refused as invalid")
                        : JUDGING.unanswered(view));
    }

    private static Stream<Observation> judge(ExchangeView view, String member) {
        if (!BAD.contains(view.status()) || AnswerKind.of(view) != AnswerKind.REFUSED) {
            return Stream.empty();
        }
        JsonNode body = view.json().value();
        boolean named = body.isMissingNode() ? holds(view.text(), member) : names(body, member);
        return Stream.of(
                named ? JUDGING.held(view) : JUDGING.broken(view, "", "an error that names " + member, view.text()));
    }

    /** Whether an error body names a member in the way of the documents. */
    static boolean named(Dialect dialect, JsonNode body, String member) {
        return switch (dialect.memberNaming()) {
            case ANYWHERE -> names(body, member);
            case PARAM -> body.at("/error/param").asText("").equals(member);
            case NOWHERE -> true;
        };
    }

    /** Whether a member is named anywhere but in what repeats the request. */
    private static boolean names(JsonNode node, String member) {
        if (node.isTextual()) {
            return holds(node.textValue(), member);
        }
        if (node.isArray()) {
            return node.valueStream().anyMatch(element -> names(element, member));
        }
        return node.propertyStream()
                .filter(entry -> !NO_PLACE.contains(entry.getKey()))
                .anyMatch(entry -> entry.getKey().equals(member) || names(entry.getValue(), member));
    }

    private static boolean holds(String text, String member) {
        return text.toLowerCase(Locale.ROOT).contains(member);
    }
}
