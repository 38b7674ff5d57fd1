package org.responsestck.mock;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
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
        Set<String> toolHosts) {
    public MockOptions {
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("port is " + port + ", must be 0 to 65535");
        }
        twists = List.copyOf(twists);
        toolHosts = Set.copyOf(toolHosts);
        written = List.copyOf(written);
    }

    public static MockOptions defaults() {
        return new MockOptions(0, "fireworks", null, List.of(), false, List.of(), 1, null, Set.of());
    }

    public MockOptions port(int other) {
        return new MockOptions(other, profile, scripts, written, strict, twists, seed, pace, toolHosts);
    }

    public MockOptions profile(String other) {
        return new MockOptions(port, other, scripts, written, strict, twists, seed, pace, toolHosts);
    }

    public MockOptions scripts(Path other) {
        return new MockOptions(port, profile, other, written, strict, twists, seed, pace, toolHosts);
    }

    /** Scripts written in code, behind those of files. */
    public MockOptions scripts(ScriptBuilder... others) {
        List<Script> built = Stream.of(others).map(ScriptBuilder::build).toList();
        return new MockOptions(port, profile, scripts, built, strict, twists, seed, pace, toolHosts);
    }

    public MockOptions strict(boolean other) {
        return new MockOptions(port, profile, scripts, written, other, twists, seed, pace, toolHosts);
    }

    public MockOptions twists(List<String> other) {
        return new MockOptions(port, profile, scripts, written, strict, other, seed, pace, toolHosts);
    }

    public MockOptions seed(long other) {
        return new MockOptions(port, profile, scripts, written, strict, twists, other, pace, toolHosts);
    }

    public MockOptions pace(Pace other) {
        return new MockOptions(port, profile, scripts, written, strict, twists, seed, other, toolHosts);
    }

    /** Hosts that the mock may dial for server-executed tools, beside this machine; {@code *} for all. */
    public MockOptions toolHosts(Set<String> other) {
        return new MockOptions(port, profile, scripts, written, strict, twists, seed, pace, other);
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
}
