package org.responsestck.mock.fault;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A fault and how often it happens. Counted are the requests it could have happened to.
 *
 * @param fault what goes wrong
 * @param skip how many are spared first
 * @param every of the others each how many-th is hit, from 1
 * @param times how many are hit at most, or 0 for no limit
 * @param probability of those that would be hit, the part that is
 * @param seed decides which part
 * @param operation the only operation that is hit: create, get, list or delete; or null for all
 */
public record FaultRule(
        Fault fault,
        int skip,
        int every,
        int times,
        double probability,
        long seed,
        @Nullable String operation) {
    static final Set<String> KEYS = Set.of("skip", "every", "times", "probability", "seed", "operation");
    private static final Set<String> OPERATIONS = Set.of("create", "get", "list", "delete");

    /**
     * Reads a rule from text: a kind, then keys and values, for example {@code truncate; after=3; of=response.output_text.delta} or
     * {@code http; status=429; retry_after=1; times=1}.
     *
     * @throws FaultException if it cannot be understood
     */
    public static FaultRule parse(String text) {
        return read(Spec.parse(text));
    }

    /**
     * Reads a rule from keys and values; {@code kind} is one of the keys.
     *
     * @throws FaultException if it cannot be understood
     */
    public static FaultRule of(Map<String, String> values) {
        return read(new Spec(values));
    }

    private static FaultRule read(Spec spec) {
        Fault fault = Fault.read(spec);
        String operation = spec.text("operation", "").toLowerCase(Locale.ROOT);
        if (spec.has("operation") && !OPERATIONS.contains(operation)) {
            throw new FaultException("operation is create, get, list or delete, not '" + operation + "'");
        }
        return new FaultRule(
                fault,
                spec.number("skip", 0, 0, Integer.MAX_VALUE),
                spec.number("every", 1, 1, Integer.MAX_VALUE),
                spec.number("times", 0, 0, Integer.MAX_VALUE),
                spec.part("probability", 1),
                spec.number("seed", 1, Integer.MIN_VALUE, Integer.MAX_VALUE),
                spec.has("operation") ? operation : null);
    }

    /** Whether there are requests that it spares. */
    public boolean limited() {
        return skip > 0 || every > 1 || times > 0 || probability < 1;
    }

    boolean concerns(String other) {
        return operation == null || operation.equals(other);
    }
}
