package org.responsestck.conformance.run;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.responsestck.conformance.check.Check;
import org.responsestck.conformance.requirement.Catalogue;
import org.responsestck.conformance.requirement.Requirement;
import org.responsestck.conformance.scenario.Needs;
import org.responsestck.conformance.scenario.Scenario;

/**
 * What will be judged, by which checks, after playing which scenarios; and what will not, and why. Made before anything is sent.
 */
public final class Plan {
    /** Scenarios that feed the passive checks: they are played whenever a passive check is selected. None of them waits. */
    private static final Set<String> FEED = Set.of(
            "basic",
            "stream",
            "function-call",
            "function-parallel",
            "chain",
            "echo",
            "store-false",
            "max-tokens",
            "refusals-body",
            "refusals-get",
            "utf8");

    /** Scenarios of a smoke run: the fewest requests that create, read, stream, continue, call, delete and are refused. */
    private static final Set<String> SMOKE = Set.of("basic", "stream-chain", "chain-unknown", "function-loop", "utf8");

    private final String profile;
    private final List<Row> rows;
    private final List<Scenario> scenarios;
    private final List<Check> checks;
    private final Map<String, String> leftOut;

    /**
     * A selected requirement.
     *
     * @param requirement the row
     * @param leftOut why it will not be judged, or null when it will
     */
    public record Row(Requirement requirement, @Nullable String leftOut) {}

    private Plan(
            String profile, List<Row> rows, List<Scenario> scenarios, List<Check> checks, Map<String, String> leftOut) {
        this.profile = profile;
        this.rows = List.copyOf(rows);
        this.scenarios = List.copyOf(scenarios);
        this.checks = List.copyOf(checks);
        this.leftOut = Map.copyOf(leftOut);
    }

    /**
     * @param options what the user supplied
     * @param capabilities what the target declares
     * @throws IllegalArgumentException if nothing is selected
     */
    public static Plan make(
            Catalogue catalogue,
            Collection<Check> checks,
            Collection<Scenario> scenarios,
            String profile,
            Selection selection,
            Set<Needs.Option> options,
            Map<String, Boolean> capabilities) {
        Map<String, Scenario> byId = new LinkedHashMap<>();
        scenarios.forEach(s -> byId.put(s.id(), s));
        Map<String, String> leftOut = new LinkedHashMap<>();
        for (Scenario scenario : scenarios) {
            whyNot(scenario, selection, options, capabilities).ifPresent(why -> leftOut.put(scenario.id(), why));
        }
        List<Row> rows = new ArrayList<>();
        Set<Check> usedChecks = new LinkedHashSet<>();
        Set<String> used = new LinkedHashSet<>();
        for (Requirement row : catalogue.of(profile)) {
            if (!selection.selects(row, profile)) {
                continue;
            }
            List<Check> proving =
                    checks.stream().filter(c -> c.proves().contains(row.id())).toList();
            String why = whyNot(row, proving, leftOut, capabilities);
            if (why != null && selection.smoke()) {
                continue;
            }
            rows.add(new Row(row, why));
            if (why == null) {
                usedChecks.addAll(proving);
                proving.forEach(c -> used.addAll(c.scenarios().isEmpty() ? FEED : c.scenarios()));
            }
        }
        if (rows.isEmpty()) {
            throw new IllegalArgumentException("no requirement of profile " + profile + " is selected");
        }
        List<Scenario> played = byId.values().stream()
                .filter(s -> (selection.whole() || used.contains(s.id())) && !leftOut.containsKey(s.id()))
                .map(s -> selection.smoke() ? once(s) : s)
                .toList();
        return new Plan(profile, rows, played, List.copyOf(usedChecks), leftOut);
    }

    /** A smoke run does not try again what a model has not done. */
    private static Scenario once(Scenario scenario) {
        return Scenario.of(scenario.id(), scenario.purpose(), scenario.needs().takes(1), scenario::play);
    }

    private static Optional<String> whyNot(
            Scenario scenario, Selection selection, Set<Needs.Option> options, Map<String, Boolean> capabilities) {
        for (String capability : scenario.needs().capabilities()) {
            if (Boolean.FALSE.equals(capabilities.get(capability))) {
                return Optional.of("the target declares that it does not offer " + capability);
            }
        }
        for (Needs.Option option : scenario.needs().options()) {
            if (!options.contains(option)) {
                return Optional.of("needs " + Options.howToGive(option));
            }
        }
        return selection.smoke() && !SMOKE.contains(scenario.id())
                ? Optional.of("not part of a smoke run")
                : Optional.empty();
    }

    private static @Nullable String whyNot(
            Requirement row, List<Check> proving, Map<String, String> leftOut, Map<String, Boolean> capabilities) {
        if (Boolean.FALSE.equals(capabilities.get(row.capability()))) {
            return "the target declares that it does not offer " + row.capability();
        }
        if (proving.isEmpty()) {
            return row.option() == null
                    ? "no check in this version"
                    : "no check in this version; it also needs: " + row.option();
        }
        for (Check check : proving) {
            if (check.scenarios().isEmpty() || !leftOut.keySet().containsAll(check.scenarios())) {
                return null;
            }
        }
        return leftOut.get(proving.get(0).scenarios().iterator().next());
    }

    public String profile() {
        return profile;
    }

    /** The selected requirements in the order of the catalogue. */
    public List<Row> rows() {
        return rows;
    }

    /** The scenarios to play, in the order of their registry. */
    public List<Scenario> scenarios() {
        return scenarios;
    }

    /** The checks that judge the selected requirements. */
    public List<Check> checks() {
        return checks;
    }

    /** Ids of the scenarios that could show a requirement. */
    Set<String> feeding(String requirement) {
        Set<String> ids = new LinkedHashSet<>();
        checks.stream()
                .filter(c -> c.proves().contains(requirement))
                .forEach(c -> ids.addAll(c.scenarios().isEmpty() ? FEED : c.scenarios()));
        return ids;
    }

    /** Scenarios that are not played: id → reason. */
    public Map<String, String> leftOut() {
        return leftOut;
    }

    /** Ids of the selected requirements. */
    public List<String> requirementIds() {
        return rows.stream().map(r -> r.requirement().id()).toList();
    }
}
