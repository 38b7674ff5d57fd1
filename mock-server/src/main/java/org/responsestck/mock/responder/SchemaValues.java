package org.responsestck.mock.responder;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes a value that fits a JSON Schema, filled from a text where that is easy. */
final class SchemaValues {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int DEEPEST = 12;
    private static final Pattern PLACE =
            Pattern.compile("\\b(?:in|of|for|at|to)\\s+(\\p{Lu}[\\p{L}'-]*(?:\\s+\\p{Lu}[\\p{L}'-]*)*)");

    private final String text;

    /** @param text what the user asked */
    SchemaValues(String text) {
        this.text = text;
    }

    ObjectNode arguments(JsonNode schema) {
        return make("", schema, schema, 0) instanceof ObjectNode object ? object : JSON.objectNode();
    }

    JsonNode make(JsonNode schema) {
        return make("", schema, schema, 0);
    }

    private JsonNode make(String name, JsonNode schema, JsonNode root, int depth) {
        if (schema.has("const")) {
            return schema.path("const");
        }
        if (schema.path("enum").size() > 0) {
            return chosen(schema.path("enum"));
        }
        if (depth > DEEPEST) {
            return JSON.nullNode();
        }
        if (schema.path("$ref").asText().startsWith("#/")) {
            return make(name, root.at(schema.path("$ref").asText().substring(1)), root, depth + 1);
        }
        for (String union : new String[] {"anyOf", "oneOf", "allOf"}) {
            if (schema.path(union).size() > 0 && !schema.has("properties")) {
                return make(name, schema.path(union).get(0), root, depth + 1);
            }
        }
        return switch (type(schema)) {
            case "object" -> object(schema, root, depth);
            case "array" -> array(name, schema, root, depth);
            case "integer" -> JSON.numberNode((long) Math.ceil(number(schema)));
            case "number" -> JSON.numberNode(number(schema));
            case "boolean" -> JSON.booleanNode(true);
            case "null" -> JSON.nullNode();
            default -> JSON.textNode(string(name, schema));
        };
    }

    private static String type(JsonNode schema) {
        JsonNode type = schema.path("type");
        if (type.isArray()) {
            return type.path(0).asText("string");
        }
        return type.isTextual()
                ? type.asText()
                : schema.has("properties") ? "object" : schema.has("items") ? "array" : "string";
    }

    private JsonNode chosen(JsonNode values) {
        for (JsonNode value : values) {
            if (value.isTextual()
                    && text.toLowerCase(Locale.ROOT).contains(value.asText().toLowerCase(Locale.ROOT))) {
                return value;
            }
        }
        return values.get(0);
    }

    private ObjectNode object(JsonNode schema, JsonNode root, int depth) {
        ObjectNode object = JSON.objectNode();
        schema.path("required")
                .forEach(name -> object.set(
                        name.asText(),
                        make(name.asText(), schema.path("properties").path(name.asText()), root, depth + 1)));
        return object;
    }

    private ArrayNode array(String name, JsonNode schema, JsonNode root, int depth) {
        ArrayNode array = JSON.arrayNode();
        int count = Math.min(20, Math.max(1, schema.path("minItems").asInt(1)));
        for (int i = 0; i < count && schema.path("maxItems").asInt(1) > 0; i++) {
            array.add(make(name, schema.path("items"), root, depth + 1));
        }
        return array;
    }

    private static double number(JsonNode schema) {
        double low =
                schema.path("minimum").asDouble(schema.path("exclusiveMinimum").asDouble(Double.NaN) + 1);
        double high =
                schema.path("maximum").asDouble(schema.path("exclusiveMaximum").asDouble(Double.NaN) - 1);
        double value = Double.isNaN(low)
                ? (Double.isNaN(high) ? 3 : Math.min(3, high))
                : Math.max(low, Double.isNaN(high) ? Math.max(3, low) : Math.min(3, high));
        double step = schema.path("multipleOf").asDouble(0);
        return step > 0 ? Math.ceil(value / step) * step : value;
    }

    private String string(String name, JsonNode schema) {
        String value = switch (schema.path("format").asText()) {
            case "date" -> "2026-01-15";
            case "date-time" -> "2026-01-15T12:00:00Z";
            case "email" -> "ada@example.org";
            case "uri" -> "http://example.org/";
            default -> named(name);
        };
        StringBuilder padded = new StringBuilder(value);
        while (padded.length() < Math.min(1000, schema.path("minLength").asInt(0))) {
            padded.append('x');
        }
        int most = schema.path("maxLength").asInt(Integer.MAX_VALUE);
        return padded.length() > most ? padded.substring(0, most) : padded.toString();
    }

    private String named(String name) {
        Matcher said = Pattern.compile("\\b" + Pattern.quote(name) + "\\s+(\\S+)", Pattern.CASE_INSENSITIVE)
                .matcher(text);
        if (!name.isEmpty() && said.find()) {
            return Words.bare(said.group(1));
        }
        Matcher place = PLACE.matcher(text);
        if (name.matches("(?i).*(location|city|place|town|country|where).*") && place.find()) {
            return place.group(1);
        }
        return name.matches("(?i).*name.*") ? "Ada Lovelace" : name.isEmpty() ? "text" : "some " + name;
    }

    /** Places named after "for", "in" and the like, each once. */
    static java.util.List<String> places(String text) {
        return PLACE.matcher(text).results().map(r -> r.group(1)).distinct().toList();
    }
}
