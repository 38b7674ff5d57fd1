package org.responsestck.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.responsestck.conformance.check.Check;
import org.responsestck.conformance.check.Checks;
import org.responsestck.conformance.evidence.Event;
import org.responsestck.conformance.evidence.Evidence;
import org.responsestck.conformance.evidence.ExchangeView;
import org.responsestck.conformance.evidence.Header;
import org.responsestck.conformance.evidence.Place;
import org.responsestck.conformance.wire.Answer;
import org.responsestck.conformance.wire.Call;
import org.responsestck.conformance.wire.Chunk;
import org.responsestck.conformance.wire.End;
import org.responsestck.conformance.wire.Exchange;
import org.responsestck.conformance.wire.Who;

/**
 * How fast recorded streams are judged, on one thread, as a ratio to Jackson reading the JSON of the same events. Run with
 * {@code -Pbench}; the first argument is the number of events. Times are processor times of the thread. Asserts nothing: the numbers are of the machine.
 */
public final class JudgingBench {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int DELTAS = 240;

    private JudgingBench() {}

    /** A stream and the number of its events. */
    private record Made(String body, int events) {}

    public static void main(String[] args) {
        int wanted = args.length == 0 ? 500_000 : Integer.parseInt(args[0]);
        List<Made> streams = new ArrayList<>();
        int events = 0;
        for (int n = 0; events < wanted; n++) {
            Made made = n % 4 == 3 ? call(n) : text(n);
            streams.add(made);
            events += made.events();
        }
        for (int round = 1; round <= 3; round++) {
            round(round, streams, events);
        }
    }

    private static void round(int round, List<Made> streams, int events) {
        long parsing = parse(streams);
        Evidence evidence = evidence(streams);
        long start = now();
        evidence.streams().forEach(ExchangeView::events);
        long reading = now() - start;
        Map<String, Long> slowest = new TreeMap<>();
        long broken = 0;
        for (Check check : Checks.all()) {
            long from = now();
            broken += check.judge()
                    .apply(evidence)
                    .filter(o -> o instanceof org.responsestck.conformance.check.Observation.Broken)
                    .count();
            slowest.put(check.name(), now() - from);
        }
        long judging = now() - start;
        System.out.printf(
                "round %d: %,d events in %,d streams; Jackson alone %,d events/s; read and judged by %d checks %,d events/s; ratio %.1f; %d findings%n"
                        + "    %5.1f %%  (reading)%n",
                round,
                events,
                streams.size(),
                rate(events, parsing),
                Checks.all().size(),
                rate(events, judging),
                (double) judging / parsing,
                broken,
                100.0 * reading / judging);
        slowest.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .limit(6)
                .forEach(e -> System.out.printf("    %5.1f %%  %s%n", 100.0 * e.getValue() / judging, e.getKey()));
    }

    /** Processor time of this thread: what else runs on the machine does not count. */
    private static long now() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static long rate(int events, long nanos) {
        return events * 1_000_000_000L / nanos;
    }

    /** The reference: the bytes of every data line read as a tree, and nothing else. */
    private static long parse(List<Made> streams) {
        long start = now();
        long nodes = 0;
        for (Made stream : streams) {
            for (String line : stream.body().split("\n")) {
                if (line.startsWith("data: ")) {
                    nodes += read(line.substring(6)).size();
                }
            }
        }
        if (nodes == 0) {
            throw new IllegalStateException("nothing was read");
        }
        return now() - start;
    }

