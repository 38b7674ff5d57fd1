package org.responsestck.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads and writes {@code results.json}. */
public final class ResultsFile {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final ObjectWriter WRITER = JSON.writer(new DefaultPrettyPrinter()
            .withObjectIndenter(new DefaultIndenter("  ", "\n"))
            .withArrayIndenter(new DefaultIndenter("  ", "\n")));

    private ResultsFile() {}

    public static String text(Results results) {
        try {
            return WRITER.writeValueAsString(results) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("results cannot be written as JSON", e);
        }
    }

    public static void write(Results results, Path file) throws IOException {
        Files.writeString(file, text(results));
    }

    /** @throws IOException if the file is not there or is no results file; the message says which */
    public static Results read(Path file) throws IOException {
        try {
            JsonNode node = JSON.readTree(Files.readString(file));
            String format = node.path("format").asText("");
            if (!format.equals(Results.FORMAT)) {
                throw new IOException(file + " is not a results file of this version: its format is "
                        + (format.isEmpty() ? "not named" : "'" + format + "'") + ", expected '" + Results.FORMAT
                        + "'");
            }
            return JSON.treeToValue(node, Results.class);
        } catch (JsonProcessingException e) {
            throw new IOException(file + " is not a results file: " + e.getOriginalMessage(), e);
        }
    }
}
