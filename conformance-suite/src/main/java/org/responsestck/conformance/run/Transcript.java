package org.responsestck.conformance.run;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.responsestck.conformance.evidence.ExchangeView;
import org.responsestck.conformance.wire.Answer;
import org.responsestck.conformance.wire.Call;
import org.responsestck.conformance.wire.SseEvent;

/** An exchange in words: what was sent, what came back, when. */
public final class Transcript {
    private Transcript() {}

    /** Request line, headers and body. The credential stands by role. */
    public static String request(ExchangeView view) {
        Call call = view.call();
        StringBuilder text =
                new StringBuilder(call.method()).append(' ').append(call.path()).append('\n');
        text.append("Authorization: (")
                .append(view.who().name().toLowerCase(java.util.Locale.ROOT).replace('_', ' '))
                .append(")\n");
        call.headers()
                .forEach((name, value) ->
                        text.append(name).append(": ").append(value).append('\n'));
        if (call.body() != null) {
            text.append('\n').append(call.body()).append('\n');
        }
        return text.toString();
    }

    /** Status line, headers and body; a stream event by event with its number, byte offset and arrival. */
    public static String answer(ExchangeView view) {
        Answer answer = view.exchange().answer();
        if (answer == null) {
            return "(no answer)\n";
        }
        StringBuilder text = new StringBuilder("HTTP ").append(answer.status()).append('\n');
        for (Map.Entry<String, List<String>> header : new java.util.TreeMap<>(answer.headers()).entrySet()) {
            header.getValue()
                    .forEach(value -> text.append(header.getKey())
                            .append(": ")
                            .append(value)
                            .append('\n'));
        }
        text.append('\n');
        if (view.isStream()) {
            for (SseEvent event : view.sse().events()) {
                text.append(
                        String.format("#%d  byte %d  %.1f ms%n", event.number(), event.offset(), event.nanos() / 1e6));
                if (event.event() != null) {
                    text.append("  event: ").append(event.event()).append('\n');
                }
                text.append("  data: ").append(event.data()).append('\n');
            }
            SseEvent rest = view.sse().unterminated();
            if (rest != null) {
                text.append("(unterminated)\n  data: ").append(rest.data()).append('\n');
            }
        } else {
            text.append(new String(view.body(), StandardCharsets.UTF_8)).append('\n');
        }
        return text.toString();
    }

    /** How it ended. */
    public static String end(ExchangeView view) {
        String detail = view.exchange().detail();
        return view.end()
                + (detail == null ? "" : ": " + detail)
                + String.format(" after %.0f ms", view.exchange().durationNanos() / 1e6);
    }
}
