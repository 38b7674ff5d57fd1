package org.responsestck.mock.responder;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Makes a value that fits a JSON Schema, filled from a text where that is easy. */
final class SchemaValues {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int DEEPEST = 12;
    private static final int MOST_ITEMS = 20;
    private static final Pattern PLACE =
            Pattern.compile("\\b(?:in|of|for|at|to)\\s+(\\p{Lu}[\\p{L}'-]*(?:\\s+\\p{Lu}[\\p{L}'-]*)*)");

    /** For those who do not write capitals: the end of a text. */
    private static final Pattern LOWER_PLACE =
            Pattern.compile("\\b(?:in|of|for|at)\\s+(\\p{Ll}{3,}(?:\\s\\p{Ll}{3,})?)\\W*$");

    private final String text;

    /** @param text what the user asked */
    SchemaValues(String text) {
        this.text = Words.shortened(text);
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
        JsonNode meant = referenced(schema, root);
        if (meant != schema) {
            return make(name, meant, root, depth + 1);
        }
        if (schema.path("allOf").size() > 0) {
            return make(name, together(schema, root), root, depth + 1);
        }
        for (String union : new String[] {"anyOf", "oneOf"}) {
            if (schema.path(union).size() > 0 && !schema.has("properties")) {
                return make(name, schema.path(union).get(0), root, depth + 1);
            }
        }
        return switch (type(schema)) {
            case "object" -> object(schema, root, depth);
            case "array" -> array(name, schema, root, depth);
            case "integer" -> JSON.numberNode((long) Math.ceil(said(name, schema, true)));
            case "number" -> JSON.numberNode(said(name, schema, false));
            case "boolean" -> JSON.booleanNode(true);
            case "null" -> JSON.nullNode();
            default -> JSON.textNode(string(name, schema));
        };
    }

    /** What a reference within the document points at; a schema that is none, itself. */
    private static JsonNode referenced(JsonNode schema, JsonNode root) {
        String ref = schema.path("$ref").asText();
        return ref.startsWith("#/") ? root.at(ref.substring(1)) : schema;
    }

    /** A schema and those that it takes part in as one: all their properties, all that they require. */
    private static ObjectNode together(JsonNode schema, JsonNode root) {
        ObjectNode all = schema.deepCopy();
        all.remove("allOf");
        for (JsonNode one : schema.path("allOf")) {
            referenced(one, root).properties().forEach(member -> {
                JsonNode known = all.path(member.getKey());
                if (known instanceof ObjectNode object && member.getValue() instanceof ObjectNode more) {
                    object.setAll(more.deepCopy());
                } else if (known instanceof ArrayNode array && member.getValue() instanceof ArrayNode more) {
                    array.addAll(more.deepCopy());
                } else {
                    all.set(member.getKey(), member.getValue().deepCopy());
                }
            });
        }
        return all;
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

    /** What is required; without such a list everything; and a choice that the text names. */
    private ObjectNode object(JsonNode schema, JsonNode root, int depth) {
        ObjectNode object = JSON.objectNode();
        schema.path("required")
                .forEach(name -> object.set(
                        name.asText(),
                        make(name.asText(), schema.path("properties").path(name.asText()), root, depth + 1)));
        schema.path("properties").properties().forEach(property -> {
            boolean wanted = !schema.path("required").isArray()
                    || named(property.getValue().path("enum"));
            if (wanted && !object.has(property.getKey())) {
                object.set(property.getKey(), make(property.getKey(), property.getValue(), root, depth + 1));
            }
        });
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            if (object.size() < schema.path("minProperties").asInt(0) && !object.has(property.getKey())) {
                object.set(property.getKey(), make(property.getKey(), property.getValue(), root, depth + 1));
            }
        }
        return object;
    }

    private boolean named(JsonNode values) {
        for (JsonNode value : values) {
            if (value.isTextual()
                    && text.toLowerCase(Locale.ROOT).contains(value.asText().toLowerCase(Locale.ROOT))) {
                return true;
            }
        }
        return false;
    }

