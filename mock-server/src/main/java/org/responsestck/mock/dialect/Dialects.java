package org.responsestck.mock.dialect;

import java.util.List;
import java.util.stream.Collectors;
import org.responsestck.mock.dialect.fireworks.FireworksDialect;

/** The profiles that the mock speaks. */
public final class Dialects {
    /** The profile where none is named. */
    public static final String DEFAULT = FireworksDialect.NAME;

    private static final List<Dialect> ALL = List.of(new FireworksDialect());

    private Dialects() {}

    /** @throws IllegalArgumentException if the mock does not speak the profile */
    public static Dialect of(String profile) {
        return ALL.stream()
                .filter(dialect -> dialect.profile().equals(profile))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "the mock does not speak profile " + profile + "; it speaks " + names()));
    }

    private static String names() {
        return ALL.stream().map(Dialect::profile).collect(Collectors.joining(", "));
    }
}
