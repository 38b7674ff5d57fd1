package org.responsestck.mock;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.responsestck.mock.transport.Pace;

/**
 * How a mock is started. Immutable; begin with {@link #defaults()}.
 *
 * @param port port on the loopback address, 0 for any free one
 * @param profile profile to speak
 * @param scripts file or folder of scripts, or null
 * @param strict whether what no script matches is refused
 * @param twists ids of defects, variations and quirks
 * @param seed seed of ids and free choices
 * @param pace how fast every stream leaves, or null for the default: long answers over almost half a second
 */
public record MockOptions(
        int port,
        String profile,
        @Nullable Path scripts,
        boolean strict,
        List<String> twists,
        long seed,
        @Nullable Pace pace) {
    public MockOptions {
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("port is " + port + ", must be 0 to 65535");
        }
        twists = List.copyOf(twists);
    }

    public static MockOptions defaults() {
        return new MockOptions(0, "fireworks", null, false, List.of(), 1, null);
    }

    public MockOptions port(int other) {
        return new MockOptions(other, profile, scripts, strict, twists, seed, pace);
    }

    public MockOptions profile(String other) {
        return new MockOptions(port, other, scripts, strict, twists, seed, pace);
    }

    public MockOptions scripts(Path other) {
        return new MockOptions(port, profile, other, strict, twists, seed, pace);
    }

    public MockOptions strict(boolean other) {
        return new MockOptions(port, profile, scripts, other, twists, seed, pace);
    }

    public MockOptions twists(List<String> other) {
        return new MockOptions(port, profile, scripts, strict, other, seed, pace);
    }

    public MockOptions seed(long other) {
        return new MockOptions(port, profile, scripts, strict, twists, other, pace);
    }

    public MockOptions pace(Pace other) {
        return new MockOptions(port, profile, scripts, strict, twists, seed, other);
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
