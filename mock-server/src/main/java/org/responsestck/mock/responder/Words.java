package org.responsestck.mock.responder;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** Texts of items. */
final class Words {
    private Words() {}

    /** The text parts of a message joined by spaces. */
    static String of(JsonNode message) {
        JsonNode content = message.path("content");
        return content.isTextual() ? content.asText() : parts(content);
    }

    static String parts(JsonNode content) {
        StringBuilder text = new StringBuilder();
        for (JsonNode part : content) {
            if (part.path("text").isTextual()) {
                text.append(text.isEmpty() ? "" : " ").append(part.path("text").asText());
            }
        }
        return text.toString();
    }

    /** The last message of the user, or the empty string. */
    static String lastOfUser(List<JsonNode> items) {
        for (int i = items.size() - 1; i >= 0; i--) {
            if (items.get(i).path("role").asText().equals("user")) {
                return of(items.get(i));
            }
        }
        return "";
    }

    /** A word without quotes and closing punctuation. */
    static String bare(String word) {
        return word.replaceAll("^[\"'“‘(\\[]+", "").replaceAll("[\"'”’)\\].,;:!?]+$", "");
    }
}
