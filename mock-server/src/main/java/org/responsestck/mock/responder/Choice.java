package org.responsestck.mock.responder;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What {@code tool_choice} asks for.
 *
 * @param mode {@code none}, {@code auto} or {@code required}
 * @param functions the only functions that may be called; empty for all that the request declares
 */
public record Choice(String mode, Optional<Set<String>> functions) {
    public Choice {
        functions = functions.map(Set::copyOf);
    }

    /** @param sent a word, a named function, or {@code allowed_tools}; anything else counts as {@code auto} */
    public static Choice of(JsonNode sent) {
        if (sent.isTextual()) {
            return new Choice(sent.asText(), Optional.empty());
        }
        return switch (sent.path("type").asText("function")) {
            case "function" -> new Choice("required", Optional.of(Set.of(name(sent))));
            case "allowed_tools" -> {
                // Chat completions wrap the two members once more, and some clients keep that.
                JsonNode allowed = sent.has("tools") ? sent : sent.path("allowed_tools");
                Set<String> names = new HashSet<>();
                allowed.path("tools").forEach(tool -> names.add(name(tool)));
                yield new Choice(allowed.path("mode").asText("auto"), Optional.of(names));
            }
            default -> new Choice("auto", Optional.empty());
        };
    }

    private static String name(JsonNode tool) {
        return tool.path("name").asText(tool.path("function").path("name").asText(""));
    }

    /** Whether a function may be called. */
    public boolean allows(String function) {
        return !mode.equals("none") && functions.map(f -> f.contains(function)).orElse(true);
    }

    /** Whether there has to be a call. */
    public boolean demands() {
        return mode.equals("required");
    }
}
