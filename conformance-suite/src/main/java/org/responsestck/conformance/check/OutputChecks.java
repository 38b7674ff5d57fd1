package org.responsestck.conformance.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.responsestck.conformance.check.Observation.Broken;
import org.responsestck.conformance.check.Observation.Held;
import org.responsestck.conformance.check.Observation.Unclear;
import org.responsestck.conformance.evidence.Evidence;
import org.responsestck.conformance.evidence.ExchangeView;
import org.responsestck.conformance.evidence.ResponseObject;
import org.responsestck.conformance.evidence.Why;

/** The items of a response: which there are, what they hold, in what order. */
final class OutputChecks {
    private static final String ANSWER = "RESP-OUTPUT-002";
    private static final String PATH = "SDK-003";
    /** So many empty texts in a row are the server's, not the model's. */
    private static final int TRIES = 3;

    private OutputChecks() {}

    static List<Check> checks() {
        List<Check> checks = new ArrayList<>(List.of(
                Shapes.row("output-is-an-array-of-typed-objects", "RESP-OUTPUT-001", ResponseObject::finished),
                Shapes.played(
                        "plain-prompts-are-answered-by-the-last-message",
                        ANSWER,
                        Set.of("basic"),
                        e -> answered(e, ANSWER, OutputChecks::message)),
                Shapes.played(
                        "the-text-stands-where-the-guide-reads-it",
                        PATH,
                        Set.of("basic"),
                        e -> answered(e, PATH, OutputChecks::guidePath)),
                Shapes.row("item-types-belong-to-the-profile", "RESP-OUTPUT-003", finishedWith(i -> true)),
                Shapes.row("messages-have-their-members", "RESP-MSG-001", finishedWith(Items::isMessage)),
                Shapes.row("messages-say-that-they-are-messages", "RESP-MSG-002", finishedWith(Items::isMessage)),
                Shapes.row("message-roles-are-words-of-the-profile", "RESP-MSG-003", finishedWith(Items::isMessage))));
        checks.addAll(OutputMessages.checks());
        checks.addAll(OutputIds.checks());
        checks.addAll(OutputStatus.checks());
        return List.copyOf(checks);
    }

    /** Finished objects with at least one such item. */
    static Predicate<ResponseObject> finishedWith(Predicate<JsonNode> item) {
        return r -> r.finished() && Items.output(r.node()).stream().anyMatch(item);
    }

    /** How one answer to the plain prompt looks. */
    private enum Look {
        HELD,
        BROKEN,
        EMPTY,
        REFUSED
    }

    private record Seen(Look look, String pointer, String expected, String actual) {
        static Seen of(Look look, String pointer, String expected, JsonNode actual) {
            return new Seen(look, pointer, expected, Shown.of(actual));
        }
    }

    private interface Reader {
        Seen read(JsonNode response);
    }

    private static Stream<Observation> answered(Evidence evidence, String requirement, Reader reader) {
        List<Observation> certain = new ArrayList<>();
        List<Observation> open = new ArrayList<>();
        List<Observation> empty = new ArrayList<>();
        for (ExchangeView view : BasicAnswers.creates(evidence)) {
            JsonNode response = view.json().value();
            Where where = Where.exchange(view.id());
            if (!view.ok() || !response.isObject()) {
                open.add(Shapes.unanswered(requirement, view));
                continue;
            }
            if (!response.path("status").asText().equals("completed")) {
                open.add(new Unclear(
                        requirement, Why.MODEL, "status " + Shown.of(response.path("status")), true, where));
                continue;
            }
            Seen seen = reader.read(response);
            Observation broken = new Broken(requirement, "", where.at(seen.pointer()), seen.expected(), seen.actual());
            switch (seen.look()) {
                case HELD -> certain.add(new Held(requirement, where.at(seen.pointer())));
                case BROKEN -> certain.add(broken);
                case EMPTY -> empty.add(broken);
                case REFUSED ->
                    open.add(new Unclear(requirement, Why.MODEL, "the model refused a plain prompt", true, where));
            }
        }
        if (certain.stream().noneMatch(Held.class::isInstance)) {
            certain.addAll(open);
            if (empty.size() >= TRIES) {
                certain.addAll(empty);
            } else if (!empty.isEmpty()) {
                certain.add(
                        new Unclear(requirement, Why.MODEL, "an empty text in " + empty.size() + " tries", true, null));
            }
        }
        return certain.stream();
    }

    private static Seen message(JsonNode response) {
        List<JsonNode> items = Items.output(response);
        if (items.isEmpty()) {
            return Seen.of(Look.BROKEN, "/output", "an assistant message", response.path("output"));
        }
        String pointer = "/output/" + (items.size() - 1);
        JsonNode last = items.get(items.size() - 1);
        if (!Items.isMessage(last, "assistant")) {
            String is = Items.isMessage(last)
                    ? "a message of " + Shown.of(last.path("role"))
                    : "an item of type " + Shown.of(last.path("type"));
            return new Seen(Look.BROKEN, pointer, "an assistant message as the last item", is);
        }
        JsonNode part = last.path("content").path(0);
        String type = part.path("type").asText();
        if (type.equals("refusal")) {
            return Seen.of(Look.REFUSED, pointer, "a text", part);
        }
        if (!type.equals("output_text")) {
            return Seen.of(Look.BROKEN, pointer + "/content/0/type", "\"output_text\"", part.path("type"));
        }
        return text(part.path("text"), pointer + "/content/0/text");
    }

    /** The path that the guide's examples read: {@code output[-1].content[0].text}. */
    private static Seen guidePath(JsonNode response) {
        int last = response.path("output").size() - 1;
        JsonNode part = response.path("output").path(last).path("content").path(0);
        if (part.path("type").asText().equals("refusal")) {
            return Seen.of(Look.REFUSED, "/output/" + last, "a text", part);
        }
        return text(part.path("text"), "/output/" + Math.max(last, 0) + "/content/0/text");
    }

    private static Seen text(JsonNode text, String pointer) {
        if (!text.isTextual()) {
            return Seen.of(Look.BROKEN, pointer, "a text", text);
        }
        return Seen.of(text.textValue().isEmpty() ? Look.EMPTY : Look.HELD, pointer, "a non-empty text", text);
    }
}
