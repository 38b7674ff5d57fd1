package org.responsestck.conformance.selftest;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The legal transcripts among the fixtures, and the rules for survivors, from the class path. */
public final class MutationCorpus {
    private static final String FOLDER = "/org/responsestck/fixtures/transcripts/";
    private static final String REQUEST = "{\"model\":\"m\",\"input\":\"Rivers?\",\"stream\":true}";

    private MutationCorpus() {}

    /**
     * @param name folder and name without ending
     * @param body the stream, with its leading comments
     * @param request the body of the request that it answers
     */
    public record Entry(String name, String body, String request) {}

    /** Every transcript that {@code corpus.txt} names, in its order. */
    public static List<Entry> load() {
        return read("corpus.txt")
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(name -> {
                    String body = read(name + ".sse");
                    return new Entry(name, body, request(body));
                })
                .toList();
    }

    /** Why mutants may live. */
    public static MutationSurvivors survivors() {
        return MutationSurvivors.read(read("survivors.txt"));
    }

    private static String request(String body) {
        for (String line : body.split("\r\n|\n|\r")) {
            if (line.startsWith(": request ")) {
                return line.substring(": request ".length());
            }
            if (!line.startsWith(":")) {
                break;
            }
        }
        return REQUEST;
    }

    private static String read(String name) {
        try (InputStream in = MutationCorpus.class.getResourceAsStream(FOLDER + name)) {
            if (in == null) {
                throw new IllegalStateException("no fixture transcripts/" + name + " on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
