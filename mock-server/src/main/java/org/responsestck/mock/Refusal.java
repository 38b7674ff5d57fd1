package org.responsestck.mock;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request that is not served. The dialect gives it its body. */
public final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient List<Problem> problems;
    private final transient Map<String, String> headers;

    /**
     * One thing that is wrong with a request.
     *
     * @param loc where: names and indexes from {@code "body"} down
     * @param message what is wrong
     * @param type a short machine word
     */
    public record Problem(List<Object> loc, String message, String type) {
        public Problem {
            loc = List.copyOf(loc);
        }
    }

    public Refusal(int status, String message) {
        this(status, message, Map.of());
    }

    /** @param retryAfter value of Retry-After in seconds, or null */
    public Refusal(int status, String message, @Nullable Integer retryAfter) {
        this(status, message, retryAfter == null ? Map.of() : Map.of("Retry-After", String.valueOf(retryAfter)));
    }

    /** @param headers that go with the status */
    public Refusal(int status, String message, Map<String, String> headers) {
        super(message, null, false, false);
        this.status = status;
        this.problems = List.of();
        this.headers = Map.copyOf(headers);
    }

    /** A request that breaks the request schema. */
    public Refusal(int status, List<Problem> problems) {
        super(problems.get(0).message(), null, false, false);
        this.status = status;
        this.problems = List.copyOf(problems);
        this.headers = Map.of();
    }

    public int status() {
        return status;
    }

    public List<Problem> problems() {
        return problems;
    }

    public Map<String, String> headers() {
        return headers;
    }
}
