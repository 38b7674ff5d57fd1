package org.responsestck.conformance.target;

import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.responsestck.conformance.scenario.Needs;
import org.responsestck.conformance.wire.Limits;

/** Collects the parts of a target. Every method says at once what is wrong with its argument. */
public final class TargetBuilder {
    private final URI base;
    private final String profile;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private final Map<String, Boolean> capabilities = new LinkedHashMap<>();
    private final Map<Needs.Option, String> options = new EnumMap<>(Needs.Option.class);
    private String revision = "";
    private String model = "";
    private @Nullable Secret key;
    private @Nullable Secret secondKey;
    private Limits limits = Limits.DEFAULT;
    private @Nullable InetSocketAddress proxy;
    private @Nullable Path caFile;

    TargetBuilder(URI base, String profile) {
        this.base = base;
        this.profile = profile;
    }

    public TargetBuilder revision(String value) {
        revision = value;
        return this;
    }

    public TargetBuilder model(String value) {
        model = value;
        return this;
    }

    public TargetBuilder key(String value) {
        key = Secret.of(value);
        return this;
    }

    public TargetBuilder secondKey(String value) {
        secondKey = Secret.of(value);
        return this;
    }

    public TargetBuilder header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    public TargetBuilder capability(String name, boolean offered) {
        capabilities.put(name, offered);
        return this;
    }

    public TargetBuilder option(Needs.Option option, String value) {
        options.put(option, value);
        return this;
    }

    public TargetBuilder limits(Limits value) {
        limits = value;
        return this;
    }

    /** An HTTP proxy as {@code host:port}. */
    public TargetBuilder proxy(String value) {
        proxy = TargetUrl.proxy(value);
        return this;
    }

    public TargetBuilder caFile(Path value) {
        caFile = value;
        return this;
    }

    /** @throws IllegalArgumentException if a part is missing or wrong; the message says what to do */
    public Target build() {
        return new Target(
                base, profile, revision, model, key, secondKey, headers, capabilities, options, limits, proxy, caFile);
    }
}
