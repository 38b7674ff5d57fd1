package org.responsestck.conformance.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.responsestck.conformance.evidence.Event;
import org.responsestck.conformance.evidence.Evidence;
import org.responsestck.conformance.evidence.ExchangeView;
import org.responsestck.conformance.evidence.Header;
import org.responsestck.conformance.requirement.Catalogue;
import org.responsestck.conformance.requirement.Requirement;
import org.responsestck.conformance.requirement.Severity;
import org.responsestck.conformance.scenario.Needs;
import org.responsestck.conformance.scenario.Scenario;
import org.responsestck.conformance.scenario.StateScenarios;
import org.responsestck.conformance.scenario.TinyTalk;

/** All scenarios about stored state played against a server in memory, and judged. */
final class StateRun {
    final Evidence evidence;
    final List<Observation> observations;
    final String profile;

    private StateRun(Evidence evidence, List<Observation> observations, String profile) {
        this.evidence = evidence;
        this.observations = observations;
        this.profile = profile;
    }

    static List<Check> checks() {
        return Stream.of(
                        ChainChecks.checks(),
                        StorageChecks.checks(),
                        RetrievalChecks.checks(),
                        DeletionChecks.checks(),
                        ListingChecks.checks(),
                        AuthChecks.checks(),
                        ConcurrencyChecks.checks())
                .flatMap(List::stream)
                .toList();
    }

    static StateRun against(String... flags) {
        return against("fireworks", Map.of(), new TinyServer(flags));
    }

    static StateRun against(String profile, Map<Needs.Option, String> options, TinyTalk.Server server) {
        TinyTalk.Run run = new TinyTalk.Run(server, profile, options);
        for (Scenario scenario : StateScenarios.all()) {
            boolean again = options.keySet().containsAll(scenario.needs().options());
            for (int take = 1; again && take <= scenario.needs().takes(); take++) {
                TinyTalk.play(run, scenario, take);
                Evidence so = evidence(run, profile);
                again = checks().stream()
                        .filter(c -> c.scenarios().contains(scenario.id()))
                        .flatMap(c -> c.judge().apply(so))
                        .anyMatch(o -> o instanceof Observation.Unclear u && u.anotherTakeHelps());
            }
        }
        Evidence evidence = evidence(run, profile);
        return new StateRun(
                evidence,
                checks().stream().flatMap(c -> c.judge().apply(evidence)).toList(),
                profile);
    }

    private static Evidence evidence(TinyTalk.Run run, String profile) {
        Header header = new Header(
                Header.FORMAT,
                "test",
                "test",
                "test",
                "http://localhost/v1",
                profile,
                "",
                "m",
                Map.of(),
                List.of(),
                StateScenarios.all().stream().map(Scenario::id).toList(),
                List.of(),
                1,
                1.0,
                0);
        Map<Integer, ExchangeView> views = new HashMap<>();
        return new Evidence(
                header,
                List.copyOf(run.events),
                x -> views.computeIfAbsent(x.exchange().id(), id -> new ExchangeView(x.at(), x.exchange())));
    }

    /** The verdict of each requirement as the words PASS, INFO, WARN, FAIL, UNCLEAR or ABSENT. */
    Map<String, String> verdicts() {
        Map<String, String> verdicts = new TreeMap<>();
        for (Observation o : observations) {
            verdicts.merge(o.requirement(), word(o), (a, b) -> rank(a) >= rank(b) ? a : b);
        }
        return verdicts;
    }

    private static int rank(String word) {
        return List.of("PASS", "INFO", "WARN", "UNCLEAR", "ABSENT", "FAIL").indexOf(word);
    }

    private String word(Observation o) {
        if (o instanceof Observation.Held) {
            return "PASS";
        }
        if (o instanceof Observation.Unclear) {
            return "UNCLEAR";
        }
        if (o instanceof Observation.Absent) {
            return "ABSENT";
        }
        Observation.Broken broken = (Observation.Broken) o;
        return severity(broken).name();
    }

    Severity severity(Observation.Broken broken) {
        Requirement row = Catalogue.load().get(broken.requirement());
        return row.severity(profile, broken.variant());
    }

    /** Requirements with a verdict. */
    Set<String> with(String verdict) {
        Set<String> ids = new TreeSet<>();
        verdicts().forEach((id, word) -> {
            if (word.equals(verdict)) {
                ids.add(id);
            }
        });
        return ids;
    }

    List<Observation.Broken> broken() {
        List<Observation.Broken> found = new ArrayList<>();
        observations.forEach(o -> {
            if (o instanceof Observation.Broken b) {
                found.add(b);
            }
        });
        return found;
    }

    Optional<Observation.Broken> broken(String requirement) {
        return broken().stream()
                .filter(b -> b.requirement().equals(requirement))
                .findFirst();
    }

    long requests() {
        return evidence.events().stream()
                .filter(e -> e instanceof Event.Exchanged)
                .count();
    }

    long modelRequests() {
        return evidence.exchanges().stream().filter(x -> x.isCreate() && x.ok()).count();
    }
}
