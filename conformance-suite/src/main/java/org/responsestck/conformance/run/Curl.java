package org.responsestck.conformance.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.responsestck.conformance.evidence.Evidence;
import org.responsestck.conformance.evidence.ExchangeView;
import org.responsestck.conformance.evidence.ResponseObject;
import org.responsestck.conformance.wire.Call;
import org.responsestck.conformance.wire.Exchange;
import org.responsestck.conformance.wire.Who;

/**
 * The commands that repeat a request. Keys stand as shell variables. A request that speaks of an earlier response comes with the requests
 * that made that response and did something to it, and each id is read out of the answer that brings it: the ids of the record are gone
 * with the run.
 */
public final class Curl {
    private static final int MOST_BEFORE = 12;
    private static final Pattern PREFIX = Pattern.compile("[A-Za-z]+[_-]");

    private final String url;
    private final List<ExchangeView> all;
    /** Response id → exchange that made it. */
    private final Map<String, ExchangeView> makers = new LinkedHashMap<>();

    /**
     * @param url base URL of the target
     * @param evidence where earlier requests are looked for
     */
    public Curl(String url, Evidence evidence) {
        this.url = url;
        this.all = evidence.exchanges();
        for (ResponseObject response : evidence.responses()) {
            if (response.from().isCreate() && !response.id().isEmpty()) {
                makers.putIfAbsent(response.id(), response.from());
            }
        }
    }

    /** One command a line; the last one is the request itself. */
    public String repeat(ExchangeView view) {
        Map<Integer, ExchangeView> steps = new TreeMap<>();
        Set<String> ids = new TreeSet<>();
        collect(view, steps, ids);
        for (ExchangeView earlier : all) {
            boolean sameTake = earlier.at().scenario().equals(view.at().scenario())
                    && earlier.at().take() == view.at().take();
            if (sameTake && earlier.id() < view.id() && ids.stream().anyMatch(id -> changes(earlier, id, view))) {
                steps.put(earlier.id(), earlier);
            }
        }
        steps.remove(view.id());
        if (steps.size() > MOST_BEFORE) {
            return of(url, view.exchange());
        }
        Map<String, String> names = new LinkedHashMap<>();
        List<String> lines = new ArrayList<>();
        for (ExchangeView step : steps.values()) {
            String command = command(url, step.exchange(), names);
            List<String> made =
                    ids.stream().filter(id -> makers.get(id) == step).toList();
            if (made.isEmpty()) {
                lines.add(spaced(command));
            } else {
                String name = "ID" + (names.size() + 1);
                lines.add(name + "=$(" + command.replaceFirst("^curl -sS -i", "curl -sS") + idOf(made.get(0)) + ")");
                names.put(made.get(0), name);
            }
        }
        String last = command(url, view.exchange(), names);
        lines.add(lines.isEmpty() ? last : spaced(last));
        return String.join("\n", lines);
    }

    /** A body seldom ends with a line end, and the next answer would stand behind it. */
    private static String spaced(String command) {
        return command.replaceFirst("^curl -sS -i", "curl -sS -i -w '\\\\n'");
    }

    /** Follows the ids that a request speaks of to the requests that made them. */
    private void collect(ExchangeView view, Map<Integer, ExchangeView> steps, Set<String> ids) {
        steps.put(view.id(), view);
        for (Map.Entry<String, ExchangeView> maker : makers.entrySet()) {
            if (maker.getValue() != view && speaksOf(view, maker.getKey()) && ids.add(maker.getKey())) {
                collect(maker.getValue(), steps, ids);
            }
        }
    }

    private static boolean speaksOf(ExchangeView view, String id) {
        String body = view.call().body();
        return view.call().path().contains(id) || (body != null && body.contains('"' + id + '"'));
    }

    /** Deleting it matters to all that comes later; continuing it should not matter, and shows only where it is read. */
    private static boolean changes(ExchangeView earlier, String id, ExchangeView view) {
        return speaksOf(earlier, id) && (earlier.isDelete() || (earlier.isCreate() && view.isRetrieve()));
    }

    /** Reads the first id of this kind; in a stream that is the one of the first event. */
    private static String idOf(String id) {
        Matcher prefix = PREFIX.matcher(id);
        String start = prefix.lookingAt() ? prefix.group() : "";
        return " | grep -o '\"id\" *: *\"" + start + "[^\"]*\"' | head -n 1 | cut -d '\"' -f 4";
    }

    /** The command that repeats one request as it was. */
    public static String of(String url, Exchange exchange) {
        return command(url, exchange, Map.of());
    }

    private static String command(String url, Exchange exchange, Map<String, String> names) {
        Call call = exchange.call();
        StringBuilder command = new StringBuilder("curl -sS -i -N -X ")
                .append(call.method())
                .append(' ')
                .append(quote(url + call.path(), names));
        String key = key(exchange.who());
        if (key != null) {
            command.append(" -H \"Authorization: Bearer ").append(key).append('"');
        }
        boolean typed = false;
        for (Map.Entry<String, String> header : call.headers().entrySet()) {
            typed |= header.getKey().equalsIgnoreCase("content-type");
            command.append(" -H ").append(quote(header.getKey() + ": " + header.getValue(), names));
        }
        String body = call.body();
        if (body != null) {
            if (!typed) {
                command.append(" -H 'Content-Type: application/json'");
            }
            command.append(" --data-binary ").append(quote(body, names));
        }
        return command.toString();
    }

    private static @Nullable String key(Who who) {
        return switch (who) {
            case KEY -> "$RESPONSES_API_KEY";
            case SECOND_KEY -> "$RESPONSES_SECOND_API_KEY";
            case WRONG_KEY -> "wrong-key";
            case NO_KEY -> null;
        };
    }

    /** In single quotes, with each known id replaced by its variable. */
    private static String quote(String text, Map<String, String> names) {
        String quoted = "'" + text.replace("'", "'\\''") + "'";
        for (Map.Entry<String, String> name : names.entrySet()) {
            quoted = quoted.replace(name.getKey(), "'\"$" + name.getValue() + "\"'");
        }
        return quoted;
    }
}
