package org.responsestck.conformance.evidence;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.responsestck.conformance.wire.Answer;
import org.responsestck.conformance.wire.Call;
import org.responsestck.conformance.wire.Chunk;

/**
 * A record as an HTTP Archive (HAR 1.2), for the tools that read such files. Arrival times within a body do not fit into it; the record
 * stays the truth.
 */
public final class Har {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private Har() {}

    /** All exchanges in the order of sending. Credentials are not in the record, so they are not in the archive. */
    public static String of(Recording recording) {
        ObjectNode log = JSON.createObjectNode();
        ObjectNode root = log.putObject("log").put("version", "1.2");
        String tool = recording.header().tool();
        int space = tool.lastIndexOf(' ');
        root.putObject("creator")
                .put("name", space < 0 ? tool : tool.substring(0, space))
                .put("version", space < 0 ? "" : tool.substring(space + 1));
        ArrayNode entries = root.putArray("entries");
        List<Event.Exchanged> exchanges = new ArrayList<>();
        recording.events().forEach(e -> {
            if (e instanceof Event.Exchanged x) {
                exchanges.add(x);
            }
        });
        exchanges.sort(Comparator.comparingLong(Event.Exchanged::nanos));
        exchanges.forEach(x -> entry(recording.header().url(), x, entries.addObject()));
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(log) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the archive cannot be written as JSON", e);
        }
    }

    private static void entry(String url, Event.Exchanged event, ObjectNode entry) {
        var exchange = event.exchange();
        double total = exchange.durationNanos() / 1e6;
        entry.put(
                "startedDateTime", Instant.ofEpochMilli(exchange.sentAtMillis()).toString());
        entry.put("time", total);
        request(url, exchange.call(), entry.putObject("request"));
        response(exchange.answer(), entry.putObject("response"));
        entry.putObject("cache");
        List<Chunk> chunks =
                exchange.answer() == null ? List.of() : exchange.answer().chunks();
        double first = chunks.isEmpty() ? total : chunks.get(0).nanos() / 1e6;
        entry.putObject("timings").put("send", 0).put("wait", first).put("receive", Math.max(0, total - first));
        entry.put(
                "comment",
                "exchange " + exchange.id() + " at " + event.at() + ", " + exchange.end() + ", key: " + exchange.who());
    }

    private static void request(String url, Call call, ObjectNode request) {
        request.put("method", call.method()).put("url", url + call.path()).put("httpVersion", "HTTP/1.1");
        request.putArray("cookies");
        ArrayNode headers = request.putArray("headers");
        call.headers()
                .forEach((name, value) -> headers.addObject().put("name", name).put("value", value));
        ArrayNode query = request.putArray("queryString");
        int question = call.path().indexOf('?');
        if (question >= 0) {
            for (String pair : call.path().substring(question + 1).split("&")) {
                String[] both = pair.split("=", 2);
                query.addObject().put("name", both[0]).put("value", both.length > 1 ? both[1] : "");
            }
        }
        String body = call.body();
        request.put("headersSize", -1).put("bodySize", body == null ? 0 : body.getBytes(StandardCharsets.UTF_8).length);
        if (body != null) {
            request.putObject("postData")
                    .put("mimeType", call.headers().getOrDefault("Content-Type", "application/json"))
                    .put("text", body);
        }
    }

    private static void response(@Nullable Answer answer, ObjectNode response) {
        response.put("status", answer == null ? 0 : answer.status())
                .put("statusText", "")
                .put("httpVersion", "HTTP/1.1");
        response.putArray("cookies");
        ArrayNode headers = response.putArray("headers");
        String type = "";
        byte[] body = new byte[0];
        if (answer != null) {
            answer.headers()
                    .forEach((name, values) -> values.forEach(
                            value -> headers.addObject().put("name", name).put("value", value)));
            type = answer.headers().getOrDefault("content-type", List.of("")).get(0);
            body = join(answer.chunks());
        }
        ObjectNode content =
                response.putObject("content").put("size", body.length).put("mimeType", type);
        try {
            content.put(
                    "text",
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(body))
                            .toString());
        } catch (CharacterCodingException e) {
            content.put("encoding", "base64").put("text", Base64.getEncoder().encodeToString(body));
        }
        response.put("redirectURL", "").put("headersSize", -1).put("bodySize", body.length);
    }

    private static byte[] join(List<Chunk> chunks) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        chunks.forEach(c -> all.writeBytes(c.bytes()));
        return all.toByteArray();
    }
}
