package org.responsestck.conformance.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Chooses the kind of a value before it is validated, by the rules of {@code unions.json}. */
final class SchemasUnion {
    private final String by;
    private final Map<String, String> kinds = new HashMap<>();
    private final List<JsonNode> rules = new ArrayList<>();

    SchemasUnion(JsonNode definition) {
        by = definition.path("by").asText("");
        definition
                .path("kinds")
                .properties()
                .forEach(e -> kinds.put(e.getKey(), e.getValue().asText()));
        definition.path("else").forEach(rules::add);
    }

    /** The kind, or empty for a value that nobody judges. */
    Optional<String> kind(JsonNode value) {
        JsonNode chosen = value.path(by);
        if (chosen.isTextual() && kinds.containsKey(chosen.textValue())) {
            return Optional.of(kinds.get(chosen.textValue()));
        }
        for (JsonNode rule : rules) {
            if (applies(rule.path("is"), value)) {
                return Optional.of(rule.path("kind").asText("")).filter(k -> !k.isEmpty());
            }
        }
        return Optional.empty();
    }

    private static boolean applies(JsonNode conditions, JsonNode value) {
        for (var condition : conditions.properties()) {
            if (!is(value.at(condition.getKey()), condition.getValue().asText())) {
                return false;
            }
        }
        return true;
    }

    private static boolean is(JsonNode value, String type) {
        boolean nothing = value.isMissingNode() || value.isNull();
        return switch (type) {
            case "nothing" -> nothing;
            case "something" -> !nothing;
            case "string" -> value.isTextual();
            case "array" -> value.isArray();
            case "object" -> value.isObject();
            default -> throw new IllegalStateException("no such condition in unions.json: " + type);
        };
    }
}
