package org.responsestck.conformance.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.responsestck.conformance.evidence.Evidence;
import org.responsestck.conformance.evidence.ResponseObject;

/** Messages among the output items: their status, their parts, and the messages of the client shown again. */
final class OutputMessages {
    private OutputMessages() {}

    static List<Check> checks() {
        return List.of(
                Shapes.passive(
                        "messages-of-completed-responses-are-completed",
                        "RESP-MSG-004",
                        e -> Shapes.finished(e).flatMap(OutputMessages::finished)),
                Shapes.passive(
                        "model-texts-are-output-text",
                        "RESP-MSG-005",
                        e -> Shapes.finished(e).flatMap(OutputMessages::modelParts)),
                Shapes.passive("user-texts-come-back-unchanged", "RESP-MSG-006", OutputMessages::userParts),
                Shapes.passive("user-messages-precede-their-answers", "RESP-USERMSG-001", OutputMessages::order));
    }

    private static Stream<Observation> finished(Shapes.Judged judged) {
        ResponseObject response = judged.response();
        if (!response.status().equals("completed")) {
            return Stream.of();
        }
        List<JsonNode> items = Items.output(response.node());
        List<Observation> observations = new ArrayList<>();
        boolean any = false;
        for (int i = 0; i < items.size(); i++) {
            JsonNode status = items.get(i).path("status");
            if (Items.isMessage(items.get(i))) {
                any = true;
                if (!status.asText().equals("completed")) {
                    observations.add(Shapes.broken(
                            "RESP-MSG-004",
                            "",
                            response,
                            "/output/" + i + "/status",
                            "\"completed\"",
                            Shown.of(status)));
                }
            }
        }
        return any && observations.isEmpty() ? Stream.of(Shapes.held("RESP-MSG-004", response)) : observations.stream();
    }

    private static Stream<Observation> modelParts(Shapes.Judged judged) {
        ResponseObject response = judged.response();
        List<JsonNode> items = Items.output(response.node());
        if (items.stream().noneMatch(i -> Items.isMessage(i, "assistant"))) {
            return Stream.of();
        }
        List<Observation> observations = new ArrayList<>();
        judged.of("RESP-MSG-005")
                .forEach(f -> observations.add(
                        Shapes.broken("RESP-MSG-005", f.variant(), response, f.pointer(), f.expected(), f.actual())));
        for (int i = 0; i < items.size() && response.status().equals("completed"); i++) {
            JsonNode content = items.get(i).path("content");
            if (Items.isMessage(items.get(i), "assistant") && content.isArray() && !hasText(content)) {
                observations.add(Shapes.broken(
                        "RESP-MSG-005",
                        "",
                        response,
                        "/output/" + i + "/content",
                        "an output_text or refusal part",
                        Shown.of(content)));
            }
        }
        return observations.isEmpty() ? Stream.of(Shapes.held("RESP-MSG-005", response)) : observations.stream();
    }

    private static boolean hasText(JsonNode content) {
        for (JsonNode part : content) {
            String type = part.path("type").asText();
            if (type.equals("output_text") || type.equals("refusal")) {
                return true;
            }
        }
        return false;
    }

    private static Stream<Observation> userParts(Evidence evidence) {
        Origins origins = Origins.of(evidence);
        return Shapes.finished(evidence).flatMap(judged -> {
            ResponseObject response = judged.response();
            List<JsonNode> items = Items.output(response.node());
            if (items.stream().noneMatch(i -> Items.isMessage(i, "user"))) {
                return Stream.of();
            }
            List<Observation> observations = new ArrayList<>();
            judged.of("RESP-MSG-006")
                    .forEach(f -> observations.add(Shapes.broken(
                            "RESP-MSG-006", f.variant(), response, f.pointer(), "input_text", f.actual())));
            boolean compared = changed(origins, response, items, observations);
            if (observations.isEmpty() && compared) {
                observations.add(Shapes.held("RESP-MSG-006", response));
            }
            return observations.stream();
        });
    }

    /** @return whether there was anything to compare with */
    private static boolean changed(
            Origins origins, ResponseObject response, List<JsonNode> items, List<Observation> observations) {
        Origins.Turns turns = origins.turns(response);
        Set<String> sent = new LinkedHashSet<>();
        turns.requests().forEach(r -> sent.addAll(Items.userTexts(r)));
        boolean compared = false;
        for (int i = 0; i < items.size(); i++) {
            JsonNode content = items.get(i).path("content");
            for (int j = 0; Items.isMessage(items.get(i), "user") && j < content.size(); j++) {
                JsonNode text = content.path(j).path("text");
                boolean same = text.isTextual() && sent.contains(text.textValue());
                compared |= same;
                if (content.path(j).path("type").asText("").equals("input_text") && !text.isTextual()) {
                    observations.add(Shapes.broken(
                            "RESP-MSG-006",
                            "",
                            response,
                            "/output/" + i + "/content/" + j + "/text",
                            "a text",
                            Shown.of(text)));
                }
                // A turn that is not known may have had any text.
                if (text.isTextual() && !same && turns.whole()) {
                    observations.add(Shapes.broken(
                            "RESP-MSG-006",
                            "",
                            response,
                            "/output/" + i + "/content/" + j + "/text",
                            sent.isEmpty() ? "no user text" : "a text that was sent",
                            Shown.of(text)));
                }
            }
        }
        return compared;
    }

    private static Stream<Observation> order(Evidence evidence) {
        Origins origins = Origins.of(evidence);
        return Shapes.finished(evidence)
                .map(Shapes.Judged::response)
                .filter(r -> r.status().equals("completed"))
                .filter(r -> r.node().path("output").isArray())
                .map(r -> order(origins, r));
    }

    private static Observation order(Origins origins, ResponseObject response) {
        List<JsonNode> items = Items.output(response.node());
        int last = items.size() - 1;
        if (last >= 0 && Items.isMessage(items.get(last), "user")) {
            return Shapes.broken(
                    "RESP-USERMSG-001",
                    "",
                    response,
                    "/output/" + last,
                    "the answer as the last item",
                    "a user message");
        }
        int first = firstUser(origins, response, items);
        for (int i = 0; i < first; i++) {
            if (!Items.isEcho(items.get(i))) {
                return Shapes.broken(
                        "RESP-USERMSG-001",
                        "",
                        response,
                        "/output/" + i,
                        "after the user message that caused it, item " + first,
                        "before it");
            }
        }
        return Shapes.held("RESP-USERMSG-001", response);
    }

    /**
     * Position of the user message that began the conversation, or -1 when it is not shown or cannot be told: then items of an
     * earlier turn may rightly stand before it.
     */
    private static int firstUser(Origins origins, ResponseObject response, List<JsonNode> items) {
        Origins.Turns turns = origins.turns(response);
        long shown = items.stream().filter(i -> Items.isMessage(i, "user")).count();
        if (!turns.whole()
                || shown < turns.requests().size()
                || !Items.onlyClientMessages(turns.requests().get(0))) {
            return -1;
        }
        Set<String> texts = Items.userTexts(turns.requests().get(0));
        for (int i = 0; i < items.size(); i++) {
            if (Items.isMessage(items.get(i), "user")) {
                for (JsonNode part : items.get(i).path("content")) {
                    if (texts.contains(part.path("text").asText())) {
                        return i;
                    }
                }
            }
        }
        return -1;
    }
}
