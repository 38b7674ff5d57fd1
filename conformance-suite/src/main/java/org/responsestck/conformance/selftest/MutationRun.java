package org.responsestck.conformance.selftest;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.responsestck.conformance.check.Check;
import org.responsestck.conformance.check.Observation;
import org.responsestck.conformance.evidence.Event;
import org.responsestck.conformance.evidence.Evidence;
import org.responsestck.conformance.evidence.ExchangeView;
import org.responsestck.conformance.evidence.Header;
import org.responsestck.conformance.evidence.Place;
import org.responsestck.conformance.wire.Answer;
import org.responsestck.conformance.wire.Call;
import org.responsestck.conformance.wire.Chunk;
import org.responsestck.conformance.wire.End;
import org.responsestck.conformance.wire.Exchange;
import org.responsestck.conformance.wire.Who;

/** Shows mutants to checks. */
public final class MutationRun {
    private final String profile;
    private final List<Check> checks;
    private final String request;

    /**
     * A mutant and who noticed.
     *
     * @param mutation the mutant
     * @param noticed ids of the requirements reported broken, in order; empty for a survivor
     */
    public record Shown(Mutation mutation, List<String> noticed) {
        public Shown {
            noticed = List.copyOf(noticed);
        }

        public boolean killed() {
            return !noticed.isEmpty();
        }
    }

    /**
     * @param profile name of the profile to judge by
     * @param checks any passive checks
     * @param request body of the request that the stream answers
     */
    public MutationRun(String profile, List<Check> checks, String request) {
        this.profile = profile;
        this.checks = List.copyOf(checks);
        this.request = request;
    }

    /** What the checks say about one stream. */
    public Shown show(Mutation mutation) {
        Evidence evidence = evidence(mutation.body());
        TreeSet<String> noticed = new TreeSet<>();
        for (Check check : checks) {
            check.judge()
                    .apply(evidence)
                    .filter(Observation.Broken.class::isInstance)
                    .forEach(o -> noticed.add(o.requirement()));
        }
        return new Shown(mutation, new ArrayList<>(noticed));
    }

    private Evidence evidence(String body) {
        Answer answer = new Answer(
                200,
                Map.of("content-type", List.of("text/event-stream")),
                List.of(new Chunk(1_000_000, body.getBytes(StandardCharsets.UTF_8))));
        Exchange exchange = new Exchange(
                1,
                Who.KEY,
                Call.postText("/responses", request, "application/json"),
                0,
                2_000_000,
                answer,
                End.COMPLETE,
                null);
        Header header = new Header(
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
        return new Evidence(
                header,
                List.of(new Event.Exchanged(new Place("mutation", 1, "stream"), 0, exchange)),
                x -> new ExchangeView(x.at(), x.exchange()));
    }
}
