package org.responsestck.conformance.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.TreeSet;

/** Comparison of JSON values: the order of names is free, null is the same as absent, numbers are equal within a millionth. */
final class Alike {
    private static final BigDecimal NEAR = new BigDecimal("0.000001");

    private Alike() {}

    static boolean same(JsonNode a, JsonNode b) {
        return alike(a, b, false);
    }

    /** As {@link #same}, but a member that only one of two objects has does not count. */
    static boolean shared(JsonNode a, JsonNode b) {
        return alike(a, b, true);
    }

    static boolean absent(JsonNode node) {
        return node.isMissingNode() || node.isNull();
    }

    /** Absent, or an empty object or array, which says no more. */
    static boolean nothing(JsonNode node) {
        return absent(node) || (node.isContainerNode() && node.isEmpty());
    }

    private static boolean alike(JsonNode a, JsonNode b, boolean shared) {
        if (absent(a) || absent(b)) {
            return absent(a) == absent(b);
        }
        if (a.isNumber() && b.isNumber()) {
            return a.decimalValue().subtract(b.decimalValue()).abs().compareTo(NEAR) <= 0;
        }
        if (a.isObject() && b.isObject()) {
            return members(a, b, shared);
        }
        return a.isArray() && b.isArray() ? elements(a, b, shared) : a.equals(b);
    }

    private static boolean members(JsonNode a, JsonNode b, boolean shared) {
        TreeSet<String> names = new TreeSet<>();
        a.fieldNames().forEachRemaining(names::add);
        b.fieldNames().forEachRemaining(names::add);
        for (String name : names) {
            boolean both = !absent(a.path(name)) && !absent(b.path(name));
            if ((both || !shared) && !alike(a.path(name), b.path(name), shared)) {
                return false;
            }
        }
        return true;
    }

    private static boolean elements(JsonNode a, JsonNode b, boolean shared) {
        if (a.size() != b.size()) {
            return false;
        }
        for (int i = 0; i < a.size(); i++) {
            if (!alike(a.get(i), b.get(i), shared)) {
                return false;
            }
        }
        return true;
    }
}
