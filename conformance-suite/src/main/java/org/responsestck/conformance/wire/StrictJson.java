package org.responsestck.conformance.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON twice: strictly by RFC 8259 (no duplicate names, no NaN, no comments, nothing after the value, no lone surrogates),
 * and, where that fails, leniently so that other checks can still see the value.
 */
public final class StrictJson {
    /** Far beyond any answer of this API, as deep as the parsers of common SDKs go, and small enough that no answer can exhaust the memory or the stack. */
    private static final StreamReadConstraints ROOMY = StreamReadConstraints.builder()
            .maxStringLength(16 * 1024 * 1024)
            .maxNestingDepth(1_000)
            .maxNumberLength(10_000)
            .maxTokenCount(1_000_000)
            .build();

    private static final JsonMapper STRICT = JsonMapper.builder(
                    JsonFactory.builder().streamReadConstraints(ROOMY).build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();
    private static final JsonMapper LENIENT = JsonMapper.builder(
                    JsonFactory.builder().streamReadConstraints(ROOMY).build())
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
            .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
            .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private StrictJson() {}

    /**
     * @param value what a lenient reader sees; a missing node when nothing can be read
     * @param problem what a strict reader refuses, in words, or null
     */
    public record Reading(JsonNode value, @Nullable String problem) {
        public Reading {
            Objects.requireNonNull(value, "value is null");
        }

        /** Whether the text is one JSON object by the strict reading. */
        public boolean strictObject() {
            return problem == null && value.isObject();
        }
    }

    public static Reading read(String text) {
        String problem;
        try {
            JsonNode value = STRICT.readTree(text);
            if (value == null || value.isMissingNode()) {
                return new Reading(MissingNode.getInstance(), "no JSON value");
            }
            String surrogate = loneSurrogate(value, "");
            return new Reading(value, surrogate);
        } catch (JsonProcessingException e) {
            problem = words(e);
        }
        // A byte order mark is refused above; who reads leniently may skip it (RFC 8259, section 8.1).
        String rest = text.startsWith("\uFEFF") ? text.substring(1) : text;
        try (JsonParser parser = LENIENT.createParser(rest)) {
            JsonNode value = LENIENT.readTree(parser);
            return new Reading(value == null ? MissingNode.getInstance() : value, problem);
        } catch (java.io.IOException e) {
            return new Reading(MissingNode.getInstance(), problem);
        }
    }

    private static String words(JsonProcessingException e) {
        String message = Objects.requireNonNullElse(e.getOriginalMessage(), "not JSON");
        int line = message.indexOf('\n');
        String first = line < 0 ? message : message.substring(0, line);
        return e.getLocation() == null
                ? first
                : first + " (character " + e.getLocation().getCharOffset() + ")";
    }

    private static @Nullable String loneSurrogate(JsonNode node, String pointer) {
        if (node.isTextual() && hasLoneSurrogate(node.textValue())) {
            return "lone surrogate in the string at " + (pointer.isEmpty() ? "the root" : pointer);
        }
        for (var member : node.properties()) {
            String found = loneSurrogate(member.getValue(), pointer + "/" + member.getKey());
            if (found != null) {
                return found;
            }
        }
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            String found = loneSurrogate(node.get(i), pointer + "/" + i);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private static boolean hasLoneSurrogate(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                return true;
            }
        }
        return false;
    }
}
