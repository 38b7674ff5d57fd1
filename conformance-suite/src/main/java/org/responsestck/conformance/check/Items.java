package org.responsestck.conformance.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Reads output items and input messages. */
final class Items {
    private Items() {}

    /** A message by its type, or by its role where the type is left out. */
    static boolean isMessage(JsonNode item) {
        JsonNode type = item.path("type");
        return item.isObject()
                && (type.isTextual()
                        ? type.textValue().equals("message")
                        : nothing(type) && !nothing(item.path("role")));
    }

    static boolean isMessage(JsonNode item, String role) {
        return isMessage(item) && item.path("role").asText().equals(role);
    }

    /** A message that the client, not the model, wrote. */
    static boolean isEcho(JsonNode item) {
        return isMessage(item, "user") || isMessage(item, "system") || isMessage(item, "developer");
    }

    static boolean isFunctionCall(JsonNode item) {
        String type = item.path("type").asText();
        return type.equals("function_call") || type.equals("tool_call");
    }

    static boolean nothing(JsonNode node) {
        return node.isNull() || node.isMissingNode();
    }

    /** The elements of {@code output} with their positions kept; empty when it is no array. */
    static List<JsonNode> output(JsonNode response) {
        List<JsonNode> items = new ArrayList<>();
        JsonNode output = response.path("output");
        if (output.isArray()) {
            output.forEach(items::add);
        }
        return items;
    }

    /** All text the model wrote in the messages of a response, in order. */
    static String modelText(JsonNode response) {
        StringBuilder text = new StringBuilder();
        for (JsonNode item : output(response)) {
            if (isMessage(item, "assistant")) {
                for (JsonNode part : item.path("content")) {
                    if (part.path("type").asText().equals("output_text")) {
                        text.append(part.path("text").asText());
                    }
                }
            }
        }
        return text.toString();
    }

    /**
     * Every form in which the texts of the user messages of a create request may be shown again: part by part, or the parts of a
     * message joined.
     */
    static Set<String> userTexts(JsonNode request) {
        Set<String> texts = new LinkedHashSet<>();
        JsonNode input = request.path("input");
        if (input.isTextual()) {
            texts.add(input.textValue());
        }
        for (JsonNode item : input) {
            if (isMessage(item, "user")) {
                JsonNode content = item.path("content");
                if (content.isTextual()) {
                    texts.add(content.textValue());
                }
                List<String> parts = new ArrayList<>();
                for (JsonNode part : content) {
                    if (part.path("text").isTextual()) {
                        parts.add(part.path("text").textValue());
                    }
                }
                texts.addAll(parts);
                texts.add(String.join("", parts));
                texts.add(String.join("\n", parts));
                texts.add(String.join(" ", parts));
            }
        }
        return texts;
    }

    /** Whether the input of a create request is a text or holds nothing but messages of the client. */
    static boolean onlyClientMessages(JsonNode request) {
        JsonNode input = request.path("input");
        if (input.isTextual()) {
            return true;
        }
        for (JsonNode item : input) {
            if (!isEcho(item)) {
                return false;
            }
        }
        return input.isArray() && !input.isEmpty();
    }
}
