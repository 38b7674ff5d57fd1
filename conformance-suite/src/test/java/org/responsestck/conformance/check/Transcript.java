package org.responsestck.conformance.check;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.responsestck.conformance.evidence.Recorded;
import org.responsestck.conformance.wire.Call;
import org.responsestck.conformance.wire.End;
import org.responsestck.conformance.wire.Who;

/**
 * An event stream written by hand, with what it is about in its leading comments: {@code breaks ID [variant]} once for each row that
 * must be reported, {@code request JSON} where the request matters.
 */
public record Transcript(String name, String body, TreeSet<String> breaks, String request) {
    private static final Path ROOT = Path.of("..", "fixtures", "transcripts");
    private static final String REQUEST = "{\"model\":\"m\",\"input\":\"Rivers?\",\"stream\":true}";

    /** All transcripts of a folder, by name. */
    public static List<Transcript> all(String folder) {
        try (Stream<Path> files = Files.list(ROOT.resolve(folder))) {
            return files.filter(p -> p.toString().endsWith(".sse"))
                    .sorted()
                    .map(Transcript::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Transcript of(String folder, String name) {
        return read(ROOT.resolve(folder).resolve(name + ".sse"));
    }

    private static Transcript read(Path file) {
        try {
            String body = Files.readString(file, StandardCharsets.UTF_8);
            TreeSet<String> breaks = new TreeSet<>();
            String request = REQUEST;
            for (String line : body.split("\r\n|\n|\r")) {
                if (line.startsWith(": breaks ")) {
                    breaks.add(line.substring(": breaks ".length()));
                } else if (line.startsWith(": request ")) {
                    request = line.substring(": request ".length());
                } else if (!line.startsWith(":")) {
                    break;
                }
            }
            String name = file.getFileName().toString().replace(".sse", "");
            return new Transcript(name, body, breaks, request);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Everything the stream checks say about it. */
    public List<Observation> judged() {
        return judged(body, request);
    }

    public static List<Observation> judged(String body) {
        return judged(body, REQUEST);
    }

    private static List<Observation> judged(String body, String request) {
        Call call = Call.postText("/responses", request, "application/json");
        Recorded recorded = Recorded.profile("fireworks")
                .exchange("s", 1, "t", Who.KEY, call, 200, "text/event-stream", body, End.COMPLETE);
        var evidence = recorded.evidence();
        List<Observation> all = new ArrayList<>();
        StreamChecks.checks().forEach(c -> c.judge().apply(evidence).forEach(all::add));
        return all;
    }

    @Override
    public String toString() {
        return name;
    }
}