    /** A number that the text gives for the name, else the first number of the text that fits, else any that fits. */
    private double said(String name, JsonNode schema, boolean whole) {
        String words = Pattern.quote(name.replace('_', ' ').replaceAll("s$", ""));
        Matcher beside = Pattern.compile("(?i)" + words
                        + "s?\\s*(?:of|is|=|:|to)?\\s*(-?\\d{1,9}(?:\\.\\d{1,6})?)|(-?\\d{1,9}(?:\\.\\d{1,6})?)\\s*"
                        + words)
                .matcher(text);
        Matcher any = Pattern.compile("(?<![\\w.])-?\\d{1,9}(?:\\.\\d{1,6})?(?![\\w])")
                .matcher(text);
        List<String> candidates = new ArrayList<>();
        if (!name.isEmpty() && beside.find()) {
            candidates.add(beside.group(1) != null ? beside.group(1) : beside.group(2));
        }
        any.results().map(MatchResult::group).limit(20).forEach(candidates::add);
        return candidates.stream()
                .mapToDouble(Double::parseDouble)
                .filter(value -> fits(value, schema, whole))
                .findFirst()
                .orElseGet(() -> number(schema));
    }

    private static boolean fits(double value, JsonNode schema, boolean whole) {
        double step = schema.path("multipleOf").asDouble(0);
        return (!whole || value == Math.rint(value))
                && value >= schema.path("minimum").asDouble(Double.NEGATIVE_INFINITY)
                && value <= schema.path("maximum").asDouble(Double.POSITIVE_INFINITY)
                && value > schema.path("exclusiveMinimum").asDouble(Double.NEGATIVE_INFINITY)
                && value < schema.path("exclusiveMaximum").asDouble(Double.POSITIVE_INFINITY)
                && (step == 0 || Math.abs(value / step - Math.rint(value / step)) < 1e-9);
    }

    private ArrayNode array(String name, JsonNode schema, JsonNode root, int depth) {
        ArrayNode array = JSON.arrayNode();
        JsonNode first = schema.path("prefixItems");
        int most = schema.path("maxItems").asInt(MOST_ITEMS);
        int contained = schema.has("contains") ? schema.path("minContains").asInt(1) : 0;
        int asked = Math.max(schema.path("minItems").asInt(1), first.size() + contained);
        for (int i = 0; i < Math.min(most, Math.min(MOST_ITEMS, Math.max(1, asked))); i++) {
            JsonNode own = i < first.size()
                    ? first.get(i)
                    : i < first.size() + contained ? schema.path("contains") : schema.path("items");
            if (own.isBoolean() && !own.booleanValue()) {
                break;
            }
            JsonNode value = make(name, own, root, depth + 1);
            array.add(schema.path("uniqueItems").asBoolean() ? other(value, own, array) : value);
        }
        return array;
    }

    /** A value that an array does not have yet: another choice, a longer text, another number; the same where there is none. */
    private static JsonNode other(JsonNode value, JsonNode schema, ArrayNode known) {
        Stream<JsonNode> others;
        if (schema.has("enum")) {
            others = schema.path("enum").valueStream();
        } else if (value.isTextual()) {
            String text = value.textValue();
            int most = schema.path("maxLength").asInt(Integer.MAX_VALUE);
            others = IntStream.rangeClosed(2, 2 * MOST_ITEMS)
                    .mapToObj(i -> " " + i)
                    .map(end -> text.substring(0, Math.max(0, Math.min(text.length(), most - end.length()))) + end)
                    .map(JSON::textNode);
        } else if (value.isNumber()) {
            double step = schema.path("multipleOf").asDouble(1);
            boolean whole = value.isIntegralNumber();
            others = IntStream.rangeClosed(1, 2 * MOST_ITEMS)
                    .mapToDouble(i -> value.asDouble() + (i % 2 == 0 ? -i / 2 : (i + 1) / 2) * step)
                    .filter(number -> fits(number, schema, whole))
                    .mapToObj(number -> whole ? JSON.numberNode((long) number) : JSON.numberNode(number));
        } else {
            others = Stream.of(JSON.booleanNode(true), JSON.booleanNode(false));
        }
        return Stream.concat(Stream.of(value), value.isContainerNode() ? Stream.empty() : others)
                .filter(one -> !has(known, one))
                .findFirst()
                .orElse(value);
    }

