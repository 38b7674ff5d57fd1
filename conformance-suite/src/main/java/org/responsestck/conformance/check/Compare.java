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

    /** Which members count. */
    private enum Members {
        /** Those of both. */
        ALL,
        /** Those of the first value. */
        FIRST,
        /** Those that both values have. */
        SHARED
    }

    static boolean same(JsonNode expected, JsonNode actual) {
        return difference(expected, actual).isEmpty();
    }

    /** As {@link #same}, but a member that only one of two objects has does not count. */
    static boolean shared(JsonNode one, JsonNode other) {
        return walk(one, other, "", Members.SHARED) == null;
    }

    static boolean absent(JsonNode node) {
        return node.isMissingNode() || node.isNull();
    }

    /** Absent, or an empty object or array, which says no more. */
    static boolean nothing(JsonNode node) {
        return absent(node) || (node.isContainerNode() && node.isEmpty());
    }

    /** Whether everything of the first value is in the second one, which may have more members. */
    static boolean covers(JsonNode expected, JsonNode actual) {
        return uncovered(expected, actual).isEmpty();
    }

    /** The first place where two values differ in any member. */
    static Optional<Difference> difference(JsonNode expected, JsonNode actual) {
        return Optional.ofNullable(walk(expected, actual, "", Members.ALL));
    }

    /** The first place where the second value lacks something of the first one, or has another value for it. */
    static Optional<Difference> uncovered(JsonNode expected, JsonNode actual) {
        return Optional.ofNullable(walk(expected, actual, "", Members.FIRST));
    }

    private static @Nullable Difference walk(JsonNode expected, JsonNode actual, String pointer, Members which) {
        if (absent(expected) || absent(actual)) {
            boolean equal = absent(expected) && (which == Members.FIRST || absent(actual));
            return equal ? null : new Difference(pointer, plain(expected), plain(actual));
        }
        if (expected.isObject() && actual.isObject()) {
            Set<String> names = new TreeSet<>();
            expected.fieldNames().forEachRemaining(names::add);
            if (which == Members.ALL) {
                actual.fieldNames().forEachRemaining(names::add);
            } else if (which == Members.SHARED) {
                names.removeIf(n -> absent(expected.path(n)) || absent(actual.path(n)));
            }
            for (String name : names) {
                Difference found = walk(expected.path(name), actual.path(name), pointer + "/" + escaped(name), which);
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
                        ? walk(expected.get(i), actual.get(i), pointer + "/" + i, which)
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

    private static JsonNode plain(JsonNode node) {
        return node.isNull() ? MissingNode.getInstance() : node;
    }

    private static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }
}
