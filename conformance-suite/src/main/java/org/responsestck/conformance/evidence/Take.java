package org.responsestck.conformance.evidence;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What happened in one playing of a scenario. */
public final class Take {
    private final int number;
    private final List<Event> events;
    private final Map<String, List<ExchangeView>> steps;

    Take(int number, List<Event> events, List<ExchangeView> exchanges) {
        this.number = number;
        this.events = List.copyOf(events);
        Map<String, List<ExchangeView>> map = new LinkedHashMap<>();
        for (ExchangeView view : exchanges) {
            map.computeIfAbsent(view.at().step(), k -> new ArrayList<>()).add(view);
        }
        this.steps = map;
    }

    public int number() {
        return number;
    }

    public List<Event> events() {
        return events;
    }

    /** The answer at a step: of several tries the last. */
    public Optional<ExchangeView> at(String step) {
        List<ExchangeView> all = steps.getOrDefault(step, List.of());
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
    }

    /** Every try at a step, in order. */
    public List<ExchangeView> tries(String step) {
        return List.copyOf(steps.getOrDefault(step, List.of()));
    }

    /** The answers to requests sent together, {@code step/0} and on: of several tries the last. */
    public List<ExchangeView> together(String step) {
        return steps.entrySet().stream()
                .filter(e -> e.getKey().startsWith(step + "/"))
                .map(e -> e.getValue().get(e.getValue().size() - 1))
                .toList();
    }

    /** The word drawn (or left) under a name. */
    public Optional<String> drawn(String name) {
        return events.stream()
                .filter(e -> e instanceof Event.Drawn d && d.name().equals(name))
                .map(e -> ((Event.Drawn) e).value())
                .findFirst();
    }

    /** Why the take went no further, when it did not reach its end. */
    public Optional<Event.Stopped> stopped() {
        return events.stream()
                .filter(Event.Stopped.class::isInstance)
                .map(Event.Stopped.class::cast)
                .findFirst();
    }
}
