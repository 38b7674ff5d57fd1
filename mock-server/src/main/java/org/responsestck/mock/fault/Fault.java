package org.responsestck.mock.fault;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.responsestck.mock.transport.Ending;
import org.responsestck.mock.transport.Reply;
import org.responsestck.mock.transport.StreamEvent;

/**
 * One thing that goes wrong with one answer.
 *
 * @param kind what happens
 * @param place where; kinds without a place ignore it
 * @param status HTTP status, for {@code HTTP} and {@code REDIRECT}
 * @param code error code, for {@code FAILED} and {@code ERROR}
 * @param message what a client is told, for {@code HTTP}, {@code FAILED} and {@code ERROR}
 * @param retryAfter value of Retry-After in seconds, or null; for {@code HTTP}
 * @param millis length of the stall, 0 for ever; or pause between pieces; in milliseconds
 * @param size bytes of a piece of a drip, or how many bytes a wrong length is off
 * @param errorEvent whether an error event stands before response.failed
 */
public record Fault(
        Kind kind,
        Place place,
        int status,
        String code,
        String message,
        @Nullable Integer retryAfter,
        int millis,
        int size,
        boolean errorEvent) {
    private static final Set<String> PLACE = Set.of("at", "after", "of", "bytes");

    /** What happens. */
    public enum Kind {
        /** The connection is closed. */
        TRUNCATE(PLACE),
        /** The connection is reset. */
        RESET(PLACE),
        /** A chunk header that is none, then the connection is closed. */
        MALFORMED_CHUNK(PLACE),
        /** Nothing is sent for a while, or ever again. */
        STALL(PLACE, "ms"),
        /** From here on bytes leave in small pieces. */
        DRIP(PLACE, "ms", "size"),
        /** Deltas without end, or a JSON body without end. */
        ENDLESS(Set.of(), "ms"),
        /** Content-Length announces more or less than comes. */
        WRONG_LENGTH(Set.of(), "by"),
        /** An HTTP error instead of the answer. */
        HTTP(Set.of(), "status", "message", "retry_after"),
        /** A redirect to the same machine under another name, which counts as another host. */
        REDIRECT(Set.of(), "status"),
        /** The response fails: status failed, in JSON, in the stream and in the store. */
        FAILED(PLACE, "code", "message", "error_event"),
        /** An error event ends the stream; the response has failed. */
        ERROR(PLACE, "code", "message"),
        /** The stream ends in order, but too early. */
        END(PLACE);

        private final Set<String> keys;

        Kind(Set<String> place, String... others) {
            keys = Stream.concat(place.stream(), Stream.of(others)).collect(Collectors.toUnmodifiableSet());
        }

        /** As it is written. */
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static String words() {
            return Arrays.stream(values()).map(Kind::word).collect(Collectors.joining(", "));
        }
    }

    static Fault read(Spec spec) {
        String word = spec.text("kind", "");
        Kind kind = Arrays.stream(Kind.values())
                .filter(k -> k.word().equals(word.replace('-', '_')))
                .findFirst()
                .orElseThrow(() -> new FaultException(
                        (word.isEmpty() ? "a fault needs a kind" : "there is no fault '" + word + "'") + "; kinds are "
                                + Kind.words()));
        spec.allow(kind.keys, "fault " + word);
        Place usual = switch (kind) {
            case DRIP -> Place.START;
            case FAILED, ERROR, END -> Place.TERMINAL;
            default -> Place.MIDDLE;
        };
        Fault fault = new Fault(
                kind,
                place(spec, usual),
                kind == Kind.REDIRECT ? spec.number("status", 307, 301, 308) : spec.number("status", 500, 400, 599),
                spec.text("code", "server_error"),
                spec.text("message", kind == Kind.HTTP ? "scripted error" : "The generation failed."),
                spec.has("retry_after") ? spec.number("retry_after", 0, 0, 86_400) : null,
                spec.number(
                        "ms",
                        kind == Kind.STALL ? 0 : kind == Kind.DRIP ? 100 : 1,
                        kind == Kind.STALL ? 0 : 1,
                        600_000),
                kind == Kind.WRONG_LENGTH
                        ? spec.number("by", 10, -1_000_000, 1_000_000)
                        : spec.number("size", 1, 1, 1_000_000),
                spec.text("error_event", "false").equals("true"));
        fault.check(spec);
        return fault;
    }

    private static Place place(Spec spec, Place usual) {
        String at = spec.text("at", "");
        int bytes = spec.number("bytes", 0, 0, Integer.MAX_VALUE);
        if (at.isEmpty()) {
            if (spec.has("of") && !spec.has("after")) {
                throw new FaultException("'of' says which events 'after' counts; write for example 'after=3'");
            }
            return spec.has("after") || spec.has("bytes")
                    ? new Place(
                            Place.At.AFTER, spec.number("after", 0, 0, Integer.MAX_VALUE), spec.text("of", ""), bytes)
                    : usual;
        }
        if (spec.has("after") || spec.has("of") || spec.has("bytes")) {
            throw new FaultException("a place is either 'at' or 'after' with 'of' and 'bytes'");
        }
        return Arrays.stream(Place.At.values())
                .filter(a -> a != Place.At.AFTER && a.name().equalsIgnoreCase(at))
                .findFirst()
                .map(a -> new Place(a, 0, "", 0))
                .orElseThrow(() -> new FaultException(
                        "there is no place '" + at + "'; 'at' is start, headers, middle, terminal or character"));
    }

    private void check(Spec spec) {
        boolean event = kind == Kind.FAILED || kind == Kind.ERROR || kind == Kind.END;
        if (event && (place.bytes() > 0 || place.at() == Place.At.CHARACTER || place.at() == Place.At.START)) {
            throw new FaultException(
                    "fault " + kind.word() + " happens between two events: after=…, at=terminal, middle or headers");
        }
        if (kind == Kind.MALFORMED_CHUNK && place.at() == Place.At.START) {
            throw new FaultException("before the status there are no chunks; write at=headers");
        }
        if (kind == Kind.DRIP && place.at() == Place.At.CHARACTER) {
            throw new FaultException("a drip begins at start, headers, middle, terminal, or after events");
        }
        if (kind == Kind.WRONG_LENGTH && size == 0) {
            throw new FaultException("'by' is 0: that length would be right");
        }
        if (!Set.of("true", "false").contains(spec.text("error_event", "false"))) {
            throw new FaultException("error_event is true or false");
        }
    }

    /** Whether nobody even begins to answer: there is an error, or no status at all. */
    public boolean instead() {
        return kind == Kind.HTTP
                || kind == Kind.REDIRECT
                || (place.at() == Place.At.START && (kind == Kind.TRUNCATE || kind == Kind.RESET));
    }

    /** Whether the response itself fails, for whoever reads it later too. */
    public boolean fails() {
        return kind == Kind.FAILED || kind == Kind.ERROR;
    }

    /** Whether it ends the stream by events, which the engine must write. */
    public boolean between() {
        return fails() || kind == Kind.END;
    }

    /**
     * How many events of a stream leave before this happens.
     *
     * @throws FaultException if the stream has no such place
     */
    public int after(List<StreamEvent> events) {
        return place.events(events);
    }

    /** A connection that ends before there is a status. */
    public Reply nothing() {
        Ending ending = new Ending(kind == Kind.RESET ? Ending.Kind.RESET : Ending.Kind.TRUNCATE, 0);
        return new Reply(200, Map.of(), List.of(new Reply.Frame(0, new byte[0])), ending);
    }

    /**
     * The reply as this fault makes it.
     *
     * @param events those of the stream, one for each frame; or empty for a JSON body
     * @throws FaultException if the reply has no such place
     */
    public Reply on(Reply reply, List<StreamEvent> events) {
        return new Breakage(this, reply, events).result();
    }
}
