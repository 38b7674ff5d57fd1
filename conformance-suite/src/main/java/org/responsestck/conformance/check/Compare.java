package org.responsestck.conformance.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Compares JSON values in comparison form: the order of members does not matter, null is the same as absent, numbers are equal
 * within 1e-6. Source: CONFLICTS C44.
 */
final class Compare {
    static final double TOLERANCE = 1e-6;

    private Compare() {}

    /**
     * The first place where two values differ.
     *
     * @param pointer JSON pointer of the place
     * @param expected what the first value has there; a missing node when nothing
     * @param actual what the second value has there; a missing node when nothing
     */
    record Difference(String pointer, JsonNode expected, JsonNode actual) {
        @Override
        public String toString() {
            return (pointer.isEmpty() ? "value" : pointer) + ": " + Shown.of(expected) + " against " + Shown.of(actual);
        }
    }

    static boolean same(JsonNode expected, JsonNode actual) {
        return difference(expected, actual).isEmpty();
    }

    /** Whether everything of the first value is in the second one, which may have more members. */
    static boolean covers(JsonNode expected, JsonNode actual) {
        return uncovered(expected, actual).isEmpty();
    }

    /** The first place where two values differ in any member. */
    static Optional<Difference> difference(JsonNode expected, JsonNode actual) {
        return Optional.ofNullable(walk(expected, actual, "", false));
    }

    /** The first place where the second value lacks something of the first one, or has another value for it. */
    static Optional<Difference> uncovered(JsonNode expected, JsonNode actual) {
        return Optional.ofNullable(walk(expected, actual, "", true));
    }

    private static @Nullable Difference walk(JsonNode expected, JsonNode actual, String pointer, boolean more) {
        if (nothing(expected) || nothing(actual)) {
            boolean equal = nothing(expected) && (more || nothing(actual));
            return equal ? null : new Difference(pointer, plain(expected), plain(actual));
        }
        if (expected.isObject() && actual.isObject()) {
            Set<String> names = new TreeSet<>();
            expected.fieldNames().forEachRemaining(names::add);
            if (!more) {
                actual.fieldNames().forEachRemaining(names::add);
            }
            for (String name : names) {
                Difference found = walk(expected.path(name), actual.path(name), pointer + "/" + escaped(name), more);
                if (found != null) {
                    return found;
                }
            }
            return null;
        }
        if (expected.isArray() && actual.isArray()) {
            for (int i = 0; i < Math.max(expected.size(), actual.size()); i++) {
                boolean both = i < expected.size() && i < actual.size();
                Difference found = both
                        ? walk(expected.get(i), actual.get(i), pointer + "/" + i, more)
                        : new Difference(pointer + "/" + i, expected.path(i), actual.path(i));
                if (found != null) {
                    return found;
                }
            }
            return null;
        }
        return scalars(expected, actual) ? null : new Difference(pointer, expected, actual);
    }

    private static boolean scalars(JsonNode expected, JsonNode actual) {
        if (expected.isNumber() && actual.isNumber()) {
            return expected.equals(actual) || Math.abs(expected.doubleValue() - actual.doubleValue()) <= TOLERANCE;
        }
        return expected.equals(actual);
    }

    private static boolean nothing(JsonNode node) {
        return node.isNull() || node.isMissingNode();
    }

    private static JsonNode plain(JsonNode node) {
        return node.isNull() ? MissingNode.getInstance() : node;
    }

    private static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }
}
