package org.responsestck.conformance.scenario;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.responsestck.conformance.dialect.Dialect;
import org.responsestck.conformance.evidence.Why;
import org.responsestck.conformance.wire.Call;
import org.responsestck.conformance.wire.Who;

/**
 * The only thing a scenario can touch. Every call appends to the record. Requests obey 429 and {@code Retry-After}; each try is an
 * exchange of its own at the same step, the last one is the answer.
 */
public interface Talk {
    /** Sends one request and waits for the whole answer. */
    Reply send(String step, Who who, Call call) throws Stop;

    default Reply send(String step, Call call) throws Stop {
        return send(step, Who.KEY, call);
    }

    /** Sends one request and hangs up as soon as {@code enough} says so. Asked after each event that has arrived. */
    Reply stream(String step, Call call, Predicate<Peek> enough) throws Stop;

    /** Sends all at once, each on a connection of its own; the answers are in the order of the calls, at steps {@code step/0} … */
    List<Reply> together(String step, List<Call> calls) throws Stop;

    /** Repeats a request until {@code enough} or the bound; every try is at the same step. */
    Reply poll(String step, Call call, Predicate<Peek> enough, Duration bound) throws Stop;

    /** Waits; recorded. The bound scales with the run's patience. */
    void pause(String step, Duration time) throws Stop;

    /** A random codeword of ten letters, new for each take and name, the same in every run of the same seed. Recorded. */
    String draw(String name);

    /** Leaves a value for a later scenario. Recorded. */
    void leave(String name, String value);

    /** A value that an earlier scenario of this run left. */
    Optional<String> left(String name);

    /** Number of this take, from 1. */
    int take();

    /** Whether races and bursts are as many and as large as the catalogue says, and not the few that an ordinary run can afford. */
    default boolean thorough() {
        return false;
    }

    /** A create request for the configured model: {@code {"model": …}}; the scenario adds the rest. */
    ObjectNode create();

    /** A create request with string input. */
    default ObjectNode create(String input) {
        return create().put("input", input);
    }

    /** DELETE of one response, without body, in the name of the account where one is configured and the documents say how. */
    default Call delete(String id) {
        Call call = Call.deleteResponse(id);
        return dialect()
                .accountHeader()
                .flatMap(header -> option(Needs.Option.ACCOUNT_ID).map(account -> call.with(header, account)))
                .orElse(call);
    }

    /**
     * Opens a tool server until the end of the take. Each request that reaches it is recorded, with the exchange that was under way.
     *
     * @param name tells several tool servers of a take apart
     * @throws Stop with OPTION_MISSING where the run has no witness
     */
    default ToolServer toolServer(String name, ServedTool... tools) throws Stop {
        throw new Stop(Why.OPTION_MISSING, "no witness address was given");
    }

    /** The value of an option that the scenario declared, or that it can use when it is there. */
    Optional<String> option(Needs.Option option);

    /** What the documents of the profile say, for the few places where they ask for another request. */
    Dialect dialect();
}
