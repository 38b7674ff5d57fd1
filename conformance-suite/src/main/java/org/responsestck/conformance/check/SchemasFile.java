package org.responsestck.conformance.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonMetaSchema;
import com.networknt.schema.JsonNodePath;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.NonValidationKeyword;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.ValidationMessage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** One schema of a profile, compiled. Thread-safe. */
final class SchemasFile {
    private static final JsonMetaSchema META = JsonMetaSchema.builder(JsonMetaSchema.getV202012())
            .keyword(new NonValidationKeyword("x-requirement"))
            .keyword(new NonValidationKeyword("x-contains"))
            .build();
    private static final JsonSchemaFactory FACTORY = JsonSchemaFactory.builder()
            .defaultMetaSchemaIri(META.getIri())
            .metaSchema(META)
            .build();
    private static final SchemaValidatorsConfig CONFIG = SchemaValidatorsConfig.builder()
            .pathType(PathType.JSON_POINTER)
            .formatAssertionsEnabled(true)
            // 15.0 is an integer in JSON Schema.
            .losslessNarrowing(true)
            .build();

    private final JsonNode source;
    private final JsonSchema compiled;
    private final Map<String, String> contained = new LinkedHashMap<>();

    SchemasFile(JsonNode source) {
        this.source = source;
        this.compiled = FACTORY.getSchema(source, CONFIG);
        source.path("x-contains")
                .properties()
                .forEach(e -> contained.put(e.getKey(), e.getValue().asText()));
    }

    /** JSON pointer of a part ({@code *} for each element) → the kind or union it is judged as. */
    Map<String, String> contained() {
        return contained;
    }

    /** The violations of this schema alone, without the parts it contains; in order of the schema, none twice. */
    List<SchemasFinding> validate(JsonNode value) {
        Set<ValidationMessage> messages = compiled.validate(value);
        if (messages.isEmpty()) {
            return List.of();
        }
        // A value of another type also misses its vocabulary and its bounds: once is enough.
        Set<String> otherType = messages.stream()
                .filter(m -> m.getType().equals("type"))
                .map(m -> m.getInstanceLocation().toString())
                .collect(Collectors.toSet());
        Set<SchemasFinding> findings = new LinkedHashSet<>();
        for (ValidationMessage message : messages) {
            boolean shadowed = !message.getType().equals("type")
                    && !message.getType().equals("required")
                    && otherType.contains(message.getInstanceLocation().toString());
            if (!shadowed) {
                findings.addAll(findings(message));
            }
        }
        return new ArrayList<>(findings);
    }

    private List<SchemasFinding> findings(ValidationMessage message) {
        List<String> path = names(message.getSchemaLocation().getFragment());
        List<String> holder = path.subList(0, path.size() - 1);
        String keyword = message.getType();
        boolean absent = keyword.equals("required");
        String member = absent ? message.getProperty() : "";
        JsonNode instance = message.getInstanceNode();
        String key = absent ? "absent" : !keyword.equals("type") ? "value" : instance.isNull() ? "null" : "type";
        if (key.equals("value") && instance.isNull()) {
            key = "null";
        }
        String pointer = message.getInstanceLocation() + (absent ? "/" + member : "");
        JsonNode schema = at(holder);
        String expected = absent ? "present" : expected(keyword, schema);
        String actual = absent ? "absent" : Shown.of(instance);
        return SchemasTarget.find(source, holder, member, key).stream()
                .map(t -> new SchemasFinding(t.requirement(), t.variant(), pointer, expected, actual))
                .toList();
    }

    private JsonNode at(List<String> names) {
        JsonNode node = source;
        for (String name : names) {
            node = node.isArray() ? node.path(Integer.parseInt(name)) : node.path(name);
        }
        return node;
    }

    private static List<String> names(JsonNodePath path) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < path.getNameCount(); i++) {
            names.add(path.getName(i));
        }
        return names;
    }

    private static String expected(String keyword, JsonNode schema) {
        JsonNode value = schema.path(keyword);
        return switch (keyword) {
            case "type" -> list(value, " or ");
            case "enum" -> "one of " + list(value, ", ");
            case "const" -> Shown.of(value);
            case "minimum" -> "at least " + value.asText();
            case "minItems" -> "at least " + value.asText() + " element";
            case "pattern" -> "a readable text";
            case "not" -> "not one of " + list(value.path("enum"), ", ");
            default -> keyword;
        };
    }

    private static String list(JsonNode value, String between) {
        List<String> words = new ArrayList<>();
        (value.isArray() ? value : List.of(value)).forEach(v -> words.add(v.asText()));
        return String.join(between, words);
    }
}