    private static boolean has(ArrayNode array, JsonNode value) {
        return array.valueStream().anyMatch(value::equals);
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
            case "time" -> "12:00:00Z";
            case "duration" -> "PT1H";
            case "uuid" -> "0b2f6c1e-5d5a-4c7e-9b1f-2f6d3a8c4e10";
            case "hostname" -> "example.org";
            case "ipv4" -> "192.0.2.1";
            case "ipv6" -> "2001:db8::1";
            default -> named(name);
        };
        StringBuilder padded = new StringBuilder(value);
        while (padded.length() < Math.min(1000, schema.path("minLength").asInt(0))) {
            padded.append('x');
        }
        int most = schema.path("maxLength").asInt(Integer.MAX_VALUE);
        String fitted = padded.length() > most ? padded.substring(0, most) : padded.toString();
        return schema.path("pattern").isTextual()
                ? PatternText.of(
                                schema.path("pattern").textValue(),
                                fitted,
                                text,
                                s -> s.length() >= schema.path("minLength").asInt(0) && s.length() <= most)
                        .orElse(fitted)
                : fitted;
    }

    private String named(String name) {
        Matcher said = Pattern.compile("\\b" + Pattern.quote(name) + "\\s+(\\S+)", Pattern.CASE_INSENSITIVE)
                .matcher(text);
        if (!name.isEmpty() && said.find()) {
            return Words.bare(said.group(1));
        }
        Matcher place = PLACE.matcher(text);
        boolean isPlace = name.matches("(?i).*(location|city|place|town|country|where).*");
        if (isPlace && place.find()) {
            return place.group(1);
        }
        Matcher lower = LOWER_PLACE.matcher(text);
        if (isPlace && lower.find()) {
            return lower.group(1);
        }
        Optional<String> found = topic(name);
        if (found.isPresent()) {
            return found.get();
        }
        return name.matches("(?i).*name.*") ? "Ada Lovelace" : name.isEmpty() ? "text" : "some " + name;
    }

    /** An address, what stands in quotes, or what the text is about. */
    private Optional<String> topic(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        Matcher address = Pattern.compile("[\\w.+-]+@[\\w-]+\\.[\\w.-]*\\w").matcher(text);
        if (lower.matches(".*(email|address|recipient|^to$).*") && address.find()) {
            return Optional.of(address.group());
        }
        Matcher quoted =
                Pattern.compile("[\"“']([^\"”'\\n]{1,200})[\"”'](?!\\w)").matcher(text);
        if (quoted.find()) {
            return Optional.of(quoted.group(1));
        }
        Matcher id = Pattern.compile("\\b(?=[\\w-]*\\d)[\\w-]{2,40}\\b").matcher(text);
        if (lower.matches(".*(id|number|code|order|sku|ticket)$") && id.find()) {
            return Optional.of(id.group());
        }
        Matcher symbol = Pattern.compile("\\b\\p{Lu}{2,5}\\b").matcher(text);
        if (lower.matches(".*(symbol|ticker|currency).*") && symbol.find()) {
            return Optional.of(symbol.group());
        }
        Matcher about =
                Pattern.compile("(?i)\\b(?:about|for|up)\\s+([^.?!\\n]{2,80})").matcher(text);
        return lower.matches("q|.*(query|search|topic|question|subject|keyword|term|text|message|body|title).*")
                ? Optional.of(about.find() ? about.group(1).strip() : text.strip())
                : Optional.empty();
    }

    /** Places named after "for", "in" and the like, each once. */
    static List<String> places(String text) {
        return PLACE.matcher(Words.shortened(text))
                .results()
                .map(r -> r.group(1))
                .distinct()
                .toList();
    }
}
