package org.responsestck.mock.defect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.responsestck.mock.Seams;
import org.responsestck.mock.responder.Draft;
import org.responsestck.mock.responder.Responder;

/** Faults in what is said to wrong tools and choices, and to a call that nobody answers. */
final class ToolRefusalDefects {
    private static final String CRASH = "ERR-STATUS-001";
    private static final Set<String> CHOICES = Set.of("none", "auto", "required");

    private ToolRefusalDefects() {}

    static List<Twist> all() {
        return Stream.of(tools(), choices(), calls(), variations())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Twist> tools() {
        return List.of(
                crashing(
                        "nameless-tool-crashes",
                        "a function tool without a name",
                        "TOOLS-FN-020",
                        any(t -> function(t) && !t.has("name") && !t.has("function"))),
                crashing(
                        "spaced-tool-name-crashes",
                        "a function whose name has a space",
                        "TOOLS-FN-020",
                        any(t -> t.path("name").asText().contains(" "))),
                crashing(
                        "tool-parameters-number-crashes",
                        "a function whose parameters are a number",
                        "TOOLS-FN-020",
                        any(t -> t.path("parameters").isNumber())),
                Twist.defect(
                        "malformed-tools-dropped",
                        "function tools that break the schema are left out silently",
                        Set.of(),
                        Set.of("TOOLS-FN-020"),
                        dropping(t -> function(t)
                                && (!t.path("name").asText("").matches("[A-Za-z0-9_-]{1,64}")
                                        || !t.path("parameters").isObject()))),
                Twist.defect(
                        "tool-names-unchecked",
                        "a function may have any name",
                        Set.of(),
                        Set.of("TOOLS-FN-020"),
                        AdmissionDefects.edit(eachTool(t -> {
                            if (function(t) && t.has("name")) {
                                t.put("name", t.path("name").asText().replace(' ', '_'));
                            }
                        }))),
                Twist.defect(
                        "unknown-tools-dropped",
                        "tools of an unknown type are left out silently",
                        Set.of(),
                        Set.of("TOOLS-FN-021"),
                        dropping(ToolRefusalDefects::unknown)),
                crashing(
                        "unknown-tool-crashes",
                        "a tool of an unknown type",
                        "TOOLS-FN-021",
                        any(ToolRefusalDefects::unknown)),
                Twist.defect(
                        "unknown-tool-404",
                        "a tool of an unknown type is 404",
                        Set.of(),
                        Set.of("TOOLS-FN-021"),
                        Gates.refusing(any(ToolRefusalDefects::unknown), 404, "no such tool")));
    }

    private static List<Twist> choices() {
        return List.of(
                Twist.defect(
                        "unknown-choice-ignored",
                        "a tool_choice that names no declared function is ignored",
                        Set.of(),
                        Set.of("TOOLCHOICE-004"),
                        AdmissionDefects.without("tool_choice", ToolRefusalDefects::namesNothing)),
                Twist.defect(
                        "unknown-choice-404",
                        "a tool_choice that names no declared function is 404",
                        Set.of(),
                        Set.of("TOOLCHOICE-004"),
                        Gates.refusing(ToolRefusalDefects::namesNothing, 404, "no such function")),
                Twist.defect(
                        "unknown-choice-crashes",
                        "a tool_choice that names no declared function gives a 500",
                        Set.of(CRASH),
                        Set.of("TOOLCHOICE-004"),
                        Gates.crashing(ToolRefusalDefects::namesNothing)),
                Twist.defect(
                        "illegal-choice-ignored",
                        "a tool_choice that is no word of the documents is ignored",
                        Set.of(),
                        Set.of("TOOLCHOICE-008"),
                        AdmissionDefects.without("tool_choice", ToolRefusalDefects::illegal)),
                crashing(
                        "illegal-choice-crashes",
                        "a tool_choice that is no word of the documents",
                        "TOOLCHOICE-008",
                        ToolRefusalDefects::illegal));
    }

    private static List<Twist> calls() {
        return List.of(Twist.defect(
                "unanswered-call-crashes",
                "a call without its output gives a 500, for the template cannot write it",
                Set.of(),
                Set.of("TOOLS-FN-013"),
                unanswered(500, "TemplateError: tool call without a tool message")));
    }

    private static List<Twist> variations() {
        return List.of(
                Twist.variation(
                        "unanswered-call-refused",
                        "a call without its output is refused",
                        unanswered(400, "No tool output found for function call")),
                Twist.variation(
                        "twin-tools-served",
                        "of two functions of one name the first counts",
                        AdmissionDefects.edit(body -> {
                            Set<String> names = new HashSet<>();
                            drop(
                                    body,
                                    t -> function(t)
                                            && t.path("name").isTextual()
                                            && !names.add(t.path("name").asText()));
                        })),
                Twist.variation(
                        "required-without-tools-served",
                        "tool_choice required without tools is treated as auto",
                        AdmissionDefects.without("tool_choice", ToolRefusalDefects::toolless)));
    }

    /** Looks at the context, so that a chain and a client with the whole history fare alike. */
    private static UnaryOperator<Seams> unanswered(int status, String message) {
        return seams -> {
            var plain = seams.responder();
            return seams.with((Responder) prompt -> {
                Set<String> open = new HashSet<>();
                for (JsonNode item : prompt.items()) {
                    String type = item.path("type").asText();
                    if (type.equals("function_call")) {
                        open.add(item.path("call_id").asText());
                    } else if (type.equals("function_call_output")) {
                        open.remove(item.path("call_id").asText());
                    }
                }
                return open.isEmpty() ? plain.respond(prompt) : Draft.failing(new Draft.Failure(status, message, null));
            });
        };
    }

    private static boolean function(JsonNode tool) {
        return tool.path("type").asText().equals("function");
    }

    private static boolean unknown(JsonNode tool) {
        return tool.path("type").asText().equals("suite_unknown");
    }

    private static Predicate<JsonNode> any(Predicate<JsonNode> which) {
        return body -> body.path("tools").valueStream().anyMatch(which);
    }

    private static boolean namesNothing(JsonNode body) {
        String name = body.path("tool_choice").path("name").asText("");
        return !name.isEmpty()
                && body.path("tools")
                        .valueStream()
                        .noneMatch(t -> t.path("name").asText().equals(name));
    }

    private static boolean illegal(JsonNode body) {
        return body.path("tool_choice").isTextual()
                && !CHOICES.contains(body.path("tool_choice").asText());
    }

    private static boolean toolless(JsonNode body) {
        return body.path("tool_choice").asText().equals("required")
                && body.path("tools").isEmpty();
    }

    private static Consumer<ObjectNode> eachTool(Consumer<ObjectNode> edit) {
        return body -> body.path("tools").forEach(t -> {
            if (t instanceof ObjectNode tool) {
                edit.accept(tool);
            }
        });
    }

    private static UnaryOperator<Seams> dropping(Predicate<JsonNode> which) {
        return AdmissionDefects.edit(body -> drop(body, which));
    }

    private static void drop(ObjectNode body, Predicate<JsonNode> which) {
        if (body.path("tools") instanceof ArrayNode tools) {
            for (Iterator<JsonNode> each = tools.iterator(); each.hasNext(); ) {
                if (which.test(each.next())) {
                    each.remove();
                }
            }
        }
    }

    /** A row that fails for a 5xx. */
    static Twist crashing(String id, String sentence, String row, Predicate<JsonNode> when) {
        return Twist.defect(id, sentence + " gives a 500", Set.of(CRASH, row), Gates.crashing(when));
    }
}