    private static JsonNode read(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Evidence evidence(List<Made> streams) {
        Header header = new Header(
                Header.FORMAT,
                "bench",
                "bench",
                "",
                "",
                "fireworks",
                "",
                "m",
                Map.of(),
                List.of(),
                List.of("bench"),
                List.of(),
                0,
                1,
                0);
        List<Event> events = new ArrayList<>();
        for (Made stream : streams) {
            int id = events.size() + 1;
            Call call = Call.postText(
                    "/responses",
                    "{\"model\":\"m\",\"input\":\"Rivers " + id + "?\",\"stream\":true}",
                    "application/json");
            byte[] bytes = stream.body().getBytes(StandardCharsets.UTF_8);
            Answer answer = new Answer(
                    200, Map.of("content-type", List.of("text/event-stream")), List.of(new Chunk(1_000_000, bytes)));
            events.add(new Event.Exchanged(
                    new Place("bench", 1, "stream-" + id),
                    id,
                    new Exchange(id, Who.KEY, call, 1_764_000_000_000L, 2_000_000, answer, End.COMPLETE, null)));
        }
        return new Evidence(header, events, x -> new ExchangeView(x.at(), x.exchange()));
    }

    // ---------------------------------------------------------------- streams

    /** Writes numbered events. */
    private static final class Pen {
        final StringBuilder body = new StringBuilder();
        int events;

        void event(String type, String members) {
            body.append("event: ")
                    .append(type)
                    .append("\ndata: {\"type\":\"")
                    .append(type)
                    .append("\",");
            body.append(members)
                    .append(",\"sequence_number\":")
                    .append(events++)
                    .append("}\n\n");
        }

        void response(String type, int n, String status, String output, String usage) {
            event(
                    type,
                    "\"response\":{\"id\":\"resp_" + n
                            + "\",\"object\":\"response\",\"created_at\":1764000000,\"status\":\""
                            + status + "\",\"model\":\"m\",\"output\":" + output
                            + ",\"previous_response_id\":null,\"usage\":"
                            + usage + ",\"error\":null,\"incomplete_details\":null,\"instructions\":null,"
                            + "\"max_output_tokens\":null,\"max_tool_calls\":null,\"parallel_tool_calls\":true,\"store\":true,"
                            + "\"temperature\":1.0,\"tool_choice\":\"auto\",\"tools\":[],\"top_p\":1.0,"
                            + "\"truncation\":\"disabled\",\"metadata\":{},\"user\":null,\"reasoning\":null}");
        }

        Made made(int n, String item) {
            response(
                    "response.completed",
                    n,
                    "completed",
                    "[" + item + "]",
                    "{\"prompt_tokens\":12,"
                            + "\"completion_tokens\":" + DELTAS + ",\"total_tokens\":" + (12 + DELTAS)
                            + ",\"prompt_tokens_details\":{\"cached_tokens\":0}}");
            return new Made(body.toString(), events);
        }
    }

    private static Made text(int n) {
        Pen pen = new Pen();
        pen.response("response.created", n, "in_progress", "[]", "null");
        pen.response("response.in_progress", n, "in_progress", "[]", "null");
        String open = "{\"type\":\"message\",\"id\":\"msg_" + n
                + "\",\"role\":\"assistant\",\"status\":\"in_progress\"," + "\"content\":[]}";
        pen.event("response.output_item.added", "\"output_index\":0,\"item\":" + open);
        String place = "\"item_id\":\"msg_" + n + "\",\"output_index\":0,\"content_index\":0";
        pen.event(
                "response.content_part.added",
                place + ",\"part\":{\"type\":\"output_text\",\"text\":\"\",\"annotations\":[]}");
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < DELTAS; i++) {
            String word = "word" + i + " ";
            all.append(word);
            pen.event("response.output_text.delta", place + ",\"delta\":\"" + word + "\"");
        }
        String part = "{\"type\":\"output_text\",\"text\":\"" + all + "\",\"annotations\":[]}";
        pen.event("response.output_text.done", place + ",\"text\":\"" + all + "\"");
        pen.event("response.content_part.done", place + ",\"part\":" + part);
        String item = "{\"type\":\"message\",\"id\":\"msg_" + n + "\",\"role\":\"assistant\",\"status\":\"completed\","
                + "\"content\":[" + part + "]}";
        pen.event("response.output_item.done", "\"output_index\":0,\"item\":" + item);
        return pen.made(n, item);
    }

    private static Made call(int n) {
        Pen pen = new Pen();
        pen.response("response.created", n, "in_progress", "[]", "null");
        pen.response("response.in_progress", n, "in_progress", "[]", "null");
        String head = "{\"type\":\"function_call\",\"id\":\"fc_" + n + "\",\"call_id\":\"call_" + n
                + "\",\"name\":\"look_up\",\"status\":\"";
        pen.event(
                "response.output_item.added",
                "\"output_index\":0,\"item\":" + head + "in_progress\",\"arguments\":\"\"}");
        String place = "\"item_id\":\"fc_" + n + "\",\"output_index\":0";
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < DELTAS; i++) {
            String piece = i == 0 ? "{\\\"rivers\\\":[0" : i == DELTAS - 1 ? "]}" : "," + i;
            all.append(piece);
            pen.event("response.function_call_arguments.delta", place + ",\"delta\":\"" + piece + "\"");
        }
        pen.event("response.function_call_arguments.done", place + ",\"arguments\":\"" + all + "\"");
        String item = head + "completed\",\"arguments\":\"" + all + "\"}";
        pen.event("response.output_item.done", "\"output_index\":0,\"item\":" + item);
        return pen.made(n, item);
    }
}
