package org.responsestck.mock.journal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How a client behaved, judged by what reached the server: a pure function of the journal.
 *
 * @param complaints what it did wrong, in the order of the exchanges
 * @param exchanges how many exchanges were looked at
 * @param forgotten how many were no longer there to be looked at
 */
public record ClientVerdict(List<Complaint> complaints, int exchanges, long forgotten) {
    /** A client may be as early as a timer of the system is, in nanoseconds. */
    private static final long TOLERANCE_NANOS = 20_000_000;

    private static final long NANOS = 1_000_000_000L;

    public ClientVerdict {
        complaints = List.copyOf(complaints);
    }

    /**
     * One thing that a client did wrong.
     *
     * @param exchange number of the exchange that shows it
     */
    public record Complaint(ClientRule rule, long exchange, String message) {
        @Override
        public String toString() {
            return rule.word() + " (#" + exchange + "): " + message;
        }
    }

    /**
     * @param exchanges in the order of arrival
     * @param forgotten how many earlier ones are missing
     */
    public static ClientVerdict of(List<Exchange> exchanges, long forgotten) {
        Judge judge = new Judge(forgotten > 0);
        exchanges.forEach(judge::take);
        return new ClientVerdict(judge.complaints(), exchanges.size(), forgotten);
    }

    /** Whether there is nothing to complain about. */
    public boolean clean() {
        return complaints.isEmpty();
    }

    /** The same without what some rules say: an application whose last call is its result never returns an output, for example. */
    public ClientVerdict without(ClientRule... rules) {
        Set<ClientRule> ignored = Set.copyOf(Arrays.asList(rules));
        return new ClientVerdict(
                complaints.stream().filter(c -> !ignored.contains(c.rule())).toList(), exchanges, forgotten);
    }

    /** @throws AssertionError if there are complaints; the message lists them */
    public void assertClean() {
        if (!clean()) {
            throw new AssertionError("the client misbehaved:\n  "
                    + complaints.stream().map(Complaint::toString).collect(Collectors.joining("\n  ")));
        }
    }

    private static final class Judge {
        private final boolean incomplete;
        private final List<Complaint> complaints = new ArrayList<>();
        /** The newest answer to each request, by what was asked. */
        private final Map<String, Exchange> asked = new HashMap<>();

        private final Set<String> issued = new HashSet<>();
        /** Why a response is gone, by id, as far as the client was told. */
        private final Map<String, String> gone = new HashMap<>();

        private final Map<String, Open> open = new LinkedHashMap<>();
        private final Map<String, Integer> outputs = new HashMap<>();
        /** Ids of calls of answers that did not arrive whole, with the twin that a retry brought. */
        private final Map<String, Facts.Call> twins = new HashMap<>();

        Judge(boolean incomplete) {
            this.incomplete = incomplete;
        }

        /** A call whose output is awaited. */
        private record Open(Facts.Call call, Exchange by) {}

        void take(Exchange exchange) {
            Facts facts = exchange.facts();
            if (facts.operation().equals("redirected")) {
                if (exchange.keyed()) {
                    complain(
                            ClientRule.KEY_REDIRECTED,
                            exchange,
                            "the key of the first host was sent to the host that a redirect pointed to");
                }
                return;
            }
            String same = exchange.method() + " " + exchange.url() + " " + exchange.fingerprint();
            Exchange before = asked.put(same, exchange);
            boolean retry = before != null
                    && before.answer().arrivedNanos() < exchange.answer().arrivedNanos()
                    && before.answer().endedNanos() <= exchange.answer().arrivedNanos();
            if (retry) {
                early(before, exchange);
            }
            if (facts.operation().equals("create")) {
                chain(exchange);
                returned(exchange);
                called(exchange, retry && (!before.heard() || before.facts().failed()) ? before : null);
            } else if (facts.operation().equals("delete") && exchange.answer().status() == 200 && exchange.heard()) {
                gone(facts.responseId(), "was deleted in #" + exchange.number());
            } else if (facts.operation().equals("get") && exchange.answer().status() == 404 && exchange.heard()) {
                gone(facts.responseId(), "was not found in #" + exchange.number());
            }
        }

        private void gone(@Nullable String id, String why) {
            if (id != null) {
                gone.putIfAbsent(id, why);
            }
        }

        private void early(Exchange before, Exchange now) {
            int seconds = before.answer().retryAfter();
            int status = before.answer().status();
            long waited = now.answer().arrivedNanos() - before.answer().endedNanos();
            if (seconds > 0 && (status == 429 || status == 503) && waited + TOLERANCE_NANOS < seconds * NANOS) {
                complain(
                        ClientRule.RETRIED_TOO_EARLY,
                        now,
                        "#" + before.number() + " was answered " + status + " with Retry-After " + seconds
                                + ", and was asked again after " + waited / 1_000_000 + " ms");
            }
        }

        private void chain(Exchange exchange) {
            String previous = exchange.facts().previous();
            if (exchange.facts().dead() && previous != null) {
                String why = gone.get(previous);
                if (why == null && !incomplete && !issued.contains(previous)) {
                    why = "was never given to this client";
                }
                if (why != null) {
                    complain(ClientRule.DEAD_CHAIN, exchange, "continued " + previous + ", which " + why);
                }
                gone(previous, "was refused in #" + exchange.number());
            }
            String made = exchange.facts().responseId();
            if (made != null) {
                issued.add(made);
                if (!exchange.facts().stored()) {
                    gone(made, "was not to be stored (#" + exchange.number() + ")");
                }
            }
        }

        private void returned(Exchange exchange) {
            for (Facts.Output output : exchange.facts().outputs()) {
                String id = output.callId();
                open.remove(id);
                Integer earlier = outputs.putIfAbsent(id, output.fingerprint());
                if (earlier == null) {
                    Facts.Call twin = twins.get(id);
                    if (twin != null && outputs.containsKey(twin.callId())) {
                        complain(
                                ClientRule.CALL_REPEATED,
                                exchange,
                                "the call of " + twin.name()
                                        + " in an answer that broke off and the one in the answer to its retry were both"
                                        + " carried out (" + twin.callId() + " and " + id + ")");
                    }
                } else if (earlier != output.fingerprint()) {
                    outputs.put(id, output.fingerprint());
                    complain(
                            ClientRule.CALL_REPEATED,
                            exchange,
                            "the call " + id + " was carried out again: it was answered before, with another output");
                }
            }
        }

        private void called(Exchange exchange, @Nullable Exchange broken) {
            for (Facts.Call call : exchange.facts().calls()) {
                if (exchange.heard() && !exchange.facts().failed()) {
                    open.put(call.callId(), new Open(call, exchange));
                }
                if (broken != null) {
                    for (Facts.Call other : broken.facts().calls()) {
                        if (other.name().equals(call.name())
                                && other.arguments().equals(call.arguments())) {
                            twins.put(call.callId(), other);
                            twins.put(other.callId(), call);
                        }
                    }
                }
            }
        }

        private void complain(ClientRule rule, Exchange exchange, String message) {
            complaints.add(new Complaint(rule, exchange.number(), message));
        }

        List<Complaint> complaints() {
            List<Complaint> all = new ArrayList<>(complaints);
            open.values()
                    .forEach(o -> all.add(new Complaint(
                            ClientRule.CALL_UNANSWERED,
                            o.by().number(),
                            "the output of " + o.call().name() + " (" + o.call().callId() + ") was never returned")));
            return all;
        }
    }
}
