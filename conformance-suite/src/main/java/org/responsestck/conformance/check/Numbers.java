package org.responsestck.conformance.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.OptionalLong;

/** Reads numbers the way JSON means them: by value, so that {@code 15}, {@code 15.0} and {@code 1.5e1} are one integer. */
final class Numbers {
    private static final double LARGEST = 9e15;

    private Numbers() {}

    /** Whether both are the same integer. */
    static boolean same(JsonNode one, JsonNode other) {
        OptionalLong value = integer(one);
        return value.isPresent() && value.equals(integer(other));
    }

    /** The value when the node is a number without fraction; empty for anything else, also beyond 9·10¹⁵. */
    static OptionalLong integer(JsonNode node) {
        if (!node.isNumber()) {
            return OptionalLong.empty();
        }
        double value = node.doubleValue();
        if (Double.isNaN(value) || Math.abs(value) > LARGEST || value != Math.rint(value)) {
            return OptionalLong.empty();
        }
        return OptionalLong.of((long) value);
    }
}
