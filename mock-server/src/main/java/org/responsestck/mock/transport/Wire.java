package org.responsestck.mock.transport;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Turns documents and events into bytes. */
public interface Wire {
    /** A JSON body. */
    Reply json(int status, JsonNode body, Map<String, String> headers);

    /** An event stream: one frame per event. */
    Reply stream(List<StreamEvent> events, Pace pace, Ending ending);

    /** An event as it is framed: an {@code event} line equal to the type, and a {@code data} line. */
    static byte[] bytes(StreamEvent event) {
        return ("event: " + event.type() + "\ndata: " + event.json() + "\n\n").getBytes(StandardCharsets.UTF_8);
    }

    /** Plain: one write per event, an {@code event} line equal to the type, no end marker. */
    static Wire plain() {
        return new Wire() {
            @Override
            public Reply json(int status, JsonNode body, Map<String, String> headers) {
                Map<String, String> all = new LinkedHashMap<>();
                all.put("Content-Type", "application/json");
                all.putAll(headers);
                byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
                return new Reply(status, all, List.of(new Reply.Frame(0, bytes)), Ending.NORMAL);
            }

            @Override
            public Reply stream(List<StreamEvent> events, Pace pace, Ending ending) {
                List<Reply.Frame> frames = new ArrayList<>();
                int deltas = 0;
                double due = 0;
                long waited = 0;
                for (StreamEvent event : events) {
                    if (event.delta()) {
                        due = pace.due(deltas++, due);
                    }
                    int delay = (int) (Math.round(due) - waited);
                    waited += delay;
                    frames.add(new Reply.Frame(delay, bytes(event)));
                }
                Map<String, String> headers = new LinkedHashMap<>();
                headers.put("Content-Type", "text/event-stream; charset=utf-8");
                headers.put("Cache-Control", "no-cache");
                return new Reply(200, headers, frames, ending);
            }
        };
    }
}
