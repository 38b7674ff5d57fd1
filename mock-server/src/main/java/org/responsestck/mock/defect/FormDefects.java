package org.responsestck.mock.defect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.responsestck.mock.Document.View;
import org.responsestck.mock.Seams;
import org.responsestck.mock.responder.Draft;
import org.responsestck.mock.responder.Prompt;
import org.responsestck.mock.responder.Responder;

/** Faults in the form of answers: schemas that do not bind, thoughts in the wrong place, texts that get lost at a cap, images. */
final class FormDefects {
    private FormDefects() {}

    static List<Twist> all() {
        return Stream.of(schemas(), thoughts(), caps(), images(), variations())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Twist> schemas() {
        return List.of(
                Twist.defect(
                        "text-format-ignored",
                        "text.format is taken and shown, and the answer is prose",
                        Set.of(),
                        Set.of("STRUCT-002", "STRUCT-007"),
                        texts((p, t) -> true, text -> "Ada Lovelace, who is 36.")),
                Twist.defect(
                        "json-in-fences",
                        "a structured answer stands between Markdown fences",
                        Set.of(),
                        Set.of("STRUCT-002", "STRUCT-007"),
                        texts((p, t) -> true, text -> "```json\n" + text + "\n```")),
                Twist.defect(
                        "json-after-prose",
                        "a structured answer is introduced by a sentence",
                        Set.of(),
                        Set.of("STRUCT-002", "STRUCT-007"),
                        texts((p, t) -> true, text -> "Here you are: " + text)),
                Twist.defect(
                        "schema-loosely-followed",
                        "a structured answer has a member that its schema forbids",
                        Set.of(),
                        Set.of("STRUCT-002", "STRUCT-007"),
                        texts((p, t) -> true, text -> text.replaceFirst("\\{", "{\"note\":\"made up\","))),
                Twist.defect(
                        "schema-off-with-reasoning",
                        "a schema does not bind a model that reasons",
                        Set.of(),
                        Set.of("STRUCT-007"),
                        texts((p, t) -> reasons(p), text -> "Ada Lovelace, who is 36.")),
                Twist.defect(
                        "schema-off-with-reasoning-in-streams",
                        "a schema does not bind a model that reasons, when it streams",
                        Set.of(),
                        Set.of("STRUCT-007"),
                        texts(
                                (p, t) ->
                                        reasons(p) && p.request().path("stream").asBoolean(),
                                text -> text.replaceAll(":(\\d+)", ":\"$1\""))),
                Twist.defect(
                        "structured-text-cut",
                        "a structured answer loses its end",
                        Set.of(),
                        Set.of("STRUCT-002", "STRUCT-007"),
                        texts((p, t) -> true, text -> text.substring(0, text.length() - 1))));
    }

    private static boolean reasons(Prompt prompt) {
        return prompt.request().path("reasoning").isObject();
    }

    /** Changes the texts of structured answers. */
    private static UnaryOperator<Seams> texts(BiPredicate<Prompt, String> when, UnaryOperator<String> edit) {
        return seams -> {
            Responder plain = seams.responder();
            return seams.with((Responder) prompt -> {
                Draft draft = plain.respond(prompt);
                JsonNode format = prompt.textFormat();
                if (format == null || !format.path("type").asText().equals("json_schema")) {
                    return draft;
                }
                List<Draft.Part> parts = new ArrayList<>();
                for (Draft.Part part : draft.parts()) {
                    parts.add(
                            part instanceof Draft.Text text && when.test(prompt, text.text())
                                    ? new Draft.Text(edit.apply(text.text()))
                                    : part);
                }
                return draft.with(parts);
            });
        };
    }

    private static List<Twist> thoughts() {
        return List.of(
                Twist.defect(
                        "thought-after-answer",
                        "a reasoning item comes when everything has been said",
                        Set.of(),
                        Set.of("REASON-003"),
                        drafts((prompt, parts) -> {
                            List<Draft.Part> last = parts.stream()
                                    .filter(p -> !(p instanceof Draft.Thought))
                                    .toList();
                            List<Draft.Part> all = new ArrayList<>(last);
                            parts.stream()
                                    .filter(Draft.Thought.class::isInstance)
                                    .forEach(all::add);
                            return all;
                        })),
                Twist.defect(
                        "reasoning-echo-text",
                        "the member reasoning of a response is the effort as a text",
                        Set.of(),
                        Set.of("REASON-011"),
                        Edits.document(Edits.EVERYWHERE, (t, r) -> {
                            if (r.path("reasoning").isObject()) {
                                r.put(
                                        "reasoning",
                                        r.path("reasoning").path("effort").asText());
                            }
                        })),
                Twist.defect(
                        "reasoning-member-array",
                        "the member reasoning of a response is an array of thoughts",
                        Set.of(),
                        Set.of("REASON-011"),
                        Edits.document(Edits.FINISHED, (t, r) -> r.putArray("reasoning"))));
    }

    private interface Arranging {
        List<Draft.Part> arranged(Prompt prompt, List<Draft.Part> parts);
    }

    private static UnaryOperator<Seams> drafts(Arranging arranging) {
        return seams -> {
            Responder plain = seams.responder();
            return seams.with((Responder) prompt -> {
                Draft draft = plain.respond(prompt);
                return draft.with(arranging.arranged(prompt, draft.parts()));
            });
        };
    }

    private static List<Twist> caps() {
        return List.of(
                Twist.defect(
                        "cap-drops-output",
                        "a response that a cap cut has no output",
                        Set.of(),
                        Set.of("LIMIT-TOKENS-002"),
                        Edits.document(Edits.FINISHED, (t, r) -> {
                            if (r.path("status").asText().equals("incomplete")) {
                                r.putArray("output");
                            }
                        })),
                Twist.defect(
                        "cap-empties-text",
                        "a response that a cap cut has a message without text, unless it is streamed",
                        Set.of(),
                        Set.of("LIMIT-TOKENS-002"),
                        Edits.document(Set.of(View.JSON, View.GET), (t, r) -> {
                            if (r.path("status").asText().equals("incomplete")
                                    && r.at("/output/0/content/0") instanceof ObjectNode part) {
                                part.put("text", "");
                            }
                        })));
    }

    private static List<Twist> images() {
        return List.of(Twist.defect(
                "image-crashes",
                "a message with an image gives a 500",
                Set.of(),
                Set.of("IMAGE-003"),
                Gates.crashing(FormDefects::hasImage)));
    }

    private static boolean hasImage(JsonNode body) {
        return body.path("input")
                .valueStream()
                .flatMap(i -> i.path("content").valueStream())
                .anyMatch(p -> p.path("type").asText().equals("input_image"));
    }

    private static List<Twist> variations() {
        return List.of(
                Twist.lacking(
                        "structured-output-refused",
                        "text.format json_schema is refused, for no model can",
                        Set.of("STRUCT-007"),
                        Gates.refusing(
                                b -> b.at("/text/format/type").asText().equals("json_schema"),
                                400,
                                "json_schema is not supported by this model")),
                Twist.variation(
                        "structured-after-thought",
                        "a structured answer follows one <think>…</think>, with line breaks around it",
                        texts((p, t) -> true, text -> "<think>\nA person.\n</think>\n\n" + text + "\n")),
                Twist.variation(
                        "structured-in-other-words",
                        "a structured answer has other values and is indented",
                        texts((p, t) -> true, text -> "{\n  \"age\": 0,\n  \"name\": \"\"\n}")),
                Twist.variation(
                        "think-tag-in-an-answer",
                        "an answer speaks of the tag <think>, behind its first word",
                        texts((p, t) -> p.textFormat() == null, text -> text + " (<think> is a tag)")),
                Twist.variation(
                        "images-refused",
                        "images are refused, for no model can see",
                        Gates.refusing(FormDefects::hasImage, 400, "this model does not take images")),
                Twist.variation(
                        "thoughts-between-items",
                        "a model that reasons says something first, thinks, and answers",
                        drafts((prompt, parts) -> {
                            if (parts.size() < 2 || prompt.textFormat() != null || !reasons(prompt)) {
                                return parts;
                            }
                            List<Draft.Part> all = new ArrayList<>(parts);
                            all.add(0, new Draft.Text("One moment."));
                            return all;
                        })));
    }
}
