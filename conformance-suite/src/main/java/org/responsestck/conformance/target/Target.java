package org.responsestck.conformance.target;

import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.responsestck.conformance.scenario.Needs;
import org.responsestck.conformance.wire.Limits;
import org.responsestck.conformance.wire.Line;
import org.responsestck.conformance.wire.Recorder;
import org.responsestck.conformance.wire.Who;

/**
 * The endpoint under test with its options.
 *
 * @param base base URL, including {@code /v1} where the endpoint has it; no trailing slash
 * @param profile name of the profile
 * @param revision revision of the profile's documents; empty for the newest
 * @param model model to ask for
 * @param key the key, or null to ask without
 * @param secondKey a key of another account, or null
 * @param headers sent with every request
 * @param capabilities what the target declares: name → offered
 * @param options what the user supplies, without the keys
 * @param limits how long and how much, before patience
 * @param proxy an HTTP proxy, or null
 * @param caFile certificates (PEM or DER) to trust besides those of the platform, or null
 */
public record Target(
        URI base,
        String profile,
        String revision,
        String model,
        @Nullable Secret key,
        @Nullable Secret secondKey,
        Map<String, String> headers,
        Map<String, Boolean> capabilities,
        Map<Needs.Option, String> options,
        Limits limits,
        @Nullable InetSocketAddress proxy,
        @Nullable Path caFile) {
    /** A key that nobody owns, well-formed as a bearer token. */
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

    private static final Set<String> OWN =
            Set.of("connection", "content-length", "expect", "host", "upgrade", "transfer-encoding", "content-type");

    public Target {
        base = TargetUrl.base(base.toString());
        if (profile.isBlank()) {
            throw new IllegalArgumentException("the profile is empty: name the documents to judge by");
        }
        Objects.requireNonNull(revision, "revision is null");
        if (model.isBlank()) {
            throw new IllegalArgumentException("the model is empty: name a model that the target serves");
        }
        headers.forEach(Target::check);
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
        capabilities = Collections.unmodifiableMap(new LinkedHashMap<>(capabilities));
        if (options.containsKey(Needs.Option.KEY) || options.containsKey(Needs.Option.SECOND_KEY)) {
            throw new IllegalArgumentException("a key is no plain option: give it as a key");
        }
        Map<Needs.Option, String> copy = new EnumMap<>(Needs.Option.class);
        copy.putAll(options);
        options = Collections.unmodifiableMap(copy);
        Objects.requireNonNull(limits, "limits is null");
    }

    private static void check(String name, String value) {
        if (!TOKEN.matcher(name).matches()) {
            throw new IllegalArgumentException("the header name '" + name + "' is not one: write NAME=VALUE");
        }
        if (OWN.contains(name.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException(
                    "the header " + name + " is set by the requests themselves: leave it out");
        }
        if (!value.chars().allMatch(c -> c == '\t' || (c >= ' ' && c < 127))) {
            throw new IllegalArgumentException(
                    "the value of the header " + name + " holds a control character or a letter outside ASCII");
        }
    }

    /** The key of a role; empty when requests of this role carry none. */
    public Optional<String> key(Who who) {
        return switch (who) {
            case KEY -> Optional.ofNullable(key).map(Secret::reveal);
            case SECOND_KEY -> Optional.ofNullable(secondKey).map(Secret::reveal);
            case NO_KEY -> Optional.empty();
            case WRONG_KEY -> Optional.of(Who.WRONG_KEY_VALUE);
        };
    }

    /** The value of an option. Of a key only that it is there. */
    public Optional<String> option(Needs.Option option) {
        return switch (option) {
            case KEY -> Optional.ofNullable(key).map(k -> "given");
            case SECOND_KEY -> Optional.ofNullable(secondKey).map(k -> "given");
            default -> Optional.ofNullable(options.get(option));
        };
    }

    /** Names of the options that were supplied, in order. */
    public List<Needs.Option> supplied() {
        List<Needs.Option> names = new ArrayList<>();
        for (Needs.Option option : Needs.Option.values()) {
            if (option(option).isPresent()) {
                names.add(option);
            }
        }
        return List.copyOf(names);
    }

    /** The values of all options that were supplied; of a key only that it is there. */
    public Map<Needs.Option, String> optionValues() {
        Map<Needs.Option, String> values = new EnumMap<>(Needs.Option.class);
        supplied().forEach(option -> option(option).ifPresent(value -> values.put(option, value)));
        return values;
    }

    /**
     * A recorder for one scenario.
     *
     * @param patience factor on every time
     * @throws IllegalArgumentException if the file of certificates cannot be used
     */
    public Recorder recorder(double patience) {
        Line line = new Line(
                base, headers, limits.scaled(patience), proxy, caFile == null ? null : TargetTrust.also(caFile));
        return new Recorder(line, this::key);
    }

    /** The same target declaring other capabilities. */
    public Target withCapabilities(Map<String, Boolean> declared) {
        return new Target(
                base, profile, revision, model, key, secondKey, headers, declared, options, limits, proxy, caFile);
    }

    /** Shows no key and no value of a header or an option. */
    @Override
    public String toString() {
        return "Target[" + base + ", profile " + profile + (revision.isEmpty() ? "" : " " + revision) + ", model "
                + model + ", key " + (key == null ? "none" : key) + ", second key "
                + (secondKey == null ? "none" : secondKey) + ", headers " + headers.keySet() + ", capabilities "
                + capabilities + ", options " + options.keySet() + ", " + limits + "]";
    }

    /** A target to be filled in. */
    public static TargetBuilder at(String url, String profile) {
        return new TargetBuilder(TargetUrl.base(url), profile);
    }
}
