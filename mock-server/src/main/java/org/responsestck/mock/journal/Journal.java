package org.responsestck.mock.journal;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.zip.CRC32C;
import org.responsestck.mock.transport.Reply;
import org.responsestck.mock.transport.Watch;

/**
 * What was asked and how it was answered, the oldest forgotten when there are more bytes than a bound. Keys are blotted out before anything is
 * kept. Thread-safe.
 */
public final class Journal {
    /** Bytes that an exchange is counted with beside its own. */
    private static final int OVERHEAD = 1_024;

    /** A single body takes at most this part of the journal. */
    private static final int PART = 8;

    private final int mostBytes;
    private final Deque<Entry> entries = new ArrayDeque<>();
    private long bytes;
    private long arrived;
    private long forgotten;

    /** @param mostBytes bound in bytes; 0 keeps nothing */
    public Journal(int mostBytes) {
        if (mostBytes < 0) {
            throw new IllegalArgumentException("the journal cannot have " + mostBytes + " bytes");
        }
        this.mostBytes = mostBytes;
    }

    /** Whether anything is kept at all. */
    public boolean on() {
        return mostBytes > 0;
    }

    /**
     * Begins an exchange that has been planned.
     *
     * @param at by the mock's clock
     * @param arrivedNanos by {@link System#nanoTime()}
     * @return wants to know how the reply leaves
     */
    public Watch begin(
            Instant at,
            long arrivedNanos,
            String method,
            String url,
            Map<String, String> headers,
            byte[] body,
            Reply reply,
            Notes notes) {
        if (!on()) {
            return Watch.NONE;
        }
        CRC32C sum = new CRC32C();
        sum.update(body);
        boolean keyed = headers.keySet().stream()
                .anyMatch(name -> name.equalsIgnoreCase("authorization") || name.equalsIgnoreCase("x-api-key"));
        Exchange begun = new Exchange(
                0,
                at,
                method,
                Redaction.url(url),
                Redaction.headers(headers),
                keyed,
                Redaction.body(body, headers, Math.max(1, mostBytes / PART)),
                body.length,
                sum.getValue() << 32 | body.length,
                new Exchange.Answer(0, -1, 0, 0, Watch.End.RUNNING, arrivedNanos, arrivedNanos),
                Facts.NONE);
        Entry entry = new Entry(begun, reply, notes);
        synchronized (this) {
            entry.number = ++arrived;
            entries.addLast(entry);
            bytes += entry.weight;
            while (bytes > mostBytes && entries.size() > 1) {
                bytes -= entries.removeFirst().weight;
                forgotten++;
            }
        }
        return entry;
    }

    /** One exchange as it goes on. */
    private static final class Entry implements Watch {
        private final Exchange begun;
        private final Notes notes;
        private final int status;
        private final int retryAfter;
        private final boolean events;
        private final int weight;
        private long number;
        private int counted;
        private long sent;
        private End end = End.RUNNING;
        private long endedNanos = System.nanoTime();

        Entry(Exchange begun, Reply reply, Notes notes) {
            this.begun = begun;
            this.notes = notes;
            boolean nothing = reply.ending().afterEvents() == 0;
            this.status = nothing ? 0 : reply.status();
            this.events = reply.headers().getOrDefault("Content-Type", "").startsWith("text/event-stream");
            this.retryAfter = number(reply.headers().getOrDefault("Retry-After", ""));
            int text = begun.url().length();
            for (Map.Entry<String, String> header : begun.headers().entrySet()) {
                text += header.getKey().length() + header.getValue().length();
            }
            this.weight = OVERHEAD + text + begun.body().length + notes.facts().weight();
        }

        private static int number(String text) {
            try {
                return Integer.parseInt(text);
            } catch (NumberFormatException e) {
                return -1;
            }
        }

        @Override
        public synchronized void left(Reply.Frame frame) {
            byte[] bytes = frame.bytes();
            sent += bytes.length;
            if (events && bytes.length > 1 && bytes[bytes.length - 1] == '\n' && bytes[0] != ':') {
                counted++;
            }
        }

        @Override
        public synchronized void ended(End how) {
            if (end == End.RUNNING) {
                end = how;
                endedNanos = System.nanoTime();
            }
        }

        synchronized Exchange exchange() {
            return new Exchange(
                    number,
                    begun.at(),
                    begun.method(),
                    begun.url(),
                    begun.headers(),
                    begun.keyed(),
                    begun.body(),
                    begun.bodyBytes(),
                    begun.fingerprint(),
                    new Exchange.Answer(
                            status,
                            retryAfter,
                            counted,
                            sent,
                            end,
                            begun.answer().arrivedNanos(),
                            endedNanos),
                    notes.facts());
        }
    }

    /** Everything that is kept, oldest first. */
    public List<Exchange> exchanges() {
        List<Entry> copy;
        synchronized (this) {
            copy = new ArrayList<>(entries);
        }
        return copy.stream().map(Entry::exchange).toList();
    }

    /** What is kept and fits, oldest first. */
    public List<Exchange> find(Predicate<Exchange> wanted) {
        return exchanges().stream().filter(wanted).toList();
    }

    /** The exchanges of one operation: create, get, list or delete. */
    public List<Exchange> find(String operation) {
        return find(exchange -> exchange.facts().operation().equals(operation));
    }

    /** The exchanges whose request body holds a text. */
    public List<Exchange> containing(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return find(exchange -> new String(exchange.body(), StandardCharsets.ISO_8859_1)
                .contains(new String(bytes, StandardCharsets.ISO_8859_1)));
    }

    /** Creates that no script matched while there were scripts. */
    public List<Exchange> unmatched() {
        return find(exchange -> exchange.facts().miss() != null);
    }

    /** How many exchanges there were, kept or not, since the start or the last {@link #clear}. */
    public synchronized long arrived() {
        return arrived;
    }

    /** How many of them are not kept any more, for want of room. */
    public synchronized long forgotten() {
        return forgotten;
    }

    /** How the client behaved, as far as the journal reaches. */
    public ClientVerdict client() {
        long missing = forgotten();
        return ClientVerdict.of(exchanges(), missing);
    }

    public synchronized void clear() {
        entries.clear();
        bytes = 0;
        arrived = 0;
        forgotten = 0;
    }
}
