package org.responsestck.conformance.check;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.jspecify.annotations.Nullable;

/** Reads JSON as the parsers of common SDKs do: one value and nothing beside it; NaN and repeated names pass. */
final class JsonText {
    private static final StreamReadConstraints ROOMY = StreamReadConstraints.builder()
            .maxStringLength(128 * 1024 * 1024)
            .maxNestingDepth(2000)
            .build();
    private static final JsonMapper MAPPER = JsonMapper.builder(
                    JsonFactory.builder().streamReadConstraints(ROOMY).build())
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private JsonText() {}

    /** The value, or null when the text is not exactly one JSON value. */
    static @Nullable JsonNode read(String text) {
        try {
            JsonNode value = MAPPER.readTree(text);
            return value.isMissingNode() ? null : value;
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    /** What stands there instead of one JSON object, in words; null when it is one. */
    static @Nullable String insteadOfObject(String text) {
        if (text.isBlank()) {
            return "an empty body";
        }
        JsonNode value = read(text);
        if (value == null) {
            return "no JSON, or more than one value: " + start(text);
        }
        return value.isObject() ? null : "a JSON " + value.getNodeType().name().toLowerCase(java.util.Locale.ROOT);
    }

    private static String start(String text) {
        String line = text.strip().lines().findFirst().orElse("");
        return line.length() <= 60 ? line : line.substring(0, 60) + "…";
    }
}
