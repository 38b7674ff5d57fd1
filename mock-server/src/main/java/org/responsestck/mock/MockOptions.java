package org.responsestck.mock;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.responsestck.mock.dialect.Dialects;
import org.responsestck.mock.script.Script;
import org.responsestck.mock.script.ScriptBuilder;
import org.responsestck.mock.transport.Pace;

/**
 * How a mock is started. Immutable; begin with {@link #defaults()}.
 *
 * @param port port on the loopback address, 0 for any free one
 * @param profile profile to speak
 * @param scripts file or folder of scripts, or null
 * @param written scripts written in code, tried after those
 * @param strict whether what no script matches is refused
 * @param twists ids of defects, variations and quirks
 * @param seed seed of ids and free choices
 * @param pace how fast every stream leaves, or null for the default: long answers over almost half a second
 * @param toolHosts hosts beside the loopback ones whose server-executed tools are called; {@code *} for all
 * @param retention how long a response is kept by the clock of the mock, or null for as long as there is room
 * @param mostResponses how many responses are kept of one account, at least 1
 * @param journalBytes bound of the journal in bytes; 0 for none
 */
public record MockOptions(
        int port,
        String profile,
        @Nullable Path scripts,
        List<Script> written,
        boolean strict,
        List<String> twists,
        long seed,
        @Nullable Pace pace,
        Set<String> toolHosts,
        @Nullable Duration retention,
        int mostResponses,
        int journalBytes) {
    private static final int MOST_RESPONSES = 10_000;
    private static final int JOURNAL_BYTES = 16 * 1024 * 1024;

    public MockOptions {
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("port is " + port + ", must be 0 to 65535");
        }
        if (retention != null && (retention.isNegative() || retention.isZero())) {
            throw new IllegalArgumentException("retention is " + retention + ", must be above zero");
        }
        if (mostResponses < 1) {
            throw new IllegalArgumentException("most responses are " + mostResponses + ", must be at least 1");
        }
        if (journalBytes < 0) {
            throw new IllegalArgumentException("the journal cannot have " + journalBytes + " bytes");
        }
        twists = List.copyOf(twists);
        toolHosts = Set.copyOf(toolHosts);
        written = List.copyOf(written);
    }

    public static MockOptions defaults() {
        return new MockOptions(
                0,
                Dialects.DEFAULT,
                null,
                List.of(),
                false,
                List.of(),
                1,
                null,
                Set.of(),
                null,
                MOST_RESPONSES,
                JOURNAL_BYTES);
    }

    public MockOptions port(int other) {
        return changed(parts -> parts.port = other);
    }

    public MockOptions profile(String other) {
        return changed(parts -> parts.profile = other);
    }

    public MockOptions scripts(Path other) {
        return changed(parts -> parts.scripts = other);
    }

    /** Scripts written in code, behind those of files. */
    public MockOptions scripts(ScriptBuilder... others) {
        List<Script> built = Stream.of(others).map(ScriptBuilder::build).toList();
        return changed(parts -> parts.written = built);
    }

    public MockOptions strict(boolean other) {
        return changed(parts -> parts.strict = other);
    }

    public MockOptions twists(List<String> other) {
        return changed(parts -> parts.twists = other);
    }

    public MockOptions seed(long other) {
        return changed(parts -> parts.seed = other);
    }

    public MockOptions pace(Pace other) {
        return changed(parts -> parts.pace = other);
    }

    /** Hosts that the mock may dial for server-executed tools, beside this machine; {@code *} for all. */
    public MockOptions toolHosts(Set<String> other) {
        return changed(parts -> parts.toolHosts = other);
    }

    /** How long a response is kept, by the clock of the mock; then it is gone as if deleted. */
    public MockOptions retention(Duration other) {
        return changed(parts -> parts.retention = other);
    }

    /** How many responses are kept of one account; the oldest goes first. */
    public MockOptions mostResponses(int other) {
        return changed(parts -> parts.mostResponses = other);
    }

    /** Bound of the journal in bytes; 0 switches it off. */
    public MockOptions journalBytes(int other) {
        return changed(parts -> parts.journalBytes = other);
    }

    /**
     * For clients that insist on OpenAI's form: its names in usage beside the profile's own, with equal values, and in events the members that
     * its SDKs require.
     */
    public MockOptions openaiNames() {
        // First, so that a defect that spoils one of them stays visible.
        return twists(Stream.concat(Stream.of("usage-both-names", "openai-event-members"), twists.stream())
                .distinct()
                .toList());
    }

    /** The same options, to be changed. */
    private static final class Parts {
        private int port;
        private String profile;
        private @Nullable Path scripts;
        private List<Script> written;
        private boolean strict;
        private List<String> twists;
        private long seed;
        private @Nullable Pace pace;
        private Set<String> toolHosts;
        private @Nullable Duration retention;
        private int mostResponses;
        private int journalBytes;

        Parts(MockOptions from) {
            port = from.port;
            profile = from.profile;
            scripts = from.scripts;
            written = from.written;
            strict = from.strict;
            twists = from.twists;
            seed = from.seed;
            pace = from.pace;
            toolHosts = from.toolHosts;
            retention = from.retention;
            mostResponses = from.mostResponses;
            journalBytes = from.journalBytes;
        }
    }

    private MockOptions changed(Consumer<Parts> change) {
        Parts parts = new Parts(this);
        change.accept(parts);
        return new MockOptions(
                parts.port,
                parts.profile,
                parts.scripts,
                parts.written,
                parts.strict,
                parts.twists,
                parts.seed,
                parts.pace,
                parts.toolHosts,
                parts.retention,
                parts.mostResponses,
                parts.journalBytes);
    }
}
