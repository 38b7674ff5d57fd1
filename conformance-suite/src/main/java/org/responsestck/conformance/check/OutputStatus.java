package org.responsestck.conformance.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.responsestck.conformance.check.Observation.Broken;
import org.responsestck.conformance.check.Observation.Held;
import org.responsestck.conformance.check.Observation.Unclear;
import org.responsestck.conformance.evidence.Evidence;
import org.responsestck.conformance.evidence.ExchangeView;
import org.responsestck.conformance.evidence.ResponseObject;
import org.responsestck.conformance.evidence.Why;

/** The status of items against that of their response. */
final class OutputStatus {
    private static final String OPEN = "RESP-ITEMSTATUS-003";
    private static final String CUT = "RESP-ITEMSTATUS-004";
    private static final int LONGEST_CUT = 60;
    private static final Pattern SENTENCE_END = Pattern.compile("[.!?…。！？][\"'”’»)\\]*_]*$");

    private OutputStatus() {}

    static List<Check> checks() {
        return List.of(
                Shapes.passive(
                        "finished-responses-have-no-open-item",
                        OPEN,
                        e -> Shapes.finished(e).map(Shapes.Judged::response).flatMap(OutputStatus::open)),
                Shapes.played("the-item-that-was-cut-is-incomplete", CUT, Set.of("max-tokens"), OutputStatus::cut));
    }

    private static Stream<Observation> open(ResponseObject response) {
        boolean completed = response.status().equals("completed");
        if (!completed && !response.status().equals("incomplete")) {
            return Stream.of();
        }
        List<JsonNode> items = Items.output(response.node());
        List<Observation> observations = new ArrayList<>();
        boolean any = false;
        for (int i = 0; i < items.size(); i++) {
            JsonNode item = items.get(i);
            String status = item.path("status").asText("");
            boolean call = Items.isFunctionCall(item);
            boolean standard = call || Items.isMessage(item);
            any |= standard && item.path("status").isTextual();
            String variant = null;
            if (status.equals("in_progress") && !item.path("type").asText().contains(":")) {
                variant = !standard ? "hosted" : completed ? "" : "open-when-incomplete";
            } else if (completed && call && item.path("status").isTextual() && !status.equals("completed")) {
                variant = "incomplete-call";
            }
            if (variant != null) {
                observations.add(Shapes.broken(
                        OPEN,
                        variant,
                        response,
                        "/output/" + i + "/status",
                        completed ? "\"completed\"" : "no open item",
                        Shown.of(item.path("status"))));
            }
        }
        return any && observations.isEmpty() ? Stream.of(Shapes.held(OPEN, response)) : observations.stream();
    }

    private static Stream<Observation> cut(Evidence evidence) {
        List<Observation> observations = new ArrayList<>();
        for (ResponseObject response : evidence.responses()) {
            boolean capped = response.from().at().scenario().equals("max-tokens")
                    && response.from().request().has("max_output_tokens");
            if (capped && response.finished()) {
                observations.add(cut(response));
            }
        }
        boolean settled = observations.stream().anyMatch(o -> !(o instanceof Unclear));
        return observations.stream().filter(o -> !settled || !(o instanceof Unclear));
    }

    private static Observation cut(ResponseObject response) {
        Where where = Shapes.at(response, "");
        if (!response.status().equals("incomplete")) {
            return new Unclear(CUT, Why.MODEL, "the response is not incomplete", false, where);
        }
        String reason = response.node().at("/incomplete_details/reason").asText();
        List<JsonNode> items = Items.output(response.node()).stream()
                .filter(i -> !i.path("type").asText().contains(":"))
                .toList();
        JsonNode last = items.isEmpty() ? response.node().path("none") : items.get(items.size() - 1);
        if (!reason.equals("max_output_tokens") || !Items.isMessage(last, "assistant")) {
            return new Unclear(CUT, Why.MODEL, "the cap did not end a message", true, where);
        }
        String pointer = "/output/" + (response.node().path("output").size() - 1) + "/status";
        String status = last.path("status").asText();
        if (status.equals("incomplete") && streamedStatus(response, last).equals("incomplete")) {
            return new Held(CUT, Shapes.at(response, pointer));
        }
        String text = text(last).strip();
        int words = text.isEmpty() ? 0 : text.split("\\s+").length;
        if (words < 1 || words > LONGEST_CUT || SENTENCE_END.matcher(text).find()) {
            return new Unclear(CUT, Why.MODEL, "it cannot be told that the message was cut", true, where);
        }
        String shown = status.equals("incomplete") ? streamedStatus(response, last) : status;
        return new Broken(CUT, "", Shapes.at(response, pointer), "\"incomplete\"", "\"" + shown + "\"");
    }

    private static String text(JsonNode message) {
        StringBuilder text = new StringBuilder();
        message.path("content").forEach(part -> text.append(part.path("text").asText("")));
        return text.toString();
    }

    /** The status of the item in its {@code output_item.done}; that of the item where it was not streamed. */
    private static String streamedStatus(ResponseObject response, JsonNode item) {
        String status = item.path("status").asText();
        if (response.streamed()) {
            for (ExchangeView.StreamEvent event : response.from().events()) {
                JsonNode done = event.data().path("item");
                if (event.type().equals("response.output_item.done")
                        && done.path("id").equals(item.path("id"))) {
                    status = done.path("status").asText();
                }
            }
        }
        return status;
    }
}
