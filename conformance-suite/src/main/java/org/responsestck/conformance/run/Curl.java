package org.responsestck.conformance.run;

import java.util.Map;
import org.responsestck.conformance.wire.Call;
import org.responsestck.conformance.wire.Exchange;
import org.responsestck.conformance.wire.Who;

/** The command that repeats one request. Keys stand as shell variables. */
public final class Curl {
    private Curl() {}

    /** @param url base URL of the target */
    public static String of(String url, Exchange exchange) {
        Call call = exchange.call();
        StringBuilder command = new StringBuilder("curl -sS -i -N -X ")
                .append(call.method())
                .append(' ')
                .append(quote(url + call.path()));
        String key = key(exchange.who());
        if (key != null) {
            command.append(" -H \"Authorization: Bearer ").append(key).append('"');
        }
        boolean typed = false;
        for (Map.Entry<String, String> header : call.headers().entrySet()) {
            typed |= header.getKey().equalsIgnoreCase("content-type");
            command.append(" -H ").append(quote(header.getKey() + ": " + header.getValue()));
        }
        String body = call.body();
        if (body != null) {
            if (!typed) {
                command.append(" -H 'Content-Type: application/json'");
            }
            command.append(" --data-binary ").append(quote(body));
        }
        return command.toString();
    }

    private static @org.jspecify.annotations.Nullable String key(Who who) {
        return switch (who) {
            case KEY -> "$RESPONSES_API_KEY";
            case SECOND_KEY -> "$RESPONSES_SECOND_API_KEY";
            case WRONG_KEY -> "wrong-key";
            case NO_KEY -> null;
        };
    }

    private static String quote(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
