package org.responsestck.mock.script;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.responsestck.mock.responder.Prompt;

/** Fills {@code {{…}}} in the texts of one answer. What the request does not have becomes an empty text. */
final class Template {
    private static final Pattern HOLE = Pattern.compile("\\{\\{([^{}]*)}}");
    private static final Set<String> WORDS =
            Set.of("last_text", "user_text", "instructions", "model", "turn", "tool_output", "open");
    private static final Pattern NAMED = Pattern.compile("(tool_output|match|header|metadata|id)\\.(.+)");

    private final Prompt prompt;
    private final View view;
    private final List<Match.Bound> bounds;
    private final LongSupplier random;
    private final Map<String, String> ids = new HashMap<>();

    /** @param random draws ids */
    Template(Prompt prompt, View view, List<Match.Bound> bounds, LongSupplier random) {
        this.prompt = prompt;
        this.view = view;
        this.bounds = List.copyOf(bounds);
        this.random = random;
    }

    /** @throws IllegalArgumentException if a text has a hole that nothing can fill */
    static String checked(String text) {
        Matcher matcher = HOLE.matcher(text);
        while (matcher.find()) {
            String name = matcher.group(1).strip();
            boolean pointer = name.startsWith("/") && isPointer(name);
            if (!pointer && !WORDS.contains(name) && !NAMED.matcher(name).matches()) {
                throw new IllegalArgumentException("nothing can fill {{" + name
                        + "}}; known are last_text, user_text, instructions, model, turn, tool_output, tool_output.NAME, match.GROUP,"
                        + " header.NAME, metadata.KEY, id.NAME, /json/pointer, and {{open}} for two braces");
            }
        }
        return text;
    }

    private static boolean isPointer(String text) {
        try {
            JsonPointer.compile(text);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** The same for every text in a tree. */
    static JsonNode checked(JsonNode node) {
        if (node.isTextual()) {
            checked(node.textValue());
        }
        node.forEach(Template::checked);
        return node;
    }

    String fill(String text) {
        return HOLE.matcher(text)
                .replaceAll(hole ->
                        Matcher.quoteReplacement(View.plain(value(hole.group(1).strip()))));
    }

    /** A text that is nothing but one hole becomes the value itself, so that numbers stay numbers. */
    JsonNode fill(JsonNode node) {
        if (node.isTextual()) {
            Matcher whole = HOLE.matcher(node.textValue());
            if (whole.matches()) {
                JsonNode value = value(whole.group(1).strip());
                return value.isMissingNode() ? TextNode.valueOf("") : value.deepCopy();
            }
            return TextNode.valueOf(fill(node.textValue()));
        }
        if (node.isArray()) {
            ArrayNode filled = JsonNodeFactory.instance.arrayNode();
            node.forEach(element -> filled.add(fill(element)));
            return filled;
        }
        if (node.isObject()) {
            ObjectNode filled = JsonNodeFactory.instance.objectNode();
            node.properties().forEach(member -> filled.set(member.getKey(), fill(member.getValue())));
            return filled;
        }
        return node;
    }

    private JsonNode value(String name) {
        if (name.startsWith("/")) {
            return prompt.request().at(name);
        }
        return switch (name) {
            case "last_text" -> TextNode.valueOf(view.lastText());
            case "user_text" -> TextNode.valueOf(view.userText());
            case "instructions" -> TextNode.valueOf(prompt.instructions() == null ? "" : prompt.instructions());
            case "model" -> TextNode.valueOf(prompt.model());
            case "turn" -> JsonNodeFactory.instance.numberNode(prompt.turn());
            case "tool_output" -> TextNode.valueOf(view.output(null));
            case "open" -> TextNode.valueOf("{{");
            default -> named(name.substring(0, name.indexOf('.')), name.substring(name.indexOf('.') + 1));
        };
    }

    private JsonNode named(String kind, String name) {
        return switch (kind) {
            case "tool_output" -> TextNode.valueOf(view.output(name));
            case "match" -> TextNode.valueOf(group(name));
            case "header" -> TextNode.valueOf(prompt.headers().getOrDefault(name, ""));
            case "metadata" -> prompt.request().path("metadata").path(name);
            default ->
                TextNode.valueOf(ids.computeIfAbsent(name, n -> n + "_" + String.format("%016x", random.getAsLong())));
        };
    }

    private String group(String name) {
        return bounds.stream()
                .map(b -> b.rule().groups(b.text()).apply(name))
                .flatMap(Optional::stream)
                .findFirst()
                .orElse("");
    }
}
