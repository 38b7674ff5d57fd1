package org.responsestck.conformance.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The profiles. */
public final class Dialects {
    /** The profile where none is named: that of the embedded mock. */
    public static final String DEFAULT = Fireworks.NAME;

    /** In the order in which they are listed and tried on an answer: OpenAI's, which knows its answers by no mark, is the last. */
    private static final List<Dialect> ALL = List.of(new Fireworks(), new OpenResponses(), new OpenAi());

    private static final Map<String, Dialect> BY_NAME =
            ALL.stream().collect(Collectors.toUnmodifiableMap(Dialect::name, Function.identity()));

    private Dialects() {}

    /**
     * The profile of a name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Dialect of(String name) {
        Dialect found = BY_NAME.get(name);
        if (found == null) {
            throw new IllegalArgumentException("no profile " + name + "; there are " + names());
        }
        return found;
    }

    /** All profiles, those that this version does not judge included. */
    public static List<Dialect> all() {
        return ALL;
    }

    /** The names of all profiles, for people. */
    public static String names() {
        return ALL.stream().map(Dialect::name).collect(Collectors.joining(", "));
    }

    /** The names of the profiles that this version judges. */
    public static List<String> judged() {
        return ALL.stream().filter(Dialect::judged).map(Dialect::name).toList();
    }

    /** The profile that a response object looks like. */
    public static Dialect recognise(JsonNode response) {
        return ALL.stream()
                .filter(dialect -> dialect.recognises(response))
                .findFirst()
                .orElseThrow();
    }
}
