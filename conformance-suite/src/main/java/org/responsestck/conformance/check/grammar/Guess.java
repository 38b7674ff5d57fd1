package org.responsestck.conformance.check.grammar;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What an event without a usable type was probably meant to be, so that its missing type stays one finding. */
final class Guess {
    private static final Set<String> END = Set.of("completed", "incomplete", "failed");

    private Guess() {}

    /**
     * The type of the vocabulary, or null when nothing can be said.
     *
     * @param name the value of the event field, or null
     * @param data the data, a missing node when it could not be read
     * @param created whether response.created was seen
     * @param partOpen whether the part the event names is open
     * @param itemOpen whether the item at the event's output_index is open
     */
    static @Nullable EventType of(
            Rules rules, @Nullable String name, JsonNode data, boolean created, boolean partOpen, boolean itemOpen) {
        EventType named = name == null ? null : rules.type(name);
        if (named != null) {
            return named;
        }
        String word = word(data, created, partOpen, itemOpen);
        return word == null ? null : rules.type(word);
    }

    private static @Nullable String word(JsonNode data, boolean created, boolean partOpen, boolean itemOpen) {
        if (data.path("response").isObject()) {
            String status = data.path("response").path("status").asText("");
            if (END.contains(status)) {
                return "response." + status;
            }
            return created ? "response.in_progress" : "response.created";
        }
        if (data.has("item")) {
            return itemOpen ? "response.output_item.done" : "response.output_item.added";
        }
        if (data.has("part")) {
            return partOpen ? "response.content_part.done" : "response.content_part.added";
        }
        if (data.has("content_index")) {
            return data.has("delta")
                    ? "response.output_text.delta"
                    : data.has("text") ? "response.output_text.done" : null;
        }
        if (data.has("output_index")) {
            return data.has("delta")
                    ? "response.function_call_arguments.delta"
                    : data.has("arguments") ? "response.function_call_arguments.done" : null;
        }
        return null;
    }
}
