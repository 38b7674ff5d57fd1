package org.responsestck.mock;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request that is not served. The dialect gives it its body. */
public final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient List<Problem> problems;
    private final transient @Nullable Integer retryAfter;

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
        this(status, message, null);
    }

    public Refusal(int status, String message, @Nullable Integer retryAfter) {
        super(message, null, false, false);
        this.status = status;
        this.problems = List.of();
        this.retryAfter = retryAfter;
    }

    /** A request that breaks the request schema. */
    public Refusal(int status, List<Problem> problems) {
        super(problems.get(0).message(), null, false, false);
        this.status = status;
        this.problems = List.copyOf(problems);
        this.retryAfter = null;
    }

    public int status() {
        return status;
    }

    public List<Problem> problems() {
        return problems;
    }

    public @Nullable Integer retryAfter() {
        return retryAfter;
    }
}
