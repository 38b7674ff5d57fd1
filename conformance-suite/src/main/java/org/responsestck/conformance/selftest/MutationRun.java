package org.responsestck.conformance.selftest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.responsestck.conformance.check.Check;
import org.responsestck.conformance.check.Observation;
import org.responsestck.conformance.evidence.Event;
import org.responsestck.conformance.evidence.Evidence;
import org.responsestck.conformance.evidence.ExchangeView;
import org.responsestck.conformance.evidence.Header;
import org.responsestck.conformance.evidence.Place;
import org.responsestck.conformance.requirement.Catalogue;
import org.responsestck.conformance.requirement.Severity;
import org.responsestck.conformance.wire.Answer;
import org.responsestck.conformance.wire.Call;
import org.responsestck.conformance.wire.Chunk;
import org.responsestck.conformance.wire.End;
import org.responsestck.conformance.wire.Exchange;
import org.responsestck.conformance.wire.StrictJson;
import org.responsestck.conformance.wire.Who;

/**
 * Shows changed streams to checks, each beside what the target said of the same answer elsewhere: the same request without stream, and
 * GET of the response. What the legal stream earns already does not count.
 */
public final class MutationRun {
    private static final Catalogue CATALOGUE = Catalogue.load();

    private final String profile;
    private final List<Check> checks;
    private final String request;
    private final JsonNode terminal;
    private final Map<String, Integer> before;

    /**
     * A mutant and who noticed.
     *
     * @param mutation the mutant
     * @param noticed ids of the requirements that warn or fail more than they do of the legal stream, in order
     * @param tolerated ids of the requirements that report it as a variant they merely note
     * @param accusations what was reported, row, variant and severity, for a reader
     */
    public record Shown(Mutation mutation, List<String> noticed, List<String> tolerated, List<String> accusations) {
        public Shown {
            noticed = List.copyOf(noticed);
            tolerated = List.copyOf(tolerated);
            accusations = List.copyOf(accusations);
        }

        public boolean killed() {
            return !noticed.isEmpty();
        }
    }

    /**
     * @param profile name of the profile to judge by
     * @param checks any checks; those that read certain scenarios find nothing
     * @param entry the legal stream
     */
    public MutationRun(String profile, List<Check> checks, MutationCorpus.Entry entry) {
        this.profile = profile;
        this.checks = List.copyOf(checks);
        this.request = entry.request();
        this.terminal = MutationTranscript.read(entry.body()).terminal();
        this.before = counts(broken(evidence(Mutation.bytes(entry.body()), terminal)));
    }

    /** What the legal stream itself earns: row, variant and severity. */
    public TreeSet<String> earned() {
        return new TreeSet<>(before.keySet());
    }

    /** What the checks say about one mutant. */
    public Shown show(Mutation mutation) {
        return shown(mutation, evidence(mutation.body(), terminal));
    }

    /** The same for a stream that is as legal as before: what stands elsewhere says the same as its own end. */
    public Shown showLegal(Mutation mutation) {
        String text = new String(mutation.bytes(), StandardCharsets.UTF_8);
        return shown(
                mutation,
                evidence(mutation.body(), MutationTranscript.read(text).terminal()));
    }

    private Shown shown(Mutation mutation, Evidence evidence) {
        List<Observation.Broken> broken = broken(evidence);
        TreeSet<String> noticed = new TreeSet<>();
        TreeSet<String> tolerated = new TreeSet<>();
        List<String> accusations = new ArrayList<>();
        Map<String, Integer> counts = counts(broken);
        for (Observation.Broken one : broken) {
            String key = key(one);
            if (counts.getOrDefault(key, 0) > before.getOrDefault(key, 0)) {
                (key.endsWith(" INFO") ? tolerated : noticed).add(one.requirement());
                accusations.add(key + ": wanted " + one.expected() + ", got " + one.actual() + " at "
                        + one.where().pointer());
            }
        }
        return new Shown(mutation, List.copyOf(noticed), List.copyOf(tolerated), accusations);
    }

    private List<Observation.Broken> broken(Evidence evidence) {
        return checks.stream()
                .flatMap(check -> check.judge().apply(evidence))
                .filter(Observation.Broken.class::isInstance)
                .map(Observation.Broken.class::cast)
                .filter(b -> CATALOGUE
                        .find(b.requirement())
                        .filter(row -> row.appliesTo(profile))
                        .isPresent())
                .toList();
    }

    private Map<String, Integer> counts(List<Observation.Broken> broken) {
        Map<String, Integer> counts = new TreeMap<>();
        broken.forEach(b -> counts.merge(key(b), 1, Integer::sum));
        return counts;
    }

    private String key(Observation.Broken broken) {
        Severity severity = CATALOGUE.get(broken.requirement()).severity(profile, broken.variant());
        return broken.requirement() + (broken.variant().isEmpty() ? "" : " " + broken.variant()) + " " + severity;
    }

    // ---------------------------------------------------------------- the evidence

    private Evidence evidence(String body, JsonNode elsewhere) {
        List<Event> events = new ArrayList<>();
        byte[] bytes = body.getBytes(StandardCharsets.ISO_8859_1);
        events.add(exchange(1, Call.postText("/responses", request, "application/json"), "text/event-stream", bytes));
        if (elsewhere instanceof ObjectNode response
                && response.path("status").asText("").equals("completed")) {
            events.add(exchange(2, withoutStream(), "application/json", twin(response)));
            String id = response.path("id").asText("");
            if (!id.isEmpty() && response.path("store").asBoolean(true)) {
                events.add(exchange(3, Call.get("/responses/" + id), "application/json", utf8(response)));
            }
        }
        return new Evidence(header(), events, x -> new ExchangeView(x.at(), x.exchange()));
    }

    private Call withoutStream() {
        ObjectNode body = (ObjectNode) StrictJson.read(request).value();
        body.remove(List.of("stream", "stream_options"));
        return Call.postText("/responses", body.toString(), "application/json");
    }

    /** Another answer to the same request: the same in all but its ids. */
    private static byte[] twin(ObjectNode response) {
        ObjectNode twin = response.deepCopy();
        other(twin, "id");
        twin.path("output").forEach(item -> {
            if (item instanceof ObjectNode object) {
                other(object, "id");
                other(object, "call_id");
            }
        });
        return utf8(twin);
    }

    private static void other(ObjectNode node, String member) {
        if (node.path(member).isTextual()) {
            node.put(member, node.path(member).textValue() + "b");
        }
    }

    private static byte[] utf8(JsonNode node) {
        return node.toString().getBytes(StandardCharsets.UTF_8);
    }

    private Event exchange(int id, Call call, String type, byte[] body) {
        long seconds = terminal.path("created_at").asLong(1_764_000_000L);
        Answer answer = new Answer(200, Map.of("content-type", List.of(type)), List.of(new Chunk(1_000_000, body)));
        Exchange exchange = new Exchange(id, Who.KEY, call, seconds * 1000, 2_000_000, answer, End.COMPLETE, null);
        return new Event.Exchanged(new Place("mutation", 1, "step-" + id), id, exchange);
    }

    private Header header() {
        return new Header(
                Header.FORMAT,
                "mutation",
                "mutation",
                "",
                "",
                profile,
                "",
                "m",
                Map.of(),
                List.of(),
                List.of("mutation"),
                List.of(),
                0,
                1,
                0);
    }
}
