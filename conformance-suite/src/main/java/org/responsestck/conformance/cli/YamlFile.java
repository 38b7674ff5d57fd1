package org.responsestck.conformance.cli;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads files that users write. Every complaint names file, line and column, and says what would be right. */
final class YamlFile {
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private YamlFile() {}

    /**
     * @return what is in the file, or null when it is empty
     * @throws UsageException if it cannot be read as this type
     */
    static <T> @Nullable T read(Path file, TypeReference<T> type) {
        try {
            String text = Files.readString(file);
            YAML.readTree(text); // The whole file is YAML before any of it is looked at.
            return text.lines().allMatch(l -> l.isBlank() || l.strip().startsWith("#"))
                    ? null
                    : YAML.readValue(text, type);
        } catch (JacksonException e) {
            JsonLocation at = e.getLocation();
            throw new UsageException(
                    file + (at == null ? "" : ":" + at.getLineNr() + ":" + at.getColumnNr()) + ": " + words(e));
        } catch (IOException e) {
            throw new UsageException(file + " cannot be read");
        }
    }

    private static String words(JacksonException e) {
        if (e instanceof UnrecognizedPropertyException unknown) {
            Collection<Object> known = unknown.getKnownPropertyIds();
            return "unknown key '" + unknown.getPropertyName() + "'; known are "
                    + String.join(
                            ", ",
                            new TreeSet<>(known.stream().map(String::valueOf).toList()));
        }
        if (e instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()) {
            JsonMappingException.Reference last =
                    mapping.getPath().get(mapping.getPath().size() - 1);
            String place =
                    last.getFieldName() == null ? "entry " + (last.getIndex() + 1) : "'" + last.getFieldName() + "'";
            return place + " has a value of another kind than is asked for";
        }
        String first =
                String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse("");
        return e instanceof JsonMappingException
                ? "this is not laid out as such a file is"
                : "this is no YAML: " + first;
    }

    /** Writes a value below a comment. */
    static void write(Path file, String comment, Object value) throws IOException {
        Files.writeString(file, comment + YAML.writeValueAsString(value));
    }
}
