package org.responsestck.conformance.scenario;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A tool that the run's own tool server offers.
 *
 * @param name name of the tool
 * @param description what a model is told about it
 * @param parameters required parameters: name → JSON type
 * @param results texts of its results: the nth call gets the nth, later ones the last
 * @param manner how it answers
 * @param delay how long it takes; a delay longer than the take never ends
 */
public record ServedTool(
        String name,
        String description,
        Map<String, String> parameters,
        List<String> results,
        Manner manner,
        Duration delay) {
    /** How a tool answers a call. */
    public enum Manner {
        /** With a result. */
        ANSWERS,
        /** With a result that says {@code isError}. */
        FAILS,
        /** With an error of the protocol instead of a result. */
        BREAKS
    }

    public ServedTool {
        Objects.requireNonNull(manner, "manner is null");
        Objects.requireNonNull(delay, "delay is null");
        parameters = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
        results = List.copyOf(results);
        if (results.isEmpty()) {
            throw new IllegalArgumentException("tool " + name + " has no result");
        }
    }

    /** A tool without parameters that answers at once. */
    public static ServedTool of(String name, String description, String... results) {
        return new ServedTool(name, description, Map.of(), List.of(results), Manner.ANSWERS, Duration.ZERO);
    }

    public ServedTool with(String parameter, String type) {
        Map<String, String> more = new LinkedHashMap<>(parameters);
        more.put(parameter, type);
        return new ServedTool(name, description, more, results, manner, delay);
    }

    public ServedTool manner(Manner other) {
        return new ServedTool(name, description, parameters, results, other, delay);
    }

    public ServedTool after(Duration time) {
        return new ServedTool(name, description, parameters, results, manner, time);
    }
}
